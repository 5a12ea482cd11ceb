"""The organizer's page Openings: what is blocked, to be put right, to look at, labelled; proposals and approvals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from server.core.roles import user_of
from server.fairs import postings
from server.fairs.employer_texts import forbidden_of
from server.fairs.models import Employer, Fair, Opening
from server.fairs.posting_lines import lines_of
from server.organizers.views import _fair, _page, organizer

PER_PAGE = 25


@require_http_methods(["GET", "POST"])
@organizer
def postings_page(request: HttpRequest, fair: str) -> HttpResponse:
    """``?show=`` a level or all, ``&employer=`` its code, ``&page=``. POST takes a proposal or approves a finding."""
    row = _fair(request, fair)
    if request.method == "POST":
        _done(request, row)
        return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)
    openings = Opening.objects.filter(fair=row, active=True)
    at = postings.openings_at(row)
    counts = {level: len(keys) for level, keys in at.items()}
    show = request.GET.get("show", "")
    if show not in (*postings.LEVELS, "all"):
        show = next((level for level in postings.LEVELS if counts[level]), "block")
    employer = Employer.objects.filter(fair=row, code=request.GET.get("employer", "")).first()
    wanted = openings.exclude(standing="") if show == "all" else openings.filter(pk__in=at[show])
    page = Paginator(_of(wanted, employer), PER_PAGE).get_page(request.GET.get("page"))
    context = _page(
        request,
        row,
        "postings",
        show=show,
        counts=counts,
        employer=employer,
        employers=Employer.objects.filter(fair=row, active=True).only("code", "document"),
        page=page,
        rows=[{"opening": one, "lines": lines_of(one)} for one in page.object_list],
        changed=_changed(openings, row),
        employer_texts=forbidden_of(row),
    )
    return render(request, "organizers/postings.html", context)


def _of(found: QuerySet[Opening], employer: Employer | None) -> QuerySet[Opening]:
    if employer is not None:
        found = found.filter(booth__employer=employer)
    return found.select_related("booth__employer").prefetch_related("approvals__by").order_by("position", "pk")


def _changed(openings: QuerySet[Opening], fair: Fair) -> int:
    """How many openings were edited since kiosks last got them."""
    edited: Any = openings.filter(changed_at__isnull=False)
    return edited.filter(changed_at__gt=fair.published_at).count() if fair.published_at else edited.count()


def _done(request: HttpRequest, fair: Fair) -> None:
    row = get_object_or_404(Opening, fair=fair, code=request.POST.get("opening", ""), active=True)
    mark, what = request.POST.get("mark", ""), request.POST.get("do")
    if what == "approve":
        done = postings.approve(row, mark, user_of(request))
        text = _("Approved, and written down.")
    else:
        by = user_of(request)
        done = postings.take_all(row, by) if what == "all" else what == "take" and postings.take(row, mark, by)
        text = _("Changed. Kiosks get it when the fair is published.")
    messages.info(request, text if done else _("The text has changed meanwhile: look again."))
