"""Later fairs: whose cards may go to which fairs of the same organization, by the seekers' third consent."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from jobfair.face_rotation import Rotation, turn_over
from jobfair.wire import SeekerCard
from server.fairs.models import Fair
from server.seekers.cards import touch
from server.seekers.models import CardChange, Seeker


def first_day(fair: Fair) -> date | None:
    """Where the fair says so in ISO form."""
    try:
        return date.fromisoformat(str(fair.document.get("opens", ""))[:10])
    except ValueError:
        return None


def fairs_after(fair: Fair) -> list[Fair]:
    """The organization's fairs that open on a later day; a fair without a date comes neither before nor after."""
    began = first_day(fair)
    if began is None:
        return []
    others = Fair.objects.filter(organization_id=fair.organization_id).exclude(pk=fair.pk)
    return [other for other in others if (opens := first_day(other)) is not None and opens > began]


def fairs_before(fair: Fair) -> list[Fair]:
    opens = first_day(fair)
    if opens is None:
        return []
    others = Fair.objects.filter(organization_id=fair.organization_id).exclude(pk=fair.pk)
    return [other for other in others if (began := first_day(other)) is not None and began < opens]


def guests_of(fair: Fair) -> QuerySet[Seeker]:
    """Seekers of earlier fairs who let their faces be kept for this one, too."""
    if not fair.face_enabled:
        return Seeker.objects.none()
    return Seeker.objects.filter(fair__in=fairs_before(fair), later_until__gte=timezone.localdate())


def bring_guests(fair: Fair) -> int:
    """Their cards go to this fair's kiosks, if they did not before; how many are new. Safe to repeat."""
    known = CardChange.objects.filter(fair=fair).values("seeker_id")
    coming = list(guests_of(fair).exclude(pk__in=known).values_list("pk", flat=True))
    for seeker_id in coming:
        touch(fair.pk, seeker_id)
    CardChange.objects.filter(fair=fair, seeker_id__in=coming).update(face_waiting=True)
    return len(coming)


def earlier_peppers(fair: Fair) -> dict[str, bytes]:
    """By which this fair's kiosks look up its guests and judge their codes; only of fairs that have any."""
    homes = set(guests_of(fair).values_list("fair_id", flat=True))
    return {row.pk: bytes(row.pepper) for row in Fair.objects.filter(pk__in=homes)}


def guest_card(card: SeekerCard, home: Fair, fair: Fair, until: date, turns: dict[str, Rotation]) -> SeekerCard:
    """The card as a later fair's kiosks get it: the face turned for them, keyed by the earlier fair's pepper.

    ``turns`` keeps rotations between two calls: each costs some milliseconds."""
    face = card.face
    if face is not None:
        size = len(face.numbers) // 4
        old, new = _rotation(home, size, turns), _rotation(fair, size, turns)
        face = face.model_copy(update={"numbers": turn_over(face.numbers, old, new)})
    return card.model_copy(update={"face": face, "face_until": until, "pepper_of": card.pepper_of or home.pk})


def _rotation(fair: Fair, size: int, turns: dict[str, Rotation]) -> Rotation:
    key = f"{fair.pk}/{size}"
    if key not in turns:
        turns[key] = Rotation(bytes(fair.rotation_seed), size)
    return turns[key]
