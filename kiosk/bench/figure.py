"""One measured figure, and the table of them."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal


class NotMeasured(Exception):
    """Something that this figure needs is not here; the message says what."""


@dataclass(frozen=True)
class Figure:
    """``values`` in ``unit``, one a run; "x" is a multiple, "/s" so many a second, where more is better.

    ``judged`` is the one that is held against ``aim``: at most this much, but ``least`` (the smallest) at least."""

    name: str
    what: str
    values: tuple[float, ...]
    unit: Literal["ms", "s", "MB", "x", "/s", "%", ""] = "ms"
    aim: float | None = None
    judged: Literal["median", "p95", "worst", "least"] = "median"
    note: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """The best value that 95 % of the runs reach: do not exceed, or do not fall below where more is better."""
        ordered = sorted(self.values, reverse=self.more_is_better)
        return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]

    @property
    def worst(self) -> float:
        return min(self.values) if self.more_is_better else max(self.values)

    @property
    def more_is_better(self) -> bool:
        return self.unit == "/s" or self.judged == "least"

    @property
    def met(self) -> bool | None:
        """None where there is no aim."""
        if self.aim is None:
            return None
        if self.judged == "least":
            return min(self.values) >= self.aim
        value = {"median": self.median, "p95": self.p95, "worst": self.worst}[self.judged]
        return value >= self.aim if self.more_is_better else value <= self.aim

    def as_json(self) -> dict[str, Any]:
        """The form of ``--json``."""
        return {
            "name": self.name,
            "what": self.what,
            "unit": self.unit,
            "median": round(self.median, 2),
            "p95": round(self.p95, 2),
            "worst": round(self.worst, 2),
            "runs": len(self.values),
            "aim": self.aim,
            "judged": self.judged,
            "met": self.met,
            "note": self.note,
        }


@dataclass(frozen=True)
class Missing:
    """A figure that could not be measured here."""

    name: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "missing": self.reason}


def table(figures: Sequence[Figure | Missing]) -> str:
    """For people; the star marks the number that the aim is about."""
    lines = [f"{'':<56}{'median':>10}{'p95':>10}{'worst':>10}{'aim':>9}{'runs':>6}"]
    for figure in figures:
        if isinstance(figure, Missing):
            lines.append(f"{figure.name:<56}  not measured: {figure.reason}")
            continue
        held = "worst" if figure.judged == "least" else figure.judged
        judged = {name: "*" if figure.aim is not None and held == name else " " for name in ("median", "p95", "worst")}
        aim = "" if figure.aim is None else f"{figure.aim:g} {figure.unit}"
        verdict = {True: "  ok", False: "  MISSED", None: ""}[figure.met]
        lines.append(
            f"{figure.what:<56}{_short(figure.median):>9}{judged['median']}{_short(figure.p95):>9}{judged['p95']}"
            f"{_short(figure.worst):>9}{judged['worst']}{aim:>9}{len(figure.values):>6}{verdict}"
        )
        if figure.note:
            lines.append(f"    {figure.note}")
    return "\n".join(lines)


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"
