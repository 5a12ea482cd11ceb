"""The floor plan, typed: the one reader for kiosk, server and editor. resources/demo/README.md has the form.

Coordinates are metres on the sheet, x to the right, y DOWN.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from jobfair.text import Bilingual, Text

Point = tuple[float, float]
Line = tuple[Point, ...]
Use = Literal["entrance", "exit", "passage"]
_HAIR = 0.01  # metres
_FAR = 1e5  # metres; no fair is as large, and larger numbers are a slip


@dataclass(frozen=True)
class Area:
    """A hall, booth or facility: its outline, as drawn (first point not repeated), and its bounding box.

    ``kind``: hall, booth, or what the facility is (desk, toilet, lift, stairs, water, first_aid). ``stand``: the point
    in the aisle where one stands before it, where the plan says so. ``leads_to``: the id of the stairs or lift at the
    other end, ``metres`` between the two as with doors; ``step_free`` says whether a wheelchair goes through.
    """

    id: str
    hall: str
    kind: str
    name: Text
    ring: Line
    stand: Point | None = None
    leads_to: str = ""
    step_free: bool = True
    metres: float | None = None

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        xs, ys = [x for x, _ in self.ring], [y for _, y in self.ring]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def x(self) -> float:
        return self.box[0]

    @property
    def y(self) -> float:
        return self.box[1]

    @property
    def w(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def h(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def middle(self) -> Point:
        return self.x + self.w / 2, self.y + self.h / 2

    @cached_property
    def upright(self) -> bool:
        """Whether it is its own bounding box: then nothing of ``ring`` is lost where the box is drawn."""
        left, top, right, bottom = self.box
        corners = {(x > (left + right) / 2, y > (top + bottom) / 2) for x, y in self.ring}
        on_corners = all(min(x - left, right - x) < _HAIR and min(y - top, bottom - y) < _HAIR for x, y in self.ring)
        return on_corners and len(corners) == 4


@dataclass(frozen=True)
class Door:
    """A gap between walls. ``leads_to`` names the door at the other end where halls are drawn apart: ``metres`` between
    the two, or as far as they are on the sheet."""

    id: str
    hall: str
    name: Text
    line: Line
    use: Use
    step_free: bool = True
    leads_to: str = ""
    metres: float | None = None

    @property
    def middle(self) -> Point:
        (ax, ay), (bx, by) = self.line[0], self.line[-1]
        return (ax + bx) / 2, (ay + by) / 2


@dataclass(frozen=True)
class Spot:
    """A kiosk: where one reads "you are here"."""

    id: str
    hall: str
    at: Point


@dataclass(frozen=True)
class Plan:
    """One sheet. ``walls`` are polylines; nothing goes through them but by doors."""

    halls: tuple[Area, ...] = ()
    booths: tuple[Area, ...] = ()
    facilities: tuple[Area, ...] = ()
    walls: tuple[Line, ...] = ()
    doors: tuple[Door, ...] = ()
    kiosks: tuple[Spot, ...] = ()
    id: str = ""

    @cached_property
    def booth_by_id(self) -> dict[str, Area]:
        return {booth.id: booth for booth in reversed(self.booths)}  # of two with one number the first counts

    @property
    def passages(self) -> tuple[Door, ...]:
        return tuple(door for door in self.doors if door.use == "passage")

    def kiosk(self, name: str) -> Spot | None:
        """The kiosk of this name, also where it is written otherwise (``same_kiosk``); None where the plan has none, or
        has two of them: nobody is told that she stands where she does not."""
        found = [spot for spot in self.kiosks if spot.id == name]
        found = found or [spot for spot in self.kiosks if same_kiosk(spot.id) == same_kiosk(name)]
        return found[0] if len(found) == 1 else None

    def hall_at(self, at: Point) -> str:
        """The hall in whose box the point is; "" outside."""
        for hall in self.halls:
            left, top, right, bottom = hall.box
            if left <= at[0] <= right and top <= at[1] <= bottom:
                return hall.id
        return ""


def same_kiosk(name: str) -> tuple[str, ...]:
    """Names of one kiosk have the same: K-01, k01 and K1 are one, K-1-1 and K-11 are two."""
    parts = re.findall(r"\d+|[^\W\d_]+", unicodedata.normalize("NFKC", name).casefold())
    return tuple(part.lstrip("0") or "0" if part.isdecimal() else part for part in parts) or (name,)


def read_plan(geojson: bytes | str) -> Plan:
    """Raises ValueError, in plain words, when it is no plan. Kinds that are not known are passed over."""
    try:
        drawn = json.loads(geojson)
    except (ValueError, RecursionError) as fault:
        raise ValueError("the floor plan is no JSON") from fault
    features = drawn.get("features") if isinstance(drawn, dict) else None
    if not isinstance(features, list):
        raise ValueError("the floor plan has no list of features")
    about = drawn.get("jobfair")
    found: dict[str, list[Any]] = {kind: [] for kind in ("hall", "booth", "facility", "wall", "door", "kiosk")}
    for number, feature in enumerate(features, start=1):
        try:
            kind = feature["properties"]["kind"]
            if kind in found:
                found[kind].append(_feature(kind, feature["properties"], feature["geometry"]["coordinates"]))
        except (KeyError, TypeError, IndexError, AttributeError, ValueError, OverflowError) as fault:
            raise ValueError(f"the floor plan's feature {number} cannot be read: {type(fault).__name__}") from fault
    return Plan(
        tuple(found["hall"]),
        tuple(found["booth"]),
        tuple(found["facility"]),
        tuple(found["wall"]),
        tuple(found["door"]),
        tuple(found["kiosk"]),
        str(about.get("plan", "")) if isinstance(about, dict) else "",
    )


def _feature(kind: str, about: Mapping[str, Any], shape: Any) -> Area | Door | Spot | Line:
    if kind == "wall":
        return tuple(_point(at) for at in shape)
    if kind == "kiosk":
        return Spot(str(about["id"]), str(about.get("hall") or ""), _point(shape))
    if kind == "door":
        use = about.get("use")
        line = tuple(_point(at) for at in shape)
        return Door(
            str(about.get("id", "")),
            str(about.get("hall") or ""),
            _name(about),
            line if len(line) > 1 else line * 2,
            use if use in ("entrance", "exit") else "passage",
            about.get("step_free") is not False,
            str(about.get("leads_to") or ""),
            _metres(about),
        )
    ring = tuple(_point(at) for at in shape[0])
    if len(ring) < 3:
        raise ValueError("an outline of fewer than three points")
    stand = about.get("front")
    what = str(about.get("facility") or kind)
    return Area(
        str(about["id"]),
        str(about["id"] if kind == "hall" else about.get("hall") or ""),
        what,
        _name(about),
        ring[:-1] if ring[0] == ring[-1] and len(ring) > 3 else ring,
        _point(stand) if stand else None,
        str(about.get("leads_to") or ""),
        about.get("step_free", what != "stairs") is not False,
        _metres(about),
    )


def _metres(about: Mapping[str, Any]) -> float | None:
    metres = about.get("metres")
    return max(0.0, min(_FAR, float(metres))) if metres is not None else None


def _point(at: Any) -> Point:
    x, y = float(at[0]), float(at[1])
    if not (math.isfinite(x) and math.isfinite(y) and abs(x) < _FAR and abs(y) < _FAR):
        raise ValueError("a point that is nowhere")
    return x, y


def _name(about: Mapping[str, Any]) -> Text:
    name = about.get("name") or ""
    return Bilingual(**name) if isinstance(name, dict) else str(name)
