"""A plan as drawn, for the checks: every feature as a shape, also where the plan is wrong."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shapely import LineString, Point, Polygon
from shapely.errors import GEOSException

_SHAPES = {
    "hall": "Polygon",
    "booth": "Polygon",
    "facility": "Polygon",
    "wall": "LineString",
    "door": "LineString",
    "kiosk": "Point",
}


@dataclass(frozen=True)
class Thing:
    """A feature: what it is, its id as text (may be empty), the hall that it names, its shape in metres."""

    kind: str
    id: str
    hall: str
    shape: Any
    about: Mapping[str, Any]

    @cached_property
    def middle(self) -> tuple[float, float]:
        at = self.shape.centroid
        return round(at.x, 2), round(at.y, 2)

    @cached_property
    def front(self) -> tuple[float, float] | None:
        try:
            x, y = self.about["front"]
            return (float(x), float(y)) if math.isfinite(x) and math.isfinite(y) else None
        except (KeyError, TypeError, ValueError):
            return None


@dataclass(frozen=True)
class Sheet:
    """``broken``: numbers, from 1, of the features that are none. ``size``: width, height, where it says them."""

    things: tuple[Thing, ...]
    broken: tuple[int, ...]
    size: tuple[float, float] | None

    def of(self, kind: str) -> list[Thing]:
        return [thing for thing in self.things if thing.kind == kind]


def read_sheet(plan: Mapping[str, Any]) -> Sheet:
    """``plan`` is GeoJSON as resources/demo/README.md has it; nothing that is wrong with it raises."""
    things, broken = [], []
    features = plan.get("features")
    for number, feature in enumerate(features if isinstance(features, list) else [], start=1):
        thing = _thing(feature)
        if thing is None:
            broken.append(number)
        else:
            things.append(thing)
    return Sheet(tuple(things), tuple(broken), _size(plan.get("jobfair")))


def _thing(feature: Any) -> Thing | None:
    try:
        about, drawn = feature["properties"], feature["geometry"]["coordinates"]
        kind = about["kind"]
        if feature["geometry"].get("type", _SHAPES[kind]) != _SHAPES[kind]:
            return None
        if kind == "kiosk":
            shape: Any = Point(float(drawn[0]), float(drawn[1]))
        elif _SHAPES[kind] == "LineString":
            shape = LineString([(float(x), float(y)) for x, y in drawn])
        else:
            shape = Polygon([(float(x), float(y)) for x, y in drawn[0]])
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, GEOSException):
        return None
    if shape.is_empty or not all(map(math.isfinite, shape.bounds)):
        return None
    if (kind in ("hall", "booth", "facility") and shape.area == 0) or (kind in ("wall", "door") and shape.length == 0):
        return None
    return Thing(kind, _text(about.get("id")), _text(about.get("hall")), shape, about)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _size(about: Any) -> tuple[float, float] | None:
    try:
        size = float(about["width"]), float(about["height"])
    except (KeyError, TypeError, ValueError):
        return None
    return size if all(0 < side < 1e5 for side in size) else None
