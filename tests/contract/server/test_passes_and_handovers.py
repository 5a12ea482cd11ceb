"""Passes and phones, on both databases: what is revoked is told to kiosks; codes on a kiosk's screen are taken by the
first phone alone, with two digits, and are over with the visit.

Past 400 lines: one story a test, and all share one server on each database."""

from __future__ import annotations

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import requests

from jobfair.handover import claim_of, hash_of_claim, new_secret
from jobfair.ids import new_id
from jobfair.second_factor import Verifier
from jobfair.seeker_pass import SeekerPass, read_pass
from jobfair.wire import (
    HANDOVER_SECONDS,
    CardDelta,
    HandoverContent,
    HandoverOffer,
    HandoverState,
    Problem,
    RevokedPasses,
    SealedRevocation,
    SealedSubmission,
    SeekerCard,
)
from tests.fixtures.phone import Phone
from tests.fixtures.sealed import put, registration, resume, seal_message, send, submission
from tests.fixtures.server import Device, ServerProcess, running_server

__all__ = ["running_server"]
SEALED = b"\x00\xffsealed"


@pytest.fixture(scope="module")
def device(running_server: ServerProcess) -> Device:
    return running_server.pair("K-01")


@pytest.fixture(scope="module")
def other(running_server: ServerProcess) -> Device:
    return running_server.pair("K-02")


# --- revoked passes ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def organizer(running_server: ServerProcess) -> requests.Session:
    return running_server.organizer()


def revoked(device: Device) -> RevokedPasses:
    """What the snapshot tells every kiosk of the fair."""
    (part,) = (part for part in device.manifest().parts if part.name == "passes")
    return RevokedPasses.model_validate_json(device.get(f"parts/{part.digest}").content)


class Page:
    """The organizer's page of passes, with a seeker chosen."""

    def __init__(self, device: Device, organizer: requests.Session, seeker: str) -> None:
        self._url = f"{device.server.base_url}/organizer/{device.fair}/passes"
        self._session, self._seeker, self._device = organizer, seeker, device

    def does(self, what: str, **more: str) -> str:
        page = self._session.get(self._url, timeout=30).text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token is not None
        form = {"csrfmiddlewaretoken": token[1], "seeker": self._seeker, "do": what, **more}
        answer = self._session.post(self._url, data=form, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.text

    def serials(self) -> list[str]:
        return re.findall(r'name="serial" value="(\w+)"', self.does(""))


def a_seeker(device: Device) -> str:
    content = registration()
    assert send(device, "registrations", content, device.recipients()).status_code == 201
    return content.id


def test_pass_that_an_organizer_revokes_stands_by_its_serial_in_a_newer_snapshot(
    device: Device, organizer: requests.Session
) -> None:
    page, before = Page(device, organizer, a_seeker(device)), device.manifest().version
    page.does("make")
    page.does("make")
    one, two = page.serials()
    page.does("revoke", serial=one)
    page.does("revoke", serial=one)
    assert device.manifest().version > before
    found = revoked(device)
    assert one in found.serials
    assert two not in found.serials
    assert page.serials() == [two], "the other has no button any more"


def test_lost_pass_when_replaced_only_the_new_one_is_good(device: Device, organizer: requests.Session) -> None:
    seeker = a_seeker(device)
    page = Page(device, organizer, seeker)
    page.does("make")
    page.does("replace")
    (serial,) = page.serials()
    before = revoked(device).seekers[seeker]
    assert not revoked(device).names(serial, seeker, before)
    assert revoked(device).names("of a kiosk", seeker, datetime.now(UTC) - timedelta(seconds=1))


def test_server_pass_when_read_is_signed_by_the_identity_key_and_of_this_seeker(
    device: Device, organizer: requests.Session
) -> None:
    seeker = a_seeker(device)
    text = device.server.command("pass", seeker)["pass"]
    found = read_pass(text, device.fair, {device.identity_id: device.identity_key})
    assert isinstance(found, SeekerPass)
    assert found.seeker == seeker


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(hours=3)], ids=["", "clock ahead"])
def test_seeker_who_revokes_at_a_kiosk_is_told_to_all_and_never_for_later_than_it_came(
    device: Device, ahead: timedelta
) -> None:
    seeker = new_id()
    content = SealedRevocation(id=new_id(), fair=device.fair, seeker=seeker, before=datetime.now(UTC) + ahead)
    sealed = seal_message(content, "revocations", device.recipients())
    for status in (201, 200):
        assert put(device, "revocations", content.id, sealed).status_code == status
    assert abs(revoked(device).seekers[seeker] - datetime.now(UTC)) < timedelta(minutes=1)


