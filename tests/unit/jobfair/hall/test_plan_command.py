"""``jobfair plan`` in words: levels in the language that was asked for, the same words once, files of another kind."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from jobfair.errors import ConfigError
from jobfair.hall.command import add


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add(parser.add_subparsers())
    args = parser.parse_args(["plan", *arguments])
    return int(args.run(args))


def square(kind: str, x: float, y: float, w: float, h: float, **about: str) -> dict[str, object]:
    ring = [[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]]
    return {
        "type": "Feature",
        "properties": {"kind": kind, **about},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture
def boxed_in(tmp_path: Path) -> Path:
    """A booth with one wall on four sides, a metre away; no kiosk."""
    wall = {
        "type": "Feature",
        "properties": {"kind": "wall", "id": "W1"},
        "geometry": {"type": "LineString", "coordinates": [[9, 9], [14, 9], [14, 14], [9, 14], [9, 9]]},
    }
    things = [square("hall", 0, 0, 40, 30, id="H1"), square("booth", 10, 10, 3, 3, id="A01", hall="H1"), wall]
    head = {"plan": "p", "unit": "m", "y": "down", "width": 40, "height": 30}
    file = tmp_path / "plan.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "jobfair": head, "features": things}), encoding="utf-8")
    return file


def test_findings_when_printed_are_in_one_language_and_the_same_words_stand_once(
    boxed_in: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("check", str(boxed_in))
    said = capsys.readouterr().out
    assert "请留意" in said and "warns" not in said and "blocks" not in said
    assert said.count("A01 与 W1") == 1 and "处）" in said
    assert "no_kiosk" in said
    run("check", str(boxed_in), "--language", "en")
    assert "warns" in capsys.readouterr().out
    run("check", str(boxed_in), "--json")
    assert (
        sum("A01" in one["words"]["zh"] and "W1" in one["words"]["zh"] for one in json.loads(capsys.readouterr().out))
        > 1
    )


def test_import_when_the_file_is_of_another_kind_says_what_it_is(
    boxed_in: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["--out", str(tmp_path / "out.geojson"), "--language", "en"]
    assert run("import", str(boxed_in), *out) == 2
    assert "GeoJSON already" in capsys.readouterr().err
    bad = tmp_path / "bad.dxf"
    bad.write_text("hello", encoding="utf-8")
    assert run("import", str(bad), *out) == 2
    assert "inside this is no DXF" in capsys.readouterr().err


def test_fair_when_it_is_no_json_is_refused_without_an_empty_field(boxed_in: Path, tmp_path: Path) -> None:
    bad = tmp_path / "fair.json"
    bad.write_text("{", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"fair\.json: Invalid JSON"):
        run("check", str(boxed_in), "--fair", str(bad))
