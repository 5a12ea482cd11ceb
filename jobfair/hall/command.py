"""``jobfair plan``: a drawing becomes a floor plan, and what is wrong with a plan is said."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobfair.text import Language

if TYPE_CHECKING:
    from jobfair.hall.trace import Drawing, Trouble

_LEVELS_ZH = {"blocks": "不能发布", "warns": "请留意", "note": "供参考"}


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "plan",
        help="make a floor plan from a DXF or SVG drawing, and check plans",
        description="A floor plan is GeoJSON in metres, y down (resources/demo/README.md). No network is needed.",
    )
    parts = parser.add_subparsers(metavar="COMMAND", required=True)
    imported = parts.add_parser(
        "import",
        help="a DXF or SVG drawing becomes plan.geojson",
        description=(
            "Layers are taken for what their names say, in Chinese or English: WALL/墙, BOOTH/展位, DOOR/门,\n"
            "KIOSK/终端, FACILITY/设施, HALL/展馆. In an SVG a layer is a group, a class or a colour. Booths are\n"
            "closed shapes; the text inside is the number. A DXF says its unit ($INSUNITS); an SVG does where its\n"
            "width is the hall's, or by a line on a layer SCALE/比例尺 with a text like 20 m; else use --width, --line."
        ),
        epilog="example: jobfair plan import hall.dxf --layer A-FURN=booth --out plan.geojson",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    imported.add_argument("file", type=Path, metavar="FILE")
    imported.add_argument("--out", type=Path, required=True, metavar="plan.geojson")
    imported.add_argument(
        "--layer", action="append", default=[], metavar="NAME=KIND",
        help="what a layer is: hall, wall, booth, door, kiosk, facility, scale; nothing after = leaves it out",
    )  # fmt: skip
    imported.add_argument("--unit", type=float, metavar="METRES", help="metres in one unit of the drawing")
    imported.add_argument("--width", type=float, metavar="METRES", help="how wide the layers that are taken are")
    imported.add_argument("--line", metavar="ID=METRES", help="the line of this id is so many metres long")
    imported.add_argument("--layers", action="store_true", help="only list the layers and what they are taken for")
    _common(imported)
    imported.set_defaults(run=run_import)

    checked = parts.add_parser(
        "check",
        help="what is wrong with a plan",
        description="Lists what blocks publishing, what warns, what is worth knowing. Exit code 1: something blocks.",
        epilog="example: jobfair plan check plan.geojson --fair fair.json",
    )
    checked.add_argument("file", type=Path, metavar="plan.geojson")
    checked.add_argument("--fair", type=Path, metavar="FAIR.json", help="also compare with the fair's booths")
    _common(checked)
    checked.set_defaults(run=run_check)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, help="the kiosk's settings (not needed here)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="of the text form (default: zh)")


def run_import(args: argparse.Namespace) -> int:
    from jobfair.hall.from_trace import to_plan
    from jobfair.hall.importing import chosen_kinds, looks_like_geojson, read_drawing, with_scale
    from jobfair.hall.trace import Trouble, trouble
    from jobfair.text import in_language

    kinds = chosen_kinds_of(args.layer, chosen_kinds)
    data = _bytes(args.file)
    drawing = trouble("is_plan") if looks_like_geojson(data) else read_drawing(data)
    if isinstance(drawing, Trouble):
        return _refused(drawing, args)
    if args.layers:
        return _list_layers(drawing, kinds, args)
    scaled = with_scale(drawing, _positive(args.unit), _positive(args.width), _line(args.line), kinds)
    made = scaled if isinstance(scaled, Trouble) else to_plan(scaled, kinds, args.out.stem)
    if isinstance(made, Trouble):
        return _refused(made, args)
    try:
        args.out.write_text(json.dumps(made.plan, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise _config(f"{args.out}: {error.strerror}") from error
    booths = sum(f["properties"]["kind"] == "booth" for f in made.plan["features"])
    if args.json:
        notes = [note.model_dump() for note in made.notes]
        print(json.dumps({"out": str(args.out), "booths": booths, "notes": notes}, ensure_ascii=False))
    else:
        for note in made.notes:
            print(in_language(note, args.language))
        print(f"{args.out}: {booths} " + ("个展位" if args.language == "zh" else "booths"))
    return 0


def run_check(args: argparse.Namespace) -> int:
    from jobfair.hall.check import Level, check
    from jobfair.hall.importing import read_geojson
    from jobfair.hall.trace import Trouble
    from jobfair.text import in_language

    plan = read_geojson(_bytes(args.file))
    if isinstance(plan, Trouble):
        return _refused(plan, args)
    findings = check(plan, _fair(args.fair) if args.fair else None)
    if args.json:
        print(json.dumps([finding.as_json() for finding in findings], ensure_ascii=False))
    else:
        # The same words for more places, such as each side of a booth: once, with how many they are.
        texts = ((f, in_language(f.words, args.language), in_language(f.help, args.language)) for f in findings)
        same = Counter((f.level, f.code, said, helped) for f, said, helped in texts)
        for (level, code, said, helped), count in same.items():
            times = "" if count == 1 else f"（{count} 处）" if args.language == "zh" else f" ({count} places)"
            print(f"{_level(level.value, args.language)} {code:18} {said}{times}")
            print(f"{'':28}{helped}")
        if not findings:
            print("没有发现问题。" if args.language == "zh" else "Nothing found.")
    return 1 if any(finding.level is Level.BLOCKS for finding in findings) else 0


def _level(level: str, language: Language) -> str:
    """In eight columns; a Chinese character takes two."""
    word = _LEVELS_ZH[level] if language == "zh" else level
    return word + " " * (8 - len(word) * (2 if language == "zh" else 1))


def chosen_kinds_of(pairs: list[str], known: Any) -> dict[str, str]:
    named = {name: kind for name, _, kind in (pair.rpartition("=") for pair in pairs)}
    try:
        found: dict[str, str] = known(named)
    except ValueError as error:
        raise _config(f"--layer: there is no kind {error}") from error
    return found


def _list_layers(drawing: Drawing, kinds: dict[str, str], args: argparse.Namespace) -> int:
    listed = [
        {"name": x.name, "lines": x.lines, "closed": x.closed, "texts": x.texts, "kind": kinds.get(x.name, x.kind)}
        for x in drawing.layers()
    ]
    if args.json:
        print(json.dumps({"metres": drawing.metres, "layers": listed}, ensure_ascii=False))
    else:
        for row in listed:
            print(
                f"{row['kind'] or '-':9} {row['lines']:6} lines {row['closed']:6} closed {row['texts']:6} texts "
                f" {row['name']}"
            )
    return 0


def _refused(reason: Trouble, args: argparse.Namespace) -> int:
    from jobfair.text import in_language

    if args.json:
        print(json.dumps({"trouble": reason.code, "words": reason.words.model_dump()}, ensure_ascii=False))
    else:
        print(f"jobfair plan: {args.file.name}: {in_language(reason.words, args.language)}", file=sys.stderr)
    return 2


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _config(f"{path}: {error.strerror}") from error


def _fair(path: Path) -> Any:
    from pydantic import ValidationError

    from jobfair.fair import Fair

    try:
        return Fair.model_validate_json(_bytes(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise _config(": ".join(filter(None, (path.name, where, first["msg"])))) from error


def _positive(value: float | None) -> float | None:
    if value is not None and not 0 < value < 1e6:
        raise _config("--unit and --width: a length above 0 expected")
    return value


def _line(text: str | None) -> tuple[str, float] | None:
    if text is None:
        return None
    name, _, metres = text.rpartition("=")
    try:
        length = _positive(float(metres))
    except ValueError as error:
        raise _config("--line: ID=METRES expected") from error
    return (name, length or 1.0)


def _config(message: str) -> Exception:
    from jobfair.errors import ConfigError

    return ConfigError(message)
