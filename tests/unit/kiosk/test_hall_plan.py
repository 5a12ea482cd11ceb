"""The floor plan as the screens draw it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.hall_plan import read_plan

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


def test_kiosk_that_the_plan_does_not_know_stands_at_the_first_place() -> None:
    assert read_plan(PLAN, "K99").here == read_plan(PLAN, "K1").here
    assert read_plan(PLAN, "K1").walk_minutes("Z99") is None


@pytest.mark.parametrize("junk", [b"", b"{}", b"[]", b'{"features": [{"properties": {}, "geometry": {}}]}'])
def test_file_that_is_no_plan_is_refused(junk: bytes) -> None:
    with pytest.raises(ValueError):
        read_plan(junk, "K1")
