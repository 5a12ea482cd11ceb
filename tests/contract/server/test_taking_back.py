"""Taking back, on both databases: in either order, at another kiosk, by whichever clock, never by a wrong secret."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
import requests

from jobfair.ids import new_id
from jobfair.sealing import SealingKey
from jobfair.submission import withdrawal_hash
from jobfair.taking_back import new_secret, secret_for, write_codes
from jobfair.wire import Heartbeat, SealedSubmission, SealedWithdrawal
from tests.fakes.ids import new_id_at
from tests.fixtures.sealed import resume, send, submission
from tests.fixtures.server import Device, ServerProcess, running_server

__all__ = ["running_server"]


@pytest.fixture(scope="module")
def first(running_server: ServerProcess) -> Device:
    return running_server.pair("K-01")


@pytest.fixture(scope="module")
def second(running_server: ServerProcess) -> Device:
    return running_server.pair("K-02")


@pytest.fixture(scope="module")
def recipients(first: Device) -> list[SealingKey]:
    return first.recipients()


class Given:
    """A submission with its résumé at the server, which is itself not sent yet; and the seeker's secret."""

    def __init__(self, device: Device, recipients: list[SealingKey], submitted_at: datetime | None = None) -> None:
        paper = resume(new_id())
        assert send(device, "resumes", paper, recipients).status_code == 201
        sent = submission(paper.seeker, paper.id)
        self.device, self.recipients, self.secret = device, recipients, new_secret()
        self.submission: SealedSubmission = sent.model_copy(
            update={
                "kiosk": device.kiosk,
                "submitted_at": submitted_at or sent.submitted_at,
                "withdrawal_hash": withdrawal_hash(sent.id, secret_for(self.secret, sent.id)),
            }
        )

    def arrives(self) -> None:
        assert send(self.device, "submissions", self.submission, self.recipients).status_code == 201

    def taken_back(self, device: Device, after: timedelta, secret: str | None = None) -> requests.Response:
        content = SealedWithdrawal(
            id=new_id(),
            fair="small-fair",
            submission=self.submission.id,
            secret=secret or secret_for(self.secret, self.submission.id),
            withdrawn_at=self.submission.submitted_at + after,
        )
        return send(device, "withdrawals", content, self.recipients)

    @property
    def stands(self) -> bool:
        """Whether the employer has it."""
        server = self.device.server
        return self.submission.id in employer_of(server).get(f"{server.base_url}/employer/", timeout=30).text


@cache
def employer_of(server: ServerProcess) -> requests.Session:
    return server.employer("E1")


