"""The employer's page of its booth: people waiting, check-ins, how often kiosks showed it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from server.core.models import User
from server.core.roles import for_role, user_of
from server.crowd.booths import CHOSEN, booths_of, chosen_booth
from server.crowd.counting import check_in, tap
from server.crowd.estimate import queues_of
from server.crowd.models import Exposure
from server.employers.inbox import Desk, desk_of
from server.fairs.models import Booth
from server.intake.models import StoredSubmission
from server.seekers.finding import is_of_fair

CHOICES = (0, 3, 8, 15)


def _desk(request: HttpRequest) -> tuple[Desk, list[Booth], Booth | None]:
    desk = desk_of(user_of(request))
    if desk is None:
        raise PermissionDenied
    booths = booths_of(desk.employer)
    return desk, booths, chosen_booth(request, booths)


@require_GET
@for_role(User.Role.EMPLOYER)
def booth_page(request: HttpRequest) -> HttpResponse:
    """``?booth`` chooses one of several."""
    desk, booths, booth = _desk(request)
    if request.GET.get("booth") in {one.code for one in booths}:
        request.session[CHOSEN] = request.GET["booth"]
        return redirect("booth")
    seen = Exposure.objects.filter(booth=booth).aggregate(shown=Sum("shown"), opened=Sum("opened")) if booth else {}
    context = {
        "desk": desk,
        "here": "booth",
        "booths": booths,
        "booth": booth,
        "choices": CHOICES,
        "shown": seen.get("shown") or 0,
        "opened": seen.get("opened") or 0,
        "submissions": StoredSubmission.objects.filter(opening__booth=booth).exclude(status="withdrawn").count(),
    }
    return render(request, "crowd/booth.html", context)


@require_POST
@for_role(User.Role.EMPLOYER)
def queue(request: HttpRequest) -> HttpResponse:
    """``people`` says how many wait, ``change`` one more or one less than what is shown."""
    desk, _booths, booth = _desk(request)
    people, change = request.POST.get("people", ""), request.POST.get("change", "")
    if booth is None or (not people.isdecimal() and change not in ("1", "-1")) or len(people) > 4:
        return HttpResponseBadRequest()
    if people.isdecimal():
        tap(booth, int(people))
    else:
        now = queues_of(desk.fair, [booth]).get(booth.code)
        tap(booth, (now.people if now else 0) + int(change))
    return _back(request)


@require_POST
@for_role(User.Role.EMPLOYER)
def came(request: HttpRequest) -> HttpResponse:
    """A pass was scanned, or a reference typed: one check-in, and nothing of whose it was."""
    desk, _booths, booth = _desk(request)
    if booth is None:
        return HttpResponseBadRequest()
    if is_of_fair(desk.fair, request.POST.get("text", "")):
        check_in(booth)
        messages.info(request, _("Counted. Who it was is not kept."))
    else:
        messages.info(request, _("This is no pass or reference of this fair. Nothing was counted."))
    return redirect("booth")


def _back(request: HttpRequest) -> HttpResponse:
    """To the page where it was tapped, on this server only."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if safe and wanted.startswith("/employer/") else "booth")
