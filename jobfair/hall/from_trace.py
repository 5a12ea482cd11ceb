"""A trace becomes a floor plan: metres, y down, numbers from the labels, doors cut out of the walls."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shapely import LineString, Point, Polygon, STRtree, box, shortest_line
from shapely.ops import unary_union

from jobfair.hall.doors import with_gaps
from jobfair.hall.fronts import with_fronts
from jobfair.hall.trace import Drawing, Label, Stroke, Trouble, extent, trouble
from jobfair.text import Bilingual

_LEAST, _MOST = 3.0, 3000.0  # metres: what is smaller or larger is no hall, its unit is wrong
_LEAST_BOOTH = 0.5  # square metres: a closed shape below is a symbol, not a stand
_BY_THE_WALL = 0.4  # metres from a wall within which a door's drawing shows how wide it is
_IDS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]*")
_CALLED = re.compile(r"^(?:booth|stand|stall|kiosk|terminal|展位|展台|摊位)[\s_.:#-]*", re.IGNORECASE)
_HANZI_NUMBER = re.compile(r"[A-Za-z]?\d[A-Za-z0-9_.-]*")
_PLACES: tuple[tuple[str, str, str, str], ...] = (
    ("toilet", r"toilet|wc|restroom|洗手|厕|卫生间", "洗手间", "Toilets"),
    ("lift", r"lift|elevator|电梯", "电梯", "Lift"),
    ("water", r"water|饮水|茶水", "饮水处", "Drinking water"),
    ("first_aid", r"first.?aid|medic|医|急救", "医务点", "First aid"),
    ("desk", r"desk|info|service|服务|咨询|总台|报到", "服务台", "Service desk"),
)


@dataclass(frozen=True)
class Traced:
    """The plan as GeoJSON, and what had to be assumed, in words for whoever drew it."""

    plan: dict[str, Any]
    notes: tuple[Bilingual, ...]


def unit_from_width(drawing: Drawing, metres: float, kinds: Mapping[str, str] | None = None) -> float | None:
    """Metres in a unit, where what becomes of the plan (``kinds`` as for ``to_plan``) is so many metres wide.

    A frame or a legend that is left out does not count. None where it has no width."""
    points = [p for s in _kept(drawing, _known(drawing, kinds or {})) for p in s.points]
    left, _, right, _ = extent(points) if points else (0.0, 0.0, 0.0, 0.0)
    return metres / (right - left) if right > left else None


def _known(drawing: Drawing, kinds: Mapping[str, str]) -> dict[str, str]:
    return {layer.name: kinds.get(layer.name, layer.kind) for layer in drawing.layers()}


def _kept(drawing: Drawing, known: Mapping[str, str]) -> list[Stroke]:
    return [s for s in drawing.strokes if known[s.layer] not in ("", "scale")]


def unit_from_line(drawing: Drawing, name: str, metres: float) -> float | None:
    """Metres in a unit, where the line of this name is so many metres from end to end; None where there is none."""
    line = next((s for s in drawing.strokes if s.name == name and not s.closed), None)
    long = math.dist(line.points[0], line.points[-1]) if line else 0.0
    return metres / long if long > 0 else None


def to_plan(drawing: Drawing, kinds: Mapping[str, str], fair: str = "") -> Traced | Trouble:
    """``kinds`` says what each layer is (trace.KINDS); a layer that it does not name is taken for what it sounds like.

    Plan and properties are those of resources/demo/README.md.
    """
    known = _known(drawing, kinds)
    metres = drawing.metres if drawing.metres is not None else _from_scale_layer(drawing, known)
    if metres is None:
        return trouble("no_unit")
    used = _kept(drawing, known)
    if not any(s.closed and known[s.layer] == "booth" for s in used):
        return trouble("no_booths")
    left, top, right, bottom = extent(p for s in used for p in s.points)
    if not _LEAST <= max(right - left, bottom - top) * metres <= _MOST:
        return trouble("unlikely_size")

    def onto(point: tuple[float, float]) -> tuple[float, float]:
        x, y = point
        return round((x - left) * metres, 3), round(((y - top) if drawing.y_down else (bottom - y)) * metres, 3)

    strokes = [(known[s.layer], Stroke(s.layer, tuple(map(onto, s.points)), s.closed, s.name)) for s in used]
    labels = [Label(label.layer, label.text, onto(label.at)) for label in drawing.labels]
    maker = _Maker(strokes, labels)
    plan = {
        "type": "FeatureCollection",
        "jobfair": {
            "plan": fair,
            "unit": "m",
            "y": "down",
            "width": round((right - left) * metres, 2),
            "height": round((bottom - top) * metres, 2),
        },
        "features": maker.features(),
    }
    return Traced(with_fronts(with_gaps(plan)), (*maker.notes, _sized(plan)))


def _sized(plan: Mapping[str, Any]) -> Bilingual:
    """How large it has become: who knows the hall sees a wrong unit at once."""
    width, height = plan["jobfair"]["width"], plan["jobfair"]["height"]
    count = sum(f["properties"]["kind"] == "booth" for f in plan["features"])
    return Bilingual(
        zh=f"平面图 {width:.1f} × {height:.1f} 米，{count} 个展位。",
        en=f"The plan is {width:.1f} by {height:.1f} m, with {count} booth{'s' if count != 1 else ''}.",
    )


def _from_scale_layer(drawing: Drawing, kinds: Mapping[str, str]) -> float | None:
    """A line on the layer ``scale`` (比例尺) whose name or text says how long it is: ``20 m``, ``20米``."""
    for line in (s for s in drawing.strokes if kinds[s.layer] == "scale"):
        texts = [line.name, *(label.text for label in drawing.labels if kinds[label.layer] == "scale")]
        long = math.dist(line.points[0], line.points[-1])
        for text in texts:
            said = re.search(r"(\d+(?:\.\d+)?)\s*(?:m(?![a-z])|米)", unicodedata.normalize("NFKC", text).lower())
            if said and long > 0 and float(said[1]) > 0:
                return float(said[1]) / long
    return None


class _Maker:
    def __init__(self, strokes: list[tuple[str, Stroke]], labels: list[Label]) -> None:
        self.notes: list[Bilingual] = []
        self._strokes = strokes
        self._labels = labels
        self._tree = STRtree([Point(label.at) for label in labels])
        self._walls = [LineString(_ring(s)) for kind, s in strokes if kind == "wall" and len(set(s.points)) > 1]
        self._halls = self._find_halls()

    def features(self) -> list[dict[str, Any]]:
        booths = self._booths()
        doors = self._doors()
        halls = [
            _feature("hall", "Polygon", [_loop(shape)], id=key, name=name) for key, (shape, name) in self._halls.items()
        ]
        return [*halls, *self._wall_features(), *doors, *booths, *self._facilities(), *self._kiosks()]

    def _of(self, kind: str) -> list[Stroke]:
        return [s for found, s in self._strokes if found == kind]

    def _find_halls(self) -> dict[str, tuple[Polygon, dict[str, str]]]:
        shapes = [_shape(s) for s in self._of("hall") if s.closed]
        found = [shape for shape in shapes if shape is not None and shape.area > 20]
        # A hall within a hall is its outline drawn twice.
        found = [s for n, s in enumerate(found) if not any(o.buffer(0.5).covers(s) for o in found[:n])]
        if not found:
            outer = [p for s in (self._of("wall") or [s for _, s in self._strokes]) for p in s.points]
            left, top, right, bottom = extent(outer)
            found = [Polygon([(left, top), (right, top), (right, bottom), (left, bottom)])]
            self._say(
                "图上没有展馆的轮廓：用墙的外框作为一个馆。", "No outline of a hall: the walls' frame is one hall."
            )
        found.sort(key=lambda shape: (round(shape.bounds[0]), round(shape.bounds[1])))
        return {f"H{n}": (shape, {"zh": f"{n} 号馆", "en": f"Hall {n}"}) for n, shape in enumerate(found, start=1)}

    def _hall_at(self, x: float, y: float) -> str:
        at = Point(x, y)
        return min(self._halls, key=lambda key: float(self._halls[key][0].distance(at)))

    def _texts_in(self, shape: Polygon) -> list[str]:
        return [self._labels[i].text for i in sorted(self._tree.query(shape, predicate="intersects"))]

    def _booths(self) -> list[dict[str, Any]]:
        features, unnumbered, opened, small = [], 0, 0, 0
        taken: set[str] = set()
        for stroke in self._of("booth"):
            shape = _shape(stroke) if stroke.closed else None
            if shape is None:
                opened += 1
                continue
            if shape.area < _LEAST_BOOTH:
                small += 1
                continue
            key = next((number for text in [*self._texts_in(shape), stroke.name] if (number := _number(text))), "")
            if not key:
                unnumbered += 1
            taken.add(key)
            x, y = shape.centroid.x, shape.centroid.y
            features.append(_feature("booth", "Polygon", [_loop(shape)], id=key, hall=self._hall_at(x, y)))
        fresh = (f"X{n:03d}" for n in range(1, 100_000) if f"X{n:03d}" not in taken)
        for feature in features:
            feature["properties"]["id"] = feature["properties"]["id"] or next(fresh)
        if unnumbered:
            self._say(
                f"{unnumbered} 个展位里没有编号文字：暂时编为 X001 起。",
                f"{unnumbered} booths have no number written in them: they are called X001 and on.",
            )
        if opened:
            self._say(
                f"{opened} 条没有闭合的展位线没有采用。", f"{opened} booth lines that are not closed were left out."
            )
        if small:
            self._say(f"{small} 个小于 0.5 平方米的图形没有采用。", f"{small} shapes under 0.5 m² were left out.")
        return features

    def _doors(self) -> list[dict[str, Any]]:
        walls = unary_union(self._walls) if self._walls else None
        features = []
        for number, group in enumerate(_clusters(self._of("door")), start=1):
            points = [p for s in group for p in s.points]
            # On the wall itself: the leaf stands open, the swing ends where the wall goes on.
            ends = _farthest([at for p in points if (at := _on(walls, p)) is not None]) or _farthest(points)
            if ends is None:
                continue
            (ax, ay), (bx, by) = ends
            middle = Point((ax + bx) / 2, (ay + by) / 2)
            halls = [key for key, (shape, _) in self._halls.items() if shape.distance(middle) < 1.0]
            text = " ".join([s.layer + " " + s.name for s in group]).lower()
            use = "passage" if len(halls) > 1 else "exit" if re.search(r"exit|出口", text) else "entrance"
            name = {"passage": ("通道", "Passage"), "exit": ("出口", "Exit"), "entrance": ("入口", "Entrance")}[use]
            features.append(
                _feature(
                    "door", "LineString", [list(ends[0]), list(ends[1])], id=f"D{number}",
                    hall=halls[0] if halls else self._hall_at(middle.x, middle.y),
                    name={"zh": name[0], "en": name[1]}, use=use, step_free=True,
                )
            )  # fmt: skip
        return features

    def _wall_features(self) -> list[dict[str, Any]]:
        return [
            _feature("wall", "LineString", [[round(x, 3), round(y, 3)] for x, y in wall.coords], id=f"W{number}")
            for number, wall in enumerate(self._walls, start=1)
        ]

    def _facilities(self) -> list[dict[str, Any]]:
        features: list[dict[str, Any]] = []
        for stroke in self._of("facility"):
            shape = _shape(stroke) if stroke.closed else None
            if shape is None or shape.area < 0.1:
                continue
            texts = self._texts_in(shape)
            said = unicodedata.normalize("NFKC", " ".join([*texts, stroke.name, stroke.layer])).lower()
            kind, zh, en = next(((k, z, e) for k, p, z, e in _PLACES if re.search(p, said)), ("other", "", ""))
            name = {"zh": texts[0] if texts else zh or "设施", "en": en or (texts[0] if texts else "Place")}
            left, top, right, bottom = (round(v, 3) for v in shape.bounds)
            ring = [[left, top], [right, top], [right, bottom], [left, bottom], [left, top]]
            hall = self._hall_at(shape.centroid.x, shape.centroid.y)
            key = f"F{len(features) + 1}"
            features.append(_feature("facility", "Polygon", [ring], id=key, facility=kind, hall=hall, name=name))
        return features

    def _kiosks(self) -> list[dict[str, Any]]:
        features: list[dict[str, Any]] = []
        taken: set[str] = set()
        for group in _clusters(self._of("kiosk")):
            left, top, right, bottom = extent(p for s in group for p in s.points)
            x, y = round((left + right) / 2, 3), round((top + bottom) / 2, 3)
            around = box(left - 0.8, top - 0.8, right + 0.8, bottom + 0.8)
            said = [_number(text) for text in [*self._texts_in(around), *(s.name for s in group)]]
            key = next((k for k in said if k and k not in taken), "") or f"K-{len(features) + 1:02d}"
            taken.add(key)
            features.append(_feature("kiosk", "Point", [x, y], id=key, hall=self._hall_at(x, y)))
        return features

    def _say(self, zh: str, en: str) -> None:
        self.notes.append(Bilingual(zh=zh, en=en))


def _feature(kind: str, shape: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"kind": kind, **properties},
        "geometry": {"type": shape, "coordinates": coordinates},
    }


def _ring(stroke: Stroke) -> list[tuple[float, float]]:
    return [*stroke.points, stroke.points[0]] if stroke.closed else list(stroke.points)


def _shape(stroke: Stroke) -> Polygon | None:
    """The closed stroke as a polygon; None where it encloses nothing."""
    if len(set(stroke.points)) < 3:
        return None
    shape = Polygon(stroke.points).simplify(0.01)
    return shape if shape.area > 0 else None


def _loop(shape: Polygon) -> list[list[float]]:
    return [[round(x, 3), round(y, 3)] for x, y in shape.exterior.coords]


def _on(walls: Any, point: tuple[float, float]) -> tuple[float, float] | None:
    """The place on a wall next to the point; None where no wall is near."""
    at = Point(point)
    if walls is None or walls.distance(at) > _BY_THE_WALL:
        return None
    found = shortest_line(walls, at).coords[0]
    return round(found[0], 3), round(found[1], 3)


def _number(text: str) -> str:
    """A booth's or kiosk's number from what is written there; the empty string where it says none."""
    plain = re.sub(_CALLED, "", unicodedata.normalize("NFKC", text).strip())
    if _IDS.fullmatch(plain) and any(sign.isdigit() for sign in plain):
        return plain[:64]
    found = _HANZI_NUMBER.search(plain)
    return found[0][:64] if found else ""


def _clusters(strokes: list[Stroke]) -> list[list[Stroke]]:
    """Strokes that touch belong together: the leaf of a door and its swing."""
    lines = [LineString(_ring(s)) if len(set(s.points)) > 1 else Point(s.points[0]) for s in strokes]
    groups: list[list[int]] = []
    tree = STRtree(lines)
    left = set(range(len(lines)))
    while left:
        group, open_ends = [], [min(left)]
        left.discard(open_ends[0])
        while open_ends:
            at = open_ends.pop()
            group.append(at)
            for other in tree.query(lines[at], predicate="dwithin", distance=0.05):
                if int(other) in left:
                    left.discard(int(other))
                    open_ends.append(int(other))
        groups.append(sorted(group))
    return [[strokes[n] for n in group] for group in groups]


def _farthest(
    points: list[tuple[float, float]],
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    found = max(
        ((a, b) for n, a in enumerate(points[:64]) for b in points[n + 1 : 64]),
        key=lambda ab: math.dist(*ab),
        default=None,
    )
    return found if found and math.dist(*found) > 0.3 else None
