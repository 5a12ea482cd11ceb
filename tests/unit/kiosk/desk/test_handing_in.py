"""Handing in and taking back at the desk."""

from __future__ import annotations

from datetime import timedelta

from jobfair.consent import Purpose
from jobfair.submission import Status, withdrawal_hash
from jobfair.taking_back import TakeBackCode, read_code
from jobfair.wire import Door, SealedResume, SealedSubmission, SealedWithdrawal
from kiosk.bootstrap import Kiosk
from kiosk.desk import NotAllowed, NotYours, Submitted, TooLate, WithdrawalSaved
from kiosk.visit.state import LastResume
from tests.fakes.clock import FakeClock
from tests.fakes.ids import new_id_at
from tests.fakes.kiosk import new_resume, registered
from tests.fakes.server import FakeServer


def test_submissions_when_saved_arrive_sealed_with_resume_consent_and_reference(
    kiosk: Kiosk, server: FakeServer
) -> None:
    card = registered(kiosk)
    done = kiosk.desk.submit(card, ["O1", "O2"], new_resume("%PDF"), "en")
    assert isinstance(done, Submitted)
    assert [s.reference for s in done.submissions] == ["K01-0001", "K01-0002"]
    kiosk.syncer.one_round()
    (resume,) = (SealedResume.model_validate_json(r) for r in server.inbox[Door.RESUMES].values())
    assert (resume.pdf, resume.id) == (b"%PDF", done.card.resume.id)  # type: ignore[union-attr]
    for mine in done.submissions:
        sent = SealedSubmission.model_validate_json(server.inbox[Door.SUBMISSIONS][mine.id])
        assert (sent.seeker, sent.opening, sent.resume, sent.reference) == (
            card.id, mine.opening, resume.id, mine.reference
        )  # fmt: skip
        assert sent.withdrawal_hash == withdrawal_hash(mine.id, mine.withdrawal_secret)
        assert (sent.consent.purpose, sent.consent.given, sent.consent.where) == (Purpose.SUBMIT, True, "K01")
    first = SealedSubmission.model_validate_json(server.inbox[Door.SUBMISSIONS][done.submissions[0].id])
    assert (first.consent.employer, str(first.consent.until)) == ("E1", "2026-11-25")


def test_last_resume_when_chosen_is_sent_by_its_id_alone(kiosk: Kiosk, server: FakeServer) -> None:
    card = kiosk.desk.save_resume(registered(kiosk), new_resume(), "zh")
    assert card.resume is not None
    kiosk.desk.submit(card, ["O1"], LastResume(card.resume.id), "zh")
    kiosk.syncer.one_round()
    assert len(server.inbox[Door.RESUMES]) == 1


def test_opening_when_sent_before_or_gone_is_left_out(kiosk: Kiosk) -> None:
    first = kiosk.desk.submit(registered(kiosk), ["O1"], new_resume(), "zh")
    assert isinstance(first, Submitted)
    done = kiosk.desk.submit(first.card, ["O1", "O2", "O2", "gone"], new_resume(), "zh")
    assert isinstance(done, Submitted)
    assert ([s.opening for s in done.submissions], done.already, done.unknown) == (["O2"], ("O1",), ("gone",))
    nothing = kiosk.desk.submit(done.card, ["O1"], new_resume(), "zh")
    assert isinstance(nothing, Submitted)
    assert (nothing.submissions, nothing.card) == ((), done.card)


def test_ten_a_visit_and_thirty_a_day_are_the_limit(kiosk: Kiosk, clock: FakeClock) -> None:
    card = registered(kiosk)
    openings = [f"O{n}" for n in range(1, 41)]
    for visit in range(3):
        done = kiosk.desk.submit(card, openings[visit * 10 : visit * 10 + 12], new_resume(), "zh")
        assert isinstance(done, Submitted)
        assert (len(done.submissions), len(done.over_limit)) == (10, 2)
        more = kiosk.desk.submit(card, openings[-1:], new_resume(), "zh", in_visit=10)
        assert isinstance(more, Submitted)
        assert more.over_limit == ("O40",)
    done = kiosk.desk.submit(card, openings[-1:], new_resume(), "zh")
    assert isinstance(done, Submitted)
    assert done.over_limit == ("O40",)
    clock.advance(86401)
    done = kiosk.desk.submit(card, openings[-1:], new_resume(), "zh")
    assert isinstance(done, Submitted)
    assert len(done.submissions) == 1


def test_under_sixteen_may_look_and_not_submit(kiosk: Kiosk) -> None:
    card = registered(kiosk, age="14_to_15")
    assert kiosk.desk.submit(card, ["O1"], new_resume(), "zh") == NotAllowed("under_16")


