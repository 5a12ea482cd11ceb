"""Rescue on both databases: what a kiosk wrote to a stick comes in once, by command or by page, whatever the stick is.

The kiosk's side is the real store, outbox and export; the network comes later, or never.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from jobfair.ids import new_id
from jobfair.recovery import make
from jobfair.rescue_file import SealedItem, write_rescue_file
from jobfair.sealing import OpeningKey, SealingKey, Signed, digest_of
from jobfair.wire import Door
from kiosk.clock import SystemClock
from kiosk.outbox import Item, Outbox
from kiosk.store import KeyFile, Store
from kiosk.store.database import FILE
from kiosk.store.export import export_outbox
from kiosk.store.salvage import save_good_rows
from tests.fixtures.sealed import put, resume, seal_message, submission
from tests.fixtures.server import Device, ServerProcess, running_server

__all__ = ["running_server"]


@dataclass
class Machine:
    """A kiosk with one seeker's résumé and submission waiting, and what it wrote to a stick."""

    data: Path
    items: list[Item]
    file: Path

    @property
    def submission(self) -> str:
        return self.items[1].id


@pytest.fixture(scope="module")
def device(running_server: ServerProcess) -> Device:
    return running_server.pair("K-03")


@pytest.fixture
def machine(device: Device, tmp_path: Path) -> Callable[..., Machine]:
    def made(recipients: list[SealingKey] | None = None, named: bool = True) -> Machine:
        keys = recipients or device.recipients()
        content = resume(new_id())
        sent = submission(content.seeker, content.id)
        items = [
            Item(Door.RESUMES, content.id, seal_message(content, "resumes", keys)),
            Item(Door.SUBMISSIONS, sent.id, seal_message(sent, "submissions", keys)),
        ]
        data = tmp_path / "kiosk-data"
        store = Store(data, KeyFile(tmp_path / "store.key"))
        Outbox(store, SystemClock()).put(items)
        if named:
            store.set_meta("kiosk", "K-03")
            store.set_meta("fair", "small-fair")
        store.close()
        return Machine(data, items, export_outbox(data, tmp_path / "out.jobfair").file)

    return made


def taken_in(server: ServerProcess, *arguments: object) -> tuple[int, dict[str, Any] | str]:
    """``jobfair server rescue``: its exit code, and its result or what it complains of."""
    done = server.try_command("rescue", *map(str, arguments), "--json")
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr


def counts(result: tuple[int, dict[str, Any] | str]) -> tuple[int, int, int, dict[str, int]]:
    code, told = result
    assert isinstance(told, dict), told
    return code, told["new"], told["before"], told["refused"]


def in_inbox(server: ServerProcess, submission_id: str) -> int:
    page = server.employer("E1").get(f"{server.base_url}/employer/", timeout=30).text
    return len(re.findall(f'href="/employer/submissions/{submission_id}"', page))


def uploaded(
    server: ServerProcess, session: requests.Session, data: bytes, name: str = "out.jobfair", kiosk: str = ""
) -> requests.Response:
    session.get(f"{server.base_url}/organizer/small-fair/rescue", timeout=30)
    return session.post(
        f"{server.base_url}/organizer/small-fair/rescue",
        data={"csrfmiddlewaretoken": session.cookies["csrftoken"], "kiosk": kiosk},
        files={"file": (name, data)},
        headers={"Accept-Language": "en", "Referer": server.base_url},
        timeout=60,
    )


def test_rescue_when_a_kiosk_exported_brings_it_in_once_and_its_later_delivery_settles(
    device: Device, machine: Callable[..., Machine]
) -> None:
    server, kiosk = device.server, machine()
    assert counts(taken_in(server, kiosk.file)) == (0, 2, 0, {})
    assert in_inbox(server, kiosk.submission) == 1
    assert counts(taken_in(server, kiosk.file)) == (0, 0, 2, {})
    store = Store(kiosk.data, KeyFile(kiosk.data.parent / "store.key"))
    outbox = Outbox(store, SystemClock())
    rows = outbox.take(10)
    answers = [put(device, item.door, item.id, item.sealed) for item in kiosk.items]
    assert [answer.status_code for answer in answers] == [200, 200]
    signed = [Signed.model_validate_json(answer.text) for answer in answers]
    assert len(outbox.settle(zip(rows, signed, strict=True), device.identity_key)) == 2
    store.close()
    assert in_inbox(server, kiosk.submission) == 1


