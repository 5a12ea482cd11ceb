"""``jobfair bench``: the figures of this machine."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.bench.figure import Figure
    from kiosk.bench.place import Place

NAMES = (
    "start",
    "memory",
    "frames",
    "identify",
    "decision",
    "decision-onnx",
    "looks",
    "idle",
    "face-memory",
    "gallery",
    "photographs",
    "live-turns",
    "acted-turns",
    "swapped",
    "matches",
    "tour",
    "submit",
    "delivery",
    "deliver-many",
    "backlog",
    "herd",
    "intake",
)
WORK = Path(".cache")
FILM = WORK / "demonstration-film.avi"


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair bench``."""
    parser = subparsers.add_parser(
        "bench",
        help="measure this machine",
        description="Sets up a demonstration fair with a server and a paired kiosk in a folder of its own, measures, "
        "and removes it: cold start, memory, the screen's rhythm while faces are recognised, camera frame to "
        "identification, opening the matches, saving a submission, delivering it, delivering a day's backlog, fifty "
        "kiosks that come back at once, the server's doors. Takes a quarter of an hour; close other programs. How well "
        "faces are told apart is another matter: `jobfair evaluate PEOPLE_DIR`.",
        epilog="example: jobfair bench --only submit --only delivery --runs 100",
    )
    parser.add_argument("--only", action="append", choices=NAMES, metavar="NAME", help=f"one of {', '.join(NAMES)}")
    parser.add_argument(
        "--runs",
        type=int,
        metavar="N",
        help="how often each is measured (default: as it needs); for "
        "backlog the number of rows, for herd the rows of each kiosk",
    )
    parser.add_argument(
        "--camera", type=Path, default=FILM, metavar="FILE", help="film with a face (default %(default)s)"
    )
    parser.add_argument(
        "--folder",
        type=Path,
        default=WORK,
        help="where the stores are made: its disk is measured (default %(default)s)",
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--config", metavar="FILE", help="not needed here; accepted by every command")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when everything was measured, whatever came of it; 1 otherwise."""
    from jobfair.errors import ConfigError, JobFairError
    from kiosk.bench.figure import Figure, Missing, NotMeasured, table
    from kiosk.bench.place import temporary_place

    if args.runs is not None and args.runs < 1:
        raise ConfigError("--runs: at least 1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    found: list[Figure | Missing] = []
    with _ended_politely(), temporary_place(args.folder, args.camera, _tell) as place:
        for name, measure in _measures().items():
            if args.only and name not in args.only:
                continue
            _tell(f"measuring: {name}")
            try:
                found += measure(place, args.runs)
            except NotMeasured as reason:
                found.append(Missing(name, str(reason)))
            except JobFairError as fault:
                found.append(Missing(name, f"[{fault.code}] {fault}"))
    load = os.getloadavg()[0]
    if args.json:
        print(json.dumps({"load": round(load, 2), "figures": [one.as_json() for one in found]}, ensure_ascii=False))
    else:
        print(
            f"{table(found)}\n\n* is held against the aim. Load of the machine: {load:.1f} on {os.cpu_count()} cores."
        )
    return 0 if all(isinstance(one, Figure) for one in found) else 1


def _measures() -> dict[str, Callable[[Place, int | None], list[Figure]]]:
    from kiosk.bench import backlog, faces, gallery, herd, intake, liveness, matching, parts, screens, tour

    return {
        "start": screens.cold_start,
        "memory": screens.memory,
        "frames": screens.frame_gaps,
        "identify": parts.identification,
        "decision": faces.decision,
        "decision-onnx": faces.decision_onnx,
        "looks": faces.looks,
        "idle": faces.idle,
        "face-memory": faces.memory,
        "gallery": gallery.filling,
        "photographs": liveness.photographs,
        "live-turns": liveness.live_turns,
        "acted-turns": liveness.acted_turns,
        "swapped": liveness.swapped,
        "matches": parts.matches,
        "match": matching.match,
        "match-restart": matching.match_restart,
        "match-change": matching.match_change,
        "tour": tour.tours,
        "submit": parts.submission,
        "delivery": parts.delivery,
        "deliver-many": backlog.deliver_many,
        "backlog": backlog.backlog,
        "herd": herd.herd,
        "intake": intake.intake,
    }


@contextmanager
def _ended_politely() -> Iterator[None]:
    """SIGTERM stops the programs that were started, as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _tell(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)
