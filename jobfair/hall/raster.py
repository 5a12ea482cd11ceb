"""Which cells of a grid a line or a polygon touches. Numbers are in cells: column, row; cell 3 reaches from 3 to 4."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Cells = tuple[Any, Any]  # two integer arrays: rows, columns


def line_cells(ax: float, ay: float, bx: float, by: float) -> Cells:
    """Every cell through whose inside the segment goes (of a segment on an edge: those below or right of it)."""
    cuts = [np.array([0.0, 1.0])]
    for a, b in ((ax, bx), (ay, by)):
        low, high = sorted((a, b))
        marks = np.arange(np.ceil(low), np.floor(high) + 1)
        if b != a:
            cuts.append((marks - a) / (b - a))
    at = np.unique(np.clip(np.concatenate(cuts), 0, 1))
    middle = (at[:-1] + at[1:]) / 2 if len(at) > 1 else at
    return np.floor(ay + (by - ay) * middle).astype(int), np.floor(ax + (bx - ax) * middle).astype(int)


def inside(ring: Sequence[tuple[float, float]], rows: int, columns: int) -> Cells:
    """The cells whose middle is in the polygon, by even and odd: a ring that crosses itself is no fault."""
    points = np.asarray(ring, dtype=float)
    first = max(0, int(np.floor(points[:, 1].min())))
    last = min(rows - 1, int(np.ceil(points[:, 1].max())))
    left = max(0, int(np.floor(points[:, 0].min())))
    right = min(columns - 1, int(np.ceil(points[:, 0].max())))
    if last < first or right < left:
        return np.empty(0, int), np.empty(0, int)
    y = np.arange(first, last + 1)[:, None] + 0.5
    x = np.arange(left, right + 1)[None, :] + 0.5
    odd = np.zeros((y.size, x.size), dtype=bool)
    for (ax, ay), (bx, by) in zip(points, np.roll(points, -1, axis=0), strict=True):
        if ay == by:
            continue
        between = (y >= min(ay, by)) & (y < max(ay, by))
        odd ^= between & (x < ax + (y - ay) * (bx - ax) / (by - ay))
    found = np.nonzero(odd)
    return found[0] + first, found[1] + left
