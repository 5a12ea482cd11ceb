"""Drawings become plans: DXF and SVG, their layers, units and labels; and files that do not."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import Any

import ezdxf
import pytest
from ezdxf.document import Drawing as Document
from ezdxf.enums import TextEntityAlignment

from jobfair.hall.check import Level, check
from jobfair.hall.command import add
from jobfair.hall.from_trace import Traced, to_plan, unit_from_line, unit_from_width
from jobfair.hall.importing import read_drawing, read_geojson, with_scale
from jobfair.hall.trace import Drawing, Trouble, guess

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400" {size}>
<g id="墙"><path id="outer" d="M0 0H600V400H0Z"/></g>
<g id="booths" transform="translate(100 100)"><rect width="30" height="30"/><text x="10" y="20">Ａ０１</text>
<rect x="30" width="30" height="30" id="booth-A02"/><polyline points="100,0 130,0 130,30"/></g>
<g id="doors"><line x1="200" y1="400" x2="240" y2="400"/></g>
<g id="kiosk"><circle cx="300" cy="300" r="4" id="K-01"/></g>{more}</svg>"""
SCALE = '<g id="比例尺"><line x1="0" y1="390" x2="100" y2="390"/><text x="10" y="380">10 m</text></g>'


def svg(more: str = SCALE, size: str = "") -> bytes:
    return SVG.format(more=more, size=size).encode()


def drawn(data: bytes) -> Drawing:
    found = read_drawing(data)
    assert isinstance(found, Drawing), found
    return found


def made(drawing: Drawing, **kinds: str) -> Traced:
    found = to_plan(drawing, kinds)
    assert isinstance(found, Traced), found
    return found


def of(plan: dict[str, Any], kind: str) -> dict[str, Any]:
    return {f["properties"]["id"]: f for f in plan["features"] if f["properties"]["kind"] == kind}


def code(found: object) -> str:
    assert isinstance(found, Trouble), found
    assert found.words.zh
    assert found.words.en
    return found.code


def document() -> Document:
    """A hall of 30 by 20 metres in millimetres: walls, four booths with texts, a door and a kiosk as blocks."""
    document = ezdxf.new("R2010")
    document.header["$INSUNITS"] = 4
    space = document.modelspace()
    space.add_lwpolyline([(0, 0), (30000, 0), (30000, 20000), (0, 20000)], close=True, dxfattribs={"layer": "A-WALL"})
    for number in range(4):
        x = 5000 + number * 3000
        corners = [(x, 8000), (x + 3000, 8000), (x + 3000, 11000), (x, 11000)]
        space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "展位"})
        text = space.add_text(f"A{number + 1:02d}", dxfattribs={"layer": "TEXT", "height": 500})
        text.set_placement((x + 1500, 9500), align=TextEntityAlignment.MIDDLE_CENTER)
    door = document.blocks.new("DOOR1")
    door.add_line((0, 0), (0, 3000))
    door.add_arc((0, 0), 3000, 0, 90)
    space.add_blockref("DOOR1", (13000, 0), dxfattribs={"layer": "门"})
    document.blocks.new("KIOSK").add_circle((0, 0), 300)
    space.add_blockref("KIOSK", (20000, 3000), dxfattribs={"layer": "KIOSK"})
    return document


def written(document: Document) -> bytes:
    out = io.StringIO()
    document.write(out)
    return out.getvalue().encode()


@pytest.mark.parametrize(
    ("layer", "kind"),
    [
        ("A-WALL", "wall"), ("外墙", "wall"), ("BOOTH-3x3", "booth"), ("标准展位", "booth"), ("展馆轮廓", "hall"),
        ("Ｄｏｏｒ", "door"), ("出入口", "door"), ("HALL-KIOSKS", "kiosk"), ("自助机", "kiosk"), ("洗手间", "facility"),
        ("DIM", ""), ("standard", ""),
    ],
)  # fmt: skip
def test_layer_when_named_in_chinese_or_english_is_taken_for_what_it_says(layer: str, kind: str) -> None:
    assert guess(layer) == kind


