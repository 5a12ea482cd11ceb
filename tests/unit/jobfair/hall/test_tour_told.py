"""The tour in words: on paper, and in a code that any phone reads."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from jobfair.hall.paper import tour_paper
from jobfair.hall.plan import Area, read_plan
from jobfair.hall.told import MOST_BYTES, TourTold, as_text
from jobfair.hall.tour import HallWalks
from jobfair.resume.render import Renderer
from jobfair.text import Language

DEMO = (Path(__file__).parents[4] / "resources" / "demo" / "plan.geojson").read_bytes()


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer()


def told(language: Language, booths: int = 7) -> TourTold:
    plan = read_plan(DEMO)
    here = plan.kiosks[0].at
    names = [booth.id for booth in plan.booths][:: 120 // booths][:booths]
    tour = HallWalks(plan).tour(here, [*names, "Z9"], {names[0]: 14, names[-1]: 0} if booths > 1 else {})
    return TourTold("滨江市春季招聘会", "K1", language, tour, {names[0]: "海川精密制造"}, plan, here, "3月21日 10:42")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("receipt", [True, False])
def test_tour_when_printed_names_every_stop_its_minutes_and_what_cannot_be_reached(
    renderer: Renderer, language: Language, receipt: bool
) -> None:
    told_tour = told(language)
    pdf = tour_paper(renderer, told_tour, receipt=receipt)
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    text = page.extract_text()
    assert all(stop.booth in text for stop in told_tour.tour.stops) and "Z9" in text
    assert ("等 14 分钟" if language == "zh" else "14 min wait") in text
    assert round(float(page.mediabox.width)) == (227 if receipt else 595)
    assert pdf == tour_paper(renderer, told(language), receipt=receipt)


@pytest.mark.parametrize("booths", [1, 6, 12, 30])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_tour_as_text_fits_a_code_and_names_the_booths_in_order(language: Language, booths: int) -> None:
    told_tour = told(language, booths)
    text = as_text(told_tour)
    assert len(text.encode()) <= MOST_BYTES
    where = [text.find(stop.booth) for stop in told_tour.tour.stops]
    assert -1 not in where and where == sorted(where)
    assert "海川" not in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tour_of_twelve_as_text_keeps_its_minutes_and_says_where_the_hall_changes(language: Language) -> None:
    told_tour = told(language, 12)
    text = as_text(told_tour)
    stops = told_tour.tour.stops
    assert f" {stops[0].booth} {stops[0].walk}" in text
    assert f" {stops[-1].booth} {stops[-1].walk}" in text
    halls = [told_tour.hall_before(index) for index in range(len(stops))]
    assert {hall for hall in halls if hall} == ({"一号馆", "二号馆"} if language == "zh" else {"Hall 1", "Hall 2"})
    assert all(f"[{hall}]" in text for hall in halls if hall)
    assert told(language, 1).hall_before(0) == ""


def test_tour_when_printed_says_where_the_hall_changes(renderer: Renderer) -> None:
    page = PdfReader(io.BytesIO(tour_paper(renderer, told("en", 12), receipt=True))).pages[0].extract_text()
    assert page.index("Hall 1") < page.index("Hall 2")


def test_booth_when_slanted_keeps_its_outline() -> None:
    slanted = Area("A", "H", "booth", "", ((2, 0), (4, 2), (2, 4), (0, 2)))
    upright = Area("B", "H", "booth", "", ((0, 0), (3, 0), (3, 1.5), (3, 3), (0, 3)))
    assert not slanted.upright
    assert not Area("C", "H", "booth", "", ((0, 0), (3, 0), (3, 3))).upright
    assert not upright.upright and Area("D", "H", "booth", "", ((0, 0), (3, 0), (3, 3), (0, 3))).upright