def says_its_time(device: Device, ahead: timedelta) -> None:
    beat = Heartbeat(version="0", waiting=0, parked=0, kiosk_time=datetime.now(UTC) + ahead)
    answer = requests.post(
        f"{device.server.base_url}/api/v1/heartbeat",
        data=beat.model_dump_json(),
        headers={**device.headers, "Content-Type": "application/json"},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("order", ["submission first", "withdrawal first"])
@pytest.mark.parametrize("where", ["first", "second"])
def test_withdrawal_when_the_secret_fits_counts_in_either_order_from_either_kiosk(
    first: Device, second: Device, recipients: list[SealingKey], order: str, where: str
) -> None:
    given = Given(first, recipients)
    device = first if where == "first" else second
    if order == "submission first":
        given.arrives()
        assert given.stands
    assert given.taken_back(device, timedelta(minutes=3)).status_code == 201
    if order == "withdrawal first":
        given.arrives()
    assert not given.stands


@pytest.mark.parametrize("order", ["submission first", "withdrawals first"])
def test_wrong_secret_when_it_comes_first_is_taken_in_and_the_right_one_still_counts(
    first: Device, second: Device, recipients: list[SealingKey], order: str
) -> None:
    given = Given(first, recipients)
    if order == "submission first":
        given.arrives()
    assert given.taken_back(second, timedelta(minutes=1), secret="f" * 32).status_code == 201
    if order == "submission first":
        assert given.stands
    assert given.taken_back(second, timedelta(minutes=2)).status_code == 201
    if order == "withdrawals first":
        given.arrives()
    assert not given.stands


def test_two_kiosks_when_both_take_it_back_are_both_given_a_receipt(
    first: Device, second: Device, recipients: list[SealingKey]
) -> None:
    given = Given(first, recipients)
    answers = [given.taken_back(device, timedelta(minutes=4)) for device in (first, second, second)]
    given.arrives()
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert given.taken_back(first, timedelta(minutes=5)).status_code == 201
    assert not given.stands


@pytest.mark.parametrize("order", ["submission first", "withdrawal first"])
@pytest.mark.parametrize("where", ["first", "second"])
def test_withdrawal_when_more_than_ten_minutes_went_by_is_taken_in_without_effect(
    first: Device, second: Device, recipients: list[SealingKey], order: str, where: str
) -> None:
    given = Given(first, recipients, datetime.now(UTC) - timedelta(minutes=30))
    if order == "submission first":
        given.arrives()
    assert given.taken_back(first if where == "first" else second, timedelta(minutes=11)).status_code == 201
    if order == "withdrawal first":
        given.arrives()
    assert given.stands


def test_secret_of_one_submission_when_used_for_another_has_no_effect(
    first: Device, recipients: list[SealingKey]
) -> None:
    one, other = Given(first, recipients), Given(first, recipients)
    one.arrives()
    other.arrives()
    assert one.taken_back(first, timedelta(0), secret=secret_for(other.secret, other.submission.id)).status_code == 201
    assert one.taken_back(first, timedelta(0), secret=secret_for(other.secret, one.submission.id)).status_code == 201
    assert one.stands


@pytest.mark.parametrize(("minutes", "counts"), [(9, True), (11, False)])
@pytest.mark.parametrize("ahead", [1, -1])
def test_kiosk_when_its_clock_is_an_hour_wrong_gives_ten_minutes_all_the_same(
    first: Device, second: Device, recipients: list[SealingKey], minutes: int, counts: bool, ahead: int
) -> None:
    """Handed in half an hour ago at a kiosk with a wrong clock, taken back at one with the right one."""
    wrong = timedelta(hours=ahead)
    says_its_time(first, wrong)
    says_its_time(second, timedelta(0))
    truly = datetime.now(UTC) - timedelta(minutes=30)
    given = Given(first, recipients, truly + wrong)
    given.arrives()
    assert given.taken_back(second, timedelta(minutes=minutes) - wrong).status_code == 201
    assert given.stands is not counts
    same_clock = Given(first, recipients, truly + wrong)
    same_clock.arrives()
    says_its_time(first, timedelta(0))  # set right in between: the times of one kiosk are compared as they are stated
    assert same_clock.taken_back(first, timedelta(minutes=minutes)).status_code == 201
    assert same_clock.stands is not counts


# --- the page for phones ----------------------------------------------------------------------------------------------


class Phone:
    """A browser that has scanned a code."""

    def __init__(self, server: ServerProcess, language: str = "en") -> None:
        self._server = server
        self._session = requests.Session()
        self._session.headers["Accept-Language"] = language
        self.page = self._session.get(f"{server.base_url}/w", timeout=30)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page.text)
        assert token is not None
        self._token = token[1]

    def asks(self, code: str, take: str = "") -> requests.Response:
        return self._session.post(
            f"{self._server.base_url}/w",
            data={"code": code.rpartition("#")[2], "take": take, "csrfmiddlewaretoken": self._token},
            timeout=30,
        )

    def states(self, code: str, take: str = "") -> list[str]:
        """What is said of each, in the words of the page."""
        words = {
            "Yes, take back": "open",
            "not arrived here yet. You can": "coming",
            "Noted": "kept",
            "Taken back": "taken",
            "The ten minutes are over": "late",
        }
        answer = self.asks(code, take)
        assert answer.status_code == 200, answer.text
        items = answer.text.split("<li")[1:]
        found = [
            next((state for start, state in words.items() if start in item and state != "open"), "open")
            for item in items
        ]
        assert all(
            ("Yes, take back" in item) == (state in ("open", "coming"))
            for item, state in zip(items, found, strict=True)
        )
        return found


