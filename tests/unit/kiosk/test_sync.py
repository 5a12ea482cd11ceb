"""A round of sync, told as stories against the fake server."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from jobfair.errors import Incompatible, InUse, NotTrusted, Unreachable
from jobfair.sealing import Signer
from jobfair.submission import Status
from jobfair.wire import Door
from kiosk.bootstrap import Kiosk
from kiosk.sync import RoundReport
from tests.fakes.clock import FakeClock
from tests.fakes.kiosk import fake_kiosk, handed_in, registered
from tests.fakes.server import FakeServer, not_trusted


def test_round_when_all_is_well_delivers_everything_and_says_so(kiosk: Kiosk, server: FakeServer) -> None:
    done = handed_in(kiosk)
    report = kiosk.syncer.one_round()
    assert (report.reached, report.delivered, report.waiting, report.problems) == (True, 5, 0, ())
    assert set(server.inbox[Door.SUBMISSIONS]) == {s.id for s in done.submissions}
    assert len(server.inbox[Door.RESUMES]) == len(server.inbox[Door.REGISTRATIONS]) == 1
    assert {sent.status for sent in kiosk.desk.statuses(done.card)} == {Status.DELIVERED}
    assert kiosk.syncer.online
    assert server.beats[-1].waiting == 0
    assert kiosk.syncer.one_round().delivered == 0


def test_heartbeat_when_only_a_registration_waits_tells_the_row_and_no_submission(
    kiosk: Kiosk, server: FakeServer
) -> None:
    registered(kiosk)
    kiosk.syncer.one_round()
    assert [(beat.waiting, beat.rows_waiting) for beat in server.beats] == [(0, 1), (0, 0)]
    handed_in(kiosk)
    kiosk.syncer.one_round()
    assert (server.beats[2].waiting, server.beats[2].rows_waiting) == (3, 5)


def test_server_gone_when_submitting_keeps_all_and_delivers_once_when_it_is_back(
    kiosk: Kiosk, server: FakeServer
) -> None:
    server.down()
    handed_in(kiosk)
    report = kiosk.syncer.one_round()
    assert (report.reached, report.delivered, report.waiting, report.problems) == (False, 0, 5, ("unreachable",))
    assert kiosk.syncer.rest_seconds() >= 0
    server.up()
    assert kiosk.syncer.one_round().delivered == 5
    assert kiosk.syncer.rest_seconds() == 0


def test_server_gone_is_not_asked_for_every_row(kiosk: Kiosk, server: FakeServer) -> None:
    handed_in(kiosk, 10)
    server.down()
    server.calls.clear()
    kiosk.syncer.one_round()
    assert sum(call.startswith("deliver") for call in server.calls) <= 8


def test_poison_row_is_parked_and_the_rest_arrives(kiosk: Kiosk, server: FakeServer) -> None:
    done = handed_in(kiosk)
    server.refuse = {done.submissions[0].id}
    report = kiosk.syncer.one_round()
    assert (report.delivered, report.parked, report.waiting) == (4, 1, 0)
    assert kiosk.desk.counts().parked == 1


def test_row_that_never_gets_an_answer_does_not_hold_up_the_rest(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    done = handed_in(kiosk, 10)
    poison = done.submissions[0].id

    def trouble(what: str) -> None:
        if poison in what:
            raise Unreachable("cut")

    server.trouble = trouble
    report = kiosk.syncer.one_round()
    assert (report.delivered, report.waiting, report.reached) == (11, 1, True)
    (row,) = kiosk.outbox.rows("waiting")
    assert (row.id, row.attempts >= 1) == (poison, True)
    server.up()
    clock.advance(301)
    assert kiosk.syncer.one_round().delivered == 1


@pytest.mark.parametrize(("fault", "code"), [(NotTrusted, "not_trusted"), (Incompatible, "incompatible")])
def test_credential_or_version_refused_stops_the_queue_and_keeps_it(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock, fault: type[Exception], code: str
) -> None:
    handed_in(kiosk)

    def trouble(what: str) -> None:
        raise fault("no")

    server.trouble = trouble
    server.calls.clear()
    report = kiosk.syncer.one_round()
    assert (report.waiting, report.problems) == (5, (code,))
    assert not any(call.startswith("deliver") for call in server.calls)
    assert kiosk.syncer.rest_seconds() > 200
    assert kiosk.syncer.problems == (code,)
    server.up()
    assert kiosk.syncer.one_round().delivered == 5


def test_receipt_of_another_key_settles_nothing(kiosk: Kiosk, server: FakeServer) -> None:
    handed_in(kiosk)
    server.signer = Signer.generate()
    report = kiosk.syncer.one_round()
    assert (report.delivered, report.waiting) == (0, 5)
    assert set(report.problems) == {"unreachable", "not_trusted"}


def test_restored_server_is_given_again_what_it_lost(kiosk: Kiosk, server: FakeServer) -> None:
    handed_in(kiosk)
    kiosk.syncer.one_round()
    server.taken.clear()
    server.inbox[Door.SUBMISSIONS].clear()
    server.sequence = 0
    report = kiosk.syncer.one_round()
    assert (report.offered_again, report.delivered) == (5, 5)
    assert len(server.inbox[Door.SUBMISSIONS]) == 3


def test_restored_server_whose_heartbeat_does_not_come_through_is_offered_nothing_before_it_does(
    kiosk: Kiosk, server: FakeServer
) -> None:
    handed_in(kiosk)
    kiosk.syncer.one_round()
    server.taken.clear()
    server.sequence = 0
    handed_in(kiosk)

    def trouble(what: str) -> None:
        if what == "heartbeat":
            raise Unreachable("cut")

    server.trouble = trouble
    report = kiosk.syncer.one_round()
    assert (report.delivered, report.waiting, report.problems) == (0, 5, ("unreachable",))
    server.up()
    report = kiosk.syncer.one_round()
    assert (report.offered_again, report.delivered, report.waiting) == (5, 10, 0)


def test_rows_that_a_process_held_when_it_died_are_delivered_by_the_next_round(kiosk: Kiosk) -> None:
    handed_in(kiosk)
    assert len(kiosk.outbox.take(99)) == 5
    assert kiosk.syncer.one_round().delivered == 5


def test_heartbeat_after_a_delivery_names_the_newest_receipt(kiosk: Kiosk, server: FakeServer) -> None:
    handed_in(kiosk)
    kiosk.syncer.one_round()
    newest = max((receipt for _, receipt in server.taken.values()), key=lambda receipt: receipt.sequence)
    beat = server.beats[-1]
    assert (beat.last_sequence, beat.last_digest) == (newest.sequence, newest.digest)
    assert beat.last_received_at == newest.received_at


def test_busy_server_is_left_alone_as_long_as_it_asks(kiosk: Kiosk, server: FakeServer, clock: FakeClock) -> None:
    def busy(what: str) -> None:
        raise Unreachable("busy", retry_after=90)

    server.trouble = busy
    handed_in(kiosk)
    kiosk.syncer.one_round()
    assert 90 <= kiosk.syncer.rest_seconds() <= 90 * 1.25, "and not in step with the others"
    clock.advance(-3 * 3600)
    assert kiosk.syncer.rest_seconds() == 0, "a clock set back must not strand the queue"


def test_clock_set_back_an_hour_makes_neither_the_rest_nor_a_row_wait_an_hour_longer(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    done = handed_in(kiosk, 3)

    def cut(what: str) -> None:
        if done.submissions[0].id in what:
            raise Unreachable("cut")

    server.trouble = cut
    kiosk.syncer.one_round()
    (row,) = kiosk.outbox.rows("waiting")
    assert row.next_due > 0
    server.down()
    kiosk.syncer.one_round()
    assert kiosk.syncer.rest_seconds() > 0
    clock.advance(-3600)
    server.up()
    stop, reports = threading.Event(), list[RoundReport]()
    give_up = threading.Timer(20, stop.set)
    give_up.start()

    def told(report: RoundReport) -> None:
        reports.append(report)
        stop.set()

    kiosk.syncer.run_forever(stop, threading.Event(), told)
    give_up.cancel()
    give_up.join()
    assert [(report.delivered, report.waiting) for report in reports] == [(1, 0)]


def test_rest_of_an_unreachable_server_survives_a_restart(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock, tmp_path: Path
) -> None:
    server.down()
    for _ in range(12):
        kiosk.syncer.one_round()
    rest = kiosk.syncer.rest_seconds()
    assert 0 < rest <= 300
    kiosk.close()
    again = fake_kiosk(tmp_path, server, clock)
    assert again.syncer.rest_seconds() == rest
    again.close()


def test_unpaired_kiosk_when_syncing_says_so(tmp_path: Path, server: FakeServer) -> None:
    kiosk = fake_kiosk(tmp_path / "new", server, paired=False)
    assert kiosk.syncer.one_round().problems == ("not_ready",)
    assert server.calls == []
    kiosk.close()


def test_second_process_when_the_first_syncs_is_told(kiosk: Kiosk, server: FakeServer, tmp_path: Path) -> None:
    kiosk.syncer.one_round()
    other = fake_kiosk(tmp_path, server)
    with pytest.raises(InUse, match="syncing"):
        other.syncer.one_round()
    handed_in(other)  # but it may write
    other.close()
    assert kiosk.syncer.one_round().delivered == 5


def test_loop_when_woken_delivers_and_when_stopped_ends(kiosk: Kiosk, server: FakeServer) -> None:
    stop, wake, ran = threading.Event(), threading.Event(), threading.Semaphore(0)
    reports: list[RoundReport] = []

    def told(report: RoundReport) -> None:
        reports.append(report)
        ran.release()

    thread = threading.Thread(target=kiosk.syncer.run_forever, args=(stop, wake, told))
    thread.start()
    assert ran.acquire(timeout=30)
    handed_in(kiosk)
    wake.set()
    assert ran.acquire(timeout=30)
    stop.set()
    wake.set()
    thread.join(30)
    assert not thread.is_alive()
    assert sum(report.delivered for report in reports) == 5


def test_revoked_kiosk_keeps_its_queue(kiosk: Kiosk, server: FakeServer) -> None:
    handed_in(kiosk)
    server.trouble = not_trusted
    kiosk.syncer.one_round()
    assert kiosk.outbox.counts().waiting == 5


def test_defect_in_a_round_does_not_end_the_loop(kiosk: Kiosk, server: FakeServer) -> None:
    seen = threading.Event()

    def defect(what: str) -> None:
        seen.set()
        raise RuntimeError("张小明")

    server.trouble = defect
    stop = threading.Event()
    thread = threading.Thread(target=kiosk.syncer.run_forever, args=(stop, threading.Event()))
    thread.start()
    assert seen.wait(30)
    for _ in range(3000):
        if kiosk.syncer.problems:
            break
        thread.join(0.01)
    assert (kiosk.syncer.problems, thread.is_alive()) == (("fault",), True)
    stop.set()
    thread.join(30)
    assert not thread.is_alive()


def test_program_that_ends_leaves_a_long_backlog_for_the_next_start(kiosk: Kiosk, server: FakeServer) -> None:
    handed_in(kiosk, 10)
    stop = threading.Event()

    def trouble(what: str) -> None:
        if what.startswith("deliver"):
            stop.set()

    server.trouble = trouble
    kiosk.syncer.run_forever(stop, threading.Event())
    assert 1 <= 12 - kiosk.outbox.counts().waiting <= 8
    server.up()
    assert kiosk.syncer.one_round().waiting == 0
