"""``jobfair enrol`` and ``jobfair identify``: faces from picture files, for operators, tests and evaluation."""

from __future__ import annotations

import argparse
import datetime
import json
import math
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands.face_options import add_face_options, add_visits_option, choice_from

if TYPE_CHECKING:
    from kiosk.identity.batch import Measured
    from kiosk.identity.decide import DecisionRule
    from kiosk.identity.gallery import FaceTemplate, Gallery
    from kiosk.ports import EncoderInfo

ENOUGH_PICTURES = 3


def add_enrol(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair enrol``."""
    parser = subparsers.add_parser(
        "enrol",
        help="enrol a folder of people's pictures into a gallery",
        description="Enrols everybody in PEOPLE_DIR: one subfolder a person, named as the person, with her pictures "
        "(three or more are best). Whoever is in the gallery already is measured anew. Pictures that cannot be used "
        "are named and left out.",
        epilog="example: jobfair enrol --gallery /tmp/gallery people/",
    )
    parser.add_argument(
        "people", metavar="PEOPLE_DIR", type=Path, help="folder with one subfolder of pictures a person"
    )
    parser.add_argument(
        "--gallery", metavar="DIR", type=Path, required=True, help="folder of the gallery; made if needed"
    )
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    add_face_options(parser)
    parser.set_defaults(run=_enrol)


def add_identify(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair identify``."""
    parser = subparsers.add_parser(
        "identify",
        help="say whose face is in a picture",
        description="Prints one JSON line for each PROBE: a picture, or a folder whose pictures are frames of one "
        'person and are averaged. "person" is filled only when "outcome" is "identified"; "best" and "score" (a '
        'cosine) always, unless there is no face or nobody is enrolled; "margin" is the distance to the runner-up. '
        'Where nothing of a PROBE could be read its line also has "error": missing, corrupt, too_large, failed, or '
        "no_pictures (an empty folder), and the exit code is 1.",
        epilog="example: jobfair identify --gallery /tmp/gallery visitor.jpg frames/",
    )
    parser.add_argument(
        "probes", metavar="PROBE", type=Path, nargs="+", help="a picture, or a folder of one person's frames"
    )
    parser.add_argument("--gallery", metavar="DIR", type=Path, required=True, help="a gallery made by `jobfair enrol`")
    parser.add_argument(
        "--threshold",
        metavar="T",
        type=_cosine,
        help="name whoever scores T or more (a cosine, -1 to 1), in place of the rule (score, margin and gallery size)",
    )
    add_visits_option(parser)
    parser.add_argument(
        "--quick", action="store_true", help="measure as fast as a kiosk does: mirrored or not, in turn"
    )
    parser.add_argument("--json", action="store_true", help="accepted for likeness; the output is always JSON lines")
    add_face_options(parser)
    parser.set_defaults(run=_identify)


def _cosine(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not -1 <= value <= 1:
        raise argparse.ArgumentTypeError("a number from -1 to 1")
    return value


def _enrol(args: argparse.Namespace) -> int:
    from jobfair.errors import ConfigError
    from kiosk.identity.batch import engines_for, measure_all
    from kiosk.identity.gallery import template_of
    from kiosk.identity.gallery_file import NAME, load_people, save_people
    from kiosk.identity.models.making import encoder_info
    from kiosk.identity.pictures import pictures_in
    from kiosk.ports import Probe

    if not args.people.is_dir():
        raise ConfigError(f"{args.people} is not a folder")
    choice = choice_from(args)
    kept = load_people(args.gallery) if (args.gallery / NAME).exists() else {}
    encoder = encoder_info(choice)
    gallery_of(kept, encoder)  # of another encoder: nothing is measured, nothing is lost
    folders = sorted(p for p in args.people.iterdir() if p.is_dir() and not p.name.startswith("."))
    loose = len(pictures_in(args.people))
    if loose:
        _say(f"{loose} pictures lie in {_shown(args.people)} itself and belong to nobody: left out")
    if not folders:
        _say(f"{_shown(args.people)} holds no subfolders, one a person: there is nobody to enrol")
    sets = [pictures_in(folder) for folder in folders]
    today = datetime.date.today().isoformat()
    summary: dict[str, Any] = {"enrolled": 0, "again": [], "few_pictures": [], "not_enrolled": [], "unreadable": []}
    fresh: set[str] = set()
    with engines_for(len(sets), choice) as engines:
        for folder, pictures, measured in zip(folders, sets, measure_all(sets, engines, thorough=True), strict=True):
            for path, why in measured.unreadable:
                summary["unreadable"].append({"file": str(path), "reason": why.text})
                _say(f"{_shown(path)}: {why.text}; left out")
            outcome = measured.outcome
            if not isinstance(outcome, Probe):
                reason = _why_not(measured, len(pictures))
                summary["not_enrolled"].append({"person": folder.name, "reason": reason})
                _say(f"{_shown(folder.name)}: not enrolled: {reason}")
                continue
            if folder.name in kept:
                summary["again"].append(folder.name)
            if outcome.frames < ENOUGH_PICTURES:
                summary["few_pictures"].append(folder.name)
            kept[folder.name] = template_of(outcome, None, today)
            fresh.add(folder.name)
    save_people(args.gallery, kept)
    summary["enrolled"] = len(fresh)
    summary["alike"] = _alike(kept, fresh, encoder.id)
    summary["gallery"] = {"people": len(kept), "folder": str(args.gallery)}
    for pair in summary["alike"]:
        one, two = map(_shown, pair["people"])
        _say(f"{one} and {two} are too alike ({pair['score']}): one person twice?")
    if args.json:
        print(json.dumps(summary, ensure_ascii=False))
    else:
        print(
            f"{summary['enrolled']} enrolled ({len(summary['again'])} of them again, {len(summary['few_pictures'])} "
            f"from fewer than {ENOUGH_PICTURES} good pictures), {len(summary['not_enrolled'])} not; "
            f"{len(kept)} people in {args.gallery}"
        )
    return 0 if summary["enrolled"] else 1


def _identify(args: argparse.Namespace) -> int:
    from kiosk.identity.batch import engines_for, measure_all
    from kiosk.identity.calibration import calibration_of
    from kiosk.identity.decide import DecisionRule
    from kiosk.identity.gallery_file import load_people
    from kiosk.identity.models.making import encoder_info
    from kiosk.identity.pictures import pictures_in

    choice = choice_from(args)
    encoder = encoder_info(choice)
    gallery = gallery_of(load_people(args.gallery), encoder)
    limit = args.threshold if args.threshold is not None else DecisionRule(calibration_of(encoder), args.visits)
    sets = [pictures_in(probe) if probe.is_dir() else [probe] for probe in args.probes]
    failed = False
    with engines_for(len(sets), choice) as engines:
        for probe, pictures, measured in zip(
            args.probes, sets, measure_all(sets, engines, not args.quick), strict=True
        ):
            for path, why in measured.unreadable:
                _say(f"{_shown(path)}: {why.text}")
            if not pictures:
                _say(f"{_shown(probe)}: holds no pictures")
            answer = identify(probe, measured, gallery, limit)
            if error := _error(measured, len(pictures)):
                answer["error"], failed = error, True
            print(json.dumps(answer, ensure_ascii=False), flush=True)
    return 1 if failed else 0


def identify(file: Path, measured: Measured, gallery: Gallery, limit: DecisionRule | float) -> dict[str, Any]:
    """One probe's answer, in the form that ``jobfair identify`` prints. ``limit`` is the rule, or a bare score.

    By the rule nobody is named who is too like somebody else of the gallery; a bare score asks for that name.
    """
    from jobfair.faces_alike import alike_limit
    from kiosk.identity.decide import Identified, decide, decide_by_score
    from kiosk.ports import NoFace, PoorQuality

    outcome = measured.outcome
    probe = outcome.probe if isinstance(outcome, PoorQuality) else None if isinstance(outcome, NoFace) else outcome
    began = time.perf_counter()
    best = gallery.search(probe) if probe else ()
    ms = {**outcome.ms, "search": round((time.perf_counter() - began) * 1000, 2)}
    if isinstance(outcome, NoFace):
        said, person = "no_face", None
    elif isinstance(outcome, PoorQuality):
        said, person = "poor_quality", None
    else:
        if isinstance(limit, float):
            decided = decide_by_score(best, limit)
        else:
            names = [candidate.person for candidate in best[:1]]
            alike = [name for name in names if gallery.is_alike(name, alike_limit(gallery.encoder))]
            decided = decide(best, len(gallery), limit, alike)
        said = type(decided).__name__.lower()
        person = decided.person if isinstance(decided, Identified) else None
    return {
        "file": str(file),
        "outcome": said,
        "person": person,
        "best": best[0].person if best else None,
        "score": round(best[0].score, 6) if best else None,
        "margin": round(best[0].score - best[1].score, 6) if len(best) > 1 else None,
        "ms": ms,
    }


def gallery_of(people: dict[str, FaceTemplate], encoder: EncoderInfo) -> Gallery:
    """The searchable form of a gallery folder. Raises WrongEncoder when it was made with another encoder."""
    from kiosk.identity.gallery import Gallery

    gallery = Gallery(encoder.id, size=encoder.size)
    gallery.fill(people.items())
    return gallery


def _error(measured: Measured, pictures: int) -> str:
    """Why nothing of a probe could be looked at; empty where something could, whether it shows a face or not."""
    if not pictures:
        return "no_pictures"
    last = measured.unreadable[-1][1].reason if measured.unreadable else ""
    return last if last == "failed" or len(measured.unreadable) >= pictures else ""


def _why_not(measured: Measured, pictures: int) -> str:
    from kiosk.ports import PoorQuality

    if not pictures:
        return "no pictures in the folder"
    if len(measured.unreadable) >= pictures:
        return "no picture could be read"
    return measured.outcome.reason if isinstance(measured.outcome, PoorQuality) else "no face found"


def _alike(people: dict[str, FaceTemplate], fresh: set[str], encoder: str) -> list[dict[str, Any]]:
    """Pairs who could be one person, of those who were just enrolled with everybody."""
    import numpy as np

    from jobfair.faces_alike import alike_limit, alike_pairs

    matrix = np.array([np.frombuffer(t.numbers, dtype="<f4") for t in people.values()], dtype=np.float32)
    found = alike_pairs(list(people), matrix, fresh, alike_limit(encoder)) if people else {}
    return [{"people": list(pair), "score": round(score, 4)} for pair, score in sorted(found.items())]


def _shown(name: str | Path) -> str:
    """On one line, whatever others called their file."""
    return str(name) if str(name).isprintable() else repr(str(name))


def _say(text: str) -> None:
    print(text, file=sys.stderr)
