"""The real program on every page of a visit: it says all in both languages, in both orientations, and lets one go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from jobfair.ids import new_id
from jobfair.seeker import Basics, IntentionCard, Resume
from jobfair.taking_back import TakeBackCode, new_secret
from kiosk.ports import Frame, Probe
from kiosk.visit import Draft, NewResume, Page, Visit
from kiosk.visit import events as e
from tests.fakes.devices import FakeFaceEngine, FakePrinter, probe
from tests.fakes.kiosk import CODE, PHONE, registered
from tests.fixtures.kiosk import LANDSCAPE, PORTRAIT, RAW_KEY, FakedKiosk, Person
from tests.ui.conftest import Open, kiosk_of
from ui.words import load_tables

ON_CAMERA = {"looking", "scan_pass", "enrolling"}
# Nowhere to go back to: the visit begins here, or the way here is closed behind (what is saved stays saved).
NO_BACK = {Page.TOO_MANY_TRIES, Page.HOME, Page.SAVED}


def enrolled(kiosk: FakedKiosk) -> None:
    """Somebody has left a face here, so that the face is among the ways in."""
    registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_kiosk")


def tour(person: Person) -> Iterator[Page]:
    """Every page of a visit once; stands still on each."""
    kiosk, stage = kiosk_of(person), person.program._stage
    enrolled(kiosk)
    seen: set[Page] = set()

    def at(*events: e.Event) -> Iterator[Page]:
        for event in events:
            stage.advance(event)
            QTest.qWait(5)
            if person.visit.page not in seen:
                seen.add(person.visit.page)
                yield person.visit.page

    yield Page.ATTRACT
    yield from at(e.TakeBackShown(TakeBackCode(new_secret(), (new_id(),))), e.Back())
    yield from at(e.Touched(), e.BeenBefore(), e.WayChosen("face"), e.ConsentAnswered(True), e.Found(None))
    yield from at(e.WayChosen("face"), e.ConsentAnswered(True), e.FaceAmbiguous(), e.WayChosen("pass"), e.Back())
    yield from at(e.BeenBefore(), e.WayChosen("document"), e.Back(), e.WayChosen("phone"))
    yield from at(e.Found(kiosk.desk.find_by_phone("+8613900000000")), e.CodeWrong(1), e.CodeWrong(0), e.Finish())
    draft = Draft(name="测试", phone=PHONE, age="16_up")
    card = IntentionCard(kind_of_work="焊工", years="1_to_3", contact=PHONE, name="测试")
    full = Draft(name="测试", phone=PHONE, age="16_up", intention=card)
    yield from at(e.Touched(), e.FirstTime(), e.ConsentAnswered(True), e.DocumentWanted(), e.Back())
    yield from at(e.Noted(draft), e.Noted(full))
    complete = Draft(name="测试", phone=PHONE, age="16_up", intention=card, code=CODE)
    yield from at(e.Noted(complete), e.ConsentAnswered(True, "this_kiosk"))
    yield from at(e.Registered(registered(kiosk)))
    person.until(lambda: not person.program._controller._browsing._busy, "the booths")
    yield from at(e.YourData(), e.PassWanted(), e.Back(), e.Back())
    yield from at(e.Show(Page.BOOTHS), e.Show(Page.MAP), e.Show(Page.HOME))
    yield from at(e.Show(Page.QUESTIONS), e.Back(), e.Show(Page.PROFILE), e.Show(Page.HOME))
    fair = stage.fair
    yield from at(e.OpeningChosen(fair.openings[0].id), e.HandIn(fair.openings[0].id))
    yield from at(e.SourceChosen("form"), e.Back(), e.SourceChosen("file"))
    resume = Resume(basics=Basics(name="测试者", phone="13800002746", summary="做过三年焊工，会看图纸。"))
    person.program._controller._handing_in._read = resume
    yield from at(e.FormDone(resume))
    yield from at(e.FormDone(resume))
    person.until(lambda: isinstance(person.visit.resume, NewResume), "the page to be drawn", 60)
    yield from at(e.Reviewed())
    person.tap_starting(person.say("employers.submit", n=1))
    person.on("saved")
    yield Page.SAVED
    yield from at(e.Finish())
    assert seen | {Page.ATTRACT, Page.SAVED} == set(Page), set(Page) - seen


def scrolls(item: QQuickItem) -> bool:
    """Whether it stands on something that can be moved: a list, a long page, the floor plan."""
    parent = item.parentItem()
    while parent is not None:
        if parent.inherits("QQuickFlickable") or "HallMap" in parent.metaObject().className():
            return True
        parent = parent.parentItem()
    return False


def clipped(person: Person) -> list[str]:
    """Texts that are wider than their place or beyond the window; and cut short, where they are the program's own.

    What scrolls may go on below; a long name of the fair may end in dots on a card, it is whole on its own page.
    """
    ours = set(load_tables()[person.language].values())  # type: ignore[index]
    found = []
    window = QRectF(-1, -1, person.window.width() + 2, person.window.height() + 2)
    for item in person.drawn():
        text = item.property("text")
        painted = item.property("paintedWidth")
        if not text or painted is None or item.property("placeholderText") is not None:
            continue
        place = item.mapRectToScene(QRectF(0, 0, min(painted, item.width()), item.property("paintedHeight")))
        if item.property("truncated") and text in ours:
            found.append(f"cut short: {text}")
        elif painted > item.width() + 2 and item.width() > 0:
            found.append(f"too wide: {text}")
        elif not scrolls(item) and not window.contains(place):
            found.append(f"outside: {text}")
    return found


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_every_page_in_both_languages_says_all_of_its_texts_and_opens_the_camera_only_where_it_is_needed(
    open_kiosk: Open, size: tuple[int, int]
) -> None:
    person = open_kiosk(size=size, printer=FakePrinter(), engine=Absent())
    camera = kiosk_of(person).fake_camera
    wrong: list[str] = []
    for page in tour(person):
        for language in ("en", "zh"):
            person.program._words.setProperty("language", language)
            person.language = language
            QTest.qWait(25)
            texts = person.texts()
            where = f"{page.value} in {language}"
            wrong += [f"{where}: raw key {text}" for text in texts if RAW_KEY.match(text)]
            wrong += [f"{where}: {text}" for text in texts if "{" in text or "undefined" in text or "NaN" in text]
            wrong += [f"{where}: {what}" for what in clipped(person)]
        if page.value in ON_CAMERA:
            person.until(lambda: camera.is_open, f"the camera to open on {page.value}")
        else:
            person.until(lambda: not camera.is_open, f"the camera to close on {page.value}")
        if page not in (Page.ATTRACT, Page.FAREWELL):
            assert person.find(person.say("dock.finish")), page
            assert (person.find(person.say("dock.back")) is not None) == (page not in NO_BACK), page
    assert not wrong, "\n".join(wrong)


class Absent(FakeFaceEngine):
    """Sees nobody, so that no page goes on by itself."""

    def measure(self, frames: list[Frame], thorough: bool = False) -> Probe:  # type: ignore[override]
        raise AssertionError("nobody is there")


def test_finish_on_every_page_ends_the_visit_and_keeps_nothing_of_it(open_kiosk: Open) -> None:
    person = open_kiosk(engine=Absent())
    stage, camera = person.program._stage, kiosk_of(person).fake_camera
    for page in tour(person):
        if page in (Page.ATTRACT, Page.FAREWELL):
            continue
        before = person.visit
        person.tap("dock.finish")
        person.until(lambda: person.page in ("attract", "farewell"), f"the end of the visit on {page}")
        assert person.visit == Visit(number=before.number + 1, page=person.visit.page), page
        person.until(lambda: not camera.is_open, "the camera to close")
        stage.visit = replace(before, number=person.visit.number)  # as if it had gone on
        person.program._controller._part_of[page].entered(page)
        stage.changed.emit()
