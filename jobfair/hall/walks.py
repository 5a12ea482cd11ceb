"""How far it is on foot, and along which line: shortest paths on the grid, one search a place, kept."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jobfair.hall.grid import Grid
from jobfair.hall.plan import Plan, Point

BESIDE = 1.3
"""A step right beside a wall or a booth counts so much: people walk in the middle of an aisle."""
METRES_A_MINUTE = 50.0
"""On foot in a crowd, with looking about: 3 km/h."""
KEPT = 64
"""Searches that are kept: 0.5 MB each in a hall of 240 by 160 cells."""
_DIAGONAL = math.sqrt(2.0)


@dataclass(frozen=True)
class _Search:
    """From one cell: ``metres`` to each cell (inf: no way), ``before`` each cell the one that one comes from."""

    metres: NDArray[np.float32]
    before: NDArray[np.int32]


class Walks:
    """One plan, walked on; ``step_free`` keeps to ways without steps. Safe to use from one thread at a time."""

    def __init__(self, plan: Plan, step_free: bool = False) -> None:
        self.plan = plan
        self.step_free = step_free
        self.grid = Grid.of(plan, step_free)
        self._near = _beside(self.grid.walkable)
        self._graph: Any = None
        self._searches: OrderedDict[int, _Search] = OrderedDict()

    def metres(self, start: Point, places: list[Point]) -> list[float]:
        """On foot from ``start`` to each of the places; inf where there is no way."""
        begin = self.grid.cell_at(start)
        if begin is None:
            return [math.inf] * len(places)
        found = self._search(begin).metres
        cells = [self.grid.cell_at(place) for place in places]
        return [math.inf if cell is None else float(found[cell]) for cell in cells]

    def line(self, start: Point, end: Point) -> list[Point] | None:
        """The way as a line of few points, through no wall and no booth; None where there is none."""
        begin, goal = self.grid.cell_at(start), self.grid.cell_at(end)
        if begin is None or goal is None:
            return None
        search = self._search(begin)
        if not math.isfinite(search.metres[goal]):
            return None
        cells = [goal]
        while cells[-1] != begin:
            cells.append(int(search.before[cells[-1]]))
        return [self.grid.middle(cell) for cell in self._straightened(cells[::-1])]

    def _search(self, begin: int) -> _Search:
        known = self._searches.get(begin)
        if known is not None:
            self._searches.move_to_end(begin)
            return known
        from scipy.sparse.csgraph import dijkstra

        if self._graph is None:
            self._graph = self._connected()
        metres, before = dijkstra(self._graph, indices=begin, return_predecessors=True)
        search = _Search(metres.astype(np.float32), before.astype(np.int32))
        self._searches[begin] = search
        if len(self._searches) > KEPT:
            self._searches.popitem(last=False)
        return search

    def _connected(self) -> Any:
        """Eight neighbours; a diagonal step needs both cells beside it open, so that no corner is cut."""
        from scipy.sparse import csr_array

        open_ = self.grid.walkable
        price = np.where(self._near, BESIDE, 1.0) * self.grid.cell
        number = np.arange(open_.size).reshape(open_.shape)
        ones: list[NDArray[Any]] = []
        others: list[NDArray[Any]] = []
        lengths: list[NDArray[Any]] = []

        def join(a: tuple[slice, slice], b: tuple[slice, slice], passable: NDArray[np.bool_], length: float) -> None:
            ones.append(number[a][passable])
            others.append(number[b][passable])
            lengths.append(length * (price[a][passable] + price[b][passable]) / 2)

        here, right, down = slice(None, -1), slice(1, None), slice(1, None)
        every = slice(None)
        join((every, here), (every, right), open_[:, :-1] & open_[:, 1:], 1.0)
        join((here, every), (down, every), open_[:-1] & open_[1:], 1.0)
        square = open_[:-1, :-1] & open_[:-1, 1:] & open_[1:, :-1] & open_[1:, 1:]
        join((here, here), (down, right), square, _DIAGONAL)
        join((here, right), (down, here), square, _DIAGONAL)
        a, b, metres = self._far_passages()
        a, b = np.concatenate([*ones, a]), np.concatenate([*others, b])
        weight = np.concatenate([*lengths, metres])
        size = open_.size
        return csr_array((np.r_[weight, weight], (np.r_[a, b], np.r_[b, a])), shape=(size, size))

    def _far_passages(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Doors that lead to a door elsewhere: another floor, or across a yard."""
        by_id = {door.id: door for door in self.plan.doors}
        found: list[tuple[int, int, float]] = []
        for door in self.plan.doors:
            other = by_id.get(door.leads_to)
            if other is None or (self.step_free and not (door.step_free and other.step_free)):
                continue
            a, b = self.grid.cell_at(door.middle), self.grid.cell_at(other.middle)
            if a is not None and b is not None and a != b:
                found.append((a, b, max(0.1, door.metres)))
        # Given from both sides it is one way: the matrix would add the two.
        ways = {(min(a, b), max(a, b)): metres for a, b, metres in reversed(found)}
        ends = np.array(list(ways), dtype=np.int64).reshape(-1, 2)
        return ends[:, 0], ends[:, 1], np.array(list(ways.values()), dtype=np.float64)

    def _straightened(self, cells: list[int]) -> list[int]:
        columns = self.grid.walkable.shape[1]
        corners = [cells[0]]
        for before, cell, after in zip(cells, cells[1:], cells[2:], strict=False):
            if cell - before != after - cell:
                corners.append(cell)
        corners += [cells[-1]] if len(cells) > 1 else []
        kept, at = [corners[0]], 0
        while at < len(corners) - 1:
            ahead = len(corners) - 1
            while ahead > at + 1 and not self._in_sight(divmod(corners[at], columns), divmod(corners[ahead], columns)):
                ahead -= 1
            kept.append(corners[ahead])
            at = ahead
        return kept

    def _in_sight(self, a: tuple[int, int], b: tuple[int, int]) -> bool:
        """Straight across open cells, and not along a wall."""
        steps = 4 * max(abs(a[0] - b[0]), abs(a[1] - b[1])) + 1
        rows = np.rint(np.linspace(a[0], b[0], steps)).astype(int)
        columns = np.rint(np.linspace(a[1], b[1], steps)).astype(int)
        inner = slice(8, -8) if steps > 20 else slice(0, 0)  # one may stand near a booth, but not walk along it
        return bool(self.grid.walkable[rows, columns].all()) and not self._near[rows[inner], columns[inner]].any()


def minutes(metres: float) -> int:
    """Whole minutes, at least 1."""
    return max(1, round(metres / METRES_A_MINUTE))


def _beside(open_: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Open cells that touch a closed one."""
    closed = np.pad(~open_, 1, constant_values=True)
    rows, columns = open_.shape
    found = np.zeros_like(open_)
    for down in range(3):
        for right in range(3):
            found |= closed[down : down + rows, right : right + columns]
    return found & open_
