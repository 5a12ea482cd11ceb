from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobfair.ids import new_id
from jobfair.sealing import Signed, Signer, digest_of
from jobfair.wire import Door, Receipt
from kiosk.outbox import BACKOFF_MOST, KEEP_SECONDS, LEASE_SECONDS, Item, Outbox, Taken, backoff
from kiosk.store import KeyFile, Store
from tests.fakes.clock import FakeClock

SERVER = Signer.generate()
OTHER = Signer.generate()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def outbox(tmp_path: Path, clock: FakeClock) -> Iterator[Outbox]:
    store = Store(tmp_path, KeyFile(tmp_path / "store.key"))
    yield Outbox(store, clock, random.Random(0))
    store.close()


def put(outbox: Outbox, count: int = 1, door: Door = Door.SUBMISSIONS) -> list[str]:
    ids = [new_id() for _ in range(count)]
    outbox.put([Item(door, item_id, f"sealed {item_id}".encode()) for item_id in ids])
    return ids


def receipt(row: Taken, sequence: int = 1, signer: Signer = SERVER, **changes: object) -> Signed:
    said: dict[str, object] = {"id": row.id, "door": row.door, "digest": row.digest, "sequence": sequence}
    content = Receipt.model_validate({**said, "received_at": "2026-05-29T01:00:00Z", **changes})
    return signer.sign("receipt", content)


def settle_all(outbox: Outbox, first: int = 1) -> int:
    rows = outbox.take(100)
    return len(outbox.settle([(row, receipt(row, first + n)) for n, row in enumerate(rows)], SERVER.public))


def test_row_when_put_is_waiting_and_taken_oldest_first(outbox: Outbox) -> None:
    ids = put(outbox, 5)
    assert outbox.counts().waiting == 5
    assert [row.id for row in outbox.take(3)] == ids[:3]
    assert [row.id for row in outbox.take(9)] == ids[3:]
    assert outbox.take(9) == []


def test_same_bytes_when_put_again_change_nothing_and_others_are_refused(outbox: Outbox) -> None:
    item = Item(Door.RESUMES, new_id(), b"bytes")
    outbox.put([item])
    outbox.put([item])
    with pytest.raises(ValueError, match="other bytes"):
        outbox.put([Item(Door.RESUMES, item.id, b"else")])
    outbox.put([Item(Door.WITHDRAWALS, item.id, b"another door")])
    assert outbox.counts().waiting == 2


def test_row_when_its_holder_died_is_taken_up_after_the_lease(outbox: Outbox, clock: FakeClock) -> None:
    put(outbox)
    outbox.take(1)
    clock.advance(LEASE_SECONDS - 1)
    assert outbox.take(1) == []
    clock.advance(2)
    assert len(outbox.take(1)) == 1
    outbox.free_all()
    assert len(outbox.take(1)) == 1


def test_row_when_the_receipt_verifies_is_settled_and_keeps_its_bytes_a_week(outbox: Outbox, clock: FakeClock) -> None:
    put(outbox, 2)
    assert settle_all(outbox) == 2
    counts = outbox.counts()
    assert (counts.waiting, counts.delivered_today) == (0, 2)
    clock.advance(KEEP_SECONDS - 60)
    assert outbox.prune(clock.now().timestamp(), keep_seconds=0) == 0
    clock.advance(120)
    assert outbox.prune(clock.now().timestamp(), keep_seconds=0) == 2
    assert outbox.rows() == []


@pytest.mark.parametrize(("ours", "theirs"), [(0, 3650), (3650, 0), (-3650, 6), (6, -3650), (3650, 6)])
def test_settled_row_when_only_one_of_two_clocks_says_that_a_week_is_over_is_kept(
    outbox: Outbox, clock: FakeClock, ours: float, theirs: float
) -> None:
    put(outbox)
    settle_all(outbox)
    began = clock.now().timestamp()
    clock.advance(ours * 86400)
    assert outbox.prune(began + theirs * 86400) == 0
    clock.advance((6 - ours) * 86400)
    assert outbox.prune(began + 6 * 86400) == 0


