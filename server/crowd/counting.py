"""What is counted: taps, check-ins, and how often kiosks showed a booth."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jobfair.wire import ExposureKept, ExposureSaid
from server.crowd.formula import FRESH
from server.crowd.models import CheckIns, Exposure, Tap
from server.fairs.models import Booth
from server.kiosks.models import Kiosk

MOST_PEOPLE = 500


def tap(booth: Booth, people: int) -> None:
    """The employer says how many wait now."""
    people = max(0, min(MOST_PEOPLE, people))
    Tap.objects.update_or_create(booth=booth, defaults={"people": people, "at": timezone.now()})


@transaction.atomic
def check_in(booth: Booth) -> None:
    """Somebody stands at the booth. Who it was is not kept."""
    now = timezone.now()
    CheckIns.objects.filter(minute__lt=now - FRESH - timedelta(minutes=1)).delete()
    row, _new = CheckIns.objects.get_or_create(booth=booth, minute=_minute(now))
    CheckIns.objects.filter(pk=row.pk).update(count=F("count") + 1)


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


@transaction.atomic
def keep_exposure(kiosk: Kiosk, said: ExposureSaid) -> ExposureKept:
    """Of each count the greatest heard; booths that this fair has not are passed over."""
    by_code = {one.booth: one for one in said.booths}
    booths = Booth.objects.filter(fair_id=kiosk.fair_id, code__in=list(by_code))
    held = {row.booth_id: row for row in Exposure.objects.filter(kiosk=kiosk, day=said.day, booth__in=booths)}
    rows = []
    for booth in booths:
        one, before = by_code[booth.code], held.get(booth.pk)
        shown = max(one.shown, before.shown if before else 0)
        opened = max(one.opened, before.opened if before else 0)
        rows.append(Exposure(kiosk=kiosk, booth=booth, day=said.day, shown=shown, opened=opened))
    Exposure.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["shown", "opened"], unique_fields=["kiosk", "booth", "day"]
    )
    return ExposureKept(booths=len(rows))
