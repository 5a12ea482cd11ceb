"""The portals over HTTP: who sees what, what is written down, what the seeker is told."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
import requests

from jobfair.consent import Purpose
from jobfair.ids import new_id
from jobfair.sealing import SealingKey
from jobfair.submission import Status
from jobfair.wire import CardDelta, KioskSettings, SealedSubmission, SeekerCard
from tests.fixtures.sealed import registration, resume, send, submission
from tests.fixtures.server import Device, ServerProcess, sqlite_server

__all__ = ["sqlite_server"]


@pytest.fixture(scope="module")
def device(sqlite_server: ServerProcess) -> Device:
    return sqlite_server.pair("K-01")


@pytest.fixture(scope="module")
def recipients(device: Device) -> list[SealingKey]:
    return device.recipients()


@pytest.fixture(scope="module")
def delivered(device: Device, recipients: list[SealingKey]) -> SealedSubmission:
    """A registered seeker's submission to O1 of employer E1, with its résumé."""
    seeker = registration()
    paper = resume(seeker.id)
    sent = submission(seeker.id, paper.id)
    for door, message in (("registrations", seeker), ("resumes", paper), ("submissions", sent)):
        assert send(device, door, message, recipients).status_code == 201
    return sent


def page(server: ServerProcess, session: requests.Session, path: str, **kwargs: object) -> requests.Response:
    return session.get(f"{server.base_url}{path}", timeout=30, **kwargs)  # type: ignore[arg-type]


def card(device: Device, seeker: str) -> SeekerCard | None:
    delta = CardDelta.model_validate_json(device.get("cards", after=0).text)
    return next((change.card for change in delta.changes if change.seeker == seeker), None)


def test_employer_when_a_resume_came_in_reads_it_and_its_pdf(
    sqlite_server: ServerProcess, delivered: SealedSubmission
) -> None:
    employer = sqlite_server.employer("E1")
    assert delivered.id in page(sqlite_server, employer, "/employer/").text
    assert "张伟" in page(sqlite_server, employer, f"/employer/submissions/{delivered.id}").text
    pdf = page(sqlite_server, employer, f"/employer/submissions/{delivered.id}/pdf")
    assert (pdf.headers["Content-Type"], pdf.content) == ("application/pdf", b"%PDF-1.7 small")
    assert pdf.headers["Content-Disposition"] == f'inline; filename="resume-{delivered.id}.pdf"'
    assert "script-src" not in pdf.headers["Content-Security-Policy"]


def test_resume_when_opened_is_written_down(sqlite_server: ServerProcess, delivered: SealedSubmission) -> None:
    employer = sqlite_server.employer("E1")
    page(sqlite_server, employer, f"/employer/submissions/{delivered.id}")
    page(sqlite_server, employer, f"/employer/submissions/{delivered.id}/pdf")
    with closing(sqlite3.connect(f"file:{sqlite_server.data / 'server.db'}?mode=ro", uri=True)) as database:
        rows = database.execute(
            "SELECT action FROM core_auditentry WHERE subject = ?", (f"submission {delivered.id}",)
        ).fetchall()
    assert {"resume_opened", "pdf_opened"} <= {action for (action,) in rows}


@pytest.mark.parametrize("rest", ["", "/pdf"])
def test_employer_when_it_is_another_employers_submission_finds_nothing(
    sqlite_server: ServerProcess, delivered: SealedSubmission, rest: str
) -> None:
    other = sqlite_server.employer("E2")
    assert delivered.id not in page(sqlite_server, other, "/employer/").text
    assert page(sqlite_server, other, f"/employer/submissions/{delivered.id}{rest}").status_code == 404


def test_employer_when_changing_another_employers_submission_changes_nothing(
    sqlite_server: ServerProcess, device: Device, delivered: SealedSubmission
) -> None:
    other = sqlite_server.employer("E2")
    before = card(device, delivered.seeker)
    for rest, data in (("status", {"status": "declined"}), ("notes", {"text": "not mine"})):
        answer = sqlite_server.post(other, f"/employer/submissions/{delivered.id}/{rest}", **data)
        assert answer.status_code == 404
    assert card(device, delivered.seeker) == before


def test_resume_when_its_submission_names_another_seekers_is_not_shown(
    sqlite_server: ServerProcess, device: Device, recipients: list[SealingKey]
) -> None:
    paper = resume(new_id())
    stolen = submission(new_id(), paper.id)
    assert send(device, "resumes", paper, recipients).status_code == 201
    assert send(device, "submissions", stolen, recipients).status_code == 201
    employer = sqlite_server.employer("E1")
    assert page(sqlite_server, employer, f"/employer/submissions/{stolen.id}").status_code == 404


