"""``jobfair bench`` measures on the real server and store; the figures themselves are for people, not for tests."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from jobfair.cli import main


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("granian") is None, reason="the server's extra is missing")
def test_bench_when_asked_for_one_figure_measures_it_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["bench", "--only", "submit", "--runs", "2", "--json", "--folder", str(tmp_path)])
    figure, ratio = json.loads(capsys.readouterr().out)["figures"]
    assert (figure["name"], figure["runs"], figure["aim"], figure["unit"]) == ("submit", 2, 50, "ms")
    assert (ratio["name"], ratio["aim"], ratio["unit"]) == ("submit_fsync", 3, "x")
    assert figure["median"] > 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["identify", "decision", "looks", "face-memory"])
def test_bench_when_there_is_no_film_says_so_instead_of_a_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    arguments = ["bench", "--only", name, "--camera", str(tmp_path / "none.avi"), "--folder", str(tmp_path)]
    assert main([*arguments, "--json"]) == 1
    (figure,) = json.loads(capsys.readouterr().out)["figures"]
    assert figure["name"] == name
    assert "no film none.avi" in figure["missing"]
