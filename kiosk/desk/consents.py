"""What a seeker says of her face after she registered: given later, or taken back. It counts here at once, elsewhere
at the next rounds of sync, in whatever order kiosks deliver: see docs/decisions/0030."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jobfair.consent import Consent, Purpose
from jobfair.ids import new_id
from jobfair.text import Language
from jobfair.wire import Agreed, Door, SealedConsents, SeekerCard, StoredFace
from kiosk.answers import keep as keep_answers
from kiosk.cards import Cards
from kiosk.desk.faces import FaceBook
from kiosk.desk.handing_in import sealed_item
from kiosk.outbox import Outbox
from kiosk.ports import Clock
from kiosk.snapshot import HeldFair, Snapshot
from kiosk.store.database import Store
from kiosk.visit.state import Age, FaceScope

FACE = (Purpose.FACE_THIS_KIOSK, Purpose.FACE_THIS_FAIR, Purpose.FACE_LATER_FAIRS)
"""The first carries the others: whoever takes it back wants her face kept nowhere."""


@dataclass(frozen=True)
class FaceTerms:
    """How long a face may be kept: here and at this fair's other kiosks, and for later fairs (None: not offered)."""

    fair: date | None
    later: date | None


def face_terms(held: HeldFair, now: datetime) -> FaceTerms:
    """Later fairs never longer than what she registers is kept at all."""
    later, today = held.settings.face.later_until, now.astimezone().date()
    fair = last_day(held)
    if later is not None:
        later = min(later, today + timedelta(days=held.settings.keep_days))
        later = later if later > max(fair or today, today) else None
    return FaceTerms(fair, later)


def last_day(held: HeldFair) -> date | None:
    """The fair's last day, where it says so in ISO form."""
    try:
        return date.fromisoformat(held.fair.closes[:10])
    except ValueError:
        return None


def old_enough(held: HeldFair, age: Age | None) -> bool:
    """Whether somebody of this declared age may enrol a face: by the youngest that she may be."""
    least = {"14_to_15": 14, "16_up": 16}.get(age or "", 0)
    return least >= max(14, held.settings.face.from_age)


def face_consents(
    held: HeldFair, scope: FaceScope, later: bool, language: Language, now: datetime
) -> tuple[Consent, ...]:
    """An answer to each question that was asked, refusals too."""
    terms = face_terms(held, now)
    given = {
        Purpose.FACE_THIS_KIOSK: (scope != "none", terms.fair),
        Purpose.FACE_THIS_FAIR: (scope == "this_fair", terms.fair),
        Purpose.FACE_LATER_FAIRS: (scope != "none" and later and terms.later is not None, terms.later),
    }
    if terms.later is None:
        del given[Purpose.FACE_LATER_FAIRS]
    return tuple(
        _answer(held, purpose, yes, language, now, until if yes else None) for purpose, (yes, until) in given.items()
    )


def agreed_of(consents: Iterable[Consent]) -> tuple[Agreed, ...]:
    """Those that stand, as the card says them."""
    return tuple(Agreed(purpose=c.purpose, at=c.at, where=c.where, until=c.until) for c in consents if c.stands)


