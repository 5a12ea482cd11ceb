"""Where one stands before a booth: a step into the open, on the side with most room."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from shapely import LineString, Point, Polygon, STRtree
from shapely.errors import GEOSException

STEP = 1.0
"""Metres from the booth's edge to where one stands (plan.geojson of the demonstration has the same)."""
_ENOUGH = 0.3
"""A front nearer than this to another booth or a wall is no place to stand."""


def with_fronts(plan: dict[str, Any], only_missing: bool = False) -> dict[str, Any]:
    """The plan with a front at every booth: a front that lies in the open stays, others are found anew.

    A booth shut in on all sides gets the best of its bad sides; ``shut_in`` names it. ``only_missing`` leaves bad
    fronts, too. Features that cannot be read are left as they are.
    """
    floor = _Floor(plan)
    fresh = list(plan.get("features", []))
    for number, shape in floor.booths:
        about = fresh[number]["properties"]
        if (only_missing and about.get("front") is not None) or floor.stands(about.get("front"), shape):
            continue
        fresh[number] = {**fresh[number], "properties": {**about, "front": floor.best(shape)}}
    return {**plan, "features": fresh}


def shut_in(plan: Mapping[str, Any]) -> list[str]:
    """Booths before which nobody can stand: their front lies in a booth or place, behind a wall, or outside."""
    floor = _Floor(plan)
    features = plan.get("features", [])
    return [
        str(features[number]["properties"].get("id", ""))
        for number, shape in floor.booths
        if not floor.stands(features[number]["properties"].get("front"), shape, least=0.01)
    ]


class _Floor:
    def __init__(self, plan: Mapping[str, Any]) -> None:
        self.booths: list[tuple[int, Polygon]] = []
        self._shapes: list[Any] = []
        self._halls: list[Polygon] = []
        for number, feature in enumerate(plan.get("features", [])):
            try:
                kind, drawn = feature["properties"]["kind"], feature["geometry"]["coordinates"]
                if kind == "hall":
                    self._halls.append(Polygon(drawn[0]))
                elif kind in ("booth", "facility"):
                    shape = Polygon(drawn[0])
                    self._shapes.append(shape)
                    if kind == "booth" and shape.is_valid and shape.area > 0:
                        self.booths.append((number, shape))
                elif kind == "wall":
                    self._shapes.append(LineString(drawn))
            except (KeyError, TypeError, ValueError, IndexError, GEOSException):
                continue
        self._tree = STRtree(self._shapes)

    def stands(self, front: Any, booth: Polygon, least: float = _ENOUGH) -> bool:
        try:
            at = Point(float(front[0]), float(front[1]))
        except (TypeError, ValueError, IndexError, KeyError):
            return False
        return bool(booth.distance(at) <= 2 * STEP and self._room(at, booth) >= least)

    def best(self, booth: Polygon) -> list[float]:
        """The middle of the side with most room; of two alike the longer one."""
        ring = list(booth.exterior.coords)
        turn = 1.0 if booth.exterior.is_ccw else -1.0
        found: list[tuple[float, float, list[float]]] = []
        for (ax, ay), (bx, by) in pairwise(ring):
            long = math.hypot(bx - ax, by - ay)
            if long < 0.3:
                continue
            out = (turn * (by - ay) / long * STEP, -turn * (bx - ax) / long * STEP)
            front = [round((ax + bx) / 2 + out[0], 2), round((ay + by) / 2 + out[1], 2)]
            found.append((round(min(self._room(Point(front), booth), 1.5), 2), long, front))
        if not found:
            return [round(booth.centroid.x, 2), round(booth.centroid.y, 2)]
        return max(found, key=lambda side: (side[0], side[1]))[2]

    def _room(self, at: Point, booth: Polygon) -> float:
        """Metres from here to the next thing that stands about, this booth aside; 0 outside or behind a wall."""
        if self._halls and not any(hall.covers(at) for hall in self._halls):
            return 0.0
        way = LineString([at, booth.boundary.interpolate(booth.boundary.project(at))])
        near = [self._shapes[i] for i in self._tree.query(at.buffer(3.0)) if not self._shapes[i].equals(booth)]
        # In its own outline, or with a wall or another booth between: not before this booth.
        if booth.contains(at) or any(shape.crosses(way) or shape.contains(at) for shape in near):
            return 0.0
        return min((float(shape.distance(at)) for shape in near), default=3.0)
