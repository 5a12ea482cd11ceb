"""Poison, busy servers, damaged rows, long pushes: what holds up what, and what does not. Past 400 lines: one story a
test."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from jobfair.errors import NotTrusted, Refused, Unreachable
from jobfair.ids import new_id
from jobfair.sealing import Signer, seal
from jobfair.wire import Door, SealedSubmission
from kiosk.bootstrap import Kiosk
from kiosk.desk import Submitted
from kiosk.outbox import PIECE_BYTES, RETRY_AFTER_MOST, Item
from kiosk.ports import Body, Taken
from kiosk.push import IN_VAIN_MOST
from kiosk.sync import RoundReport
from tests.fakes.clock import FakeClock
from tests.fakes.kiosk import fake_kiosk, new_resume, registered
from tests.fakes.server import FakeServer


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def kiosk(tmp_path: Path, server: FakeServer, clock: FakeClock) -> Iterator[Kiosk]:
    found = fake_kiosk(tmp_path, server, clock)
    yield found
    found.close()


def submitted(kiosk: Kiosk, count: int) -> list[str]:
    """The ids of the rows now waiting, oldest first: of each seeker a registration, a résumé, ten submissions."""
    for first in range(1, count + 1, 10):
        openings = [f"O{n}" for n in range(first, min(first + 10, count + 1))]
        done = kiosk.desk.submit(registered(kiosk, phone=f"+86138000000{first:02}"), openings, new_resume(), "zh")
        assert isinstance(done, Submitted)
        assert len(done.submissions) == len(openings)
    return [row.id for row in kiosk.outbox.rows("waiting")]


@pytest.mark.parametrize("poison", [[0], [5], [11], [0, 1, 2, 3, 4], list(range(12))])
def test_refused_rows_wherever_they_stand_are_parked_and_all_others_arrive(
    kiosk: Kiosk, server: FakeServer, poison: list[int]
) -> None:
    ids = submitted(kiosk, 10)
    server.refuse = {ids[n] for n in poison}
    report = kiosk.syncer.one_round()
    assert (report.delivered, report.parked, report.waiting) == (12 - len(poison), len(poison), 0)
    assert report.reached
    assert {row.id for row in kiosk.outbox.rows("parked")} == server.refuse


def test_row_whose_bytes_the_disk_spoiled_is_parked_once_it_was_tried_and_the_others_arrive(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    spoiled = submitted(kiosk, 3)[0]
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
    cut = submitted(kiosk, 3)[0]
    with kiosk.store.transaction() as db:
        db.execute("UPDATE outbox_bytes SET sealed=x'00' WHERE number=(SELECT number FROM outbox WHERE id=?)", (cut,))
    report = kiosk.syncer.one_round()
    assert (report.delivered, report.parked, report.waiting) == (4, 1, 0)


def test_bytes_of_a_large_row_come_in_pieces_and_are_the_same(kiosk: Kiosk) -> None:
    sealed = bytes(range(256)) * (3 * PIECE_BYTES // 256) + b"end"
    kiosk.outbox.put([Item(Door.RESUMES, new_id(), sealed)])
    (row,) = kiosk.outbox.take(1)
    pieces = list(row.sealed.pieces())
    assert [len(piece) for piece in pieces] == [PIECE_BYTES] * 3 + [3]
    assert b"".join(pieces) == sealed == row.sealed.whole()
    assert row.sealed.unharmed


def test_busy_answer_to_one_row_slows_the_whole_queue_and_is_kept_across_a_restart(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock, tmp_path: Path
) -> None:
    first = submitted(kiosk, 30)[0]

    def busy(what: str) -> None:
        if first in what:
            raise Unreachable("busy", retry_after=20, busy=True)

    server.trouble = busy
    server.calls.clear()
    kiosk.syncer.one_round()
    assert sum(call.startswith("deliver") for call in server.calls) < 20
    rest = kiosk.syncer.rest_seconds()
    assert 20 <= rest <= 25
    kiosk.close()
    again = fake_kiosk(tmp_path, server, clock)
    assert again.syncer.rest_seconds() == rest
    clock.advance(26)
    server.up()
    assert again.syncer.one_round().waiting == 0
    again.close()


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


def test_rest_that_a_heartbeat_asks_for_is_an_hour_at_most(kiosk: Kiosk, server: FakeServer) -> None:
    def busy(what: str) -> None:
        raise Unreachable("busy", 1e9, busy=True)

    server.trouble = busy
    kiosk.syncer.one_round()
    assert RETRY_AFTER_MOST - 1 <= kiosk.syncer.rest_seconds() <= RETRY_AFTER_MOST


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


def test_kiosks_told_the_same_time_do_not_come_back_together(tmp_path: Path, server: FakeServer) -> None:
    def busy(what: str) -> None:
        if what == "heartbeat":
            raise Unreachable("busy", retry_after=20)

    kiosk = fake_kiosk(tmp_path, server)
    server.trouble = busy
    rests = set()
    for _ in range(8):
        kiosk.syncer.one_round()
        rests.add(round(kiosk.syncer.rest_seconds(), 1))
    kiosk.close()
    assert len(rests) > 4


def test_long_push_stops_for_a_heartbeat_and_pulls_beside(kiosk: Kiosk, server: FakeServer, clock: FakeClock) -> None:
    submitted(kiosk, 20)

    def slow(what: str) -> None:
        if what.startswith("deliver"):
            clock.advance(5)

    server.trouble = slow
    server.calls.clear()
    report = kiosk.syncer.one_round()
    assert (report.delivered, report.waiting) == (24, 0)
    steps = [call.split()[0] for call in server.calls]
    longest = max(len(run) for run in " ".join(s for s in steps if s in ("heartbeat", "deliver")).split("heartbeat"))
    assert longest <= len(" deliver ") * 12, "no more than half a minute between two heartbeats, and what flew then"
    assert steps.count("heartbeat") >= 4
    assert steps.count("cards") >= 2


def test_heartbeat_without_an_answer_within_a_long_push_ends_it(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    """Whether the server was restored meanwhile is not known; a new receipt would hide what it lost."""
    submitted(kiosk, 30)
    heartbeats = 0

    def trouble(what: str) -> None:
        nonlocal heartbeats
        if what.startswith("deliver"):
            clock.advance(10)
        if what == "heartbeat":
            heartbeats += 1
            if heartbeats > 1:
                raise Unreachable("cut")

    server.trouble = trouble
    report = kiosk.syncer.one_round()
    assert (0 < report.delivered < 30, report.problems) == (True, ("unreachable",))
    server.up()
    assert kiosk.syncer.one_round().waiting == 0


def test_server_restored_while_a_long_push_runs_is_given_again_what_it_lost(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    ids = submitted(kiosk, 30)
    deliveries = 0

    def restored_once(what: str) -> None:
        nonlocal deliveries
        if what.startswith("deliver"):
            clock.advance(5)
            deliveries += 1
            if deliveries == 20:
                server.taken.clear()
                for door in server.inbox.values():
                    door.clear()
                server.sequence = 0

    server.trouble = restored_once
    report = kiosk.syncer.one_round()
    kiosk.syncer.one_round()
    assert report.offered_again > 0
    assert {item_id for _, item_id in server.taken} == set(ids)
    assert kiosk.outbox.counts().waiting == 0


def test_pull_that_hangs_does_not_hold_up_the_push_of_the_next_round(
    kiosk: Kiosk, server: FakeServer, tmp_path: Path
) -> None:
    answered = threading.Event()

    def hangs(what: str) -> None:
        if what == "manifest":
            assert answered.wait(60)

    server.trouble = hangs
    server.version, server.fair = 2, server.fair.model_copy(update={"name": "changed"})
    assert kiosk.syncer.one_round(patience=0).parts == 0
    submitted(kiosk, 3)
    report: RoundReport = kiosk.syncer.one_round(patience=0)
    assert (report.delivered, report.waiting, report.reached, report.snapshot) == (5, 0, True, 1)
    answered.set()
    report = kiosk.syncer.one_round()
    assert (report.parts, report.snapshot) == (1, 2)


def test_credential_refused_in_the_middle_of_a_push_stops_it_and_keeps_the_rest(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    submitted(kiosk, 30)
    deliveries = 0

    def revoked_later(what: str) -> None:
        nonlocal deliveries
        deliveries += what.startswith("deliver")
        if deliveries > 10:
            raise NotTrusted("revoked")

    server.trouble = revoked_later
    report = kiosk.syncer.one_round()
    assert (report.delivered, report.problems) == (10, ("not_trusted",))
    assert kiosk.syncer.rest_seconds() > 200
    server.up()
    assert kiosk.syncer.one_round().waiting == 0


@pytest.mark.parametrize("jump", [-3600, 3600, -86400])
def test_clock_that_is_set_anew_in_the_middle_of_a_push_loses_and_doubles_nothing(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock, jump: int
) -> None:
    ids = submitted(kiosk, 30)
    flown: list[str] = []
    flaky = {ids[0], ids[7]}

    def jumps(what: str) -> None:
        if what.startswith("deliver"):
            flown.append(what)
            if len(flown) == 10:
                clock.time += timedelta(seconds=jump)
            if flaky & set(what.split()):
                raise Unreachable("cut")

    server.trouble = jumps
    kiosk.syncer.one_round()
    assert len(flown) == len(set(flown)) == len(ids)
    server.up()
    clock.advance(301)
    assert kiosk.syncer.one_round().waiting == 0
    sent = [SealedSubmission.model_validate_json(content).id for content in server.inbox[Door.SUBMISSIONS].values()]
    assert (len(sent), len(set(sent))) == (30, 30)
