"""Is it one head from frame to frame? While it turns nothing may come between: a picture that is put down does.

A photograph of one person before and after, and another person who turns, gives a good turn of nobody: the depth in
``planarity`` is an ordinary head's. So the way from looking ahead to turned must be seen without a gap or a jump, and
the tracker measures who makes it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kiosk.identity.liveness.landmarks import turn, upright
from kiosk.ports import Points

STRIDE = 0.45
"""Longest time between two looks, in seconds: an encoding on a slow machine takes 0.3."""

SHIFT, SHIFT_A_SECOND = 0.3, 5.0
"""Distances between the eyes that the face may move between two frames. The film's fastest turn: 0.34 in 0.08 s; twice
as fast is still within this."""

GROWTH, GROWTH_A_SECOND = 0.2, 2.0
"""Share by which the eyes' distance may change; turning shortens it."""

SWING, SWING_A_SECOND = 0.1, 5.0
"""``landmarks.turn`` between two frames. The film's fastest: 0.2 in 0.08 s."""


@dataclass(frozen=True)
class Place:
    """Where a face is in one frame: the middle between its eyes and their distance (pixels), how far it is turned."""

    at: float
    x: float
    y: float
    apart: float
    turn: float


def placed(points: Points, at: float) -> Place:
    """``points`` are whole (``landmarks.is_whole``)."""
    left, right = points[36:42].mean(axis=0), points[42:48].mean(axis=0)
    middle = (left + right) / 2
    return Place(at, float(middle[0]), float(middle[1]), float(np.hypot(*(right - left))), turn(upright(points)))


def jumped(before: Place, now: Place) -> bool:
    """Whether these two neighbouring frames cannot show one head that moves as heads do."""
    seconds = now.at - before.at
    if seconds > STRIDE:
        return True
    small, large = sorted((before.apart, now.apart))
    if large / small - 1 > GROWTH + GROWTH_A_SECOND * seconds:
        return True
    if abs(now.turn - before.turn) > SWING + SWING_A_SECOND * seconds:
        return True
    return float(np.hypot(now.x - before.x, now.y - before.y)) / small > SHIFT + SHIFT_A_SECOND * seconds
