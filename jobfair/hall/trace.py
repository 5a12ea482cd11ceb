"""A trace: what a drawing file holds once read, whatever its form, and what each of its layers stands for."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from jobfair.text import Bilingual

Point = tuple[float, float]

KINDS = ("hall", "wall", "booth", "door", "kiosk", "facility", "scale", "")
"""What a layer may stand for; the empty string leaves it out."""

MAX_POINTS = 200_000
"""Of one drawing: a hall of 1,000 booths has some 10,000. More is refused, whoever asks."""

# By layer name, first match wins: 展位 before 展馆, and 'kiosk' before 'hall' (a layer may be called HALL-KIOSKS).
_NAMES: tuple[tuple[str, str], ...] = (
    ("scale", r"scale|比例"),
    ("kiosk", r"kiosk|terminal|自助|终端|一体机"),
    ("booth", r"booth|stand(?!ard)|stall|展位|展台|摊位|席位"),
    ("door", r"door|entr(y|ance)|exit|门|出口|入口|通道"),
    (
        "facility",
        r"facilit|service|amenit|toilet|wc\b|restroom|lift|elevator|stage|desk|设施|服务|洗手间|厕所|电梯|饮水|医务|舞台",
    ),
    ("wall", r"wall|column|pillar|墙|柱"),
    ("hall", r"hall|room|outline|boundary|展馆|展厅|馆|厅|边界|轮廓"),
)


@dataclass(frozen=True)
class Trouble:
    """Why a file cannot become a plan. Nothing of it is kept. ``code`` is stable."""

    code: str
    words: Bilingual


@dataclass(frozen=True)
class Stroke:
    """A line in the drawing's own units, curves already in short straight pieces."""

    layer: str
    points: tuple[Point, ...]
    closed: bool
    name: str = ""
    """The id it has in the file, or the name of its block; may say a booth's or a kiosk's number."""


@dataclass(frozen=True)
class Label:
    layer: str
    text: str
    at: Point


@dataclass(frozen=True)
class Drawing:
    """``metres`` is the length of one unit; None where the file does not say. ``y_down``: as plans run."""

    strokes: tuple[Stroke, ...]
    labels: tuple[Label, ...]
    metres: float | None
    y_down: bool

    def layers(self) -> tuple[Layer, ...]:
        """In the order of their names, each with what its name suggests."""
        lines, closed = Counter(s.layer for s in self.strokes), Counter(s.layer for s in self.strokes if s.closed)
        texts = Counter(label.layer for label in self.labels)
        return tuple(
            Layer(name, lines[name], closed[name], texts[name], guess(name)) for name in sorted({*lines, *texts})
        )

    def scaled(self, metres: float | None) -> Drawing:
        """The same with another length of its unit; None leaves it."""
        return self if metres is None else replace(self, metres=metres)


@dataclass(frozen=True)
class Layer:
    """A layer of the file (in an SVG a group, a class or a colour) and how much is on it."""

    name: str
    lines: int
    closed: int
    texts: int
    kind: str


class TooMuch(Exception):
    """Inside the readers only: the budget of points or of repeated blocks is spent."""


class Budget:
    """Counts down what a file may unfold to: blocks in blocks in blocks grow a small file to any size."""

    def __init__(self, left: int = MAX_POINTS) -> None:
        self._left = left

    def spend(self, count: int = 1) -> None:
        """Raises TooMuch when nothing is left."""
        self._left -= count
        if self._left < 0:
            raise TooMuch


def guess(layer: str) -> str:
    """What a layer of this name stands for, in Chinese or English; the empty string where it says nothing."""
    name = unicodedata.normalize("NFKC", layer).lower()
    return next((kind for kind, pattern in _NAMES if re.search(pattern, name)), "")


def trouble(code: str) -> Trouble:
    """The words for one of the codes below. Raises KeyError for another."""
    return Trouble(code, Bilingual(zh=_WORDS[code][0], en=_WORDS[code][1]))


def extent(points: Iterable[Point]) -> tuple[float, float, float, float]:
    """Least x and y, greatest x and y. Raises ValueError where there are none."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


_WORDS = {
    "not_dxf": (
        "这不是 DXF 文件，或者文件已损坏。请在制图软件里另存为 DXF（R2000 或更新），再上传。什么都没有保存。",
        "This is no DXF file, or it is damaged. Save it again as DXF, R2000 or later. Nothing was kept.",
    ),
    "not_svg": (
        "这不是 SVG 文件，或者文件已损坏。请另存为“普通 SVG”，再上传。什么都没有保存。",
        "This is no SVG file, or it is damaged. Save it again as plain SVG. Nothing was kept.",
    ),
    "unknown_kind": (
        "不管文件叫什么名字，它的内容不是 DXF、SVG，也不是 GeoJSON。什么都没有保存。",
        "Whatever its name says, inside this is no DXF, no SVG and no GeoJSON. Nothing was kept.",
    ),
    "is_plan": (
        "这已经是 GeoJSON，不用导入。请用 `jobfair plan check` 检查，或者在平面图网页上导入。",
        "This is GeoJSON already: there is nothing to import. Check it with `jobfair plan check`, or take it in on the "
        "page Floor plan.",
    ),
    "not_plan": (
        "这个 GeoJSON 文件不是平面图：缺少展位、墙或坐标。什么都没有保存。",
        "This GeoJSON file is no floor plan: booths, walls or coordinates are missing. Nothing was kept.",
    ),
    "too_large": (
        "文件太大。请删掉与平面图无关的图层，再上传。什么都没有保存。",
        "The file is too large. Delete layers that are not the plan. Nothing was kept.",
    ),
    "too_much": (
        "文件里的线条太多，或者块层层嵌套。请炸开块、只留平面图，再上传。什么都没有保存。",
        "The file unfolds to too many lines. Explode its blocks, keep the plan only. Nothing was kept.",
    ),
    "entities": (
        "文件里声明了 XML 实体，这样的文件不读取。请另存为“普通 SVG”。什么都没有保存。",
        "The file declares XML entities; such files are not read. Save it as plain SVG. Nothing was kept.",
    ),
    "empty": (
        "文件里没有线条。什么都没有保存。",
        "There are no lines in the file. Nothing was kept.",
    ),
    "no_booths": (
        "没有找到展位：展位图层上没有闭合的图形。请选择展位在哪个图层，或者把展位画成闭合的多段线。什么都没有保存。",
        "No booths found: no closed shapes on a booth layer. Choose the booths' layer, or close their lines."
        " Nothing was kept.",
    ),
    "no_unit": (
        "文件没有说明单位。请填写整张图有多少米宽，或者一条线有多少米长。什么都没有保存。",
        "The file does not say its unit. Say how wide the drawing is in metres, or how long one line is."
        " Nothing was kept.",
    ),
    "no_line": (
        "文件里没有这个名称的线。什么都没有保存。",
        "The file has no line of that name. Nothing was kept.",
    ),
    "unlikely_size": (
        "按这个单位，平面图的大小不像一个会场（不到 3 米，或超过 3000 米）。请核对单位。什么都没有保存。",
        "In this unit the plan is under 3 m or over 3,000 m. Check the unit. Nothing was kept.",
    ),
}
