"""The board's chart of what was handed in by the hour: where bars stand, and which words fit beside each other."""

from __future__ import annotations

from typing import Any

WIDTH = 640
HEIGHT = 130
BASE = 150
HOUR_WIDE, HOUR_PHONE = 66, 118
"""What ``23:00`` takes with some air, in the chart's letters on a computer (18) and on a phone (30)."""
DIGIT_WIDE, DIGIT_PHONE = 11, 19


def bars(found: dict[int, int]) -> list[dict[str, Any]]:
    """Counts by the hour, 9 to 17 at least. ``named`` and ``told`` say where the hour and the count are written so that
    none runs into another or over the edge: ``all``, ``wide`` (not on a phone), or nowhere.
    """
    hours = range(min([9, *found]), max([17, *found]) + 1)
    most = max([1, *found.values()])
    step = WIDTH / len(hours)
    return [
        {
            "hour": hour,
            "count": found.get(hour, 0),
            "height": (height := round(HEIGHT * found.get(hour, 0) / most)),
            "y": BASE - height,
            "x": round(number * step + step * 0.18),
            "width": round(step * 0.64),
            "middle": round((number + 0.5) * step),
            "named": _where(*(_fits(hour, (number + 0.5) * step, step, size) for size in (HOUR_WIDE, HOUR_PHONE))),
            "told": _told(found.get(hour, 0), most, step),
        }
        for number, hour in enumerate(hours)
    ]


def _fits(hour: int, middle: float, step: float, size: int) -> bool:
    """Every hour, or every second, third, ... one; none at an edge that it would be cut by."""
    every = next(count for count in (1, 2, 3, 4, 6, 12) if count * step >= size)
    return hour % every == 0 and size * 0.4 <= middle <= WIDTH - size * 0.4


def _told(count: int, most: int, step: float) -> str:
    """The highest bar always says its count."""
    digits = len(str(count))
    return _where(count == most or digits * DIGIT_WIDE <= step, count == most or digits * DIGIT_PHONE <= step)


def _where(wide: bool, phone: bool) -> str:
    return "all" if wide and phone else "wide" if wide else ""
