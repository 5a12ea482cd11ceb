"""Figures of the kiosk's parts, taken in this process: identification, matching, saving, delivering."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from jobfair.seeker import Resume
from kiosk.bench.figure import Figure, NotMeasured
from kiosk.bench.place import Place, face_engine
from kiosk.bootstrap import Kiosk
from kiosk.desk import Claim, Submitted
from kiosk.identity.tracker import APART, PROBE_FRAMES, FaceLook
from kiosk.ports import Frame, Probe
from kiosk.store.database import Database
from kiosk.visit.state import NewResume

T = TypeVar("T")

WARM = 3
"""Runs before those that count."""


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What it gave, and milliseconds."""
    began = time.perf_counter()
    value = work()
    return value, (time.perf_counter() - began) * 1000


def identification(place: Place, runs: int | None) -> list[Figure]:
    """From the last frame that is needed (of two) to the person: as ui/watcher.py asks, the face process included."""
    place.enrol()
    count = runs or 20
    values = []
    with place.kiosk() as kiosk, face_engine() as engine:
        kiosk.desk.prepare()

        def identify(look: FaceLook, frame: Frame) -> object:
            probe = look.feed(frame).answer
            return kiosk.desk.find_by_face(probe) if isinstance(probe, Probe) else probe

        frames = place.frames(10)
        for number in range(WARM + count):
            look = FaceLook(engine, agreement=-1.0, wanted=PROBE_FRAMES)
            look.feed(replace(frames[number % 9], taken_at=0.0))
            outcome, ms = timed(partial(identify, look, replace(frames[number % 9 + 1], taken_at=APART)))
            if not isinstance(outcome, Claim):
                raise NotMeasured(f"the film's face was not found again: {type(outcome).__name__}")
            values.append(ms)
    note = "the second frame of a look: detection, one encoding, search (1 enrolled), claim"
    return [Figure("identify", "camera frame to identification", tuple(values[WARM:]), aim=300, note=note)]


def matches(place: Place, runs: int | None) -> list[Figure]:
    """The best booths of each demonstration seeker, index and encoder loaded."""
    with place.kiosk() as kiosk:
        _, first = timed(kiosk.matchmaker.warm_up)
        cards = place.cards(kiosk)
        asked = [card.profile for card in cards for _ in range(runs or 1)]
        values = tuple(timed(partial(kiosk.matchmaker.booths, profile, 10))[1] for profile in asked)
    note = f"the 10 best booths for each of {len(cards)} seekers; loading index and encoder before: {first:.0f} ms"
    return [Figure("matches", "opening the matches", values, aim=200, note=note)]


def submission(place: Place, runs: int | None) -> list[Figure]:
    """One opening with a résumé made in this visit: sealing, encrypting and the transaction (synchronous=FULL).

    The store call is the transaction alone: what must be looked up and written while nobody else may write. In turns
    with it, the same number of bytes as it put into the outbox go into a file that is synced.
    """
    count = runs or 100
    with place.kiosk() as kiosk:
        values, calls, bare, size = [], StoreCalls(kiosk), [], 0
        for submit in _submits(place, kiosk, WARM + count):
            before = _outbox_bytes(kiosk)
            calls.begin()
            values.append(timed(submit)[1])
            size = _outbox_bytes(kiosk) - before
            bare.append(bare_fsync(place.folder, size))
    stored, synced = Figure("", "", tuple(calls.values[WARM:])), Figure("", "", tuple(bare[WARM:]))
    note = (
        f"p95 {stored.p95:.1f} ms over p95 {synced.p95:.1f} ms of fsyncs of the same {size / 1000:.0f} KB in turns; "
        f"medians {stored.median:.1f} and {synced.median:.1f} ms; worst {stored.worst:.0f} and {synced.worst:.0f} ms"
    )
    return [
        Figure("submit", 'one submission, tap to "saved"', tuple(values[WARM:]), aim=50, note="without the screen"),
        Figure("submit_fsync", "store call of one submit, of one fsync", (stored.p95 / synced.p95,), "x", 3, note=note),
    ]


class StoreCalls:
    """Milliseconds of a kiosk's transactions; what lies within another counts as that one."""

    def __init__(self, kiosk: Kiosk) -> None:
        self.values: list[float] = []
        self._store, self._depth = kiosk.store, 0
        self._transaction = kiosk.store.transaction
        kiosk.store.transaction = self._timed  # type: ignore[method-assign]

    def begin(self) -> None:
        """The next ones are added up."""
        self.values.append(0.0)

    @contextmanager
    def _timed(self) -> Iterator[Database]:
        began, self._depth = time.perf_counter(), self._depth + 1
        try:
            with self._transaction() as db:
                yield db
        finally:
            self._depth -= 1
            if not self._depth and self.values:
                self.values[-1] += (time.perf_counter() - began) * 1000


def _outbox_bytes(kiosk: Kiosk) -> int:
    with kiosk.store.reading() as db:
        return int(db.execute("SELECT COALESCE(SUM(size), 0) FROM outbox").fetchone()[0])  # type: ignore[index]


def delivery(place: Place, runs: int | None) -> list[Figure]:
    """A whole round of sync for one submission with its résumé, against the server on this machine."""
    values, idle = [], []
    with place.kiosk() as kiosk:
        while kiosk.syncer.one_round().waiting:
            pass
        for submit in _submits(place, kiosk, WARM + (runs or 20)):
            submit()
            report, ms = timed(kiosk.syncer.one_round)
            if report.delivered != 2:
                raise NotMeasured(f"a round delivered {report.delivered} of 2: {', '.join(report.problems)}")
            values.append(ms)
            idle.append(timed(kiosk.syncer.one_round)[1])
    nothing = statistics.median(idle)
    note = f"a round: heartbeat, résumé, submission, snapshot, cards; a round with nothing: {nothing:.0f} ms (median)"
    return [Figure("delivery", "one delivery", tuple(values[WARM:]), note=note)]


def _submits(place: Place, kiosk: Kiosk, count: int) -> list[Callable[[], None]]:
    """So many submissions, none of them sent before, not more than ten of one seeker."""
    cards = place.cards(kiosk)
    openings = [opening.id for opening in kiosk.desk.fair().fair.openings]
    before = kiosk.outbox.counts()
    start = before.waiting + before.delivered_today  # another figure may have submitted some already
    resume = Resume.model_validate({"basics": {"name": "陈测量", "phone": "19900001234", "summary": "焊工，十年经验"}})
    drawn = kiosk.renderer.resume(resume, "zh")
    choice = NewResume(resume, drawn.pdf, drawn.pages)

    def submit(number: int) -> None:
        card = cards[number % len(cards)]
        done = kiosk.desk.submit(card, [openings[(start + number) % len(openings)]], choice, "zh")
        if not isinstance(done, Submitted) or not done.submissions:
            raise NotMeasured(f"a submission was not taken: {done}")

    return [partial(submit, number) for number in range(count)]


def bare_fsync(folder: Path, size: int) -> float:
    """Milliseconds for so many bytes to reach the disk: what no store can be faster than."""
    file, data = folder / "fsync", os.urandom(size)
    with file.open("wb") as stream:
        began = time.perf_counter()
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
        took = (time.perf_counter() - began) * 1000
    file.unlink()
    return took
