"""How many people wait at which booth, as the server last said: in memory only, and only while it is fresh."""

from __future__ import annotations

from collections.abc import Mapping

from jobfair.wire import HeartbeatAnswer
from kiosk.ports import Clock

FRESH_SECONDS = 15 * 60.0
"""A count older than this is not shown (issue 5)."""


class Queues:
    """Ages are by the server's own times and this machine's monotonic clock: its wall clock may be wrong. May be used
    by several threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._counted: Mapping[str, tuple[int, float]] = {}

    def told(self, answer: HeartbeatAnswer) -> None:
        """Takes the place of all that was known: the server names every booth of which it knows something fresh."""
        now = self._clock.monotonic()
        self._counted = {
            queue.booth: (queue.people, now - max(0.0, (answer.server_time - queue.counted_at).total_seconds()))
            for queue in answer.queues
        }

    def fresh(self) -> dict[str, int]:
        """People by booth, where the count is at most 15 minutes old."""
        since = self._clock.monotonic() - FRESH_SECONDS
        return {booth: people for booth, (people, counted) in self._counted.items() if counted >= since}