def test_revocation_that_comes_late_takes_back_no_newer_one(device: Device) -> None:
    seeker, now = new_id(), datetime.now(UTC)
    for before in (now, now - timedelta(days=1)):
        content = SealedRevocation(id=new_id(), fair=device.fair, seeker=seeker, before=before)
        assert send(device, "revocations", content, device.recipients()).status_code == 201
    assert revoked(device).seekers[seeker] == now


def test_revocation_of_another_fair_is_refused(device: Device) -> None:
    content = SealedRevocation(id=new_id(), fair="other-fair", seeker=new_id(), before=datetime.now(UTC))
    assert send(device, "revocations", content, device.recipients()).status_code == 422


# --- what a pass opened elsewhere, before its registration came in ----------------------------------------------------


def changes_of(device: Device, seeker: str) -> list[SeekerCard | None]:
    found: list[SeekerCard | None] = []
    after, more = 0, True
    while more:
        delta = CardDelta.model_validate_json(device.get("cards", after=after).text)
        found += [change.card for change in delta.changes if change.seeker == seeker]
        after, more = delta.last, delta.more
    return found


def hands_in(device: Device, seeker: str) -> SealedSubmission:
    paper = resume(seeker)
    sent = submission(seeker, paper.id)
    for door, message in (("resumes", paper), ("submissions", sent)):
        assert send(device, door, message, device.recipients()).status_code == 201
    return sent


def test_seeker_who_is_not_registered_yet_is_no_change_and_not_to_be_forgotten(device: Device, other: Device) -> None:
    person = registration()
    before = CardDelta.model_validate_json(device.get("cards", after=0).text)
    sent = hands_in(other, person.id)
    after = CardDelta.model_validate_json(device.get("cards", after=0).text)
    assert changes_of(device, person.id) == []
    assert after.last > before.last, "it is not asked for again and again"
    assert send(device, "registrations", person, device.recipients()).status_code == 201
    (card,) = changes_of(device, person.id)
    assert card is not None
    assert [one.submission for one in card.sent] == [sent.id]


def test_seeker_who_is_erased_before_she_is_registered_is_to_be_forgotten_and_stays_so(
    device: Device, other: Device, organizer: requests.Session
) -> None:
    person = registration()
    hands_in(other, person.id)
    assert device.server.post(organizer, f"/organizer/{device.fair}/forget", seeker=person.id, confirmed="1").ok
    assert changes_of(device, person.id) == [None]
    assert send(device, "registrations", person, device.recipients()).status_code == 201
    assert changes_of(device, person.id) == [None]


@pytest.mark.parametrize("first", ["submission", "registration"])
def test_submission_of_a_seeker_under_16_is_held_back_from_employers_whatever_came_first(
    device: Device, other: Device, organizer: requests.Session, first: str
) -> None:
    server, employer, keys = device.server, device.server.employer("E1"), device.recipients()
    person = registration()
    person = person.model_copy(update={"card": person.card.model_copy(update={"of_age_to_submit": False})})

    english = {"Accept-Language": "en"}

    def held_back() -> int:
        page = organizer.get(f"{server.base_url}/organizer/{device.fair}/", headers=english, timeout=30).text
        return sum(int(n) for n in re.findall(r"(\d+) held back", page))

    def seen(sent: SealedSubmission) -> tuple[bool, int]:
        page = employer.get(f"{server.base_url}/employer/", timeout=30)
        one = employer.get(f"{server.base_url}/employer/submissions/{sent.id}", timeout=30)
        return sent.id in page.text, one.status_code

    before = held_back()
    if first == "registration":
        assert send(device, "registrations", person, keys).status_code == 201
    sent = hands_in(other, person.id)
    if first == "submission":
        assert seen(sent) == (True, 200), "whoever took it knew her as of age"
        assert send(device, "registrations", person, keys).status_code == 201
    assert seen(sent) == (False, 404)
    assert held_back() == before + 1


