"""An SVG file as a trace. The parser resolves no entity, loads nothing and follows no address."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from jobfair.hall.svg_path import flattened
from jobfair.hall.trace import Budget, Drawing, Label, Point, Stroke, TooMuch, Trouble, guess, trouble

MAX_BYTES = 8 * 1024 * 1024
_DEPTH = 24
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_STYLED_AWAY = re.compile(r"display\s*:\s*none")
_METRES = {"mm": 0.001, "cm": 0.01, "in": 0.0254, "m": 1.0}
# A sheet of paper says how large it was printed, not how large the hall is: only lengths of a hall count as a unit.
_LEAST_HALL = 5.0
_NOT_DRAWN = frozenset(
    {"defs", "symbol", "clipPath", "mask", "pattern", "marker", "style", "metadata", "title", "desc"}
)
_LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"
_HREF = "{http://www.w3.org/1999/xlink}href"

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_svg(data: bytes) -> Drawing | Trouble:
    """Lines, rectangles, circles, polygons, polylines, paths and texts, with their transforms and ``use``.

    A layer is the nearest group whose name says what it is, else the nearest named group, else class or colour.
    """
    if len(data) > MAX_BYTES:
        return trouble("too_large")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return trouble("entities" if b"<!ENTITY" in data else "not_svg")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        return trouble("entities")
    if _tag(root) != "svg":
        return trouble("not_svg")
    reader = _Reader(root)
    try:
        reader.walk(root, _SAME, (), 0)
    except TooMuch:
        return trouble("too_much")
    except (ValueError, OverflowError):
        return trouble("not_svg")
    if not reader.strokes:
        return trouble("empty")
    return Drawing(tuple(reader.strokes), tuple(reader.labels), _unit(root), y_down=True)


class _Reader:
    def __init__(self, root: Any) -> None:
        self.strokes: list[Stroke] = []
        self.labels: list[Label] = []
        self._budget = Budget()
        self._by_id = {element.get("id"): element for element in root.iter() if element.get("id")}

    def walk(self, element: Any, matrix: Matrix, groups: tuple[str, ...], depth: int) -> None:
        """The element and what is in it; ``groups`` are the names of those around it, the nearest last."""
        self._budget.spend()
        if depth > _DEPTH:
            raise TooMuch
        tag, matrix = _tag(element), _times(matrix, _transform(element.get("transform", "")))
        if _hidden(element):
            return
        name = element.get(_LABEL) or element.get("id") or ""
        if tag in ("svg", "g", "a", "switch"):
            inner = (*groups, name) if name and tag == "g" else groups
            for child in element:
                if isinstance(child.tag, str) and _tag(child) not in _NOT_DRAWN:
                    self.walk(child, matrix, inner, depth + 1)
        elif tag == "use":
            target = self._by_id.get((element.get("href") or element.get(_HREF) or "").removeprefix("#"))
            if target is not None:
                moved = _times(matrix, (1.0, 0.0, 0.0, 1.0, _length(element, "x"), _length(element, "y")))
                around = (*groups, name) if name else groups
                drawn = list(target) if _tag(target) == "symbol" else [target]
                for child in drawn:
                    if isinstance(child.tag, str):
                        self.walk(child, moved, around, depth + 1)
        elif tag == "text":
            self._text(element, matrix, groups)
        elif tag in _SHAPES:
            for points, closed in _SHAPES[tag](element):
                self._budget.spend(len(points))
                moved_points = tuple(_moved(matrix, point) for point in points)
                if len(points) > 1:
                    self.strokes.append(Stroke(_layer(element, groups), moved_points, closed, name))

    def _text(self, element: Any, matrix: Matrix, groups: tuple[str, ...]) -> None:
        text = " ".join("".join(element.itertext()).split())
        placed = next((e for e in element.iter() if isinstance(e.tag, str) and e.get("x")), element)
        if text:
            at = _moved(matrix, (_length(placed, "x"), _length(placed, "y")))
            self.labels.append(Label(_layer(element, groups), text[:80], at))


def _tag(element: Any) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def _layer(element: Any, groups: tuple[str, ...]) -> str:
    telling = next((name for name in reversed(groups) if guess(name)), None)
    if telling is not None:
        return telling
    for own in (element.get("class"), element.get("id")):
        if own and guess(own):
            return re.sub(r"[\s_.:#-]*[A-Za-z]?\d+$", "", own) or own
    if groups:
        return groups[-1]
    colour = _style(element, "stroke") or _style(element, "fill")
    return element.get("class") or colour or "?"


def _style(element: Any, name: str) -> str:
    found = re.search(rf"(?:^|;)\s*{name}\s*:\s*([^;]+)", element.get("style", ""))
    value = found[1].strip() if found else element.get(name, "")
    return "" if value == "none" else value.lower()


def _hidden(element: Any) -> bool:
    return element.get("display") == "none" or bool(_STYLED_AWAY.search(element.get("style", "")))


def _length(element: Any, name: str) -> float:
    found = _NUMBER.match(element.get(name, "").strip())
    return _finite(float(found[0])) if found else 0.0


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("not a length")
    return value


def _numbers(text: str) -> list[float]:
    return [_finite(float(found)) for found in _NUMBER.findall(text)]


def _rect(element: Any) -> Iterator[tuple[list[Point], bool]]:
    x, y, w, h = (_length(element, name) for name in ("x", "y", "width", "height"))
    if w > 0 and h > 0:
        yield [(x, y), (x + w, y), (x + w, y + h), (x, y + h)], True


def _round(element: Any) -> Iterator[tuple[list[Point], bool]]:
    rx = _length(element, "r") or _length(element, "rx")
    ry = _length(element, "r") or _length(element, "ry")
    x, y = _length(element, "cx"), _length(element, "cy")
    if rx > 0 and ry > 0:
        turns = [math.tau * step / 24 for step in range(24)]
        yield [(x + rx * math.cos(turn), y + ry * math.sin(turn)) for turn in turns], True


def _line(element: Any) -> Iterator[tuple[list[Point], bool]]:
    yield [(_length(element, "x1"), _length(element, "y1")), (_length(element, "x2"), _length(element, "y2"))], False


def _poly(element: Any) -> Iterator[tuple[list[Point], bool]]:
    numbers = _numbers(element.get("points", ""))
    yield list(zip(numbers[::2], numbers[1::2], strict=False)), _tag(element) == "polygon"


def _path(element: Any) -> Iterator[tuple[list[Point], bool]]:
    yield from flattened(element.get("d", ""))


_SHAPES: dict[str, Callable[[Any], Iterator[tuple[list[Point], bool]]]] = {
    "rect": _rect,
    "circle": _round,
    "ellipse": _round,
    "line": _line,
    "polyline": _poly,
    "polygon": _poly,
    "path": _path,
}


def _unit(root: Any) -> float | None:
    """Metres in one unit of the drawing, where width has a real unit and is that of a hall."""
    found = re.fullmatch(r"\s*([\d.]+)\s*(mm|cm|in|m)\s*", root.get("width", ""))
    box = _numbers(root.get("viewBox", ""))
    if not found or (metres := float(found[1]) * _METRES[found[2]]) < _LEAST_HALL:
        return None
    if len(box) == 4 and box[2] > 0:
        return metres / box[2]
    return _METRES[found[2]] / {"mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "m": 9600 / 2.54}[found[2]]


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[2] * b[1],
        a[1] * b[0] + a[3] * b[1],
        a[0] * b[2] + a[2] * b[3],
        a[1] * b[2] + a[3] * b[3],
        a[0] * b[4] + a[2] * b[5] + a[4],
        a[1] * b[4] + a[3] * b[5] + a[5],
    )


def _moved(m: Matrix, point: Point) -> Point:
    x, y = point
    return _finite(m[0] * x + m[2] * y + m[4]), _finite(m[1] * x + m[3] * y + m[5])


def _transform(text: str) -> Matrix:
    matrix = _SAME
    for name, inside in re.findall(r"(\w+)\s*\(([^)]*)\)", text):
        n = _numbers(inside)
        step = _SAME
        if name == "matrix" and len(n) == 6:
            step = (n[0], n[1], n[2], n[3], n[4], n[5])
        elif name == "translate" and n:
            step = (1.0, 0.0, 0.0, 1.0, n[0], n[1] if len(n) > 1 else 0.0)
        elif name == "scale" and n:
            step = (n[0], 0.0, 0.0, n[1] if len(n) > 1 else n[0], 0.0, 0.0)
        elif name == "rotate" and n:
            turn = math.radians(n[0])
            cos, sin = math.cos(turn), math.sin(turn)
            x, y = (n[1], n[2]) if len(n) == 3 else (0.0, 0.0)
            step = (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)
        elif name == "skewX" and n:
            step = (1.0, 0.0, math.tan(math.radians(n[0])), 1.0, 0.0, 0.0)
        elif name == "skewY" and n:
            step = (1.0, math.tan(math.radians(n[0])), 0.0, 1.0, 0.0, 0.0)
        matrix = _times(matrix, step)
    return matrix
