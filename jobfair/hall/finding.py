"""What the checks found on a plan: where, how bad, and in words. What blocks keeps the plan from the kiosks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jobfair.text import Bilingual

_NAMED = 6  # ids in a sentence; the rest is counted


class Level(StrEnum):
    """Worst first."""

    BLOCKS = "blocks"
    WARNS = "warns"
    NOTE = "note"


@dataclass(frozen=True)
class Move:
    """A proposal: these things together, so many metres right and down."""

    ids: tuple[str, ...]
    dx: float
    dy: float


@dataclass(frozen=True)
class Finding:
    """``ids`` are what it is about (booths, kiosks, walls, halls), ``at`` a point in metres to look at, ``box`` the
    stretch to mark (least x and y, greatest x and y), ``metres`` what was measured. ``code`` is stable."""

    code: str
    level: Level
    words: Bilingual
    help: Bilingual
    ids: tuple[str, ...] = ()
    at: tuple[float, float] | None = None
    box: tuple[float, float, float, float] | None = None
    metres: float | None = None
    move: Move | None = None

    def as_json(self) -> dict[str, Any]:
        move = self.move and {"ids": list(self.move.ids), "dx": self.move.dx, "dy": self.move.dy}
        return {
            "code": self.code,
            "level": self.level.value,
            "words": self.words.model_dump(),
            "help": self.help.model_dump(),
            "ids": list(self.ids),
            "at": self.at and list(self.at),
            "box": self.box and list(self.box),
            "metres": self.metres,
            "move": move,
        }


def found(
    code: str,
    ids: Sequence[str] = (),
    *,
    level: Level | None = None,
    at: tuple[float, float] | None = None,
    box: tuple[float, float, float, float] | None = None,
    metres: float | None = None,
    move: Move | None = None,
    **values: str,
) -> Finding:
    """The finding with the words of its code. Raises KeyError for a code without words."""
    usual, zh, en, help_zh, help_en = _WORDS[code]
    measured = {"metres": f"{metres:.1f}"} if metres is not None else {}
    # Rounded, 1.46 m would read "1.5 m is too narrow".
    if metres is not None and f"{metres:.1f}" == "1.5":
        measured = {"metres": f"{metres:.2f}"}
    in_zh = {"ids": _listed(ids, "、", " 等 {n} 个"), **measured, **values}
    in_en = {"ids": _listed(ids, ", ", " and {n} in all"), **measured, **values}
    said_zh, said_en = help_zh.format_map(in_zh), help_en.format_map(in_en)
    if move is not None:
        far, many = f"{math.hypot(move.dx, move.dy):.1f}", len(move.ids)
        said_zh += f"把 {many} 个展位移开 {far} 米就够了。"
        said_en += f" Moving {many} booth{'s' if many > 1 else ''} by {far} m is enough."
    return Finding(
        code,
        level or usual,
        Bilingual(zh=zh.format_map(in_zh), en=en.format_map(in_en)),
        Bilingual(zh=said_zh, en=said_en),
        tuple(ids),
        at,
        box,
        metres,
        move,
    )


def _listed(ids: Sequence[str], joint: str, more: str) -> str:
    # An id is what somebody typed or drew: never so long that it pushes the sentence away.
    named = joint.join(i[:16] for i in ids[:_NAMED])
    return named + more.format(n=len(ids)) if len(ids) > _NAMED else named


_B, _W, _N = Level.BLOCKS, Level.WARNS, Level.NOTE
_WORDS: dict[str, tuple[Level, str, str, str, str]] = {
    "unreadable": (
        _B,
        "平面图里有 {n} 项读不出来", "{n} things on the plan cannot be read",
        "第 {first} 项：坐标或种类不对。请删掉重画。",
        "Number {first}: wrong kind or coordinates. Delete and draw it again.",
    ),
    "no_booths": (
        _B,
        "平面图上没有展位", "There is no booth on the plan",
        "请画展位，或者导入 DXF、SVG。", "Draw booths, or import a DXF or SVG.",
    ),
    "no_halls": (
        _B,
        "平面图上没有馆", "There is no hall on the plan",
        "请先画一个馆。", "Draw a hall first.",
    ),
    "no_number": (
        _B,
        "有 {n} 项的编号不能用", "{n} things have no usable number",
        "编号由字母、数字、点和连字符组成，以字母或数字开头。", "Numbers are letters, figures, dots and hyphens.",
    ),
    "same_number": (
        _B,
        "两个展位都叫 {ids}", "Two booths are called {ids}",
        "求职者会走错。请改其中一个的编号。", "Seekers would go to the wrong one. Change one number.",
    ),
    "same_kiosk": (
        _B,
        "两台自助机是同一个名字：{ids}", "Two kiosks have one name: {ids}",
        "自助机会不知道自己在哪里。请改其中一个。", "They would not know where they stand. Change one of the names.",
    ),
    "unlikely_size": (
        _B,
        "展位的大小不像展位：多为 {w} × {h} 米", "Booths of {w} by {h} m: the unit seems wrong",
        "请核对单位，重新导入，并填写整张图有多少米宽。",
        "Check the unit and import the drawing again, with its width in metres.",
    ),
    "halls_overlap": (
        _B,
        "馆画在馆上：{ids}", "A hall lies over a hall: {ids}",
        "请移开一个，或者删掉多画的。", "Move one away, or delete the one drawn twice.",
    ),
    "leads_nowhere": (
        _W,
        "通往的门或电梯不在图上：{ids}", "These lead to something not drawn: {ids}",
        "请重新选择它通往哪里。", "Choose anew where they lead to.",
    ),
    "kiosk_shut_in": (
        _B,
        "走不出去的自助机：{ids}", "No way from these kiosks: {ids}",
        "从那里到任何门都没有路。请移到过道上。", "No door can be reached from there. Move them into an aisle.",
    ),
    "off_plan": (
        _B,
        "展位超出平面图：{ids}", "Off the plan: {ids}",
        "请移回馆内。", "Move them back into the hall.",
    ),
    "no_hall": (
        _B,
        "展位不在任何馆里：{ids}", "In no hall: {ids}",
        "请移进一个馆，或者把馆画大。", "Move them into a hall, or make the hall larger.",
    ),
    "booth_shape": (
        _B,
        "展位的轮廓自相交叉：{ids}", "Booth outlines that cross themselves: {ids}",
        "请删掉重画。", "Delete and draw them again.",
    ),
    "overlap": (
        _B,
        "{ids} 重叠", "{ids} overlap",
        "重叠 {metres} 米。请移开一个。", "By {metres} m. Move one away.",
    ),
    "wall_crosses": (
        _B,
        "墙自相交叉：{ids}", "A wall crosses itself: {ids}",
        "请删掉重画，或者画成两段。", "Delete it and draw it as two.",
    ),
    "wall_in_booth": (
        _W,
        "墙穿过展位：{ids}", "A wall runs through: {ids}",
        "请移开展位；柱子可以画成设施。", "Move the booth. Draw a column as a place.",
    ),
    "aisle_narrow": (
        _B,
        "{a} 与 {b} 之间的过道只有 {metres} 米", "Aisle {a} to {b} is {metres} m",
        "轮椅通过需要 1.5 米。", "Wheelchairs need 1.5 m to pass.",
    ),
    "gap_narrow": (
        _W,
        "{a} 与 {b} 之间只有 {metres} 米", "Only {metres} m between {a} and {b}",
        "这里没有展位的正面。轮椅过不去，路线也不从这里走。",
        "No booth is visited from here; no wheelchair gets through.",
    ),
    "kiosk_inside": (
        _B,
        "自助机在墙或展位里：{ids}", "Kiosks inside a wall or booth: {ids}",
        "请移到过道上。", "Move them into the open.",
    ),
    "hall_without_door": (
        _B,
        "没有门的馆：{ids}", "Halls without a door: {ids}",
        "请在墙上画一个门。", "Draw a door in a wall.",
    ),
    "halls_apart": (
        _W,
        "馆之间没有通道：{ids}", "No way between halls: {ids}",
        "路线不会从一个馆走到另一个馆。请画一条通道。", "No tour leads from one to the other. Draw a passage.",
    ),
    "unreachable": (
        _B,
        "走不到的展位：{ids}", "Nobody can walk to: {ids}",
        "从门和自助机都没有路。请让出通道。", "No way from any door or kiosk. Clear a way.",
    ),
    "steps_only": (
        _W,
        "只能走台阶到达：{ids}", "Reached only by steps: {ids}",
        "轮椅到不了。请加一个无台阶的门或通道。", "No wheelchair gets there. Add a step-free door or passage.",
    ),
    "no_employer": (
        _N,
        "没有单位的展位：{ids}", "Without an employer: {ids}",
        "自助机上会显示为空展位。", "Kiosks will show them as empty.",
    ),
    "not_on_plan": (
        _W,
        "招聘会有、图上没有的展位：{ids}", "Booths of the fair that are not drawn: {ids}",
        "自助机不能带人去那里。", "Kiosks cannot show the way there.",
    ),
    "kiosk_not_on_plan": (
        _W,
        "图上没有的自助机：{ids}", "Kiosks that are not drawn: {ids}",
        "它们不知道自己在哪里，不能指路。", "They do not know where they stand and cannot show the way.",
    ),
    "no_kiosk": (
        _W,
        "平面图上没有自助机", "No kiosk is drawn",
        "没有画出来的自助机不知道自己在哪里，不能指路。",
        "A kiosk that is not drawn does not know where it stands and cannot show the way.",
    ),
    "employer_without_booth": (
        _B,
        "有岗位、没有展位的单位：{ids}", "Employers with openings and no booth: {ids}",
        "它的岗位会没有地方。请给它一个展位。", "Its openings would be nowhere. Give it a booth.",
    ),
}  # fmt: skip
