"""Housekeeping: what was delivered long enough ago goes, and its space goes back to the disk.

In small steps: with ``secure_delete`` every page that is given up is written once more as zeros, so pruning a day's
10,000 résumés in one transaction would put a gigabyte into the write-ahead log, on a disk that may be nearly full.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

from kiosk.cards import Cards
from kiosk.desk import Desk
from kiosk.outbox import Outbox
from kiosk.ports import Clock
from kiosk.snapshot import Snapshot
from kiosk.store import Store

DAY = 86400.0
_KEEP_DAYS = 180
_DELIVERED_KEEP_DAYS = 7
_ROWS = 50
"""At a time: about 5 MB of résumés."""
_PAUSE = 0.12
"""Between two steps (seconds): longer than SQLite waits before it tries again, so that a seeker's row comes between."""
_AT_MOST = 3.0
"""Seconds; the rest is for the next hour."""

log = logging.getLogger(__name__)


def housekeeping(
    store: Store, outbox: Outbox, cards: Cards, snapshot: Snapshot, desk: Desk, clock: Clock
) -> Callable[[datetime | None], None]:
    """What the syncer calls every hour, with the time that the server has just told; None where it told none, and then
    nothing that was handed in is forgotten. Raises StoreError; what is not done then is done the next time."""

    def keep_house(server_time: datetime | None) -> None:
        settings = snapshot.held().settings if snapshot.is_ready else None
        cards.forget_old_faces(clock.now())
        if server_time is None:
            store.give_back_space()
            return
        desk.forget_old(settings.keep_days if settings else _KEEP_DAYS, min(clock.now(), server_time))
        days = settings.delivered_keep_days if settings else _DELIVERED_KEEP_DAYS
        prune(store, outbox, days, clock, server_time)

    return keep_house


def prune(
    store: Store,
    outbox: Outbox,
    days: float,
    clock: Clock,
    server_time: datetime,
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """Erases rows that were delivered more than so many days ago by both clocks, and shrinks the files; how many."""
    pruned, until = 0, clock.monotonic() + _AT_MOST
    while True:
        count = outbox.prune(server_time.timestamp(), days * DAY, most=_ROWS)
        pruned += count
        more = store.give_back_space()
        if (count < _ROWS and not more) or clock.monotonic() >= until:
            break
        pause(_PAUSE)
    if pruned:
        log.info("%d delivered rows pruned", pruned)
    return pruned
