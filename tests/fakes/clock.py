"""A clock that a test turns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kiosk.ports import Clock


class FakeClock(Clock):
    def __init__(self, start: datetime = datetime(2026, 5, 29, 1, 0, tzinfo=UTC)) -> None:
        self.time = start
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)
        self.seconds += max(0.0, seconds)