def test_status_when_an_employer_decides_reaches_the_kiosks_card(
    sqlite_server: ServerProcess, device: Device, delivered: SealedSubmission
) -> None:
    employer = sqlite_server.employer("E1")
    page(sqlite_server, employer, f"/employer/submissions/{delivered.id}")
    for wanted in (Status.SHORTLISTED, Status.DECLINED):
        done = sqlite_server.post(employer, f"/employer/submissions/{delivered.id}/status", status=wanted.value)
        assert done.status_code == 200
        found = card(device, delivered.seeker)
        assert found is not None
        assert [entry.status for entry in found.sent] == [wanted]
    odd = sqlite_server.post(employer, f"/employer/submissions/{delivered.id}/status", status="withdrawn")
    assert odd.status_code == 400


def test_card_when_a_resume_came_in_names_it_with_date_and_pages(device: Device, delivered: SealedSubmission) -> None:
    found = card(device, delivered.seeker)
    assert found is not None
    assert found.resume is not None
    assert (found.resume.id, found.resume.pages) == (delivered.resume, 1)


@pytest.mark.parametrize(
    ("answers", "shared"),
    [
        ((), False),
        (((Purpose.FACE_THIS_KIOSK, True),), False),
        (((Purpose.FACE_THIS_FAIR, False),), False),
        (((Purpose.FACE_THIS_KIOSK, True), (Purpose.FACE_THIS_FAIR, True)), True),
    ],
)
def test_face_when_registered_reaches_other_kiosks_only_with_that_consent(
    device: Device, recipients: list[SealingKey], answers: tuple[tuple[Purpose, bool], ...], shared: bool
) -> None:
    seeker = registration(*answers)
    assert send(device, "registrations", seeker, recipients).status_code == 201
    found = card(device, seeker.id)
    assert found is not None
    assert (found.face is not None) is shared


def test_cards_when_a_seeker_changes_often_come_once_with_the_latest(
    device: Device, delivered: SealedSubmission
) -> None:
    delta = CardDelta.model_validate_json(device.get("cards", after=0).text)
    seekers = [change.seeker for change in delta.changes]
    sequences = [change.sequence for change in delta.changes]
    assert len(seekers) == len(set(seekers))
    assert sequences == sorted(sequences)
    assert delta.last == sequences[-1]


def test_roles_when_on_each_others_pages_are_refused(sqlite_server: ServerProcess) -> None:
    employer, organizer = sqlite_server.employer("E1"), sqlite_server.organizer()
    assert page(sqlite_server, employer, "/organizer/small-fair/").status_code == 403
    assert page(sqlite_server, organizer, "/employer/").status_code == 403
    nobody = page(sqlite_server, requests.Session(), "/employer/", allow_redirects=False)
    assert (nobody.status_code, nobody.headers["Location"]) == (302, "/login?next=/employer/")


def test_organizer_when_opening_her_pages_sees_kiosks_and_counts(
    sqlite_server: ServerProcess, device: Device, delivered: SealedSubmission
) -> None:
    organizer = sqlite_server.organizer()
    board = page(sqlite_server, organizer, "/organizer/small-fair/")
    assert board.status_code == 200
    assert "K-01" in board.text
    assert page(sqlite_server, organizer, "/organizer/another-fair/").status_code == 404


def test_pairing_when_confirmed_on_the_organizers_page_is_trusted(sqlite_server: ServerProcess) -> None:
    organizer = sqlite_server.organizer()
    made = sqlite_server.post(organizer, "/organizer/small-fair/kiosks", name="K-21", position="正门", long_form="on")
    code = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", made.text)
    assert code
    again = page(sqlite_server, organizer, "/organizer/small-fair/kiosks")
    assert code[0] not in again.text
    offer = requests.post(
        f"{sqlite_server.base_url}/api/v1/pairings",
        json={"code": code[0], "public_key": "A" * 43 + "=", "version": "0"},
        headers={"X-Jobfair-Wire": "1"},
        timeout=30,
    ).json()
    waiting = page(sqlite_server, organizer, "/organizer/small-fair/kiosks").text
    shown = next(w["fingerprint"] for w in sqlite_server.waiting() if w["kiosk"] == "K-21")
    assert shown in waiting
    key = re.search(r"/organizer/small-fair/pairings/([0-9a-f-]{36})", waiting)
    assert key
    sqlite_server.post(organizer, f"/organizer/small-fair/pairings/{key[1]}", answer="confirm")
    answer = requests.get(
        f"{sqlite_server.base_url}/api/v1/pairings/{offer['id']}",
        headers={"X-Jobfair-Wire": "1", "Authorization": f"Pairing {offer['poll_secret']}"},
        timeout=30,
    ).json()
    assert answer["token"]


