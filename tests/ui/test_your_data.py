"""What she agreed to, on the screen: seen, taken back, given later."""

from __future__ import annotations

from jobfair.consent import Purpose
from kiosk.identity.decide import Unknown
from tests.fakes.devices import probe
from tests.fakes.kiosk import CODE, PHONE, registered
from tests.fixtures.kiosk import Person
from tests.ui.conftest import Open, kiosk_of
from tests.ui.test_ways_in import Seeing


def comes_home(person: Person) -> None:
    """By her phone number and the visit code."""
    person.comes()
    person.tap("welcome.been_before")
    person.on("ways_in")
    person.tap("ways.phone")
    person.on("phone")
    person.digits(PHONE.removeprefix("+86"))
    person.on("confirm_code")
    person.digits(CODE)
    person.on("home")


def test_face_taken_back_on_the_screen_is_gone_and_said(open_kiosk: Open) -> None:
    person = open_kiosk(engine=Seeing(probe(1)))
    kiosk = kiosk_of(person)
    registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_fair")
    comes_home(person)
    person.tap("home.your_data")
    person.on("your_data")
    person.reads("your_data.face_this_fair")
    person.touch(person.say("your_data.withdraw_what", what=person.say("your_data.face_this_kiosk")))
    person.on("ask")
    person.tap("ask.withdraw_face_this_kiosk.no")
    person.on("your_data")
    assert kiosk.cards.count_faces() == 1
    person.touch(person.say("your_data.withdraw_what", what=person.say("your_data.face_this_kiosk")))
    person.on("ask")
    person.tap("ask.withdraw_face_this_kiosk.yes")
    person.reads("notice.consent_withdrawn")
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Unknown)


def test_face_given_later_is_kept_as_far_as_she_ticks(open_kiosk: Open) -> None:
    person = open_kiosk(engine=Seeing(probe(1)))
    kiosk = kiosk_of(person)
    card = registered(kiosk)
    comes_home(person)
    person.tap("home.your_data")
    person.tap("your_data.give")
    person.on("face_offer")
    person.agree("face_offer.yes")
    person.reads("notice.choose_scope")
    person.tap("face_offer.scope.this_kiosk")
    person.tap("face_offer.scope.this_fair")
    person.agree("face_offer.yes")
    person.on("your_data")
    person.reads("notice.face_given")
    held = kiosk.cards.get(card.id)
    assert held is not None
    assert held.face is not None
    assert {one.purpose for one in held.agreed} >= {Purpose.FACE_THIS_KIOSK, Purpose.FACE_THIS_FAIR}
