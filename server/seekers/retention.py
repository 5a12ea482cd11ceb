"""What is past its time is erased; run once a day. Safe to repeat and to break off: each erasure is a transaction.

What was erased is noted in the same transaction, and at the end each organization gets a signed statement of it
(jobfair/purge_proof.py); what a run that was broken off had erased stands in the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobfair.seeker_pass import MOST_DAYS
from jobfair.wire import Door, SeekerCard
from server.core.models import AuditEntry, Organization, record
from server.core.storage import pdf_blobs, sealed_blobs
from server.fairs.models import Employer, Fair
from server.fairs.overrides import settings_with
from server.intake.models import Intake, StoredSubmission, Withdrawal
from server.intake.orphans import take_in_orphans
from server.paper.statements import note, sign
from server.seekers import handover, revoking
from server.seekers.cards import SHARED, touch
from server.seekers.consents import settle, standing
from server.seekers.erasure import erase, erase_sealed, erase_submissions
from server.seekers.models import Seeker, StoredResume, WaitingConsents

SWEEP_AFTER = timedelta(days=1)
TOMBSTONES_KEPT = timedelta(days=90)
"""At least, and as long as any fair keeps seekers: a kiosk may come back from its cupboard with what was taken back
elsewhere."""
_BATCH = 500


@dataclass(frozen=True)
class Purged:
    """How much was past its time; ``files`` are those that no row refers to."""

    seekers: int = 0
    faces: int = 0
    submissions: int = 0
    files: int = 0


def purge() -> Purged:
    """Seekers after the fair's keep_days, submissions after their employer's retention_days, faces after the day that
    was agreed or the fair's last. Raises ConfigError where a fair's settings are wrong, before anything of it goes."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    seekers = submissions = faces = 0
    tombstones = TOMBSTONES_KEPT
    for fair in Fair.objects.all():
        keep = timedelta(days=settings_with(fair.settings).keep_days)
        tombstones = max(tombstones, keep)
        seekers += _old_seekers(fair, today - keep)
        submissions += _old_submissions(fair, today)
        faces += _old_faces(fair, today.date())
    _old_tombstones(timezone.now() - tombstones)
    revoking.forget_lapsed()
    _old_revocations(timezone.now() - timedelta(days=MOST_DAYS))
    handover.forget_lapsed()
    purged = Purged(seekers, faces, submissions, _sweep())
    said = f"seekers {seekers} faces {faces} submissions {submissions} files {purged.files}"
    record(AuditEntry.Action.PURGED, said)
    for organization in Organization.objects.filter(fair__isnull=False).distinct():
        sign(organization, purged.files)
    return purged


def _old_seekers(fair: Fair, before: datetime) -> int:
    """Registered before that day; or, where no registration ever came, what else is older. By the time of coming in,
    where there is one: a kiosk's clock may be wrong by years."""
    registered = Seeker.objects.filter(fair__organization_id=fair.organization_id).values("pk")
    seekers = Seeker.objects.annotate(since=Coalesce(_came_in(Door.REGISTRATIONS), "registered_at"))
    resumes = StoredResume.objects.annotate(since=Coalesce(_came_in(Door.RESUMES), "created_at"))
    old = set(seekers.filter(fair=fair, since__lt=before).values_list("pk", flat=True))
    for rows in (
        resumes.filter(fair=fair, since__lt=before),
        StoredSubmission.objects.filter(fair=fair, received_at__lt=before).exclude(seeker_id=""),
    ):
        old |= set(rows.exclude(seeker_id__in=registered).values_list("seeker_id", flat=True))
    for seeker_id in old:
        with transaction.atomic():
            had_face = Seeker.objects.filter(pk=seeker_id, card__contains='"face":{').exists()
            erase(fair, seeker_id)
            note(fair, "keep_days", "seeker", [seeker_id])
            note(fair, "keep_days", "face", [seeker_id] if had_face else [])
    return len(old)


