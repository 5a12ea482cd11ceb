"""Every page, with its sample data, in both orientations and both languages: it loads, says all, and acts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

pytest.importorskip("PySide6")

import PySide6.QtQuick  # noqa: F401
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from tests.ui.collisions import collisions
from ui.fonts import use_fonts
from ui.preview import Preview, pages, sample, wait

PORTRAIT, LANDSCAPE = (1080, 1920), (1920, 1080)
KEY = re.compile(r"^[a-z_]+(\.[a-z_0-9]+)+$")
SAMPLES = [name for name in pages() if not name.startswith("_")]
NO_OVERFLOW = ("Welcome", "WaysIn", "Looking", "ScanPass", "Document", "Phone", "ConfirmCode",
               "NotRecognised", "Home", "ResumeSource", "Register", "ChooseCode", "Saved")  # fmt: skip

FULL = ("Welcome", "WaysIn/camera_lost", "Looking/blink", "TooManyTries", "YourData", "Review", "Questions/six",
        "Home/hint", "Home/tour", "Saved", "StaffPage", "Document/wrong", "ConfirmCode/elsewhere")  # fmt: skip


@pytest.fixture(params=[(PORTRAIT, "zh"), (PORTRAIT, "en"), (LANDSCAPE, "zh"), (LANDSCAPE, "en")], ids=str)
def preview(qapp: QObject, request: pytest.FixtureRequest) -> Iterator[Preview]:
    use_fonts()
    (width, height), language = request.param
    made = Preview(width, height, language)
    yield made
    made.view.close()
    made.view.deleteLater()


def items(root: QQuickItem) -> Iterator[QQuickItem]:
    yield root
    for child in root.childItems():
        yield from items(child)


def shown(preview: Preview, name: str, frame: dict[str, object] | None = None) -> list[QQuickItem]:
    """What is there when the layout has come to rest: nothing moved between two looks, and every target has a size.

    A target that never gets one is in the answer after all, for the test to tell.
    """
    preview.show(name, frame)
    before: list[tuple[int, float, float, float, float]] | None = None
    for _ in range(100):
        wait(40)
        found = [item for item in items(preview.view.rootObject()) if item.isVisible() and item.opacity() > 0]
        now = [(id(item), item.x(), item.y(), item.width(), item.height()) for item in found]
        if now == before and all(item.width() and item.height() for item in found if is_target(item)):
            break
        before = now
    return found


def is_target(item: QQuickItem) -> bool:
    """May be touched, and is drawn by ourselves."""
    return item.property("pressed") is not None and item.property("fill") is not None


def texts(found: list[QQuickItem]) -> list[str]:
    return [str(item.property("text")) for item in found if item.property("text")]


def named(found: list[QQuickItem], text: str) -> QQuickItem:
    return next(item for item in found if item.property("text") == text and item.property("pressed") is not None)


def click(preview: Preview, item: QQuickItem) -> None:
    place = item.mapToScene(item.boundingRect().center())
    QTest.mouseClick(preview.view, Qt.MouseButton.LeftButton, pos=QPoint(round(place.x()), round(place.y())))


def test_every_page_when_shown_says_all_of_its_texts_and_can_be_touched(preview: Preview) -> None:
    """Every target is large enough. The pages are drawn once for both, which takes long."""
    for name in SAMPLES:
        found = shown(preview, name)
        assert [text for text in texts(found) if KEY.match(text) and not text.endswith(".example")] == [], name
        assert [text for text in texts(found) if "{" in text or "undefined" in text or "NaN" in text] == [], name
        for item in found:
            if is_target(item):
                assert min(item.width(), item.height()) >= 95.5, (name, item.property("text"))
        if not name.startswith(("Attract", "AskOverlay", "IdleOverlay")):  # these are under a key as large as the page
            assert collisions(found) == [], name


def test_pages_with_much_on_them_in_large_type_cover_none_of_their_words(preview: Preview) -> None:
    for name in FULL:
        found = shown(preview, name, {"large_type": True})
        assert collisions(found) == [], name
        broken = [
            item.property("text") for item in found if item.property("truncated") and is_target(item.parentItem())
        ]
        assert broken == [], name


def test_pages_with_little_on_them_need_no_scrolling(preview: Preview) -> None:
    for name in NO_OVERFLOW:
        for item in shown(preview, name):
            assert item.property("overflow") is not True, name


@pytest.mark.parametrize(("page", "yes"), [("FaceConsent", "face_consent.yes"), ("FaceOffer", "face_offer.yes")])
def test_yes_waits_until_all_that_was_asked_was_on_the_screen(preview: Preview, page: str, yes: str) -> None:
    say = preview.words.tr
    found = shown(preview, page)
    area = next(item for item in found if item.property("overflow") is not None)
    if area.property("overflow"):
        waiting = named(found, say("consent.read_to_end"))
        assert not waiting.isEnabled()
        down = named(found, say("scroll.down"))
        for _ in range(9):
            if down.isEnabled():
                click(preview, down)
                wait(30)
    found = [item for item in items(preview.view.rootObject()) if item.isVisible()]
    click(preview, named(found, say(yes)))
    assert preview.view.rootObject().property("lastAct") in ("consent", "answer")


@pytest.mark.parametrize(
    ("page", "key", "act"),
    [
        ("Welcome", "welcome.first_time", "first_time"),
        ("WaysIn", "ways.look_around", "look_around"),
        ("FaceConsent", "face_consent.no", "consent"),
        ("Home", "home.hand_in", "hand_in"),
        ("Saved", "saved.finish", "finish"),
        ("IdleOverlay", "idle.stay", "stay"),
        ("WaysIn", "dock.back", "back"),
    ],
)
def test_button_when_touched_reports_its_act(preview: Preview, page: str, key: str, act: str) -> None:
    click(preview, named(shown(preview, page), preview.words.tr(key)))
    assert preview.view.rootObject().property("lastAct") == act


def test_button_when_return_is_pressed_reports_its_act(preview: Preview) -> None:
    button = named(shown(preview, "Welcome"), preview.words.tr("welcome.been_before"))
    button.forceActiveFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(preview.view, Qt.Key.Key_Return)
    assert preview.view.rootObject().property("lastAct") == "been_before"


def test_texts_when_language_changes_follow_at_once(preview: Preview) -> None:
    found = shown(preview, "WaysIn")
    preview.words.setProperty("language", "en")
    assert "Use the camera" in texts(found)
    preview.words.setProperty("language", "zh")
    assert "看一下摄像头" in texts(found)


def test_wheelchair_key_when_on_lowers_the_whole_stage(preview: Preview) -> None:
    found = shown(preview, "Home", {"low_reach": True})
    back = named(found, preview.words.tr("dock.back"))
    bar = named(found, "A+")
    portrait = preview.view.height() > preview.view.width()
    assert bar.mapToScene(bar.boundingRect().topLeft()).y() >= (560 if portrait else 120)
    assert back.mapToScene(back.boundingRect().topLeft()).y() > preview.view.height() * 0.8


def test_matches_are_never_said_as_a_percentage(preview: Preview) -> None:
    for name in ("Home", "Opening", "Booths"):
        assert [text for text in texts(shown(preview, name)) if "%" in text] == []


def test_employers_when_none_is_chosen_cannot_be_sent(preview: Preview) -> None:
    view = dict(sample("Employers", "zh")["view"])  # type: ignore[call-overload]
    shown(preview, "Employers")
    preview.view.rootObject().setProperty(
        "view", {**view, "chosen": 0, "rows": [{**row, "on": False} for row in view["rows"]]}
    )
    wait(30)
    found = [item for item in items(preview.view.rootObject()) if item.isVisible()]
    assert not named(found, preview.words.tr("employers.submit_none")).isEnabled()


def test_map_when_a_thousand_booths_are_drawn_finds_the_one_touched(preview: Preview) -> None:
    booths = [{"id": f"B{n}", "x": 3 + n % 40 * 4.0, "y": 5 + n // 40 * 4.0, "w": 3.0, "h": 4.0} for n in range(1000)]
    shown(preview, "Map")
    preview.view.rootObject().setProperty("view", {"map": {"width": 166, "height": 110, "booths": booths}, "halls": []})
    wait(100)
    plan = next(item for item in items(preview.view.rootObject()) if item.property("planWidth"))
    unit, left, top = (float(plan.property(name)) for name in ("unit", "originX", "originY"))
    spot = plan.mapToScene(plan.boundingRect().topLeft())
    place = QPoint(round(spot.x() + left + 4.5 * unit), round(spot.y() + top + 47 * unit))
    QTest.mouseClick(preview.view, Qt.MouseButton.LeftButton, pos=place)
    assert preview.view.rootObject().property("lastAct") == "open_booth"


def test_field_when_the_keyboard_is_up_stays_in_sight_with_the_actions(preview: Preview) -> None:
    found = shown(preview, "Register")
    root = preview.view.rootObject()
    root.setProperty("keyboardHeight", 387)
    field = [item for item in found if item.property("placeholderText") is not None][1]
    field.forceActiveFocus()
    wait(60)
    limit = root.height() - (160 + 72 if root.height() > root.width() else 136) - 387
    for item in (field, named(found, preview.words.tr("form.next_step"))):
        assert item.mapToScene(item.boundingRect().bottomLeft()).y() <= limit
    root.setProperty("keyboardHeight", 0)
