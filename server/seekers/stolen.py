"""Résumés that came in through a kiosk that is no longer trusted: on nobody's card any more, where organizers say so.

With a kiosk's token a thief can hand in a résumé for anybody whose card he has; the server cannot tell it from hers.
Nothing is erased: employers who got one still have it, and she may hand in anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from jobfair.seeker import MatchingProfile
from jobfair.wire import Door, SeekerCard
from server.core.models import AuditEntry, User, record
from server.core.sql import one_at_a_time
from server.intake.models import Intake, StoredSubmission
from server.kiosks.models import Kiosk
from server.seekers.cards import note_resume, touch
from server.seekers.models import CardChange, Seeker, StoredResume

SET_ASIDE_TOLD = 20


@dataclass(frozen=True)
class Through:
    """A seeker whose résumé came through the kiosk. ``last``: her card names it now; ``sent``: how often it was handed
    in. ``name`` is empty where her registration is not here."""

    seeker: str
    name: str
    came_at: datetime
    last: bool
    sent: int
    set_aside: bool


def since_of(text: str) -> datetime:
    """A local time in ISO form; this day's beginning for anything else."""
    try:
        found = parse_datetime(text.strip())
    except ValueError:
        found = None
    if found is None:
        return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def through(kiosk: Kiosk, since: datetime) -> list[Through]:
    """What came through machines of this kiosk that are no longer trusted, the newest first. What a rescue brought in
    afterwards is not among it."""
    came = dict(_came(kiosk, since).values_list("item_id", "received_at"))
    rows = list(_resumes(kiosk, since))
    seekers = {row.pk: row for row in Seeker.objects.filter(pk__in={row.seeker_id for row in rows})}
    found = []
    for row in rows:
        seeker = seekers.get(row.seeker_id)
        card = SeekerCard.model_validate_json(seeker.card) if seeker is not None else None
        last = card is not None and card.resume is not None and card.resume.id == row.pk
        sent = StoredSubmission.objects.filter(resume_id=row.pk).count()
        name = seeker.name if seeker is not None else ""
        found.append(Through(row.seeker_id, name, came[row.pk], last, sent, row.set_aside))
    return sorted(found, key=lambda one: one.came_at, reverse=True)


def set_aside(kiosk: Kiosk, since: datetime, by: User | None = None) -> int:
    """None of these is the last résumé of its seeker any more, nor says where her codes go; how many are new. Kiosks
    are told, and drop it also where they saved it themselves."""
    wanted: dict[str, list[str]] = {}
    for pk, seeker_id in _resumes(kiosk, since).filter(set_aside=False).values_list("pk", "seeker_id"):
        wanted.setdefault(seeker_id, []).append(pk)
    for seeker_id in sorted(wanted):
        with transaction.atomic():
            one_at_a_time(seeker_id)
            StoredResume.objects.filter(pk__in=wanted[seeker_id]).update(set_aside=True)
            _renew(kiosk, seeker_id, wanted[seeker_id])
    count = sum(map(len, wanted.values()))
    if count:
        record(AuditEntry.Action.RESUMES_SET_ASIDE, f"kiosk {kiosk} {count}", by)
    return count


def _renew(kiosk: Kiosk, seeker_id: str, out: list[str]) -> None:
    """Her card, with the newest résumé that is left."""
    organization = kiosk.fair.organization_id
    seeker = Seeker.objects.filter(pk=seeker_id, fair__organization_id=organization).first()
    if seeker is None:
        return
    card = SeekerCard.model_validate_json(seeker.card)
    update: dict[str, object] = {"set_aside": tuple(dict.fromkeys([*out, *card.set_aside]))[:SET_ASIDE_TOLD]}
    hers = card.resume is None or card.resume.id not in out
    if not hers:
        update |= {"resume": None, "profile": MatchingProfile(id=card.profile.id)}
    Seeker.objects.filter(pk=seeker_id).update(card=card.model_copy(update=update).model_dump_json())
    left = StoredResume.objects.filter(seeker_id=seeker_id, fair__organization_id=organization, set_aside=False)
    newest = left.order_by("-created_at").first()
    if not hers and newest is not None:
        note_resume(newest)
    known = CardChange.objects.filter(seeker_id=seeker_id, fair__organization_id=organization)
    for fair_id in sorted(known.values_list("fair_id", flat=True)):
        touch(fair_id, seeker_id)


def _came(kiosk: Kiosk, since: datetime) -> QuerySet[Intake]:
    ended = kiosk.credentials.aggregate(last=Max("revoked_at"))["last"]
    came = Intake.objects.filter(door=Door.RESUMES.value, kiosk=kiosk, received_at__gte=since)
    return came.filter(received_at__lte=ended) if ended is not None else came.none()


def _resumes(kiosk: Kiosk, since: datetime) -> QuerySet[StoredResume]:
    return StoredResume.objects.filter(pk__in=_came(kiosk, since).values("item_id"))
