"""Counting wrong codes: per seeker across the fair, and per kiosk. Kept across restarts, told to the others at sync.

One try is one entry with an id of its own, counted under several tokens (jobfair.second_factor.try_token), each of
which it can be forgiven for. Entries, forgiving and resets only ever add up, whatever the order in which they come in:
a kiosk that was away all day brings its own and takes the others'.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from jobfair.ids import minted_at, new_id
from jobfair.wire import MOST_TRIES, TriesKnown, TriesSaid, Try, TryReset
from kiosk.ports import Clock
from kiosk.store.database import Database, Store

DAY = 86400.0
HOUR = 3600.0
JUST_NOW = 900.0
"""A right code forgives what was mistyped at this kiosk so many seconds before. Not what others tried elsewhere: who
tries at kiosk 3 must not get new tries from every visit of hers to kiosk 1."""
_LAST = "tries_last_sequence"
_BEEN_KEPT = 90 * DAY


class Tries:
    """A try counts before it is judged, so that pulling the plug does not buy another."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def used(self, who: str, seconds: float = DAY) -> int:
        """How many tries count for this token, by all that this kiosk knows."""
        since = self._now() - seconds
        with self._store.reading() as db:
            row: Any = db.execute(
                "SELECT COUNT(*) FROM try WHERE who=?1 AND NOT forgiven AND at>=?2"
                " AND at>COALESCE((SELECT at FROM try_reset WHERE who=?1), 0)",
                (who, since),
            ).fetchone()
        return int(row[0])

    def begin(self, whos: Sequence[str]) -> str:
        """Counts one try; its id."""
        now, number = self._now(), new_id()
        with self._store.transaction() as db:
            db.execute("DELETE FROM try WHERE at<?", (now - DAY,))
            db.execute("DELETE FROM try_reset WHERE at<?", (now - DAY,))
            db.executemany(
                "INSERT OR IGNORE INTO try(id, who, at, here, told) VALUES(?,?,?,1,0)",
                [(number, who, now) for who in whos],
            )
        return number

    def take_back(self, number: str, keep: Sequence[str] = ()) -> None:
        """It was right, or was not judged: it counts for nobody, the kiosk included, but for ``keep``."""
        marks = ",".join("?" * len(keep))
        with self._store.transaction() as db:
            db.execute(f"UPDATE try SET forgiven=1 WHERE id=? AND who NOT IN ({marks})", (number, *keep))  # noqa: S608
            db.execute("UPDATE try SET told=0 WHERE id=?", (number,))

    def forgive(self, whos: Sequence[str]) -> None:
        """A right code: what was mistyped here just before counts no longer for these."""
        since = self._now() - JUST_NOW
        with self._store.transaction() as db:
            for who in whos:
                found: list[Any] = db.execute(
                    "SELECT id FROM try WHERE who=? AND here AND NOT forgiven AND at>=?", (who, since)
                ).fetchall()
                for (number,) in found:
                    db.execute("UPDATE try SET forgiven=1 WHERE id=? AND who=?", (number, who))
                    db.execute("UPDATE try SET told=0 WHERE id=?", (number,))

    def reset(self, whos: Sequence[str]) -> None:
        """The desk has seen who it is: new tries, here at once, at the other kiosks after the next rounds of sync."""
        with self._store.transaction() as db:
            for who in whos:
                newest: Any = db.execute("SELECT COALESCE(MAX(at), 0) FROM try WHERE who=?", (who,)).fetchone()
                at = max(self._now(), newest[0])  # also what a kiosk counted whose clock is ahead
                db.execute("INSERT OR REPLACE INTO try_reset(who, at, id, told) VALUES(?,?,?,0)", (who, at, new_id()))

    # --- with the others

    def untold(self) -> TriesSaid:
        """What the server does not know yet, so much of it as goes at once."""
        with self._store.reading() as db:
            ids: list[Any] = db.execute(
                "SELECT DISTINCT id FROM try WHERE here AND NOT told ORDER BY id LIMIT ?", (MOST_TRIES,)
            ).fetchall()
            resets: list[Any] = db.execute(
                "SELECT id, who, at FROM try_reset WHERE NOT told LIMIT ?", (MOST_TRIES,)
            ).fetchall()
            tries = tuple(self._try(db, number) for (number,) in ids)
        told = tuple(TryReset(id=number, who=who, at=_time(at)) for number, who, at in resets)
        return TriesSaid(tries=tries, resets=told, after=int(self._store.meta(_LAST, 0)))

    def has_untold(self) -> bool:
        with self._store.reading() as db:
            row: Any = db.execute(
                "SELECT EXISTS(SELECT 1 FROM try WHERE here AND NOT told)"
                " OR EXISTS(SELECT 1 FROM try_reset WHERE NOT told)"
            ).fetchone()
        return bool(row[0])

    def apply(self, said: TriesSaid, known: TriesKnown) -> None:
        """The server's answer to ``said``: its times count, since it saw none that lies ahead of its own clock."""
        with self._store.transaction() as db:
            for one in said.tries:  # what was forgiven while the answer was on its way is told with the next
                marks = ",".join("?" * len(one.forgiven))
                db.execute(
                    "UPDATE try SET told=1 WHERE id=?1 AND NOT EXISTS (SELECT 1 FROM try AS t"  # noqa: S608  only ?
                    f" WHERE t.id=?1 AND t.forgiven AND t.who NOT IN ({marks}))",
                    (one.id, *one.forgiven),
                )
            for reset in said.resets:
                db.execute("UPDATE try_reset SET told=1 WHERE id=?", (reset.id,))
            for one in known.tries:
                self._take(db, one)
            for reset in known.resets:
                db.execute(
                    "INSERT INTO try_reset(who, at, id, told) VALUES(?,?,?,1) ON CONFLICT(who) DO UPDATE SET"
                    " at=CASE WHEN told THEN excluded.at ELSE MAX(at, excluded.at) END",
                    (reset.who, reset.at.timestamp(), reset.id),
                )
            if known.last < said.after:
                self.start_over()
            else:
                self._store.set_meta(_LAST, known.last)

    def start_over(self) -> None:
        """The server was restored from a backup, or is another one: tell it all, and ask for all."""
        with self._store.transaction() as db:
            self._store.set_meta(_LAST, 0)
            db.execute("UPDATE try SET told=0 WHERE here")
            db.execute("UPDATE try_reset SET told=0")

    # --- where a seeker has been

    def been_here(self, seeker: str) -> bool:
        """Whether she registered or opened her record at this kiosk."""
        with self._store.reading() as db:
            row = db.execute("SELECT 1 FROM been_here WHERE token=?", (self._token(seeker),)).fetchone()
        return row is not None

    def is_new(self, seeker: str) -> bool:
        """Whether she registered within a day, or her id does not tell when."""
        made = minted_at(seeker)
        return made is None or made.timestamp() > self._now() - DAY

    def note_here(self, seeker: str) -> None:
        now = self._now()
        with self._store.transaction() as db:
            db.execute("INSERT OR REPLACE INTO been_here VALUES(?,?)", (self._token(seeker), now))
            db.execute("DELETE FROM been_here WHERE at<?", (now - _BEEN_KEPT,))

    # --- inside

    def _take(self, db: Database, one: Try) -> None:
        at = one.at.timestamp()
        for who in one.who:
            db.execute(
                "INSERT INTO try(id, who, at, forgiven, here, told) VALUES(?,?,?,?,0,1) ON CONFLICT(id, who) DO UPDATE"
                " SET at=excluded.at, forgiven=MAX(forgiven, excluded.forgiven)",
                (one.id, who, at, who in one.forgiven),
            )

    def _try(self, db: Database, number: str) -> Try:
        rows: list[Any] = db.execute("SELECT who, at, forgiven FROM try WHERE id=? ORDER BY who", (number,)).fetchall()
        return Try(
            id=number,
            who=tuple(who for who, _, _ in rows),
            forgiven=tuple(who for who, _, forgiven in rows if forgiven),
            at=_time(rows[0][1]),
        )

    def _token(self, seeker: str) -> str:
        return self._store.box.index("been", seeker)

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
