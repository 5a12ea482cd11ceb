"""The doors when everything happens at the same moment: one id from many, many kiosks, a full disk, a pulled plug."""

from __future__ import annotations

import os
import resource
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import requests

from jobfair.ids import new_id
from jobfair.sealing import SealingKey, Signed, digest_of, verify
from jobfair.submission import Status
from jobfair.wire import CardDelta, Receipt, SealedWithdrawal
from kiosk.bench.load import Plan, put_resumes
from tests.fixtures.sealed import put, registration, resume, seal_message, submission
from tests.fixtures.server import Device, ServerProcess, running_server

__all__ = ["running_server"]

AT_ONCE = 8


@pytest.fixture(scope="module")
def device(running_server: ServerProcess) -> Device:
    return running_server.pair("K-01")


@pytest.fixture(scope="module")
def recipients(device: Device) -> list[SealingKey]:
    return device.recipients()


def receipt(device: Device, answer: requests.Response) -> Receipt:
    signed = Signed.model_validate_json(answer.text)
    return Receipt.model_validate_json(verify(signed, "receipt", {device.identity_id: device.identity_key}))


def at_one_instant(calls: list[Callable[[], requests.Response]]) -> list[requests.Response]:
    start = threading.Barrier(len(calls))

    def after_all(call: Callable[[], requests.Response]) -> requests.Response:
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(after_all, calls))


def files_of(server: ServerProcess) -> list[Path]:
    return sorted(path for folder in ("sealed", "pdf") for path in (server.data / folder).rglob("*") if path.is_file())


def test_item_when_sent_by_many_at_one_instant_is_taken_in_once_with_one_receipt(
    device: Device, recipients: list[SealingKey]
) -> None:
    for _ in range(4):
        content = resume(new_id())
        body = seal_message(content, "resumes", recipients)
        answers = at_one_instant([partial(put, device, "resumes", content.id, body)] * AT_ONCE)
        assert sorted(a.status_code for a in answers) == [200] * (AT_ONCE - 1) + [201]
        assert len({receipt(device, a).model_dump_json() for a in answers}) == 1


def test_id_when_sent_with_two_contents_at_one_instant_keeps_the_first(
    device: Device, recipients: list[SealingKey]
) -> None:
    content = resume(new_id())
    other = content.model_copy(update={"pdf": b"%PDF-1.7 another"})
    bodies = [seal_message(c, "resumes", recipients) for c in (content, other)]
    answers = at_one_instant([partial(put, device, "resumes", content.id, body) for body in bodies * 4])
    assert sorted(a.status_code for a in answers) == [200] * 3 + [201] + [409] * 4
    kept = {receipt(device, a).digest for a in answers if a.status_code < 300}
    assert len(kept) == 1
    assert kept < {digest_of(body) for body in bodies}


def test_things_of_one_seeker_when_they_come_at_one_instant_all_find_each_other(
    device: Device, recipients: list[SealingKey]
) -> None:
    for _ in range(6):
        her, secret, now = registration(), "5" * 32, datetime.now(UTC)
        paper, older = resume(her.id), resume(her.id).model_copy(update={"created_at": now - timedelta(hours=1)})
        sent = submission(her.id, paper.id, secret=secret)
        back = SealedWithdrawal(id=new_id(), fair="small-fair", submission=sent.id, secret=secret, withdrawn_at=now)
        doors = [("registrations", her), ("resumes", paper), ("resumes", older), ("submissions", sent)]
        bodies = [(door, m.id, seal_message(m, door, recipients)) for door, m in [*doors, ("withdrawals", back)]]
        answers = at_one_instant([partial(put, device, *body) for body in bodies])
        assert [a.status_code for a in answers] == [201] * 5
        changes = CardDelta.model_validate_json(device.get("cards").text).changes
        (card,) = [change.card for change in changes if change.seeker == her.id]
        assert card is not None
        assert card.resume is not None
        assert card.resume.id == paper.id
        assert [found.status for found in card.sent] == [Status.WITHDRAWN]


@pytest.mark.slow
def test_server_when_two_hundred_connections_come_at_once_serves_them_all_in_turn(
    device: Device, recipients: list[SealingKey]
) -> None:
    plan = Plan(
        host="127.0.0.1",
        port=device.server.port,
        tokens=(device.token,),
        recipients=tuple(key.public for key in recipients),
        identity=device.identity_key,
        identity_id=device.identity_id,
        fair="small-fair",
        count=600,
        connections=200,
        pdf_bytes=2000,
    )
    load = put_resumes(plan, seconds=150)
    assert load.answers == {201: 600}
    assert load.verified == 600
    assert load.fewest >= 1


def test_file_when_the_disk_does_not_take_it_is_told_as_unavailable_and_nothing_half_is_kept(
    device: Device, recipients: list[SealingKey]
) -> None:
    content = resume(new_id()).model_copy(update={"pdf": b"%PDF-" + os.urandom(2_000_000)})
    body = seal_message(content, "resumes", recipients)
    before = files_of(device.server)
    with _files_at_most(device.server, 1_000_000):
        answer = put(device, "resumes", content.id, body)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "Retry-After" not in answer.headers, "a limit of one file's size is no full disk: others may get in"
    assert files_of(device.server) == before
    assert put(device, "resumes", content.id, body).status_code == 201


def test_server_when_killed_while_taking_in_takes_the_same_bytes_again_once(
    running_server: ServerProcess, device: Device, recipients: list[SealingKey]
) -> None:
    contents = [resume(new_id()) for _ in range(40)]
    bodies = [(c.id, seal_message(c, "resumes", recipients)) for c in contents]
    told: dict[str, Receipt] = {}

    def offer(item: tuple[str, bytes]) -> None:
        try:
            answer = put(device, "resumes", *item)
        except requests.RequestException:
            return
        if answer.status_code == 201:
            told[item[0]] = receipt(device, answer)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        offered = [pool.submit(offer, item) for item in bodies]
        while len(told) < 5:
            time.sleep(0.005)
        running_server.kill()
        for one in offered:
            one.result()
    assert len(told) < len(bodies), "the plug was pulled too late"
    running_server.start()

    answers = {item: put(device, "resumes", item, body) for item, body in bodies}
    receipts = {item: receipt(device, answer) for item, answer in answers.items()}
    assert {a.status_code for a in answers.values()} <= {200, 201}
    assert all(receipts[item] == found for item, found in told.items())
    assert len({found.sequence for found in receipts.values()}) == len(bodies)


class _files_at_most:
    """No process of the server may write a file beyond this size: what a full disk is to a large file."""

    def __init__(self, server: ServerProcess, size: int) -> None:
        assert server._process is not None
        group = server._process.pid
        everyone = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
        self._pids = [pid for pid in everyone if _group_of(pid) == group]
        self._size = size

    def __enter__(self) -> None:
        for pid in self._pids:
            _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (self._size, hard))

    def __exit__(self, *failure: object) -> None:
        for pid in self._pids:
            _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))


def _group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return -1
