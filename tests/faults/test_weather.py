"""All that a hall's network does, between the real kiosk and the real server: every submission arrives, once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.faults.field import KioskProcess, arrived, check_everything_arrived_once, check_pdf_opens, until
from tests.faults.proxy import KINDS, FaultProxy
from tests.fixtures.server import ServerProcess

SHORT, LONG = 3, 60
"""How often each kind of fault happens to a delivery, at least."""


def test_storm_of_every_fault_when_it_is_over_everything_is_in_once(
    server: ServerProcess, tmp_path: Path, long: bool, survived: Callable[[str, int], None]
) -> None:
    before = arrived(server)
    with FaultProxy(server.port, seed=11) as proxy:
        kiosk = KioskProcess.paired(tmp_path, server, f"W-{server.database[:2]}", proxy.url, pace=0.3)
        proxy.storm = True
        kiosk.start()
        kiosk.wait_for(3)
        try:
            enough = LONG if long else SHORT
            until(lambda: all(proxy.met[kind] >= enough for kind in KINDS), "every fault to happen", 3000)
            proxy.storm = False
            kiosk.drain()
        finally:
            kiosk.kill()
        met = dict(proxy.met)
    count = check_everything_arrived_once(server, before, kiosk)
    check_pdf_opens(server, next(iter(kiosk.saved())))
    survived("deliveries", sum(met.values()))
    survived("faults", sum(met.values()) - met["calm"])
    survived("submissions of storms", count)
