"""What the law wants on paper: proofs of erasure, the filing counter, receipts, the assessment, the face page."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
import requests

from jobfair.consent import Purpose
from jobfair.consent_receipt import receipt_of, write_receipt
from jobfair.consent_texts import ConsentTexts
from jobfair.ids import new_id
from jobfair.sealing import SealingKey, Signer
from jobfair.wire import Heartbeat, KioskSettings
from tests.fixtures.sealed import registration, send
from tests.fixtures.server import Device, ServerProcess, running_server

__all__ = ["running_server"]

PAGE = "/organizer/small-fair/face"
WRITTEN = {
    "face_legal_basis": "Separate consent (PIPL art. 29)",
    "face_sign": "At every kiosk and at the door",
    "face_capture_area": "One metre before each kiosk",
    "face_assessment": "2027-03-01, Li Wei, folder 12",
    "face_liveness": "strict",
    "face_visits": "100000",
    "contact": "0571-5550100",
}


@pytest.fixture(scope="module")
def device(running_server: ServerProcess) -> Device:
    return running_server.pair("K-41")


@pytest.fixture(scope="module")
def recipients(device: Device) -> list[SealingKey]:
    return device.recipients()


@pytest.fixture(scope="module")
def organizer(running_server: ServerProcess) -> requests.Session:
    return running_server.organizer()


def get(server: ServerProcess, session: requests.Session, path: str) -> requests.Response:
    return session.get(f"{server.base_url}{path}", timeout=60, headers={"Accept-Language": "en"})


def settings_of(device: Device) -> KioskSettings:
    digest = next(part.digest for part in device.manifest().parts if part.name == "settings")
    return KioskSettings.model_validate_json(device.get(f"parts/{digest}").content)


def pdf_text(answer: requests.Response) -> str:
    assert answer.headers["Content-Type"] == "application/pdf"
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


def test_proof_when_records_went_is_signed_chained_and_names_an_id_to_whom_knows_it(
    running_server: ServerProcess,
    device: Device,
    recipients: list[SealingKey],
    organizer: requests.Session,
    tmp_path: Path,
) -> None:
    gone = registration()
    assert send(device, "registrations", gone, recipients).status_code == 201
    running_server.command("purge")
    running_server.command("forget", gone.id)
    running_server.command("purge")
    answer = get(running_server, organizer, "/organizer/small-fair/proofs.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    proof = tmp_path / "proof.json"
    proof.write_text(answer.text)
    found = running_server.command("purge", "--verify", str(proof), "--id", gone.id)
    assert found["valid"] is True
    assert found["statements"] == list(range(1, len(found["statements"]) + 1))
    assert found["erased"] == [{"statement": found["statements"][-1], "kind": "seeker"}]
    assert gone.id not in answer.text
    assert running_server.command("purge", "--verify", str(proof), "--id", new_id())["erased"] == []
    assert "proofs.json?n=2" in get(running_server, organizer, "/organizer/small-fair/proofs").text

    changed = json.loads(answer.text)
    signed = changed["statements"][-1]["signed"]
    signed["payload"] = signed["payload"].replace('"count":1', '"count":2')
    proof.write_text(json.dumps(changed))
    assert running_server.command("purge", "--verify", str(proof), exits=(1,))["valid"] is False


def test_face_page_when_saved_reaches_the_kiosks_and_is_off_while_something_is_missing(
    running_server: ServerProcess, device: Device, organizer: requests.Session
) -> None:
    running_server.post(organizer, PAGE, **(WRITTEN | {"face_sign": " ", "face_wanted": "on"}))
    assert "0571-5550100" not in get(running_server, organizer, PAGE).text  # nothing of it was kept
    later = {"face_wanted": "on", "face_phone_tail": "on", "face_later_until": "2027-05-01"}
    running_server.post(organizer, PAGE, **(WRITTEN | later))
    face = settings_of(device).face
    assert (face.enabled, face.visits_a_false_one, face.phone_tail) == (True, 100_000, True)
    assert str(face.later_until) == "2027-05-01"
    running_server.post(organizer, PAGE, **(WRITTEN | later | {"face_later_until": "2099-01-01"}))
    assert str(settings_of(device).face.later_until) == "2027-05-01"  # longer than registrations are kept
    running_server.post(organizer, PAGE, **(WRITTEN | {"face_assessment": ""}))
    assert settings_of(device).face.enabled is False
    running_server.post(organizer, PAGE, **(WRITTEN | later))


def test_papers_when_fetched_say_what_is_really_set(running_server: ServerProcess, organizer: requests.Session) -> None:
    running_server.post(organizer, PAGE, **(WRITTEN | {"face_wanted": "on"}))
    english = pdf_text(get(running_server, organizer, f"{PAGE}/assessment.pdf?language=en"))
    for part in ("One metre before each kiosk", "0571-5550100", "one in 100,000 visits", "strict"):
        assert part in english
    recipients = " ".join(english.split())
    assert "or a code by e-mail" in recipients
    assert "service for text messages and e-mail: it receives the seeker's number or address" in recipients
    assert "影响评估报告" in pdf_text(get(running_server, organizer, f"{PAGE}/assessment.pdf?language=zh"))
    assert "人脸识别区域" in pdf_text(get(running_server, organizer, f"{PAGE}/sign.pdf"))
    texts = get(running_server, organizer, f"{PAGE}/texts").text
    assert ConsentTexts().text("resume", "1", "en").digest[:16] in texts
    stranger = requests.get(f"{running_server.base_url}{PAGE}/assessment.pdf", timeout=30, allow_redirects=False)
    assert stranger.status_code == 302


def test_filing_counter_when_kiosks_hold_faces_counts_them_warns_and_notes_the_day(
    running_server: ServerProcess, device: Device, organizer: requests.Session
) -> None:
    def says(faces: int) -> str:
        beat = Heartbeat(
            version="0", waiting=0, parked=0, kiosk_time=datetime.now(UTC), faces_here=faces, face_refusals=7
        )
        answer = requests.post(
            f"{device.server.base_url}/api/v1/heartbeat",
            data=beat.model_dump_json(),
            headers=device.headers,
            timeout=30,
        )
        assert answer.status_code == 200
        return get(running_server, organizer, PAGE).text

    assert 'class="card filing calm"' in says(10)
    page = says(80_000)
    assert 'class="card filing near"' in page
    assert "80,0" in page
    assert 'class="card filing file"' in says(100_000)
    assert 'class="card filing file"' in says(5)  # the duty stays, though fewer are stored now
    assert "100,000" in get(running_server, organizer, "/organizer/small-fair/").text
    running_server.post(organizer, f"{PAGE}/filed", filed_on="2027-03-25")
    assert 'class="card filing filed"' in get(running_server, organizer, PAGE).text


def test_consent_receipt_when_scanned_is_read_and_a_forged_one_is_not(
    running_server: ServerProcess, device: Device, recipients: list[SealingKey]
) -> None:
    seeker = registration((Purpose.FACE_THIS_KIOSK, False))
    receipt = receipt_of("small-fair", seeker.id, "K-41", seeker.consents, ConsentTexts())
    code = write_receipt(receipt, device.signer, running_server.base_url)
    found = running_server.command("consent", code)
    assert found["valid"] is True
    assert found["seeker"] == seeker.id
    assert [(a["purpose"], a["state"]) for a in found["answers"]] == [
        ("resume", "given"),
        ("face_this_kiosk", "refused"),
    ]
    forged = write_receipt(receipt, Signer.generate())
    assert running_server.command("consent", forged, exits=(1,)) == {"valid": False, "why": "forged"}

    phone = requests.Session()
    phone.headers["Accept-Language"] = "en"
    assert code.split("#")[0] == f"{running_server.base_url}/c"
    phone.get(f"{running_server.base_url}/c", timeout=30)
    read = running_server.post(phone, "/c", code=code.split("#")[1])
    assert read.status_code == 200
    for part in (seeker.id, "You said no", "Agreed", ConsentTexts().text("resume", "1", "zh").rows[0].text):
        assert part in read.text
    assert running_server.post(phone, "/c", code=forged).status_code == 400


def test_consent_texts_when_asked_for_are_printed_word_for_word(running_server: ServerProcess) -> None:
    said = running_server.command("consent", "--version", "1", "--language", "en")["texts"]["face_this_fair"]
    text = ConsentTexts().text("face_this_fair", "1", "en")
    assert said == {"digest": text.digest, "words": text.words}
