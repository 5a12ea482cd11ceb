"""A file of any form that is taken in: DXF, SVG, or a plan as GeoJSON. Told apart by what is in it, not by its name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jobfair.hall.trace import Drawing, Trouble, trouble

MAX_PLAN_BYTES = 8 * 1024 * 1024


def read_drawing(data: bytes) -> Drawing | Trouble:
    """The drawing in a DXF or SVG file."""
    # The readers bring ezdxf, lxml and shapely: only who imports waits for them.
    from jobfair.hall.dxf import read_dxf
    from jobfair.hall.svg import read_svg

    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\x00<")):
        return read_svg(data)
    if head.startswith((b"AutoCAD Binary DXF", b"0", b"999")) or b"SECTION" in head:
        return read_dxf(data)
    return trouble("unknown_kind")


def read_geojson(data: bytes | str) -> dict[str, Any] | Trouble:
    """A plan in the form of resources/demo/README.md; only its outer form is looked at, the checks do the rest."""
    if len(data) > MAX_PLAN_BYTES:
        return trouble("too_large")
    try:
        plan: Any = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return trouble("not_plan")
    features = plan.get("features") if isinstance(plan, dict) else None
    if not isinstance(features, list) or not all(_is_feature(feature) for feature in features):
        return trouble("not_plan")
    checked: dict[str, Any] = plan
    return checked


def looks_like_geojson(data: bytes) -> bool:
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def with_scale(
    drawing: Drawing,
    metres_per_unit: float | None,
    width: float | None,
    line: tuple[str, float] | None,
    kinds: Mapping[str, str] | None = None,
) -> Drawing | Trouble:
    """The drawing in the unit that a person named; what she did not name stays as the file says it. ``width`` is that
    of the layers that are taken over (``kinds``)."""
    from jobfair.hall.from_trace import unit_from_line, unit_from_width

    if line is not None:
        unit = unit_from_line(drawing, *line)
        return drawing.scaled(unit) if unit is not None else trouble("no_line")
    if width is not None:
        return drawing.scaled(unit_from_width(drawing, width, kinds))
    return drawing.scaled(metres_per_unit)


def chosen_kinds(pairs: Mapping[str, str]) -> dict[str, str]:
    """Only kinds that there are. Raises ValueError for another, naming it."""
    from jobfair.hall.trace import KINDS

    for kind in pairs.values():
        if kind not in KINDS:
            raise ValueError(kind)
    return dict(pairs)


def _is_feature(feature: Any) -> bool:
    return (
        isinstance(feature, dict)
        and isinstance(feature.get("properties"), dict)
        and isinstance(feature.get("geometry"), dict)
        and isinstance(feature["geometry"].get("coordinates"), list)
    )


def _no_number(name: str) -> float:
    raise ValueError(name)
