from __future__ import annotations

from datetime import date

from jobfair.wire import MOST_BOOTHS
from kiosk.bootstrap import Kiosk
from kiosk.exposure import Exposure
from tests.fakes.server import FakeServer

DAY = date(2026, 5, 29)


def test_counts_when_told_are_cumulative_and_told_again_only_when_they_grew(kiosk: Kiosk, server: FakeServer) -> None:
    exposure, server.now = kiosk.syncer.exposure, kiosk.clock.now
    exposure.shown(["A1", "A2"])
    exposure.opened("A2")
    kiosk.syncer.one_round()
    exposure.shown(["A1"])
    kiosk.syncer.one_round()
    assert server.exposed == {(DAY, "A1"): (2, 0), (DAY, "A2"): (1, 1)}
    server.calls.clear()
    kiosk.syncer.one_round()
    assert "exposure" not in server.calls


def test_counts_of_a_thousand_booths_are_told_in_pieces(kiosk: Kiosk, server: FakeServer) -> None:
    exposure = kiosk.syncer.exposure
    exposure.shown(f"B{n}" for n in range(MOST_BOOTHS + 1))
    exposure.tell(server)
    assert len(server.exposed) == MOST_BOOTHS + 1
    assert server.calls.count("exposure") == 2


def test_restored_server_hears_the_counts_again(kiosk: Kiosk, server: FakeServer) -> None:
    exposure: Exposure = kiosk.syncer.exposure
    exposure.shown(["A1"])
    exposure.tell(server)
    server.exposed.clear()
    exposure.start_over()
    exposure.tell(server)
    assert server.exposed == {(DAY, "A1"): (1, 0)}


def test_counts_older_than_two_weeks_are_dropped(kiosk: Kiosk, server: FakeServer) -> None:
    exposure = kiosk.syncer.exposure
    exposure.shown(["A1"])
    kiosk.clock.advance(15 * 86400)  # type: ignore[attr-defined]
    exposure.shown(["A2"])
    exposure.tell(server)
    assert {booth for _, booth in server.exposed} == {"A2"}
