"""Housekeeping over a real store: delivered rows go after their time, and the disk gets its space back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jobfair.errors import Unreachable
from jobfair.ids import new_id
from jobfair.wire import Door
from kiosk.desk import Submitted
from kiosk.housekeeping import housekeeping, prune
from kiosk.outbox import Item, Outbox
from kiosk.store import KeyFile, Store
from kiosk.store.database import FILE
from tests.fakes.clock import FakeClock
from tests.fakes.kiosk import fake_kiosk, new_resume, registered
from tests.fakes.server import FakeServer

DAY = 86400
SIZE = 100_000


def no_pause(seconds: float) -> None:
    return


def delivered(store: Store, outbox: Outbox, count: int) -> None:
    for _ in range(count):
        outbox.put([Item(Door.RESUMES, new_id(), os.urandom(SIZE))])
    with store.transaction() as db:
        db.execute("UPDATE outbox SET state='settled', settled_at=created_at, received_at=created_at")


def sizes(folder: Path) -> tuple[int, int]:
    """Of the database and of its write-ahead log."""
    wal = folder / f"{FILE}-wal"
    return (folder / FILE).stat().st_size, wal.stat().st_size if wal.exists() else 0


def test_prune_when_a_day_is_past_its_time_gives_the_space_back_and_keeps_the_log_small(tmp_path: Path) -> None:
    clock = FakeClock()
    store = Store(tmp_path, KeyFile(tmp_path / "store.key"))
    outbox = Outbox(store, clock)
    delivered(store, outbox, 120)
    clock.advance(8 * DAY)
    outbox.put([Item(Door.RESUMES, new_id(), os.urandom(SIZE)) for _ in range(5)])
    store.checkpoint()
    full = sizes(tmp_path)[0]
    most = 0
    prune_rows = outbox.prune

    def watched(server_time: float, keep_seconds: float, most_rows: int = -1) -> int:
        nonlocal most
        count = prune_rows(server_time, keep_seconds, most_rows)
        most = max(most, sizes(tmp_path)[1])
        return count

    outbox.prune = lambda server_time, keep_seconds, most=-1: watched(server_time, keep_seconds, most)  # type: ignore[method-assign]
    assert prune(store, outbox, 7, clock, clock.now(), no_pause) == 120
    database, log = sizes(tmp_path)
    assert full > 125 * SIZE
    assert database < 10 * SIZE
    assert log == 0
    assert most < 60 * SIZE, "never the whole of it at once"
    assert len(outbox.take(100)) == 5
    store.check()
    store.close()


def test_prune_when_there_is_much_to_do_leaves_the_rest_for_the_next_hour_and_lets_others_write_in_between(
    tmp_path: Path,
) -> None:
    clock = FakeClock()
    store = Store(tmp_path, KeyFile(tmp_path / "store.key"))
    outbox = Outbox(store, clock)
    delivered(store, outbox, 120)
    clock.advance(8 * DAY)
    written = []

    def somebody_writes(seconds: float) -> None:
        written.append(new_id())
        outbox.put([Item(Door.RESUMES, written[-1], b"meanwhile")])
        clock.advance(3)

    assert prune(store, outbox, 7, clock, clock.now(), somebody_writes) == 120 - 20
    assert prune(store, outbox, 7, clock, clock.now(), somebody_writes) == 20
    assert [row.id for row in outbox.take(10)] == written
    store.close()


def test_prune_when_rows_are_younger_than_a_week_or_not_delivered_keeps_them(tmp_path: Path) -> None:
    clock = FakeClock()
    store = Store(tmp_path, KeyFile(tmp_path / "store.key"))
    outbox = Outbox(store, clock)
    delivered(store, outbox, 2)
    outbox.put([Item(Door.RESUMES, new_id(), b"waits")])
    clock.advance(6.9 * DAY)
    assert prune(store, outbox, 0, clock, clock.now(), no_pause) == 0
    clock.advance(DAY)
    assert prune(store, outbox, 30, clock, clock.now(), no_pause) == 0
    assert prune(store, outbox, 7, clock, clock.now(), no_pause) == 2
    assert outbox.counts().waiting == 1
    store.close()


@pytest.mark.parametrize(("keep_days", "left"), [(7, 0), (30, 3)])
def test_housekeeping_keeps_delivered_rows_as_long_as_the_organizer_says(
    tmp_path: Path, keep_days: int, left: int
) -> None:
    clock = FakeClock()
    server = FakeServer(now=clock.now)
    server.settings = server.settings.model_copy(update={"delivered_keep_days": keep_days})
    kiosk = fake_kiosk(tmp_path, server, clock)
    opening = kiosk.desk.fair().fair.openings[0].id
    kiosk.desk.submit(registered(kiosk), [opening], new_resume(), "zh")
    kiosk.syncer.one_round()
    assert kiosk.outbox.counts().waiting == 0
    clock.advance(8 * DAY)
    parts = (kiosk.store, kiosk.outbox, kiosk.cards, kiosk.snapshot, kiosk.desk, clock)
    keep_house = housekeeping(*parts)  # type: ignore[arg-type]
    keep_house(None)
    assert len(kiosk.outbox.rows("settled")) == 3, "the server has not said what time it is"
    keep_house(clock.now())
    assert len(kiosk.outbox.rows("settled")) == left
    kiosk.close()


def test_clock_that_was_wrong_and_is_put_right_makes_nobody_hand_in_twice_and_prunes_nothing(tmp_path: Path) -> None:
    clock, right = FakeClock(), FakeClock()
    server = FakeServer(now=right.now)
    kiosk = fake_kiosk(tmp_path, server, clock)
    kiosk.syncer.housekeeping = housekeeping(kiosk.store, kiosk.outbox, kiosk.cards, kiosk.snapshot, kiosk.desk, clock)
    clock.advance(-3650 * DAY)
    card = registered(kiosk)
    kiosk.desk.submit(card, ["O1"], new_resume(), "zh")
    for network in ("down", "up"):
        clock.advance(3650 * DAY if network == "down" else 3601)
        server.trouble = down if network == "down" else None
        kiosk.syncer.one_round()
        done = kiosk.desk.submit(card, ["O1"], new_resume(), "zh")
        assert isinstance(done, Submitted)
        assert (done.submissions, done.already) == ((), ("O1",))
    clock.advance(3601)
    kiosk.syncer.one_round()
    assert len(kiosk.outbox.rows("settled")) == 3
    assert len(server.inbox[Door.SUBMISSIONS]) == 1
    kiosk.close()


def down(what: str) -> None:
    raise Unreachable("no network")
