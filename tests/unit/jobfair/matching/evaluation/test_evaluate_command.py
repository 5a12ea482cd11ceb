"""``jobfair evaluate matching``: the command's two forms, its exit code, what it prints."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jobfair.cli import main
from jobfair.matching.evaluation import parts


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    found: dict[str, Any] = {
        "encoder": None,
        "parts": {"postings": {"dev": {"cases": 2, "total": {"recall": 1.0}}}},
        "holds": True,
    }
    monkeypatch.setattr(parts, "evaluate_matching", lambda bench, wanted: found | {"asked": list(wanted)})
    return found


def test_evaluate_matching_json_prints_one_object(figures: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "matching", "--json", "--parts", "postings,holds", "--no-cache"]) == 0
    assert json.loads(capsys.readouterr().out)["asked"] == ["postings", "holds"]


def test_evaluate_matching_as_text_is_readable(figures: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "matching", "--no-cache"]) == 0
    assert "dev: cases 2\n  total: recall 1.0\n" in capsys.readouterr().out


def test_evaluate_matching_where_a_case_does_not_hold_ends_with_1(figures: dict[str, Any]) -> None:
    figures["holds"] = False
    assert main(["evaluate", "matching", "--json", "--no-cache"]) == 1


def test_evaluate_matching_of_an_unknown_part_says_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", "matching", "--parts", "all"])
    assert ended.value.code == 2
    assert "titles, graded, holds" in capsys.readouterr().err


def test_evaluate_of_a_folder_is_still_about_faces(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "no-such-folder"]) != 0
    assert "no-such-folder is not a folder" in capsys.readouterr().err
