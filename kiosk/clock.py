"""The machine's own clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from kiosk.ports import Clock


def day_of(now: datetime) -> str:
    """The day at this place, in ISO form: what "today" means on a screen."""
    return now.astimezone().date().isoformat()


class SystemClock(Clock):
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()
