"""A tour tried out on the floor plan's draft."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from jobfair.hall.plan import Point, read_plan
from jobfair.hall.tour import HallWalks
from jobfair.hall.walks import METRES_A_MINUTE


def walk(plan: dict[str, Any], booths: Sequence[str], kiosk: str, step_free: bool) -> dict[str, Any] | None:
    """The line, the stops in their order, metres and minutes of walking, and who cannot be reached; None where the
    plan cannot be walked on or none of the booths is reached. It begins at the kiosk, or at the first one, or at
    the first door: here somebody tries the plan out."""
    try:
        drawn = read_plan(json.dumps(plan))
    except ValueError:
        return None
    found = drawn.kiosk(kiosk) or next(iter(drawn.kiosks), None)
    begin = found.at if found else drawn.doors[0].middle if drawn.doors else None
    if begin is None:
        return None
    tour = HallWalks(drawn).tour(begin, booths, step_free=step_free)
    if not tour.stops:
        return None
    line: list[Point] = [begin]
    for stop in tour.stops:
        for stretch in stop.stretches:
            line += stretch.points
    return {
        "line": line,
        "stops": [{"id": stop.booth, "at": stop.at} for stop in tour.stops],
        "metres": round(tour.metres),
        "minutes": max(1, round(tour.metres / METRES_A_MINUTE)),
        "unreached": list(tour.unreached),
    }
