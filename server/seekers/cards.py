"""Cards: what a kiosk may know of a seeker, and the changes that kiosks fetch."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import connection, transaction

from jobfair.consent import Consent, Purpose
from jobfair.faces_alike import is_sound
from jobfair.seeker import Resume, profile_of
from jobfair.wire import Agreed, CardResume, Registration, SeekerCard, StoredFace
from server.core.sql import one_row, run
from server.fairs.models import Fair
from server.seekers.models import ConsentRecord, Seeker, StoredResume

log = logging.getLogger("jobfair.intake")
SHARED = (Purpose.FACE_THIS_FAIR, Purpose.FACE_LATER_FAIRS)
"""With one of these consents the face is the server's to keep."""


def register(registration: Registration, fair: Fair, at: datetime | None = None) -> Seeker:
    """Keep a registration, made at ``at`` by the server's clock. The face is kept only where the consent for the other
    kiosks of this fair or the one for later fairs stands."""
    stands = [consent for consent in registration.consents if consent.stands]
    shared = [consent for consent in stands if consent.purpose in SHARED]
    face = sound_face(registration.card.face) if shared and fair.face_enabled else None
    card = registration.card.model_copy(
        update={
            "face": face,
            "face_until": max((c.until for c in shared if c.until), default=None) if face else None,
            "alike": False,
            "agreed": tuple(Agreed(purpose=c.purpose, at=c.at, where=c.where, until=c.until) for c in stands),
            "statements": (),
            "sent": (),
        }
    )
    seeker = Seeker.objects.create(
        id=registration.id,
        fair=fair,
        name=registration.name[:400],
        phone=registration.phone[:64],
        document_kind=registration.document_kind[:32],
        birth_year=registration.birth_year if registration.birth_year in range(1900, 2101) else None,
        card=card.model_dump_json(),
        of_age_to_submit=card.of_age_to_submit,
        registered_at=registration.registered_at,
    )
    rows = [consent_row(seeker, consent) for consent in registration.consents]
    for row in rows:
        row.true_at = at
    ConsentRecord.objects.bulk_create(rows)
    came = StoredResume.objects.filter(seeker_id=seeker.pk, fair=fair, set_aside=False)
    newest = came.order_by("-created_at").first()
    if newest is not None:
        note_resume(newest)  # it came in before its seeker did
    touch(fair.pk, seeker.pk)
    return seeker


def sound_face(face: StoredFace | None) -> StoredFace | None:
    """The face, unless its numbers are none that a kiosk measured: such a face is left out, the rest counts."""
    if face is None or is_sound(face.encoder, face.numbers):
        return face
    log.warning("a face was left out: its numbers are not those of a face")
    return None


def note_resume(row: StoredResume) -> None:
    """A newer résumé brings the card's résumé, wish and profile up to date; an older one changes nothing. It may have
    been given at a later fair of the organization than the card."""
    found = one_row(_CARD, row.seeker_id, row.fair_id)
    if found is None:
        return
    card = SeekerCard.model_validate_json(found[0])
    if card.resume is not None and card.resume.date > row.created_at:
        return
    resume = Resume.model_validate(row.document)
    card = card.model_copy(
        update={
            "resume": CardResume(id=row.pk, date=row.created_at, pages=row.pages),
            "wish": resume.wish if resume.wish.titles else card.wish,
            "profile": profile_of(card.profile.id, resume),
        }
    )
    run("UPDATE seekers_seeker SET card = %s WHERE id = %s", card.model_dump_json(), row.seeker_id)
    for fair_id in sorted({row.fair_id, found[1]}):
        touch(fair_id, row.seeker_id)


_CARD = """SELECT seeker.card, seeker.fair_id FROM seekers_seeker seeker
 JOIN fairs_fair home ON home.id = seeker.fair_id JOIN fairs_fair here ON here.organization_id = home.organization_id
 WHERE seeker.id = %s AND here.id = %s"""
_NUMBER = "UPDATE fairs_fair SET card_sequence = card_sequence + 1 WHERE id = %s RETURNING card_sequence"
_CHANGED = """INSERT INTO seekers_cardchange (fair_id, seeker_id, sequence) VALUES (%s, %s, {number})
 ON CONFLICT (fair_id, seeker_id) DO UPDATE SET sequence = excluded.sequence"""
_CHANGED_NUMBERED = _CHANGED.format(number="%s")
_NUMBER_AND_CHANGED = f"WITH n AS ({_NUMBER}) {_CHANGED.format(number='(SELECT card_sequence FROM n)')}"  # noqa: S608


@transaction.atomic(savepoint=False)
def touch(fair_id: str, seeker_id: str) -> None:
    """Kiosks of the fair get this seeker's card anew. The fair's row is locked until the transaction ends, so a later
    number is never visible before an earlier one."""
    if connection.vendor == "postgresql":  # in one, so that the others wait for fewer round trips
        run(_NUMBER_AND_CHANGED, fair_id, fair_id, seeker_id)
    else:
        run(_CHANGED_NUMBERED, fair_id, seeker_id, one_row(_NUMBER, fair_id)[0])


def consent_row(seeker: Seeker, consent: Consent) -> ConsentRecord:
    """As it is to be written down."""
    return ConsentRecord(
        seeker=seeker,
        purpose=consent.purpose.value,
        given=consent.given,
        text_version=consent.text_version[:32],
        language=consent.language,
        at=consent.at,
        where=consent.where[:200],
        until=consent.until,
        employer=consent.employer or "",
        withdrawn_at=consent.withdrawn_at,
    )
