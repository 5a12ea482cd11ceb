"""Which factor may open which way in, what is asked of the server, and that nothing tells known from unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.desk.claims import SHARED
from kiosk.desk.factors import Claim, CodeSent, NotSent, Opened, TooManyTries, WrongCode
from kiosk.desk.limits import ONLINE, limits
from tests.fakes.server import not_trusted
from tests.fakes.swarm import HOUR, Place, Swarm, seeker_card

PHONE, CODE, TAIL = "+8613812345678", "582037", "5678"
CARD = seeker_card("s1", CODE, PHONE)
WRONG = "975310"


@pytest.fixture
def swarm(tmp_path: Path) -> Iterator[Swarm]:
    found = Swarm(tmp_path, 8)
    yield found
    found.close()


@pytest.fixture
def place(swarm: Swarm) -> Place:
    swarm.places[0].tries.note_here(CARD.id)
    return swarm.places[0]


def allow(swarm: Swarm, **changes: object) -> None:
    """Of every kiosk's settings."""
    for place in swarm.places:
        held = place.factors._snapshot.held()
        settings = held.settings
        face = settings.face.model_copy(update={"phone_tail": bool(changes.get("phone_tail"))})
        update = {"face": face, "code_messages": changes.get("code_messages", ())}
        place.factors._snapshot._fair = type(held)(held.manifest, settings.model_copy(update=update), b"")  # type: ignore[attr-defined]


def test_factor_is_offered_only_where_it_is_independent_of_the_way_in(swarm: Swarm, place: Place) -> None:
    allow(swarm, phone_tail=True, code_messages=("sms", "email"))
    offered = {way: place.factors.offered(claim) for way, claim in ways(place).items()}
    assert offered == {
        "phone": ("visit_code", "sms", "email"),
        "nobody": ("visit_code", "sms", "email"),
        "document": ("visit_code", "sms", "email", "pass"),
        "pass": ("visit_code", "sms", "email"),
        "face": ("visit_code", "phone_tail", "sms", "email", "pass"),
    }
    place.online = False
    assert place.factors.offered(ways(place)["face"]) == ("visit_code", "phone_tail", "pass"), (
        "no message without the network"
    )
    elsewhere = swarm.places[1]
    elsewhere.online = False
    assert "phone_tail" not in elsewhere.factors.offered(elsewhere.by_face(CARD)), "four digits only where she has been"


def ways(place: Place) -> dict[str, Claim]:
    return {
        "phone": place.by_phone(PHONE, CARD),
        "nobody": place.by_phone("+8613900000000"),
        "document": replace(place.by_phone(PHONE, CARD), way="document"),
        "pass": place.by_pass(CARD),
        "face": place.by_face(CARD),
    }


def test_four_digits_are_tried_twice_and_then_the_visit_code_is_left(swarm: Swarm, place: Place) -> None:
    allow(swarm, phone_tail=True)
    claim = place.by_face(CARD)
    for left in (4, 3):
        assert place.factors.judge(claim, "0000", "phone_tail") == WrongCode(left)
    assert "phone_tail" not in place.factors.offered(claim)
    assert place.factors.judge(claim, TAIL, "phone_tail") == TooManyTries(), "not even the right ones"
    assert isinstance(place.factors.judge(claim, CODE), Opened)
    assert "phone_tail" in place.factors.offered(claim), "she has shown who she is"
    assert isinstance(place.factors.judge(claim, TAIL, "phone_tail"), Opened)


def test_pass_opens_a_document_and_a_face_and_neither_a_phone_number_nor_a_pass(place: Place) -> None:
    shown, other = place.by_pass(CARD), place.by_pass(seeker_card("s2", "264842"))
    document = ways(place)["document"]
    assert isinstance(place.factors.judge_pass(document, shown), Opened)
    assert isinstance(place.factors.judge_pass(place.by_face(CARD), shown), Opened)
    assert place.factors.judge_pass(document, other) == WrongCode(4)
    for known_to_friends in (shown, place.by_phone(PHONE, CARD)):  # and a pass can be photographed
        with pytest.raises(ValueError, match="pass"):
            place.factors.judge_pass(known_to_friends, shown)