def test_face_when_an_assessment_is_missing_stays_off(sqlite_server: ServerProcess, device: Device) -> None:
    organizer = sqlite_server.organizer()
    four = {
        "face_legal_basis": "consent",
        "face_sign": "at the door",
        "face_capture_area": "one metre",
        "face_assessment": "",
        "face_liveness": "off",
        "face_visits": "10000",
        "face_wanted": "on",
    }
    version = device.manifest().version
    refused = sqlite_server.post(organizer, "/organizer/small-fair/face", **four)
    assert 'role="alert"' in refused.text
    assert device.manifest().version == version
    sqlite_server.post(organizer, "/organizer/small-fair/face", **{**four, "face_assessment": "2027-03-01, kept here"})
    assert device.manifest().version > version


def test_documents_when_chosen_reach_the_kiosks_and_nonsense_does_not(
    sqlite_server: ServerProcess, device: Device
) -> None:
    organizer, path = sqlite_server.organizer(), "/organizer/small-fair/documents"
    assert 'value="resident_id" checked' in page(sqlite_server, organizer, path).text
    before = settings(device)
    assert (before.document_kinds, before.code_kinds, before.student_card) == (("resident_id",), ("qr",), "")
    refused = sqlite_server.post(organizer, path, document_kinds=["student_card"], student_card="##")
    assert 'role="alert"' in refused.text
    sqlite_server.post(organizer, path, document_kinds=["diary"])
    assert settings(device) == before
    chosen = {"document_kinds": ["resident_id", "student_card"], "code_kinds": ["code128"], "student_card": "A#######"}
    assert sqlite_server.post(organizer, path, **chosen).status_code == 200
    after = settings(device)
    assert (after.document_kinds, after.code_kinds) == (("resident_id", "student_card"), ("qr", "code128"))
    assert after.student_card == "A#######"


def settings(device: Device) -> KioskSettings:
    part = next(part for part in device.manifest().parts if part.name == "settings")
    return KioskSettings.model_validate_json(device.get(f"parts/{part.digest}").content)


def test_page_when_the_language_is_switched_follows(sqlite_server: ServerProcess) -> None:
    session = requests.Session()
    assert "登录" in page(sqlite_server, session, "/login").text
    sqlite_server.post(session, "/language/setlang/", language="en", next="/login")
    english = page(sqlite_server, session, "/login").text
    assert 'lang="en"' in english
    assert "User name" in english
    assert "用户名" not in english


def test_page_when_answered_allows_nothing_inline_and_no_frame(sqlite_server: ServerProcess) -> None:
    answer = page(sqlite_server, requests.Session(), "/login")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert not re.search(r"<(script|style)\b|\sstyle=|\son\w+=", answer.text)


def test_form_when_the_token_is_missing_is_refused(sqlite_server: ServerProcess, delivered: SealedSubmission) -> None:
    employer = sqlite_server.employer("E1")
    answer = employer.post(
        f"{sqlite_server.base_url}/employer/submissions/{delivered.id}/status", data={"status": "declined"}, timeout=30
    )
    assert answer.status_code == 403


def test_device_token_when_used_on_a_portal_opens_nothing(sqlite_server: ServerProcess, device: Device) -> None:
    answer = requests.get(
        f"{sqlite_server.base_url}/organizer/", headers=device.headers, timeout=30, allow_redirects=False
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login?next=/organizer/")


def test_log_when_all_of_this_happened_names_nobody(sqlite_server: ServerProcess, delivered: SealedSubmission) -> None:
    log = sqlite_server.log.read_text(errors="replace")
    assert not [marker for marker in ("张伟", "刘洋", "19900007", "199 0000", delivered.id) if marker in log]


def test_login_when_it_failed_five_times_is_locked_even_for_the_right_password(sqlite_server: ServerProcess) -> None:
    entry = next(e for e in sqlite_server.credentials["employers"] if e["employer"] == "E2")
    session = requests.Session()
    page(sqlite_server, session, "/login")
    texts = [sqlite_server.post(session, "/login", username=entry["user"], password=f"wrong-{n}") for n in range(5)]
    assert {answer.status_code for answer in texts} == {200}
    right = sqlite_server.post(session, "/login", username=entry["user"], password=entry["password"])
    assert right.url.endswith("/login")
    unknown = sqlite_server.post(session, "/login", username="nobody", password="wrong-0")
    alert = re.compile(r'role="alert">([^<]+)<')
    assert alert.findall(right.text) == alert.findall(unknown.text) != []
