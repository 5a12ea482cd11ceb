"""The changes of cards, as the kiosks of a fair fetch them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from jobfair.consent import Purpose
from jobfair.face_rotation import Rotation
from jobfair.submission import Status
from jobfair.wire import CardChange as Change
from jobfair.wire import CardDelta, SeekerCard, SentOpening
from server.fairs.models import Fair
from server.intake.models import StoredSubmission
from server.seekers.alike import compare_new
from server.seekers.later import guest_card, guests_of
from server.seekers.models import CardChange, Forgotten, Seeker

PAGE = 200


def delta(fair: Fair, after: int) -> CardDelta:
    """Changes after ``after``, oldest first, one a seeker. Seekers of earlier fairs who agreed to that are among them.
    No face goes out that was not compared with the others first.

    A seeker whose registration has not come in yet is left out until it does: what she made at other kiosks may be
    here before it, and "not here yet" must not look like "to be forgotten"."""
    compare_new(fair)
    rows = list(CardChange.objects.filter(fair=fair, sequence__gt=after)[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    ids = [row.seeker_id for row in rows]
    sent, turns = _sent_of(fair, ids), dict[str, Rotation]()
    cards = {
        seeker.pk: card_of(seeker, fair, sent[seeker.pk]) for seeker in Seeker.objects.filter(pk__in=ids, fair=fair)
    }
    for guest in guests_of(fair).select_related("fair").filter(pk__in=ids):
        if guest.later_until is not None:
            card = SeekerCard.model_validate_json(guest.card).model_copy(update={"sent": tuple(sent[guest.pk])})
            cards[guest.pk] = guest_card(card, guest.fair, fair, guest.later_until, turns)
    gone = _gone(fair, [seeker for seeker in ids if seeker not in cards])
    changes = tuple(
        Change(sequence=row.sequence, seeker=row.seeker_id, card=cards.get(row.seeker_id))
        for row in rows
        if row.seeker_id in cards or row.seeker_id in gone
    )
    return CardDelta(changes=changes, last=rows[-1].sequence if rows else after, more=more)


def card_of(seeker: Seeker, fair: Fair, sent: Iterable[SentOpening]) -> SeekerCard:
    """As the kiosks of her own fair get it: with the face only where she agreed to that."""
    card = SeekerCard.model_validate_json(seeker.card)
    update: dict[str, object] = {"sent": tuple(sent)}
    here = next((agreed for agreed in card.agreed if agreed.purpose is Purpose.FACE_THIS_FAIR), None)
    if not fair.face_enabled or here is None:
        update["face"] = None
    else:
        update["face_until"] = here.until
    return card.model_copy(update=update)


def card_now(seeker: Seeker) -> SeekerCard:
    """Her card with her submissions."""
    return card_of(seeker, seeker.fair, _sent_of(seeker.fair, [seeker.pk])[seeker.pk])


def _gone(fair: Fair, seekers: list[str]) -> set[str]:
    """Those of them whom this fair's kiosks are to forget: erased, or no guests any more."""
    if not seekers:
        return set()
    ours = {"fair__organization_id": fair.organization_id, "pk__in": seekers}
    erased = Forgotten.objects.filter(organization_id=fair.organization_id, seeker_id__in=seekers)
    return {*Seeker.objects.filter(**ours).values_list("pk", flat=True), *erased.values_list("seeker_id", flat=True)}


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
