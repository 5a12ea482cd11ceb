"""Passes that open nothing any more: one by its serial, or all that a seeker had before. Kiosks get them as the part
``passes`` of the snapshot."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from jobfair.seeker_pass import MOST_DAYS
from jobfair.wire import RevokedPasses
from server.core.models import AuditEntry, User, record
from server.fairs.models import Fair
from server.fairs.publishing import raise_version
from server.seekers.models import MadePass, RevokedPass


def whole_second_after(at: datetime) -> datetime:
    """Passes say when they were issued in whole seconds, cut off: all up to ``at`` are before this."""
    return at.replace(microsecond=0) + timedelta(seconds=1)


@transaction.atomic
def revoke_all(fair: Fair, seeker_id: str, by: User | None = None) -> None:
    """All passes of this seeker that were made until now, by whichever kiosk."""
    revoke_before(fair.pk, seeker_id, whole_second_after(timezone.now()))
    record(AuditEntry.Action.PASS_REVOKED, f"seeker {seeker_id}: all", by)


@transaction.atomic
def revoke_one(made: MadePass, by: User | None = None) -> None:
    """This one; her others stay good."""
    RevokedPass.objects.get_or_create(
        fair_id=made.fair_id,
        seeker_id=made.seeker_id,
        serial=made.serial,
        defaults={"before": timezone.now(), "until": made.expires_at},
    )
    raise_version(made.fair_id)
    record(AuditEntry.Action.PASS_REVOKED, f"seeker {made.seeker_id}: {made.serial}", by)


def revoke_before(fair_id: str, seeker_id: str, before: datetime) -> None:
    """Within the caller's transaction. An earlier time than one that is known changes nothing."""
    row, new = RevokedPass.objects.select_for_update().get_or_create(
        fair_id=fair_id,
        seeker_id=seeker_id,
        serial="",
        defaults={"before": before, "until": before + timedelta(days=MOST_DAYS)},
    )
    if not new and row.before >= before:
        return
    if not new:
        row.before, row.until = before, before + timedelta(days=MOST_DAYS)
        row.save(update_fields=["before", "until"])
    raise_version(fair_id)


def valid_from(fair_id: str, seeker_id: str) -> datetime | None:
    """When a new pass of hers must be issued at the earliest, so as not to be among the revoked."""
    rows = RevokedPass.objects.filter(fair_id=fair_id, seeker_id=seeker_id, serial="")
    return rows.values_list("before", flat=True).first()


def revoked_of(fair_id: str) -> RevokedPasses:
    """What kiosks of this fair refuse; oldest first, so that equal rows are equal bytes."""
    rows = RevokedPass.objects.filter(fair_id=fair_id, until__gt=timezone.now()).order_by("pk")
    found = list(rows.values_list("seeker_id", "serial", "before"))
    return RevokedPasses(
        serials=tuple(serial for _, serial, _ in found if serial),
        seekers={seeker: before for seeker, serial, before in found if not serial},
    )


def state_of(made: MadePass, revoked: RevokedPasses, now: datetime) -> str:
    """``good``, ``expired`` or ``revoked``, for the organizer's list."""
    if revoked.names(made.serial, made.seeker_id, made.made_at):
        return "revoked"
    return "good" if made.expires_at > now else "expired"


def forget_lapsed() -> None:
    """Daily: what can be good no more need not be listed, and need not be refused by name."""
    now = timezone.now()
    MadePass.objects.filter(expires_at__lt=now).delete()
    RevokedPass.objects.filter(until__lt=now).delete()
