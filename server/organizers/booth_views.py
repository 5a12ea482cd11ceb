"""The organizer's page Booths: who is shown to seekers, who is not, and where people wait."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from jobfair.submission import Status
from jobfair.text import Text
from server.core.templatetags.words import said
from server.crowd.estimate import minutes_a_person, queues_of
from server.crowd.formula import Queue
from server.fairs.models import Booth, Fair
from server.fairs.publishing import raise_version
from server.organizers.views import _fair, _page, organizer

MOST_MINUTES = 60


@dataclass(frozen=True)
class BoothLine:
    """``shown``: visits in which it stood among the matches; ``opened``: visits in which somebody looked at it."""

    code: str
    employer: Text
    openings: int
    shown: int
    opened: int
    submissions: int
    queue: Queue | None


def lines_of(fair: Fair) -> list[BoothLine]:
    """Booths that were never shown first, then those shown least; without openings last: nothing could be shown."""
    booths = Booth.objects.filter(fair=fair, active=True).select_related("employer")
    openings = dict(booths.order_by().values_list("pk").annotate(n=Count("opening", filter=Q(opening__active=True))))
    seen = {
        pk: (shown or 0, opened or 0)
        for pk, shown, opened in booths.order_by()
        .values_list("pk")
        .annotate(shown=Sum("exposures__shown"), opened=Sum("exposures__opened"))
    }
    live = ~Q(opening__storedsubmission__status=Status.WITHDRAWN.value)
    handed_in = dict(booths.order_by().values_list("pk").annotate(n=Count("opening__storedsubmission", filter=live)))
    queues = queues_of(fair)
    lines = [
        BoothLine(
            booth.code,
            booth.employer.name if booth.employer else "",
            openings[booth.pk],
            *seen[booth.pk],
            handed_in[booth.pk],
            queues.get(booth.code),
        )
        for booth in booths
    ]
    return sorted(lines, key=lambda line: (line.openings == 0, line.shown, line.opened))


@never_cache
@require_http_methods(["GET", "POST"])
@organizer
def booths_page(request: HttpRequest, fair: str) -> HttpResponse:
    """POST sets how long a booth takes for one person of its queue."""
    row = _fair(request, fair)
    if request.method == "POST":
        wanted = request.POST.get("minutes", "")
        if not wanted.isdecimal() or len(wanted) > 2 or not 1 <= int(wanted) <= MOST_MINUTES:
            return HttpResponseBadRequest()
        row.settings = {**row.settings, "minutes_a_person": int(wanted)}
        row.save(update_fields=["settings"])
        raise_version(row.pk)
        messages.info(request, _("Saved. Kiosks follow within a minute."))
        return redirect("booths", fair=row.pk)
    lines = lines_of(row)
    context = _page(
        request,
        row,
        "booths",
        lines=lines,
        never=sum(1 for line in lines if line.openings and not line.shown),
        waiting=sum(line.queue.people for line in lines if line.queue),
        minutes=minutes_a_person(row),
    )
    return render(request, "organizers/booths.html", context)


@never_cache
@require_GET
@organizer
def booths_csv(request: HttpRequest, fair: str) -> HttpResponse:
    """The same as a table for a spreadsheet, in the language of the page."""
    row = _fair(request, fair)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(
        [_("Booth"), _("Employer"), _("Openings"), _("Shown"), _("Opened"), _("Handed in"), _("People waiting")]
    )
    for line in lines_of(row):
        waiting = line.queue.people if line.queue else ""
        table.writerow(
            [line.code, _plain(said(line.employer)), line.openings, line.shown, line.opened, line.submissions, waiting]
        )
    headers = {"Content-Disposition": f'attachment; filename="booths-{row.pk}.csv"', "Cache-Control": "no-store"}
    # With a byte order mark: without it, spreadsheets read Chinese as something else.
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _plain(text: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
