"""The outbox: sealed bytes that the server is to take in, each exactly once.

``put`` joins the transaction that writes what the screen calls saved. Bytes are frozen by then. A row is settled only
by a receipt of the pinned identity key over its id, door and digest, and keeps its bytes for a week or more after
that. A refused row is parked. Nothing here deletes a row that the server does not hold.

Order is the order of writing, never the clock's. Waiting times survive a restart; where the clock was set back, a time
too far ahead counts as due.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from jobfair.errors import Corrupt, SealError
from jobfair.sealing import Signed, digest_of, key_id_of, verify
from jobfair.wire import Door, ProblemCode, Receipt
from kiosk.ports import Body, Clock
from kiosk.store.database import Store

State = Literal["waiting", "parked", "settled"]

BACKOFF_FIRST = 1.0
BACKOFF_MOST = 300.0
RETRY_AFTER_MOST = 3600.0
LEASE_SECONDS = 180.0
PIECE_BYTES = 512 * 1024
"""What one delivery holds of a row's bytes at a time."""
KEEP_SECONDS = 7 * 86400.0
_AHEAD_MOST = RETRY_AFTER_MOST + 60
_LISTED = "number, door, id, digest, size, created_at, state, attempts, next_due, reason, settled_at, sequence"


@dataclass(frozen=True)
class Item:
    """Bytes to hand over, already sealed. ``id`` is minted on the kiosk."""

    door: Door
    id: str
    sealed: bytes
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", digest_of(self.sealed))  # here, and not while the store is held


class StoredBytes(Body):
    """The sealed bytes of one row, read from the database while they are sent."""

    def __init__(self, store: Store, number: int, digest: str, size: int) -> None:
        self._store = store
        self._number = number
        self.digest = digest
        self.size = size

    def pieces(self) -> Iterator[bytes]:
        """Raises Corrupt where the database does not give all of them."""
        at = 0
        while at < self.size:
            piece = self._store.piece("outbox_bytes", "sealed", self._number, at, PIECE_BYTES)
            if not piece:
                raise Corrupt("a row's bytes are not all there")
            at += len(piece)
            yield piece

    @property
    def unharmed(self) -> bool:
        """Whether they are still what was sealed; reads all of them."""
        found = hashlib.sha256()
        try:
            for piece in self.pieces():
                found.update(piece)
        except Corrupt:
            return False
        return found.hexdigest() == self.digest


@dataclass(frozen=True)
class Taken:
    """A row that this process delivers now. Its bytes stay in the database until they are asked for."""

    number: int
    door: Door
    id: str
    digest: str
    sealed: StoredBytes
    attempts: int


@dataclass(frozen=True)
class Row:
    """A row without its bytes: what staff and operators see. Times are seconds since 1970."""

    number: int
    door: Door
    id: str
    digest: str
    size: int
    created_at: float
    state: State
    attempts: int
    next_due: float
    reason: str
    settled_at: float | None
    sequence: int | None


@dataclass(frozen=True)
class Counts:
    """``waiting`` and ``parked`` are rows of every door; ``submissions_waiting`` is what a seeker means by "waiting".

    ``delivered_today`` are submissions since midnight at this place.
    """

    waiting: int
    parked: int
    delivered_today: int
    submissions_waiting: int = 0


def backoff(attempts: int, jitter: random.Random) -> float:
    """Full jitter: any time up to 1 s doubled for each attempt, at most 5 minutes (AWS Architecture Blog, 2015)."""
    return jitter.uniform(0, min(BACKOFF_MOST, BACKOFF_FIRST * 2.0 ** min(attempts, 20)))


