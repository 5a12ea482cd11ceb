"""Submitting: one Submission per opening, sealed and in the outbox before anything is called saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel

from jobfair.consent import Consent, Purpose
from jobfair.fair import Opening
from jobfair.ids import new_id, reference_for
from jobfair.sealing import seal
from jobfair.seeker import profile_of
from jobfair.submission import Status, Submission
from jobfair.taking_back import new_secret, secret_for
from jobfair.text import Language
from jobfair.wire import CardResume, Door, SealedResume, SealedSubmission, SeekerCard, SentOpening
from kiosk.cards import Cards
from kiosk.desk.sent import Sent
from kiosk.outbox import Item, Outbox
from kiosk.ports import Clock
from kiosk.snapshot import HeldFair, Snapshot
from kiosk.store.database import Database, Store
from kiosk.store.numbers import Numbers
from kiosk.visit.state import LastResume, NewResume

_ORDER = list(Status)


@dataclass(frozen=True)
class Submitted:
    """``submissions`` are durably in the outbox. ``already`` were sent before; ``over_limit`` are beyond the day's or
    the visit's number; ``unknown`` are in the fair no more. ``card`` is the seeker's card as it now is."""

    card: SeekerCard
    submissions: tuple[Submission, ...]
    already: tuple[str, ...] = ()
    over_limit: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotAllowed:
    """``reason``: ``under_16``."""

    reason: str


class HandingIn:
    def __init__(self, store: Store, outbox: Outbox, cards: Cards, snapshot: Snapshot, clock: Clock) -> None:
        self._store = store
        self._outbox = outbox
        self._cards = cards
        self._snapshot = snapshot
        self._clock = clock
        self._references = Numbers(store, "references")

    def save_resume(self, card: SeekerCard, resume: NewResume, language: Language) -> SeekerCard:
        """Seals the résumé into the outbox; the card that names it now. One transaction."""
        held, now = self._snapshot.held(), self._clock.now()
        item, changed = _sealed_resume(held, card, resume, language, now)
        with self._store.transaction():
            self._outbox.put([item])
            self._cards.put(changed)
        return changed

    def submit(
        self,
        card: SeekerCard,
        openings: Sequence[str],
        resume: LastResume | NewResume,
        language: Language,
        in_visit: int = 0,
    ) -> Submitted | NotAllowed:
        """All in one transaction: the résumé when it is new, the submissions, the card.

        ``in_visit``: how many she has submitted in this visit before.

        Raises StoreError, and then nothing of it was saved.
        """
        if not card.of_age_to_submit:
            return NotAllowed("under_16")
        held, now = self._snapshot.held(), self._clock.now()
        items: list[Item] = []
        changed, resume_id = card, resume.id if isinstance(resume, LastResume) else ""
        if isinstance(resume, NewResume):
            item, changed = _sealed_resume(held, card, resume, language, now)
            items.append(item)
            resume_id = item.id
        known = held.fair.opening_by_id
        wanted = [known[o] for o in dict.fromkeys(openings) if o in known]
        unknown = tuple(o for o in dict.fromkeys(openings) if o not in known)
        while True:  # all that takes time is done first: others wait while a transaction lasts
            rows = self._rows(card)
            sent = self._told(card, rows)
            before = {s.opening for s in sent if s.status is not Status.WITHDRAWN}
            already = tuple(o.id for o in wanted if o.id in before)
            fresh = [o for o in wanted if o.id not in before]
            room = max(0, min(held.settings.submissions_per_visit - in_visit, _left_today(held, sent, now)))
            over, fresh = tuple(o.id for o in fresh[room:]), fresh[:room]
            if not fresh:
                return Submitted(card, (), already, over, unknown)
            secret = new_secret()
            made = [self._minted(held, card, opening, resume_id, now, secret) for opening in fresh]
            sealed = [_sealed_submission(held, s, o, language) for s, o in zip(made, fresh, strict=True)]
            remembered = [self._row_of(submission) for submission in made]
            with self._store.transaction() as db:
                if _same(self._rows(card), rows):  # else another program on this store was faster
                    _remember(db, remembered)
                    self._outbox.put([*items, *sealed])
                    if changed is not card:
                        self._cards.put(changed)
                    break
        return Submitted(changed, tuple(made), already, over, unknown)

    def statuses(self, card: SeekerCard) -> tuple[SentOpening, ...]:
        """Every submission of the seeker that this kiosk knows of, newest first, each with the furthest status."""
        return self._told(card, self._rows(card))

    def _rows(self, card: SeekerCard) -> list[Any]:
        """What this kiosk remembers of her submissions: id, encrypted value, when withdrawn, state in the outbox."""
        with self._store.reading() as db:
            return db.execute(
                "SELECT submission, value, withdrawn_at, outbox.state FROM sent "
                "LEFT JOIN outbox ON outbox.door=? AND outbox.id=sent.submission WHERE seeker_token=?",
                (Door.SUBMISSIONS, self._store.box.index("seeker", card.id)),
            ).fetchall()

    def _told(self, card: SeekerCard, rows: list[Any]) -> tuple[SentOpening, ...]:
        found = {sent.submission: sent for sent in card.sent}
        for submission, value, withdrawn_at, state in rows:
            ours = Sent.model_validate_json(self._store.box.open("sent", submission, value))
            # A row that is gone from the outbox was settled and pruned.
            status = Status.SAVED if state in ("waiting", "parked") else Status.DELIVERED
            if withdrawn_at is not None:
                status = Status.WITHDRAWN
            theirs = found.get(submission)
            if theirs is None or _ORDER.index(theirs.status) < _ORDER.index(status):
                found[submission] = SentOpening(
                    submission=submission,
                    opening=ours.opening,
                    reference=ours.reference,
                    submitted_at=ours.submitted_at,
                    status=status,
                )
        return tuple(sorted(found.values(), key=lambda sent: sent.submission, reverse=True))

    def prune(self, keep_days: int, now: datetime) -> None:
        """Forgets what this kiosk remembered of submissions that are older than that at ``now``. Never of one whose row
        is in the outbox, whatever a clock said: she could hand it in again, and it would arrive twice."""
        with self._store.transaction() as db:
            before = now.timestamp() - keep_days * 86400
            db.execute(
                "DELETE FROM sent WHERE at<? "
                "AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.door=? AND outbox.id=sent.submission)",
                (before, Door.SUBMISSIONS),
            )
            db.execute("DELETE FROM taken_back WHERE at<?", (before,))

    def _minted(
        self, held: HeldFair, card: SeekerCard, opening: Opening, resume: str, now: datetime, secret: bytes
    ) -> Submission:
        submission = new_id()
        return Submission(
            id=submission,
            seeker=card.id,
            opening=opening.id,
            resume=resume,
            reference=reference_for(held.settings.kiosk, self._references.next()),
            submitted_at=now,
            withdrawal_secret=secret_for(secret, submission),
            take_back_secret=secret,
        )

    def _row_of(self, submission: Submission) -> tuple[str, str, str, float, bytes]:
        """What this kiosk remembers of it, as a row of the table ``sent``."""
        box = self._store.box
        value = Sent(
            submission=submission.id,
            opening=submission.opening,
            reference=submission.reference,
            submitted_at=submission.submitted_at,
            withdrawal_hash=submission.withdrawal_hash,
        )
        return (
            submission.id,
            box.index("seeker", submission.seeker),
            box.index("opening", f"{submission.seeker}/{submission.opening}"),
            submission.submitted_at.timestamp(),
            box.seal("sent", submission.id, value.model_dump_json().encode()),
        )


def _same(rows: list[Any], before: list[Any]) -> bool:
    """Whether the same submissions are there, and the same of them withdrawn; delivery may have gone on."""
    return {(row[0], row[2]) for row in rows} == {(row[0], row[2]) for row in before}


def _remember(db: Database, rows: list[tuple[str, str, str, float, bytes]]) -> None:
    for row in rows:
        # One that is still here was withdrawn at another kiosk: else this one would not have been allowed.
        db.execute(
            "UPDATE sent SET withdrawn_at=? WHERE opening_token=? AND withdrawn_at IS NULL",
            (row[3], row[2]),
        )
    db.executemany("INSERT INTO sent(submission, seeker_token, opening_token, at, value) VALUES(?,?,?,?,?)", rows)


def _left_today(held: HeldFair, sent: Sequence[SentOpening], now: datetime) -> int:
    today = sum(1 for one in sent if one.submitted_at > now - timedelta(hours=24))
    return held.settings.submissions_per_day - today


def sealed_item(held: HeldFair, door: Door, item_id: str, content: BaseModel) -> Item:
    return Item(door, item_id, seal(content.model_dump_json().encode(), door, item_id, held.sealing_keys))


def _sealed_resume(
    held: HeldFair, card: SeekerCard, resume: NewResume, language: Language, now: datetime
) -> tuple[Item, SeekerCard]:
    content = SealedResume(
        id=new_id(),
        fair=held.manifest.fair,
        seeker=card.id,
        resume=resume.resume,
        pdf=resume.pdf,
        pages=resume.pages,
        language=language,
        created_at=now,
    )
    changed = card.model_copy(
        update={
            "resume": CardResume(id=content.id, date=now, pages=resume.pages),
            "wish": resume.resume.wish,
            "profile": profile_of(card.id, resume.resume),
        }
    )
    return sealed_item(held, Door.RESUMES, content.id, content), changed


def _sealed_submission(held: HeldFair, submission: Submission, opening: Opening, language: Language) -> Item:
    employer = held.fair.employer_of(opening)
    until = None
    if employer is not None and employer.retention_days is not None:
        until = (submission.submitted_at.astimezone(UTC) + timedelta(days=employer.retention_days)).date()
    consent = Consent(
        purpose=Purpose.SUBMIT,
        given=True,
        text_version=held.settings.consent_text_version,
        language=language,
        at=submission.submitted_at,
        where=held.settings.kiosk,
        until=until,
        employer=employer.id if employer else None,
    )
    content = SealedSubmission(
        id=submission.id,
        fair=held.manifest.fair,
        kiosk=held.settings.kiosk,
        seeker=submission.seeker,
        opening=submission.opening,
        resume=submission.resume,
        reference=submission.reference,
        submitted_at=submission.submitted_at,
        consent=consent,
        withdrawal_hash=submission.withdrawal_hash,
        language=language,
    )
    return sealed_item(held, Door.SUBMISSIONS, submission.id, content)
