"""The employer's page Our openings: what was found in them, and a form to put it right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from server.core.models import User
from server.core.roles import for_role, user_of
from server.employers.inbox import Desk, desk_of
from server.employers.opening_form import OpeningForm
from server.fairs import postings
from server.fairs.models import Opening
from server.fairs.posting_lines import lines_of

PER_PAGE = 50
employer = for_role(User.Role.EMPLOYER)


@require_GET
@employer
def openings_page(request: HttpRequest) -> HttpResponse:
    """All openings of this user's employer, those that need her first."""
    desk = _desk(request)
    found = _openings(desk)
    attention = found.exclude(standing="").count()
    if request.GET.get("show") == "found":
        found = found.exclude(standing="")
    page = Paginator(found.order_by("position", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"desk": desk, "page": page, "attention": attention, "show": request.GET.get("show", "")}
    return render(request, "employers/openings.html", context)


@require_http_methods(["GET", "POST"])
@employer
def opening_page(request: HttpRequest, opening: str) -> HttpResponse:
    """One opening. POST saves the form or takes the proposal of a finding; either way the text is checked anew."""
    desk = _desk(request)
    row = get_object_or_404(_openings(desk), code=opening)
    form = OpeningForm(row.document, request.POST if request.method == "POST" and "mark" not in request.POST else None)
    if request.method == "POST" and "mark" in request.POST:
        by, every = user_of(request), request.POST.get("do") == "all"
        if postings.take_all(row, by) if every else postings.take(row, request.POST["mark"], by):
            messages.info(request, _("Changed. Kiosks get it when the organizer publishes."))
        else:
            messages.info(request, _("The text has changed meanwhile: look again."))
        return redirect("employer-opening", opening=row.code)
    if request.method == "POST" and form.is_valid():
        postings.edit(row, form.changed, user_of(request))
        messages.info(request, _said(row.standing))
        return redirect("employer-opening", opening=row.code)
    context = {"desk": desk, "row": row, "form": form, "lines": lines_of(row)}
    return render(request, "employers/opening.html", context)


def _desk(request: HttpRequest) -> Desk:
    desk = desk_of(user_of(request))
    if desk is None:
        raise PermissionDenied
    return desk


def _openings(desk: Desk) -> QuerySet[Opening]:
    """This employer's alone; another one's is not found, like one that does not exist."""
    return Opening.objects.filter(booth__employer=desk.employer, active=True).prefetch_related("approvals__by")


def _said(standing: str) -> str:
    if standing == "block":
        return _("Saved. It is not shown to seekers until what is marked below is put right.")
    if standing == "error":
        return _("Saved. Please put right what is marked below.")
    return _("Saved. Kiosks get it when the organizer publishes.")