def test_registration_whose_verifier_no_pass_can_carry_is_refused(device: Device) -> None:
    person = registration()
    card = person.card.model_copy(update={"verifier": Verifier(salt="AA==", hash="x")})
    person = person.model_copy(update={"card": card})
    refused = send(device, "registrations", person, device.recipients())
    assert (refused.status_code, "verifier" in refused.text) == (422, True)


# --- codes on the screen ----------------------------------------------------------------------------------------------


class Code:
    """A code on the screen of a kiosk."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self.claim = claim_of(new_secret())
        offer = HandoverOffer(kind="pass", claim_hash=hash_of_claim(self.claim))
        answer = self._asked("POST", "handovers", offer.model_dump_json())
        assert answer.status_code == 201, answer.text
        self.made = HandoverState.model_validate_json(answer.text)

    def looks(self, device: Device | None = None) -> HandoverState:
        return self._state("GET", device=device)

    def gives(self, sealed: bytes = SEALED, device: Device | None = None) -> HandoverState:
        return self._state("PUT", HandoverContent(sealed=sealed).model_dump_json(), device)

    def ends(self, device: Device | None = None) -> HandoverState:
        return self._state("DELETE", device=device)

    def _state(self, method: str, body: str | None = None, device: Device | None = None) -> HandoverState:
        answer = self._asked(method, f"handovers/{self.made.id}", body, device)
        assert answer.status_code == 200, answer.text
        return HandoverState.model_validate_json(answer.text)

    def _asked(self, method: str, path: str, body: str | None, device: Device | None = None) -> requests.Response:
        device = device or self._device
        headers = {**device.headers, "Content-Type": "application/json"}
        url = f"{device.server.base_url}/api/v1/{path}"
        return requests.request(method, url, data=body, headers=headers, timeout=30)


@pytest.fixture
def code(device: Device) -> Code:
    return Code(device)


@pytest.fixture
def phone(running_server: ServerProcess) -> Phone:
    return Phone(running_server.base_url)


def test_first_phone_shows_the_digits_that_the_kiosk_is_told_and_gets_what_is_given(code: Code, phone: Phone) -> None:
    assert (code.looks().state, code.looks().digits) == ("open", "")
    assert 0 < code.made.seconds_left <= HANDOVER_SECONDS
    digits = phone.digits(code.claim)
    assert (code.looks().state, code.looks().digits) == ("taken", digits)
    assert phone.state(code.claim) == "mine"
    assert code.gives().state == "given"
    assert phone.sealed(code.claim) == SEALED
    assert code.looks().state == "done"
    assert phone.state(code.claim) == "here", "an answer that was lost comes again"


def test_second_phone_is_told_so_and_gets_nothing_whatever_it_shows(
    code: Code, phone: Phone, running_server: ServerProcess
) -> None:
    phone.asks(code.claim)
    second = Phone(running_server.base_url)
    for cookie in ("", "0" * 32, code.made.id):
        second.session.cookies.set("handover", cookie, path="/p")
        answer = second.asks(code.claim)
        assert 'data-state="other"' in answer.text
        assert not re.search(r"data-digits", answer.text)
    code.gives()
    assert second.state(code.claim) == "other"
    assert phone.state(code.claim) == "here"


def test_two_phones_when_they_come_at_once_one_has_it(device: Device, running_server: ServerProcess) -> None:
    crowd = 4
    phones = [Phone(running_server.base_url) for _ in range(crowd)]
    with ThreadPoolExecutor(crowd) as pool:
        for _ in range(5):
            code, together = Code(device), Barrier(crowd)

            def comes(phone: Phone, code: Code = code, together: Barrier = together) -> str:
                together.wait(30)
                return phone.state(code.claim)

            assert sorted(pool.map(comes, phones)) == ["mine", *["other"] * (crowd - 1)]


def test_code_when_the_visit_ends_is_over_for_its_phone_and_for_others(
    code: Code, phone: Phone, running_server: ServerProcess
) -> None:
    phone.asks(code.claim)
    code.gives()
    assert code.ends().state == "void"
    assert code.ends().state == "void"
    assert phone.state(code.claim) == "over"
    assert Phone(running_server.base_url).state(code.claim) == "over"
    assert code.looks().state == "void"
    assert code.gives().state == "void"


def test_new_code_of_a_kiosk_ends_its_former_one_and_no_others(device: Device, other: Device, phone: Phone) -> None:
    former, others = Code(device), Code(other)
    Code(device)
    assert former.looks().state == "void"
    assert phone.state(former.claim) == "over"
    assert others.looks().state == "open"


def test_kiosk_sees_gives_and_ends_its_own_codes_only(code: Code, other: Device, phone: Phone) -> None:
    phone.asks(code.claim)
    assert code.looks(other).state == "void"
    assert code.gives(device=other).state == "void"
    code.ends(other)
    assert code.looks().state == "taken"


def test_content_before_any_phone_came_or_a_second_time_is_not_kept(code: Code, phone: Phone) -> None:
    assert code.gives().state == "open"
    phone.asks(code.claim)
    code.gives()
    code.gives(b"other")
    assert phone.sealed(code.claim) == SEALED


def test_code_after_its_time_is_over_and_its_content_erased(running_server: ServerProcess) -> None:
    if running_server.database:
        pytest.skip("the clock is turned in SQLite's file")
    device, phone = running_server.pair("K-03"), Phone(running_server.base_url)
    code = Code(device)
    phone.asks(code.claim)
    code.gives()
    with closing(sqlite3.connect(running_server.data / "server.db", timeout=30)) as db, db:
        db.execute("UPDATE seekers_handover SET expires_at='2020-01-01' WHERE id=?", (code.made.id,))
    assert phone.state(code.claim) == "over"
    assert code.looks().state == "void"
    Code(device)
    with closing(sqlite3.connect(running_server.data / "server.db", timeout=30)) as db:
        assert db.execute("SELECT COUNT(*) FROM seekers_handover WHERE id=?", (code.made.id,)).fetchone() == (0,)


def test_claim_that_is_none_or_unknown_is_answered_like_one_that_is_over(phone: Phone) -> None:
    assert phone.state("f" * 32) == "over"
    answer = phone.asks("JFH1.x")
    assert answer.status_code == 400
    assert 'data-state="over"' in answer.text


def test_page_and_answers_are_not_kept_load_nothing_from_elsewhere_and_hide_the_cookie_from_scripts(
    code: Code, phone: Phone
) -> None:
    answer = phone.asks(code.claim)
    for response in (phone.page, answer):
        assert response.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert not re.search(r'(src|href)="https?:', response.text)
    cookie = answer.headers["Set-Cookie"]
    for attribute in ("HttpOnly", "SameSite=Strict", "Path=/p", f"Max-Age={2 * HANDOVER_SECONDS}"):
        assert attribute in cookie


def test_server_keeps_no_claim_and_no_phones_secret(running_server: ServerProcess, code: Code, phone: Phone) -> None:
    phone.asks(code.claim)
    secret = phone.session.cookies.get("handover", path="/p")
    assert secret
    log = running_server.log.read_text("utf-8", errors="replace")
    files = b"".join(f.read_bytes() for f in running_server.data.glob("server.db*"))
    for hidden in (code.claim, secret):
        assert hidden not in log
        assert hidden.encode() not in files


def test_handover_without_a_token_or_of_no_form_is_refused(device: Device) -> None:
    url = f"{device.server.base_url}/api/v1/handovers"
    offer = HandoverOffer(kind="pass", claim_hash="0" * 64).model_dump_json()
    stranger = requests.post(url, data=offer, headers={"X-Jobfair-Wire": "1"}, timeout=30)
    assert (stranger.status_code, Problem.model_validate_json(stranger.text).code) == (401, "not_authenticated")
    nonsense = requests.get(f"{url}/{new_id()}", headers=device.headers, timeout=30)
    assert (nonsense.status_code, Problem.model_validate_json(nonsense.text).code) == (404, "not_found")
    too_large = HandoverContent.model_construct(sealed=b"0" * 40_000).model_dump_json()
    answer = requests.put(f"{url}/{'0' * 32}", data=too_large, headers=device.headers, timeout=30)
    assert Problem.model_validate_json(answer.text).code == "invalid"
