"""The machine's own clock."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta

from kiosk.ports import Clock
from kiosk.store.database import Store

CLOCK_AHEAD = "clock_ahead"
"""How far this machine's clock was ahead of the server's at the last heartbeat, in seconds."""


def day_of(now: datetime) -> str:
    """The day at this place, in ISO form: what "today" means on a screen."""
    return now.astimezone().date().isoformat()


def server_time(store: Store, clock: Clock) -> datetime:
    """The time by the server's clock, as far as the last heartbeat told; for what other kiosks will compare."""
    return clock.now() - timedelta(seconds=float(store.meta(CLOCK_AHEAD, 0.0)))


class SystemClock(Clock):
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Also counts the time that the machine slept, where the system has such a clock: what was fresh grew old."""
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()
