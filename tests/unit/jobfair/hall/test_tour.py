"""Ways around walls and stands, through doors, with and without steps; and what cannot be reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobfair.hall.grid import build_grid
from jobfair.hall.plan import Plan, Point, read_plan
from jobfair.hall.tour import HallWalks, Tour

shapely = pytest.importorskip("shapely")

DEMO = (Path(__file__).parents[4] / "resources" / "demo" / "plan.geojson").read_bytes()
SIX = ["A10", "B02", "C03", "B11", "G03", "K10"]


def _box(x: float, y: float, w: float, h: float) -> list[list[list[float]]]:
    return [[[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]]]


def plan_of(*features: tuple[str, Any, dict[str, Any]]) -> Plan:
    """Of features: kind, coordinates, further properties."""
    drawn = [
        {"properties": {"kind": kind, "id": f"{kind}{n}", **about}, "geometry": {"coordinates": shape}}
        for n, (kind, shape, about) in enumerate(features)
    ]
    return read_plan(json.dumps({"features": drawn}))


def _crosses(plan: Plan, tour: Tour) -> list[str]:
    """Booths and walls that the drawn way goes through, by more than the skin of a stand."""
    solid = [(b.id, shapely.Polygon(b.ring).buffer(0).buffer(-0.05)) for b in plan.booths]
    solid += [("wall", shapely.LineString(wall)) for wall in plan.walls]
    lines = [s.points for stop in tour.stops for s in stop.stretches if len(s.points) > 1]
    return [
        name
        for line in lines
        for name, shape in solid
        if not shape.is_empty and shapely.LineString(line).crosses(shape)
    ]


def test_demonstration_plan_when_a_tour_goes_through_both_halls_it_crosses_no_wall_and_no_stand() -> None:
    plan = read_plan(DEMO)
    walks = HallWalks(plan)
    tour = walks.tour(plan.kiosks[0].at, SIX)
    assert {stop.booth for stop in tour.stops} == set(SIX) and not tour.unreached
    assert {stretch.hall for stop in tour.stops for stretch in stop.stretches} == {"H1", "H2"}
    assert _crosses(plan, tour) == []
    assert tour == walks.tour(plan.kiosks[0].at, SIX)


def test_steps_between_halls_when_they_are_to_be_avoided_the_way_goes_round() -> None:
    plan = read_plan(DEMO)
    walks = HallWalks(plan)
    far = ["E01", "F01"]  # both near the north way, which has steps
    assert walks.tour(plan.kiosks[0].at, far).steps
    around = walks.tour(plan.kiosks[0].at, far, step_free=True)
    assert not around.steps and around.metres > walks.tour(plan.kiosks[0].at, far).metres


def test_booth_in_a_closed_room_is_unreached_and_the_others_are_visited() -> None:
    plan = plan_of(
        ("hall", _box(0, 0, 40, 20), {"id": "H"}),
        ("booth", _box(5, 5, 3, 3), {"id": "A1"}),
        ("booth", _box(30, 8, 3, 3), {"id": "A2"}),
        ("wall", [[25, 0], [25, 20]], {}),
        ("kiosk", [2, 18], {"id": "K1"}),
    )
    assert build_grid(plan).unreached((2, 18)) == ("A2",)
    tour = HallWalks(plan).tour((2, 18), ["A2", "A1", "Z9"])
    assert [stop.booth for stop in tour.stops] == ["A1"]
    assert tour.unreached == ("A2", "Z9")
    assert HallWalks(plan).minutes((2, 18)) == {"A1": 1, "A2": None}


def test_kiosk_that_stands_in_a_wall_of_booths_reaches_nothing_and_says_so() -> None:
    plan = plan_of(("hall", _box(0, 0, 20, 20), {"id": "H"}), ("booth", _box(0, 0, 20, 20), {"id": "A1"}))
    assert HallWalks(plan).tour((10, 10), ["A1"]) == Tour((), ("A1",), 0, 0.0)


def test_halls_drawn_apart_when_doors_lead_to_each_other_the_tour_has_a_stretch_in_each() -> None:
    features: list[tuple[str, Any, dict[str, Any]]] = [
        ("hall", _box(0, 0, 20, 20), {"id": "H1"}),
        ("hall", _box(100, 0, 20, 20), {"id": "H2"}),
        ("booth", _box(110, 10, 3, 3), {"id": "B1", "hall": "H2"}),
        ("door", [[19, 5], [19, 8]], {"id": "D1", "leads_to": "D2", "metres": 30, "step_free": False}),
        ("door", [[101, 5], [101, 8]], {"id": "D2", "leads_to": "D1"}),
    ]
    plan = plan_of(*features)
    tour = HallWalks(plan).tour((5, 5), ["B1"])
    assert [stretch.hall for stretch in tour.stops[0].stretches] == ["H1", "H2"]
    assert 50 < tour.metres < 80 and tour.steps
    assert HallWalks(plan).tour((5, 5), ["B1"], step_free=True).unreached == ("B1",)


def test_wall_drawn_through_a_door_is_open_there() -> None:
    plan = plan_of(
        ("hall", _box(0, 0, 40, 20), {"id": "H"}),
        ("wall", [[20, 0], [20, 20]], {}),
        ("door", [[20, 8], [20, 11]], {"use": "passage"}),
        ("booth", _box(30, 8, 3, 3), {"id": "A2"}),
    )
    assert build_grid(plan).unreached((2, 18)) == ()


_at = st.integers(-4, 24)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(_at, _at, st.integers(1, 6), st.integers(1, 6)), max_size=6),
    st.lists(st.tuples(st.tuples(_at, _at), st.tuples(_at, _at), st.tuples(_at, _at), st.tuples(_at, _at)), max_size=3),
    st.tuples(st.integers(0, 20), st.integers(0, 20)),
)
def test_whatever_is_drawn_when_a_tour_is_found_it_crosses_nothing(
    stands: list[tuple[int, int, int, int]], walls: list[tuple[Point, ...]], start: Point
) -> None:
    """Stands over each other and off the plan, walls that cross themselves."""
    plan = plan_of(
        ("hall", _box(0, 0, 20, 20), {"id": "H"}),
        *(("booth", _box(*stand), {"id": f"B{n}"}) for n, stand in enumerate(stands)),
        *(("wall", [list(at) for at in wall], {}) for wall in walls),
    )
    names = [booth.id for booth in plan.booths]
    tour = HallWalks(plan).tour(start, names)
    assert sorted([*(stop.booth for stop in tour.stops), *tour.unreached]) == sorted(names)
    assert _crosses(plan, tour) == []


@pytest.mark.parametrize(
    "junk", [b"", b"[]", b"{}", b'{"features": 3}', b'{"features": [{"properties": {"kind": "booth"}}]}',
             b'{"features": [{"properties": {"kind": "kiosk", "id": "K"}, "geometry": {"coordinates": [1e999, 0]}}]}']
)  # fmt: skip
def test_file_that_is_no_plan_is_refused_in_words(junk: bytes) -> None:
    with pytest.raises(ValueError, match="floor plan"):
        read_plan(junk)


def test_sheet_as_large_as_a_town_gets_larger_cells() -> None:
    plan = plan_of(("hall", _box(0, 0, 60_000, 60_000), {"id": "H"}))
    grid = build_grid(plan)
    assert grid.free.size < 700_000 and grid.cell > 0.5


def test_kiosk_when_beside_a_wall_never_begins_on_the_other_side() -> None:
    for wall in (13.0, 13.05, 13.3, 13.49):
        grid = build_grid(plan_of(("hall", _box(0, 0, 40, 30), {"id": "H"}), ("wall", [[0, wall], [40, wall]], {})))
        for off in (-0.6, -0.5, -0.3, -0.1, 0.1, 0.3, 0.5, 0.6):
            cell = grid.nearest((5.0, wall + off))
            assert cell is not None and (grid.centre(cell)[1] > wall) == (off > 0), (wall, off)
