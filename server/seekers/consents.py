"""What a seeker agreed to, whenever and wherever she said so: of each purpose the newest answer counts.

A statement may come in before the registration, late, twice or after a newer one: the answers are all kept, and what
stands follows from all of them, in the order in which they were given by the server's clock.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobfair.consent import Consent, Purpose
from jobfair.wire import Agreed, Door, SealedConsents, SeekerCard, StoredFace
from server.core.models import AuditEntry, record
from server.fairs.models import Fair
from server.paper.statements import note
from server.seekers.alike import refresh_alike
from server.seekers.cards import SHARED, consent_row, sound_face, touch
from server.seekers.erasure import erase_sealed
from server.seekers.later import fairs_after
from server.seekers.models import CardChange, ConsentRecord, Seeker, WaitingConsents

STATEMENTS_TOLD = 20


def state(content: SealedConsents, fair: Fair, at: datetime) -> None:
    """Keep a statement, within the caller's transaction. ``at``: when it was made, by the server's clock."""
    seeker = _seeker(fair, content.seeker)
    if seeker is None:
        WaitingConsents.objects.create(
            id=content.id,
            organization_id=fair.organization_id,
            seeker_id=content.seeker,
            content=content.model_dump_json(),
            at=at,
        )
        return
    _enter(seeker, content, at)
    settle(seeker, _face_for(seeker, content), at)


def after_registration(seeker: Seeker) -> None:
    """What was stated before the registration came in counts now."""
    card = SeekerCard.model_validate_json(seeker.card)
    if card.face is None and not WaitingConsents.objects.filter(seeker_id=seeker.pk).exists():
        return  # most: nothing to settle
    waiting = WaitingConsents.objects.filter(seeker_id=seeker.pk, organization_id=seeker.fair.organization_id).order_by(
        "at", "pk"
    )
    face: StoredFace | None = None
    face_at: datetime | None = None
    for row in waiting:
        content = SealedConsents.model_validate_json(row.content)
        _enter(seeker, content, row.at)
        given = _face_for(seeker, content)
        if given is not None:
            face, face_at = given, row.at
    waiting.delete()
    settle(seeker, face, face_at, new=True)


def standing(seeker_id: str) -> dict[Purpose, ConsentRecord]:
    """The newest answer to each question where it is a yes; at the same instant a no counts."""
    newest: dict[str, ConsentRecord] = {}
    for row in _in_order(seeker_id):
        newest[row.purpose] = row
    return {Purpose(name): row for name, row in newest.items() if row.given and row.withdrawn_at is None}


def settle(
    seeker: Seeker, face: StoredFace | None = None, face_at: datetime | None = None, *, new: bool = False
) -> None:
    """The card follows from what stands today; ``face`` is taken where none newer is there, and where the card's is
    ``new``, it is to be compared with others. Kiosks are told."""
    stands, today = standing(seeker.pk), timezone.localdate()
    over = [purpose for purpose, row in stands.items() if row.until is not None and row.until < today]
    shared = [stands[purpose] for purpose in SHARED if purpose in stands and purpose not in over]
    card = SeekerCard.model_validate_json(Seeker.objects.values_list("card", flat=True).get(pk=seeker.pk))
    had = card.face is not None
    kept = card.face
    if face is not None and face_at is not None and (seeker.face_at is None or seeker.face_at <= face_at):
        kept, seeker.face_at = face, face_at
    if not shared or not seeker.fair.face_enabled:
        kept = None
    later = stands.get(Purpose.FACE_LATER_FAIRS)
    seeker.later_until = later.until if later in shared and later and kept is not None else None
    statements = ConsentRecord.objects.filter(seeker=seeker).exclude(statement="").order_by("-pk")
    told = list(dict.fromkeys(statements.values_list("statement", flat=True)))
    card = card.model_copy(
        update={
            "face": kept,
            "face_until": max((row.until for row in shared if row.until), default=None) if kept else None,
            "alike": card.alike and kept is not None,
            "agreed": tuple(_agreed(purpose, row) for purpose, row in stands.items() if purpose not in over),
            "statements": tuple(told[:STATEMENTS_TOLD]),
        }
    )
    seeker.card = card.model_dump_json()
    seeker.save(update_fields=["card", "face_at", "later_until"])
    if had and kept is None:
        note(seeker.fair, "face_until" if over else "request", "face", [seeker.pk])
        erase_sealed(Door.REGISTRATIONS, [seeker.pk])
        erase_sealed(Door.CONSENTS, told)
        if new:  # this intake's row of the ledger comes after this
            transaction.on_commit(lambda: erase_sealed(Door.REGISTRATIONS, [seeker.pk]), robust=True)
        record(AuditEntry.Action.FACE_ERASED, f"seeker {seeker.pk}")
        refresh_alike({seeker.pk})
    _tell(seeker, kept is not None and (new or not had or face is not None))


def erase_face(seeker: Seeker, where: str) -> None:
    """The organizers take a face out: each consent to keep it is withdrawn for her, and written down as that."""
    now = timezone.now()
    for purpose, row in standing(seeker.pk).items():
        if purpose in (Purpose.FACE_THIS_KIOSK, *SHARED):
            ConsentRecord.objects.filter(pk=row.pk).update(withdrawn_at=now)
            ConsentRecord.objects.create(
                seeker=seeker,
                purpose=purpose.value,
                given=False,
                text_version=row.text_version,
                language=row.language,
                at=now,
                true_at=now,
                where=where,
                withdrawn_at=now,
            )
    settle(seeker)


def _enter(seeker: Seeker, content: SealedConsents, at: datetime) -> None:
    """The answers into the record; what they withdraw is marked, whichever came in first."""
    for consent in content.consents:
        row = consent_row(seeker, consent)
        row.true_at, row.statement = at, content.id
        row.save(force_insert=True)
        _mark_withdrawn(seeker, consent)
        if consent.withdrawn_at is not None:
            record(AuditEntry.Action.CONSENT_WITHDRAWN, f"seeker {seeker.pk} {consent.purpose.value}")


def _mark_withdrawn(seeker: Seeker, consent: Consent) -> None:
    rows = [row for row in _in_order(seeker.pk) if row.purpose == consent.purpose.value]
    for number, row in enumerate(rows):
        later = next((other for other in rows[number + 1 :] if not other.given and other.withdrawn_at), None)
        if row.given and row.withdrawn_at is None and later is not None:
            ConsentRecord.objects.filter(pk=row.pk).update(withdrawn_at=later.withdrawn_at)


def _in_order(seeker_id: str) -> list[ConsentRecord]:
    rows = ConsentRecord.objects.filter(seeker_id=seeker_id).annotate(when=Coalesce("true_at", "at"))
    return list(rows.order_by("when", "-given", "pk"))


def _face_for(seeker: Seeker, content: SealedConsents) -> StoredFace | None:
    """What a later fair's kiosk measured is turned for that fair: guests take back there, they do not give."""
    return sound_face(content.face) if content.fair == seeker.fair_id else None


def _agreed(purpose: Purpose, row: ConsentRecord) -> Agreed:
    return Agreed(purpose=purpose, at=row.at, where=row.where, until=row.until)


def _seeker(fair: Fair, seeker_id: str) -> Seeker | None:
    found = Seeker.objects.select_related("fair").filter(pk=seeker_id, fair__organization_id=fair.organization_id)
    return found.first()


def _tell(seeker: Seeker, new_face: bool) -> None:
    """Every fair whose kiosks have the card, or are to have it now."""
    known = CardChange.objects.filter(seeker_id=seeker.pk, fair__organization_id=seeker.fair.organization_id)
    fairs = {seeker.fair_id, *known.values_list("fair_id", flat=True)}
    if seeker.later_until is not None:
        fairs |= {fair.pk for fair in fairs_after(seeker.fair)}
    for fair_id in sorted(fairs):
        touch(fair_id, seeker.pk)
    if new_face:
        CardChange.objects.filter(seeker_id=seeker.pk, fair_id__in=fairs).update(face_waiting=True)
