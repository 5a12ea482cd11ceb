"""The program that the fault tests maltreat: a kiosk without a screen that submits without end and delivers meanwhile.

Run as ``python kiosk_under_fire.py DATA_FOLDER SAVED_FILE [--server URL] [--clock FILE] [--pace SECONDS]``. It takes
the store as the kiosk's program does, and writes each submission down as ``<id> <opening>`` once it is called saved.
Without ``--server`` it does not deliver. SIGUSR1: no more visits; it ends with 0 when nothing waits. FILE holds by how
many seconds this kiosk's clock is wrong; the test may change it at any time.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from jobfair.errors import JobFairError, StoreError
from jobfair.seeker import Resume
from kiosk import server_client
from kiosk.bootstrap import Kiosk, build
from kiosk.clock import SystemClock
from kiosk.config import Config
from kiosk.desk import Submitted
from kiosk.sync import RoundReport
from kiosk.visit.state import Draft, NewResume

SILENCE_SECONDS = 1.0
"""How long a silent server is waited for here: half-open connections would take the tests minutes."""

REST_SECONDS = 0.2
"""How long a server is left alone at most."""


class WrongClock(SystemClock):
    """The machine's clock, wrong by as many seconds as a file says."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def now(self) -> datetime:
        wrong = float(self._file.read_text() or 0) if self._file else 0.0
        return super().now() + timedelta(seconds=wrong)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("saved", type=Path)
    parser.add_argument("--server", default="")
    parser.add_argument("--clock", type=Path)
    parser.add_argument("--pace", type=float, default=0.0)
    args = parser.parse_args(arguments)
    server_client.READ_SECONDS = SILENCE_SECONDS
    last_visit, stop, wake = threading.Event(), threading.Event(), threading.Event()
    signal.signal(signal.SIGUSR1, lambda *_: last_visit.set())
    config = Config(data=args.data, server=args.server, sync_seconds=1, sync_wait_most=REST_SECONDS)  # type: ignore[arg-type]
    try:
        kiosk = build(config, as_kiosk=True, clock=WrongClock(args.clock))
    except JobFairError as fault:
        print(f"[{fault.code}] {fault}", file=sys.stderr)
        return 2
    syncing = threading.Thread(target=kiosk.syncer.run_forever, args=(stop, wake, told))
    if args.server:
        syncing.start()
    print("running", flush=True)
    try:
        with args.saved.open("a", encoding="utf-8") as file:
            while not last_visit.is_set():
                try:
                    lines = visit(kiosk)
                except StoreError as fault:  # the page says so, and the next seeker comes
                    print(f"[{fault.code}]", flush=True)
                    last_visit.wait(0.2)
                    continue
                file.write(lines)
                file.flush()
                wake.set()
                last_visit.wait(args.pace)
        while args.server and kiosk.outbox.counts().waiting:
            wake.set()
            time.sleep(0.1)
    finally:
        stop.set()
        wake.set()
        if args.server:
            syncing.join()
        kiosk.close()
    return 0


def as_process(arguments: Sequence[str], log: str) -> None:
    """For a process that was forked from one that has loaded all this: it starts at once."""
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for standard in (1, 2):
        os.dup2(handle, standard)
    sys.exit(main(arguments))


def told(report: RoundReport) -> None:
    """For whoever reads the log of a test that failed."""
    print(f"{report.delivered} delivered, {report.waiting} wait {report.explanations}", flush=True)


def visit(kiosk: Kiosk) -> str:
    """One seeker, one résumé, all openings (three); the lines to write down."""
    openings = [opening.id for opening in kiosk.desk.fair().fair.openings]
    card = kiosk.desk.register(Draft(name="张小明", age="16_up", code="582037"), "zh")
    pdf = b"%PDF-1.7 " + os.urandom(30_000)
    done = kiosk.desk.submit(card, openings[:3], NewResume(Resume(), pdf, 1), "zh")
    assert isinstance(done, Submitted)
    return "".join(f"{submission.id} {submission.opening}\n" for submission in done.submissions)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
