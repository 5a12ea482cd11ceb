"""The doors, on both databases, with two server processes: each id once, whatever happens."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import requests

from jobfair.ids import new_id
from jobfair.sealing import OpeningKey, SealingKey, Signed, digest_of, verify
from jobfair.seeker import Basics, Resume
from jobfair.wire import DIGEST_HEADER, MAX_SEALED_BYTES, PROBLEM, SEALED, Receipt
from tests.fixtures.sealed import put, resume, seal_message, send, submission
from tests.fixtures.server import Device, ServerProcess, running_server

__all__ = ["running_server"]


@pytest.fixture(scope="module")
def device(running_server: ServerProcess) -> Device:
    return running_server.pair("K-01")


@pytest.fixture(scope="module")
def recipients(device: Device) -> list[SealingKey]:
    return device.recipients()


def receipt(device: Device, answer: requests.Response) -> Receipt:
    signed = Signed.model_validate_json(answer.text)
    return Receipt.model_validate_json(verify(signed, "receipt", {device.identity_id: device.identity_key}))


def code(answer: requests.Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"].startswith(PROBLEM), answer.text
    return answer.status_code, answer.json()["code"]


def test_resume_when_put_the_first_time_is_taken_in_with_a_signed_receipt(
    device: Device, recipients: list[SealingKey]
) -> None:
    content = resume(new_id())
    body = seal_message(content, "resumes", recipients)
    answer = put(device, "resumes", content.id, body)
    assert answer.status_code == 201
    found = receipt(device, answer)
    assert (found.id, found.door.value, found.digest) == (content.id, "resumes", digest_of(body))
    assert found.sequence >= 1


def test_resume_when_put_again_is_answered_with_the_same_receipt(device: Device, recipients: list[SealingKey]) -> None:
    content = resume(new_id())
    body = seal_message(content, "resumes", recipients)
    first, again = put(device, "resumes", content.id, body), put(device, "resumes", content.id, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert receipt(device, first) == receipt(device, again)


def test_resume_when_other_bytes_under_the_same_id_is_refused(device: Device, recipients: list[SealingKey]) -> None:
    content = resume(new_id())
    assert send(device, "resumes", content, recipients).status_code == 201
    before = sorted(device.server.data.rglob("[0-9a-f]" * 64))
    other = content.model_copy(update={"pdf": b"%PDF-1.7 another"})
    assert code(send(device, "resumes", other, recipients)) == (409, "other_bytes")
    assert sorted(device.server.data.rglob("[0-9a-f]" * 64)) == before, "nobody would ever delete it"


def test_door_when_asked_by_many_at_once_takes_each_item_in_once_and_counts_upwards(
    device: Device, recipients: list[SealingKey]
) -> None:
    contents = [resume(new_id()) for _ in range(6)]
    bodies = [(c.id, seal_message(c, "resumes", recipients)) for c in contents] * 4
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda item: put(device, "resumes", item[0], item[1]), bodies))
    assert sorted(a.status_code for a in answers) == [200] * 18 + [201] * 6
    sequences = {receipt(device, a).sequence for a in answers}
    assert len(sequences) == 6
    assert max(sequences) - min(sequences) == 5


def test_submission_when_its_resume_comes_later_is_taken_in_at_once(
    device: Device, recipients: list[SealingKey]
) -> None:
    seeker = new_id()
    content = resume(seeker)
    sent = submission(seeker, content.id)
    assert send(device, "submissions", sent, recipients).status_code == 201
    employer = device.server.employer("E1")
    assert sent.id not in employer.get(f"{device.server.base_url}/employer/", timeout=30).text
    assert send(device, "resumes", content, recipients).status_code == 201
    assert sent.id in employer.get(f"{device.server.base_url}/employer/", timeout=30).text


def test_door_when_the_bytes_were_damaged_on_the_way_says_so(device: Device, recipients: list[SealingKey]) -> None:
    content = resume(new_id())
    body = seal_message(content, "resumes", recipients)
    answer = put(device, "resumes", content.id, body[:-1] + b"x", **{DIGEST_HEADER: digest_of(body)})
    assert code(answer) == (400, "bad_digest")


def test_door_when_what_comes_is_not_ours_answers_a_coded_problem(device: Device, recipients: list[SealingKey]) -> None:
    content = resume(new_id())
    body = seal_message(content, "resumes", recipients)
    assert code(put(device, "resumes", content.id, body, **{"Content-Type": "text/html"})) == (415, "wrong_type")
    assert code(put(device, "resumes", content.id, b"x" * (MAX_SEALED_BYTES + 1))) == (413, "too_large")
    assert code(put(device, "resumes", content.id, b"garbage")) == (422, "bad_envelope")
    assert code(put(device, "resumes", new_id(), body)) == (422, "bad_envelope")
    assert code(put(device, "submissions", content.id, body)) == (422, "bad_envelope")
    assert code(put(device, "resumes", "S1", body)) == (422, "invalid")
    assert code(put(device, "cellars", content.id, body)) == (404, "not_found")
    stranger = seal_message(content, "resumes", [OpeningKey.generate().public])
    assert code(put(device, "resumes", content.id, stranger)) == (422, "unknown_key")
    unreadable = content.model_copy(update={"pdf": b"<html>"})
    assert code(send(device, "resumes", unreadable, recipients)) == (422, "invalid")
    elsewhere = submission(new_id(), new_id(), opening="O999")
    assert code(send(device, "submissions", elsewhere, recipients)) == (422, "invalid")


def test_door_when_it_refuses_keeps_no_bytes(device: Device, recipients: list[SealingKey]) -> None:
    before = sorted(device.server.data.rglob("[0-9a-f]" * 64))
    elsewhere = submission(new_id(), new_id(), opening="O999")
    other_fair = submission(new_id(), new_id()).model_copy(update={"fair": "another"})
    no_pdf = resume(new_id()).model_copy(update={"pdf": b"<html>"})
    nobody = resume(new_id()).model_copy(update={"seeker": ""})
    for door, content in (
        ("submissions", elsewhere),
        ("submissions", other_fair),
        ("resumes", no_pdf),
        ("resumes", nobody),
    ):
        assert code(send(device, door, content, recipients)) == (422, "invalid")
    assert sorted(device.server.data.rglob("[0-9a-f]" * 64)) == before


def test_body_when_cut_on_the_way_changes_nothing(device: Device, recipients: list[SealingKey]) -> None:
    content = resume(new_id())
    body = seal_message(content, "resumes", recipients)
    headers = {**device.headers, "Content-Type": SEALED, DIGEST_HEADER: digest_of(body), "Content-Length": len(body)}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection(("127.0.0.1", device.server.port), 30) as connection:
        connection.sendall(f"PUT /api/v1/resumes/{content.id} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n".encode())
        connection.sendall(body[: len(body) // 2])
        connection.shutdown(socket.SHUT_WR)
        answered = connection.recv(65536)
    assert not answered.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201"))
    assert put(device, "resumes", content.id, body).status_code == 201


def test_body_when_its_length_is_not_told_is_refused_so_that_it_comes_again(
    device: Device, recipients: list[SealingKey]
) -> None:
    content = resume(new_id())
    body = seal_message(content, "resumes", recipients)
    answer = requests.put(
        f"{device.server.base_url}/api/v1/resumes/{content.id}",
        data=iter([body[:100], body[100:]]),
        headers={**device.headers, "Content-Type": SEALED, DIGEST_HEADER: digest_of(body)},
        timeout=60,
    )
    assert code(answer) == (400, "bad_digest"), "which a kiosk takes for bytes that were damaged on the way"
    assert put(device, "resumes", content.id, body).status_code == 201


def test_door_when_refused_before_still_takes_the_right_bytes(device: Device, recipients: list[SealingKey]) -> None:
    content = resume(new_id())
    assert send(device, "resumes", content.model_copy(update={"pdf": b"no"}), recipients).status_code == 422
    assert send(device, "resumes", content, recipients).status_code == 201


def test_door_when_text_holds_what_a_database_cannot_keep_refuses_alike(
    device: Device, recipients: list[SealingKey]
) -> None:
    content = resume(new_id())
    nul = submission(new_id(), new_id()).model_copy(update={"reference": "a\x00b"})
    assert code(send(device, "submissions", nul, recipients)) == (422, "invalid")
    naive = content.model_copy(update={"created_at": datetime(2026, 1, 1)})
    assert code(send(device, "resumes", naive, recipients)) == (422, "invalid")


def test_resume_when_its_text_holds_control_characters_is_taken_in_without_them(
    device: Device, recipients: list[SealingKey]
) -> None:
    content = resume(new_id())
    unclean = Basics.model_construct(name="a\x00b")
    old_kiosk = content.model_copy(update={"resume": Resume().model_copy(update={"basics": unclean})})
    assert send(device, "resumes", old_kiosk, recipients).status_code == 201
