"""Rows that are refused, damaged or never answered: they wait or are parked alone, and all others arrive."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from jobfair.errors import Refused, Unreachable
from jobfair.ids import new_id
from jobfair.sealing import Signer, seal
from jobfair.wire import Door
from kiosk.bootstrap import Kiosk
from kiosk.outbox import RETRY_AFTER_MOST, Item
from kiosk.ports import Body, Taken
from kiosk.push import IN_VAIN_MOST
from tests.fakes.clock import FakeClock
from tests.fakes.kiosk import fake_kiosk, rows_handed_in
from tests.fakes.server import FakeServer


@pytest.mark.parametrize("poison", [[0], [5], [11], [0, 1, 2, 3, 4], list(range(12))])
def test_refused_rows_wherever_they_stand_are_parked_and_all_others_arrive(
    kiosk: Kiosk, server: FakeServer, poison: list[int]
) -> None:
    ids = rows_handed_in(kiosk, 10)
    server.refuse = {ids[n] for n in poison}
    report = kiosk.syncer.one_round()
    assert (report.delivered, report.parked, report.waiting) == (12 - len(poison), len(poison), 0)
    assert report.reached
    assert {row.id for row in kiosk.outbox.rows("parked")} == server.refuse


def test_row_whose_bytes_the_disk_spoiled_is_parked_once_it_was_tried_and_the_others_arrive(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    spoiled = rows_handed_in(kiosk, 3)[0]
    (row,) = (row for row in kiosk.outbox.rows() if row.id == spoiled)
    with kiosk.store.transaction() as db:
        db.execute("UPDATE outbox_bytes SET sealed=zeroblob(?) WHERE number=?", (row.size, row.number))

    def damaged_on_the_way(what: str) -> None:
        if spoiled in what:
            raise Unreachable("bad_digest")

    server.trouble = damaged_on_the_way
    assert kiosk.syncer.one_round().delivered == 4
    clock.advance(301)
    assert kiosk.syncer.one_round().parked == 1
    assert [row.reason for row in kiosk.outbox.rows("parked")] == ["damaged"]


def test_row_whose_bytes_are_cut_short_is_parked_at_once(kiosk: Kiosk, server: FakeServer) -> None:
    cut = rows_handed_in(kiosk, 3)[0]
    with kiosk.store.transaction() as db:
        db.execute("UPDATE outbox_bytes SET sealed=x'00' WHERE number=(SELECT number FROM outbox WHERE id=?)", (cut,))
    report = kiosk.syncer.one_round()
    assert (report.delivered, report.parked, report.waiting) == (4, 1, 0)


def queued(kiosk: Kiosk, server: FakeServer, count: int) -> list[str]:
    """The ids of so many rows, oldest first."""
    keys = [key.public for key in server.keys]
    ids = [new_id() for _ in range(count)]
    kiosk.outbox.put([Item(Door.SUBMISSIONS, i, seal(b"{}", Door.SUBMISSIONS, i, keys)) for i in ids])
    return ids


def rounds_until_in(kiosk: Kiosk, server: FakeServer, clock: FakeClock, good: set[str], most: int) -> int:
    """How many rounds, half a minute or the server's rest apart, until all of these are in."""
    for number in range(1, most + 1):
        kiosk.syncer.one_round()
        if all((Door.SUBMISSIONS, item_id) in server.taken for item_id in good):
            return number
        clock.advance(kiosk.syncer.rest_seconds() or 30)
    raise AssertionError(f"not in after {most} rounds")


@pytest.mark.parametrize("retry_after", [None, 30, 1e9])
@pytest.mark.parametrize("bad_count", [1, 5, 8, IN_VAIN_MOST, 80])
@pytest.mark.parametrize("where", ["head", "spread", "tail"])
def test_rows_that_get_no_answer_wherever_they_stand_do_not_hold_up_the_others(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock, where: str, bad_count: int, retry_after: float | None
) -> None:
    ids = queued(kiosk, server, bad_count + 100)
    order = {"head": ids, "spread": random.Random(bad_count).sample(ids, len(ids)), "tail": ids[::-1]}[where]
    bad, good = set(order[:bad_count]), set(order[bad_count:])

    def fails(what: str) -> None:
        if bad & set(what.split()):
            raise Unreachable("unavailable", retry_after)

    server.trouble = fails
    assert rounds_until_in(kiosk, server, clock, good, most=10) <= 1 + bad_count // IN_VAIN_MOST
    server.up()
    clock.advance(RETRY_AFTER_MOST + 1)
    assert kiosk.syncer.one_round().waiting == 0


