"""Fifty kiosks that come back at the same second: real stores and real syncing, a few kiosks to a process.

Without their screens: fifty of those do not fit on one machine. Started as ``python -m kiosk.bench.herd`` with the
kiosks' folders as arguments and ``go`` on its standard input; prints one Came (JSON) a kiosk.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from kiosk.bench.figure import Figure, NotMeasured
from kiosk.bench.filling import fill
from kiosk.bench.place import Place
from kiosk.bootstrap import build
from kiosk.config import Config
from kiosk.demo.programs import run_jobfair
from kiosk.pairing import Paired
from kiosk.sync import RoundReport

KIOSKS = 50
ROWS = 200
PROCESSES = 5
MOST_SECONDS = 900.0
SPREAD = 2.0
"""The last kiosk may need so many times as long as the one in the middle: else it starved."""
FAILED_SHARE = 0.01
"""More answers than that with a status of 500 or above are a storm."""


@dataclass(frozen=True)
class Came:
    """One kiosk. ``last``: seconds from the start until nothing waited; ``answers``: statuses of its whole process."""

    process: int
    kiosk: str
    delivered: int
    waiting: int
    rounds: int
    last: float
    answers: dict[str, int]


def herd(place: Place, runs: int | None) -> list[Figure]:
    """A quarter of a kiosk's rows are résumés of 100 KB; ``runs`` is here the rows of each kiosk.

    They share one pairing: to confirm fifty by our commands would take longer than all that is measured.
    """
    rows = runs or ROWS
    paired = place.folder / "herd" / "paired"
    folders = [paired.with_name(f"H{number:02}") for number in range(1, KIOSKS + 1)]
    _pair(place, paired)
    sizes = [_prepare(paired, folder, rows) for folder in folders]
    came = _all_at_once(folders)
    short = [one for one in came if one.delivered != rows or one.waiting]
    if len(came) != KIOSKS or short:
        raise NotMeasured(f"{len(came)} of {KIOSKS} came to an end, {len(short)} of them without all their rows")
    answers: Counter[str] = Counter()
    for process in {one.process: one.answers for one in came}.values():
        answers.update(process)
    failed = sum(count for status, count in answers.items() if status.startswith("5"))
    ends = sorted(one.last for one in came)
    told = ", ".join(f"{count} times {status}" for status, count in sorted(answers.items()))
    note = (
        f"{KIOSKS} kiosks x {rows} rows, {sum(sizes) / 1e6:.0f} MB: {KIOSKS * rows / ends[-1]:.0f} rows/s; first kiosk "
        f"done after {ends[0]:.0f} s, the one in the middle {statistics.median(ends):.0f} s, last {ends[-1]:.0f} s; "
        f"most rounds {max(one.rounds for one in came)}"
    )
    spread = ends[-1] / statistics.median(ends)
    return [
        Figure("herd", f"{KIOSKS} kiosks back at once: all in", (ends[-1],), "s", note=note),
        Figure("herd_spread", "its last kiosk, of the one in the middle", (spread,), "x", SPREAD),
        Figure("herd_failed", "its answers of 500 and above", (failed,), "", KIOSKS * rows * FAILED_SHARE, note=told),
    ]


def _pair(place: Place, folder: Path) -> None:
    """A kiosk that is paired and has the fair."""
    installation = place.installation
    kiosk = build(Config(data=folder, server=installation.url))
    try:
        pairing = kiosk.pairing(installation.url)
        shown = run_jobfair("server", "pair-code", folder.name, "--data", str(installation.data), "--json")
        begun = pairing.begin(str(json.loads(shown)["code"]))
        run_jobfair("server", "confirm-pairing", begun.fingerprint, "--data", str(installation.data))
        if not isinstance(pairing.ask(begun), Paired):
            raise NotMeasured(f"{folder.name} was not paired")
        pairing.close()
        if not kiosk.syncer.one_round().reached:
            raise NotMeasured("the server was not reached")
    finally:
        kiosk.close()


def _prepare(paired: Path, folder: Path, rows: int) -> int:
    """A kiosk like the paired one, with rows of its own; their bytes."""
    shutil.copytree(paired, folder)
    kiosk = build(Config(data=folder))
    try:
        return fill(kiosk, rows // 4, rows - rows // 4)
    finally:
        kiosk.close()


def _all_at_once(folders: list[Path]) -> list[Came]:
    command = [sys.executable, "-m", "kiosk.bench.herd"]
    processes = [
        subprocess.Popen(
            [*command, *map(str, folders[number::PROCESSES])], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for number in range(PROCESSES)
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            process.stdout.readline()  # its stores are open
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [process.communicate(timeout=MOST_SECONDS + 60)[0] for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    return [Came(**json.loads(line)) for text in said for line in text.splitlines()]


class _Statuses(logging.Handler):
    """Counts the statuses that urllib3 logs of every answer."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.seen: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple) and len(record.args) == 8:
            self.seen[str(record.args[6])] += 1


def _run(folder: Path, began: threading.Event, ended: list[tuple[str, int, int, int, float]]) -> None:
    kiosk = build(Config(data=folder, server=_server(folder)))
    stop, reports, started = threading.Event(), list[RoundReport](), time.monotonic()

    def told(report: RoundReport) -> None:
        reports.append(report)
        if not report.waiting or time.monotonic() - started > MOST_SECONDS:
            stop.set()

    began.wait()
    started = time.monotonic()
    kiosk.syncer.run_forever(stop, threading.Event(), told)
    seconds, delivered = time.monotonic() - started, sum(report.delivered for report in reports)
    ended.append((folder.name, delivered, kiosk.outbox.counts().waiting, len(reports), seconds))
    kiosk.close()


def _server(folder: Path) -> str:
    """Where this kiosk was paired."""
    kiosk = build(Config(data=folder))
    paired = kiosk.paired()
    kiosk.close()
    return paired.server if paired else ""


def main(folders: list[Path]) -> None:
    statuses, log = _Statuses(), logging.getLogger("urllib3.connectionpool")
    log.addHandler(statuses)
    log.setLevel(logging.DEBUG)
    log.propagate = False
    began, ended = threading.Event(), list[tuple[str, int, int, int, float]]()
    threads = [threading.Thread(target=_run, args=(folder, began, ended)) for folder in folders]
    for thread in threads:
        thread.start()
    print("ready", flush=True)
    sys.stdin.readline()
    began.set()
    for thread in threads:
        thread.join()
    for found in ended:
        print(json.dumps(asdict(Came(os.getpid(), *found, answers=dict(statuses.seen)))))


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]])
