"""Counting wrong visit codes: per seeker and per kiosk, kept across restarts, under blind indexes only."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.ports import Clock
from kiosk.store.database import Database, Store

SEEKER_OFFLINE = 3
SEEKER_ONLINE = 5
KIOSK_AN_HOUR = 10
_DAY = 86400.0
_HOUR = 3600.0
_KIOSK = "kiosk"


class Tries:
    """A try counts before it is judged, so that pulling the plug does not buy another."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def left(self, keys: Sequence[str], *, online: bool) -> int:
        """How many tries remain, for this claim and at this kiosk; 0 means: to the desk."""
        now = self._clock.now().timestamp()
        most = SEEKER_ONLINE if online else SEEKER_OFFLINE
        with self._store.reading() as db:
            used = [self._count(db, self._index(key), now - _DAY) for key in keys]
            at_kiosk = self._count(db, _KIOSK, now - _HOUR)
        return max(0, min([most - n for n in used] + [KIOSK_AN_HOUR - at_kiosk]))

    def begin(self, keys: Sequence[str]) -> list[int]:
        """Counts one try; the numbers to give to ``right`` when it turns out right."""
        now = self._clock.now().timestamp()
        numbers = []
        with self._store.transaction() as db:
            db.execute("DELETE FROM failed_try WHERE at<?", (now - _DAY,))
            for who in [*(self._index(key) for key in keys), _KIOSK]:
                db.execute("INSERT INTO failed_try(who, at) VALUES(?,?)", (who, now))
                numbers.append(db.last_insert_rowid())
        return numbers

    def right(self, numbers: Sequence[int], keys: Sequence[str]) -> None:
        """Takes the try back and clears the counts of these; the kiosk's earlier failures stay."""
        with self._store.transaction() as db:
            db.executemany("DELETE FROM failed_try WHERE number=?", [(number,) for number in numbers])
            db.executemany("DELETE FROM failed_try WHERE who=?", [(self._index(key),) for key in keys])

    def _index(self, key: str) -> str:
        return self._store.box.index("tries", key)

    @staticmethod
    def _count(db: Database, who: str, since: float) -> int:
        query = "SELECT COUNT(*) FROM failed_try WHERE who=? AND at>=?"
        return int(db.execute(query, (who, since)).fetchone()[0])  # type: ignore[index]
