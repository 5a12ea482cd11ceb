"""Being known again: claims, the visit code, passes, wrong codes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobfair.ids import new_id
from jobfair.sealing import Signer
from jobfair.second_factor import lookup_token, try_token
from jobfair.seeker_pass import PassRefused, SeekerPass, write_pass
from kiosk.bootstrap import Kiosk
from kiosk.desk import Claim, NotAllowed, Opened, Submitted, TooManyTries, WrongCode
from kiosk.desk.claims import SHARED
from kiosk.desk.registration import LEAST_A_DAY, MOST_A_DAY
from kiosk.visit.state import LastResume
from tests.fakes.clock import FakeClock
from tests.fakes.kiosk import CODE, DOCUMENT, PHONE, fake_kiosk, registered
from tests.fakes.server import FakeServer
from tests.fakes.swarm import seeker_card

WRONG = "975310"


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
    codes = {"582037": "张小明", "264842": "张大明", "837465": "李红"}
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
    right = again.desk.check_visit_code(again.desk.find_by_phone(PHONE), CODE)
    assert right == WrongCode(1), "even the right one is not judged, and her number says no more than a stranger's"
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
    for _ in range(3):
        assert kiosk.desk.check_visit_code(claim, WRONG) == WrongCode(2)
        assert isinstance(kiosk.desk.check_visit_code(claim, "264842"), Opened)
    assert isinstance(kiosk.desk.check_visit_code(claim, CODE), WrongCode), "hers are used up: not even judged"


def test_number_when_many_others_register_with_it_still_opens_the_first(kiosk: Kiosk) -> None:
    first = registered(kiosk)
    for n in range(6):
        registered(kiosk, name="李红", code=f"26484{n}")
    claim = kiosk.desk.find_by_phone(PHONE)
    opened = kiosk.desk.check_visit_code(claim, CODE)
    assert isinstance(opened, Opened)
    assert (opened.card.id, claim.work) == (first.id, SHARED)


def test_number_with_which_many_registered_costs_what_a_strangers_does_and_keeps_the_first(kiosk: Kiosk) -> None:
    lookup, ids = lookup_token("phone", PHONE, kiosk.desk.fair().settings.pepper), [new_id() for _ in range(SHARED + 2)]
    for seeker in ids:
        kiosk.cards.put(seeker_card(seeker, CODE).model_copy(update={"lookups": (lookup,)}))
    claim = kiosk.desk.find_by_phone(PHONE)
    assert [card.id for card in claim.openings] == ids[:SHARED]
    assert claim.work == kiosk.desk.find_by_phone("+8613900000000").work == SHARED


def test_registrations_of_one_day_with_one_number_are_all_kept_and_not_all_found_by_it(kiosk: Kiosk) -> None:
    cards = [registered(kiosk, code=f"26484{n}") for n in range(9)]
    found = [card for card in cards if card.lookups]
    assert LEAST_A_DAY <= len(found) <= MOST_A_DAY
    assert cards[: len(found)] == found, "the first ones"
    last = kiosk.desk.find_by_pass(kiosk.desk.make_pass(cards[-1]))
    assert isinstance(last, Claim)
    assert isinstance(kiosk.desk.check_visit_code(last, "264848"), Opened)


def test_registration_made_for_a_guess_is_a_try_at_the_others_of_its_number(kiosk: Kiosk) -> None:
    victim = registered(kiosk)
    token = try_token(victim.id, kiosk.desk.fair().settings.pepper)
    for n in range(2):
        registered(kiosk, code=f"26484{n}")
        for _ in range(2):  # the same code again tells nothing new
            assert isinstance(kiosk.desk.check_visit_code(kiosk.desk.find_by_phone(PHONE), f"26484{n}"), Opened)
        assert kiosk.desk.tries.used(token) == n + 1
    by_pass = kiosk.desk.find_by_pass(kiosk.desk.make_pass(victim))
    assert isinstance(by_pass, Claim)
    assert kiosk.desk.check_visit_code(by_pass, WRONG) == TooManyTries()
    registered(kiosk, code=CODE)
    opened = kiosk.desk.check_visit_code(kiosk.desk.find_by_phone(PHONE), CODE)
    assert isinstance(opened, Opened), "hers is not judged any more: two that fit do not tell that it is hers"
    assert opened.card.id != victim.id


def test_family_that_registered_before_today_does_not_use_up_each_others_tries(kiosk: Kiosk, clock: FakeClock) -> None:
    first = registered(kiosk)
    registered(kiosk, name="李红", code="264842")
    clock.time = max(clock.time, datetime.now(UTC)) + timedelta(days=2)
    assert isinstance(kiosk.desk.check_visit_code(kiosk.desk.find_by_phone(PHONE), "264842"), Opened)
    assert kiosk.desk.tries.used(try_token(first.id, kiosk.desk.fair().settings.pepper)) == 0


def test_ten_wrong_codes_an_hour_close_the_kiosk_for_codes(kiosk: Kiosk, clock: FakeClock) -> None:
    for n in range(10):
        kiosk.desk.check_visit_code(kiosk.desk.find_by_phone(f"+86138000000{n:02d}"), WRONG)
    registered(kiosk)
    assert kiosk.desk.check_visit_code(kiosk.desk.find_by_phone(PHONE), CODE) == TooManyTries()
    clock.advance(3601)
    assert isinstance(kiosk.desk.check_visit_code(kiosk.desk.find_by_phone(PHONE), CODE), Opened)


@pytest.mark.parametrize("of_age", [True, False])
def test_pass_of_another_kiosk_opens_without_a_card_and_names_the_resume_and_whether_she_may_hand_it_in(
    kiosk: Kiosk, server: FakeServer, of_age: bool
) -> None:
    other, card = Signer.generate(), registered(kiosk)
    server.kiosk_keys = (*server.kiosk_keys, other.public)
    server.version = 2
    kiosk.syncer.one_round()
    content = SeekerPass(
        fair="spring", seeker=new_id(), masked_name="李**", verifier=card.verifier, resume=new_id(),
        of_age_to_submit=of_age, issued=kiosk.clock.now(), expires=kiosk.clock.now() + timedelta(days=360),
    )  # fmt: skip
    claim = kiosk.desk.find_by_pass(write_pass(content, other))
    assert isinstance(claim, Claim)
    opened = kiosk.desk.check_visit_code(claim, CODE)
    assert isinstance(opened, Opened)
    assert (opened.card.id, opened.card.masked_name, opened.resume) == (content.seeker, "李**", content.resume)
    done = kiosk.desk.submit(opened.card, ["O1"], LastResume(content.resume or ""), "zh")
    if of_age:
        assert isinstance(done, Submitted)
        assert len(done.submissions) == 1
    else:
        assert done == NotAllowed("under_16")


@pytest.mark.parametrize("reason", ["unknown", "forged", "expired", "other_fair"])
def test_pass_that_is_not_good_is_refused(kiosk: Kiosk, clock: FakeClock, reason: str) -> None:
    card = registered(kiosk)
    paired = kiosk.paired()
    assert paired is not None
    content = SeekerPass(
        fair="autumn" if reason == "other_fair" else "spring", seeker=card.id, masked_name="张**",
        verifier=card.verifier, issued=clock.now() - timedelta(days=2),
        expires=clock.now() + timedelta(days=-1 if reason == "expired" else 1),
    )  # fmt: skip
    text = write_pass(content, Signer.generate() if reason == "forged" else Signer(paired.signing_key))
    assert kiosk.desk.find_by_pass("https://x" if reason == "unknown" else text) == PassRefused(reason)


def test_face_way_where_the_fair_asks_for_liveness_needs_landmarks(kiosk: Kiosk, server: FakeServer) -> None:
    assert kiosk.desk.face_enrolment_allowed
    face = server.settings.face.model_copy(update={"liveness": "strict"})
    server.settings = server.settings.model_copy(update={"face": face})
    server.version += 1
    kiosk.syncer.one_round()
    assert not kiosk.desk.face_enrolment_allowed
    kiosk.desk.faces.points_at_hand = lambda: True
    assert kiosk.desk.face_enrolment_allowed