class Consenting:
    """Over one store."""

    def __init__(
        self, store: Store, outbox: Outbox, cards: Cards, faces: FaceBook, snapshot: Snapshot, clock: Clock
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._cards = cards
        self._faces = faces
        self._snapshot = snapshot
        self._clock = clock

    def may_give(self, card: SeekerCard) -> bool:
        """Whether she may be asked about her face now: not where one is kept that is of use here (it may be of another
        encoder), nor at a fair where she is a guest."""
        held = self._snapshot.held()
        known = self._cards.get(card.id)
        return (
            known is not None
            and known.pepper_of in ("", held.manifest.fair)
            and old_enough(held, "16_up" if known.of_age_to_submit else "14_to_15")
            and (not any(agreed.purpose in FACE for agreed in known.agreed) or self._faces.is_outdated(known.id))
        )

    def give(self, card: SeekerCard, face: StoredFace, scope: FaceScope, later: bool, language: Language) -> SeekerCard:
        """Keep this face as far as she says, and tell the server. Slow the first time: faces are compared."""
        held, now = self._snapshot.held(), self._clock.now()
        known = self._cards.get(card.id)
        if scope == "none" or known is None or not self.may_give(card):
            return card
        alike = self._faces.alike(face, card.id)
        answers = face_consents(held, scope, later, language, now)
        travels = scope == "this_fair" or any(a.stands and a.purpose is Purpose.FACE_LATER_FAIRS for a in answers)
        content = self._statement(held, card.id, answers, now, face if travels else None)
        changed = known.model_copy(
            update={
                "face": face if scope == "this_fair" else None,
                "face_until": face_terms(held, now).fair,
                "agreed": (*(one for one in known.agreed if one.purpose not in FACE), *agreed_of(answers)),
            }
        )
        with self._store.transaction():
            self._cards.put(changed)
            if scope != "this_fair":
                self._cards.keep_face_here(card.id, face, end_of(face_terms(held, now).fair, now))
            self._cards.note_alike(card.id, alike)
            self._queue(held, content)
        return changed.model_copy(update={"sent": card.sent})

    def withdraw(self, card: SeekerCard, purpose: Purpose, language: Language) -> SeekerCard:
        """Take one consent back; that for this kiosk takes the others with it. Repeating is harmless.

        Where this kiosk knows nothing of what she agreed to (it has only her pass), the server is told all the same.
        """
        held, now = self._snapshot.held(), self._clock.now()
        gone = FACE if purpose is Purpose.FACE_THIS_KIOSK else (purpose,)
        answers = tuple(
            _answer(held, one, False, language, now).model_copy(update={"withdrawn_at": now}) for one in gone
        )
        content = self._statement(held, card.id, answers, now)
        known = self._cards.get(card.id)
        if known is None:
            with self._store.transaction():
                self._queue(held, content)
            return card
        changed = known.model_copy(update={"agreed": tuple(one for one in known.agreed if one.purpose not in gone)})
        guest = known.pepper_of not in ("", held.manifest.fair)
        face = known.face
        if purpose is Purpose.FACE_THIS_KIOSK or guest or purpose is Purpose.FACE_THIS_FAIR:
            changed = changed.model_copy(update={"face": None})
        own = held.settings.kiosk
        here = any(one.purpose is Purpose.FACE_THIS_KIOSK and one.where == own for one in changed.agreed)
        with self._store.transaction():
            if purpose is Purpose.FACE_THIS_KIOSK:
                self._cards.forget_face(card.id)
            elif purpose is Purpose.FACE_THIS_FAIR and here and face is not None and not guest:
                self._cards.keep_face_here(card.id, face, end_of(known.face_until, now))  # and on no other kiosk
            self._cards.put(changed)
            self._queue(held, content)
        return changed.model_copy(update={"sent": card.sent})

    def _statement(
        self,
        held: HeldFair,
        seeker: str,
        consents: tuple[Consent, ...],
        now: datetime,
        face: StoredFace | None = None,
    ) -> SealedConsents:
        return SealedConsents(
            id=new_id(),
            fair=held.manifest.fair,
            kiosk=held.settings.kiosk,
            seeker=seeker,
            consents=consents,
            face=face,
            stated_at=now,
        )

    def _queue(self, held: HeldFair, content: SealedConsents) -> None:
        if self._cards.get(content.seeker) is not None:
            keep_answers(self._store, content.seeker, content.consents)
            self._cards.told(content.seeker, content.id)
        self._outbox.put([sealed_item(held, Door.CONSENTS, content.id, content)])


def end_of(day: date | None, now: datetime) -> datetime | None:
    """The last minute of a day at this place."""
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=now.astimezone().tzinfo) if day else None


def _answer(
    held: HeldFair, purpose: Purpose, given: bool, language: Language, now: datetime, until: date | None = None
) -> Consent:
    return Consent(
        purpose=purpose,
        given=given,
        text_version=held.settings.consent_text_version,
        language=language,
        at=now,
        where=held.settings.kiosk,
        until=until,
    )
