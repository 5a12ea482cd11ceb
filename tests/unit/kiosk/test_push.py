"""One push: its pieces, its length, and what ends it."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from jobfair.errors import NotTrusted, Unreachable
from jobfair.ids import new_id
from jobfair.wire import Door, SealedSubmission
from kiosk.bootstrap import Kiosk
from kiosk.outbox import PIECE_BYTES, RETRY_AFTER_MOST, Item
from kiosk.sync import RoundReport
from tests.fakes.clock import FakeClock
from tests.fakes.kiosk import fake_kiosk, rows_handed_in
from tests.fakes.server import FakeServer


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
    first = rows_handed_in(kiosk, 30)[0]

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


def test_rest_that_a_heartbeat_asks_for_is_an_hour_at_most(kiosk: Kiosk, server: FakeServer) -> None:
    def busy(what: str) -> None:
        raise Unreachable("busy", 1e9, busy=True)

    server.trouble = busy
    kiosk.syncer.one_round()
    assert RETRY_AFTER_MOST - 1 <= kiosk.syncer.rest_seconds() <= RETRY_AFTER_MOST


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
    rows_handed_in(kiosk, 20)

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
    rows_handed_in(kiosk, 30)
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
    ids = rows_handed_in(kiosk, 30)
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
    rows_handed_in(kiosk, 3)
    report: RoundReport = kiosk.syncer.one_round(patience=0)
    assert (report.delivered, report.waiting, report.reached, report.snapshot) == (5, 0, True, 1)
    answered.set()
    report = kiosk.syncer.one_round()
    assert (report.parts, report.snapshot) == (1, 2)


def test_credential_refused_in_the_middle_of_a_push_stops_it_and_keeps_the_rest(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    rows_handed_in(kiosk, 30)
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
    ids = rows_handed_in(kiosk, 30)
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
