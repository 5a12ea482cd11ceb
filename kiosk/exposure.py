"""How often which booth was shown among the matches, and opened: counted a day, told to the server, nobody named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from jobfair.wire import MOST_BOOTHS, BoothExposure, ExposureSaid
from kiosk.clock import day_of, server_time
from kiosk.ports import Clock, Server
from kiosk.store.database import Database, Store

KEPT_DAYS = 14


class Exposure:
    """Counts only grow within a day, so telling them again is harmless. May be used by several threads."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def shown(self, booths: Iterable[str]) -> None:
        """These stood among the matches of a visit. Raises StoreError."""
        self._count("shown", booths)

    def opened(self, booth: str) -> None:
        """Somebody looked at it. Raises StoreError."""
        self._count("opened", (booth,))

    def tell(self, server: Server) -> None:
        """Whatever the server does not know yet, a message a day and 500 booths. Raises ServerError and StoreError."""
        while (said := self._untold()) is not None:
            server.exposure(said)
            with self._store.transaction() as db:
                db.executemany(
                    "UPDATE exposure SET told_shown=?, told_opened=? WHERE day=? AND booth=?",
                    [(one.shown, one.opened, said.day.isoformat(), one.booth) for one in said.booths],
                )

    def start_over(self) -> None:
        """The server was restored from a backup: it may have forgotten."""
        with self._store.transaction() as db:
            db.execute("UPDATE exposure SET told_shown=0, told_opened=0")

    def _count(self, column: str, booths: Iterable[str]) -> None:
        today = day_of(server_time(self._store, self._clock))
        with self._store.transaction() as db:
            self._drop_old(db, today)
            db.executemany(
                f"INSERT INTO exposure(day, booth, {column}) VALUES(?,?,1)"
                f" ON CONFLICT(day, booth) DO UPDATE SET {column}={column}+1",
                [(today, booth) for booth in booths],
            )

    def _drop_old(self, db: Database, today: str) -> None:
        oldest = (date.fromisoformat(today) - timedelta(days=KEPT_DAYS)).isoformat()
        db.execute("DELETE FROM exposure WHERE day<?", (oldest,))

    def _untold(self) -> ExposureSaid | None:
        with self._store.reading() as db:
            rows: list[Any] = db.execute(
                "SELECT day, booth, shown, opened FROM exposure WHERE shown>told_shown OR opened>told_opened"
                " ORDER BY day, booth LIMIT ?",
                (MOST_BOOTHS,),
            ).fetchall()
        if not rows:
            return None
        day = rows[0][0]
        counted = tuple(BoothExposure(booth=b, shown=s, opened=o) for d, b, s, o in rows if d == day)
        return ExposureSaid(day=date.fromisoformat(day), booths=counted)
