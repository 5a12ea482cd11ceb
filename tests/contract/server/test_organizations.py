"""Two organizations in one installation, on both databases: who has the bytes of a kiosk, or the ids in their headers,
and runs a fair of her own here, reads nothing by them and takes nothing away.

Eve runs the other fair: she has a kiosk, an employer's log-in, and what was on a kiosk's stick.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from jobfair.ids import new_id
from jobfair.rescue_file import SealedItem, write_rescue_file
from jobfair.sealing import Signed, digest_of
from jobfair.wire import (
    Door,
    Heartbeat,
    HeartbeatAnswer,
    Message,
    Receipt,
    SealedSubmission,
    SealedWithdrawal,
)
from tests.fixtures.sealed import put, registration, resume, seal_message, submission
from tests.fixtures.server import SMALL_FAIR, Device, ServerProcess, running_server

__all__ = ["running_server"]


@dataclass
class Eve:
    """What she has of her own."""

    device: Device
    organizer: requests.Session
    employer: requests.Session

    @property
    def server(self) -> ServerProcess:
        return self.device.server

    def handed_in(self, by: str, items: dict[Door, tuple[str, bytes]], folder: Path) -> set[str]:
        """Offers them at the door or on her page Rescue; what was said to each."""
        if by == "door":
            answers = [put(self.device, door.value, item, sealed) for door, (item, sealed) in items.items()]
            return {"taken in" if answer.ok else str(answer.json()["code"]) for answer in answers}
        file = folder / f"{new_id()}.jobfair"
        write_rescue_file(
            file, [SealedItem(door.value, item, digest_of(s), "waiting", s) for door, (item, s) in items.items()]
        )
        told = self.server.command("rescue", str(file), "--kiosk", "EVE-1", "--fair", "eve-fair", exits=(0, 1))
        assert told["before"] == 0, "what is known is not told"
        return ({"taken in"} if told["new"] else set()) | set(told["refused"])

    def reads(self, submission_id: str) -> bool:
        base = f"{self.server.base_url}/employer/"
        pages = [self.employer.get(f"{base}submissions/{submission_id}{rest}", timeout=30) for rest in ("", "/pdf")]
        return any(page.ok for page in pages) or submission_id in self.employer.get(base, timeout=30).text


@dataclass
class Visit:
    """One seeker at an honest kiosk, and what it sealed: nothing of it is delivered yet."""

    device: Device

    def __post_init__(self) -> None:
        keys, person = self.device.recipients(), registration()
        paper = resume(person.id)
        self.seeker, self.resume, self.submission = person.id, paper.id, submission(person.id, paper.id)
        self.other = submission(person.id, paper.id, secret="1" * 32)
        taken_back = SealedWithdrawal(
            id=new_id(),
            fair="small-fair",
            submission=self.other.id,
            secret="1" * 32,
            withdrawn_at=datetime.now(UTC),
        )
        contents: dict[Door, Message] = {
            Door.REGISTRATIONS: person,
            Door.RESUMES: paper,
            Door.SUBMISSIONS: self.submission,
            Door.WITHDRAWALS: taken_back,
        }
        self.items = {
            door: (str(content.id), seal_message(content, door.value, keys))  # type: ignore[attr-defined]
            for door, content in contents.items()
        }

    def delivers(self, *doors: Door) -> list[requests.Response]:
        return [put(self.device, door.value, *self.items[door]) for door in doors or self.items]

    @property
    def stands(self) -> bool:
        server = self.device.server
        page = server.employer("E1").get(f"{server.base_url}/employer/submissions/{self.submission.id}", timeout=30)
        return page.ok and "张伟" in page.text


@pytest.fixture(scope="module")
def honest(running_server: ServerProcess) -> Device:
    return running_server.pair("K-01")


@pytest.fixture(scope="module")
def eve(honest: Device, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Eve]:
    server = honest.server
    fair = json.loads((SMALL_FAIR / "fair.json").read_text("utf-8"))
    file = tmp_path_factory.mktemp("eve") / "fair.json"
    file.write_text(json.dumps({**fair, "id": "eve-fair"}), encoding="utf-8")
    server.command("import", str(file), "--organization", "eve")
    made = [
        server.command("user", "add", *words, "--generate")
        for words in (
            ("eve", "--role", "organizer", "--organization", "eve"),
            ("mallory", "--role", "employer", "--employer", "E1", "--fair", "eve-fair"),
        )
    ]
    organizer, employer = (server.log_in(str(user["user"]), str(user["password"])) for user in made)
    yield Eve(server.pair("EVE-1", "eve-fair"), organizer, employer)
    organizer.close()
    employer.close()


def forged(visit: Visit) -> SealedSubmission:
    """For an opening of Eve's, in the name of a seeker whose ids she has read."""
    return submission(visit.seeker, visit.resume).model_copy(update={"fair": "eve-fair", "kiosk": "EVE-1"})