def code_of(*given: Given) -> str:
    (text,) = write_codes(given[0].secret, tuple(one.submission.id for one in given), "http://127.0.0.1:1")
    return text


@pytest.fixture(scope="module")
def phone(running_server: ServerProcess) -> Phone:
    return Phone(running_server)


def test_phone_when_the_code_is_right_shows_the_opening_and_takes_it_back(
    first: Device, recipients: list[SealingKey], phone: Phone
) -> None:
    given = Given(first, recipients)
    given.arrives()
    code = code_of(given)
    shown = phone.asks(code).text
    assert "Assembly technician" in shown
    assert given.stands
    assert phone.states(code, given.submission.id) == ["taken"]
    assert not given.stands
    assert phone.states(code, given.submission.id) == ["taken"]


def test_phone_when_the_submission_has_not_come_keeps_the_tap_until_it_does(
    first: Device, recipients: list[SealingKey], phone: Phone
) -> None:
    given = Given(first, recipients)
    code = code_of(given)
    assert phone.states(code) == ["coming"]
    assert phone.states(code, given.submission.id) == ["kept"]
    given.arrives()
    assert not given.stands
    assert phone.states(code) == ["taken"]


def test_phone_when_the_secret_is_wrong_is_told_what_it_is_told_of_an_unknown_id(
    first: Device, recipients: list[SealingKey], phone: Phone
) -> None:
    given = Given(first, recipients)
    given.arrives()
    unknown = new_id_at(given.submission.submitted_at)
    answers = []
    for submission_id in (given.submission.id, unknown):
        (forged,) = write_codes(new_secret(), (submission_id,))
        said = [phone.asks(forged, take).text.replace(submission_id, "") for take in ("", submission_id)]
        answers.append([re.sub(r"\d\d:\d\d", "", text) for text in said])
    assert answers[0] == answers[1]
    assert given.stands
    assert phone.states(code_of(given), given.submission.id) == ["taken"], "a wrong tap before blocks nothing"


def test_phone_when_the_ten_minutes_are_over_says_so_and_changes_nothing(
    first: Device, recipients: list[SealingKey], phone: Phone
) -> None:
    says_its_time(first, timedelta(0))
    late = Given(first, recipients, datetime.now(UTC) - timedelta(minutes=11))
    late.arrives()
    assert phone.states(code_of(late), late.submission.id) == ["late"]
    early_tap = Given(first, recipients, datetime.now(UTC) - timedelta(minutes=11))
    assert phone.states(code_of(early_tap), early_tap.submission.id) == ["kept"]
    early_tap.arrives()
    assert phone.states(code_of(early_tap)) == ["late"]
    assert late.stands
    assert early_tap.stands


@pytest.mark.parametrize(("minutes", "state"), [(9, "taken"), (11, "late")])
def test_phone_when_the_kiosk_is_an_hour_fast_judges_by_the_true_time(
    first: Device, recipients: list[SealingKey], phone: Phone, minutes: int, state: str
) -> None:
    says_its_time(first, timedelta(hours=1))
    given = Given(first, recipients, datetime.now(UTC) - timedelta(minutes=minutes) + timedelta(hours=1))
    given.arrives()
    assert phone.states(code_of(given), given.submission.id) == [state]
    says_its_time(first, timedelta(0))


