"""The floor plan as the screens draw it: halls, booths, walls, places, and where this kiosk stands. Metres."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jobfair.text import Bilingual, Text

# Along aisles, not through booths: streets of a grid make a walk some 1.3 times the straight line; a person in a crowd
# walks about 50 metres a minute.
_DETOUR = 1.3
_METRES_A_MINUTE = 50.0


@dataclass(frozen=True)
class Box:
    """A rectangle on the plan. ``front`` is where one stands before a booth."""

    id: str
    hall: str
    kind: str
    name: Text
    x: float
    y: float
    w: float
    h: float
    front: tuple[float, float]


@dataclass(frozen=True)
class HallPlan:
    """One plan sheet: y runs down. ``here`` is this kiosk's place; None when the plan does not know it."""

    halls: tuple[Box, ...]
    booths: tuple[Box, ...]
    places: tuple[Box, ...]
    walls: tuple[tuple[tuple[float, float], ...], ...]
    here: tuple[float, float] | None
    here_hall: str

    @cached_property
    def booth_by_id(self) -> dict[str, Box]:
        return {booth.id: booth for booth in self.booths}

    def walk_minutes(self, booth: str) -> int | None:
        """Whole minutes from here to the booth's front, at least 1; None where plan or place is not known."""
        box = self.booth_by_id.get(booth)
        if box is None or self.here is None:
            return None
        across, along = box.front[0] - self.here[0], box.front[1] - self.here[1]
        metres = math.hypot(across, along) * _DETOUR
        return max(1, round(metres / _METRES_A_MINUTE))

    def minutes_to(self, kind: str) -> int | None:
        """Whole minutes, at least 1, to the nearest place of this kind (``desk``); None where none is known."""
        if self.here is None:
            return None
        x, y = self.here
        away = [math.hypot(place.front[0] - x, place.front[1] - y) for place in self.places if place.kind == kind]
        return max(1, round(min(away) * _DETOUR / _METRES_A_MINUTE)) if away else None


def read_plan(geojson: bytes, kiosk: str) -> HallPlan:
    """The plan in ``geojson`` (resources/demo/README.md has the form), seen from ``kiosk``.

    Raises ValueError when it is no plan.
    """
    try:
        return _read(json.loads(geojson)["features"], kiosk)
    except (KeyError, TypeError, IndexError, AttributeError) as fault:
        raise ValueError(f"no floor plan: {type(fault).__name__}") from fault


def _read(features: list[dict[str, Any]], kiosk: str) -> HallPlan:
    boxes: dict[str, list[Box]] = {"hall": [], "booth": [], "facility": []}
    walls: list[tuple[tuple[float, float], ...]] = []
    kiosks: dict[str, tuple[tuple[float, float], str]] = {}
    for feature in features:
        about, shape = feature["properties"], feature["geometry"]["coordinates"]
        kind = about["kind"]
        if kind in boxes:
            boxes[kind].append(_box(about, shape[0]))
        elif kind == "wall":
            walls.append(tuple((float(x), float(y)) for x, y in shape))
        elif kind == "door" and about.get("use") == "entrance":
            boxes["facility"].append(_box({**about, "facility": "entrance"}, shape))
        elif kind == "kiosk":
            kiosks[about["id"]] = ((float(shape[0]), float(shape[1])), about.get("hall", ""))
    here, hall = kiosks.get(kiosk) or next(iter(kiosks.values()), (None, ""))
    return HallPlan(
        tuple(boxes["hall"]), tuple(boxes["booth"]), tuple(boxes["facility"]), tuple(walls), here, hall
    )


def _box(about: dict[str, Any], ring: list[list[float]]) -> Box:
    xs, ys = [float(x) for x, _ in ring], [float(y) for _, y in ring]
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
        front=(float(front[0]), float(front[1])),
    )
