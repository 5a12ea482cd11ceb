"""The floor plan: halls, booths, walls, doors, places, kiosks, read from GeoJSON. Metres; y runs down."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from jobfair.text import Bilingual, Text

Point = tuple[float, float]
DoorUse = Literal["entrance", "exit", "passage"]


@dataclass(frozen=True)
class Box:
    """An outline on the plan and the rectangle round it. ``front`` is where one stands before a booth."""

    id: str
    hall: str
    kind: str
    name: Text
    x: float
    y: float
    w: float
    h: float
    front: Point
    ring: tuple[Point, ...]


@dataclass(frozen=True)
class Door:
    """``leads_to`` is the id of another door, for two halls that do not touch: ``metres`` on foot between the two."""

    id: str
    hall: str
    use: str
    line: tuple[Point, ...]
    step_free: bool
    leads_to: str
    metres: float

    @property
    def middle(self) -> Point:
        return (self.line[0][0] + self.line[-1][0]) / 2, (self.line[0][1] + self.line[-1][1]) / 2


@dataclass(frozen=True)
class Kiosk:
    id: str
    hall: str
    at: Point


@dataclass(frozen=True)
class Plan:
    """One plan sheet, in the order of its file. ``places`` are facilities and entrances."""

    halls: tuple[Box, ...]
    booths: tuple[Box, ...]
    places: tuple[Box, ...]
    walls: tuple[tuple[Point, ...], ...]
    doors: tuple[Door, ...]
    kiosks: tuple[Kiosk, ...]

    @cached_property
    def booth_by_id(self) -> dict[str, Box]:
        """Of two booths with one number the first: publishing such a plan is refused, and an old one still shows."""
        return {booth.id: booth for booth in reversed(self.booths)}

    def kiosk(self, name: str) -> Kiosk | None:
        """The kiosk of this name; one that the plan does not know stands where the first is drawn."""
        return next((k for k in self.kiosks if k.id == name), self.kiosks[0] if self.kiosks else None)

    def hall_at(self, point: Point) -> str:
        """The id of the hall round this point; empty in none."""
        x, y = point
        return next((h.id for h in self.halls if h.x <= x <= h.x + h.w and h.y <= y <= h.y + h.h), "")


def read_plan(geojson: bytes | str | Mapping[str, Any]) -> Plan:
    """The plan in ``geojson`` (resources/demo/README.md has the form). Raises ValueError when it is no plan."""
    try:
        found = geojson if isinstance(geojson, Mapping) else json.loads(geojson)
        return _read(found["features"])
    except (KeyError, TypeError, IndexError, AttributeError, OverflowError) as fault:
        raise ValueError(f"no floor plan: {type(fault).__name__}") from fault


def _read(features: list[dict[str, Any]]) -> Plan:
    boxes: dict[str, list[Box]] = {"hall": [], "booth": [], "facility": []}
    walls: list[tuple[Point, ...]] = []
    doors: list[Door] = []
    kiosks: list[Kiosk] = []
    for feature in features:
        about, shape = feature["properties"], feature["geometry"]["coordinates"]
        kind = about["kind"]
        if kind in boxes:
            boxes[kind].append(_box(about, _line(shape[0])))
        elif kind == "wall":
            walls.append(_line(shape))
        elif kind == "door":
            doors.append(_door(about, _line(shape)))
            if about.get("use") == "entrance":
                boxes["facility"].append(_box({**about, "facility": "entrance"}, _line(shape)))
        elif kind == "kiosk":
            kiosks.append(Kiosk(about["id"], about.get("hall", ""), _line([shape])[0]))
    return Plan(
        halls=tuple(boxes["hall"]),
        booths=tuple(boxes["booth"]),
        places=tuple(boxes["facility"]),
        walls=tuple(walls),
        doors=tuple(doors),
        kiosks=tuple(kiosks),
    )


def _line(points: Any) -> tuple[Point, ...]:
    found = tuple((float(point[0]), float(point[1])) for point in points)
    if not found or not all(math.isfinite(x) and math.isfinite(y) for x, y in found):
        raise ValueError("no floor plan: a coordinate is no number")
    return found


def _door(about: dict[str, Any], line: tuple[Point, ...]) -> Door:
    return Door(
        id=str(about.get("id", "")),
        hall=about.get("hall", ""),
        use=str(about.get("use", "")),
        line=line,
        step_free=bool(about.get("step_free", True)),
        leads_to=str(about.get("leads_to", "")),
        metres=float(about.get("metres", 20.0)),
    )


def _box(about: dict[str, Any], ring: tuple[Point, ...]) -> Box:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    x, y, w, h = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    name = about.get("name", "")
    front = about.get("front") or (x + w / 2, y + h)
    return Box(
        id=about["id"],
        hall=about.get("hall", about["id"] if about["kind"] == "hall" else ""),
        kind=about.get("facility", about["kind"]),
        name=Bilingual(**name) if isinstance(name, dict) else name,
        x=x,
        y=y,
        w=w,
        h=h,
        front=_line([front])[0],
        ring=ring,
    )
