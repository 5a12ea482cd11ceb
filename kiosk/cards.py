"""The seeker cards that this kiosk holds: encrypted, found by blind indexes, kept up to date by the server's deltas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from jobfair.consent import Purpose
from jobfair.wire import CardDelta, SeekerCard, StoredFace
from kiosk import answers
from kiosk.clock import day_of
from kiosk.store.database import Database, Store

_LAST = "cards_last_sequence"
_LATER = "forget_later/"
_ON_ITS_WAY = "EXISTS(SELECT 1 FROM outbox WHERE door='registrations' AND id={0} AND state<>'settled')"
_HELD = "EXISTS(SELECT 1 FROM card WHERE seeker={0} AND (face OR seeker IN (SELECT seeker FROM face_here)))"


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

    def told(self, seeker: str, statement: str) -> None:
        """This kiosk has queued a statement about her consents: a card that has not heard of it does not undo it."""
        with self._store.transaction() as db:
            db.execute("INSERT OR IGNORE INTO statement VALUES(?,?)", (seeker, statement))

    def same_hint(self, card: SeekerCard) -> list[str]:
        """Ids of others whose names are masked alike."""
        mask = self._store.box.index("mask", card.masked_name)
        with self._store.reading() as db:
            rows: list[Any] = db.execute(
                "SELECT seeker FROM card WHERE mask=? AND seeker<>?", (mask, card.id)
            ).fetchall()
        return [seeker for (seeker,) in rows]

    def may_name(self, card: SeekerCard, now: datetime) -> bool:
        """Whether a face is kept for her still: its last day may have ended since the last housekeeping."""
        with self._store.reading() as db:
            return bool(
                db.execute(
                    "SELECT EXISTS(SELECT 1 FROM face_here WHERE seeker=?1 AND (until IS NULL OR until>=?2)) OR EXISTS("
                    "SELECT 1 FROM card WHERE seeker=?1 AND face AND (face_until IS NULL OR face_until>=?3))",
                    (card.id, now.timestamp(), day_of(now)),
                ).fetchone()[0]  # type: ignore[index]
            )

    def note_alike(self, one: str, others: Iterable[str]) -> None:
        """Found at an enrolment here: these faces are too alike to name anybody, while both are kept."""
        with self._store.transaction() as db:
            db.executemany(
                "INSERT OR IGNORE INTO alike VALUES(?,?)", [(min(one, o), max(one, o)) for o in others if o != one]
            )

    def alike_pairs(self) -> list[tuple[str, str]]:
        """Of faces that this kiosk holds now, as it found them itself."""
        with self._store.reading() as db:
            asked = f"SELECT a, b FROM alike WHERE {_HELD.format('a')} AND {_HELD.format('b')}"  # noqa: S608
            return [(str(a), str(b)) for a, b in db.execute(asked)]

    def count_alike(self) -> int:
        """So many people here whose faces name nobody."""
        with self._store.reading() as db:
            by_server = {seeker for (seeker,) in db.execute("SELECT seeker FROM card WHERE alike")}
        return len(by_server | {seeker for pair in self.alike_pairs() for seeker in pair})

    def is_alike(self, card: SeekerCard) -> bool:
        """Whether her face is too like another one to name her: the server says so, or this kiosk found it."""
        if card.alike:
            return True
        with self._store.reading() as db:
            found = db.execute(
                f"SELECT 1 FROM alike WHERE (a=?1 OR b=?1) AND {_HELD.format('a')} AND {_HELD.format('b')} LIMIT 1",  # noqa: S608
                (card.id,),
            ).fetchone()
        return found is not None

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
            answers.forget(self._store, seeker)
            self._store.set_meta(self._forgotten(seeker), 1)
            db.execute("DELETE FROM meta WHERE name=?", (_LATER + seeker,))

    def was_forgotten(self, seeker: str) -> bool:
        """The server said so: her pass opens nothing any more."""
        return self._store.meta(self._forgotten(seeker)) is not None

    def put_off(self) -> list[str]:
        """Whom the server said to forget while her registration was on its way from here, and it has arrived since."""
        with self._store.reading() as db:
            found = db.execute(
                f"SELECT substr(name, ?1) AS who FROM meta WHERE name GLOB ?2 AND NOT {_ON_ITS_WAY.format('who')}",  # noqa: S608
                (len(_LATER) + 1, f"{_LATER}*"),
            )
            return [str(seeker) for (seeker,) in found]

    def forget_put_off(self, seekers: Iterable[str]) -> None:
        """Those of ``put_off`` of whom no card came since; call it when all changes that there are were applied."""
        with self._store.transaction():
            for seeker in seekers:
                if self._store.meta(_LATER + seeker) is not None:
                    self.forget(seeker)

    def _forgotten(self, seeker: str) -> str:
        return f"forgotten/{self._store.box.index('seeker', seeker)}"

    def forget_old_faces(self, now: datetime) -> int:
        """Faces whose consent has run out, here and on cards, also where no server says so; how many."""
        with self._store.transaction() as db:
            over: list[Any] = db.execute("SELECT seeker FROM face_here WHERE until<?", (now.timestamp(),)).fetchall()
            for (seeker,) in over:
                db.execute("DELETE FROM face_here WHERE seeker=?", (seeker,))
                _log_face(db, seeker)
            old: list[Any] = db.execute(
                "SELECT seeker FROM card WHERE face AND face_until<?", (day_of(now),)
            ).fetchall()
            for (seeker,) in old:
                card = self.get(seeker)
                if card is not None:
                    self._write(db, card.model_copy(update={"face": None}))
        return len(over) + len(old)

    def apply(self, delta: CardDelta) -> int:
        """One page of the server's changes, in one transaction; how many cards changed.

        Nobody is forgotten whose registration this kiosk still has to deliver: the server cannot know her yet. Where
        she was erased all the same (it knew her by a submission), that is put off until it has arrived."""
        with self._store.transaction() as db:
            for change in delta.changes:
                if change.card is not None:
                    self._take(db, change.card)
                    marks = (self._forgotten(change.seeker), _LATER + change.seeker)
                    db.execute("DELETE FROM meta WHERE name IN (?,?)", marks)
                elif db.execute(f"SELECT {_ON_ITS_WAY.format('?')}", (change.seeker,)).fetchone()[0]:  # type: ignore[index]
                    self._store.set_meta(_LATER + change.seeker, 1)
                else:
                    self.forget(change.seeker)
            self._store.set_meta(_LAST, delta.last)
        return len(delta.changes)

    def _take(self, db: Database, theirs: SeekerCard) -> None:
        """The server's card. What she said here last of her face stays until the server has heard it; from then on what
        it says of a face on this kiosk counts, too: she may have taken it back elsewhere."""
        ours = self.get(theirs.id)
        card = _newer(theirs, ours)
        rows: list[Any] = db.execute("SELECT id FROM statement WHERE seeker=?", (theirs.id,)).fetchall()
        if ours is not None and {number for (number,) in rows} - set(theirs.statements):
            update = {name: getattr(ours, name) for name in ("face", "face_until", "agreed")}
            card = card.model_copy(update=update)
        else:
            db.execute("DELETE FROM statement WHERE seeker=?", (theirs.id,))
            if not any(agreed.purpose is Purpose.FACE_THIS_KIOSK for agreed in theirs.agreed):
                db.execute("DELETE FROM face_here WHERE seeker=?", (theirs.id,))
                if db.changes():
                    _log_face(db, theirs.id)
        self._write(db, card)

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
            "INSERT INTO card(seeker, face, value, face_until, mask, alike) VALUES(?,?,?,?,?,?)"
            " ON CONFLICT(seeker) DO UPDATE SET face=excluded.face, value=excluded.value,"
            " face_until=excluded.face_until, mask=excluded.mask, alike=excluded.alike",
            (
                card.id,
                card.face is not None,
                value,
                card.face_until.isoformat() if card.face_until else None,
                self._store.box.index("mask", card.masked_name),
                card.alike,
            ),
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
    """The server's card, with what is looked for as she said it here, unless a newer résumé has come since; and with
    our résumé where ours is newer and still on its way."""
    theirs = _as_wished_here(theirs, ours)
    if ours is None or ours.resume is None or ours.resume.id in theirs.set_aside:
        return theirs
    if theirs.resume is not None and (
        theirs.resume.id == ours.resume.id or theirs.resume.date >= ours.resume.date  # by the server's clock
    ):
        return theirs
    return theirs.model_copy(update={"resume": ours.resume, "wish": ours.wish, "profile": ours.profile})


def _as_wished_here(theirs: SeekerCard, ours: SeekerCard | None) -> SeekerCard:
    if ours is None or ours.profile_at is None:
        return theirs
    newer = theirs.resume is not None and theirs.resume.date > ours.profile_at
    if newer or (theirs.profile_at is not None and theirs.profile_at > ours.profile_at):
        return theirs
    return theirs.model_copy(update={"profile": ours.profile, "wish": ours.wish, "profile_at": ours.profile_at})
