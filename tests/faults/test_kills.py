"""The plug is pulled: on the kiosk while it saves and delivers, on the server while it takes in, on both."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults.field import KioskProcess, arrived, check_everything_arrived_once, check_pdf_opens, until
from tests.fixtures.server import ServerProcess

SHORT = {"kiosk": 8, "server": 2, "worker": 3, "both": 2}
LONG = {"kiosk": 140, "server": 30, "worker": 60, "both": 20}
"""Kills on each of the two databases: 30 in the short form, 500 in the long one."""


def test_killed_again_and_again_nothing_is_lost_and_nothing_arrives_twice(
    server: ServerProcess, tmp_path: Path, long: bool, survived: Callable[[str, int], None]
) -> None:
    kinds = [kind for kind, count in (LONG if long else SHORT).items() for _ in range(count)]
    chances = random.Random(7)
    chances.shuffle(kinds)
    before = arrived(server)
    kiosk = KioskProcess.paired(tmp_path, server, f"K-{server.database[:2]}", server.base_url)
    kiosk.start()
    try:
        for kind in kinds:
            kiosk.wait_for(1)
            time.sleep(chances.uniform(0, 0.4))
            if kind == "worker":
                _kill_a_worker(server, chances)
                continue
            if kind in ("kiosk", "both"):
                kiosk.kill()
            if kind in ("server", "both"):
                server.kill()
            if kind in ("kiosk", "both"):
                kiosk.start()  # and it finds no server
            if kind in ("server", "both"):
                server.start()
        kiosk.wait_for(1)
        kiosk.drain()
    finally:
        kiosk.kill()
    count = check_everything_arrived_once(server, before, kiosk)
    for submission in chances.sample(sorted(kiosk.saved()), 3):
        check_pdf_opens(server, submission)
    survived("kills", len(kinds))
    survived("submissions of kills", count)


def _kill_a_worker(server: ServerProcess, chances: random.Random) -> None:
    """One of two workers dies; the other goes on, and granian starts a new one."""
    until(lambda: len(server.workers_now()) > 1, "the one killed before to be replaced")
    os.kill(chances.choice(server.workers_now()), signal.SIGKILL)