def test_dxf_when_traced_is_a_plan_that_may_be_published() -> None:
    found = made(drawn(written(document())))
    booths, doors = of(found.plan, "booth"), of(found.plan, "door")
    assert sorted(booths) == ["A01", "A02", "A03", "A04"]
    left, top, right, bottom = 5.0, 9.0, 8.0, 12.0  # y runs down now: 20 - 11 = 9
    assert sorted(booths["A01"]["geometry"]["coordinates"][0][:4]) == [
        [left, top],
        [left, bottom],
        [right, top],
        [right, bottom],
    ]
    assert doors["D1"]["geometry"]["coordinates"] == [[13.0, 20.0], [16.0, 20.0]]
    assert of(found.plan, "kiosk")["K-01"]["geometry"]["coordinates"] == [20.0, 17.0]
    assert [f for f in check(found.plan) if f.level is Level.BLOCKS] == []
    assert "outline of a hall" in found.notes[0].en


def test_dxf_when_its_texts_are_of_any_kind_reads_them_all() -> None:
    mixed = document()
    space = mixed.modelspace()
    space.add_mtext("{\\fSimSun;B01}", dxfattribs={"layer": "TEXT", "insert": (21500, 9500)})
    corners = [(20000, 8000), (23000, 8000), (23000, 11000), (20000, 11000)]
    space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "展位"})
    block = mixed.blocks.new("STAND")
    block.add_lwpolyline([(0, 0), (3000, 0), (3000, 3000), (0, 3000)], close=True)
    space.add_blockref("STAND", (24000, 8000), dxfattribs={"layer": "展位"}).add_attrib("NR", "B02", (25500, 9500))
    assert sorted(of(made(drawn(written(mixed))).plan, "booth")) == ["A01", "A02", "A03", "A04", "B01", "B02"]


def test_unit_when_wrong_blocks_and_the_size_is_told() -> None:
    inches = document()
    inches.header["$INSUNITS"] = 1  # it is in millimetres
    found = made(drawn(written(inches)))
    assert "762.0 by 508.0 m, with 4 booths" in found.notes[-1].en
    blocking = [f for f in check(found.plan) if f.code == "unlikely_size"]
    assert [(f.level, f.words.en) for f in blocking] == [
        (Level.BLOCKS, "Booths of 76.2 by 76.2 m: the unit seems wrong")
    ]


def test_width_when_told_is_that_of_the_layers_that_are_taken() -> None:
    framed = drawn(svg('<g id="frame"><rect x="-300" y="-100" width="1200" height="600"/></g>'))
    scaled = with_scale(framed, None, 60.0, None, {})
    assert isinstance(scaled, Drawing)
    assert made(scaled).plan["jobfair"]["width"] == 60.0
    both = with_scale(framed, None, 60.0, None, {"frame": "wall"})
    assert isinstance(both, Drawing)
    assert made(both, frame="wall").plan["jobfair"]["width"] == 60.0


def test_svg_when_traced_reads_transforms_texts_and_scale() -> None:
    found = made(drawn(svg()))
    booths = of(found.plan, "booth")
    assert sorted(booths) == ["A01", "A02"]
    assert booths["A01"]["geometry"]["coordinates"][0][0] == [10.0, 10.0]
    assert found.plan["jobfair"]["width"] == 60.0
    assert any("not closed" in note.en for note in found.notes)
    assert [f for f in check(found.plan) if f.level is Level.BLOCKS] == []


def test_svg_when_its_width_is_that_of_a_hall_needs_no_scale() -> None:
    assert made(drawn(svg("", 'width="60000mm"'))).plan["jobfair"]["width"] == 60.0
    assert code(to_plan(drawn(svg("", 'width="297mm"')), {})) == "no_unit"
    by_width = drawn(svg(""))
    assert unit_from_width(by_width, 60.0) == 0.1
    assert unit_from_line(by_width, "outer", 1.0) is None  # closed: it begins where it ends
    assert made(by_width.scaled(0.1)).plan["jobfair"]["height"] == 40.0


def test_svg_path_when_curved_and_relative_is_followed() -> None:
    more = SCALE + '<g id="facilities"><path d="m500 300 h20 a10 10 0 0 1 0 20 h-20 q-5 -10 0 -20 z"/></g>'
    place = next(iter(of(made(drawn(svg(more))).plan, "facility").values()))
    xs = [x for x, _ in place["geometry"]["coordinates"][0]]
    assert min(xs) == pytest.approx(49.75, abs=0.05)
    assert max(xs) == pytest.approx(53.0, abs=0.05)


