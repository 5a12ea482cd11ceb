"""The ``d`` of an SVG path as straight pieces: curves become short lines, eight to a curve."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise

Point = tuple[float, float]
_TOKEN = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_PIECES = 8


def flattened(d: str) -> Iterator[tuple[list[Point], bool]]:
    """Each subpath as points, and whether it is closed (by Z, or by ending where it began).

    What cannot be read ends the path, as SVG 2, 9.5.4 asks. Raises ValueError for lengths that are not finite.
    """
    points: list[Point] = []
    at = start = control = (0.0, 0.0)
    last = ""
    for command, n in _commands(d):
        kind, relative = command.upper(), command.islower()
        x0, y0 = at if relative else (0.0, 0.0)
        if kind == "M":
            if len(points) > 1:
                yield _ended(points)
            at = start = (x0 + n[0], y0 + n[1])
            points = [at]
        elif kind == "Z":
            if len(points) > 1:
                yield points, True
            at, points = start, [start]
        else:
            if not points:
                points = [at]
            if kind == "H":
                added = [(x0 + n[0], at[1])]
            elif kind == "V":
                added = [(at[0], y0 + n[0])]
            elif kind == "L":
                added = [(x0 + n[0], y0 + n[1])]
            elif kind == "A":
                added = _arc(at, n[0], n[1], n[2], bool(n[3]), bool(n[4]), (x0 + n[5], y0 + n[6]))
            else:
                pairs = [(x0 + x, y0 + y) for x, y in zip(n[::2], n[1::2], strict=True)]
                if kind in "ST":  # the control point is the last one's mirror image, where there was one
                    smooth = last in ("CS" if kind == "S" else "QT")
                    pairs = [(2 * at[0] - control[0], 2 * at[1] - control[1]) if smooth else at, *pairs]
                control = pairs[-2]
                added = _bezier([at, *pairs])
            points += added
            at = added[-1]
        last = kind
    if len(points) > 1:
        yield _ended(points)


def _ended(points: list[Point]) -> tuple[list[Point], bool]:
    closed = len(points) > 3 and math.dist(points[0], points[-1]) < 1e-6
    return (points[:-1] if closed else points), closed


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    command, numbers = "", list[float]()
    for letter, number in _TOKEN.findall(d):
        if letter:
            command, numbers = letter, []
            if letter in "Zz":
                yield letter, []
                command = ""
            continue
        if not command:
            return
        value = float(number)
        if not math.isfinite(value):
            raise ValueError("not a length")
        numbers.append(value)
        if len(numbers) == _TAKES[command.upper()]:
            yield command, numbers
            numbers = []
            command = {"M": "L", "m": "l"}.get(command, command)


def _bezier(points: list[Point]) -> list[Point]:
    """De Casteljau at eight places; the start is left out, it is there already."""
    found = []
    for step in range(1, _PIECES + 1):
        t, level = step / _PIECES, points
        while len(level) > 1:
            level = [((1 - t) * a[0] + t * b[0], (1 - t) * a[1] + t * b[1]) for a, b in pairwise(level)]
        found.append(level[0])
    return found


def _arc(start: Point, rx: float, ry: float, turned: float, large: bool, sweep: bool, end: Point) -> list[Point]:
    """SVG 1.1, F.6.5: from the end points to the middle of the ellipse."""
    rx, ry = abs(rx), abs(ry)
    if rx == 0 or ry == 0 or start == end:
        return [end]
    cos, sin = math.cos(math.radians(turned)), math.sin(math.radians(turned))
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos * dx + sin * dy, -sin * dx + cos * dy
    grown = (x / rx) ** 2 + (y / ry) ** 2
    if grown > 1:
        rx, ry = rx * math.sqrt(grown), ry * math.sqrt(grown)
    below = (rx * y) ** 2 + (ry * x) ** 2
    root = math.sqrt(max(0.0, ((rx * ry) ** 2 - below) / below)) * (1 if large != sweep else -1)
    mx, my = root * rx * y / ry, -root * ry * x / rx
    cx = cos * mx - sin * my + (start[0] + end[0]) / 2
    cy = sin * mx + cos * my + (start[1] + end[1]) / 2
    first = math.atan2((y - my) / ry, (x - mx) / rx)
    span = math.atan2((-y - my) / ry, (-x - mx) / rx) - first
    if sweep and span < 0:
        span += math.tau
    elif not sweep and span > 0:
        span -= math.tau
    found = []
    for step in range(1, _PIECES + 1):
        turn = first + span * step / _PIECES
        px, py = rx * math.cos(turn), ry * math.sin(turn)
        found.append((cx + cos * px - sin * py, cy + sin * px + cos * py))
    return [*found[:-1], end]
