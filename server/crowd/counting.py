"""What is counted: taps, check-ins, and how often kiosks showed a booth."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jobfair.wire import ExposureKept, ExposureSaid
from server.crowd.formula import FRESH
from server.crowd.models import CheckIns, Exposure, Tap
from server.fairs.models import Booth, Fair
from server.kiosks.models import Kiosk

MOST_PEOPLE = 500
MOST_A_DAY = 5000
"""Visits of one kiosk on one day: a visit every 17 seconds, day and night. More is not believed."""


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


def _plausible(fair: Fair, day: date) -> bool:
    """From yesterday to tomorrow by this server's clock, or a day of the fair that has begun: what waited at a kiosk
    without network still counts."""
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    try:
        opens = date.fromisoformat(str(fair.document.get("opens", ""))[:10])
        closes = date.fromisoformat(str(fair.document.get("closes", ""))[:10])
    except ValueError:
        opens, closes = tomorrow, today
    return today - timedelta(days=1) <= day <= tomorrow or opens <= day <= min(closes, today)


@transaction.atomic
def keep_exposure(kiosk: Kiosk, said: ExposureSaid) -> ExposureKept:
    """Of each count the greatest heard, at most MOST_A_DAY; booths that this fair has not are passed over, and so is a
    day that cannot be: a kiosk with a wrong clock goes on, and one that lies does not spoil the table for good."""
    if not _plausible(kiosk.fair, said.day):
        return ExposureKept(booths=0)
    by_code: dict[str, tuple[int, int]] = {}
    for one in said.booths:
        before = by_code.get(one.booth, (0, 0))
        by_code[one.booth] = (max(before[0], min(one.shown, MOST_A_DAY)), max(before[1], min(one.opened, MOST_A_DAY)))
    booths = Booth.objects.filter(fair_id=kiosk.fair_id, code__in=list(by_code))
    held = {row.booth_id: row for row in Exposure.objects.filter(kiosk=kiosk, day=said.day, booth__in=booths)}
    rows = []
    for booth in booths:
        (shown, opened), known = by_code[booth.code], held.get(booth.pk)
        shown = max(shown, known.shown if known else 0)
        opened = max(opened, known.opened if known else 0)
        rows.append(Exposure(kiosk=kiosk, booth=booth, day=said.day, shown=shown, opened=opened))
    Exposure.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["shown", "opened"], unique_fields=["kiosk", "booth", "day"]
    )
    return ExposureKept(booths=len(rows))
