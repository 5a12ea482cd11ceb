"""A round of sync, told as stories against the fake server. Past 400 lines: they share its fixtures."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from jobfair.errors import Incompatible, InUse, NotTrusted, Unreachable
from jobfair.sealing import OpeningKey, Signer
from jobfair.submission import Status
from jobfair.wire import Door
from kiosk.bootstrap import Kiosk
from kiosk.desk import Submitted
from kiosk.sync import RoundReport
from tests.fakes.clock import FakeClock
from tests.fakes.kiosk import fake_kiosk, new_resume, registered
from tests.fakes.server import FakeServer, not_trusted


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


def submitted(kiosk: Kiosk, count: int = 3) -> Submitted:
    card = registered(kiosk)
    done = kiosk.desk.submit(card, [f"O{n}" for n in range(1, count + 1)], new_resume(), "zh")
    assert isinstance(done, Submitted)
    return done


def test_round_when_all_is_well_delivers_everything_and_says_so(kiosk: Kiosk, server: FakeServer) -> None:
    done = submitted(kiosk)
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
    submitted(kiosk)
    kiosk.syncer.one_round()
    assert (server.beats[2].waiting, server.beats[2].rows_waiting) == (3, 5)


def test_server_gone_when_submitting_keeps_all_and_delivers_once_when_it_is_back(
    kiosk: Kiosk, server: FakeServer
) -> None:
    server.down()
    submitted(kiosk)
    report = kiosk.syncer.one_round()
    assert (report.reached, report.delivered, report.waiting, report.problems) == (False, 0, 5, ("unreachable",))
    assert kiosk.syncer.rest_seconds() >= 0
    server.up()
    assert kiosk.syncer.one_round().delivered == 5
    assert kiosk.syncer.rest_seconds() == 0


def test_server_gone_is_not_asked_for_every_row(kiosk: Kiosk, server: FakeServer) -> None:
    submitted(kiosk, 10)
    server.down()
    server.calls.clear()
    kiosk.syncer.one_round()
    assert sum(call.startswith("deliver") for call in server.calls) <= 8


def test_poison_row_is_parked_and_the_rest_arrives(kiosk: Kiosk, server: FakeServer) -> None:
    done = submitted(kiosk)
    server.refuse = {done.submissions[0].id}
    report = kiosk.syncer.one_round()
    assert (report.delivered, report.parked, report.waiting) == (4, 1, 0)
    assert kiosk.desk.counts().parked == 1


def test_row_that_never_gets_an_answer_does_not_hold_up_the_rest(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    done = submitted(kiosk, 10)
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
    submitted(kiosk)

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
    submitted(kiosk)
    server.signer = Signer.generate()
    report = kiosk.syncer.one_round()
    assert (report.delivered, report.waiting) == (0, 5)
    assert set(report.problems) == {"unreachable", "not_trusted"}


def test_push_that_fails_does_not_keep_the_fair_from_coming(kiosk: Kiosk, server: FakeServer) -> None:
    submitted(kiosk)
    server.version, server.fair = 2, server.fair.model_copy(update={"name": "changed"})

    def trouble(what: str) -> None:
        if what.startswith("deliver"):
            raise Unreachable("cut")

    server.trouble = trouble
    report = kiosk.syncer.one_round()
    assert (report.parts, report.snapshot, report.waiting) == (1, 2, 5)
    assert kiosk.desk.fair().fair.name == "changed"


def test_fair_that_fails_does_not_keep_submissions_from_going(kiosk: Kiosk, server: FakeServer) -> None:
    submitted(kiosk)

    def trouble(what: str) -> None:
        if what in ("manifest", "cards"):
            raise Unreachable("cut")

    server.trouble = trouble
    assert kiosk.syncer.one_round().delivered == 5


def test_snapshot_of_another_key_or_an_older_one_is_refused_and_the_held_one_stays(
    kiosk: Kiosk, server: FakeServer
) -> None:
    server.settings = server.settings.model_copy(update={"position": "elsewhere"})
    server.issued_at = server.issued_at.replace(year=2020)
    assert "not_trusted" in kiosk.syncer.one_round().problems
    server.settings = server.settings.model_copy(update={"position": ""})
    assert not kiosk.syncer.one_round().problems, "but for its date it is the held one"
    server.version = 2
    server.issued_at, server.signer = server.issued_at.replace(year=2090), Signer.generate()
    assert "not_trusted" in kiosk.syncer.one_round().problems
    assert kiosk.snapshot.version == 1


@pytest.mark.parametrize("version", [1, 2])
def test_snapshot_when_the_servers_clock_was_ahead_and_is_right_again_is_followed(
    kiosk: Kiosk, server: FakeServer, version: int
) -> None:
    """The one that is held is dated in a year; keys change without a new version."""
    right = server.issued_at
    server.version, server.issued_at = version, right.replace(year=right.year + 1)
    server.kiosk_keys = (*server.kiosk_keys, b"k" * 32)
    assert not kiosk.syncer.one_round().problems
    server.issued_at = right
    assert not kiosk.syncer.one_round().problems
    server.keys = [OpeningKey.generate()]
    assert not kiosk.syncer.one_round().problems
    assert [key.public for key in kiosk.snapshot.held().sealing_keys] == [server.keys[0].public.public]


def test_snapshot_when_the_server_was_restored_and_its_version_is_lower_is_followed(
    kiosk: Kiosk, server: FakeServer
) -> None:
    issued = server.issued_at
    server.version = 7
    kiosk.syncer.one_round()
    server.version, server.issued_at = 3, issued.replace(microsecond=0) + timedelta(seconds=1)
    assert not kiosk.syncer.one_round().problems
    assert kiosk.snapshot.version == 3


def test_snapshot_of_another_fair_of_the_same_server_is_refused_and_the_held_one_stays(
    kiosk: Kiosk, server: FakeServer
) -> None:
    server.version, server.fair = 2, server.fair.model_copy(update={"id": "autumn"})
    report = kiosk.syncer.one_round()
    assert (report.problems, report.snapshot) == (("not_trusted",), 1)
    assert kiosk.desk.fair().fair.id == "spring"


def test_cards_when_changed_are_followed_and_forgotten(kiosk: Kiosk, server: FakeServer) -> None:
    cards = [registered(kiosk, name=f"王{n}") for n in range(5)]
    for card in cards:
        server.card_changed(card.id, card.model_copy(update={"masked_name": "新**"}))
    server.card_changed(cards[0].id, None)
    assert kiosk.syncer.one_round().cards == 6
    assert kiosk.cards.get(cards[0].id) is None
    assert kiosk.cards.get(cards[1].id).masked_name == "新**"  # type: ignore[union-attr]
    assert kiosk.syncer.one_round().cards == 0


def test_card_of_the_server_does_not_undo_a_resume_that_is_on_its_way(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk)
    newer = kiosk.desk.save_resume(card, new_resume(), "zh")
    server.card_changed(card.id, card)
    kiosk.syncer.one_round()
    assert kiosk.desk.refreshed(card).resume == newer.resume


def test_restored_server_is_given_again_what_it_lost(kiosk: Kiosk, server: FakeServer) -> None:
    submitted(kiosk)
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
    submitted(kiosk)
    kiosk.syncer.one_round()
    server.taken.clear()
    server.sequence = 0
    submitted(kiosk)

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
    submitted(kiosk)
    assert len(kiosk.outbox.take(99)) == 5
    assert kiosk.syncer.one_round().delivered == 5


def test_heartbeat_after_a_delivery_names_the_newest_receipt(kiosk: Kiosk, server: FakeServer) -> None:
    submitted(kiosk)
    kiosk.syncer.one_round()
    newest = max((receipt for _, receipt in server.taken.values()), key=lambda receipt: receipt.sequence)
    beat = server.beats[-1]
    assert (beat.last_sequence, beat.last_digest) == (newest.sequence, newest.digest)
    assert beat.last_received_at == newest.received_at


def test_busy_server_is_left_alone_as_long_as_it_asks(kiosk: Kiosk, server: FakeServer, clock: FakeClock) -> None:
    def busy(what: str) -> None:
        raise Unreachable("busy", retry_after=90)

    server.trouble = busy
    submitted(kiosk)
    kiosk.syncer.one_round()
    assert 90 <= kiosk.syncer.rest_seconds() <= 90 * 1.25, "and not in step with the others"
    clock.advance(-3 * 3600)
    assert kiosk.syncer.rest_seconds() == 0, "a clock set back must not strand the queue"


def test_clock_set_back_an_hour_makes_neither_the_rest_nor_a_row_wait_an_hour_longer(
    kiosk: Kiosk, server: FakeServer, clock: FakeClock
) -> None:
    done = submitted(kiosk, 3)

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
    submitted(other)  # but it may write
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
    submitted(kiosk)
    wake.set()
    assert ran.acquire(timeout=30)
    stop.set()
    wake.set()
    thread.join(30)
    assert not thread.is_alive()
    assert sum(report.delivered for report in reports) == 5


def test_revoked_kiosk_keeps_its_queue(kiosk: Kiosk, server: FakeServer) -> None:
    submitted(kiosk)
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
    submitted(kiosk, 10)
    stop = threading.Event()

    def trouble(what: str) -> None:
        if what.startswith("deliver"):
            stop.set()

    server.trouble = trouble
    kiosk.syncer.run_forever(stop, threading.Event())
    assert 1 <= 12 - kiosk.outbox.counts().waiting <= 8
    server.up()
    assert kiosk.syncer.one_round().waiting == 0
