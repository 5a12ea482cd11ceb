"""The floor plan as the screens draw it."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobfair.hall.plan import Area, Door, Plan, Spot
from jobfair.hall.tour import Tour
from kiosk.hall_plan import HallPlan, read_plan

PLAN = (Path(__file__).parents[3] / "resources" / "demo" / "plan.geojson").read_bytes()


def test_demonstration_plan_has_every_booth_in_its_hall_and_a_kiosk() -> None:
    plan = read_plan(PLAN, "K1")
    assert len(plan.booths) == 120
    halls = {hall.id: hall for hall in plan.halls}
    for booth in plan.booths:
        hall = halls[booth.hall]
        assert hall.x <= booth.x <= hall.x + hall.w and hall.y <= booth.y <= hall.y + hall.h
    assert plan.here is not None


def test_walk_is_longer_to_the_far_hall_and_at_least_a_minute() -> None:
    plan = read_plan(PLAN, "K1")
    near = min(plan.walk_minutes(b.id) or 0 for b in plan.booths)
    far = max(plan.walk_minutes(b.id) or 0 for b in plan.booths)
    assert 1 <= near < far


def test_kiosk_that_the_plan_does_not_know_stands_nowhere_and_says_no_minutes() -> None:
    plan = read_plan(PLAN, "K99")
    assert (plan.here, plan.here_hall, plan.walk_minutes("A01"), plan.minutes_to("desk")) == (None, "", None, None)
    assert plan.tour(["A01"], {}) == Tour((), ("A01",), 0, 0.0)
    assert read_plan(PLAN, "K1").walk_minutes("Z99") is None


@pytest.mark.parametrize("name", ["K-01", "K01", "k 1", "Ｋ１", "K-1"])
def test_kiosk_when_its_name_is_written_otherwise_is_the_same(name: str) -> None:
    assert read_plan(PLAN, name).here == read_plan(PLAN, "K1").here


def test_kiosk_when_two_on_the_plan_may_be_meant_is_neither() -> None:
    spots = (Spot("K-1-1", "H1", (1, 1)), Spot("K-01", "H1", (2, 2)), Spot("K1", "H1", (3, 3)))
    plan = Plan(kiosks=spots)
    assert (plan.kiosk("K11"), plan.kiosk("K 001"), plan.kiosk("")) == (None, None, None)
    assert plan.kiosk("K1") == spots[2]


def test_minutes_when_steps_are_avoided_are_those_of_the_longer_way_and_none_where_there_is_none() -> None:
    def square(x: float, y: float, w: float, h: float) -> tuple[tuple[float, float], ...]:
        return ((x, y), (x + w, y), (x + w, y + h), (x, y + h))

    plan = Plan(
        halls=(Area("H", "H", "hall", "", square(0, 0, 200, 20)),),
        booths=(Area("A", "H", "booth", "", square(25, 1, 3, 3), (26, 5)),),
        walls=(((20, 0), (20, 20)),),
        doors=(Door("D", "H", "", ((20, 4), (20, 8)), "passage", step_free=False),),
        kiosks=(Spot("K1", "H", (15, 6)),),
    )
    hall = HallPlan(plan, "K-01")
    assert hall.walk_minutes("A") == 1
    assert hall.walk_minutes("A", step_free=True) is None


@pytest.mark.parametrize("junk", [b"", b"{}", b"[]", b'{"features": [{"properties": {}, "geometry": {}}]}'])
def test_file_that_is_no_plan_is_refused(junk: bytes) -> None:
    with pytest.raises(ValueError):
        read_plan(junk, "K1")
