"""Where people can walk, as a grid of cells: a cell that a wall, booth or facility touches is taken.

A line through free cells alone therefore never crosses a wall or a booth. An aisle of twice a cell's side is open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from jobfair.hall.plan import Area, Line, Plan, Point
from jobfair.hall.raster import inside, line_cells

CELL = 0.5  # metres
_MOST_CELLS = 600_000  # a larger sheet gets larger cells: memory stays bounded whatever is drawn
_SKIN = 0.02  # metres: an outline on the edge of two cells takes only the inner one
_REACH = 2.0  # metres between where one shall stand and the nearest free cell
Link = tuple[int, int, float]  # a cell, another, metres
_DOOR_SLACK = 0.3  # metres: a wall drawn through a door, as traces have it, is open there


@dataclass(frozen=True)
class Grid:
    """``free[row, column]``; ``hall[row, column]`` is the number of the hall in plan.halls, -1 outside of halls.

    ``links``: pairs of cells with the metres between them (doors, stairs and lifts that lead to each other);
    ``stairs`` are those of them with steps.
    """

    plan: Plan
    step_free: bool
    cell: float
    left: float
    top: float
    free: Any
    hall: Any
    links: tuple[Link, ...] = ()
    stairs: tuple[Link, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        return int(self.free.shape[0]), int(self.free.shape[1])

    @cached_property
    def parts(self) -> Any:
        """A number for each cell: who can walk to each other share one; -1 where nobody can walk."""
        from scipy import ndimage
        from scipy.sparse import coo_matrix
        from scipy.sparse.csgraph import connected_components

        numbers, count = ndimage.label(self.free)  # by sides: over corners only where both sides are free too
        flat = numbers.ravel()
        a = [int(flat[one]) for one, _, _ in self.links]
        b = [int(flat[other]) for _, other, _ in self.links]
        joined = coo_matrix((np.ones(len(a)), (a, b)), shape=(count + 1, count + 1))
        _, merged = connected_components(joined, directed=False)
        return np.where(flat > 0, merged[flat], -1)

    @cached_property
    def _sizes(self) -> Any:
        return np.bincount(self.parts[self.parts >= 0], minlength=1)

    def centre(self, index: int) -> Point:
        """The middle of a cell, in metres on the sheet."""
        row, column = divmod(index, self.shape[1])
        return self.left + (column + 0.5) * self.cell, self.top + (row + 0.5) * self.cell

    def nearest(self, at: Point, within: float = _REACH, *, through: bool = True) -> int | None:
        """The free cell nearest to a point, if one can be with no wall between; None where there is none within so many
        metres. ``through`` False: None, too, where a wall is between the point and all of them."""
        columns = self.shape[1]
        x, y = (at[0] - self.left) / self.cell, (at[1] - self.top) / self.cell
        far = math.ceil(max(within, self.cell) / self.cell)
        top, left = max(0, math.floor(y) - far), max(0, math.floor(x) - far)
        bottom, right = max(top, math.floor(y) + far + 1), max(left, math.floor(x) + far + 1)
        found = np.nonzero(self.free[top:bottom, left:right])
        if len(found[0]) == 0:
            return None
        away = np.hypot(found[0] + top + 0.5 - y, found[1] + left + 0.5 - x)
        order = np.argsort(np.round(away, 6), kind="stable")
        order = order[away[order] * self.cell <= within + self.cell]
        cells = (found[0][order] + top) * columns + found[1][order] + left
        beside = self._walls_by(at, within + 2 * self.cell)
        clear = next((int(cell) for cell in cells if not _between(beside, at, self.centre(int(cell)))), None)
        return clear if clear is not None or not through or len(cells) == 0 else int(cells[0])

    @cached_property
    def _pieces(self) -> Any:
        """What nobody walks through: walls without their doors, and closed doors. Rows of ends: x, y, x, y."""
        pieces = [(*a, *b) for line in _closed_lines(self.plan, self.step_free) for a, b in pairwise(line)]
        return np.array(pieces, dtype=float).reshape(-1, 4)

    def _walls_by(self, at: Point, far: float) -> Any:
        each = self._pieces
        x, y = each[:, 0::2], each[:, 1::2]
        by_x = (x.min(axis=1) <= at[0] + far) & (x.max(axis=1) >= at[0] - far)
        return each[by_x & (y.min(axis=1) <= at[1] + far) & (y.max(axis=1) >= at[1] - far)]

    def stand(self, area: Area) -> int | None:
        """The free cell where one stands before a booth or facility; None: nobody can get near."""
        if area.stand is not None:
            return self.nearest(area.stand)
        left, top, right, bottom = area.box
        x, y = area.middle
        off = 1.5 * self.cell
        around = [(x, bottom + off), (x, top - off), (left - off, y), (right + off, y)]
        cells = [cell for at in around if (cell := self.nearest(at, self.cell)) is not None]
        # The side that most of the hall can be reached from; the lower one of equals.
        return max(cells, key=lambda cell: int(self._sizes[self.parts[cell]]), default=None)

    def unreached(self, start: Point) -> tuple[str, ...]:
        """The booths that nobody can walk to from here, in the plan's order. All of them if nobody can stand here."""
        here = self.nearest(start)
        part = None if here is None else self.parts[here]

        def cut_off(booth: Area) -> bool:
            cell = self.stand(booth)
            return part is None or cell is None or bool(self.parts[cell] != part)

        return tuple(booth.id for booth in self.plan.booths if cut_off(booth))


