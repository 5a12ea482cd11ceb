"""A seeker is forgotten, at the desk or when her time is over: what goes, what stays, what kiosks and employers get."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from jobfair.consent import Purpose
from jobfair.ids import new_id
from jobfair.sealing import SealingKey, digest_of
from jobfair.submission import Status
from jobfair.wire import (
    CardChange,
    CardDelta,
    Heartbeat,
    Registration,
    SealedResume,
    SealedSubmission,
    SealedWithdrawal,
)
from tests.fixtures.sealed import put, registration, resume, seal_message, send, submission
from tests.fixtures.server import Device, ServerProcess, sqlite_server

__all__ = ["sqlite_server"]

PAGE = "/organizer/small-fair/forget"


@pytest.fixture(scope="module")
def device(sqlite_server: ServerProcess) -> Device:
    return sqlite_server.pair("K-01")


@pytest.fixture(scope="module")
def recipients(device: Device) -> list[SealingKey]:
    return device.recipients()


class Came:
    """A seeker who registered, with her face, and handed a résumé in."""

    def __init__(self, device: Device, recipients: list[SealingKey], pdf: bytes = b"", phone: str = "") -> None:
        self.registration: Registration = registration((Purpose.FACE_THIS_FAIR, True))
        if phone:
            self.registration = self.registration.model_copy(update={"phone": phone})
        self.id = self.registration.id
        paper = resume(self.id)
        self.resume: SealedResume = paper.model_copy(update={"pdf": pdf or b"%PDF-" + self.id.encode()})
        self.submission: SealedSubmission = submission(self.id, paper.id)
        self.sealed: dict[str, bytes] = {}
        for door, message in (
            ("registrations", self.registration),
            ("resumes", self.resume),
            ("submissions", self.submission),
        ):
            self.sealed[door] = seal_message(message, door, recipients)
            assert put(device, door, message.id, self.sealed[door]).status_code == 201


def rows(server: ServerProcess, query: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(server.data / "server.db", timeout=30)) as database, database:
        return database.execute(query, values).fetchall()


def blob(server: ServerProcess, folder: str, data: bytes) -> Path:
    digest = digest_of(data)
    return server.data / folder / digest[:2] / digest


def change_of(device: Device, seeker: str) -> CardChange:
    delta = CardDelta.model_validate_json(device.get("cards", after=0).text)
    return next(change for change in delta.changes if change.seeker == seeker)


def forget_on_page(server: ServerProcess, seeker: str) -> requests.Response:
    return server.post(server.organizer(), PAGE, seeker=seeker, confirmed="1")


def test_seeker_when_forgotten_leaves_no_data_no_files_and_no_card(
    sqlite_server: ServerProcess, device: Device, recipients: list[SealingKey]
) -> None:
    came = Came(device, recipients)
    employer = sqlite_server.employer("E1")
    address = f"/employer/submissions/{came.submission.id}"
    sqlite_server.post(employer, f"{address}/notes", text="her own words")
    files = [blob(sqlite_server, "sealed", data) for data in came.sealed.values()]
    files.append(blob(sqlite_server, "pdf", came.resume.pdf))
    assert all(file.exists() for file in files)

    said = forget_on_page(sqlite_server, came.id)

    assert came.registration.name not in said.text
    assert change_of(device, came.id).card is None
    assert [file for file in files if file.exists()] == []
    for path in (address, f"{address}/pdf"):
        assert employer.get(f"{sqlite_server.base_url}{path}", timeout=30).status_code == 404
    assert rows(sqlite_server, "SELECT * FROM seekers_seeker WHERE id=?", came.id) == []
    assert rows(sqlite_server, "SELECT * FROM seekers_consentrecord WHERE seeker_id=?", came.id) == []
    assert rows(sqlite_server, "SELECT * FROM seekers_storedresume WHERE seeker_id=?", came.id) == []
    assert rows(sqlite_server, "SELECT * FROM intake_note WHERE submission_id=?", came.submission.id) == []
    kept = "SELECT reference, status, seeker_id, resume_id, consent FROM intake_storedsubmission WHERE id=?"
    assert rows(sqlite_server, kept, came.submission.id) == [
        (came.submission.reference, Status.WITHDRAWN.value, "", "", "{}")
    ]
    audit = "SELECT subject FROM core_auditentry WHERE action='seeker_forgotten' AND actor_id IS NOT NULL"
    assert (f"seeker {came.id}",) in rows(sqlite_server, audit)


def test_seeker_when_looked_up_or_shown_is_not_erased_before_that_is_confirmed(
    sqlite_server: ServerProcess, device: Device, recipients: list[SealingKey]
) -> None:
    came = Came(device, recipients)
    organizer = sqlite_server.organizer()
    assert came.id in sqlite_server.post(organizer, PAGE, q=came.id).text
    assert 'name="confirmed"' in sqlite_server.post(organizer, PAGE, seeker=came.id).text
    assert change_of(device, came.id).card is not None
    employer = sqlite_server.employer("E1")
    assert employer.get(f"{sqlite_server.base_url}{PAGE}", timeout=30).status_code == 403


@pytest.mark.parametrize("by", ["+86 138-0013 8001", "13800138001", "pass", "reference"])
def test_seeker_when_looked_up_is_found_by_what_she_says_or_shows(
    sqlite_server: ServerProcess, device: Device, recipients: list[SealingKey], by: str
) -> None:
    came = Came(device, recipients, phone="+8613800138001")
    if by == "pass":
        by = sqlite_server.command("pass", came.id)["pass"]
    elif by == "reference":
        by = came.submission.reference.lower()
    assert came.id in sqlite_server.post(sqlite_server.organizer(), PAGE, q=by).text
    forget_on_page(sqlite_server, came.id)


def test_passes_when_a_phone_is_typed_as_people_write_it_find_the_seeker(sqlite_server: ServerProcess) -> None:
    seeker = next(entry for entry in sqlite_server.credentials["seekers"] if entry["phone"])
    written = f"{seeker['phone'][3:6]} {seeker['phone'][6:10]} {seeker['phone'][10:]}"
    assert seeker["id"] in sqlite_server.post(sqlite_server.organizer(), "/organizer/small-fair/passes", q=written).text


def test_pdf_when_another_seeker_has_the_same_bytes_stays_for_her(
    sqlite_server: ServerProcess, device: Device, recipients: list[SealingKey]
) -> None:
    first, second = (Came(device, recipients, pdf=b"%PDF-shared") for _ in range(2))
    forget_on_page(sqlite_server, first.id)
    assert blob(sqlite_server, "pdf", b"%PDF-shared").exists()
    forget_on_page(sqlite_server, second.id)
    assert not blob(sqlite_server, "pdf", b"%PDF-shared").exists()


def test_kiosk_when_it_delivers_what_a_forgotten_seeker_made_gets_receipts_and_nothing_is_kept(
    sqlite_server: ServerProcess, device: Device, recipients: list[SealingKey]
) -> None:
    came = Came(device, recipients)
    late = resume(came.id).model_copy(update={"pdf": b"%PDF-late"})
    late_sent = submission(came.id, late.id)
    forget_on_page(sqlite_server, came.id)

    again = {"registrations": came.registration, "resumes": came.resume, "submissions": came.submission}
    for door, message in again.items():
        assert put(device, door, message.id, came.sealed[door]).status_code == 200
    assert send(device, "resumes", late, recipients).status_code == 201
    assert send(device, "submissions", late_sent, recipients).status_code == 201
    taken_back = SealedWithdrawal(
        id=new_id(),
        fair="small-fair",
        submission=came.submission.id,
        secret="0" * 32,
        withdrawn_at=datetime.now(UTC),
    )
    assert send(device, "withdrawals", taken_back, recipients).status_code == 201

    assert change_of(device, came.id).card is None
    assert rows(sqlite_server, "SELECT * FROM seekers_storedresume WHERE seeker_id=?", came.id) == []
    assert rows(sqlite_server, "SELECT * FROM intake_storedsubmission WHERE seeker_id=?", came.id) == []
    assert not [d for d in came.sealed.values() if blob(sqlite_server, "sealed", d).exists()]
    assert not blob(sqlite_server, "pdf", late.pdf).exists()

    afterwards = resume(came.id)
    assert send(device, "resumes", afterwards, recipients).status_code == 201
    assert rows(sqlite_server, "SELECT id FROM seekers_storedresume WHERE seeker_id=?", came.id) == [(afterwards.id,)]


def says(device: Device, beat: Heartbeat) -> None:
    answer = requests.post(
        f"{device.server.base_url}/api/v1/heartbeat",
        data=beat.model_dump_json(),
        headers={**device.headers, "Content-Type": "application/json"},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text


def test_kiosk_when_its_clock_is_an_hour_fast_delivers_nothing_of_the_forgotten_that_is_kept(
    sqlite_server: ServerProcess, device: Device, recipients: list[SealingKey]
) -> None:
    came, ahead = Came(device, recipients), timedelta(hours=1)
    made = resume(came.id).model_copy(update={"created_at": datetime.now(UTC) + ahead})
    forget_on_page(sqlite_server, came.id)
    beat = Heartbeat(version="0", waiting=0, parked=0, kiosk_time=datetime.now(UTC) + ahead)
    says(device, beat)
    try:
        assert send(device, "resumes", made, recipients).status_code == 201
        assert rows(sqlite_server, "SELECT id FROM seekers_storedresume WHERE id=?", made.id) == []
    finally:
        says(device, beat.model_copy(update={"kiosk_time": datetime.now(UTC)}))


def test_command_when_one_is_found_erases_her_and_when_several_are_erases_nobody(
    sqlite_server: ServerProcess, device: Device, recipients: list[SealingKey]
) -> None:
    first, second = (Came(device, recipients, phone="+8613900139002") for _ in range(2))
    done = subprocess.run(
        [sys.executable, "-m", "jobfair", "server", "forget", "139 0013 9002"],
        env=sqlite_server.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert first.id in done.stdout
    assert second.id in done.stdout
    assert first.registration.name not in done.stdout + done.stderr
    assert change_of(device, first.id).card is not None
    assert sqlite_server.command("forget", first.id) == {"forgotten": first.id, "resumes": 1, "submissions": 1}
    assert change_of(device, first.id).card is None
    assert sqlite_server.command("forget", "13900139002")["forgotten"] == second.id


def test_purge_when_times_are_over_erases_what_is_past_them_once(
    sqlite_server: ServerProcess, device: Device, recipients: list[SealingKey]
) -> None:
    old, at_employer, young = (Came(device, recipients) for _ in range(3))
    sqlite_server.command("purge")
    rows(sqlite_server, "UPDATE fairs_fair SET face_wanted=1, face_legal_basis='x', face_sign='x'")
    rows(sqlite_server, "UPDATE fairs_fair SET face_capture_area='x', face_assessment='x'")
    enrolled = Came(device, recipients)
    assert (enrolled_card := change_of(device, enrolled.id).card) is not None
    assert enrolled_card.face is not None

    def ago(days: int) -> str:
        return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S")

    came_in = "UPDATE intake_intake SET received_at=? WHERE item_id=?"
    rows(sqlite_server, came_in, ago(182), old.id)
    rows(sqlite_server, came_in, ago(178), young.id)
    stated = "UPDATE seekers_seeker SET registered_at=? WHERE id=?"
    rows(sqlite_server, stated, ago(9999), young.id)  # its kiosk's clock was wrong
    rows(
        sqlite_server,
        "UPDATE intake_storedsubmission SET received_at=? WHERE id=?",
        ago(92),
        at_employer.submission.id,
    )
    rows(sqlite_server, "UPDATE seekers_consentrecord SET until=? WHERE seeker_id=?", ago(2)[:10], enrolled.id)
    orphan, fresh = (blob(sqlite_server, "pdf", data) for data in (b"orphan", b"fresh"))
    for path, age in ((orphan, 2), (fresh, 0)):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
        written = (datetime.now(UTC) - timedelta(days=age)).timestamp()
        os.utime(path, (written, written))

    assert sqlite_server.command("purge") == {"seekers": 1, "faces": 1, "submissions": 1, "files": 1}
    assert sqlite_server.command("purge") == {"seekers": 0, "faces": 0, "submissions": 0, "files": 0}

    assert change_of(device, old.id).card is None
    kept, left = change_of(device, enrolled.id).card, change_of(device, at_employer.id).card
    assert kept is not None
    assert kept.face is None
    assert left is not None
    assert left.sent == ()
    assert not blob(sqlite_server, "sealed", enrolled.sealed["registrations"]).exists()
    assert change_of(device, young.id).card is not None
    assert (orphan.exists(), fresh.exists()) == (False, True)


def test_settings_when_a_key_is_wrong_are_neither_saved_nor_published(sqlite_server: ServerProcess) -> None:
    made = sqlite_server.command(
        "user", "add", "root", "--role", "organizer", "--organization", "demo", "--admin", "--generate"
    )
    admin = sqlite_server.log_in("root", made["password"])
    for wrong in ('{"colour": 1}', '{"idle_seconds": 3}', '{"keep_days": -1}', '{"pepper": "x"}', "[]"):
        page = sqlite_server.post(admin, "/admin/fairs/fair/small-fair/change/", settings=wrong)
        assert page.status_code == 200
        assert re.search(r'class="errorlist"[^>]*id="id_settings_error"', page.text), wrong
    version = rows(sqlite_server, "SELECT snapshot_version FROM fairs_fair")
    rows(sqlite_server, "UPDATE fairs_fair SET settings='{\"colour\": 1}'")
    refused = sqlite_server.post(sqlite_server.organizer(), "/organizer/small-fair/publish")
    assert "colour" in refused.text
    assert rows(sqlite_server, "SELECT snapshot_version FROM fairs_fair") == version
    rows(sqlite_server, "UPDATE fairs_fair SET settings='{\"keep_days\": 90}'")
    assert sqlite_server.command("publish")["fair"] == "small-fair"
