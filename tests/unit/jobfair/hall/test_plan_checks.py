"""Checks of floor plans: what blocks, what warns, where, and what is proposed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobfair.fair import Fair
from jobfair.hall.check import Finding, Level, check
from jobfair.hall.doors import with_gaps
from jobfair.hall.fronts import with_fronts

DEMO = Path(__file__).resolve().parents[4] / "resources" / "demo"


def feature(kind: str, shape: str, coordinates: Any, **about: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"kind": kind, **about},
        "geometry": {"type": shape, "coordinates": coordinates},
    }


def ring(x: float, y: float, w: float, h: float) -> list[list[list[float]]]:
    return [[[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]]]


def booth(name: str, x: float, y: float, w: float = 3, h: float = 3, **about: Any) -> dict[str, Any]:
    return feature("booth", "Polygon", ring(x, y, w, h), **{"id": name, "hall": "H1", **about})


def wall(name: str, *points: tuple[float, float]) -> dict[str, Any]:
    return feature("wall", "LineString", [list(p) for p in points], id=name)


HALL = feature("hall", "Polygon", ring(0, 0, 40, 30), id="H1", name="Hall 1")
DOOR = feature("door", "LineString", [[10, 30], [14, 30]], id="D1", hall="H1", use="entrance", step_free=True)
AROUND = wall("W1", (0, 0), (40, 0), (40, 30), (0, 30), (0, 0))


def plan(*features: dict[str, Any], halls: tuple[dict[str, Any], ...] = (HALL, DOOR)) -> dict[str, Any]:
    drawn = {
        "type": "FeatureCollection",
        "jobfair": {"plan": "p", "unit": "m", "y": "down", "width": 40, "height": 30},
        "features": [*halls, *features],
    }
    return with_fronts(drawn)


def codes(findings: tuple[Finding, ...], level: Level | None = None) -> list[str]:
    return [f.code for f in findings if level is None or f.level is level]


def one(findings: tuple[Finding, ...], code: str) -> Finding:
    found = [f for f in findings if f.code == code]
    assert len(found) == 1, codes(findings)
    return found[0]


def test_demonstration_when_checked_blocks_nothing() -> None:
    fair = Fair.model_validate_json((DEMO / "fair.json").read_bytes())
    findings = check(json.loads((DEMO / "plan.geojson").read_text("utf-8")), fair)
    assert codes(findings, Level.BLOCKS) == []


def test_aisle_when_narrow_is_measured_and_moving_it_as_proposed_solves_it() -> None:
    drawn = plan(booth("B01", 5, 5), booth("B02", 5, 8), booth("C01", 9.3, 5), booth("C02", 9.3, 8))
    found = one(check(drawn), "aisle_narrow")
    assert (found.level, found.metres, found.box) == (Level.BLOCKS, 1.3, (8.0, 5.0, 9.3, 11.0))
    assert found.words.en == "Aisle B to C is 1.3 m"
    assert found.words.zh == "B 与 C 之间的过道只有 1.3 米"
    assert found.move is not None
    assert (found.move.ids, found.move.dx, found.move.dy) == (("C01", "C02"), 0.2, 0.0)
    moved = plan(booth("B01", 5, 5), booth("B02", 5, 8), booth("C01", 9.5, 5), booth("C02", 9.5, 8))
    assert codes(check(moved)) == ["no_kiosk"]


def test_aisle_when_there_is_no_room_to_move_has_no_proposal() -> None:
    rows = [booth(f"{'ABCDEFGH'[n]}01", 0.1 + n * 5, 5, 3.6, 3) for n in range(8)]
    findings = [f for f in check(plan(*rows, AROUND)) if f.code == "aisle_narrow"]
    assert len(findings) == 7
    assert all(f.move is None for f in findings)


@pytest.mark.parametrize(("gap", "code"), [(0.2, None), (0.5, "gap_narrow"), (1.0, "aisle_narrow"), (1.5, None)])
def test_gap_when_nobody_is_visited_from_it_blocks_only_where_people_would_walk(gap: float, code: str | None) -> None:
    fronts = {"front": [6.5, 4]}, {"front": [6.5, 12 + gap]}
    drawn = plan(booth("A01", 5, 5, **fronts[0]), booth("B01", 5, 8 + gap, **fronts[1]))
    assert [c for c in codes(check(drawn)) if "narrow" in c] == ([code] if code else [])


def test_recess_in_a_block_when_a_booth_stands_back_does_not_block() -> None:
    drawn = plan(booth("C03", 5, 5), booth("C09", 8, 5), booth("C04", 5, 8), booth("C10", 9, 8), booth("C05", 5, 11))
    drawn = plan(*drawn["features"][2:], booth("C11", 8, 11))
    assert codes(check(drawn), Level.BLOCKS) == []
    assert "gap_narrow" in codes(check(drawn))


def test_booth_when_shut_in_by_others_is_unreachable() -> None:
    others = [booth(f"A0{n}", 10 + dx, 10 + dy) for n, (dx, dy) in enumerate([(-3, 0), (3, 0), (0, -3), (0, 3)])]
    corners = [booth(f"B0{n}", 10 + dx, 10 + dy) for n, (dx, dy) in enumerate([(-3, -3), (3, 3), (3, -3), (-3, 3)])]
    found = one(check(plan(*others, *corners, booth("X01", 10, 10))), "unreachable")
    assert (found.ids, found.level, found.at) == (("X01",), Level.BLOCKS, (11.5, 11.5))


def test_booth_when_behind_a_wall_is_unreachable() -> None:
    drawn = plan(booth("A01", 33, 5), booth("A02", 5, 5), wall("W1", (25, 0), (25, 30)))
    assert one(check(drawn), "unreachable").ids == ("A01",)


def test_way_when_only_by_steps_warns() -> None:
    steps = feature("door", "LineString", [[25, 10], [25, 13]], id="D2", hall="H1", use="passage", step_free=False)
    drawn = plan(
        booth("A01", 33, 5), booth("A02", 5, 5), wall("W1", (25, 0), (25, 10)), wall("W2", (25, 13), (25, 30)), steps
    )
    found = one(check(drawn), "steps_only")
    assert (found.ids, found.level) == (("A01",), Level.WARNS)


def test_halls_when_no_passage_joins_them_warns_and_names_them() -> None:
    left = feature("hall", "Polygon", ring(0, 0, 20, 30), id="H1", name="1")
    right = feature("hall", "Polygon", ring(20, 0, 20, 30), id="H2", name="2")
    doors = [
        feature("door", "LineString", [[x, 30], [x + 3, 30]], id=f"D{x}", hall=hall, use="entrance", step_free=True)
        for x, hall in ((5, "H1"), (30, "H2"))
    ]
    between = wall("W1", (20, 0), (20, 30))
    drawn = plan(booth("A01", 5, 5), booth("B01", 30, 5, hall="H2"), between, *doors, halls=(left, right))
    assert one(check(drawn), "halls_apart").ids == ("H1", "H2")
    alone = plan(booth("A01", 5, 5), booth("B01", 30, 5, hall="H2"), between, doors[0], halls=(left, right))
    assert one(check(alone), "hall_without_door").ids == ("H2",)
    assert one(check(alone), "unreachable").ids == ("B01",)


def test_booths_when_off_the_plan_or_in_no_hall_block() -> None:
    drawn = plan(booth("A01", 38, 5), booth("A02", 5, 5, hall="H9"), booth("A03", -50, -50))
    findings = check(drawn)
    assert one(findings, "off_plan").ids == ("A01", "A03")
    assert one(findings, "no_hall").ids == ("A02",)


def test_booths_when_they_overlap_or_share_a_number_block() -> None:
    findings = check(plan(booth("A01", 5, 5), booth("A02", 7, 6), booth("A02", 20, 5)))
    overlap = one(findings, "overlap")
    assert (overlap.ids, overlap.box, overlap.metres) == (("A01", "A02"), (7.0, 6.0, 8.0, 8.0), 1.0)
    assert one(findings, "same_number").ids == ("A02",)
    assert one(findings, "same_number").at == (21.5, 6.5)


def test_shapes_when_they_cross_themselves_block() -> None:
    bow = feature("booth", "Polygon", [[[20, 5], [23, 8], [23, 5], [20, 9], [20, 5]]], id="A02", hall="H1")
    findings = check(plan(booth("A01", 5, 5), bow, wall("W7", (10, 20), (20, 20), (15, 25), (15, 15))))
    assert one(findings, "wall_crosses").ids == ("W7",)
    assert one(findings, "booth_shape").ids == ("A02",)


def test_kiosks_when_inside_things_block_and_undrawn_ones_warn() -> None:
    kiosks = [feature("kiosk", "Point", at, id=name, hall="H1") for name, at in (("K1", [6, 6]), ("K2", [20, 20]))]
    findings = check(plan(booth("A01", 5, 5), *kiosks), kiosks=["K2", "K3"])
    assert one(findings, "kiosk_inside").ids == ("K1",)
    assert one(findings, "kiosk_not_on_plan").ids == ("K3",)


def test_kiosks_when_none_is_drawn_warn() -> None:
    drawn = plan(booth("A01", 5, 5))
    assert one(check(drawn), "no_kiosk").level is Level.WARNS
    assert codes(check(drawn, kiosks=["K1"])) == ["kiosk_not_on_plan"]
    assert check(plan(booth("A01", 5, 5), feature("kiosk", "Point", [20, 20], id="K1", hall="H1"))) == ()


def test_kiosks_when_walled_in_or_of_one_name_block() -> None:
    kiosks = [feature("kiosk", "Point", at, id=n, hall="H1") for n, at in (("K1", [21, 21]), ("K-01", [30, 10]))]
    box_ = wall("W2", (20, 20), (22, 20), (22, 22), (20, 22), (20, 20))
    findings = check(plan(booth("A01", 5, 5), box_, *kiosks))
    assert (one(findings, "same_kiosk").ids, one(findings, "kiosk_shut_in").ids) == (("K-01", "K1"), ("K1",))
    tight = [wall("W2", (20.9, 20.9), (21.1, 20.9), (21.1, 21.1), (20.9, 21.1), (20.9, 20.9))]
    assert "kiosk_shut_in" in codes(check(plan(booth("A01", 5, 5), *tight, kiosks[0])))
    assert check(plan(booth("A01", 5, 5), *kiosks[1:]), kiosks=["K1"]) == ()


def test_halls_when_one_lies_over_another_block() -> None:
    over = feature("hall", "Polygon", ring(10, 10, 40, 30), id="H2", name="2")
    assert one(check(plan(booth("A01", 5, 5), halls=(HALL, over, DOOR))), "halls_overlap").ids == ("H1", "H2")
    beside = feature("hall", "Polygon", ring(39.6, 0, 30, 30), id="H2", name="2")
    assert "halls_overlap" not in codes(check(plan(booth("A01", 5, 5), halls=(HALL, beside, DOOR))))


def test_halls_when_joined_by_stairs_that_lead_to_each_other_are_not_apart() -> None:
    far = feature("hall", "Polygon", ring(60, 0, 20, 30), id="H2", name="2")
    out = feature("door", "LineString", [[70, 30], [73, 30]], id="D2", hall="H2", use="exit", step_free=True)

    def stairs(name: str, x: float, hall: str, to: str) -> dict[str, Any]:
        about = {"id": name, "hall": hall, "facility": "stairs", "leads_to": to, "metres": 12}
        return feature("facility", "Polygon", ring(x, 10, 2, 2), **about)

    def checked(to: str) -> tuple[Finding, ...]:
        ends = stairs("F1", 30, "H1", to), stairs("F2", 70, "H2", "")
        drawn = plan(booth("A01", 5, 5), booth("B01", 65, 20, hall="H2"), *ends, halls=(HALL, far, DOOR, out))
        return check({**drawn, "jobfair": {"width": 80, "height": 30}})

    assert codes(checked("F2")) == ["no_kiosk"]
    assert {"halls_apart", "leads_nowhere"} <= set(codes(checked("F9")))


def test_fair_when_compared_names_empty_booths_and_missing_ones() -> None:
    fair = Fair.model_validate(
        {
            "id": "f",
            "booths": [{"id": "A01", "employer": "E1"}, {"id": "A02", "employer": "E1"}],
            "employers": [{"id": "E1"}],
        }
    )
    findings = check(plan(booth("A01", 5, 5), booth("Z09", 15, 5)), fair)
    assert one(findings, "no_employer").ids == ("Z09",)
    assert one(findings, "no_employer").level is Level.NOTE
    assert one(findings, "not_on_plan").ids == ("A02",)


def test_plan_when_empty_or_broken_is_said_and_not_raised() -> None:
    assert codes(check({})) == ["no_halls", "no_booths"]
    odd = plan(
        booth("A01", 5, 5), {"properties": {}}, feature("booth", "Polygon", [[["x", 1]]], id="B"), {"geometry": 1}
    )
    assert one(check(odd), "unreadable").level is Level.BLOCKS
    assert one(check(plan(booth("展位 1", 5, 5))), "no_number").level is Level.BLOCKS


def test_plan_of_a_thousand_booths_when_one_aisle_is_narrow_has_that_one_finding() -> None:
    hall = feature("hall", "Polygon", ring(0, 0, 240, 160), id="H1", name="1")
    door = feature("door", "LineString", [[10, 160], [20, 160]], id="D1", hall="H1", use="entrance", step_free=True)
    booths, x = [], 5.0
    for column in range(25):
        booths += [booth(f"{chr(65 + column)}{n:02d}", x + n // 20 * 3, 10 + n % 20 * 3) for n in range(40)]
        x += 6 + (1.2 if column == 3 else 3)
    drawn = plan(*booths, halls=(hall, door))
    found = one(check({**drawn, "jobfair": {"width": 240, "height": 160}}), "aisle_narrow")
    assert (found.words.en, found.metres) == ("Aisle D to E is 1.2 m", 1.2)
    assert found.move is not None
    assert (len(found.move.ids), found.move.dx) == (40, 0.3)


@given(x=st.floats(0.5, 36.5), y=st.floats(0.5, 26.5))
def test_front_when_found_lies_in_the_hall_and_before_its_own_booth(x: float, y: float) -> None:
    x, y = round(x, 2), round(y, 2)
    drawn = plan(booth("A01", x, y))
    front = drawn["features"][2]["properties"]["front"]
    assert 0 <= front[0] <= 40 and 0 <= front[1] <= 30
    assert not (x < front[0] < x + 3 and y < front[1] < y + 3)
    assert codes(check(drawn), Level.BLOCKS) == []


def test_door_when_on_a_wall_makes_a_gap_and_again_nothing() -> None:
    drawn = with_gaps(plan(booth("A01", 5, 5), AROUND))
    walls = [f["geometry"]["coordinates"] for f in drawn["features"] if f["properties"]["kind"] == "wall"]
    assert walls == [[[0, 0], [40, 0], [40, 30], [14, 30]], [[10, 30], [0, 30], [0, 0]]]
    assert with_gaps(drawn) == drawn


def test_booth_when_visited_from_beside_a_wall_needs_the_whole_width_there() -> None:
    findings = check(plan(booth("A01", 1.2, 5, front=[0.6, 6.5]), AROUND))
    found = one(findings, "aisle_narrow")
    assert (found.metres, found.box) == (1.2, (0.0, 5.0, 1.2, 8.0))
    assert found.move is not None
    assert (found.move.ids, found.move.dx) == (("A01",), 0.3)
    assert one(check(plan(booth("A01", 1.2, 5, front=[5, 6.5]), AROUND)), "gap_narrow").level is Level.WARNS
