"""Figures, their table, and the gaps between frames."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.bench.figure import Figure, Missing, table
from kiosk.bench.screens import Gap, read_gaps

HUNDRED = tuple(float(n) for n in range(1, 101))


def test_figure_when_measured_often_gives_median_p95_and_worst() -> None:
    figure = Figure("x", "an x", HUNDRED, aim=60)
    assert (figure.median, figure.p95, figure.worst) == (50.5, 95, 100)
    assert figure.met
    assert Figure("x", "an x", (3.0,)).p95 == 3.0


@pytest.mark.parametrize(("judged", "met"), [("median", True), ("worst", False)])
def test_figure_when_only_the_worst_is_over_the_aim_is_missed_where_the_worst_counts(judged: str, met: bool) -> None:
    assert Figure("x", "an x", (1.0, 2.0, 9.0), aim=5, judged=judged).met is met  # type: ignore[arg-type]


def test_table_when_something_was_not_measured_says_why_and_marks_what_is_judged() -> None:
    text = table([Figure("x", "an x", (1.0, 9.0), aim=5, judged="worst", note="a note"), Missing("y", "no camera")])
    assert "9.0*" in text
    assert "5 ms" in text
    assert "MISSED" in text
    assert "a note" in text
    assert "y" in text and "not measured: no camera" in text


def test_gaps_when_the_page_was_replaced_belong_to_no_page(tmp_path: Path) -> None:
    file = tmp_path / "frames.txt"
    file.write_text("1.0 ways_in\n1.5 looking\n1.75 looking\n2.0 looking\n", "utf-8")
    assert read_gaps(file) == [Gap(1.5, 500, "change"), Gap(1.75, 250, "looking"), Gap(2.0, 250, "looking")]
