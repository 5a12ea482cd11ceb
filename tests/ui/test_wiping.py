"""The next person sees nothing of the last: finish, walking away, and what nobody foresaw end in the same wipe."""

from __future__ import annotations

import dataclasses
import logging
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, MethodType, SimpleNamespace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from jobfair.fair import Fair
from jobfair.matching.booths import Matcher
from jobfair.resume.render import Renderer
from kiosk.hall_plan import HallPlan
from kiosk.visit import Page, Visit
from tests.fixtures.kiosk import Person, demo_server
from tests.ui.conftest import Open, kiosk_of
from ui.app import _end_on_defect

MARKER = "鱻麤龘"
PHONE, CODE = "13812340987", "482915"


def everything(start: object) -> Iterator[object]:
    """All that is reachable from here through attributes, containers and closures of our own objects."""
    seen: set[int] = set()
    published = (type(sys), Fair, Matcher, Renderer, HallPlan)  # large, the same for everybody
    todo: list[object] = [start]
    while todo:
        thing = todo.pop()
        if id(thing) in seen or isinstance(thing, published):
            continue
        seen.add(id(thing))
        yield thing
        if isinstance(thing, dict):
            todo += [*thing.keys(), *thing.values()]
        elif isinstance(thing, list | tuple | set | frozenset):
            todo += list(thing)
        elif isinstance(thing, MethodType):
            todo += [thing.__self__, thing.__func__]
        elif isinstance(thing, FunctionType):
            todo += [cell.cell_contents for cell in thing.__closure__ or () if _filled(cell)]
        elif not isinstance(thing, type | str | bytes):
            todo += list(getattr(thing, "__dict__", {}).values())
            todo += [getattr(thing, name) for name in getattr(type(thing), "__slots__", ()) if hasattr(thing, name)]


def _filled(cell: object) -> bool:
    try:
        cell.cell_contents  # type: ignore[attr-defined]  # noqa: B018
    except ValueError:
        return False
    return True


def traces(person: Person, *secrets: str) -> list[str]:
    """Where one of these is still to be found, in what the program holds or what the window holds."""
    found = []
    for thing in everything(person.program):
        text = thing if isinstance(thing, str) else thing.decode("utf-8", "ignore") if isinstance(thing, bytes) else ""
        found += [f"held: {text[:80]!r}" for secret in secrets if secret in text]
    items: list[QObject] = [person.window, *person.window.findChildren(QObject)]

    def walk(item: QQuickItem) -> None:
        items.append(item)
        for child in item.childItems():
            walk(child)

    walk(person.window.contentItem())
    for item in items:
        for name in ("text", "preeditText", "displayText", "selectedText", "placeholderText", "title"):
            value = item.property(name)
            found += [f"drawn: {name} {value!r}" for secret in secrets if isinstance(value, str) and secret in value]
        accessible = str(item.property("view") or "")
        found += [f"view: {accessible[:80]}" for secret in secrets if secret in accessible]
    clipboard = QGuiApplication.clipboard().text()
    return found + ["clipboard" for secret in secrets if secret in clipboard]


def has_typed(person: Person) -> None:
    """A new seeker on her way, with a name and a number on the screen."""
    person.comes()
    person.tap("welcome.first_time")
    person.agree("register_consent.yes")
    person.on("register")
    person.write("register.name", MARKER)
    person.write("register.phone", PHONE)
    found = traces(person, MARKER), traces(person, PHONE)
    assert all(any(trace.startswith(kind) for trace in one) for one in found for kind in ("held", "drawn")), found


