"""A DXF file as a trace, by ezdxf. Blocks are unfolded within a budget; nothing outside the file is opened."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from typing import Any

from jobfair.hall.trace import Budget, Drawing, Label, Point, Stroke, TooMuch, Trouble, trouble

MAX_BYTES = 32 * 1024 * 1024
_DEPTH = 8
_INSERT = 20  # of the budget: unfolding a block takes as long as so many lines
_CURVE = 24  # pieces of a whole turn
_JOINED = 1e-6


def read_dxf(data: bytes) -> Drawing | Trouble:
    """Lines, polylines, arcs, circles, splines, hatches' edges left out, texts and attributes of the model space.

    Its unit is ``$INSUNITS``. Entities on layer 0 are told apart by colour.
    """
    from ezdxf import recover
    from ezdxf.enums import InsertUnits
    from ezdxf.lldxf.const import DXFError
    from ezdxf.units import conversion_factor

    if len(data) > MAX_BYTES:
        return trouble("too_large")
    # ezdxf mends a lot: what has no section at all is some other file, which it would read for minutes.
    if b"SECTION" not in data[:65536] and not data.startswith(b"AutoCAD Binary DXF"):
        return trouble("not_dxf")
    try:
        document, _audit = recover.read(io.BytesIO(data))
        reader = _Reader()
        reader.walk(document.modelspace(), "", 0)
    except TooMuch:
        return trouble("too_much")
    except (DXFError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError):
        return trouble("not_dxf")  # ezdxf raises whatever a broken file makes it stumble over
    if not reader.strokes:
        return trouble("empty")
    unit = int(document.header.get("$INSUNITS", 0))
    try:
        metres = conversion_factor(InsertUnits(unit), InsertUnits.Meters) if unit else None
    except (ValueError, TypeError):
        metres = None
    return Drawing(tuple(reader.strokes), tuple(reader.labels), metres, y_down=False)


class _Reader:
    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        self.labels: list[Label] = []
        self._budget = Budget()

    def walk(self, entities: Any, name: str, depth: int, layer: str = "") -> None:
        """``layer`` is that of the block around them: what lies on layer 0 of a block takes it (as CAD does)."""
        if depth > _DEPTH:
            raise TooMuch
        for entity in entities:
            self._budget.spend()
            self._take(entity, name, depth, layer)

    def _take(self, entity: Any, name: str, depth: int, around: str) -> None:
        kind = entity.dxftype()
        layer = _layer(entity, around)
        if kind == "INSERT":
            self._budget.spend(_INSERT)
            if entity.mcount > 1:
                self._budget.spend(entity.mcount * _INSERT)
            each = entity.multi_insert() if entity.mcount > 1 else (entity,)
            for one in each:
                self.walk(one.attribs, name, depth + 1, layer)
                self.walk(one.virtual_entities(), str(one.dxf.name), depth + 1, layer)
        elif kind in ("TEXT", "ATTRIB", "MTEXT"):
            text = " ".join(str(entity.plain_text()).split())
            if text:
                self.labels.append(Label(layer, text[:80], _anchor(entity)))
        else:
            for points, closed in _lines(entity):
                self._budget.spend(len(points))
                if len(points) > 1 and all(math.isfinite(x) and math.isfinite(y) for x, y in points):
                    self.strokes.append(Stroke(layer, tuple(points), closed, name))


def _layer(entity: Any, around: str) -> str:
    own = str(entity.dxf.get("layer", "0"))
    if own != "0":
        return own
    if around:
        return around
    colour = int(entity.dxf.get("color", 256))
    return own if colour in (0, 256) else f"0 / {colour}"


def _anchor(entity: Any) -> Point:
    """The middle of a text where it is set by its middle, else where it begins."""
    # A paragraph (MTEXT) has no alignment of this kind; to ask for it is a fault of ezdxf's.
    set_by_middle = entity.dxftype() != "MTEXT" and entity.dxf.get("halign", 0) in (1, 2, 4)
    at = entity.dxf.get("align_point") if set_by_middle else None
    at = at if at is not None else entity.dxf.insert
    return float(at.x), float(at.y)


def _lines(entity: Any) -> Iterator[tuple[list[Point], bool]]:
    from ezdxf.path import make_path

    kind = entity.dxftype()
    if kind == "LINE":
        yield [(entity.dxf.start.x, entity.dxf.start.y), (entity.dxf.end.x, entity.dxf.end.y)], False
    elif kind == "POINT":
        at = entity.dxf.location
        yield [(at.x, at.y), (at.x, at.y)], False
    elif kind == "CIRCLE":
        middle, radius = entity.dxf.center, entity.dxf.radius
        turns = [math.tau * step / _CURVE for step in range(_CURVE)]
        yield [(middle.x + radius * math.cos(t), middle.y + radius * math.sin(t)) for t in turns], True
    elif kind in ("LWPOLYLINE", "POLYLINE", "ARC", "ELLIPSE", "SPLINE", "SOLID", "TRACE", "3DFACE"):
        if kind == "POLYLINE" and not (entity.is_2d_polyline or entity.is_3d_polyline):
            return  # meshes
        path = make_path(entity)
        if len(path) == 0:
            return
        across = _across(path)
        points = [(v.x, v.y) for v in path.flattening(max(across, _JOINED) / 200, segments=4)]
        closed = len(points) > 3 and math.dist(points[0], points[-1]) < max(across, 1.0) * _JOINED
        yield (points[:-1] if closed else points), closed


def _across(path: Any) -> float:
    xs, ys = [v.x for v in path.control_vertices()], [v.y for v in path.control_vertices()]
    return float(max(max(xs) - min(xs), max(ys) - min(ys)))
