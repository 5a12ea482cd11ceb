"""Pairing, credentials, the snapshot and cards, as a kiosk sees them."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
import requests

from jobfair.ids import new_id
from jobfair.sealing import Signed, Signer, digest_of, key_id_of, verify
from jobfair.seeker_pass import SeekerPass, read_pass
from jobfair.wire import (
    PROBLEM,
    WIRE_HEADER,
    CardDelta,
    Heartbeat,
    HeartbeatAnswer,
    KioskSettings,
    Receipt,
    SnapshotManifest,
)
from tests.fixtures.sealed import resume, send
from tests.fixtures.server import Device, ServerProcess, running_server

__all__ = ["running_server"]
WIRE = {WIRE_HEADER: "1"}


@pytest.fixture(scope="module")
def device(running_server: ServerProcess) -> Device:
    return running_server.pair("K-01")


def claim(server: ServerProcess, code: str, signer: Signer) -> requests.Response:
    return requests.post(
        f"{server.base_url}/api/v1/pairings",
        data=json.dumps({"code": code, "public_key": b64encode(signer.public).decode(), "version": "0.1"}),
        headers=WIRE,
        timeout=30,
    )


def poll(server: ServerProcess, offer: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = requests.get(
        f"{server.base_url}/api/v1/pairings/{offer['id']}",
        headers={**WIRE, "Authorization": f"Pairing {offer['poll_secret']}"},
        timeout=30,
    ).json()
    return found


def test_pairing_when_confirmed_hands_the_token_over_once(running_server: ServerProcess) -> None:
    offer = claim(running_server, running_server.pairing_code("K-07"), Signer.generate()).json()
    assert poll(running_server, offer)["state"] == "waiting"
    shown = next(w for w in running_server.waiting() if w["kiosk"] == "K-07")
    running_server.confirm(shown["fingerprint"])
    first, again = poll(running_server, offer), poll(running_server, offer)
    assert (first["state"], first["kiosk"], first["fair"]) == ("confirmed", "K-07", "small-fair")
    assert first["token"]
    assert (again["state"], again.get("token")) == ("confirmed", None)


def test_pairing_code_when_wrong_or_used_is_refused_alike(running_server: ServerProcess) -> None:
    code = running_server.pairing_code("K-08")
    assert claim(running_server, code.lower().replace("-", " "), Signer.generate()).status_code == 201
    used = claim(running_server, code, Signer.generate())
    wrong = claim(running_server, "ABCD-EFGH", Signer.generate())
    assert used.status_code == wrong.status_code == 403
    assert used.json() == wrong.json()
    assert used.json()["code"] == "pairing_refused"


def test_pairing_poll_when_the_secret_is_wrong_tells_nothing(running_server: ServerProcess) -> None:
    offer = claim(running_server, running_server.pairing_code("K-09"), Signer.generate()).json()
    answer = requests.get(
        f"{running_server.base_url}/api/v1/pairings/{offer['id']}",
        headers={**WIRE, "Authorization": "Pairing guessed"},
        timeout=30,
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_device_when_revoked_is_told_so_and_nothing_else(running_server: ServerProcess) -> None:
    gone = running_server.pair("K-05")
    assert gone.get("snapshot").status_code == 200
    running_server.revoke("K-05")
    assert (gone.get("snapshot").status_code, gone.get("snapshot").json()["code"]) == (401, "revoked")


def test_api_when_the_token_or_the_wire_version_is_missing_answers_problems(device: Device) -> None:
    url = f"{device.server.base_url}/api/v1/snapshot"
    nobody = requests.get(url, headers=WIRE, timeout=30)
    guessed = requests.get(url, headers={**WIRE, "Authorization": "Bearer guessed"}, timeout=30)
    old = requests.get(url, headers={**device.headers, WIRE_HEADER: "2"}, timeout=30)
    nowhere = device.get("nowhere")
    assert [a.json()["code"] for a in (nobody, guessed, old, nowhere)] == [
        "not_authenticated",
        "not_authenticated",
        "wire_version",
        "not_found",
    ]
    assert {a.headers["Content-Type"] for a in (nobody, guessed, old, nowhere)} == {PROBLEM}


def test_snapshot_when_fetched_is_signed_and_its_parts_have_their_digests(device: Device) -> None:
    manifest = device.manifest()
    names = [part.name for part in manifest.parts]
    assert {"fair", "settings"} <= set(names)
    assert device.signer.public in manifest.kiosk_keys
    assert [key.recovery for key in manifest.sealing_keys] == [False, True]
    for part in manifest.parts:
        data = device.get(f"parts/{part.digest}").content
        assert (digest_of(data), len(data)) == (part.digest, part.size)


def test_settings_part_when_fetched_belongs_to_this_kiosk_alone(device: Device) -> None:
    part = next(p for p in device.manifest().parts if p.name == "settings")
    settings = KioskSettings.model_validate_json(device.get(f"parts/{part.digest}").content)
    assert (settings.kiosk, settings.demonstration, settings.face.enabled) == ("K-01", True, True)
    assert settings.face.liveness == "off"
    assert len(settings.pepper) == 32
    other = device.server.pair("K-02")
    assert other.get(f"parts/{part.digest}").status_code == 404


def test_cards_when_fetched_after_the_last_are_empty(device: Device) -> None:
    first = CardDelta.model_validate_json(device.get("cards", after=0).text)
    assert len(first.changes) == 1
    assert first.changes[0].card is not None
    assert first.changes[0].card.masked_name == "张**"
    after = CardDelta.model_validate_json(device.get("cards", after=first.last).text)
    assert (after.changes, after.last, after.more) == ((), first.last, False)


def test_heartbeat_when_sent_is_answered_with_the_newest_numbers(device: Device) -> None:
    beat = Heartbeat(version="0.1", waiting=3, parked=1, kiosk_time=datetime.now(UTC), problems=("camera_lost",))
    answer = requests.post(
        f"{device.server.base_url}/api/v1/heartbeat", data=beat.model_dump_json(), headers=device.headers, timeout=30
    )
    found = HeartbeatAnswer.model_validate_json(answer.text)
    assert found.snapshot == device.manifest().version
    odd = requests.post(
        f"{device.server.base_url}/api/v1/heartbeat", data='{"odd": 1}', headers=device.headers, timeout=30
    )
    assert (odd.status_code, odd.json()["code"]) == (422, "invalid")


def test_board_when_a_kiosk_holds_rows_but_no_submission_does_not_call_it_empty(running_server: ServerProcess) -> None:
    device = running_server.pair("K-06")
    said = {"version": "0.1", "waiting": 0, "rows_waiting": 7, "parked": 0, "kiosk_time": "2026-01-01T00:00:00Z"}
    requests.post(f"{running_server.base_url}/api/v1/heartbeat", json=said, headers=device.headers, timeout=30)
    for path in ("/organizer/small-fair/", "/organizer/small-fair/kiosks"):
        page = running_server.organizer().get(f"{running_server.base_url}{path}", timeout=30)
        assert page.status_code == 200, path
        assert re.search(r"\+ 7 other|另 7 项", page.text), path


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"waiting": 10**20}, 422, "invalid"),
        ({"rows_waiting": 10**20}, 422, "invalid"),
        ({"snapshot": 10**10}, 422, "invalid"),
        ({"last_sequence": 10**20}, 422, "invalid"),
        ({"last_digest": "x"}, 422, "invalid"),
        ({"last_received_at": "2026-01-01T00:00:00"}, 422, "invalid"),
        ({"version": "a\x00"}, 422, "invalid"),
        ({"problems": ["x" * 70_000]}, 413, "too_large"),
        ({"problems": ["x" * 20_000_000]}, 413, "too_large"),
    ],
)
def test_heartbeat_when_it_is_out_of_bounds_is_refused(
    device: Device, change: dict[str, object], status: int, code: str
) -> None:
    said = {"version": "0.1", "waiting": 0, "parked": 0, "kiosk_time": "2026-01-01T00:00:00Z", **change}
    answer = requests.post(f"{device.server.base_url}/api/v1/heartbeat", json=said, headers=device.headers, timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_cards_when_asked_after_a_number_that_cannot_be_are_refused(device: Device) -> None:
    answer = device.get("cards", after=10**20)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_door_when_asked_under_a_name_that_is_not_the_servers_does_not_refuse_what_comes(device: Device) -> None:
    url = f"{device.server.base_url}/api/v1/resumes/{new_id()}"
    answer = requests.put(url, data=b"x", headers={**device.headers, "Host": "elsewhere.example"}, timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (400, "unavailable")
    other = requests.put(url, data=b"x", headers={**device.headers, "Authorization": "Basic eDp5"}, timeout=30)
    assert (other.status_code, other.json()["code"]) == (401, "not_authenticated")


def test_heartbeat_when_the_server_never_gave_the_receipt_that_it_names_is_told_so_whoever_asks(
    running_server: ServerProcess,
) -> None:
    first, second = running_server.pair("K-21"), running_server.pair("K-22")
    kept = deliver(first)
    again = deliver(second)
    # What the backup did not hold: the restored server gives the number anew, to another kiosk's row.
    lost = again.model_copy(update={"digest": "0" * 64})
    rescued = again.model_copy(update={"received_at": again.received_at - timedelta(hours=1)})
    for device in (first, second):
        assert beat(device, lost) == beat(device, rescued) == 0
        assert beat(device, kept) == beat(device, again) == beat(device, None) == again.sequence


def beat(device: Device, last: Receipt | None) -> int:
    said = Heartbeat(
        version="0.1",
        waiting=0,
        parked=0,
        kiosk_time=datetime.now(UTC),
        last_sequence=last.sequence if last else 0,
        last_digest=last.digest if last else "",
        last_received_at=last.received_at if last else None,
    )
    answer = requests.post(
        f"{device.server.base_url}/api/v1/heartbeat", data=said.model_dump_json(), headers=device.headers, timeout=30
    )
    return HeartbeatAnswer.model_validate_json(answer.text).last_sequence


def deliver(device: Device) -> Receipt:
    answer = send(device, "resumes", resume(new_id()), device.recipients())
    return Receipt.model_validate_json(Signed.model_validate_json(answer.text).payload)


def test_pass_when_made_by_the_server_is_read_with_the_pinned_key(device: Device) -> None:
    seeker = device.server.credentials["seekers"][0]
    content = read_pass(seeker["pass"], "small-fair", {device.identity_id: device.identity_key})
    assert isinstance(content, SeekerPass)
    assert content.seeker == seeker["id"]


def test_snapshot_when_signed_by_somebody_else_does_not_verify(device: Device) -> None:
    stranger = Signer.generate()
    signed = Signed.model_validate_json(device.get("snapshot").text)
    forged = stranger.sign("snapshot", SnapshotManifest.model_validate_json(signed.payload))
    with pytest.raises(Exception, match="unknown key"):
        verify(forged, "snapshot", {key_id_of(device.identity_key): device.identity_key})


def test_docs_when_opened_load_nothing_from_elsewhere(device: Device) -> None:
    page = requests.get(f"{device.server.base_url}/api/v1/docs", timeout=30)
    assert page.status_code == 200
    assert "https://" not in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    schema = requests.get(f"{device.server.base_url}/api/v1/openapi.json", timeout=30).json()
    assert "/api/v1/{door}/{item_id}" in schema["paths"]


def test_pairing_when_guessed_too_often_makes_everyone_at_that_address_wait(running_server: ServerProcess) -> None:
    answers = [claim(running_server, "ZZZZ-ZZZZ", Signer.generate()) for _ in range(12)]
    assert answers[-1].status_code == 429
    assert answers[-1].json()["code"] == "busy"
    assert int(answers[-1].headers["Retry-After"]) > 0