def test_layers_when_chosen_by_hand_count_before_their_names() -> None:
    drawing = drawn(svg())
    assert code(to_plan(drawing, {"booths": "facility"})) == "no_booths"
    assert of(made(drawing, kiosk="").plan, "kiosk") == {}


def test_units_when_missing_or_wrong_are_asked_for() -> None:
    unitless = document()
    unitless.header["$INSUNITS"] = 0
    assert code(to_plan(drawn(written(unitless)), {})) == "no_unit"
    kilometres = document()
    kilometres.header["$INSUNITS"] = 7
    assert code(to_plan(drawn(written(kilometres)), {})) == "unlikely_size"


def test_dxf_when_its_blocks_unfold_without_end_is_refused() -> None:
    bomb = ezdxf.new("R2010")
    bomb.blocks.new("B0").add_line((0, 0), (1, 1))
    for level in range(1, 7):
        block = bomb.blocks.new(f"B{level}")
        for _ in range(12):
            block.add_blockref(f"B{level - 1}", (0, 0))
    bomb.modelspace().add_blockref("B6", (0, 0))
    assert code(read_drawing(written(bomb))) == "too_much"
    rows = ezdxf.new("R2010")
    rows.blocks.new("B0").add_line((0, 0), (1, 1))
    rows.modelspace().add_blockref(
        "B0", (0, 0), dxfattribs={"row_count": 3000, "column_count": 3000, "row_spacing": 1, "column_spacing": 1}
    )
    assert code(read_drawing(written(rows))) == "too_much"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "unknown_kind"),
        (b"%PDF-1.7", "unknown_kind"),
        (b"PK\x03\x04", "unknown_kind"),
        (b"0\nSECTION\n2\nENTITIES\n0\nLINE\n10\nnot a number\n", "empty"),  # ezdxf leaves out what it cannot mend
        (b"0\nhello\n", "not_dxf"),
        (b"<html></html>", "not_svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><g>", "not_svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "empty"),
        (b"<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><svg><text>&b;</text></svg>", "entities"),
        (b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg><text>&x;</text></svg>", "entities"),
        (b"<svg><path d='M0 0L1e999 0'/></svg>", "not_svg"),
        (b"<svg><g id='a'><use href='#a'/><use href='#a'/></g></svg>", "too_much"),
    ],
)  # fmt: skip
def test_file_when_bad_is_refused_in_plain_words(data: bytes, expected: str) -> None:
    assert code(read_drawing(data)) == expected


def test_file_when_huge_is_refused_unread() -> None:
    assert code(read_drawing(b"<svg>" + b" " * (9 << 20))) == "too_large"
    assert code(read_geojson(b"{" + b" " * (9 << 20))) == "too_large"


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"features": [1]}', b'{"features": NaN}', b"[" * 100_000, b"\xff"])
def test_geojson_when_no_plan_is_refused(data: bytes) -> None:
    assert code(read_geojson(data)) == "not_plan"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    add(parser.add_subparsers())
    args = parser.parse_args(arguments)
    return int(args.run(args))


def test_command_when_importing_and_checking_says_what_it_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hall.svg").write_bytes(svg(""))
    out = tmp_path / "plan.geojson"
    arguments = ["plan", "import", str(tmp_path / "hall.svg"), "--out", str(out)]
    assert main([*arguments, "--language", "en"]) == 2
    assert "does not say its unit" in capsys.readouterr().err
    assert not out.exists()
    assert main([*arguments, "--width", "60", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["booths"] == 2
    assert main(["plan", "check", str(out)]) == 0
    assert main(["plan", "import", str(tmp_path / "hall.svg"), "--out", str(out), "--layers"]) == 0
    assert "booth" in capsys.readouterr().out
    broken = json.loads(out.read_text("utf-8"))
    broken["features"] = [f for f in broken["features"] if f["properties"]["kind"] != "door"]
    out.write_text(json.dumps(broken), "utf-8")
    capsys.readouterr()
    assert main(["plan", "check", str(out), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["code"] == "hall_without_door"
