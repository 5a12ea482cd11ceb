"""Somebody sets the kiosk's clock back an hour, and forward: what waits goes out in its order all the same."""

from __future__ import annotations

from pathlib import Path

from kiosk.desk import Submitted, TooLate, WithdrawalSaved
from tests.fakes.kiosk import new_resume, registered
from tests.faults.field import KioskProcess, arrived, check_everything_arrived_once, kiosk_here
from tests.faults.proxy import FaultProxy
from tests.fixtures.server import ServerProcess

HOUR = 3600
WEATHER = ((0, True), (0, False), (-HOUR, False), (HOUR, False), (0, False), (-HOUR, True), (0, True), (HOUR, True))
"""By how much the clock is wrong, and whether the server can be reached: resting, it is set back too."""
NOBODY = 1  # a port on which nobody listens
IN_FLIGHT = 16
"""Deliveries that fly at once may overtake each other."""


def test_clock_set_back_and_forward_while_it_delivers_everything_goes_out_in_order(
    server: ServerProcess, tmp_path: Path
) -> None:
    before = arrived(server)
    with FaultProxy(server.port, seed=5) as proxy:
        kiosk = KioskProcess.paired(tmp_path, server, f"C-{server.database[:2]}", proxy.url)
        kiosk.start()
        try:
            for shift, connected in WEATHER:
                proxy.upstream = server.port if connected else NOBODY
                kiosk.clock.write_text(str(shift))
                kiosk.wait_for_more(6)
            kiosk.drain()
        finally:
            kiosk.kill()
    check_everything_arrived_once(server, before, kiosk)
    order = kiosk.in_order_of_intake()
    assert len(order) > IN_FLIGHT, "what failed once stands behind what was never tried: it says nothing of the clock"
    assert max(abs(place - sorted(order).index(number)) for place, number in enumerate(order)) < IN_FLIGHT


def test_ten_minutes_to_withdraw_are_not_shortened_by_a_clock_set_back_and_end_when_it_goes_forward(
    server: ServerProcess, tmp_path: Path
) -> None:
    kiosk, clock = kiosk_here(tmp_path, server, f"C2-{server.database[:2]}")
    done = kiosk.desk.submit(registered(kiosk), ["O1", "O2"], new_resume("%PDF-1.7"), "zh")
    assert isinstance(done, Submitted)
    regretted, kept = done.submissions
    assert kiosk.syncer.one_round().delivered > 0
    clock.shift = -HOUR
    assert kiosk.desk.withdraw(regretted.id, regretted.withdrawal_secret) == WithdrawalSaved()
    assert kiosk.syncer.one_round().delivered == 1
    clock.shift = HOUR
    assert kiosk.desk.withdraw(kept.id, kept.withdrawal_secret) == TooLate()
    report = kiosk.syncer.one_round()
    assert (report.waiting, report.parked) == (0, 0)
    assert abs((report.clock_skew or 0) - HOUR) < 60
    inbox = arrived(server)
    assert (inbox[regretted.id], inbox[kept.id]) == (0, 1)
    kiosk.close()
