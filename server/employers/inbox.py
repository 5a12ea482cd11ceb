"""The inbox: what may be seen of which submissions. Newest first; seekers are never ranked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from jobfair.seeker import Resume
from jobfair.submission import Status
from server.core.models import AuditEntry, User, record
from server.fairs.models import Booth, Employer
from server.intake.models import StoredSubmission
from server.seekers.cards import touch
from server.seekers.models import StoredResume, too_young

FILTERS: dict[str, tuple[str, ...]] = {
    "all": (),
    "new": (Status.DELIVERED.value,),
    "shortlisted": (Status.SHORTLISTED.value,),
    "declined": (Status.DECLINED.value,),
}
CHOICES = (Status.SHORTLISTED, Status.DECLINED, Status.READ)


@dataclass(frozen=True)
class Desk:
    """Where this user works: the head of each page."""

    employer: Employer
    booths: list[str]

    @property
    def fair(self) -> Any:
        return self.employer.fair


def desk_of(user: User) -> Desk | None:
    membership = user.memberships.select_related("employer__fair").order_by("-pk").first()
    if membership is None:
        return None
    booths = Booth.objects.filter(employer=membership.employer, active=True).values_list("code", flat=True)
    return Desk(membership.employer, list(booths))


def visible_to(user: User) -> QuerySet[StoredSubmission]:
    """Submissions for this user's employers whose résumé is there, the same seeker's, and was given to the same
    organization: whoever read the ids elsewhere gets nothing by them. Withdrawn ones are gone, and so are those of
    seekers registered as too young to hand in, whenever that came to be known. The last to come in is first: kiosks'
    clocks differ."""
    resume = StoredResume.objects.filter(
        pk=OuterRef("resume_id"),
        seeker_id=OuterRef("seeker_id"),
        fair__organization_id=OuterRef("fair__organization_id"),
    )
    return (
        StoredSubmission.objects.filter(Exists(resume), opening__booth__employer__memberships__user=user)
        .exclude(Exists(too_young()))
        .exclude(status=Status.WITHDRAWN.value)
        .select_related("opening")
        .order_by("-received_at", "-pk")
    )


def counts(found: QuerySet[StoredSubmission]) -> dict[str, int]:
    by_status = dict(found.order_by().values_list("status").annotate(Count("pk")))
    return {
        name: sum(by_status.values()) if not states else sum(by_status.get(state, 0) for state in states)
        for name, states in FILTERS.items()
    }


def with_names(rows: list[StoredSubmission]) -> list[tuple[StoredSubmission, Resume]]:
    """Each submission with its résumé, in one query."""
    resumes = StoredResume.objects.in_bulk([row.resume_id for row in rows])
    return [(row, Resume.model_validate(resumes[row.resume_id].document)) for row in rows]


def opened(row: StoredSubmission, user: User) -> StoredResume:
    """The résumé, with an entry in the audit trail; the first reading is told to the seeker."""
    record(AuditEntry.Action.RESUME_OPENED, f"submission {row.pk}", user)
    if row.read_at is None:
        now = timezone.now()
        StoredSubmission.objects.filter(pk=row.pk, read_at=None).update(read_at=now)
        row.read_at = now
        first = StoredSubmission.objects.filter(pk=row.pk, status=Status.DELIVERED.value)
        if first.update(status=Status.READ.value):
            row.status = Status.READ.value
            touch(row.fair_id, row.seeker_id)
    return StoredResume.objects.get(pk=row.resume_id)


def decide(row: StoredSubmission, status: Status, user: User) -> None:
    """Kept, not now, or neither; kiosks tell the seeker. What was withdrawn meanwhile stays withdrawn."""
    changed = (
        StoredSubmission.objects.filter(pk=row.pk)
        .exclude(status__in=[Status.WITHDRAWN.value, status.value])
        .update(status=status.value)
    )
    if changed:
        record(AuditEntry.Action.STATUS_CHANGED, f"submission {row.pk} {status.value}", user)
        touch(row.fair_id, row.seeker_id)


def kept_until(row: StoredSubmission, employer: Employer) -> date | None:
    days = employer.document.get("retention_days")
    return (row.submitted_at + timedelta(days=days)).date() if days else None