@pytest.mark.parametrize("wrong", [-3650, 8, 3650])
def test_settled_row_when_the_clock_is_put_right_is_kept_a_week_from_then_on_and_not_for_years(
    outbox: Outbox, clock: FakeClock, wrong: float
) -> None:
    began = clock.now().timestamp()
    put(outbox)
    clock.advance(wrong * 86400)
    settle_all(outbox)
    clock.advance((1 - wrong) * 86400)
    assert outbox.prune(began + 86400) == 0
    clock.advance(8 * 86400)
    assert outbox.prune(began + 9 * 86400) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"id": new_id()},
        {"door": "resumes"},
        {"digest": digest_of(b"x")},
        {"signer": Signer.generate()},
        {"kind": "pass"},
    ],
)
def test_row_when_the_receipt_is_not_the_servers_word_on_it_stays(outbox: Outbox, change: dict[str, object]) -> None:
    put(outbox)
    (row,) = outbox.take(1)
    if "kind" in change:
        signed = SERVER.sign("other", Receipt.model_validate_json(receipt(row).payload))
    else:
        signed = receipt(row, **change)  # type: ignore[arg-type]
    assert outbox.settle([(row, signed)], SERVER.public) == set()
    assert outbox.counts().waiting == 1


def test_parked_row_does_not_hold_up_others_and_can_be_tried_again(outbox: Outbox) -> None:
    ids = put(outbox, 3)
    first = outbox.take(1)[0]
    outbox.park(first, "invalid")
    assert [row.id for row in outbox.take(9)] == ids[1:]
    assert (outbox.counts().parked, outbox.rows("parked")[0].reason) == (1, "invalid")
    assert outbox.unpark() == 1
    assert [row.id for row in outbox.take(9)] == ids[:1]


def test_postponed_row_waits_longer_each_time_across_restarts(outbox: Outbox, clock: FakeClock, tmp_path: Path) -> None:
    put(outbox)
    for attempt in range(12):
        (row,) = outbox.take(1)
        assert row.attempts == attempt
        outbox.postpone(row)
        due = outbox.rows()[0].next_due - clock.now().timestamp()
        assert 0 <= due <= min(BACKOFF_MOST, 2.0**attempt)
        store = Store(tmp_path, KeyFile(tmp_path / "store.key"))
        assert Outbox(store, clock).take(1) == []
        store.close()
        clock.advance(BACKOFF_MOST)


def test_retry_after_is_honoured_and_a_clock_set_back_does_not_strand_a_row(outbox: Outbox, clock: FakeClock) -> None:
    put(outbox)
    outbox.postpone(outbox.take(1)[0], retry_after=120)
    clock.advance(119)
    assert outbox.take(1) == []
    clock.advance(2)
    outbox.postpone(outbox.take(1)[0], retry_after=120)
    clock.advance(-5 * 3600)
    assert len(outbox.take(1)) == 1


def test_backoff_is_full_jitter_between_nothing_and_five_minutes() -> None:
    jitter = random.Random(3)
    for attempts in range(60):
        waits = [backoff(attempts, jitter) for _ in range(50)]
        most = min(300.0, 2.0**attempts)
        assert 0 <= min(waits) < 0.3 * most
        assert 0.7 * most < max(waits) <= most


def test_server_restored_from_a_backup_is_offered_what_came_later(outbox: Outbox) -> None:
    ids = put(outbox, 4)
    settle_all(outbox, first=10)
    newest = outbox.newest(SERVER.public)
    assert newest is not None
    assert (newest.id, newest.sequence) == (ids[3], 13)
    assert outbox.newest(OTHER.public) is None
    assert outbox.offer_again(OTHER.public) == 0, "another server counts by itself"
    assert outbox.offer_again(SERVER.public) == 4
    assert outbox.newest(SERVER.public) is None
    assert [row.id for row in outbox.take(9)] == ids
