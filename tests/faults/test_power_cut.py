"""The power goes at any write: what had been called saved is there afterwards, and the store opens as if nothing was.

A kill leaves what the program has written to the system; a power cut leaves only what the disk was told to keep.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jobfair.sealing import digest_of
from jobfair.seeker import Resume
from kiosk.bootstrap import Kiosk
from kiosk.desk import Submitted
from kiosk.store import KeyFile, Store
from kiosk.visit.state import LastResume, NewResume
from tests.fakes.clock import FakeClock
from tests.fakes.kiosk import fake_kiosk, registered
from tests.fakes.server import FakeServer
from tests.faults.power_cut import VARIANTS, RecordingDisk, Variant

WEEK = 8 * 86400


@contextmanager
def recording(folder: Path) -> Iterator[RecordingDisk]:
    disk = RecordingDisk("recording")
    disk.begin(folder)
    try:
        yield disk
    finally:
        disk.close()


def a_day(folder: Path, disk: RecordingDisk, visits: int) -> int:
    """From the first start: pairing, visits, deliveries, a restart, a withdrawal, pruning; how many were saved."""
    clock, saved = FakeClock(), set[str]()
    server = FakeServer(now=clock.now)

    def visit(kiosk: Kiosk, number: int) -> None:
        card = registered(kiosk)
        new = NewResume(Resume(), random.Random(number).randbytes(9_000), 1)
        first = kiosk.desk.submit(card, ["O1", "O2"], new, "zh")
        assert isinstance(first, Submitted)
        saved.update(submission.id for submission in first.submissions)
        disk.mark(frozenset(saved))
        second = kiosk.desk.submit(first.card, ["O3"], LastResume(first.card.resume.id), "zh")  # type: ignore[union-attr]
        assert isinstance(second, Submitted)
        saved.update(submission.id for submission in second.submissions)
        disk.mark(frozenset(saved))

    kiosk = fake_kiosk(folder, server, clock, vfs=disk.name)
    for number in range(visits):
        visit(kiosk, number)
        if number % 2:
            assert kiosk.syncer.one_round().reached
    kiosk.store.checkpoint()
    visit(kiosk, visits)
    kiosk.close()  # empties the log into the database and removes it
    kiosk = fake_kiosk(folder, server, clock, vfs=disk.name)
    visit(kiosk, visits + 1)
    kiosk.syncer.one_round()
    counted = len(saved)
    delivered = {row.id for row in kiosk.outbox.rows("settled")}
    clock.advance(WEEK)
    saved -= delivered
    disk.mark(frozenset(saved))  # these may go now
    assert kiosk.outbox.prune(clock.now().timestamp()) > 0
    visit(kiosk, visits + 2)
    kiosk.store.checkpoint()
    kiosk.close()
    return counted


def check(folder: Path, saved: frozenset[str]) -> None:
    """A start as every morning: no fault, every page whole, every submission with its bytes and its résumé's."""
    store = Store(folder, KeyFile(folder / "store.key"))
    try:
        store.check()
        with store.reading() as db:
            rows = db.execute(
                "SELECT outbox.id, digest, sealed, door FROM outbox LEFT JOIN outbox_bytes USING(number)"
            ).fetchall()
            remembered = {row[0] for row in db.execute("SELECT submission FROM sent")}
        assert all(sealed is not None and digest_of(sealed) == digest for _, digest, sealed, _ in rows)
        there = {item for item, _, _, door in rows if door == "submissions"}
        assert saved <= there, f"{len(saved - there)} that were called saved are gone"
        assert there <= remembered, "a submission without what the kiosk knows of it"
    finally:
        store.close()


@pytest.fixture
def fast(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: thousands of states are written."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else tmp_path, prefix="jobfair-cuts-"))
    yield folder
    shutil.rmtree(folder)


def test_power_cut_after_any_write_loses_nothing_that_was_called_saved(
    fast: Path, long: bool, survived: Callable[[str, int], None]
) -> None:
    home = fast / "kiosk"
    home.mkdir()
    KeyFile(home / "store.key").key(fresh=True)
    with recording(home) as disk:
        saved = a_day(home, disk, visits=6 if long else 1)
    chances, states, cuts = random.Random(3), 0, 0
    for cut in disk.cuts():
        cuts += 1
        variants: tuple[Variant, ...] = VARIANTS * 2 if long else ("nothing", VARIANTS[1 + cut.number % 3])
        for variant in variants:
            left = fast / "left"
            left.mkdir()
            cut.leave(variant, chances, left)
            try:
                check(left, cut.saved)
            except BaseException as error:
                error.add_note(f"after operation {cut.number}, {variant}")
                raise
            finally:
                shutil.rmtree(left)
            states += 1
    survived("power cuts", cuts)
    survived("states", states)
    survived("submissions of power cuts", saved)
    assert cuts > 100


def test_key_of_the_database_is_on_the_disk_before_the_first_byte_of_the_database(
    fast: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    sync = os.fsync

    def remember(handle: int) -> None:
        sync(handle)
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        synced.append("folder" if path == fast else "key")

    monkeypatch.setattr(os, "fsync", remember)
    with recording(fast) as disk:
        write = disk.operations.append
        monkeypatch.setattr(disk, "operations", _Heard(synced, write))
        Store(fast, KeyFile(fast / "store.key"), vfs=disk.name).close()
    assert synced[:3] == ["key", "folder", "database"]


class _Heard(list):  # type: ignore[type-arg]
    """Tells of each write to the database among what is synced."""

    def __init__(self, heard: list[str], write: object) -> None:
        super().__init__()
        self._heard = heard

    def append(self, one: object) -> None:
        self._heard.append("database")
