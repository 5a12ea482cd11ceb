"""The second factor on the screen: a code that was sent, the pass after a document, and new tries from the staff."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.fakes.kiosk import CODE, DOCUMENT, PHONE, registered
from tests.fixtures.kiosk import Person, demo_server
from tests.ui.conftest import Open

STAFF_CODE = "314159"


def types_the_phone(person: Person) -> None:
    person.comes()
    person.tap("welcome.been_before")
    person.on("ways_in")
    person.tap("ways.phone")
    person.on("phone")
    person.digits(PHONE.removeprefix("+86"))
    person.on("confirm_code")


def test_code_by_sms_is_offered_while_online_and_opens(open_kiosk: Open) -> None:
    server = demo_server(code_messages=("sms",))
    person = open_kiosk(server=server)
    person.kiosk.syncer.one_round()
    card = registered(person.kiosk)
    server.codes.find = lambda wanted: card
    types_the_phone(person)
    person.tap("confirm.factor.sms")
    person.reads("confirm.heading.sms")
    person.digits("150150")
    person.reads("notice.wrong_code.sent", n=2)
    person.digits(next(iter(server.codes.sent.values())))
    person.on("home")


def test_pass_opens_what_a_document_named(open_kiosk: Open) -> None:
    person = open_kiosk(server=demo_server(), camera=None)
    text = person.kiosk.desk.make_pass(registered(person.kiosk, document=DOCUMENT))
    person.comes()
    person.tap("welcome.been_before")
    person.on("ways_in")
    person.tap("ways.document")
    person.on("document")
    person.digits(DOCUMENT.number)
    person.on("confirm_code")
    person.tap("confirm.factor.pass")
    person.on("scan_pass")
    person.program._controller.scanned(text)
    person.on("home")


def test_pass_is_not_offered_after_a_phone_number(open_kiosk: Open) -> None:
    person = open_kiosk(server=demo_server())
    registered(person.kiosk)
    types_the_phone(person)
    assert person.say("confirm.factor.pass") not in person.texts()


def test_staff_give_new_tries_to_who_stands_before_the_locked_page(open_kiosk: Open) -> None:
    server = demo_server()
    person = open_kiosk(server=server)
    registered(person.kiosk)
    types_the_phone(person)
    while person.page == "confirm_code":
        person.digits("150150")
        person.until(lambda: not person.program._controller._get_view().get("busy"), "an answer")
    person.on("too_many_tries")
    person.program._heard._hold.setInterval(30)
    corner = QPoint(20, 20)
    QTest.mousePress(person.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, corner)
    QTest.qWait(80)
    QTest.mouseRelease(person.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, corner)
    person.on("staff_code")
    person.reads("staff.code.reset")
    person.digits(STAFF_CODE)
    person.on("confirm_code")
    person.digits(CODE)
    person.on("home")
