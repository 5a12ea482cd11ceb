from __future__ import annotations

import json
from pathlib import Path

import pytest

from jobfair.errors import ConfigError
from jobfair.matching.lenient import Names
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
    text = '{"id":"S1"}\n{"id":"S2","salary_min":-52,"titles":"焊工"}\n\n{"id":\n[]\n'
    found, said = seekers(tmp_path, text)
    assert [line.split(":")[:2] for line in said] == [
        ["used in part", " seekers.jsonl, line 2"],
        *(["skipped", f" seekers.jsonl, line {n}"] for n in (4, 5)),
    ]
    assert "salary_min" in said[0]
    assert "52" not in said[0]
    assert [(p.id, p.titles, p.salary_min) for p in found] == [("S1", (), None), ("S2", ("焊工",), None)]
    with pytest.raises(ConfigError, match="line 2"):
        read_seekers(tmp_path / "seekers.jsonl", said.append, strict=True)
    with pytest.raises(ConfigError, match="line 1"):
        seekers(tmp_path, "[]\n{")


def test_seeker_as_people_write_it_is_read_and_printed_as_given(tmp_path: Path) -> None:
    line = {"id": "张三", "titles": "护士", "salary_min": "６,０００元", "education": "大专", "sex": "女"}
    other = {"id": 7, "skills": [3, "电焊"], "job_types": "全职"}
    file = tmp_path / "s.jsonl"
    file.write_text(json.dumps(line) + "\n" + json.dumps(other) + '\n{"titles":["护士"]}\n', encoding="utf-8")
    said: list[str] = []
    names = Names()
    first, second, third = read_seekers(file, said.append, names)
    assert (first.titles, first.salary_min, first.education) == (("护士",), 6000, "college")
    assert names.given("seekers", first.id) == "张三"
    assert (second.id, second.skills, second.job_types) == ("7", ("3", "电焊"), ("full_time",))
    assert third.id == "line-3"
    assert any(text.startswith("used: ") and "line 3: no id" in text for text in said)
    assert any("not read: sex" in text for text in said)


def test_seeker_twice_is_answered_twice_and_told(tmp_path: Path) -> None:
    text = '{"id":"S1"}\n{"id":"S2"}\n{"id":"S1","titles":"焊工"}\n'
    found, said = seekers(tmp_path, text)
    assert [profile.id for profile in found] == ["S1", "S2", "S1"]
    assert said == ["used: seekers.jsonl: lines with the id of an earlier line: 3 (like 1)"]
    assert len(read_seekers(tmp_path / "seekers.jsonl", said.append, strict=True)) == 3, "it can be read"


def test_fair_as_people_write_it_is_read_and_what_cannot_be_is_skipped(tmp_path: Path) -> None:
    openings = [
        {"id": "职位1", "booth": "展位一", "title": "护士", "salary_min": "6000", "duties": "护理", "zzz": 1},
        {"id": 2, "booth": 9, "title": 5, "experience_months_min": -3},
        {"id": 2, "title": "again"},
        "no opening",
        {"title": {"zh": "焊工", "fr": "soudeur"}, "education_min": "本科"},
    ]
    file = tmp_path / "fair.json"
    file.write_text(json.dumps({"booths": [{"id": "展位一"}, {}], "openings": openings}), encoding="utf-8")
    said: list[str] = []
    names = Names()
    fair = read_fair(file, said.append, names)
    first, second, third = fair.openings
    assert fair.id == "fair"
    assert [names.given("booths", booth.id) for booth in fair.booths] == ["展位一", "9"]
    assert names.given("openings", first.id) == "职位1"
    assert (first.salary_min, first.duties) == (6000, ("护理",))
    assert (second.id, second.title, second.experience_months_min) == ("2", "5", None)
    assert (third.id, third.education_min) == ("opening-5", "bachelor")
    told = [tuple(text.split(": ")[:2]) for text in said if "fair.json, " in text]
    assert told == [
        ("skipped", "fair.json, booths 2"),
        ("used in part", "fair.json, openings 2"),
        ("skipped", "fair.json, openings 3"),
        ("skipped", "fair.json, openings 4"),
        ("used", "fair.json, openings 5"),
    ]
    with pytest.raises(ConfigError, match="booths 2"):
        read_fair(file, said.append, strict=True)


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


@pytest.mark.parametrize("text", ["", "[]", '{"id":"f","openings":[1]}', '{"halls":[{}]}', '{"id":NaN}'])
def test_no_fair_is_an_error_that_names_the_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "fair.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"fair\.json[:,] "):
        read_fair(file, print)


def test_json_nested_too_deeply_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="line 1"):
        seekers(tmp_path, "[" * 100_000)