def test_rows_for_which_the_server_says_busy_come_last_the_next_time(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    ids = queued(kiosk, server, 105)

    def busy(what: str) -> None:
        if set(ids[:5]) & set(what.split()):
            raise Unreachable("busy", 2, busy=True)

    server.trouble = busy
    assert rounds_until_in(kiosk, server, clock, set(ids[5:]), most=10) <= 6


def test_push_to_a_server_that_answers_no_delivery_ends_after_a_while_and_tries_other_rows_next(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    queued(kiosk, server, 100)

    def fails(what: str) -> None:
        if what.startswith("deliver"):
            raise Unreachable("unavailable")

    server.trouble = fails
    tried: list[set[str]] = []
    for _ in range(2):
        server.calls.clear()
        kiosk.syncer.one_round()
        tried.append({call for call in server.calls if call.startswith("deliver")})
        clock.advance(30)
    assert all(len(rows) <= IN_VAIN_MOST + 4 for rows in tried)
    assert not tried[0] & tried[1]


def test_row_that_waits_longer_each_time_does_so_also_where_the_server_named_a_time(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    queued(kiosk, server, 1)
    for attempt in range(12):
        (row,) = kiosk.outbox.take(1)
        kiosk.outbox.postpone(row, 2)
        (listed,) = kiosk.outbox.rows()
        assert listed.attempts == attempt + 1
        wait = listed.next_due - clock.now().timestamp()
        assert 2 <= wait <= max(2, min(300, 2**attempt)) + 0.01
        clock.advance(301)
    (row,) = kiosk.outbox.take(1)
    kiosk.outbox.postpone(row, 1e9)
    assert kiosk.outbox.rows()[0].next_due - clock.now().timestamp() <= RETRY_AFTER_MOST + 0.01


def test_receipt_of_another_item_makes_that_row_alone_wait(tmp_path: Path, clock: FakeClock) -> None:
    server = Mixed()
    kiosk = fake_kiosk(tmp_path, server, clock)
    server.wrong = queued(kiosk, server, 60)[30]
    report = kiosk.syncer.one_round()
    assert (report.delivered, report.waiting, report.problems) == (59, 1, ("unreachable",))
    assert kiosk.syncer.rest_seconds() == 0
    server.wrong = ""
    clock.advance(2)
    assert kiosk.syncer.one_round().waiting == 0
    kiosk.close()


def test_rows_refused_by_a_restored_server_are_offered_once_for_each_new_snapshot(
    kiosk: Kiosk, server: FakeServer
) -> None:
    first, second, other = queued(kiosk, server, 3)
    reasons = {first: "invalid", second: "unknown_key", other: "other_bytes"}

    def refuses(what: str) -> None:
        for item_id, reason in reasons.items():
            if what.startswith("deliver") and item_id in what:
                raise Refused(reason)

    server.trouble = refuses
    assert kiosk.syncer.one_round().parked == 3
    server.calls.clear()
    kiosk.syncer.one_round()
    assert not any(call.startswith("deliver") for call in server.calls)
    server.version, server.fair = 2, server.fair.model_copy(update={"name": "with the opening"})
    kiosk.syncer.one_round()  # brings the snapshot
    assert kiosk.syncer.one_round().parked == 2, "tried again, and refused again"
    assert kiosk.syncer.one_round().parked == 0
    server.up()
    server.version, server.fair = 3, server.fair.model_copy(update={"name": "with the opening and the key"})
    kiosk.syncer.one_round()
    assert kiosk.syncer.one_round().delivered == 2
    assert [row.id for row in kiosk.outbox.rows("parked")] == [other]


class Mixed(FakeServer):
    """Answers one id with the receipt of another item, as a connection does that is one answer behind."""

    wrong: str = ""
    last: Taken | None = None

    def deliver(self, door: Door, item_id: str, sealed: bytes | Body) -> Taken:
        taken = super().deliver(door, item_id, sealed)
        if item_id == self.wrong and self.last is not None:
            return self.last
        self.last = taken
        return taken


def test_receipts_of_another_key_end_the_push_and_staff_is_told_by_the_snapshots_signature(
    kiosk: Kiosk, server: FakeServer
) -> None:
    queued(kiosk, server, 100)
    server.signer, right = Signer.generate(), server.signer
    server.calls.clear()
    report = kiosk.syncer.one_round()
    assert (report.delivered, report.waiting) == (0, 100)
    assert set(report.problems) == {"unreachable", "not_trusted"}
    assert sum(call.startswith("deliver") for call in server.calls) <= IN_VAIN_MOST + 16 + 4
    server.signer = right
    assert kiosk.syncer.one_round().delivered >= 50