def _came_in(door: Door) -> Subquery:
    return Subquery(Intake.objects.filter(door=door.value, item_id=OuterRef("pk")).values("received_at")[:1])


def _old_submissions(fair: Fair, today: datetime) -> int:
    count = 0
    for employer in Employer.objects.filter(fair=fair):
        days = employer.document.get("retention_days")
        if not days:
            continue
        old = StoredSubmission.objects.filter(
            opening__booth__employer=employer, received_at__lt=today - timedelta(days=days)
        ).exclude(seeker_id="")
        while batch := dict(old.values_list("pk", "seeker_id")[:_BATCH]):
            with transaction.atomic():
                count += erase_submissions(StoredSubmission.objects.filter(pk__in=list(batch)))
                note(fair, "retention_days", "submission", batch)
                for seeker_id in sorted(set(batch.values())):
                    touch(fair.pk, seeker_id)
    return count


def _old_faces(fair: Fair, today: date) -> int:
    """After the day that was agreed or the fair's last, whichever comes first; with the consent for later fairs, after
    the day that was agreed for those."""
    count = 0
    for seeker in Seeker.objects.select_related("fair").filter(fair=fair, card__contains='"face":{').iterator():
        if seeker.later_until is not None and today <= seeker.later_until:
            continue
        agreed = [row.until for purpose, row in standing(seeker.pk).items() if purpose in SHARED and row.until]
        days = [day for day in (_last_day(fair), max(agreed, default=None)) if day]
        if not days or today <= min(days):
            continue
        with transaction.atomic():
            settle(seeker)
            card = SeekerCard.model_validate_json(Seeker.objects.values_list("card", flat=True).get(pk=seeker.pk))
            if card.face is not None:  # no day was agreed: the fair's last is over
                card = card.model_copy(update={"face": None, "face_until": None, "alike": False})
                Seeker.objects.filter(pk=seeker.pk).update(card=card.model_dump_json(), later_until=None)
                erase_sealed(Door.REGISTRATIONS, [seeker.pk])
                note(fair, "face_until", "face", [seeker.pk])
                touch(fair.pk, seeker.pk)
        count += 1
    return count


@transaction.atomic
def _old_tombstones(before: datetime) -> None:
    """Withdrawals that had their effect long ago, or whose submission never came; and what was stated of consents by
    whose registration never came."""
    waiting = WaitingConsents.objects.filter(at__lt=before)
    erase_sealed(Door.CONSENTS, list(waiting.values_list("pk", flat=True)))
    waiting.delete()
    old = Withdrawal.objects.filter(received_at__lt=before)
    erase_sealed(Door.WITHDRAWALS, list(old.values_list("pk", flat=True)))
    old.delete()


@transaction.atomic
def _old_revocations(before: datetime) -> None:
    """What seekers said at kiosks of their passes; the passes have run out since."""
    old = Intake.objects.filter(door=Door.REVOCATIONS.value, erased_at=None, received_at__lt=before)
    erase_sealed(Door.REVOCATIONS, list(old.values_list("item_id", flat=True)))


def _last_day(fair: Fair) -> date | None:
    """Where the fair says so in ISO form."""
    try:
        return date.fromisoformat(str(fair.document.get("closes", ""))[:10])
    except ValueError:
        return None


def _sweep() -> int:
    """Files without a row: of an intake that was broken off, or of an erasure that was. Where the database came back
    from a backup they may be all there is of a submission: those that can be are taken in."""
    before = (timezone.now() - SWEEP_AFTER).timestamp()
    sealed = take_in_orphans(before).failed
    sealed |= set(Intake.objects.filter(erased_at=None).values_list("digest", flat=True))
    papers = set(StoredResume.objects.values_list("pdf_digest", flat=True))
    return sealed_blobs().sweep(sealed, before) + pdf_blobs().sweep(papers, before)
