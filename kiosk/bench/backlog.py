"""Figures of delivering much: one kiosk at full speed, and the real kiosk program after a day offline."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw

from kiosk.bench.figure import Figure, NotMeasured
from kiosk.bench.filling import fill
from kiosk.bench.intake import CONNECTIONS, door
from kiosk.bench.load import put_resumes
from kiosk.bench.parts import timed
from kiosk.bench.place import Place
from kiosk.bench.screens import Running, pss, read_gaps, running_kiosk, virtual_screen
from kiosk.demo.screen import StepFailed
from kiosk.store.database import FILE

MANY = 1000
"""Résumés in one run of delivering many."""
BACKLOG = 10_000
DRAINED_WITHIN = 120.0
"""Seconds; the issue's aim for 10,000 rows, taken by the row for fewer."""
_WAIT_MOST = 900.0
_QUIET_SECONDS = 10.0


def deliver_many(place: Place, runs: int | None) -> list[Figure]:
    """One kiosk's own sync against the server on this machine; beside it what that server takes in at most."""
    rates = []
    with place.kiosk() as kiosk:
        while kiosk.syncer.one_round().waiting:
            pass
        for _ in range(runs or 3):
            size = fill(kiosk, MANY, 0)
            report, ms = timed(kiosk.syncer.one_round)
            if report.delivered != MANY:
                raise NotMeasured(f"{report.delivered} of {MANY} were delivered: {', '.join(report.problems)}")
            rates.append(MANY / ms * 1000)
    with door(place.folder / "limit", "") as at:
        load = put_resumes(at.plan(MANY, CONNECTIONS))
    limit = MANY // load.seconds
    note = (
        f"{MANY} résumés a run, sealed {size / MANY / 1000:.0f} KB; the server's own limit, "
        f"{CONNECTIONS} connections that only send: {limit:.0f}/s"
    )
    return [Figure("deliver-many", "résumés delivered by one kiosk", tuple(rates), "/s", min(100.0, limit), note=note)]


def backlog(place: Place, runs: int | None) -> list[Figure]:
    """A quarter résumés, the rest submissions; ``runs`` is here the number of rows. The kiosk program starts while the
    server is away; the clock runs from the moment the server answers."""
    rows = runs or BACKLOG
    with place.kiosk() as kiosk:
        while kiosk.syncer.one_round().waiting:
            pass
        size = fill(kiosk, rows // 4, rows - rows // 4)
        database = kiosk.store.folder / FILE
    place.installation.pull_server_out()
    with virtual_screen(place) as screen, running_kiosk(place, screen, driven=True, timed=True) as running:
        running.first_frame()
        running.walker.on("attract", 60)
        time.sleep(12)  # the face process and what is read ahead have come
        quiet = time.monotonic()
        _open_pages(running, until=lambda: time.monotonic() - quiet > _QUIET_SECONDS)
        before, unhindered = pss(running.program.pid), time.monotonic()
        with _highest(running.program.pid) as highest:
            place.installation.start_server()
            began = time.monotonic()
            end = began + _WAIT_MOST
            _open_pages(running, until=lambda: time.monotonic() > end or not _waiting(database))
            ended = time.monotonic()
        time.sleep(1)
    all_gaps = read_gaps(running.frames)
    gaps = [gap for gap in all_gaps if began <= gap.at <= ended]
    still = [gap.ms for gap in gaps if gap.page != "change"]
    worst_before = max((g.ms for g in all_gaps if quiet <= g.at <= unhindered and g.page != "change"), default=0.0)
    if not still:
        raise NotMeasured("no frame was drawn while the backlog went out")
    left = _waiting(database)
    if left:
        raise NotMeasured(f"{left} of {rows} still wait after {_WAIT_MOST:.0f} s")
    seconds = ended - began
    late = sum(ms > 50 for ms in still)
    note = f"{rows} rows, {size / 1e6:.0f} MB: {rows / seconds:.0f} a second; server and kiosk share this machine"
    ordered = sorted(still)
    changes = max((gap.ms for gap in gaps if gap.page == "change"), default=0.0)
    frames = (
        f"{len(still)} frames while pages are opened by touch; p99 {ordered[len(ordered) * 99 // 100]:.0f} ms, "
        f"{late} over 50 ms; while a page is replaced {changes:.0f} ms; worst in the {_QUIET_SECONDS:.0f} s "
        f"before, without server and sync, {worst_before:.0f} ms"
    )
    within = DRAINED_WITHIN * rows / BACKLOG
    return [
        Figure("backlog", "backlog after a day offline delivered", (seconds,), "s", within, note=note),
        Figure(
            "backlog_memory",
            "memory that it took more meanwhile",
            (max(0.0, highest[0] - before),),
            "MB",
            50,
            note=f"PSS, highest less before ({before:.0f} MB)",
        ),
        Figure("backlog_frames", "worst frame gap meanwhile", tuple(still), "ms", 50, "worst", frames),
    ]


def _open_pages(running: Running, until: Callable[[], bool]) -> None:
    """Opens and leaves pages, as somebody who looks around does."""
    while not until():
        with suppress(StepFailed):  # an answer that comes late is a gap, and measured as one
            page = running.walker.finger.page()
            if page == "attract":
                running.walker.tap("attract.start")
            elif page == "welcome":
                running.walker.tap("welcome.been_before")
            else:
                running.walker.tap("dock.back")
        time.sleep(0.5)


def _waiting(database: Path) -> int:
    """Read by a connection of our own: the program's store is not touched."""
    db = apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return int(db.execute("SELECT COUNT(*) FROM outbox WHERE state='waiting'").fetchone()[0])  # type: ignore[index]
    finally:
        db.close()


@contextmanager
def _highest(pid: int) -> Iterator[list[float]]:
    """The largest size of the program meanwhile (MB, PSS), looked at every half second."""
    highest, done = [pss(pid)], threading.Event()

    def look() -> None:
        while not done.wait(0.5):
            highest[0] = max(highest[0], pss(pid))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield highest
    finally:
        done.set()
        looking.join()