def test_rescue_when_the_network_was_first_finds_everything_there(
    device: Device, machine: Callable[..., Machine]
) -> None:
    kiosk = machine()
    assert put(device, kiosk.items[0].door, kiosk.items[0].id, kiosk.items[0].sealed).status_code == 201
    assert counts(taken_in(device.server, kiosk.file)) == (0, 1, 1, {})


def test_rescue_when_the_kiosk_was_revoked_still_brings_everything_in(
    device: Device, machine: Callable[..., Machine]
) -> None:
    kiosk, server = machine(), device.server
    server.revoke("K-03")
    try:
        assert put(device, kiosk.items[0].door, kiosk.items[0].id, kiosk.items[0].sealed).status_code == 401
        assert counts(taken_in(server, kiosk.file)) == (0, 2, 0, {})
        assert in_inbox(server, kiosk.submission) == 1
    finally:
        object.__setattr__(device, "token", server.pair("K-03").token)


def test_rescue_when_the_database_is_damaged_takes_what_was_saved_aside(
    device: Device, machine: Callable[..., Machine]
) -> None:
    kiosk = machine()
    database = kiosk.data / FILE
    database.write_bytes(database.read_bytes()[:-4096])
    saved = save_good_rows(database)
    assert saved.folder is not None
    _, told = taken_in(device.server, saved.folder / "outbox.jobfair", "--kiosk", "K-03")
    assert isinstance(told, dict)
    assert told["new"] == saved.items >= 1


def test_rescue_when_only_the_recovery_key_opens_needs_the_shares(
    device: Device, machine: Callable[..., Machine], tmp_path: Path
) -> None:
    made = make(shares=3, needed=2)
    kiosk, server = machine([OpeningKey.generate().public, made.public]), device.server
    assert counts(taken_in(server, kiosk.file)) == (1, 0, 0, {"unknown_key": 2})
    papers = []
    for number, share in enumerate(made.shares):
        papers.append(tmp_path / f"share-{number}.txt")
        papers[-1].write_text(share, encoding="utf-8")
    code, said = taken_in(server, kiosk.file, "--share", papers[0])
    assert code == 2 and "--share" in str(said)
    assert not any(word in str(said) for word in made.shares[0].split() if len(word) > 6)
    assert counts(taken_in(server, kiosk.file, "--share", papers[0], "--share", papers[2])) == (0, 2, 0, {})
    assert in_inbox(server, kiosk.submission) == 1
    assert counts(taken_in(server, kiosk.file)) == (0, 0, 2, {}), "known by digest: no key is needed again"


def test_rescue_when_rows_are_bad_takes_the_others_and_says_why(
    device: Device, machine: Callable[..., Machine], tmp_path: Path
) -> None:
    good = machine()
    stranger = machine_items([OpeningKey.generate().public])
    first, second = (SealedItem(i.door, i.id, digest_of(i.sealed), "waiting", i.sealed) for i in good.items)
    bad = [
        SealedItem("resumes", "no-uuid", digest_of(b"x"), "waiting", b"x"),
        SealedItem("resumes", new_id(), "0" * 64, "waiting", b"damaged"),
        SealedItem("resumes", new_id(), digest_of(b"garbage"), "waiting", b"garbage"),
        SealedItem("submissions", first.id, first.digest, "parked", first.sealed),
        *stranger,
    ]
    file = tmp_path / "bad.jobfair"
    write_rescue_file(file, [bad[0], bad[1], first, *bad[2:], second])
    code, new, before, refused = counts(taken_in(device.server, file, "--kiosk", "K-03"))
    assert (code, new, before) == (1, 2, 0)
    assert refused == {"invalid": 1, "bad_digest": 1, "bad_envelope": 2, "unknown_key": 1}


def machine_items(recipients: list[SealingKey]) -> list[SealedItem]:
    content = resume(new_id())
    sealed = seal_message(content, "resumes", recipients)
    return [SealedItem("resumes", content.id, digest_of(sealed), "waiting", sealed)]


