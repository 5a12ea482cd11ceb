"""``jobfair check-postings``: lines, exit code, and the demonstration fair, which says nothing forbidden."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from jobfair.errors import ConfigError
from jobfair.postings.command import add


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add(parser.add_subparsers())
    args = parser.parse_args(["check-postings", *arguments])
    return int(args.run(args))


def test_demonstration_fair_when_checked_has_no_finding(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(repository / "resources" / "demo" / "fair.json"), "--json") == 0
    assert capsys.readouterr().out == ""


def test_flawed_fair_when_checked_prints_reason_and_proposal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fair = {"id": "f", "openings": [{"id": "O1", "title": {"zh": "女文员", "en": "Clerk"}, "cities": ["滨江市"]}]}
    (tmp_path / "fair.json").write_text(json.dumps(fair), encoding="utf-8")
    assert run(str(tmp_path / "fair.json"), "--json") == 1
    line = json.loads(capsys.readouterr().out)
    assert (line["opening"], line["code"], line["field"], line["proposal"]) == (
        "O1",
        "sex",
        "title.zh",
        {"text": "文员"},
    )
    assert "妇女权益保障法" in line["reason"]["zh"] and "Women's Rights" in line["reason"]["en"]


def test_missing_file_when_checked_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        run(str(tmp_path / "none.json"))


def test_fair_as_match_takes_it_is_checked_and_what_cannot_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "fair.json"
    opening = {"id": "职位一", "title": "文员", "cities": "滨江市", "duties": "限男性", "salary_min": "6000元", "x": 1}
    file.write_text(json.dumps({"openings": [opening]}), encoding="utf-8")
    assert run(str(file), "--json") == 1
    line = json.loads(capsys.readouterr().out)
    assert (line["opening"], line["code"], line["field"]) == ("职位一", "sex", "duties.0")
    opening |= {"duties": 5.5, "description": {"zh": 7}}
    file.write_text(json.dumps({"openings": [opening]}), encoding="utf-8")
    assert run(str(file)) == 1, "something was not checked"
    assert "used in part: fair.json, openings 1: description" in capsys.readouterr().err
    file.write_text("{", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"fair\.json: this is no JSON"):
        run(str(file))
