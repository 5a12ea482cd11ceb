"""Doors are gaps between walls: a plan whose walls run through its doors gets the gaps."""

from __future__ import annotations

from typing import Any

from shapely import LineString
from shapely.errors import GEOSException
from shapely.ops import unary_union

_NEAR = 0.2  # metres: a door drawn by hand beside its wall is still in it


def with_gaps(plan: dict[str, Any]) -> dict[str, Any]:
    """The plan with every wall cut where a door lies on it. Walls that no door touches, and all that cannot be read,
    stay as they are."""
    features = plan.get("features", [])
    doors = [line for f in features if (line := _line(f, "door")) is not None]
    if not doors:
        return plan
    gaps = unary_union([door.buffer(_NEAR, cap_style="flat") for door in doors])
    settled: list[dict[str, Any]] = []
    for feature in features:
        wall = _line(feature, "wall")
        if wall is None or not wall.intersects(gaps):
            settled.append(feature)
            continue
        left = wall.difference(gaps)
        pieces = [piece for piece in getattr(left, "geoms", [left]) if piece.length > 0.05]
        for number, piece in enumerate(pieces):
            about = dict(feature["properties"])
            if number:
                about["id"] = f"{about.get('id', 'W')}.{number + 1}"
            drawn = [[round(x, 3), round(y, 3)] for x, y in piece.coords]
            settled.append({**feature, "properties": about, "geometry": {"type": "LineString", "coordinates": drawn}})
    return {**plan, "features": settled}


def _line(feature: Any, kind: str) -> Any:
    try:
        if feature["properties"]["kind"] != kind:
            return None
        line = LineString([(float(x), float(y)) for x, y in feature["geometry"]["coordinates"]])
    except (KeyError, TypeError, ValueError, IndexError, GEOSException):
        return None
    return line if line.length > 0 and line.is_simple else None