def test_rescue_when_the_file_is_cut_takes_what_is_whole(device: Device, machine: Callable[..., Machine]) -> None:
    kiosk = machine()
    data = kiosk.file.read_bytes()
    kiosk.file.write_bytes(data[: len(data) - 600])
    code, told = taken_in(device.server, kiosk.file)
    assert isinstance(told, dict)
    assert (code, told["new"], told["missing"], told["whole"]) == (1, 1, 1, False)


def test_rescue_when_the_disk_refuses_one_row_takes_the_others(device: Device, machine: Callable[..., Machine]) -> None:
    kiosk, server = machine(), device.server
    folder = server.data / "sealed" / kiosk.items[0].digest[:2]
    aside = folder.with_name("aside")
    if folder.exists():
        folder.rename(aside)
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("no folder")
    try:
        answer = put(device, kiosk.items[0].door, kiosk.items[0].id, kiosk.items[0].sealed)
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert "Retry-After" not in answer.headers, "this row's trouble is not the whole server's"
        same = kiosk.items[0].digest[:2] == kiosk.items[1].digest[:2]
        expected = (1, 0, 0, {"unavailable": 2}) if same else (1, 1, 0, {"unavailable": 1})
        assert counts(taken_in(server, kiosk.file)) == expected
    finally:
        folder.unlink()
        if aside.exists():
            aside.rename(folder)
        else:
            folder.mkdir(mode=0o700)
    code, _, _, refused = counts(taken_in(server, kiosk.file))
    assert (code, refused) == (0, {})


def forgotten_by_the_database(server: ServerProcess, items: list[Item], also: str = "") -> None:
    """As if it came back from a backup from before they came in; files stay."""
    ids = [item.id for item in items]
    statements = [
        f"DELETE FROM {table} WHERE {key} IN ({','.join(['%s'] * len(ids))})"
        for table, key in (
            ("intake_storedsubmission", "id"),
            ("seekers_storedresume", "id"),
            ("intake_intake", "item_id"),
        )
    ]
    url = server.environment.get("JOBFAIR_SERVER_DATABASE", "")
    if url.startswith("postgres"):
        import psycopg

        with psycopg.connect(url) as db:
            for statement in statements:
                db.execute(statement, ids)
    else:
        with sqlite3.connect(server.data / "server.db", timeout=30) as db:
            for statement in statements:
                db.execute(statement.replace("%s", "?"), ids)
        db.close()


def test_orphans_when_the_database_is_older_than_the_files_are_taken_in_once(
    device: Device, machine: Callable[..., Machine]
) -> None:
    kiosk, server = machine(), device.server
    for item in kiosk.items:
        assert put(device, item.door, item.id, item.sealed).status_code == 201
    assert in_inbox(server, kiosk.submission) == 1
    forgotten_by_the_database(server, kiosk.items)
    assert in_inbox(server, kiosk.submission) == 0
    _, told = taken_in(server, "--orphans")
    assert isinstance(told, dict)
    assert (told["new"], told["failed"]) == (2, 0)
    assert in_inbox(server, kiosk.submission) == 1
    _, told = taken_in(server, "--orphans")
    assert isinstance(told, dict) and told["new"] == 0
    assert [put(device, item.door, item.id, item.sealed).status_code for item in kiosk.items] == [200, 200]


def test_purge_when_the_database_is_older_than_the_files_takes_in_what_it_would_have_erased(
    device: Device, machine: Callable[..., Machine]
) -> None:
    kiosk, server = machine(), device.server
    for item in kiosk.items:
        assert put(device, item.door, item.id, item.sealed).status_code == 201
    forgotten_by_the_database(server, kiosk.items)
    garbage = server.data / "sealed" / "00" / ("00" * 32)
    garbage.parent.mkdir(exist_ok=True)
    garbage.write_bytes(b"no envelope")
    for path in [garbage, *(server.data / "sealed" / item.digest[:2] / item.digest for item in kiosk.items)]:
        os.utime(path, (1, 1))
    server.command("purge")
    assert in_inbox(server, kiosk.submission) == 1
    assert not garbage.exists(), "what is refused is erased"


def test_command_when_neither_a_file_nor_orphans_are_named_says_so(device: Device) -> None:
    code, said = taken_in(device.server)
    assert code == 2 and "--orphans" in str(said)


