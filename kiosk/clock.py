"""The machine's own clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from kiosk.ports import Clock


class SystemClock(Clock):
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()