@pytest.mark.parametrize("by", ["door", "rescue"])
@pytest.mark.parametrize("delivered", [True, False])
def test_submission_when_it_names_another_organizations_resume_shows_nothing_now_or_later(
    honest: Device, eve: Eve, tmp_path: Path, by: str, delivered: bool
) -> None:
    visit = Visit(honest)
    if delivered:
        visit.delivers()
    false = forged(visit)
    body = seal_message(false, "submissions", honest.recipients())
    said = eve.handed_in(by, {Door.SUBMISSIONS: (false.id, body)}, tmp_path)
    assert said == {"taken in"}, "the same answer, whether the résumé is known or not"
    if not delivered:
        assert {answer.status_code for answer in visit.delivers()} == {201}
    assert not eve.reads(false.id)
    assert visit.stands


@pytest.mark.parametrize("by", ["door", "rescue"])
def test_bytes_when_another_organization_hands_them_in_are_refused_and_still_come_in_from_their_kiosk(
    honest: Device, eve: Eve, tmp_path: Path, by: str
) -> None:
    visit = Visit(honest)
    for door, item in visit.items.items():
        assert eve.handed_in(by, {door: item}, tmp_path) == {"invalid"}
    answers = visit.delivers()
    assert {answer.status_code for answer in answers} == {201}
    assert visit.stands
    for door, item in visit.items.items():
        assert eve.handed_in(by, {door: item}, tmp_path) == {"invalid"}, "no other answer when they have come in"
    assert [answer.text for answer in visit.delivers()] == [answer.text for answer in answers]
    receipts = [Receipt.model_validate_json(Signed.model_validate_json(answer.text).payload) for answer in answers]
    last = max(receipts, key=lambda receipt: receipt.sequence)
    assert newest_for(honest, last) >= last.sequence, "it gave these receipts, and has what they are for"


@pytest.mark.parametrize("first", ["erasure", "registration"])
def test_seeker_when_another_organization_forgets_her_id_is_kept_by_her_own(
    honest: Device, eve: Eve, tmp_path: Path, first: str
) -> None:
    visit = Visit(honest)
    if first == "registration":
        visit.delivers(Door.REGISTRATIONS)
    false = forged(visit)
    body = seal_message(false, "submissions", honest.recipients())
    assert put(eve.device, "submissions", false.id, body).status_code == 201
    eve.server.command("forget", visit.seeker, "--fair", "eve-fair")
    assert {answer.status_code for answer in visit.delivers()} <= {200, 201}
    assert visit.stands
    assert not eve.reads(false.id)
    found = eve.server.command("forget", visit.seeker, "--fair", "small-fair")
    assert found["resumes"] == 1
    assert not visit.stands


def newest_for(device: Device, last: Receipt) -> int:
    """What a kiosk is told whose newest receipt this is."""
    said = requests.post(
        f"{device.server.base_url}/api/v1/heartbeat",
        headers={**device.headers, "Content-Type": "application/json"},
        data=Heartbeat(
            version="t",
            waiting=0,
            parked=0,
            kiosk_time=datetime.now(UTC),
            last_sequence=last.sequence,
            last_digest=last.digest,
            last_received_at=last.received_at,
        ).model_dump_json(),
        timeout=30,
    )
    return HeartbeatAnswer.model_validate_json(said.text).last_sequence