def test_phone_when_a_code_names_several_takes_back_the_one_that_was_tapped(
    first: Device, recipients: list[SealingKey], phone: Phone
) -> None:
    one, two = Given(first, recipients), Given(first, recipients)
    two.secret = one.secret
    two.submission = two.submission.model_copy(
        update={"withdrawal_hash": withdrawal_hash(two.submission.id, secret_for(one.secret, two.submission.id))}
    )
    one.arrives()
    two.arrives()
    stranger = Given(first, recipients)
    stranger.arrives()
    assert phone.states(code_of(one, two), stranger.submission.id) == ["open", "open"]
    assert phone.states(code_of(one, two), two.submission.id) == ["open", "taken"]
    assert (one.stands, two.stands, stranger.stands) == (True, False, True)


def test_phone_when_the_code_is_no_code_is_told_so(phone: Phone) -> None:
    for text in ("", "JFW1.", "JFW1.AAAA", "JFP1.abc", "x" * 4000):
        assert phone.asks(text).status_code == 400
    assert "no-code" in phone.page.text
    assert phone.page.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_phone_when_it_speaks_chinese_is_answered_in_chinese(running_server: ServerProcess) -> None:
    assert "撤回" in Phone(running_server, "zh-CN").page.text


def test_page_when_posted_from_elsewhere_is_refused(running_server: ServerProcess) -> None:
    assert requests.post(f"{running_server.base_url}/w", data={"code": "x"}, timeout=30).status_code == 403


# --- what is bounded, on SQLite, where the test can reach the rows ----------------------------------------------------


def rows(
    server: ServerProcess, statement: str, values: list[tuple[object, ...]] | None = None
) -> list[tuple[object, ...]]:
    if server.database:
        pytest.skip("the rows are reached on SQLite; the statements are Django's")
    with closing(sqlite3.connect(server.data / "server.db", timeout=30)) as database, database:
        if values is not None:
            database.executemany(statement, values)
            return []
        return database.execute(statement).fetchall()


def test_phone_when_too_many_ask_for_what_is_not_here_waits_but_never_for_what_its_secret_fits(
    running_server: ServerProcess, first: Device, recipients: list[SealingKey], phone: Phone
) -> None:
    here, missing = Given(first, recipients), Given(first, recipients)
    here.arrives()
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    rows(
        running_server,
        "INSERT INTO intake_phonetry(address_hash, at, kept) VALUES(?,?,0)",
        [(f"{n}", now) for n in range(3000)],
    )
    try:
        said = phone.asks(code_of(missing), missing.submission.id).text
        assert "Many are asking just now" in said
        assert "Yes, take back" not in said
        assert phone.states(code_of(here), here.submission.id) == ["taken"]
        missing.arrives()
        assert missing.stands, "the tap that was told to wait is not kept"
    finally:
        rows(running_server, "DELETE FROM intake_phonetry")


def test_withdrawals_when_older_than_seekers_are_kept_are_purged_with_their_bytes(
    running_server: ServerProcess, first: Device, recipients: list[SealingKey]
) -> None:
    old, fresh = Given(first, recipients), Given(first, recipients)
    older_than_tombstones = Given(first, recipients)  # but seekers are kept for 180 days, and so are kiosks' rows
    for given in (old, fresh, older_than_tombstones):
        assert given.taken_back(first, timedelta(minutes=1)).status_code == 201
    change = "UPDATE intake_withdrawal SET received_at=? WHERE submission_id=?"
    for days, given in ((182, old), (91, older_than_tombstones)):
        long_ago = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S")
        rows(running_server, change, [(long_ago, given.submission.id)])
    running_server.command("purge")
    kept = {row[0] for row in rows(running_server, "SELECT submission_id FROM intake_withdrawal")}
    assert {fresh.submission.id, older_than_tombstones.submission.id} <= kept
    assert old.submission.id not in kept
    erased = rows(
        running_server, "SELECT COUNT(*) FROM intake_intake WHERE door='withdrawals' AND erased_at IS NOT NULL"
    )
    assert erased == [(1,)]
