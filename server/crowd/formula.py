"""How many people wait at a booth: what its employer tapped, and what is known since.

::

    people = tapped * fade(age) + max(0, arrivals - minutes since the first of them / minutes a person)

- *tapped*: the employer's own count. It fades: whole for 5 minutes, then evenly down to half at 15 minutes, since
  people leave and others come whom nobody counts. At 15 minutes it is gone.
- *arrivals* since that tap, in the last 15 minutes: a check-in at the booth is one person, a submission to one of its
  openings a fifth of one (some walk over at once, most do not), three people by submissions at most.
- A booth serves one person in ``minutes a person`` (the fair's setting, 2 unless the organizer says otherwise); who
  came and was served does not wait.

Submissions alone never make a queue known: without a tap or a check-in in the last 15 minutes there is none to show.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

FRESH = timedelta(minutes=15)
WHOLE = timedelta(minutes=5)
SUBMISSION = 0.2
MOST_BY_SUBMISSIONS = 3.0


@dataclass(frozen=True)
class Queue:
    """``counted_at``: when somebody at the booth last counted."""

    people: int
    counted_at: datetime
    minutes: int

    @property
    def wait(self) -> int:
        """About so many minutes."""
        return self.people * self.minutes


def estimate(
    now: datetime,
    tap: tuple[int, datetime] | None,
    check_ins: Sequence[datetime],
    submissions: Sequence[datetime],
    minutes: int,
) -> Queue | None:
    """As the module says; None where nothing at the booth was counted within 15 minutes."""
    since = now - FRESH
    if tap is not None and tap[1] < since:
        tap = None
    from_then = tap[1] if tap is not None else since
    came = [at for at in check_ins if from_then < at <= now]
    sent = [at for at in submissions if from_then < at <= now]
    if tap is None and not came:
        return None
    people = tap[0] * _fade(now - tap[1]) if tap is not None else 0.0
    arrivals = len(came) + min(MOST_BY_SUBMISSIONS, SUBMISSION * len(sent))
    if arrivals:
        served = (now - min([*came, *sent])).total_seconds() / 60 / minutes
        people += max(0.0, arrivals - served)
    counted = max(came) if came else from_then
    return Queue(math.floor(people + 0.5), counted, minutes)


def _fade(age: timedelta) -> float:
    late = max(timedelta(), age - WHOLE) / (FRESH - WHOLE)
    return 1.0 - 0.5 * min(1.0, late)
