"""Cards: what a kiosk may know of a seeker, and the changes that kiosks fetch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, transaction

from jobfair.consent import Consent, Purpose
from jobfair.seeker import Resume, profile_of
from jobfair.submission import Status
from jobfair.wire import CardChange as Change
from jobfair.wire import CardDelta, CardResume, Registration, SeekerCard, SentOpening
from server.core.sql import one_row, run
from server.fairs.models import Fair
from server.intake.models import StoredSubmission
from server.seekers.models import CardChange, ConsentRecord, Seeker, StoredResume

PAGE = 200


def register(registration: Registration, fair: Fair) -> Seeker:
    """Keep a registration. The face is kept only where the consent for the other kiosks of this fair stands."""
    card = registration.card
    shared = any(c.purpose is Purpose.FACE_THIS_FAIR and c.stands for c in registration.consents)
    if not (shared and fair.face_enabled):
        card = card.model_copy(update={"face": None})
    seeker = Seeker.objects.create(
        id=registration.id,
        fair=fair,
        name=registration.name[:400],
        phone=registration.phone[:64],
        document_kind=registration.document_kind[:32],
        birth_year=registration.birth_year if registration.birth_year in range(1900, 2101) else None,
        card=card.model_copy(update={"sent": ()}).model_dump_json(),
        registered_at=registration.registered_at,
    )
    ConsentRecord.objects.bulk_create(_consent_row(seeker, consent) for consent in registration.consents)
    newest = StoredResume.objects.filter(seeker_id=seeker.pk, fair=fair).order_by("-created_at").first()
    if newest is not None:
        note_resume(newest)  # it came in before its seeker did
    touch(fair.pk, seeker.pk)
    return seeker


def note_resume(row: StoredResume) -> None:
    """A newer résumé brings the card's résumé, wish and profile up to date; an older one changes nothing."""
    found = one_row("SELECT card FROM seekers_seeker WHERE id = %s AND fair_id = %s", row.seeker_id, row.fair_id)
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
    touch(row.fair_id, row.seeker_id)


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


def delta(fair: Fair, after: int) -> CardDelta:
    """Changes after ``after``, oldest first, one a seeker."""
    rows = list(CardChange.objects.filter(fair=fair, sequence__gt=after)[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    ids = [row.seeker_id for row in rows]
    seekers = {seeker.pk: seeker for seeker in Seeker.objects.filter(pk__in=ids, fair=fair)}
    sent = _sent_of(fair, ids)
    changes = tuple(
        Change(
            sequence=row.sequence,
            seeker=row.seeker_id,
            card=card_of(seekers[row.seeker_id], fair, sent[row.seeker_id]) if row.seeker_id in seekers else None,
        )
        for row in rows
    )
    return CardDelta(changes=changes, last=rows[-1].sequence if rows else after, more=more)


def card_of(seeker: Seeker, fair: Fair, sent: Iterable[SentOpening]) -> SeekerCard:
    card = SeekerCard.model_validate_json(seeker.card)
    update: dict[str, object] = {"sent": tuple(sent)}
    if not fair.face_enabled:
        update["face"] = None
    return card.model_copy(update=update)


def _sent_of(fair: Fair, seekers: list[str]) -> defaultdict[str, list[SentOpening]]:
    found: defaultdict[str, list[SentOpening]] = defaultdict(list)
    rows = StoredSubmission.objects.filter(fair=fair, seeker_id__in=seekers).select_related("opening")
    for row in rows.order_by("received_at", "pk"):
        found[row.seeker_id].append(
            SentOpening(
                submission=row.pk,
                opening=row.opening.code,
                reference=row.reference,
                submitted_at=row.submitted_at,
                status=Status(row.status),
            )
        )
    return found


def _consent_row(seeker: Seeker, consent: Consent) -> ConsentRecord:
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
