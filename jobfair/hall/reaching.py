"""Whether one can walk to every booth, from the doors and the kiosks, and without steps."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from jobfair.hall.finding import Finding, found
from jobfair.hall.fronts import shut_in, with_fronts
from jobfair.hall.grid import Grid, build_grid
from jobfair.hall.plan import Plan, Point, read_plan
from jobfair.hall.sheet import Sheet


def reached(plan: Mapping[str, Any], sheet: Sheet) -> list[Finding]:
    """Booths to which nobody walks, booths with steps before them, halls without a way between.

    A plan without doors and kiosks says nothing: that it has no door is found elsewhere.
    """
    filled = with_fronts(dict(plan), only_missing=True)
    try:
        drawn = read_plan(json.dumps(filled))
    except ValueError:
        return [found("unreadable", n="1", first="1")]
    doors = [door for door in drawn.doors if door.use != "passage"]
    starts = [door.middle for door in doors] + [kiosk.at for kiosk in drawn.kiosks]
    if not starts or not drawn.booths:
        return []
    grid = build_grid(drawn)
    findings = _shut_in(drawn, grid, [door.middle for door in doors])
    parts = _parts(grid)
    open_ = _parts_at(grid, starts)
    closed = set(shut_in(filled))
    lost = [b.id for b in drawn.booths if parts.get(b.id) not in open_ or b.id in closed]
    findings += [found("unreachable", lost, at=_place(sheet, lost[0]))] if lost else []
    findings += _halls_apart(drawn, {booth: part for booth, part in parts.items() if part in open_})
    flat = build_grid(drawn, step_free=True)
    # Not from the kiosks, where a door is: one may stand where no wheelchair comes.
    flat_open = _parts_at(flat, [door.middle for door in doors if door.step_free] or starts)
    flat_parts = _parts(flat)
    steps = [b.id for b in drawn.booths if flat_parts.get(b.id) not in flat_open and b.id not in lost]
    return findings + ([found("steps_only", steps, at=_place(sheet, steps[0]))] if steps else [])


def _parts(grid: Grid) -> dict[str, int]:
    """Booth -> the part of the floor from which it is visited; who shares a part can walk to each other."""
    stands = {booth.id: grid.stand(booth) for booth in grid.plan.booths}
    return {booth: int(grid.parts[cell]) for booth, cell in stands.items() if cell is not None}


def _parts_at(grid: Grid, places: list[Point]) -> set[int]:
    cells = [grid.nearest(place) for place in places]
    return {int(grid.parts[cell]) for cell in cells if cell is not None}


def _shut_in(drawn: Plan, grid: Grid, doors: list[Point]) -> list[Finding]:
    """Kiosks from which one comes to no door; on a plan without doors, to no booth."""
    goals = _parts_at(grid, doors) if doors else set(_parts(grid).values())
    stands = [(kiosk, grid.nearest(kiosk.at, through=False)) for kiosk in drawn.kiosks]
    shut = [kiosk for kiosk, cell in stands if cell is None or int(grid.parts[cell]) not in goals]
    return [found("kiosk_shut_in", [kiosk.id for kiosk in shut], at=shut[0].at)] if shut else []


def _halls_apart(drawn: Plan, parts: Mapping[str, int]) -> list[Finding]:
    """Halls none of whose booths is in the part of the floor with most booths."""
    if not parts:
        return []
    most = Counter(parts.values()).most_common(1)[0][0]
    halls = {booth.id: booth.hall for booth in drawn.booths}
    joined = {halls[booth] for booth, part in parts.items() if part == most}
    apart = {halls[booth] for booth in parts} - joined
    return [found("halls_apart", [*sorted(joined), *sorted(apart)])] if apart else []


def _place(sheet: Sheet, booth: str) -> tuple[float, float] | None:
    return next((b.middle for b in sheet.of("booth") if b.id == booth), None)