def test_command_when_file_or_kiosk_is_wrong_says_what_to_do(
    device: Device, machine: Callable[..., Machine], tmp_path: Path
) -> None:
    kiosk = machine(named=False)
    code, said = taken_in(device.server, kiosk.file)
    assert code == 2 and "--kiosk" in str(said) and "K-03" in str(said)
    code, said = taken_in(device.server, kiosk.file, "--kiosk", "K-99")
    assert code == 2 and "K-99" in str(said)
    (tmp_path / "holiday.zip").write_bytes(b"PK\x03\x04" + b"0" * 100)
    for path in (tmp_path / "holiday.zip", tmp_path / "nothing", tmp_path):
        code, said = taken_in(device.server, path, "--kiosk", "K-03")
        assert code == 2 and path.name in str(said)


def test_page_when_a_file_is_sent_tells_in_words_and_writes_it_down(
    device: Device, machine: Callable[..., Machine]
) -> None:
    kiosk, server = machine(), device.server
    organizer = server.organizer()
    answer = uploaded(server, organizer, kiosk.file.read_bytes())
    assert answer.status_code == 200
    assert "taken in now" in answer.text and "K-03" in answer.text
    assert "The stick is no longer needed" in answer.text
    assert in_inbox(server, kiosk.submission) == 1
    again = uploaded(server, organizer, kiosk.file.read_bytes())
    assert re.search(r"<b>2</b>\s*had come before", again.text)
    chinese = organizer.get(f"{server.base_url}/organizer/small-fair/rescue", headers={"Accept-Language": "zh"})
    assert "补收" in chinese.text


def test_page_when_the_file_is_none_or_names_no_kiosk_says_so(device: Device, machine: Callable[..., Machine]) -> None:
    server = device.server
    organizer = server.organizer()
    nothing = uploaded(server, organizer, b"PK\x03\x04 holiday", "out.jobfair")
    assert "Nothing was taken in" in nothing.text
    kiosk = machine(named=False)
    unnamed = uploaded(server, organizer, kiosk.file.read_bytes())
    assert "Choose the kiosk" in unnamed.text
    chosen = uploaded(server, organizer, kiosk.file.read_bytes(), kiosk="K-03")
    assert re.search(r"<b>2</b>\s*taken in now", chosen.text)


def test_page_when_somebody_else_asks_or_the_token_is_missing_takes_nothing(
    device: Device, machine: Callable[..., Machine]
) -> None:
    kiosk, server = machine(), device.server
    address = f"{server.base_url}/organizer/small-fair/rescue"
    files = {"file": ("out.jobfair", kiosk.file.read_bytes())}
    assert requests.post(address, files=files, timeout=30, allow_redirects=False).status_code == 302
    assert server.employer("E1").get(address, timeout=30).status_code == 403
    assert server.organizer().post(address, files=files, timeout=30).status_code == 403
    assert in_inbox(server, kiosk.submission) == 0


def test_page_when_the_file_is_too_large_names_the_command_without_reading_it(device: Device) -> None:
    server = device.server
    organizer = server.organizer()
    request = requests.Request(
        "POST",
        f"{server.base_url}/organizer/small-fair/rescue",
        headers={"Content-Type": "multipart/form-data; boundary=x", "Accept-Language": "en"},
        data=b"--x",
    )
    prepared = organizer.prepare_request(request)
    prepared.headers["Content-Length"] = str(600 * 1024 * 1024)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("requests.adapters.super_len", lambda body: None, raising=False)
        answer = _without_waiting(prepared)
    assert "413" in answer.splitlines()[0]
    assert "jobfair server rescue" in answer


def _without_waiting(prepared: requests.PreparedRequest) -> str:
    """Sends the head and a little of the body, and reads what comes back: nobody sends 600 MB here."""
    import socket
    from urllib.parse import urlsplit

    parts = urlsplit(str(prepared.url))
    with socket.create_connection((str(parts.hostname), parts.port or 80), timeout=30) as wire:
        head = "".join(f"{name}: {value}\r\n" for name, value in prepared.headers.items())
        wire.sendall(
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n{head}\r\n--x".encode()
        )
        said = b""
        while b"</html>" not in said and (part := wire.recv(65536)):
            said += part
    return said.decode(errors="replace")
