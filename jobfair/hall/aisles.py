"""Aisles that are too narrow, measured between blocks of booths, and how far a block would have to move."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely import LineString, STRtree

from jobfair.hall.finding import Finding, Level, Move, found
from jobfair.hall.sheet import Sheet, Thing

WIDE_ENOUGH = 1.5
"""Metres. Two people pass, a wheelchair turns round (GB 50763-2012, 3.5: 1.50 m)."""
_JOINED = 0.3  # metres: nearer, and the booths are one block; partitions and cables have room
_WALKED = 0.8  # metres: wider, and people take it for an aisle (GB 50763-2012: a wheelchair needs 0.80 m)
_EXACT = 0.005  # metres: what drawing programs round


@dataclass
class _Gap:
    metres: float
    box: tuple[float, float, float, float]
    fronts: bool
    ids: set[str]
    axis: tuple[float, float]


def narrow_aisles(sheet: Sheet) -> list[Finding]:
    """One finding for two blocks that stand too near each other, or a block and a wall or place.

    It blocks where people walk: between blocks from 0.8 m on, and wherever somebody must stand before a booth. The
    rest (a recess in a block, the back of a row) is a gap that nobody needs; it is told.
    """
    booths = [b for b in sheet.of("booth") if b.shape.is_valid]
    if not booths:
        return []
    rest = [
        *(piece for wall in sheet.of("wall") for piece in _pieces(wall)),
        *(f for f in sheet.of("facility") if f.shape.is_valid),
    ]
    floor = _Floor(booths, rest, [h.shape for h in sheet.of("hall")])
    gaps = floor.gaps()
    told = [floor.told(*key, gap) for key, gap in sorted(gaps.items(), key=lambda item: item[1].metres)]
    return _one_aisle(told)


def _one_aisle(findings: list[Finding]) -> list[Finding]:
    """Findings with the same sentence and the same move are one aisle with a cross way in it: told and moved once."""
    merged: dict[tuple[object, ...], Finding] = {}
    for n, finding in enumerate(findings):
        move = finding.move
        key = (finding.code, finding.words.en, move.dx, move.dy) if move else (n,)
        first = merged.get(key)
        if first is None or first.move is None or move is None or first.box is None or finding.box is None:
            merged[key] = finding
            continue
        merged[key] = replace(
            first,
            ids=tuple(sorted({*first.ids, *finding.ids})),
            box=_around([first.box, finding.box]),
            move=replace(move, ids=tuple(dict.fromkeys([*first.move.ids, *move.ids]))),
        )
    return list(merged.values())


def _pieces(wall: Thing) -> list[Thing]:
    """A wall round a hall is on all sides of a booth: each straight piece counts by itself."""
    return [replace(wall, shape=LineString(ends)) for ends in pairwise(wall.shape.coords) if ends[0] != ends[1]]


class _Floor:
    def __init__(self, booths: list[Thing], rest: list[Thing], halls: list[Any]) -> None:
        self.things = [*booths, *rest]
        self.count = len(booths)
        self.shapes = np.array([thing.shape for thing in self.things], dtype=object)
        self.tree = STRtree(self.shapes)
        self.halls = shapely.union_all(halls).buffer(0.05) if halls else None
        self.block = self._blocks()
        self._members: dict[int, list[int]] = {}
        for number in range(self.count):
            self._members.setdefault(self.block[number], []).append(number)

    def gaps(self) -> dict[tuple[int, int], _Gap]:
        """Block and block (or block and thing, its number negative), with what lies between them."""
        one, two = self.tree.query(self.shapes[: self.count], predicate="dwithin", distance=WIDE_ENOUGH - _EXACT)
        keep = two > one
        one, two = one[keep], two[keep]
        metres = shapely.distance(self.shapes[one], self.shapes[two])
        keep = (metres > _JOINED) & (metres < WIDE_ENOUGH - _EXACT)
        one, two, metres = one[keep], two[keep], metres[keep]
        if not len(one):
            return {}
        between = shapely.bounds(shapely.shortest_line(self.shapes[one], self.shapes[two]))
        facing = [
            _facing(self.shapes[a].bounds, self.shapes[b].bounds, tuple(map(float, line)))
            for a, b, line in zip(one, two, between, strict=True)
        ]
        middles = shapely.points([((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box, _axis in facing])
        # Something else stands between the two: then it is not their gap.
        filled = np.unique(self.tree.query(middles, predicate="dwithin", distance=0.05)[0])
        fronts = self._fronts(one, two, metres)
        gaps: dict[tuple[int, int], _Gap] = {}
        skipped = set(filled.tolist())
        for n, (a, b) in enumerate(zip(one.tolist(), two.tolist(), strict=True)):
            if n in skipped:
                continue
            far = self.block[b] if b < self.count else -b
            key = (min(self.block[a], far), max(self.block[a], far)) if far >= 0 else (self.block[a], far)
            box, axis = facing[n]
            if far >= 0 and key[0] == far != self.block[a]:
                axis = (-axis[0], -axis[1])
            ids = {thing.id for thing in (self.things[a], self.things[b]) if thing.kind != "wall"}
            gap = _Gap(float(metres[n]), box, bool(fronts[n]), ids, axis)
            gaps[key] = _joined(gaps[key], gap) if key in gaps else gap
        return gaps

    def told(self, one: int, two: int, gap: _Gap) -> Finding:
        a = self._block_name(one)
        ids = sorted(gap.ids)
        middle = ((gap.box[0] + gap.box[2]) / 2, (gap.box[1] + gap.box[3]) / 2)
        more = {"at": (round(middle[0], 2), round(middle[1], 2)), "box": gap.box, "metres": round(gap.metres, 2)}
        if two >= 0:
            b = self._block_name(two)
            walked = gap.fronts or (gap.metres >= _WALKED and one != two)
            if walked:
                return found("aisle_narrow", ids, a=a, b=b, move=self._proposal(one, two, gap), **more)  # type: ignore[arg-type]
            return found("gap_narrow", ids, a=a, b=b, **more)  # type: ignore[arg-type]
        other = self.things[-two]
        if gap.fronts:
            move = self._shifted(one, gap, -1)
            return found("aisle_narrow", ids, a=a, b=other.id, move=move, **more)  # type: ignore[arg-type]
        level = Level.WARNS if gap.metres >= _WALKED else Level.NOTE
        return found("gap_narrow", ids, a=a, b=other.id, level=level, **more)  # type: ignore[arg-type]

    def _blocks(self) -> list[int]:
        """For each booth the least number of those it stands together with."""
        root = list(range(self.count))

        def top(number: int) -> int:
            while root[number] != number:
                root[number] = root[root[number]]
                number = root[number]
            return number

        pairs = self.tree.query(self.shapes[: self.count], predicate="dwithin", distance=_JOINED)
        for a, b in zip(*(side.tolist() for side in pairs), strict=True):
            if a < b < self.count and (one := top(a)) != (two := top(b)):
                root[max(one, two)] = min(one, two)
        return [top(number) for number in range(self.count)]

    def _fronts(self, one: Any, two: Any, metres: Any) -> Any:
        """Whether somebody who visits one of the two stands in the gap."""
        inside = np.zeros(len(one), dtype=bool)
        for mine, other in ((one, two), (two, one)):
            points = np.array([_point(self.things[n]) for n in mine], dtype=object)
            near = shapely.distance(points, self.shapes[mine]) <= metres + _EXACT
            inside |= near & (shapely.distance(points, self.shapes[other]) <= metres + _EXACT)
        return inside

    def _block_name(self, number: int) -> str:
        ids = [self.things[n].id for n in self._members[number]]
        common = ids[0][: next((n for n, signs in enumerate(zip(*ids, strict=False)) if len(set(signs)) > 1), 64)]
        common = common.rstrip("0123456789-_.")
        return common if common and len(ids) > 1 else min(ids)

    def _proposal(self, one: int, two: int, gap: _Gap) -> Move | None:
        if one == two:
            return None
        tries = [(two, 1), (one, -1)]
        if len(self._members[one]) < len(self._members[two]):
            tries.reverse()
        return next((move for block, way in tries if (move := self._shifted(block, gap, way)) is not None), None)

    def _shifted(self, block: int, gap: _Gap, way: int) -> Move | None:
        """The block moved until the gap is wide enough; None where that makes anything else narrower or worse."""
        if gap.axis == (0.0, 0.0):
            return None
        far = way * math.ceil((WIDE_ENOUGH - gap.metres) * 10 - 0.01) / 10
        dx, dy = gap.axis[0] * far, gap.axis[1] * far
        members = self._members[block]
        moved = shapely.transform(self.shapes[members], lambda points: points + np.array([dx, dy]))
        if self.halls is not None and not shapely.covers(self.halls, moved).all():
            return None
        mine, others = self.tree.query(moved, predicate="dwithin", distance=WIDE_ENOUGH)
        keep = ~np.isin(others, members)
        mine, others = mine[keep], others[keep]
        before = shapely.distance(self.shapes[members][mine], self.shapes[others])
        after = shapely.distance(moved[mine], self.shapes[others])
        if (after + _EXACT < np.minimum(before, WIDE_ENOUGH)).any():
            return None
        return Move(tuple(self.things[n].id for n in members), round(dx, 2), round(dy, 2))


def _point(thing: Thing) -> Any:
    return shapely.Point(thing.front) if thing.kind == "booth" and thing.front else None


def _facing(
    a: tuple[float, ...], b: tuple[float, ...], line: tuple[float, ...]
) -> tuple[tuple[float, float, float, float], tuple[float, float]]:
    """The stretch between two boxes, and which way the second lies: right, left, down, up; (0, 0) where aslant."""
    left, right = max(a[0], b[0]), min(a[2], b[2])
    top, bottom = max(a[1], b[1]), min(a[3], b[3])
    if bottom - top > 0.05 and right <= left:
        box, axis = (right, top, left, bottom), (1.0 if b[0] >= a[2] else -1.0, 0.0)
    elif right - left > 0.05 and bottom <= top:
        box, axis = (left, bottom, right, top), (0.0, 1.0 if b[1] >= a[3] else -1.0)
    else:
        box, axis = (line[0], line[1], line[2], line[3]), (0.0, 0.0)
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)), axis


def _joined(a: _Gap, b: _Gap) -> _Gap:
    near = a if a.metres <= b.metres else b
    straight = [gap for gap in (a, b) if gap.axis != (0.0, 0.0)]
    axis = straight[0].axis if straight and all(gap.axis == straight[0].axis for gap in straight) else (0.0, 0.0)
    boxes = [gap.box for gap in (straight or (a, b))]
    return _Gap(near.metres, _around(boxes), a.fronts or b.fronts, a.ids | b.ids, axis)


def _around(boxes: Iterable[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
