from __future__ import annotations

import json
from pathlib import Path

import pytest

from jobfair.cli import main
from jobfair.matching import command


def files(folder: Path, seekers: str, opening: str = '{"id":"O1","booth":"A1","title":"焊工"}') -> list[str]:
    (folder / "fair.json").write_text(f'{{"id":"f","booths":[{{"id":"A1"}}],"openings":[{opening}]}}', encoding="utf-8")
    (folder / "seekers.jsonl").write_text(seekers, encoding="utf-8")
    return ["match", "--fair", str(folder / "fair.json"), "--seekers", str(folder / "seekers.jsonl"), "--no-encoder"]


def test_seekers_as_json_give_one_line_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*files(tmp_path, '{"id":"S1","titles":["焊工"]}\n\n{"id":"S2"}\n'), "--json"]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["seeker"] == "S1"
    assert first["booths"][0]["booth"] == "A1"
    assert first["booths"][0]["openings"][0]["opening"] == "O1"
    assert first["booths"][0]["openings"][0]["reasons"][0]["code"] == "title_same"
    assert second["booths"][0]["openings"][0]["reasons"] == []


def test_missing_encoder_is_said_on_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([*files(tmp_path, '{"id":"S1","titles":["焊工"]}'), "--json"])
    assert "letters only" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("seekers", "opening"),
    [
        ("[1]", '{"id":"O1","title":"焊工"}'),
        ("no json", '{"id":"O1","title":"焊工"}'),
        ('{"id":"S1"}', '{"title":"焊工"}'),
        ('{"id":"S1"}', '{"id":"O1","title":"焊工","salary_min":"x"}'),
    ],
)
def test_bad_input_is_named_without_its_content(tmp_path: Path, seekers: str, opening: str) -> None:
    arguments = [*files(tmp_path, seekers, opening), "--strict"]
    parser_run = command.run
    assert callable(parser_run)
    assert main(arguments) == 2


def test_fields_that_the_types_lack_are_dropped_and_only_their_names_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = '{"id":"S1","titles":["焊工"],"skills":["电焊"]}'
    personal = '{"id":"S1","name":"张秀英","sex":"女","age":52,"ethnicity":"回","titles":["焊工"],"skills":["电焊"]}'
    opening = '{"id":"O1","booth":"A1","title":{"zh":"焊工","ja":"溶接工"},"max_age":35}'
    main([*files(tmp_path, plain, opening), "--json"])
    expected = capsys.readouterr().out
    assert main([*files(tmp_path, personal, opening), "--json"]) == 0
    said = capsys.readouterr()
    assert said.out == expected
    assert "seekers.jsonl: fields that are not read: age, ethnicity, name, sex" in said.err
    assert "fair.json: fields that are not read: openings.max_age, openings.title.ja" in said.err
    assert not any(value in said.err for value in ("张秀英", "女", "52", "回", "35", "溶接工"))


def test_excluded_openings_are_counted_and_listed_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opening = '{"id":"O1","booth":"A1","title":"焊工","work_permit":false}'
    main([*files(tmp_path, '{"id":"S1","titles":["焊工"],"needs_work_permit":true}', opening), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["booths"] == []
    assert found["excluded"] == {"work_permit_no": 1}
    assert [reason["code"] for reason in found["excluded_openings"]["O1"]] == ["work_permit_no"]


@pytest.mark.parametrize(("language", "words"), [("zh", "没写月薪，去问问"), ("en", "Salary not stated: ask")])
def test_text_form_explains_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    seekers = '{"id":"S1","titles":["焊工"],"salary_min":6000}'
    assert main([*files(tmp_path, seekers), "--explain", "--language", language]) == 0
    assert words in capsys.readouterr().out
