"""A tour past booths and the way to one: order, lines to draw, minutes. Nothing here knows who walks."""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jobfair.hall.grid import build_grid
from jobfair.hall.order import best_order
from jobfair.hall.plan import Area, Plan, Point
from jobfair.hall.walks import METRES_A_MINUTE, Stretch, Walks, Way

TALK_MINUTES = 4  # at a booth, once it is one's turn
_MOST = 60  # stops; more are no tour


@dataclass(frozen=True)
class Stop:
    """``walk``: whole minutes from the stop before, at least 1. ``wait``: minutes, None where nobody counted."""

    booth: str
    hall: str
    at: Point
    walk: int
    wait: int | None
    way: Way

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        return self.way.stretches


@dataclass(frozen=True)
class Tour:
    """``unreached``: booths with no way to them, or not on the plan. ``minutes`` with waiting and talking, in fives."""

    stops: tuple[Stop, ...]
    unreached: tuple[str, ...]
    minutes: int
    metres: float

    @property
    def steps(self) -> bool:
        """Whether there are steps on the way."""
        return any(stop.way.steps for stop in self.stops)


class HallWalks:
    """One plan's walks, with and without steps; grids and rows are made once. For several threads."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._lock = threading.Lock()
        self._walks: dict[bool, Walks] = {}
        self._minutes: dict[tuple[Point, bool], dict[str, int | None]] = {}

    def minutes(self, start: Point, *, step_free: bool = False) -> Mapping[str, int | None]:
        """Whole minutes, at least 1, to each booth of the plan; None where there is no way."""
        with self._lock:
            held = self._minutes.get((start, step_free))
            if held is None:
                held = {booth.id: self._to(start, booth, step_free) for booth in self.plan.booths}
                self._minutes[start, step_free] = held
            return held

    def minutes_to(self, start: Point, kind: str, *, step_free: bool = False) -> int | None:
        """Whole minutes, at least 1, to the nearest facility of this kind (``desk``); None where none is reached."""
        with self._lock:
            away = [self._to(start, place, step_free) for place in self.plan.facilities if place.kind == kind]
        return min((minutes for minutes in away if minutes is not None), default=None)

    def tour(
        self, start: Point, booths: Sequence[str], waits: Mapping[str, int] | None = None, *, step_free: bool = False
    ) -> Tour:
        """Past all of these booths that can be reached, crowded ones later: jobfair/hall/order.py says how."""
        waits = waits or {}
        with self._lock:
            walks = self._of(step_free)
            here = walks.grid.nearest(start)
            asked = list(dict.fromkeys(booths))[:_MOST]
            cells: dict[str, int] = {}
            for name in asked:
                booth = self.plan.booth_by_id.get(name)
                cell = walks.grid.stand(booth) if booth else None
                if here is not None and cell is not None and math.isfinite(walks.metres(here, cell)):
                    cells[name] = cell
            names = list(cells)
            if here is None or not names:
                return Tour((), tuple(asked), 0, 0.0)
            first = [walks.metres(here, cells[name]) / METRES_A_MINUTE for name in names]
            between = [[walks.metres(cells[a], cells[b]) / METRES_A_MINUTE for b in names] for a in names]
            order = best_order(first, between, [waits.get(name, 0) for name in names])
            stops, at = [], here
            for name in (names[index] for index in order):
                way = walks.way(at, cells[name])
                if way is None:  # it was reached from the start, so it is from here
                    raise AssertionError("a grid whose ways do not lead back")
                stops.append(self._stop(walks, name, cells[name], way, waits.get(name)))
                at = cells[name]
        metres = sum(stop.way.metres for stop in stops)
        minutes = metres / METRES_A_MINUTE + sum((stop.wait or 0) + TALK_MINUTES for stop in stops)
        unreached = tuple(name for name in asked if name not in cells)
        return Tour(tuple(stops), unreached, max(5, 5 * round(minutes / 5)), metres)

    def _stop(self, walks: Walks, name: str, cell: int, way: Way, wait: int | None) -> Stop:
        booth = self.plan.booth_by_id[name]
        hall = int(walks.grid.hall.ravel()[cell])
        where = self.plan.halls[hall].id if hall >= 0 else booth.hall
        return Stop(name, where, walks.grid.centre(cell), _minutes(way.metres), wait, way)

    def _of(self, step_free: bool) -> Walks:
        if step_free not in self._walks:
            self._walks[step_free] = Walks(build_grid(self.plan, step_free=step_free))
        return self._walks[step_free]

    def _to(self, start: Point, area: Area, step_free: bool) -> int | None:
        walks = self._of(step_free)
        here, there = walks.grid.nearest(start), walks.grid.stand(area)
        if here is None or there is None:
            return None
        metres = walks.metres(here, there)
        return _minutes(metres) if math.isfinite(metres) else None


def _minutes(metres: float) -> int:
    return max(1, round(metres / METRES_A_MINUTE))
