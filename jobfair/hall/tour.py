"""In which order to walk past some booths: the least walking, with the crowded ones later.

Up to EXACT stops by dynamic programming (Held and Karp, 1962), more by the nearest next stop and 2-opt (Croes, 1958).
A tour begins at the kiosk and ends at its last booth. What is made least, in minutes::

    walking + LATER * sum over stops of min(wait, MOST_WAIT) * (n - 1 - place) / (n - 1)

so a queue weighs nothing at the last place and most at the first, and where all queues are alike only walking counts.
Deterministic: of two orders that cost the same the earlier in the given order of stops wins.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from jobfair.hall.plan import Point
from jobfair.hall.walks import METRES_A_MINUTE, Walks, minutes

EXACT = 12
"""Stops up to which the order is the best there is."""
LATER = 0.5
"""Minutes of walking that are worth going past a minute of queue first."""
MOST_WAIT = 20.0
"""Minutes; a longer queue weighs no more, so that a booth is put off and never lost."""
TALK = 3
"""Minutes that somebody stays at a booth; for the words "about half an hour"."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Stop:
    """``walk`` is whole minutes from the stop before, ``wait`` minutes in its queue (None: not known)."""

    booth: str
    metres: float
    walk: int
    wait: int | None
    line: tuple[Point, ...]


@dataclass(frozen=True)
class Tour:
    """``unreached``: booths that one cannot walk to, or that the plan does not show."""

    stops: tuple[Stop, ...]
    unreached: tuple[str, ...]
    step_free: bool

    @property
    def minutes(self) -> int:
        """Walking, waiting as far as it is known, and a short talk at each booth."""
        walking = math.ceil(sum(stop.metres for stop in self.stops) / METRES_A_MINUTE)
        return walking + sum((stop.wait or 0) + TALK for stop in self.stops)


def tour(walks: Walks, start: Point, booths: Sequence[str], waits: Mapping[str, int] | None = None) -> Tour:
    """The tour past these booths; ``waits`` are minutes by booth. Whoever cannot be reached is said, not walked to."""
    known, waits = walks.plan.booth_by_id, waits or {}
    asked = list(dict.fromkeys(booths))
    placed = [booth for booth in asked if booth in known]
    fronts = [known[booth].front for booth in placed]
    away = walks.metres(start, fronts)
    near = [i for i, metres in enumerate(away) if math.isfinite(metres)]
    points = [start, *(fronts[i] for i in near)]
    names = [placed[i] for i in near]
    table = np.array([walks.metres(point, points) for point in points], dtype=np.float64) / METRES_A_MINUTE
    order = best_order(table, [float(waits.get(name, 0)) for name in names])
    stops, at = [], 0
    for number in order:
        booth, metres = names[number], float(table[at, number + 1] * METRES_A_MINUTE)
        line = walks.line(points[at], points[number + 1]) or []
        stops.append(Stop(booth, metres, minutes(metres), waits.get(booth), tuple(line)))
        at = number + 1
    missing = tuple(booth for booth in asked if booth not in names)
    return Tour(tuple(stops), missing, walks.step_free)


def best_order(walking: Matrix, waits: Sequence[float]) -> list[int]:
    """Stops 0 to n - 1 in the order to walk. ``walking`` is minutes, shape (n + 1, n + 1), row 0 from the start."""
    count = len(waits)
    if count == 0:
        return []
    late = np.array([LATER * min(MOST_WAIT, max(0.0, wait)) for wait in waits])
    if count > EXACT:
        return _improved(walking, late)
    return _exact(walking, late)


def cost(walking: Matrix, late: Matrix, order: Sequence[int]) -> float:
    """Minutes, as at the top of this page; ``late`` is each stop's LATER * min(wait, MOST_WAIT)."""
    count = len(order)
    places = [0, *(stop + 1 for stop in order)]
    walked = sum(float(walking[a, b]) for a, b in pairwise(places))
    return walked + sum(float(late[stop]) * _share(place, count) for place, stop in enumerate(order))


def _share(place: int, count: int) -> float:
    return (count - 1 - place) / (count - 1) if count > 1 else 0.0


def _exact(walking: Matrix, late: Matrix) -> list[int]:
    count = len(late)
    between = walking[1:, 1:]
    best = np.full((1 << count, count), math.inf)
    came = np.full((1 << count, count), -1, dtype=np.int8)
    for stop in range(count):
        best[1 << stop, stop] = walking[0, stop + 1] + late[stop] * _share(0, count)
    members = [[stop for stop in range(count) if subset >> stop & 1] for subset in range(1 << count)]
    for subset in range(1, 1 << count):
        inside = members[subset]
        outside = [stop for stop in range(count) if not subset >> stop & 1]
        if not outside:
            continue
        ways = best[subset, inside][:, None] + between[np.ix_(inside, outside)]
        last = ways.argmin(axis=0)
        reached = ways[last, np.arange(len(outside))] + late[outside] * _share(len(inside), count)
        larger = [subset | 1 << stop for stop in outside]
        best[larger, outside] = reached
        came[larger, outside] = np.array(inside, dtype=np.int8)[last]
    subset = (1 << count) - 1
    stop = int(best[subset].argmin())
    order = [stop]
    while (before := int(came[subset, stop])) >= 0:
        subset ^= 1 << stop
        stop = before
        order.append(stop)
    return order[::-1]


def _improved(walking: Matrix, late: Matrix) -> list[int]:
    left, at, order = list(range(len(late))), 0, []
    while left:
        stop = min(left, key=lambda other: (walking[at, other + 1] + late[other] * len(left) / len(late), other))
        left.remove(stop)
        order.append(stop)
        at = stop + 1
    now = cost(walking, late, order)
    better = True
    while better:
        better = False
        for first in range(len(order) - 1):
            for last in range(first + 1, len(order)):
                turned = [*order[:first], *reversed(order[first : last + 1]), *order[last + 1 :]]
                price = cost(walking, late, turned)
                if price < now - 1e-9:
                    order, now, better = turned, price, True
    return order
