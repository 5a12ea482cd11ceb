"""The board: what an organizer must know at a glance, what needs a person first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, Q, QuerySet, Sum
from django.db.models.functions import ExtractHour
from django.utils import timezone

from jobfair.submission import Status
from server.fairs.models import Fair
from server.intake.models import StoredSubmission
from server.kiosks.models import Kiosk
from server.organizers.hour_chart import bars
from server.seekers.models import Seeker, too_young

SILENT = timedelta(minutes=3)
# Codes of jobfair.errors: with these the kiosk cannot do its work; with any other it goes on with less.
STOPPING = frozenset(
    {"disk_full", "corrupt", "wrong_key", "locked", "in_use", "not_trusted", "incompatible", "store", "config"}
)
SKEWED_SECONDS = 120


@dataclass(frozen=True)
class KioskLine:
    """A kiosk and how it is: ``ok``, ``attention`` or ``failed``; ``reasons`` are codes that templates put in words.
    ``revoked_at``: since when its machine is no longer trusted and no other one has its place."""

    kiosk: Kiosk
    paired: bool
    level: str
    reasons: list[str]
    revoked_at: datetime | None = None


def line_of(kiosk: Kiosk, paired: bool, now: datetime, revoked_at: datetime | None = None) -> KioskLine:
    reasons: list[str] = []
    if not paired:
        reasons.append("revoked" if revoked_at else "unpaired")
    elif kiosk.last_seen is None or now - kiosk.last_seen > SILENT:
        reasons.append("offline")
    reasons += [code for code in kiosk.problems if isinstance(code, str)]
    if kiosk.parked:
        reasons.append("parked")
    if abs(kiosk.clock_skew_seconds) > SKEWED_SECONDS:
        reasons.append("clock")
    level = "failed" if STOPPING & set(reasons) else "attention" if reasons else "ok"
    return KioskLine(kiosk, paired, level, reasons, None if paired else revoked_at)


def lines_of(fair: Fair) -> list[KioskLine]:
    """By name; the page puts what needs a person beside them."""
    now = timezone.now()
    kiosks = Kiosk.objects.filter(fair=fair).annotate(
        # Without credentials the join gives one row of nothing: it is not counted.
        trusted=Count("credentials__pk", filter=Q(credentials__revoked_at=None)),
        revoked_at=Max("credentials__revoked_at"),
    )
    return [line_of(kiosk, bool(kiosk.trusted), now, kiosk.revoked_at) for kiosk in kiosks]  # type: ignore[attr-defined]


def needing_a_person(lines: list[KioskLine]) -> list[KioskLine]:
    """What stopped first, then what goes on with less, the ones with most waiting first."""
    return sorted(
        (line for line in lines if line.level != "ok" and line.paired),
        key=lambda line: (line.level != "failed", -line.kiosk.waiting, line.kiosk.name),
    )


def totals(fair: Fair) -> dict[str, int]:
    kiosks = Kiosk.objects.filter(fair=fair).aggregate(
        waiting=Sum("waiting"), rows=Sum("rows_waiting"), visits=Sum("visits_today")
    )
    submissions = StoredSubmission.objects.filter(fair=fair).exclude(status=Status.WITHDRAWN.value)
    return {
        "seekers": Seeker.objects.filter(fair=fair).count(),
        "visits": kiosks["visits"] or 0,
        "submissions": submissions.count(),
        "held_back": submissions.filter(Exists(too_young())).count(),
        "waiting": kiosks["waiting"] or 0,
        "others_waiting": max(0, (kiosks["rows"] or 0) - (kiosks["waiting"] or 0)),
    }


def by_hour(fair: Fair) -> list[dict[str, Any]]:
    """Submissions of today by the hour in which seekers made them, 9 to 17 at least, as bars of a chart."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    found = dict(
        _live(fair)
        .filter(submitted_at__gte=today, submitted_at__lt=today + timedelta(days=1))
        .annotate(hour=ExtractHour("submitted_at"))
        .values_list("hour")
        .annotate(Count("pk"))
        .order_by()
    )
    return bars(found)


def most_wanted(fair: Fair) -> list[dict[str, Any]]:
    """The employers to whom most was submitted: booths that may need more hands."""
    rows = list(
        _live(fair)
        .filter(opening__booth__employer__isnull=False)
        .values("opening__booth__code", "opening__booth__employer__document")
        .annotate(count=Count("pk"))
        .order_by("-count", "opening__booth__code")[:5]
    )
    most = max([1, *(row["count"] for row in rows)])
    return [
        {
            "booth": row["opening__booth__code"],
            "name": row["opening__booth__employer__document"].get("name", ""),
            "count": row["count"],
            "width": round(200 * row["count"] / most),
        }
        for row in rows
    ]


def thefts(fair: Fair) -> list[dict[str, Any]]:
    """What a thief would get, once for each place where this fair's kiosks keep their keys; the worst first."""
    names: dict[str, list[str]] = {}
    for kiosk in Kiosk.objects.filter(fair=fair).exclude(at_rest=""):
        names.setdefault(kiosk.at_rest, []).append(kiosk.name)
    known = ("key_file", "keyring", "tpm", "key_file_apart", "strict")
    order = sorted(names, key=lambda code: known.index(code) if code in known else -1)
    return [{"code": code, "kiosks": names[code]} for code in order]


def _live(fair: Fair) -> QuerySet[StoredSubmission]:
    return StoredSubmission.objects.filter(fair=fair).exclude(status=Status.WITHDRAWN.value)
