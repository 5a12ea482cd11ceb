"""``jobfair liveness``: does the kiosk's check let photographs through, and living people?"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands.face_options import add_face_options, choice_from

if TYPE_CHECKING:
    from kiosk.identity.liveness.challenge import Level
    from kiosk.identity.liveness.measuring import Judged, Rate, Rates


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair liveness``."""
    parser = subparsers.add_parser(
        "liveness",
        help="measure the check that a person stands there",
        description="Shows films and photographs to the check that the kiosk makes before it looks at a face. Every "
        "film is a living person who tries: each turn of the head that it shows is asked for just before it comes, and "
        "is accepted or doubted; a film in which no turn or no face is found counts as doubted, and one that shows "
        "fewer moves than the level asks for, all of them accepted, as neither (--json: live is null). Films "
        "known to show nobody who moves are given with --still, and should be doubted. Whether the way to a turn "
        "is seen without a gap is measured by `jobfair bench --only acted-turns` and `--only swapped`. A "
        "photograph is an attack: it is held straight before a camera, then turned to eight poses, and each "
        "should be doubted. A folder stands for its files, a folder of people for the first picture of each. "
        "Nothing here measures a film that is replayed on purpose and shows the right moves: nothing stops it.",
        epilog="examples: jobfair liveness turning-head.mp4; jobfair liveness people/ --limit 160 --level strict",
    )
    parser.add_argument("files", metavar="FILE", type=Path, nargs="*", help="films, photographs, or folders of them")
    parser.add_argument(
        "--still", metavar="FILE", type=Path, nargs="+", default=[], help="films that show nobody who moves, or folders"
    )
    parser.add_argument("--level", choices=("relaxed", "strict"), default="strict", help="default: %(default)s")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N files")
    parser.add_argument(
        "--bend", type=float, default=0.0, metavar="X",
        help="bend the turned photographs around a cylinder: width by radius, 1.2 is a bottle (default: flat)",
    )  # fmt: skip
    parser.add_argument(
        "--front-bend", type=float, metavar="X",
        help="bend them while they are held straight as well (default: 0, flat in front and bent while turned)",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    add_face_options(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    """0 when something could be judged, whatever came of it; 1 otherwise."""
    from jobfair.errors import ConfigError
    from kiosk.identity.liveness.measuring import gather, judge_all, rates_of
    from kiosk.identity.pictures import Unreadable

    front_bend = args.front_bend or 0.0
    if not 0 <= args.bend <= 3 or not 0 <= front_bend <= 3:
        raise ConfigError("--bend, --front-bend: from 0 to 3")
    moving, still = gather(args.files)[: args.limit], gather(args.still)
    files = moving + still
    if not files:
        raise ConfigError("no files there")
    judged = list(judge_all(files, args.level, choice_from(args), args.bend, front_bend))
    rates = rates_of(judged[: len(moving)], args.level, judged[len(moving) :])
    if args.json:
        results = [{"file": str(file), **_plain(one)} for file, one in zip(files, judged, strict=True)]
        print(json.dumps({"level": args.level, "rates": _rates(rates), "files": results}, ensure_ascii=False))
    else:
        _tell(files, judged, args.level)
        _tell_rates(rates, args.level)
    return 0 if any(not isinstance(one, Unreadable) for one in judged) else 1


def _plain(one: Judged) -> dict[str, Any]:
    from kiosk.identity.liveness.trial import FilmJudged, PhotographJudged

    if isinstance(one, PhotographJudged):
        return {"kind": "photograph", "turns": one.attempts, "taken_for_live": one.passed, "no_face": one.lost}
    if isinstance(one, FilmJudged):
        moves = [
            {"move": shown.move, "at": round(shown.at, 2), "live": shown.live, "reason": shown.reason,
             "across": round(shown.relief.across, 3) if shown.relief else None,
             "explained": round(shown.relief.explained, 3) if shown.relief else None}
            for shown in one.moves
        ]  # fmt: skip
        live = None if one.short else one.live
        return {"kind": "film", "live": live, "moves": moves, "answered": one.answered, "asked": one.asked,
                "frames": one.frames, "faces": one.faces}  # fmt: skip
    return {"kind": "unreadable", "reason": one.reason}


def _rates(rates: Rates) -> dict[str, Any]:
    def rate(one: Rate) -> dict[str, Any]:
        low, high = one.bounds
        return {"count": one.count, "of": one.of, "rate": one.share, "low": low, "high": high}

    return {"flat_turns_passed": rate(rates.flat), "live_turns_refused": rate(rates.refused),
            "films_refused": rate(rates.films_refused), "films_short": rates.films_short,
            "still_films_passed": rate(rates.still),
            "flat_challenges_answered": rates.flat_challenges}  # fmt: skip


def _tell(files: Sequence[Path], judged: Sequence[Judged], level: Level) -> None:
    from kiosk.identity.liveness.trial import FilmJudged, PhotographJudged

    for file, one in zip(files, judged, strict=True):
        if isinstance(one, FilmJudged):
            moves = ", ".join(f"{shown.move} at {shown.at:.1f} s {_word(shown.live)}" for shown in one.moves)
            shows = moves or ("no turn of a head" if one.faces else "no face")
            said = "live" if one.live else "not live"
            if one.short:
                said = f"{one.answered} of the {one.asked} moves that {level} asks for, neither through nor doubted"
            print(f"{file.name}: {said}: {shows}")
        elif isinstance(one, PhotographJudged):
            if one.attempts == 0:
                print(f"{file.name}: no face was found in this photograph")
            elif one.passed:
                print(f"{file.name}: {one.passed} of {one.attempts} turns taken for live ones")
        else:
            print(f"{file.name}: not judged, {one.text}")


def _word(live: bool) -> str:
    return "accepted" if live else "doubted"


def _tell_rates(rates: Rates, level: Level) -> None:
    print(f"turns of photographs taken for live ones: {_share(rates.flat)}")
    if rates.flat_challenges is not None:
        print(f"{level} challenges that a photograph, held at best, could answer: {rates.flat_challenges:.2%}")
    films = rates.films_refused
    if films.of:
        print(f"turns found in films and doubted: {_share(rates.refused)}")
        print(f"{films.of - films.count} of {films.of} films got through; doubted: {_share(films)}")
    if rates.films_short:
        print(f"films that show fewer moves than {level} asks for, all accepted, not counted: {rates.films_short}")
    if rates.still.of:
        print(f"films of nobody who moves, taken for live: {_share(rates.still)}")


def _share(rate: Rate) -> str:
    if rate.share is None:
        return "none were shown"
    low, high = rate.bounds
    return f"{rate.count} of {rate.of} ({rate.share:.2%}; 95 % bounds {low:.2%} to {high:.2%})"
