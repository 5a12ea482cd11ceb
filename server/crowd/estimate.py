"""The queues of a fair's booths, from what is counted at them; server/crowd/formula.py says how."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from server.crowd.formula import FRESH, Queue, estimate
from server.crowd.models import CheckIns, Tap
from server.fairs.models import Booth, Fair
from server.fairs.overrides import settings_with
from server.intake.models import StoredSubmission


def minutes_a_person(fair: Fair) -> int:
    return settings_with(fair.settings).minutes_a_person


def queues_of(fair: Fair, booths: Iterable[Booth] | None = None) -> dict[str, Queue]:
    """By booth number, only those that are known; of all booths of the fair or of these."""
    now = timezone.now()
    since = now - FRESH
    taps = Tap.objects.filter(booth__fair=fair, booth__active=True, at__gte=since)
    came = CheckIns.objects.filter(booth__fair=fair, booth__active=True, minute__gte=since)
    if booths is not None:
        wanted = [booth.pk for booth in booths]
        taps, came = taps.filter(booth_id__in=wanted), came.filter(booth_id__in=wanted)
    tapped = {code: (people, at) for code, people, at in taps.values_list("booth__code", "people", "at")}
    check_ins: dict[str, list[datetime]] = {}
    for code, minute, count in came.values_list("booth__code", "minute", "count"):
        # At the minute's end: a check-in right after a tap must not be lost.
        check_ins.setdefault(code, []).extend([min(now, minute + timedelta(seconds=59))] * count)
    known = tapped.keys() | check_ins.keys()
    submissions = _submissions(fair, known, since) if known else {}
    minutes = minutes_a_person(fair)
    found = {
        code: estimate(now, tapped.get(code), check_ins.get(code, ()), submissions.get(code, ()), minutes)
        for code in sorted(known)
    }
    return {code: queue for code, queue in found.items() if queue is not None}


def _submissions(fair: Fair, booths: Iterable[str], since: datetime) -> dict[str, list[datetime]]:
    """When they were made, by the server's clock: a kiosk that was offline brings old ones."""
    rows = StoredSubmission.objects.filter(
        fair=fair, opening__booth__code__in=list(booths), received_at__gte=since
    ).values_list("opening__booth__code", "submitted_at", "clock_skew_seconds")
    found: dict[str, list[datetime]] = {}
    for code, at, skew in rows:
        found.setdefault(code, []).append(at - timedelta(seconds=skew))
    return found
