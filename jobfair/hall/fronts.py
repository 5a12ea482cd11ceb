"""Where one stands before a booth: a step into the open, on the side with most room."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from shapely import LineString, Point, Polygon, STRtree
from shapely.errors import GEOSException

STEP = 1.0
"""Metres from the booth's edge to where one stands (plan.geojson of the demonstration has the same)."""
_ENOUGH = 0.3
"""A front nearer than this to another booth or a wall is no place to stand."""


def with_fronts(plan: dict[str, Any]) -> dict[str, Any]:
    """The plan with a front at every booth: a front that lies in the open stays, others are found anew.

    A booth shut in on all sides gets the best of its bad sides; the checks say that nobody comes there.
    Features that cannot be read are left as they are.
    """
    features = plan.get("features", [])
    shapes: list[Any] = []
    booths: list[tuple[int, Polygon]] = []
    halls: list[Polygon] = []
    for number, feature in enumerate(features):
        try:
            kind, drawn = feature["properties"]["kind"], feature["geometry"]["coordinates"]
            if kind in ("booth", "facility", "hall"):
                shape = Polygon(drawn[0])
                if kind == "hall":
                    halls.append(shape)
                    continue
                shapes.append(shape)
                if kind == "booth" and shape.is_valid and shape.area > 0:
                    booths.append((number, shape))
            elif kind == "wall":
                shapes.append(LineString(drawn))
        except (KeyError, TypeError, ValueError, IndexError, GEOSException):
            continue
    tree = STRtree(shapes)
    fresh = list(features)
    for number, shape in booths:
        about = features[number]["properties"]
        if not _stands(about.get("front"), shape, shapes, tree, halls):
            front = _best(shape, shapes, tree, halls)
            fresh[number] = {**features[number], "properties": {**about, "front": front}}
    return {**plan, "features": fresh}


def _stands(front: Any, booth: Polygon, shapes: list[Any], tree: STRtree, halls: list[Polygon]) -> bool:
    try:
        at = Point(float(front[0]), float(front[1]))
    except (TypeError, ValueError, IndexError):
        return False
    return booth.distance(at) <= 2 * STEP and _room(at, booth, shapes, tree, halls) >= _ENOUGH


def _room(at: Point, booth: Polygon, shapes: list[Any], tree: STRtree, halls: list[Polygon]) -> float:
    """Metres from here to the next thing that stands about, this booth aside; 0 outside or behind a wall."""
    if halls and not any(hall.covers(at) for hall in halls):
        return 0.0
    way = LineString([at, booth.boundary.interpolate(booth.boundary.project(at))])
    near = [shapes[i] for i in tree.query(at.buffer(3.0)) if not shapes[i].equals(booth)]
    # In its own outline, or with a wall or another booth between: not before this booth.
    if booth.contains(at) or any(shape.crosses(way) or shape.contains(at) for shape in near):
        return 0.0
    return min((float(shape.distance(at)) for shape in near), default=3.0)


def _best(booth: Polygon, shapes: list[Any], tree: STRtree, halls: list[Polygon]) -> list[float]:
    ring = list(booth.exterior.coords)
    turn = 1.0 if booth.exterior.is_ccw else -1.0
    found: list[tuple[float, float, list[float]]] = []
    for (ax, ay), (bx, by) in pairwise(ring):
        long = math.hypot(bx - ax, by - ay)
        if long < 0.3:
            continue
        out = (turn * (by - ay) / long * STEP, -turn * (bx - ax) / long * STEP)
        front = [round((ax + bx) / 2 + out[0], 2), round((ay + by) / 2 + out[1], 2)]
        found.append((round(min(_room(Point(front), booth, shapes, tree, halls), 1.5), 2), long, front))
    if not found:
        return [round(booth.centroid.x, 2), round(booth.centroid.y, 2)]
    return max(found, key=lambda side: (side[0], side[1]))[2]
