"""The staff's page: behind a hidden place and a code, never over somebody's visit."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest

from jobfair.ids import new_id
from jobfair.wire import Door
from kiosk.outbox import Item
from tests.fakes.devices import FakePrinter
from tests.fixtures.kiosk import Person, faked, opened
from tests.ui.conftest import Open, kiosk_of

STAFF_CODE = "314159"


def holds_the_corner(person: Person) -> None:
    """As long as it takes; the three seconds are made short."""
    person.program._heard._hold.setInterval(30)
    corner = QPoint(20, 20)
    QTest.mousePress(person.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, corner)
    QTest.qWait(80)
    QTest.mouseRelease(person.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, corner)
    QTest.qWait(10)


def opens_the_page(person: Person) -> None:
    person.on("attract")
    holds_the_corner(person)
    if person.page == "welcome":  # the corner is on the attract page, which begins a visit when it is touched
        person.tap("dock.finish")
        person.on("attract")
        holds_the_corner(person)
    person.on("staff_code")


def test_staff_page_opens_with_the_right_code_only(person: Person) -> None:
    opens_the_page(person)
    person.digits("111222")
    person.reads("staff.code.wrong")
    person.digits(STAFF_CODE)
    person.on("staff_page")
    person.reads("staff.part.network")


def test_staff_speak_either_language_at_the_code_and_on_their_page(person: Person) -> None:
    opens_the_page(person)
    person.speaks("en")
    person.reads("staff.code")
    person.digits(STAFF_CODE)
    person.on("staff_page")
    person.reads("staff.part.network")
    person.speaks("zh")
    person.reads("staff.part.network")


def test_staff_code_wrong_five_times_locks_the_door_even_for_the_right_one(person: Person) -> None:
    opens_the_page(person)
    for _ in range(5):
        person.digits("111222")
        person.until(lambda: not person.program._controller._get_view().get("busy"), "an answer")
        person.reads("staff.code.wrong")
    person.digits(STAFF_CODE)
    QTest.qWait(200)
    assert person.page == "staff_code"
    person.kiosk.fake_clock.advance(301)  # type: ignore[attr-defined]
    person.on("attract")  # nobody touched the page for a minute
    opens_the_page(person)
    person.digits(STAFF_CODE)
    person.on("staff_page")


def test_staff_page_that_nobody_uses_closes_after_a_minute(person: Person) -> None:
    opens_the_page(person)
    person.digits(STAFF_CODE)
    person.on("staff_page")
    person.passes(59)
    assert person.page == "staff_page"
    person.passes(2)
    person.on("attract")


def test_corner_held_during_a_visit_opens_nothing(person: Person) -> None:
    person.comes()
    holds_the_corner(person)
    assert person.page == "welcome"


def test_kiosk_that_is_paused_takes_nobody_until_staff_goes_on(person: Person) -> None:
    opens_the_page(person)
    person.digits(STAFF_CODE)
    person.on("staff_page")
    person.tap("staff.pause")
    person.on("staff_code")
    person.digits(STAFF_CODE)
    person.on("staff_page")
    person.tap("staff.leave")
    person.reads("notice.paused")
    person.press_at(person.window.width() // 2, person.window.height() // 2)
    assert not person.visit.under_way
    holds_the_corner(person)
    person.on("staff_code")
    person.digits(STAFF_CODE)
    person.tap("staff.resume")
    person.tap("staff.leave")
    person.comes()


def test_staff_sees_a_printer_that_is_lost(open_kiosk: Open) -> None:
    printer = FakePrinter()
    printer.lost = "no paper"
    person = open_kiosk(printer=printer)
    opens_the_page(person)
    person.digits(STAFF_CODE)
    person.on("staff_page")
    person.reads("staff.part.printer")
    person.program._controller.act("part", {"part": "printer"})
    person.reads("staff.state.failed")


def test_staff_who_sends_has_what_was_refused_tried_again(open_kiosk: Open) -> None:
    person = open_kiosk()
    outbox = person.kiosk.outbox
    outbox.put([Item(Door.SUBMISSIONS, new_id(), b"sealed")])
    (row,) = outbox.take(1)
    outbox.park(row, "unknown_key")
    opens_the_page(person)
    person.digits(STAFF_CODE)
    person.on("staff_page")
    person.program._controller.act("part", {"part": "outbox"})
    person.until(lambda: outbox.counts().parked == 0, "the refused one waits again")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_kiosk_that_is_not_paired_says_so_and_begins_no_visit(open_kiosk: Open, language: str) -> None:
    person = open_kiosk(paired=False, language=language)
    person.on("attract")
    person.reads("notice.not_ready")
    person.press_at(person.window.width() // 2, person.window.height() // 2)
    assert not person.visit.under_way


def test_camera_lives_through_the_program_closing_during_a_look(qapp: QObject, tmp_path: Path) -> None:
    from tests.fixtures.kiosk import demo_server
    from tests.ui.test_ways_in import enrolled, looks_at_the_camera

    kiosk = faked(tmp_path / "kiosk", demo_server())
    with opened(kiosk) as person:
        enrolled(kiosk_of(person))
        looks_at_the_camera(person)
        person.until(lambda: kiosk.fake_camera.is_open, "the camera to open")
    assert not kiosk.fake_camera.is_open
