"""From home through the hall: the tour, a stop less, on paper and as a code."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from kiosk.visit import Page
from kiosk.visit import events as e
from tests.fakes.devices import FakePrinter
from tests.fixtures.kiosk import Person
from tests.ui.conftest import Open


def _tour(person: Person) -> list[str]:
    """The booths of the tour that is on the page, in order; empty while the way is being found."""
    view = person.program._controller._get_view()
    return [row["booth"] for row in view["stops"]] if view.get("tour") else []


def test_seeker_takes_the_tour_leaves_out_a_stop_and_takes_it_along(open_kiosk: Open) -> None:
    printer = FakePrinter()
    person = open_kiosk(printer=printer)
    person.comes()
    person.registers()
    person.on("home")
    person.tap("home.tour.short", 60)
    person.on("map")
    person.until(lambda: len(_tour(person)) == 6, "the tour")
    before = _tour(person)
    person.tap("map.edit")
    person.tap("map.leave_out", booth=before[0])
    person.until(lambda: len(_tour(person)) == 5, "the shorter tour")
    person.tap("map.edit.done")
    assert set(_tour(person)) == set(before[1:])

    person.tap("map.print")
    person.until(lambda: len(printer.slips) == 1, "the paper")
    text = PdfReader(io.BytesIO(printer.slips[0])).pages[0].extract_text()
    assert all(booth in text for booth in _tour(person)) and before[0] not in text

    person.tap("map.phone")
    person.until(lambda: bool(person.program._controller._get_view().get("qr")), "the code")
    assert person.sees("map.phone.text")
    person.tap("map.phone.back")


def test_one_booth_when_there_is_no_printer_the_way_is_shown_and_no_key_to_print(open_kiosk: Open) -> None:
    person = open_kiosk(size=(1920, 1080), language="en")
    person.given(e.Touched(), e.BeenBefore(), e.LookAround(), e.Show(Page.MAP))
    person.on("map")
    view = person.program._controller._get_view()
    booth = view["map"]["booths"][-1]["id"]
    person.program._controller.act("open_booth", {"booth": booth})
    person.until(lambda: bool(person.program._controller._get_view()["map"]["routes"]), "the way")
    assert person.sees("map.to_booth", booth=booth)
    assert person.find(person.say("map.print")) is None


@pytest.mark.parametrize("hall", ["H1", "H2"])
def test_way_into_the_other_hall_when_drawn_goes_through_the_door_and_nothing_of_it_is_moved(
    open_kiosk: Open, hall: str
) -> None:
    """A way that left by the north passage lay on top of the wall: what is outside the seen part moves to its edge."""
    person = open_kiosk(size=(1920, 1080))
    person.given(e.Touched(), e.BeenBefore(), e.LookAround(), e.Show(Page.MAP))
    person.on("map")
    controller = person.program._controller
    booths = controller._browsing._floor.plan.booths  # type: ignore[union-attr]
    controller.act("open_booth", {"booth": next(box.id for box in booths if box.hall == "H2" and box.y < 10)})
    person.until(lambda: bool(controller._get_view()["map"]["routes"]), "the way")
    controller.act("hall", {"hall": hall})
    drawn = controller._get_view()["map"]
    assert drawn["routes"] and len(drawn["doors"]) >= 3
    person.passes(0.1)
    plan = next(item for item in person.drawn() if "HallMap" in item.metaObject().className())
    seen = plan.property("seen")
    points = [point for line in (*drawn["routes"], *drawn["doors"]) for point in line]
    points += [(stop["x"], stop["y"]) for stop in drawn["stops"]]
    cell = 0.5  # metres: a step of the way may end in the wall
    place = seen.adjusted(-cell, -cell, cell, cell)
    assert all(place.contains(x, y) for x, y in points), (seen, points)