class Outbox:
    """Over one store. May be used by several threads."""

    def __init__(self, store: Store, clock: Clock, jitter: random.Random | None = None) -> None:
        self._store = store
        self._clock = clock
        self._jitter = jitter or random.Random()

    def put(self, items: Sequence[Item]) -> None:
        """Writes rows, within the caller's transaction when there is one. The same bytes again change nothing.

        Raises ValueError when an id is there with other bytes: ids are minted once.
        """
        now = self._now()
        with self._store.transaction() as db:
            for item in items:
                before = db.execute("SELECT digest FROM outbox WHERE door=? AND id=?", (item.door, item.id)).fetchone()
                if before is not None:
                    if before[0] != item.digest:
                        raise ValueError("this id is in the outbox with other bytes")
                    continue
                db.execute(
                    "INSERT INTO outbox(door, id, digest, size, created_at) VALUES(?,?,?,?,?)",
                    (item.door, item.id, item.digest, len(item.sealed), now),
                )
                db.execute("INSERT INTO outbox_bytes VALUES(?,?)", (db.last_insert_rowid(), item.sealed))

    def take(self, limit: int) -> list[Taken]:
        """The due rows that were tried least, oldest first, taken for LEASE_SECONDS, so that nobody else delivers them
        meanwhile. What fails again and again stands behind what was never tried."""
        now = self._now()
        with self._store.transaction() as db:
            rows: list[Any] = db.execute(
                "SELECT number, door, id, digest, size, attempts FROM outbox INDEXED BY outbox_turn "
                "WHERE state='waiting' AND (next_due<=? OR next_due>?) AND (taken_until<=? OR taken_until>?) "
                "ORDER BY attempts, number LIMIT ?",
                (now, now + _AHEAD_MOST, now, now + LEASE_SECONDS + 60, limit),
            ).fetchall()
            db.executemany(
                "UPDATE outbox SET taken_until=? WHERE number=?", [(now + LEASE_SECONDS, row[0]) for row in rows]
            )
        return [
            Taken(number, Door(door), item_id, digest, StoredBytes(self._store, number, digest, size), attempts)
            for number, door, item_id, digest, size, attempts in rows
        ]

    def settle(self, answers: Iterable[tuple[Taken, Signed]], identity_key: bytes) -> set[int]:
        """Settles every row whose receipt is the pinned server's word on it, in one transaction; their numbers.

        Rows whose receipt does not verify stay as they are.
        """
        publics = {key_id_of(identity_key): identity_key}
        now, server = self._now(), key_id_of(identity_key)
        verified = [  # before the transaction: who hands something in waits for it
            (now, receipt.received_at.timestamp(), receipt.sequence, server, signed.model_dump_json(), row.number)
            for row, signed in answers
            if (receipt := _receipt_for(row, signed, publics)) is not None
        ]
        with self._store.transaction() as db:
            db.executemany(
                "UPDATE outbox SET state='settled', settled_at=?, received_at=?, sequence=?, server=?, receipt=?, "
                "taken_until=0, reason='' WHERE number=? AND state<>'settled'",
                verified,
            )
        return {number for *_, number in verified}

    def park(self, row: Taken, reason: str) -> None:
        """Sets aside what the server refused; ``reason`` is its problem code. Staff see it; nobody loses it."""
        self._set(row.number, "state='parked', reason=?, taken_until=0, attempts=attempts+1", reason)

    def postpone(self, row: Taken, retry_after: float | None = None) -> None:
        """This row did not get through while the server was there: it waits longer each time."""
        wait = max(min(retry_after or 0.0, RETRY_AFTER_MOST), backoff(row.attempts, self._jitter))
        self._set(row.number, "attempts=attempts+1, next_due=?, taken_until=0", self._now() + wait)

    def give_back(self, rows: Iterable[Taken]) -> None:
        """These were not tried, or nothing at all got through: due again as before."""
        with self._store.transaction() as db:
            db.executemany("UPDATE outbox SET taken_until=0 WHERE number=?", [(row.number,) for row in rows])

    def free_all(self) -> None:
        """Ends every lease. Only for who has just got the store's sync lease: the former holder is dead."""
        with self._store.transaction() as db:
            db.execute("UPDATE outbox SET taken_until=0 WHERE taken_until>0")

    def all_due(self) -> None:
        """What was to wait longer waits no more: the clock by which it waited was set back."""
        with self._store.transaction() as db:
            db.execute("UPDATE outbox SET next_due=0 WHERE state='waiting' AND next_due>0")

    def unpark(self, number: int | None = None) -> int:
        """Staff let parked rows (or one) be tried again; how many."""
        with self._store.transaction() as db:
            db.execute(
                "UPDATE outbox SET state='waiting', reason='', next_due=0 "
                "WHERE state='parked' AND (? IS NULL OR number=?)",
                (number, number),
            )
            return db.changes()

    def unpark_refused(self) -> int:
        """What the server refused for want of what a fair published anew may have brought: an opening, a key."""
        with self._store.transaction() as db:
            db.execute(
                "UPDATE outbox SET state='waiting', reason='', next_due=0 WHERE state='parked' AND reason IN (?,?)",
                (ProblemCode.INVALID, ProblemCode.UNKNOWN_KEY),
            )
            return db.changes()

    def newest(self, identity_key: bytes) -> Receipt | None:
        """This server's receipt with the highest sequence; another server counts by itself."""
        with self._store.reading() as db:
            found = db.execute(
                "SELECT receipt FROM outbox WHERE sequence IS NOT NULL AND server IN ('', ?) "
                "ORDER BY sequence DESC LIMIT 1",
                (key_id_of(identity_key),),
            ).fetchone()
        return None if found is None else Receipt.model_validate_json(Signed.model_validate_json(found[0]).payload)

    def offer_again(self, identity_key: bytes) -> int:
        """This server was restored from a backup: all that it ever took in waits again; how many rows.

        All, for its receipts may be of before and after the restore, and their numbers then do not compare. What the
        server still holds it gives the same receipt for.
        """
        with self._store.transaction() as db:
            db.execute(
                "UPDATE outbox SET state='waiting', settled_at=NULL, received_at=NULL, sequence=NULL, server='', "
                "receipt=NULL, next_due=0 WHERE state='settled' AND server IN ('', ?)",
                (key_id_of(identity_key),),
            )
            return db.changes()

    def prune(self, server_time: float, keep_seconds: float = KEEP_SECONDS, most: int = -1) -> int:
        """Deletes rows settled longer ago than that, and at least a week ago, ``most`` at a time; how many.

        By this machine's clock and by the server's (``server_time``, seconds since 1970, as just told): either may be
        wrong for a while, and what is gone cannot be offered again. A time yet to come, from a clock that was set back
        since, becomes now.
        """
        least, now = max(keep_seconds, KEEP_SECONDS), self._now()
        with self._store.transaction() as db:
            db.execute("UPDATE outbox SET settled_at=? WHERE state='settled' AND settled_at>?", (now, now))
            db.execute(
                "UPDATE outbox SET received_at=? WHERE state='settled' AND received_at>?", (server_time, server_time)
            )
            db.execute(
                "DELETE FROM outbox WHERE number IN (SELECT number FROM outbox "
                "WHERE state='settled' AND settled_at<? AND received_at<? ORDER BY number LIMIT ?)",
                (now - least, server_time - least, most),
            )
            return db.changes()

    def rows(self, state: State | None = None) -> list[Row]:
        """Without bytes, oldest first."""
        with self._store.reading() as db:
            which = ("WHERE state=?", (state,)) if state else ("", ())
            found = db.execute(f"SELECT {_LISTED} FROM outbox {which[0]} ORDER BY number", which[1]).fetchall()  # noqa: S608
        return [_row(found_row) for found_row in found]

    def row(self, item_id: str) -> list[Row]:
        """The rows of one id."""
        with self._store.reading() as db:
            found = db.execute(f"SELECT {_LISTED} FROM outbox WHERE id=? ORDER BY number", (item_id,)).fetchall()  # noqa: S608
        return [_row(found_row) for found_row in found]

    def has(self, door: Door, item_id: str) -> bool:
        with self._store.reading() as db:
            return db.execute("SELECT 1 FROM outbox WHERE door=? AND id=?", (door, item_id)).fetchone() is not None

    def counts(self) -> Counts:
        midnight = self._clock.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
        with self._store.reading() as db:
            waiting, parked, delivered, submissions = db.execute(
                "SELECT (SELECT COUNT(*) FROM outbox INDEXED BY outbox_tally WHERE state='waiting'),"
                " (SELECT COUNT(*) FROM outbox INDEXED BY outbox_tally WHERE state='parked'),"
                " (SELECT COUNT(*) FROM outbox INDEXED BY outbox_tally"
                "  WHERE state='settled' AND door=? AND settled_at>=?),"
                " (SELECT COUNT(*) FROM outbox INDEXED BY outbox_tally WHERE state='waiting' AND door=?)",
                (Door.SUBMISSIONS, midnight, Door.SUBMISSIONS),
            ).fetchone()  # type: ignore[misc]
        return Counts(int(waiting), int(parked), int(delivered), int(submissions))

    def _set(self, number: int, assignment: str, value: Any) -> None:
        with self._store.transaction() as db:
            db.execute(f"UPDATE outbox SET {assignment} WHERE number=? AND state='waiting'", (value, number))  # noqa: S608

    def _now(self) -> float:
        return self._clock.now().timestamp()


def _receipt_for(row: Taken, signed: Signed, publics: Mapping[str, bytes]) -> Receipt | None:
    try:
        receipt = Receipt.model_validate_json(verify(signed, "receipt", publics))
    except (SealError, ValueError):
        return None
    same = (receipt.id, receipt.door, receipt.digest) == (row.id, row.door, row.digest)
    return receipt if same else None


def _row(found: tuple[Any, ...]) -> Row:
    return Row(found[0], Door(found[1]), *found[2:])
