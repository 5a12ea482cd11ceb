from __future__ import annotations

import json
from pathlib import Path

import pytest

from jobfair.errors import ConfigError
from jobfair.matching.reading import read_fair, read_seekers
from jobfair.seeker import MatchingProfile


def seekers(folder: Path, text: str) -> tuple[list[MatchingProfile], list[str]]:
    file = folder / "seekers.jsonl"
    file.write_bytes(text.encode())
    said: list[str] = []
    return read_seekers(file, said.append), said


def fair_of(folder: Path, openings: object) -> Path:
    file = folder / "fair.json"
    file.write_text(json.dumps({"id": "f", "openings": openings}), encoding="utf-8")
    return file


def test_every_bad_line_is_named_with_its_number_and_no_value(tmp_path: Path) -> None:
    text = '{"id":"S1"}\n{"id":"S2","salary_min":-52}\n\n{"id":\n[]\n'
    with pytest.raises(ConfigError) as raised:
        seekers(tmp_path, text)
    lines = str(raised.value).splitlines()
    assert [line.split(":")[0] for line in lines] == [f"seekers.jsonl, line {n}" for n in (2, 4, 5)]
    assert "salary_min" in lines[0]
    assert "52" not in lines[0]


def test_lines_with_byte_order_mark_carriage_returns_and_line_separators_are_read(tmp_path: Path) -> None:
    found, said = seekers(tmp_path, '\ufeff{"id":"S1","titles":["焊\u2028工"]}\r\n{"id":"S2"}\r\n')
    assert [profile.id for profile in found] == ["S1", "S2"]
    assert not said


def test_what_is_no_text_or_too_long_is_mended_and_null_is_unknown(tmp_path: Path) -> None:
    line = json.dumps({"id": "S1", "titles": ["\ud83d焊工", "工" * 5000], "education": None, "skills": None})
    (profile,), _ = seekers(tmp_path, line)
    assert profile.titles[0] == "?焊工"
    assert len(profile.titles[1]) == 400
    assert profile.education is None


def test_opening_without_a_title_gets_the_empty_one_and_it_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    fair = read_fair(fair_of(tmp_path, [{"id": "O1"}, {"id": "O2", "title": None}]), said.append)
    assert [opening.title for opening in fair.openings] == ["", ""]
    assert "without a title, ranked last: 2" in said[0]


@pytest.mark.parametrize("text", ["", "[]", '{"id":"f","openings":[1]}', '{"id":"f","halls":[{}]}', '{"id":NaN}'])
def test_no_fair_is_an_error_that_names_the_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "fair.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"fair\.json: "):
        read_fair(file, print)


def test_json_nested_too_deeply_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="line 1"):
        seekers(tmp_path, "[" * 100_000)
