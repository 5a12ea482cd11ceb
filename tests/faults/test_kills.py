"""The plug is pulled: on the kiosk while it saves and delivers, on the server while it takes in, on both."""

from __future__ import annotations

import contextlib
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


OLD_SECONDS = 7


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
        for number, kind in enumerate(kinds):
            kiosk.wait_for(1)
            time.sleep(chances.uniform(0, 0.4))
            if kind == "worker":
                if "worker" not in kinds[:number]:
                    until(lambda: bool(_old_workers(server)), "a worker to be old enough")
                if not _kill_an_old_worker(server, chances):
                    kinds[number] = kind = "kiosk"
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


def _kill_an_old_worker(server: ServerProcess, chances: random.Random) -> bool:
    """One of two workers dies; the other goes on, and granian starts a new one.

    False where there is none to spare: granian takes a worker that dies soon after it was started for one that cannot
    run, and ends the whole server (5.5 s in granian 2.8; whoever supervises it starts it anew).
    """
    old = _old_workers(server)
    if old:
        os.kill(chances.choice(old), signal.SIGKILL)
    return bool(old)


def _old_workers(server: ServerProcess) -> list[int]:
    """None, where one is missing: it was killed, and no other is in its place yet."""
    workers = server.workers_now()
    return [worker for worker in workers if _age(worker) > OLD_SECONDS] if len(workers) > 1 else []


def _age(process: int) -> float:
    """In seconds; 0 for one that has just ended."""
    with contextlib.suppress(FileNotFoundError):
        started = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19])
        return float(Path("/proc/uptime").read_text().split()[0]) - started / os.sysconf("SC_CLK_TCK")
    return 0.0