def build_grid(plan: Plan, *, step_free: bool = False, cell: float = CELL) -> Grid:
    """``step_free``: ways with steps are closed. Booths off the plan, over each other and walls that cross themselves
    are drawn as they are."""
    left, top, right, bottom = _extent(plan)
    cell = max(cell, math.sqrt(max(1.0, (right - left) * (bottom - top)) / _MOST_CELLS))
    rows, columns = max(1, math.ceil((bottom - top) / cell)), max(1, math.ceil((right - left) / cell))

    def scaled(line: Iterable[Point]) -> list[Point]:
        return [((x - left) / cell, (y - top) / cell) for x, y in line]

    hall = np.full((rows, columns), -1, dtype=np.int16)
    for number, area in reversed(list(enumerate(plan.halls))):
        hall[inside(scaled(area.ring), rows, columns)] = number
    free = hall >= 0 if plan.halls else np.ones((rows, columns), dtype=bool)
    for line in _closed_lines(plan, step_free):
        _take(free, scaled(line))
    for area in (*plan.booths, *plan.facilities):
        shape = scaled(_shrunk(area))
        free[inside(shape, rows, columns)] = False
        _take(free, [*shape, shape[0]])
    grid = Grid(plan, step_free, cell, left, top, free, hall)
    found = list(_links(grid))
    links = tuple(link for link, steps in found if not (steps and step_free))
    return replace(grid, links=links, stairs=tuple(link for link, steps in found if steps and not step_free))


def _extent(plan: Plan) -> tuple[float, float, float, float]:
    """Of the halls; of all that is drawn where the plan has none."""
    drawn: list[Point] = [at for hall in plan.halls for at in hall.ring]
    if not drawn:
        drawn = [at for area in (*plan.booths, *plan.facilities) for at in area.ring]
        drawn += [at for wall in plan.walls for at in wall] + [spot.at for spot in plan.kiosks]
        drawn += [(x + far, y + far) for x, y in drawn for far in (-3, 3)]  # an aisle around it
    if not drawn:
        return 0.0, 0.0, 1.0, 1.0
    xs, ys = [x for x, _ in drawn], [y for _, y in drawn]
    return min(xs), min(ys), max(xs), max(ys)


def _take(free: Any, line: list[Point]) -> None:
    rows, columns = free.shape
    for (ax, ay), (bx, by) in pairwise(line):
        row, column = line_cells(ax, ay, bx, by)
        on = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        free[row[on], column[on]] = False


def _shrunk(area: Area) -> Line:
    x, y = area.middle

    def inward(value: float, middle: float) -> float:
        return value - math.copysign(min(_SKIN, abs(value - middle)), value - middle)

    return tuple((inward(px, x), inward(py, y)) for px, py in area.ring)


def _closed_lines(plan: Plan, step_free: bool) -> Iterable[Line]:
    """Walls without their doors, and the doors that are closed."""
    closed = [door.line for door in plan.doors if step_free and not door.step_free]
    opened = [door.line for door in plan.doors if door.use == "passage" and door.line not in closed]
    for wall in plan.walls:
        yield from _without_doors(wall, opened)
    yield from closed


def _between(walls: Any, a: Point, b: Point) -> bool:
    """Whether the straight line from a to b meets one of the walls (rows of ends)."""
    if len(walls) == 0:
        return False
    c, d = walls[:, :2], walls[:, 2:]

    def side(p: Any, q: Any, r: Any) -> Any:
        (px, py), (qx, qy), (rx, ry) = (np.moveaxis(np.asarray(point), -1, 0) for point in (p, q, r))
        return np.sign(np.round((qx - px) * (ry - py) - (qy - py) * (rx - px), 9))

    apart = side(c, d, a) * side(c, d, b) > 0
    beyond = side(a, b, c) * side(a, b, d) > 0
    return bool((~(apart | beyond)).any())


def _without_doors(wall: Line, doors: list[Line]) -> Iterable[Line]:
    """The pieces of a wall that no door opens."""
    for (ax, ay), (bx, by) in pairwise(wall):
        length = math.hypot(bx - ax, by - ay)
        if length == 0:
            continue
        ux, uy = (bx - ax) / length, (by - ay) / length
        gaps = []
        for door in doors:
            ends = [((x - ax) * ux + (y - ay) * uy, abs((y - ay) * ux - (x - ax) * uy)) for x, y in (door[0], door[-1])]
            low, high = min(along for along, _ in ends), max(along for along, _ in ends)
            if low < length and high > 0 and all(off <= _DOOR_SLACK for _, off in ends):
                gaps.append((low, high))
        at = 0.0
        for low, high in sorted(gaps):
            if low > at:
                yield (ax + at * ux, ay + at * uy), (ax + low * ux, ay + low * uy)
            at = max(at, high)
        if at < length:
            yield (ax + at * ux, ay + at * uy), (bx, by)


def _links(grid: Grid) -> Iterable[tuple[Link, bool]]:
    """With whether it has steps."""
    ends: dict[str, tuple[Point, int | None, str, bool, float | None]] = {}
    for door in grid.plan.doors:
        ends[door.id] = (door.middle, grid.nearest(door.middle), door.leads_to, door.step_free, door.metres)
    named = {door.leads_to for door in grid.plan.doors} | {area.leads_to for area in grid.plan.facilities}
    for area in grid.plan.facilities:
        if area.leads_to or area.id in named:
            ends[area.id] = (area.middle, grid.stand(area), area.leads_to, area.step_free, area.metres)
    told: set[tuple[int, int]] = set()
    for (x, y), cell, leads_to, step_free, metres in ends.values():
        other = ends.get(leads_to)
        if other is None or cell is None or other[1] is None or cell == other[1]:
            continue
        pair = min(cell, other[1]), max(cell, other[1])
        if pair in told:  # each of the two doors names the other
            continue
        told.add(pair)
        said = [given for given in (metres, other[4]) if given is not None]
        far = min(said) if said else math.hypot(other[0][0] - x, other[0][1] - y)
        yield (*pair, far), not (step_free and other[3])
