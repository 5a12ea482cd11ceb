"""Taking back, on both databases: in either order, at another kiosk, by whichever clock, and never by a wrong secret."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import requests

from jobfair.ids import new_id
from jobfair.sealing import SealingKey
from jobfair.submission import withdrawal_hash
from jobfair.taking_back import new_secret, secret_for
from jobfair.wire import Heartbeat, SealedSubmission, SealedWithdrawal
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
            submission=self.submission.id,
            secret=secret or secret_for(self.secret, self.submission.id),
            withdrawn_at=self.submission.submitted_at + after,
        )
        return send(device, "withdrawals", content, self.recipients)

    @property
    def stands(self) -> bool:
        """Whether the employer has it."""
        server = self.device.server
        return self.submission.id in server.employer("E1").get(f"{server.base_url}/employer/", timeout=30).text


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
