from __future__ import annotations

import json
from pathlib import Path

import pytest

from jobfair.cli import main
from jobfair.errors import ConfigError
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
        ('{"id":"S1","sex":"f"}', '{"id":"O1","title":"焊工"}'),
        ("no json", '{"id":"O1","title":"焊工"}'),
        ('{"id":"S1"}', '{"id":"O1"}'),
        ('{"id":"S1"}', '{"id":"O1","title":"焊工","booth":"Z9"}'),
    ],
)
def test_bad_input_is_named_without_its_content(tmp_path: Path, seekers: str, opening: str) -> None:
    arguments = files(tmp_path, seekers, opening)
    parser_run = command.run
    assert callable(parser_run)
    assert main(arguments) == 2


def test_seekers_error_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "seekers.jsonl"
    file.write_text('{"id":"S1"}\n{"id":"S2","age":52}\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"seekers\.jsonl, line 2: age") as raised:
        list(command._read_seekers(file))
    assert "52" not in str(raised.value)