def test_known_and_unknown_numbers_are_told_the_same_after_the_same_work(swarm: Swarm, place: Place) -> None:
    """At each kind of kiosk, from the first try to the last; also for a seeker whose own tries are used up."""
    locked = seeker_card("s3", "837465", "+8613700000003")
    for _ in range(ONLINE):
        place.type(place.by_pass(locked), WRONG)
    swarm.sync()
    for kiosk, online in ((place, False), (swarm.places[1], False), (swarm.places[2], True)):
        swarm.clock.advance(HOUR + 1)
        kiosk.online = online
        told: dict[str, list[object]] = {}
        for who, claim in {
            "known": kiosk.by_phone(f"+86131{online}", CARD),
            "nobody": kiosk.by_phone(f"+86132{online}"),
            "locked": kiosk.by_phone(f"+86133{online}", locked),
        }.items():
            swarm.clock.advance(HOUR + 1)
            told[who] = []
            for _ in range(6):
                work = swarm.judged.total()
                told[who].append((kiosk.type(claim, WRONG), swarm.judged.total() - work))
        assert told["known"] == told["nobody"] == told["locked"]


def test_check_costs_the_same_number_of_hashes_whatever_is_behind_it(swarm: Swarm, place: Place) -> None:
    for cards in ((), (CARD,), (CARD, seeker_card("s2", "264842", PHONE))):
        before = swarm.judged.total()
        place.type(place.by_phone(f"+861{len(cards)}", *cards), WRONG)
        assert swarm.judged.total() - before == SHARED


def test_try_while_the_server_does_not_answer_falls_under_the_stricter_limits(swarm: Swarm, place: Place) -> None:
    swarm.server.down()
    claim = place.by_phone(PHONE, CARD)
    assert [place.type(claim, WRONG) for _ in range(3)] == [
        WrongCode(2, elsewhere=True),
        WrongCode(1, elsewhere=True),
        TooManyTries(),
    ], "as of any number: nothing tells that she is known here"
    elsewhere = swarm.places[1]
    assert elsewhere.type(elsewhere.by_phone(PHONE, CARD), CODE) == WrongCode(2, elsewhere=True)


def test_try_that_others_used_up_meanwhile_is_not_judged_and_not_counted(swarm: Swarm, place: Place) -> None:
    other = swarm.places[1]
    for _ in range(ONLINE):
        other.type(other.by_pass(CARD), WRONG)
    judged = swarm.judged.total()
    assert place.type(place.by_pass(CARD), CODE) == TooManyTries(), "it asked first"
    assert swarm.judged.total() == judged
    place.sync()
    assert place.tries.used(swarm.token("s1")) == ONLINE


def test_sent_code_opens_and_its_wrong_tries_count_like_others(swarm: Swarm, place: Place) -> None:
    allow(swarm, code_messages=("sms",))
    swarm.server.codes.find = lambda wanted: CARD if wanted.lookup in CARD.lookups else None
    claim = place.by_phone(PHONE)
    sent = place.factors.send(claim, "sms", "zh")
    assert isinstance(sent, CodeSent)
    assert place.factors.judge_sent(claim, sent, WRONG) == WrongCode(2)
    opened = place.factors.judge_sent(claim, sent, swarm.server.codes.sent[sent.id])
    assert isinstance(opened, Opened)
    assert opened.card.id == CARD.id, "whose card this kiosk need not hold"
    assert place.factors.send(claim, "email", "zh") == NotSent(), "not offered"
    swarm.server.trouble = not_trusted
    assert place.factors.send(claim, "sms", "zh") == NotSent()


def test_reset_by_the_desk_gives_fresh_tries_by_every_way(swarm: Swarm, place: Place) -> None:
    for _ in range(ONLINE):
        place.type(place.by_phone(PHONE, CARD), WRONG)
    assert place.type(place.by_pass(CARD), CODE) == TooManyTries()
    place.factors.reset(place.by_phone(PHONE, CARD))
    assert isinstance(place.type(place.by_pass(CARD), CODE), Opened)


@pytest.mark.parametrize(("kiosks", "tries"), [(1, 3), (2, 3), (3, 2), (4, 1), (6, 1), (7, 0), (40, 0)])
def test_other_kiosks_together_have_at_most_five_tries_for_a_number_offline(kiosks: int, tries: int) -> None:
    found = limits("number", online=False, been_here=False, kiosks=kiosks)
    assert (found.judged, found.shown) == (tries, 3)
    assert (kiosks - 1) * tries <= 5
