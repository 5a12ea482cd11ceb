"""The floor as a grid of cells on which people can walk."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from jobfair.hall.plan import Plan, Point

CELL = 0.5
"""Metres. An aisle of 1.5 m, the narrowest that may be published, is three cells wide."""
MOST_CELLS = 1_000_000
"""A larger plan has larger cells: a hall of 240 by 160 cells is 38,400."""
REACH = 2.0
"""Metres from a place to the nearest cell where one can stand; farther away it is walled in."""

Cells = NDArray[np.bool_]


@dataclass(frozen=True)
class Grid:
    """``walkable`` has shape (rows, columns); cell (0, 0) begins at ``x``, ``y``; ``cell`` metres wide."""

    x: float
    y: float
    cell: float
    walkable: Cells

    @classmethod
    def of(cls, plan: Plan, step_free: bool = False) -> Grid:
        """Open are the halls and, across walls, the doors; not the booths and places. ``step_free``: no steps.

        A plan without halls is open all round what is drawn. What lies off the plan is not looked at.
        """
        left, top, right, bottom = _extent(plan)
        cell = max(CELL, math.sqrt((right - left) * (bottom - top) / MOST_CELLS))
        rows = max(1, math.ceil((bottom - top) / cell))
        columns = max(1, math.ceil((right - left) / cell))
        grid = cls(left, top, cell, np.full((rows, columns), not plan.halls))
        for hall in plan.halls:
            grid._fill(hall.ring, True)
        for wall in plan.walls:
            grid._stroke(wall, False)
        for door in plan.doors:
            if door.use == "passage":
                grid._stroke(door.line, door.step_free or not step_free)
        for box in (*plan.booths, *(place for place in plan.places if place.kind != "entrance")):
            grid._fill(box.ring, False)
        return grid

    def cell_at(self, point: Point) -> int | None:
        """The number of the walkable cell nearest to this point; None where none is within reach."""
        row, column = (point[1] - self.y) / self.cell - 0.5, (point[0] - self.x) / self.cell - 0.5
        far = math.ceil(REACH / self.cell) + 1
        if not (math.isfinite(row) and math.isfinite(column)):
            return None
        top, left = max(0, round(row) - far), max(0, round(column) - far)
        part = self.walkable[top : max(0, round(row) + far + 1), left : max(0, round(column) + far + 1)]
        at = np.argwhere(part)
        if len(at) == 0:
            return None
        away = np.hypot(at[:, 0] + top - row, at[:, 1] + left - column)
        nearest = int(away.argmin())
        if away[nearest] * self.cell > REACH:
            return None
        return int((at[nearest, 0] + top) * self.walkable.shape[1] + at[nearest, 1] + left)

    def middle(self, number: int) -> Point:
        """Metres."""
        row, column = divmod(number, self.walkable.shape[1])
        return self.x + (column + 0.5) * self.cell, self.y + (row + 0.5) * self.cell

    def _fill(self, ring: tuple[Point, ...], open_: bool) -> None:
        """Cells whose middle lies inside, by the even-odd rule: an outline that crosses itself fills something too."""
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        rows, columns = self.walkable.shape
        top, bottom = self._clipped(min(ys) - self.y, rows), self._clipped(max(ys) - self.y, rows) + 1
        left, right = self._clipped(min(xs) - self.x, columns), self._clipped(max(xs) - self.x, columns) + 1
        if top >= min(bottom, rows) or left >= min(right, columns):
            return
        y = (self.y + (np.arange(top, min(bottom, rows)) + 0.5) * self.cell)[:, None]
        x = (self.x + (np.arange(left, min(right, columns)) + 0.5) * self.cell)[None, :]
        inside = np.zeros((y.shape[0], x.shape[1]), dtype=bool)
        for (ax, ay), (bx, by) in pairwise((*ring, ring[0])):
            if ay == by:
                continue
            spans = (ay <= y) != (by <= y)
            inside ^= spans & (x < ax + (y - ay) * (bx - ax) / (by - ay))
        self.walkable[top : top + inside.shape[0], left : left + inside.shape[1]][inside] = open_

    def _stroke(self, line: tuple[Point, ...], open_: bool) -> None:
        rows, columns = self.walkable.shape
        for (ax, ay), (bx, by) in pairwise(line):
            steps = min(100_000, max(2, math.ceil(math.hypot(bx - ax, by - ay) / self.cell * 4) + 1))
            column = np.floor((np.linspace(ax, bx, steps) - self.x) / self.cell)
            row = np.floor((np.linspace(ay, by, steps) - self.y) / self.cell)
            # A wall on the sheet's far edge belongs to the last cell.
            column = np.where(column == columns, columns - 1, column)
            row = np.where(row == rows, rows - 1, row)
            on = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
            self.walkable[row[on].astype(int), column[on].astype(int)] = open_

    def _clipped(self, metres: float, most: int) -> int:
        return int(max(0, min(most, metres // self.cell)))


def _extent(plan: Plan) -> tuple[float, float, float, float]:
    if plan.halls:
        boxes = plan.halls
        return (
            min(b.x for b in boxes),
            min(b.y for b in boxes),
            max(b.x + b.w for b in boxes),
            max(b.y + b.h for b in boxes),
        )
    points = [point for line in plan.walls for point in line] + [kiosk.at for kiosk in plan.kiosks]
    points += [corner for box in (*plan.booths, *plan.places) for corner in (*box.ring, box.front)]
    if not points:
        return 0.0, 0.0, 1.0, 1.0
    room = 2.0
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs) - room, min(ys) - room, max(xs) + room, max(ys) + room
