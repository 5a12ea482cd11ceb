"""How far it is on the grid, and the line of the way: Dijkstra from a cell, kept for the next question.

A walk keeps off the stands where there is room: metres right beside a wall or stand count 1.5 times, in the next cell
1.2 times. The distances that tours are made of are these.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from jobfair.hall.grid import Grid
from jobfair.hall.plan import Line, Point
from jobfair.hall.raster import line_cells

METRES_A_MINUTE = 50.0  # a person in a crowd
_BESIDE, _NEXT = 1.5, 1.2
_WAYS_KEPT = 500
_KEPT = 48  # rows; 0.5 MB each in a hall of 240 by 160 cells


@dataclass(frozen=True)
class Stretch:
    """A piece of a way within one hall ("" outside of all): points in metres on the sheet."""

    hall: str
    points: Line


@dataclass(frozen=True)
class Way:
    """``stretches`` in walking order; between two of them is a door. ``steps``: whether it has any."""

    metres: float
    stretches: tuple[Stretch, ...]
    steps: bool


class Walks:
    """Distances and ways on one grid. Not for two threads at a time."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._rows: OrderedDict[int, tuple[Any, Any]] = OrderedDict()
        self._ways: dict[tuple[int, int], Way] = {}

    def metres(self, start: int, end: int) -> float:
        """Between two cells; infinite where there is no way."""
        return float(self._row(start)[0][end])

    def way(self, start: int, end: int) -> Way | None:
        """None where there is no way."""
        if (start, end) in self._ways:
            return self._ways[start, end]
        metres, before = self._row(start)
        if not math.isfinite(metres[end]):
            return None
        chain = [end]
        while chain[-1] != start:
            chain.append(int(before[chain[-1]]))
        chain.reverse()
        if len(self._ways) >= _WAYS_KEPT:
            self._ways.clear()
        way = Way(float(metres[end]), tuple(self._stretches(chain)), self._has_steps(chain))
        self._ways[start, end] = way
        return way

    def _row(self, start: int) -> tuple[Any, Any]:
        held = self._rows.pop(start, None)
        if held is None:
            from scipy.sparse.csgraph import dijkstra

            metres, before = dijkstra(self._graph, indices=start, return_predecessors=True)
            held = metres.astype(np.float32), before.astype(np.int32)
        self._rows[start] = held
        if len(self._rows) > _KEPT:
            self._rows.popitem(last=False)
        return held

    @cached_property
    def _clearance(self) -> Any:
        """Cells to the nearest taken one, counted as a king walks; what lies beyond the sheet is taken."""
        from scipy import ndimage

        return ndimage.distance_transform_cdt(np.pad(self.grid.free, 1), "chessboard")[1:-1, 1:-1]

    @cached_property
    def _graph(self) -> Any:
        from scipy.sparse import coo_matrix

        free, cell = self.grid.free, self.grid.cell
        rows, columns = free.shape
        cost = np.select([self._clearance <= 1, self._clearance == 2], [_BESIDE, _NEXT], 1.0)
        number = np.arange(rows * columns).reshape(rows, columns)
        a, b, length = [], [], []
        for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
            here = (slice(0, rows - down), slice(max(0, -right), columns - max(0, right)))
            there = (slice(down, rows), slice(max(0, right), columns + min(0, right)))
            open_ = free[here] & free[there]
            if down and right:  # over a corner only where both sides are free
                beside = free[here[0], there[1]] & free[there[0], here[1]]
                open_ = open_ & beside
            a.append(number[here][open_])
            b.append(number[there][open_])
            length.append(cell * math.hypot(down, right) * (cost[here][open_] + cost[there][open_]) / 2)
        for start, end, metres in self.grid.links:
            a.append(np.array([start]))
            b.append(np.array([end]))
            length.append(np.array([max(metres, 0.01)]))
        one, other, far = np.concatenate(a), np.concatenate(b), np.concatenate(length)
        both = (np.concatenate([far, far]), (np.concatenate([one, other]), np.concatenate([other, one])))
        return coo_matrix(both, shape=(rows * columns,) * 2).tocsr()

    # --- the line

    def _stretches(self, chain: list[int]) -> list[Stretch]:
        columns = self.grid.shape[1]
        hall = self.grid.hall.ravel()
        pieces, piece = [], [chain[0]]
        for before, cell in pairwise(chain):
            near = max(abs(cell // columns - before // columns), abs(cell % columns - before % columns)) <= 1
            if near and hall[cell] == hall[before]:
                piece.append(cell)
                continue
            if near:
                piece.append(cell)  # up to the door on this hall's map, and from the door on the other's
            pieces.append(piece)
            piece = [before, cell] if near else [cell]
        pieces.append(piece)
        halls = self.grid.plan.halls
        stretches = []
        for cells in pieces:
            middle = hall[cells[len(cells) // 2]] if len(cells) != 2 else hall[cells[-1]]
            points = tuple(self.grid.centre(cell) for cell in self._pulled(cells))
            stretches.append(Stretch(halls[middle].id if middle >= 0 else "", points))
        return stretches

    def _pulled(self, cells: list[int]) -> list[int]:
        """The corners of a chain of cells: straight on as far as the line is free and keeps as clear as the chain."""
        if len(cells) < 3:
            return cells
        at = np.asarray(cells)
        clear = self._clearance.ravel()[at]
        turns = np.flatnonzero(np.diff(at[1:]) != np.diff(at[:-1])) + 1  # only where the chain turns may a line end
        ends = [*turns.tolist(), len(cells) - 1]
        corners, now, index = [cells[0]], 0, 0
        while now < len(cells) - 1:
            best, hidden = index, 0
            for further in range(index + 1, len(ends)):
                if self._seen(cells[now], cells[ends[further]], min(int(clear[now : ends[further] + 1].min()), 3)):
                    best = further
                else:
                    hidden += 1
                    if hidden > 6:  # a little beyond the first corner that hides it
                        break
            now, index = ends[best], best + 1
            corners.append(cells[now])
        return corners

    def _seen(self, start: int, end: int, clear: int) -> bool:
        columns = self.grid.shape[1]
        (ay, ax), (by, bx) = divmod(start, columns), divmod(end, columns)
        if ax != bx and ay != by:
            # Over a corner between two cells neither side is touched: the line is looked at from both sides of it.
            length = math.hypot(bx - ax, by - ay)
            off = 1e-6 / length
            sides = [(off * (by - ay), off * (ax - bx)), (off * (ay - by), off * (bx - ax))]
        else:
            sides = [(0.0, 0.0)]
        for right, down in sides:
            row, column = line_cells(ax + 0.5 + right, ay + 0.5 + down, bx + 0.5 + right, by + 0.5 + down)
            if (self._clearance[row, column] < clear).any():
                return False
        return True

    # --- steps

    @cached_property
    def _steps(self) -> tuple[Any, frozenset[tuple[int, int]]]:
        """Cells of doors with steps, and links that are stairs."""
        rows, columns = self.grid.shape
        cells = np.zeros(rows * columns, dtype=bool)
        for door in self.grid.plan.doors:
            if door.step_free:
                continue
            (ax, ay), (bx, by) = (self._scaled(door.line[0]), self._scaled(door.line[-1]))
            row, column = line_cells(ax, ay, bx, by)
            on = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
            cells[row[on] * columns + column[on]] = True
        stairs = frozenset((a, b) for one, other, _ in self.grid.stairs for a, b in ((one, other), (other, one)))
        return cells, stairs

    def _scaled(self, at: Point) -> Point:
        return (at[0] - self.grid.left) / self.grid.cell, (at[1] - self.grid.top) / self.grid.cell

    def _has_steps(self, chain: list[int]) -> bool:
        cells, stairs = self._steps
        return bool(cells[chain].any()) or any(pair in stairs for pair in pairwise(chain))
