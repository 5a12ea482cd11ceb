"""How many people's faces are stored, against the number from which they must be filed.

Measures for the Security Management of the Application of Facial Recognition Technology (Cyberspace Administration and
Ministry of Public Security, order 19 of 13 March 2025), art. 15: who stores the face information of 100,000 people
files with the cyberspace administration of the province or above within 30 working days of the day on which the number
was reached. What counts is what is stored, not what ever was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from server.core.models import Organization
from server.core.sql import one_at_a_time
from server.kiosks.models import Kiosk
from server.paper.models import FaceCount
from server.seekers.models import Seeker

LIMIT = 100_000
WARN = LIMIT * 8 // 10
WORKING_DAYS = 30
COUNT_AGAIN = timedelta(minutes=15)
"""Counting reads every card: some tenths of a second for 100,000."""


@dataclass(frozen=True)
class Filing:
    """``calm`` below 80 %, ``near`` from there, ``file`` since 100,000 was reached. ``due`` is the last of 30 working
    days, weekends left out, public holidays not: it may be later, never earlier."""

    at_server: int
    at_kiosks: int
    counted_at: datetime
    reached_on: date | None
    filed_on: date | None

    @property
    def count(self) -> int:
        return self.at_server + self.at_kiosks

    @property
    def shown(self) -> str:
        return f"{self.count:,}"

    @property
    def level(self) -> Literal["calm", "near", "file", "filed"]:
        if self.reached_on is not None:
            return "filed" if self.filed_on else "file"
        return "near" if self.count >= WARN else "calm"

    @property
    def percent(self) -> int:
        return min(100, self.count * 100 // LIMIT)

    @property
    def due(self) -> date | None:
        return after_working_days(self.reached_on, WORKING_DAYS) if self.reached_on else None


def filing_of(organization: Organization, at_once: bool = False) -> Filing:
    """As counted within the last quarter of an hour, or now."""
    row = FaceCount.objects.filter(organization=organization).first()
    if row is None or at_once or timezone.now() - row.counted_at > COUNT_AGAIN:
        row = _counted(organization)
    return Filing(row.at_server, row.at_kiosks, row.counted_at, row.reached_on, row.filed_on)


@transaction.atomic
def _counted(organization: Organization) -> FaceCount:
    one_at_a_time(f"faces/{organization.pk}")
    at_server = faces_at_server(organization).count()
    at_kiosks = Kiosk.objects.filter(fair__organization=organization).aggregate(n=Sum("faces_here"))["n"] or 0
    now = timezone.now()
    row, _new = FaceCount.objects.get_or_create(organization=organization, defaults={"counted_at": now})
    row.at_server, row.at_kiosks, row.counted_at = at_server, at_kiosks, now
    if row.reached_on is None and at_server + at_kiosks >= LIMIT:
        row.reached_on = timezone.localdate()
    row.save()
    return row


def faces_at_server(organization: Organization):  # type: ignore[no-untyped-def]
    """Seekers of this organization whose face the server keeps."""
    return Seeker.objects.filter(fair__organization=organization, card__contains='"face":{')


def record_filed(organization: Organization, on: date | None) -> None:
    filing_of(organization)
    FaceCount.objects.filter(organization=organization).update(filed_on=on)


def after_working_days(start: date, days: int) -> date:
    """The day that many Mondays to Fridays after ``start``."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day
