"""The outbox onto a stick, and what can be read of a database without its key."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobfair.errors import DiskFull, StoreError
from jobfair.ids import new_id
from jobfair.rescue_file import RescueFile, read_rescue_file
from jobfair.wire import Door
from kiosk.clock import SystemClock
from kiosk.outbox import Item, Outbox
from kiosk.store import KeyFile, Store, export
from kiosk.store.database import FILE
from kiosk.store.export import export_outbox, sticks_in


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[tuple[Path, Store, Outbox]]:
    store = Store(tmp_path / "data", KeyFile(tmp_path / "store.key"))
    yield tmp_path / "data", store, Outbox(store, SystemClock())
    store.close()


def put(outbox: Outbox, count: int) -> list[str]:
    items = [Item(Door.RESUMES, new_id(), os.urandom(2000)) for _ in range(count)]
    outbox.put(items)
    return [item.id for item in items]


def test_export_while_the_kiosk_runs_writes_all_that_is_held_oldest_first(
    kiosk: tuple[Path, Store, Outbox], tmp_path: Path
) -> None:
    data, store, outbox = kiosk
    ids = put(outbox, 5)
    (parked, *_) = outbox.take(1)
    outbox.park(parked, "invalid")
    with store.transaction() as db:
        db.execute("UPDATE outbox SET state='settled' WHERE id=?", (ids[1],))
    store.set_meta("kiosk", "K-03")
    store.set_meta("fair", "small-fair")
    stick = tmp_path / "stick"
    stick.mkdir()
    done = export_outbox(data, stick)
    assert (done.rows, done.unreadable, done.file.parent) == (5, 0, stick)
    assert done.file.name.startswith("outbox-K-03-")
    assert [item.id for item in read_rescue_file(done.file)] == ids
    with done.file.open("rb") as stream:
        about = RescueFile(stream).about
    assert (about.kiosk, about.fair, about.rows) == ("K-03", "small-fair", 5)
    narrow = export_outbox(data, stick / "narrow.jobfair", waiting_only=True).file
    assert [item.id for item in read_rescue_file(narrow)] == [ids[0], *ids[2:]]
    assert outbox.counts().waiting == 3, "nothing in the outbox was changed"


def test_export_when_the_stick_is_too_small_says_so_before_it_writes(
    kiosk: tuple[Path, Store, Outbox], tmp_path: Path
) -> None:
    data, _, outbox = kiosk
    put(outbox, 3)
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(DiskFull, match="another stick"):
        export_outbox(data, stick, free=lambda _: 5000)
    assert list(stick.iterdir()) == []
    assert export_outbox(data, stick, free=lambda _: 12000).rows == 3


def test_export_when_the_stick_fills_up_or_goes_says_that_nothing_was_changed(
    kiosk: tuple[Path, Store, Outbox], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, _, outbox = kiosk
    put(outbox, 1)
    with pytest.raises(StoreError, match="nothing in the outbox was changed"):
        export_outbox(data, tmp_path / "no stick" / "out.jobfair")

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(export, "write_rescue_file", full)
    with pytest.raises(DiskFull, match="nothing in the outbox was changed"):
        export_outbox(data, tmp_path / "out.jobfair")


def test_export_when_a_row_is_damaged_saves_the_others_and_counts_it(
    kiosk: tuple[Path, Store, Outbox], tmp_path: Path
) -> None:
    data, store, outbox = kiosk
    ids = put(outbox, 3)
    with store.transaction() as db:
        db.execute("UPDATE outbox_bytes SET sealed=x'00' WHERE number=2")
    done = export_outbox(data, tmp_path / "out.jobfair")
    assert (done.rows, done.unreadable) == (2, 1)
    assert [item.id for item in read_rescue_file(done.file)] == [ids[0], ids[2]]


def test_export_when_there_is_no_database_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing to export"):
        export_outbox(tmp_path, tmp_path)
    (tmp_path / FILE).write_bytes(b"no database at all" * 500)
    assert export_outbox(tmp_path, tmp_path / "out.jobfair").rows == 0


def test_sticks_when_looked_for_are_what_is_mounted(tmp_path: Path) -> None:
    (tmp_path / "STICK").mkdir()
    (tmp_path / "plain folder").mkdir()
    assert sticks_in(tmp_path, lambda path: path.name == "STICK") == [tmp_path / "STICK"]
    assert sticks_in(tmp_path, lambda path: path == tmp_path) == [tmp_path]
    assert sticks_in(tmp_path / "gone") == []
