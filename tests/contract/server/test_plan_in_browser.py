"""The floor plan's editor in a real browser: draw, undo, move, see the narrow aisle, have it moved, publish."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fixtures.server import ServerProcess, sqlite_server

__all__ = ["sqlite_server"]

SAVED = re.compile(r"^Draft \d+, saved")
CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")]


@pytest.fixture
def page(sqlite_server: ServerProcess) -> Iterator[Any]:
    """The editor's page in English, logged in; whatever its script complains of fails the test."""
    api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    who, complaints = sqlite_server.credentials["organizer"], []
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US").new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if "Policy" in message.text else None)
        page.goto(f"{sqlite_server.base_url}/login")
        page.fill("[name=username]", who["user"])
        page.fill("[name=password]", who["password"])
        page.click("main button")
        page.goto(f"{sqlite_server.base_url}/organizer/small-fair/plan")
        page.wait_for_selector("html[data-editor=ready]")
        yield page
        browser.close()
    assert complaints == []


def drag(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    """From here to there on the floor, in metres."""
    box = page.locator("#canvas").bounding_box()
    moved = page.locator("#canvas > g").first.get_attribute("transform")
    x0, y0 = (float(part) for part in moved.split("translate(")[1].rstrip(")").split(" "))
    scale = float(moved.split("scale(")[1].split(")")[0])
    for number, (x, y) in enumerate((start, end)):
        page.mouse.move(box["x"] + (x + x0) * scale, box["y"] + (y + y0) * scale, steps=4)
        page.mouse.down() if number == 0 else page.mouse.up()


def finding(page: Any, text: str) -> Any:
    return page.locator("#findings li", has_text=text)


def test_organizer_when_drawing_a_plan_is_led_to_one_that_is_published(sqlite_server: ServerProcess, page: Any) -> None:
    page.click("[data-tool=hall]")
    drag(page, (0, 0), (40, 30))
    page.click("[data-tool=door]")
    drag(page, (10, 30), (14, 30))
    page.click("[data-tool=booth]")
    drag(page, (5, 5), (8, 8))
    page.fill("#fields input", "A10")
    page.press("#fields input", "Tab")
    booths = page.locator("#canvas .booth")
    assert booths.count() == 1
    page.click("[data-act=undo]")
    assert booths.text_content() == "A01"
    page.click("[data-act=undo]")
    assert booths.count() == 0
    page.click("[data-act=redo]")
    page.click("[data-act=redo]")
    assert booths.text_content() == "A10"

    drag(page, (11, 5), (14, 8))
    page.fill("#fields input", "A11")
    page.press("#fields input", "Tab")
    page.click("[data-tool=select]")
    page.locator("#canvas").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    assert page.locator("#canvas .tag.narrow text").first.text_content() == "1.0 m"
    aisle = finding(page, "Aisle A10 to A11 is 1.0 m")
    aisle.wait_for()
    page.locator("#draft", has_text=SAVED).wait_for()

    page.click("#publish")
    page.locator("#notice", has_text="Not published").wait_for()
    aisle.get_by_text("Show me").click()
    aisle.get_by_text("Move it for me").click()
    aisle.wait_for(state="detached")
    page.click("#publish")
    page.locator("#notice", has_text="Published").wait_for()
    with_plan = sqlite_server.command("publish")["parts"]
    assert "plan" in with_plan


def test_two_organizers_when_both_save_the_second_is_asked(sqlite_server: ServerProcess, page: Any) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("html[data-editor=ready]")
    for each in (other, page):
        each.click("[data-tool=place]")
        each.locator("#canvas").focus()
        each.keyboard.press("Enter")
        if each is other:
            each.locator("#draft", has_text=SAVED).wait_for()
    page.locator("#conflict", has_text="organizer").wait_for()
    page.get_by_text("Keep mine").click()
    page.locator("#draft", has_text=SAVED).wait_for()
    assert page.locator("#conflict").is_hidden()
    # Halls that lie apart are joined by hand: the place becomes stairs, and they lead to a door.
    assert page.get_by_label("Leads to").count() == 0
    page.locator("#fields select").first.select_option("stairs")
    page.get_by_label("Leads to").select_option(index=1)
    page.get_by_label("Metres to there").fill("12")
    page.get_by_label("Metres to there").press("Tab")
    assert page.get_by_label("Leads to").input_value().startswith("D")
    page.click("[data-act=undo]")
    assert page.get_by_label("Metres to there").input_value() == ""
    other.close()
