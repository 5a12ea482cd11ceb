"""The desk: registering, finding, opening, handing in, taking back. Past 400 lines: one story a test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from jobfair.consent import Purpose
from jobfair.sealing import Signer
from jobfair.seeker_pass import PassRefused, SeekerPass, write_pass
from jobfair.submission import Status, withdrawal_hash
from jobfair.taking_back import TakeBackCode, read_code
from jobfair.wire import Door, Registration, SealedResume, SealedSubmission, SealedWithdrawal
from kiosk.bootstrap import Kiosk
from kiosk.desk import Claim, NotAllowed, NotYours, Opened, Submitted, TooLate, TooManyTries, WithdrawalSaved, WrongCode
from kiosk.identity.decide import Unknown
from kiosk.ports import FaceBox, Probe
from kiosk.visit.state import LastResume
from tests.fakes.clock import FakeClock
from tests.fakes.ids import new_id_at
from tests.fakes.kiosk import CODE, PHONE, fake_kiosk, new_resume, registered
from tests.fakes.server import FakeServer

DOCUMENT = "11010519491231002X"
WRONG = "975310"


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def kiosk(tmp_path: Path, server: FakeServer, clock: FakeClock) -> Iterator[Kiosk]:
    found = fake_kiosk(tmp_path, server, clock)
    yield found
    found.close()


def probe(seed: int) -> Probe:
    vector = np.random.default_rng(seed).normal(size=128).astype(np.float32)
    return Probe(vector / np.linalg.norm(vector), FaceBox(0, 0, 9, 9), 1.0, 3, {}, "test")


# --- registering ----------------------------------------------------------------------------------------------------


def test_new_seeker_when_registered_is_sealed_for_the_server_and_known_here(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk, document=DOCUMENT)
    assert (card.masked_name, card.of_age_to_submit, card.profile.titles) == ("张**", True, ("焊工",))
    kiosk.syncer.one_round()
    sent = Registration.model_validate_json(server.inbox[Door.REGISTRATIONS][card.id])
    assert (sent.name, sent.phone, sent.document_number, sent.birth_year) == ("张小明", PHONE, DOCUMENT, 1949)
    assert sent.card == card
    assert [c.given for c in sent.consents if c.purpose is Purpose.RESUME] == [True]


def test_nothing_of_a_visit_is_in_clear_in_any_file(kiosk: Kiosk, tmp_path: Path) -> None:
    card = registered(kiosk, name="MARKERNAME", document=DOCUMENT)
    kiosk.desk.submit(card, ["O1"], new_resume("MARKERPDF"), "zh")
    kiosk.store.checkpoint()
    for file in tmp_path.iterdir():
        data = file.read_bytes()
        for marker in (b"MARKER", b"M**", PHONE.encode()[3:], DOCUMENT.encode(), "焊工".encode()):
            assert marker not in data, (file.name, marker)


def test_control_characters_in_what_was_typed_do_not_travel(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk, name="\x00张\x07小明 ")
    assert card.masked_name == "张**"
    kiosk.syncer.one_round()
    sent = Registration.model_validate_json(server.inbox[Door.REGISTRATIONS][card.id])
    assert sent.name == "张小明"


@pytest.mark.parametrize(
    "change", [{"name": " "}, {"name": "\x00\x1f"}, {"code": "111111"}, {"age": None}, {"age": "under_14"}]
)
def test_incomplete_draft_is_not_registered(kiosk: Kiosk, change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a registration needs"):
        registered(kiosk, **change)
    assert kiosk.desk.counts().waiting == 0


def test_same_phone_typed_again_makes_a_new_seeker(kiosk: Kiosk) -> None:
    assert registered(kiosk).id != registered(kiosk).id


@pytest.mark.parametrize(("scope", "travels"), [("this_kiosk", False), ("this_fair", True)])
def test_face_when_kept_goes_only_as_far_as_allowed(
    kiosk: Kiosk, server: FakeServer, scope: str, travels: bool
) -> None:
    assert not kiosk.desk.face_way_offered
    card = registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope=scope)
    assert kiosk.desk.face_way_offered
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Claim)
    assert isinstance(kiosk.desk.find_by_face(probe(2)), Unknown)
    kiosk.syncer.one_round()
    sent = Registration.model_validate_json(server.inbox[Door.REGISTRATIONS][card.id])
    assert (sent.card.face is not None) is travels
    assert {c.purpose: c.given for c in sent.consents} == {
        Purpose.RESUME: True,
        Purpose.FACE_THIS_KIOSK: True,
        Purpose.FACE_THIS_FAIR: travels,
    }
    kiosk.desk.forget_face(card)
    assert not kiosk.desk.face_way_offered
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Unknown)


def test_gallery_when_it_is_filled_follows_what_the_server_sends(kiosk: Kiosk, server: FakeServer) -> None:
    first = registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_fair")
    kiosk.desk.prepare()
    other = first.model_copy(update={"id": "elsewhere", "face": kiosk.desk.stored_face(probe(2))})
    server.card_changed("elsewhere", other)
    kiosk.syncer.one_round()
    assert isinstance(kiosk.desk.find_by_face(probe(2)), Claim)
    server.card_changed("elsewhere", other.model_copy(update={"face": None}))
    kiosk.syncer.one_round()
    assert isinstance(kiosk.desk.find_by_face(probe(2)), Unknown)
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Claim)


def test_seeker_when_the_server_forgets_her_is_found_by_nothing(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_kiosk")
    kiosk.desk.prepare()
    kiosk.syncer.one_round()
    server.card_changed(card.id, None)
    kiosk.syncer.one_round()
    assert kiosk.cards.get(card.id) is None
    assert kiosk.cards.count_faces() == 0
    assert list(kiosk.cards.faces()) == []
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Unknown)


def test_local_face_when_the_fair_is_over_is_forgotten(kiosk: Kiosk) -> None:
    registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_kiosk")
    assert kiosk.cards.forget_old_faces(datetime(2026, 5, 30, 12, tzinfo=UTC)) == 0
    assert kiosk.cards.forget_old_faces(datetime(2026, 5, 31, 12, tzinfo=UTC)) == 1


# --- ways in --------------------------------------------------------------------------------------------------------


def test_claims_look_alike_whether_or_not_there_is_a_record(kiosk: Kiosk) -> None:
    registered(kiosk)
    known, nobody = kiosk.desk.find_by_phone(PHONE), kiosk.desk.find_by_phone("+8613900000000")
    assert repr(known) == repr(nobody)
    assert known.work == nobody.work
    assert kiosk.desk.check_visit_code(known, WRONG) == kiosk.desk.check_visit_code(nobody, WRONG) == WrongCode(2)


def test_right_code_opens_by_every_way(kiosk: Kiosk) -> None:
    card = registered(kiosk, document=DOCUMENT)
    claims = [kiosk.desk.find_by_phone(PHONE), kiosk.desk.find_by_document(DOCUMENT)]
    claims.append(kiosk.desk.find_by_pass(kiosk.desk.make_pass(card)))  # type: ignore[arg-type]
    for claim in claims:
        opened = kiosk.desk.check_visit_code(claim, CODE)
        assert isinstance(opened, Opened)
        assert opened.card.id == card.id


def test_family_on_one_phone_each_code_opens_its_own(kiosk: Kiosk) -> None:
    codes = {"159357": "张小明", "264842": "张大明", "837465": "李红"}
    cards = {code: registered(kiosk, name=name, code=code).id for code, name in codes.items()}
    for code, seeker in cards.items():
        opened = kiosk.desk.check_visit_code(kiosk.desk.find_by_phone(PHONE), code)
        assert isinstance(opened, Opened)
        assert opened.card.id == seeker


def test_family_with_one_code_is_not_guessed_at(kiosk: Kiosk) -> None:
    registered(kiosk)
    registered(kiosk, name="李红")
    assert isinstance(kiosk.desk.check_visit_code(kiosk.desk.find_by_phone(PHONE), CODE), WrongCode)


def test_wrong_codes_when_offline_end_at_three_and_count_across_ways_and_restarts(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock, tmp_path: Path
) -> None:
    card = registered(kiosk)
    by_pass = kiosk.desk.find_by_pass(kiosk.desk.make_pass(card))
    assert not isinstance(by_pass, PassRefused)
    assert kiosk.desk.check_visit_code(kiosk.desk.find_by_phone(PHONE), WRONG) == WrongCode(2)
    assert kiosk.desk.check_visit_code(by_pass, WRONG) == WrongCode(1)
    kiosk.close()
    again = fake_kiosk(tmp_path, server, clock)
    assert again.desk.check_visit_code(by_pass, WRONG) == TooManyTries()
    assert again.desk.check_visit_code(again.desk.find_by_phone(PHONE), CODE) == TooManyTries(), "even the right one"
    clock.advance(86401)
    assert isinstance(again.desk.check_visit_code(again.desk.find_by_phone(PHONE), CODE), Opened)
    again.close()


def test_wrong_codes_when_online_end_at_five(kiosk: Kiosk) -> None:
    kiosk.syncer.one_round()
    claim = kiosk.desk.find_by_phone(PHONE)
    outcomes = [kiosk.desk.check_visit_code(claim, WRONG) for _ in range(5)]
    assert outcomes == [WrongCode(4), WrongCode(3), WrongCode(2), WrongCode(1), TooManyTries()]


def test_right_code_clears_the_seekers_count(kiosk: Kiosk) -> None:
    card = registered(kiosk)
    claim = kiosk.desk.find_by_pass(kiosk.desk.make_pass(card))
    assert isinstance(claim, Claim)
    for _ in range(3):
        assert kiosk.desk.check_visit_code(claim, WRONG) == WrongCode(2)
        assert isinstance(kiosk.desk.check_visit_code(claim, CODE), Opened)


def test_right_code_clears_the_count_of_the_number_too(kiosk: Kiosk) -> None:
    registered(kiosk)
    for _ in range(3):
        claim = kiosk.desk.find_by_phone(PHONE)
        assert kiosk.desk.check_visit_code(claim, WRONG) == WrongCode(2)
        assert isinstance(kiosk.desk.check_visit_code(claim, CODE), Opened)


def test_right_code_does_not_clear_the_counts_of_others_who_share_the_number(kiosk: Kiosk) -> None:
    registered(kiosk)
    registered(kiosk, name="李红", code="264842")
    claim = kiosk.desk.find_by_phone(PHONE)
    assert kiosk.desk.check_visit_code(claim, WRONG) == WrongCode(2)
    assert isinstance(kiosk.desk.check_visit_code(claim, "264842"), Opened)
    assert kiosk.desk.check_visit_code(claim, WRONG) == WrongCode(1)


def test_number_when_many_others_register_with_it_still_opens_the_first(kiosk: Kiosk) -> None:
    first = registered(kiosk)
    for n in range(6):
        registered(kiosk, name="李红", code=f"26484{n}")
    claim = kiosk.desk.find_by_phone(PHONE)
    opened = kiosk.desk.check_visit_code(claim, CODE)
    assert isinstance(opened, Opened)
    assert (opened.card.id, claim.work) == (first.id, 7)


def test_ten_wrong_codes_an_hour_close_the_kiosk_for_codes(kiosk: Kiosk, clock: FakeClock) -> None:
    for n in range(10):
        kiosk.desk.check_visit_code(kiosk.desk.find_by_phone(f"+86138000000{n:02d}"), WRONG)
    registered(kiosk)
    assert kiosk.desk.check_visit_code(kiosk.desk.find_by_phone(PHONE), CODE) == TooManyTries()
    clock.advance(3601)
    assert isinstance(kiosk.desk.check_visit_code(kiosk.desk.find_by_phone(PHONE), CODE), Opened)


def test_pass_of_another_kiosk_opens_without_a_card_and_names_the_resume(kiosk: Kiosk, server: FakeServer) -> None:
    other, card = Signer.generate(), registered(kiosk)
    server.kiosk_keys = (*server.kiosk_keys, other.public)
    server.version = 2
    kiosk.syncer.one_round()
    content = SeekerPass(
        fair="spring", seeker="s2", masked_name="李**", verifier=card.verifier, resume="r2",
        expires=kiosk.clock.now() + timedelta(days=1),
    )  # fmt: skip
    claim = kiosk.desk.find_by_pass(write_pass(content, other))
    assert isinstance(claim, Claim)
    opened = kiosk.desk.check_visit_code(claim, CODE)
    assert isinstance(opened, Opened)
    assert (opened.card.id, opened.card.masked_name, opened.resume) == ("s2", "李**", "r2")
    done = kiosk.desk.submit(opened.card, ["O1"], LastResume("r2"), "zh")
    assert isinstance(done, Submitted)
    assert len(done.submissions) == 1


@pytest.mark.parametrize("reason", ["unknown", "forged", "expired", "other_fair"])
def test_pass_that_is_not_good_is_refused(kiosk: Kiosk, clock: FakeClock, reason: str) -> None:
    card = registered(kiosk)
    paired = kiosk.paired()
    assert paired is not None
    content = SeekerPass(
        fair="autumn" if reason == "other_fair" else "spring", seeker=card.id, masked_name="张**",
        verifier=card.verifier, expires=clock.now() + timedelta(days=-1 if reason == "expired" else 1),
    )  # fmt: skip
    text = write_pass(content, Signer.generate() if reason == "forged" else Signer(paired.signing_key))
    assert kiosk.desk.find_by_pass("https://x" if reason == "unknown" else text) == PassRefused(reason)


# --- handing in -----------------------------------------------------------------------------------------------------


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


def test_pass_of_a_seeker_whom_the_server_has_forgotten_opens_nothing(kiosk: Kiosk) -> None:
    card = registered(kiosk)
    text = kiosk.desk.make_pass(card)
    assert not isinstance(kiosk.desk.find_by_pass(text), PassRefused)
    kiosk.cards.forget(card.id)
    assert kiosk.desk.find_by_pass(text) == PassRefused("expired")


def test_face_way_is_not_offered_where_the_fair_asks_for_liveness(kiosk: Kiosk, server: FakeServer) -> None:
    assert kiosk.desk.face_enrolment_allowed
    face = server.settings.face.model_copy(update={"liveness": "strict"})
    server.settings = server.settings.model_copy(update={"face": face})
    server.version += 1
    kiosk.syncer.one_round()
    assert not kiosk.desk.face_enrolment_allowed
