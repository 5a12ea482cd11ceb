"""``jobfair calibrate``: from a folder of people to the thresholds of an encoder."""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands.common import show
from kiosk.commands.face_options import add_face_options, choice_from

if TYPE_CHECKING:
    from kiosk.identity.calibration import Calibration, Comparisons
    from kiosk.identity.held_out import HeldOut
    from kiosk.identity.trial import Trial


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair calibrate``."""
    parser = subparsers.add_parser(
        "calibrate",
        help="measure an encoder's thresholds on a folder of people",
        description="Measures everybody in PEOPLE_DIR (one subfolder a person): three pictures enrolled against two of "
        "a visit, as a kiosk does it, and one picture against one. Writes the scores that strangers reach, with sample "
        "sizes and 95 % bounds, into a file by which `jobfair identify` and the kiosk decide. The file holds numbers "
        "of the crowd, of no person and no picture; two folders that seem to hold one person are told. Rates that the "
        "sample cannot carry are named and left out. Some "
        "hundred people with five pictures, and as many with one or two, are needed for figures worth having.",
        epilog="example: jobfair calibrate people/ --measured-on 'our staff, 2026' --plot det.png",
    )
    parser.add_argument(
        "people", metavar="PEOPLE_DIR", type=Path, help="folder with one subfolder of pictures a person"
    )
    parser.add_argument(
        "--out",
        metavar="FILE",
        type=Path,
        help="where the calibration goes (default: where an added model looks for its own, or ./calibration.json)",
    )
    parser.add_argument("--plot", metavar="PNG", type=Path, help="draw the DET curve (extra: calibrate)")
    parser.add_argument(
        "--measured-on", metavar="TEXT", help="what the pictures are, for the file (default: the folder's name)"
    )
    parser.add_argument(
        "--held-out",
        action="store_true",
        help="also calibrate on halves of the people and say how the rule does on the others",
    )
    parser.add_argument("--json", action="store_true", help="print the calibration as JSON")
    add_face_options(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from pydantic import ValidationError

    from jobfair.errors import ConfigError
    from kiosk.identity.batch import engines_for
    from kiosk.identity.calibrating import TooFew, calibrated
    from kiosk.identity.calibration import write
    from kiosk.identity.held_out import held_out
    from kiosk.identity.models.making import encoder_info
    from kiosk.identity.trial import tried

    if not args.people.is_dir():
        raise ConfigError(f"{args.people} is not a folder")
    if args.plot and importlib.util.find_spec("matplotlib") is None:  # said before an hour of measuring, not after it
        raise ConfigError("--plot needs the extra 'calibrate': pip install 'jobfair[calibrate]'")
    choice = choice_from(args)
    encoder = encoder_info(choice)
    out = args.out or encoder.calibration or Path("calibration.json")
    folders = sum(path.is_dir() for path in args.people.iterdir())
    with engines_for(folders, choice) as engines:
        trial = tried(args.people, engines)
    alike = _alike(trial, args.people, encoder.id)
    for pair in alike:
        one, two = pair["people"]
        print(
            f"{one!r} and {two!r} are too alike ({pair['score']}): one person twice? Then she counts as a stranger to "
            "herself and the scores come out too high: take one of the folders away",
            file=sys.stderr,
        )
    measured_on = args.measured_on or args.people.resolve().name
    try:
        found = calibrated(trial, encoder, measured_on, datetime.date.today().isoformat())
    except TooFew as few:
        print(f"nothing is written: {few}; {trial.people} people, {trial.pictures} pictures here", file=sys.stderr)
        return 1
    except ValidationError:
        if not alike:
            raise
        print("nothing is written: with one person twice the strangers' scores are beyond belief", file=sys.stderr)
        return 1
    write(found, out)
    lines = []
    try:
        lines = held_out(trial, encoder) if args.held_out else []
    except TooFew as few:
        print(f"nothing is held out: half of these people are too few ({few})", file=sys.stderr)
    if args.plot:
        from kiosk.commands.det_plot import draw

        draw(found, args.plot)
    extra: dict[str, Any] = {"held_out": [asdict(line) for line in lines]} if args.held_out else {}
    extra |= {"alike": alike} if alike else {}
    text = "\n".join([_told(found), *map(_held_out, lines), f"written to {out}", _carried(found)])
    show({**found.model_dump(mode="json"), **extra, "file": str(out)}, args.json, text)
    if args.json and not found.names_somebody:
        print(_carried(found), file=sys.stderr)
    return 0


def _alike(trial: Trial, people: Path, encoder: str) -> list[dict[str, Any]]:
    """Folders that seem to hold the same person."""
    from jobfair.faces_alike import alike_limit
    from kiosk.identity.trial import alike_in, names_in

    names = names_in(people)
    found = alike_in(trial, alike_limit(encoder))
    return [{"people": [names[one], names[two]], "score": round(score, 4)} for (one, two), score in found.items()]


def _carried(found: Calibration) -> str:
    from kiosk.identity.calibration import LEAST_VISITS
    from kiosk.identity.decide import BEYOND

    visits = found.strangers[-1].visits
    if not found.names_somebody:
        return (
            f"THIS NAMES NOBODY: {visits:,} visits of strangers are too few to say who is a stranger; "
            f"at least {LEAST_VISITS} are needed. Calibrate with more people."
        )
    return (
        f"{visits:,} visits of strangers carry one false candidate in {found.carries:,}; whoever asks for rarer than "
        f"one in {BEYOND * found.carries:,} gets that, because such a sample says nothing of rarer ones."
    )


def _told(found: Calibration) -> str:
    sample = found.sample
    lines = [
        f"{found.encoder}, measured on {found.measured_on}: {sample.people} people, {sample.pictures} pictures "
        f"({sample.not_measured} without one good face); {sample.enrolled} enrolled, {sample.visits} visits of them, "
        f"{sample.strangers} of strangers",
        "three pictures against two:",
        *_comparisons(found.kiosk),
        "one picture against one:",
        *_comparisons(found.single),
        "merit that strangers' visits reach (score + margin, see docs/decisions/0026):",
    ]
    for at in found.strangers:
        merits = ", ".join(
            f"1 in {1 / m.share:,.0f}: {m.merit:.4f} [{m.low:.4f}, {m.high:.4f}]{'' if m.measured else ' extrapolated'}"
            for m in at.merits[:3]
        )
        lines.append(f"  gallery of {at.people}: {merits}")
    return "\n".join(lines)


def _held_out(line: HeldOut) -> str:
    return (
        f"held out, one false candidate in {line.visits_a_false_one:,} wanted: {line.strangers_named} of "
        f"{line.strangers:,} strangers' visits named, {line.found} of {line.visits:,} found, {line.wrong} wrong"
    )


def _comparisons(found: Comparisons) -> list[str]:
    lines = [
        f"  one false in {1 / t.rate:,.0f}: cosine {t.score:.4f} [{t.low:.4f}, {t.high:.4f}], "
        f"{t.found:.1%} found [{t.found_low:.1%}, {t.found_high:.1%}]"
        for t in found.thresholds
    ]
    lines += [
        f"  one false in {1 / rate:,.0f}: not said; that needs {3 / rate:,.0f} pairs, here are {found.impostor:,}"
        for rate in found.too_rare
    ]
    return lines