def test_withdrawal_within_ten_minutes_is_queued_once_and_later_is_too_late(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    done = kiosk.desk.submit(registered(kiosk), ["O1", "O2"], new_resume(), "zh")
    assert isinstance(done, Submitted)
    first, second = done.submissions
    assert kiosk.desk.withdraw(first.id, second.withdrawal_secret) == NotYours()
    assert kiosk.desk.withdraw("no id", "x") == NotYours()
    clock.advance(599)
    assert kiosk.desk.withdraw(first.id, first.withdrawal_secret) == WithdrawalSaved()
    clock.advance(2)
    assert kiosk.desk.withdraw(second.id, second.withdrawal_secret) == TooLate()
    assert kiosk.desk.withdraw(first.id, first.withdrawal_secret) == WithdrawalSaved(), "again is harmless"
    kiosk.syncer.one_round()
    ((item, content),) = server.inbox[Door.WITHDRAWALS].items()
    sent = SealedWithdrawal.model_validate_json(content)
    assert (sent.id, sent.submission, sent.secret) == (item, first.id, first.withdrawal_secret)
    assert item != first.id
    assert {s.opening: s.status for s in kiosk.desk.statuses(done.card)} == {
        "O1": Status.WITHDRAWN,
        "O2": Status.DELIVERED,
    }
    again = kiosk.desk.submit(done.card, ["O1"], new_resume(), "zh")
    assert isinstance(again, Submitted)
    assert len(again.submissions) == 1, "who took it back may send it again"


def test_withdrawal_of_another_kiosks_submission_is_for_the_server_to_judge(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    unknown = new_id_at(clock.now())
    for secret in ("1" * 32, "0" * 32, "0" * 32):
        assert kiosk.desk.withdraw(unknown, secret) == WithdrawalSaved(judged_here=False)
    kiosk.syncer.one_round()
    arrived = [SealedWithdrawal.model_validate_json(w) for w in server.inbox[Door.WITHDRAWALS].values()]
    assert sorted((w.submission, w.secret) for w in arrived) == [(unknown, "0" * 32), (unknown, "1" * 32)]
    clock.advance(25 * 3600)
    assert kiosk.desk.withdraw(new_id_at(clock.now() - timedelta(hours=25)), "0" * 32) == TooLate()


def test_code_for_taking_back_when_shown_here_offers_titles_for_what_was_saved_here_alone(
    kiosk: Kiosk, clock: FakeClock
) -> None:
    done = kiosk.desk.submit(registered(kiosk), ["O1", "O2"], new_resume(), "zh")
    assert isinstance(done, Submitted)
    first, second = done.submissions
    (text,) = kiosk.desk.take_back_codes(done.submissions)
    assert text.startswith("https://fair.example/w#")
    code = read_code(text)
    assert code is not None
    assert code.secret_of(first.id) == first.withdrawal_secret
    fresh, doubtful, old = (new_id_at(clock.now() - timedelta(minutes=minutes)) for minutes in (3, 40, 3000))
    kiosk.desk.withdraw(second.id, second.withdrawal_secret)
    shown = TakeBackCode(code.secret, (first.id, second.id, fresh, doubtful, old))
    offers = kiosk.desk.take_back_offers(shown)
    assert [(o.state, o.opening) for o in offers] == [
        ("open", "O1"), ("taken", "O2"), ("open", ""), ("unsure", ""), ("late", "")
    ]  # fmt: skip
    assert [o.seconds_left for o in offers] == [600, 0, 420, 0, 0]
    kiosk.desk.withdraw(doubtful, shown.secret_of(doubtful))
    clock.advance(601)
    assert [o.state for o in kiosk.desk.take_back_offers(shown)] == ["late", "taken", "unsure", "taken", "late"]


def test_code_with_a_wrong_secret_is_answered_like_one_of_another_kiosk(kiosk: Kiosk) -> None:
    done = kiosk.desk.submit(registered(kiosk), ["O1"], new_resume(), "zh")
    assert isinstance(done, Submitted)
    (offer,) = kiosk.desk.take_back_offers(TakeBackCode(b"x" * 16, (done.submissions[0].id,)))
    assert offer.opening == ""
    assert offer.state in ("open", "unsure", "late")


def test_opening_when_taken_back_at_another_kiosk_may_be_submitted_again(kiosk: Kiosk, server: FakeServer) -> None:
    done = kiosk.desk.submit(registered(kiosk), ["O1"], new_resume(), "zh")
    assert isinstance(done, Submitted)
    (sent,) = kiosk.desk.statuses(done.card)
    gone = done.card.model_copy(update={"sent": (sent.model_copy(update={"status": Status.WITHDRAWN}),)})
    server.card_changed(gone.id, gone)
    kiosk.syncer.one_round()
    again = kiosk.desk.submit(kiosk.desk.refreshed(done.card), ["O1"], new_resume(), "zh")
    assert isinstance(again, Submitted)
    assert (len(again.submissions), again.already) == (1, ())


def test_status_told_by_the_server_is_shown_when_it_is_further(kiosk: Kiosk, server: FakeServer) -> None:
    done = kiosk.desk.submit(registered(kiosk), ["O1"], new_resume(), "zh")
    assert isinstance(done, Submitted)
    kiosk.syncer.one_round()
    (sent,) = kiosk.desk.statuses(done.card)
    told = done.card.model_copy(update={"sent": (sent.model_copy(update={"status": Status.SHORTLISTED}),)})
    server.card_changed(told.id, told)
    kiosk.syncer.one_round()
    assert kiosk.desk.refreshed(done.card).sent[0].status is Status.SHORTLISTED
