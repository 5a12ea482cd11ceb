"""Registering a new seeker: a card for this kiosk, a sealed registration for the server, in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from jobfair.consent import Consent, Purpose
from jobfair.ids import minted_at, new_id
from jobfair.sealing import seal
from jobfair.second_factor import is_visit_code, lookup_token, make_verifier, phone_tail_of
from jobfair.seeker import JobWish, MatchingProfile, Resume, masked_name, profile_of
from jobfair.text import Language, without_controls
from jobfair.wire import Door, Registration, SeekerCard
from kiosk.answers import keep as keep_answers
from kiosk.cards import Cards
from kiosk.desk.consents import agreed_of, end_of, face_consents, face_terms, old_enough
from kiosk.desk.faces import FaceBook
from kiosk.outbox import Item, Outbox
from kiosk.ports import Clock
from kiosk.snapshot import HeldFair, Snapshot
from kiosk.store.database import Store
from kiosk.visit.state import Draft, FaceScope

_SHARED = (Purpose.FACE_THIS_FAIR, Purpose.FACE_LATER_FAIRS)
LEAST_A_DAY, MOST_A_DAY = 4, 7
"""Of so many registrations with one number in a day, by what this kiosk has heard, the number leads to the record; by
how many exactly differs from number to number, so that whoever registers until one is not found learns little of who
was there before. The others are kept and open by pass and face."""


class Registrar:
    def __init__(
        self, store: Store, outbox: Outbox, cards: Cards, faces: FaceBook, snapshot: Snapshot, clock: Clock
    ) -> None:
        self._faces = faces
        self._store = store
        self._outbox = outbox
        self._cards = cards
        self._snapshot = snapshot
        self._clock = clock

    def register(self, draft: Draft, language: Language, resume: Resume | None = None) -> SeekerCard:
        """Slow: 50 ms for each factor's hash. Always a new seeker: what was typed proves nothing.

        Raises ValueError where the draft is not complete (the pages see to that), StoreError when nothing was saved.
        """
        name = without_controls(draft.name).strip()
        if not name or not is_visit_code(draft.code) or draft.age in (None, "under_14"):
            raise ValueError("a registration needs a name, an age from 14 and a visit code")
        held, now, seeker = self._snapshot.held(), self._clock.now(), new_id()
        numbers = _numbers(draft)
        resume = resume or (draft.intention.as_resume() if draft.intention else None)
        tail = phone_tail_of(numbers.get("phone", ""))
        face = draft.face if draft.face_scope != "none" and old_enough(held, draft.age) else None
        answers = _consents(draft, held, language, now, kept=face is not None)
        fair_too = face is not None and draft.face_scope == "this_fair"
        travels = face is not None and any(a.stands and a.purpose in _SHARED for a in answers)
        alike = self._faces.alike(face, seeker) if face is not None else []
        until = face_terms(held, now).fair
        card = SeekerCard(
            id=seeker,
            masked_name=masked_name(name),
            language=language,
            verifier=make_verifier(draft.code, held.settings.pepper),
            phone_tail=make_verifier(tail, held.settings.pepper) if tail else None,
            lookups=self._lookups(numbers, held.settings.pepper, now),
            face=face if fair_too else None,
            face_until=until if fair_too else None,
            agreed=agreed_of(answers),
            wish=resume.wish if resume else JobWish(),
            profile=profile_of(seeker, resume) if resume else MatchingProfile(id=seeker),
            of_age_to_submit=draft.age == "16_up",
        )
        registration = Registration(
            id=seeker,
            fair=held.manifest.fair,
            kiosk=held.settings.kiosk,
            name=name,
            phone=numbers.get("phone", ""),
            document_kind=draft.document.kind if draft.document else "",
            birth_year=int(numbers["resident_id"][6:10]) if "resident_id" in numbers else None,
            card=card.model_copy(update={"face": face if travels else None}),
            consents=answers,
            registered_at=now,
        )
        content = registration.model_dump_json().encode()
        sealed = seal(content, Door.REGISTRATIONS, seeker, held.sealing_keys)
        with self._store.transaction():
            self._cards.put(card)
            if face is not None and not fair_too:
                self._cards.keep_face_here(seeker, face, end_of(until, now))
            self._cards.note_alike(seeker, alike)
            keep_answers(self._store, seeker, answers)
            self._outbox.put([Item(Door.REGISTRATIONS, seeker, sealed)])
        return card

    def _lookups(self, numbers: dict[str, str], pepper: bytes, now: datetime) -> tuple[str, ...]:
        """Without those under which too many have registered in a day."""
        found = []
        for kind, number in numbers.items():
            lookup = lookup_token(kind, number, pepper)
            times = [minted_at(card.id) for card in self._cards.by_lookup(lookup, MOST_A_DAY)]
            today = sum(at is not None and at > now - timedelta(days=1) for at in times)
            if today < LEAST_A_DAY + int(lookup, 16) % (MOST_A_DAY - LEAST_A_DAY + 1):
                found.append(lookup)
        return tuple(found)


def _numbers(draft: Draft) -> dict[str, str]:
    """Phone and document in the one form under which they are looked up; ValueError when they have none."""
    from jobfair.numbers import phone_number

    found: dict[str, str] = {}
    if draft.phone:
        phone = phone_number(draft.phone)
        if phone is None:
            raise ValueError("not a phone number")
        found["phone"] = phone
    if draft.document:
        found[draft.document.kind] = draft.document.number
    return found


def _consents(draft: Draft, held: HeldFair, language: Language, now: datetime, *, kept: bool) -> tuple[Consent, ...]:
    """Each purpose apart; a refusal is recorded too, where the question was asked."""
    resume = Consent(
        purpose=Purpose.RESUME,
        given=True,
        text_version=held.settings.consent_text_version,
        language=language,
        at=now,
        where=held.settings.kiosk,
        until=now.astimezone().date() + timedelta(days=held.settings.keep_days),
    )
    if not held.settings.face.enabled:
        return (resume,)
    scope: FaceScope = draft.face_scope if kept else "none"
    return (resume, *face_consents(held, scope, draft.face_later, language, now))