@pytest.mark.parametrize("how", ["finish", "walks away", "back"])
def test_name_that_was_only_typed_is_gone_when_the_visit_ends(
    person: Person, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    has_typed(person)
    if how == "walks away":
        person.passes(41)
        person.on("idle")
        person.passes(20)
    elif how == "finish":
        person.tap("dock.finish")
    else:
        for _ in range(2):
            person.tap("dock.back")
        person.tap("dock.finish")
    person.on("attract")
    QTest.qWait(50)
    assert traces(person, MARKER, PHONE) == []
    assert MARKER not in caplog.text
    assert PHONE not in caplog.text


def test_whole_visit_when_finished_leaves_only_sealed_rows_and_the_masked_name(
    open_kiosk: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = demo_server()
    person = open_kiosk(server=server)
    server.down()
    person.comes()
    person.registers(name=MARKER, phone=PHONE, code=CODE)
    person.hands_in_the_card()
    assert person.visit.submissions
    person.tap("saved.finish")
    person.on("farewell")
    person.tap("farewell.done")
    person.on("attract")
    person.until(lambda: traces(person, MARKER, PHONE, CODE) == [], "nothing to be left")
    written = b"".join(file.read_bytes() for file in (tmp_path / "kiosk").rglob("*") if file.is_file())
    for secret in (MARKER, PHONE, CODE):
        assert secret.encode() not in written
        assert secret not in caplog.text
    assert person.program._controller._images._images == {}


def test_idle_overlay_covers_and_empties_the_page_and_a_touch_brings_it_back(person: Person) -> None:
    has_typed(person)
    person.passes(39)
    assert person.page == "register"
    person.passes(2)
    person.on("idle")
    person.reads("idle.heading")
    drawn = [item for item in person.drawn() if MARKER in str(item.property("text"))]
    assert drawn == []
    person.tap("idle.stay")
    person.on("register")
    person.until(lambda: MARKER in person.texts(), "what was typed to be there again")
    person.passes(39)
    assert person.page == "register", "the countdown began anew"


def test_idle_overlay_counts_down_and_can_end_the_visit_at_once(person: Person) -> None:
    has_typed(person)
    person.passes(45)
    person.on("idle")
    person.until(lambda: "15" in person.texts(), "fifteen seconds")
    person.passes(5)
    person.until(lambda: "10" in person.texts(), "ten seconds")
    person.tap("idle.finish")
    person.on("attract")
    assert traces(person, MARKER) == []


def test_keys_that_are_typed_keep_the_visit_alive(person: Person) -> None:
    has_typed(person)
    person.passes(35)
    person.type("a")
    person.passes(35)
    assert person.page == "register"


def test_attract_page_is_never_idle(person: Person) -> None:
    person.on("attract")
    person.passes(10_000)
    assert person.page == "attract"
    assert person.visit.number == 0


def test_next_visit_begins_in_the_kiosks_language_and_type_size(person: Person) -> None:
    person.comes()
    person.speaks("en")
    person.tap("top.large")
    person.tap("dock.low_reach")
    assert person.program._controller._get_frame()["large_type"]
    person.tap("dock.finish")
    person.on("attract")
    frame = person.program._controller._get_frame()
    assert not (frame["large_type"] or frame["high_contrast"] or frame["low_reach"])
    person.language = "zh"
    person.comes()
    person.reads("welcome.heading")


def test_second_visit_shows_nothing_that_the_first_typed(person: Person) -> None:
    has_typed(person)
    person.tap("dock.finish")
    person.on("attract")
    person.comes()
    person.tap("welcome.first_time")
    person.agree("register_consent.yes")
    person.on("register")
    person.reads("register.heading")
    assert traces(person, MARKER, PHONE) == []


# --- what nobody foresaw


@pytest.fixture
def defects(person: Person, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """The program's own handling of defects in place, as ui/app.py sets it; what it ended with."""
    told = SimpleNamespace(codes=[])
    monkeypatch.setattr(person.program, "end", told.codes.append)
    monkeypatch.delenv("JOBFAIR_STRICT", raising=False)
    before = sys.excepthook
    signals = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    _end_on_defect(person.program)
    yield told
    sys.excepthook = before
    for number, handler in signals.items():
        signal.signal(number, handler)


@pytest.mark.qt_no_exception_capture
def test_defect_in_a_slot_ends_the_visit_and_logs_no_value(
    person: Person, defects: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    has_typed(person)

    def broken(page: Page, name: str, args: object) -> None:
        raise KeyError(MARKER)

    part = person.program._controller._part_of[Page.REGISTER]
    part.act = broken  # type: ignore[method-assign]
    person.tap("form.next_step") if person.find(person.say("form.next_step")) else person.tap("register.age.16_up")
    person.on("attract")
    del part.act  # type: ignore[method-assign]
    assert defects.codes == []
    assert "defect: KeyError" in caplog.text
    assert MARKER not in caplog.text
    sys.last_value = sys.last_traceback = None
    assert traces(person, MARKER, PHONE) == []
    person.comes()  # and the next person can use it


@pytest.mark.qt_no_exception_capture
def test_defect_three_times_within_a_minute_ends_the_program(person: Person, defects: SimpleNamespace) -> None:
    for _ in range(3):
        person.program._stage.worker.run(lambda: 1 // 0, lambda _: None)
    person.until(lambda: bool(defects.codes), "the end of the program")
    assert defects.codes == [70]


@pytest.mark.qt_no_exception_capture
def test_defect_in_work_off_the_drawing_thread_ends_the_visit(person: Person, defects: SimpleNamespace) -> None:
    has_typed(person)
    person.program._stage.run(lambda: [][1], lambda _: None)
    person.on("attract")
    assert traces(person, MARKER) == []
    assert defects.codes == []


def test_visits_that_ended_are_counted_and_nothing_else_of_them(person: Person) -> None:
    for _ in range(2):
        has_typed(person)
        person.tap("dock.finish")
        person.on("attract")
    person.until(lambda: person.kiosk.desk.visits_today() == 2, "two visits")
    assert dataclasses.replace(person.visit, number=0) == Visit()
    assert kiosk_of(person).outbox.counts().waiting == 0


def test_second_tap_of_a_double_tap_agrees_to_nothing(open_kiosk: Open) -> None:
    person = open_kiosk()
    person.comes()
    controller = person.program._controller
    controller.tap_guard = 60.0
    person.tap("welcome.first_time")
    person.on("register_consent")
    controller.act("consent", {"given": True})
    assert person.page == "register_consent"
    controller.tap_guard = 0.0
    controller.act("consent", {"given": True})
    person.on("register")


def test_what_was_copied_is_gone_with_the_visit(open_kiosk: Open) -> None:
    person = open_kiosk()
    person.comes()
    QGuiApplication.clipboard().setText("19900001234")
    person.tap("dock.finish")
    person.on("attract")
    assert QGuiApplication.clipboard().text() == ""
