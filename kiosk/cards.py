"""The seeker cards that this kiosk holds: encrypted, found by blind indexes, kept up to date by the server's deltas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from jobfair.wire import CardDelta, SeekerCard, StoredFace
from kiosk.store.database import Database, Store

_LAST = "cards_last_sequence"


class Cards:
    """Over one store. What this kiosk saved later than the server knew is not overwritten by an older card."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, seeker: str) -> SeekerCard | None:
        with self._store.reading() as db:
            row = db.execute("SELECT value FROM card WHERE seeker=?", (seeker,)).fetchone()
        return None if row is None else self._open(seeker, row[0])

    def by_lookup(self, lookup: str, limit: int) -> list[SeekerCard]:
        """Cards under a blind index of phone or document number, oldest first: families share a phone, and who
        registers later with somebody's number must not push her out."""
        with self._store.reading() as db:
            rows: list[Any] = db.execute(
                "SELECT seeker, value FROM card JOIN card_lookup USING(seeker) WHERE token=? ORDER BY seeker LIMIT ?",
                (self._store.box.index("lookup", lookup), limit),
            ).fetchall()
        return [self._open(*row) for row in rows]

    def put(self, card: SeekerCard) -> None:
        """Adds or replaces, within the caller's transaction when there is one."""
        with self._store.transaction() as db:
            self._write(db, card)

    def keep_face_here(self, seeker: str, face: StoredFace, until: datetime | None = None) -> None:
        """A face that must not leave this kiosk: it is kept apart from the card, which travels."""
        with self._store.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO face_here VALUES(?,?,?)",
                (
                    seeker,
                    until.timestamp() if until else None,
                    self._store.box.seal("face_here", seeker, face.model_dump_json().encode()),
                ),
            )
            _log_face(db, seeker)

    def forget_face(self, seeker: str) -> None:
        """Consent withdrawn at this kiosk: the face leaves the card and the kiosk."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM face_here WHERE seeker=?", (seeker,))
            card = self.get(seeker)
            if card is not None and card.face is not None:
                self._write(db, card.model_copy(update={"face": None}))
            _log_face(db, seeker)

    def forget(self, seeker: str) -> None:
        """The card, its indexes and its face; the outbox keeps what was sent."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM card WHERE seeker=?", (seeker,))
            _log_face(db, seeker)
            self._store.set_meta(self._forgotten(seeker), 1)

    def was_forgotten(self, seeker: str) -> bool:
        """The server said so: her pass opens nothing any more."""
        return self._store.meta(self._forgotten(seeker)) is not None

    def _forgotten(self, seeker: str) -> str:
        return f"forgotten/{self._store.box.index('seeker', seeker)}"

    def forget_old_faces(self, now: datetime) -> int:
        """Faces whose consent has run out; how many."""
        with self._store.transaction() as db:
            over: list[Any] = db.execute("SELECT seeker FROM face_here WHERE until<?", (now.timestamp(),)).fetchall()
            for (seeker,) in over:
                db.execute("DELETE FROM face_here WHERE seeker=?", (seeker,))
                _log_face(db, seeker)
        return len(over)

    def apply(self, delta: CardDelta) -> int:
        """One page of the server's changes, in one transaction; how many cards changed."""
        with self._store.transaction() as db:
            for change in delta.changes:
                if change.card is None:
                    self.forget(change.seeker)
                else:
                    self._write(db, _newer(change.card, self.get(change.seeker)))
                    db.execute("DELETE FROM meta WHERE name=?", (self._forgotten(change.seeker),))
            self._store.set_meta(_LAST, delta.last)
        return len(delta.changes)

    @property
    def last_sequence(self) -> int:
        return int(self._store.meta(_LAST, 0))

    def start_over(self) -> None:
        """The server counts anew (restored, or another one): ask for every card again."""
        self._store.set_meta(_LAST, 0)

    def faces(self) -> Iterator[tuple[str, StoredFace]]:
        """Every enrolled face, to fill a gallery. Slow for many: some seconds for 100,000."""
        with self._store.reading() as db:
            for seeker, value in db.execute("SELECT seeker, value FROM face_here"):
                yield seeker, StoredFace.model_validate_json(self._store.box.open("face_here", seeker, value))
            for seeker, value in db.execute(
                "SELECT seeker, value FROM card WHERE face=1 AND seeker NOT IN (SELECT seeker FROM face_here)"
            ):
                face = self._open(seeker, value).face
                if face is not None:
                    yield seeker, face

    def count_faces(self) -> int:
        with self._store.reading() as db:
            return int(
                db.execute(
                    "SELECT COUNT(*) FROM card WHERE face=1 OR seeker IN (SELECT seeker FROM face_here)"
                ).fetchone()[0]  # type: ignore[index]
            )

    def count_faces_here(self) -> int:
        """Faces that no other machine holds."""
        with self._store.reading() as db:
            return int(db.execute("SELECT COUNT(*) FROM face_here").fetchone()[0])  # type: ignore[index]

    @property
    def last_face_change(self) -> int:
        """The number of the newest change to any face; read it before ``faces``, then follow ``face_changes``."""
        with self._store.reading() as db:
            return int(db.execute("SELECT COALESCE(MAX(number), 0) FROM face_log").fetchone()[0])  # type: ignore[index]

    def face_changes(self, after: int) -> list[tuple[int, str, StoredFace | None]]:
        """Changes after number ``after``, oldest first: number, seeker, and the face as it is now, if any."""
        with self._store.reading() as db:
            rows: list[Any] = db.execute(
                "SELECT number, seeker FROM face_log WHERE number>? ORDER BY number", (after,)
            ).fetchall()
        return [(number, seeker, self._face(seeker)) for number, seeker in rows]

    def _face(self, seeker: str) -> StoredFace | None:
        with self._store.reading() as db:
            row: Any = db.execute("SELECT value FROM face_here WHERE seeker=?", (seeker,)).fetchone()
        if row is not None:
            return StoredFace.model_validate_json(self._store.box.open("face_here", seeker, row[0]))
        card = self.get(seeker)
        return card.face if card else None

    def _open(self, seeker: str, value: bytes) -> SeekerCard:
        return SeekerCard.model_validate_json(self._store.box.open("card", seeker, value))

    def _write(self, db: Database, card: SeekerCard) -> None:
        before = db.execute("SELECT face FROM card WHERE seeker=?", (card.id,)).fetchone()
        value = self._store.box.seal("card", card.id, card.model_dump_json().encode())
        db.execute(
            "INSERT INTO card VALUES(?,?,?) ON CONFLICT(seeker) DO UPDATE SET face=excluded.face, value=excluded.value",
            (card.id, card.face is not None, value),
        )
        db.execute("DELETE FROM card_lookup WHERE seeker=?", (card.id,))
        db.executemany(
            "INSERT OR IGNORE INTO card_lookup VALUES(?,?)",
            [(self._store.box.index("lookup", lookup), card.id) for lookup in card.lookups],
        )
        if card.face is not None or (before is not None and before[0]):
            _log_face(db, card.id)


def _log_face(db: Database, seeker: str) -> None:
    db.execute("INSERT OR REPLACE INTO face_log(seeker) VALUES(?)", (seeker,))


def _newer(theirs: SeekerCard, ours: SeekerCard | None) -> SeekerCard:
    """The server's card, with our résumé where ours is newer and still on its way."""
    if ours is None or ours.resume is None:
        return theirs
    if theirs.resume is not None and (
        theirs.resume.id == ours.resume.id or theirs.resume.date >= ours.resume.date  # by the server's clock
    ):
        return theirs
    return theirs.model_copy(update={"resume": ours.resume, "wish": ours.wish, "profile": ours.profile})
