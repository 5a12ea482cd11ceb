"""The organizer's page of a kiosk that is no longer trusted: whose résumés came through it, and taking them out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from server.core.roles import user_of
from server.kiosks.models import Kiosk
from server.organizers.views import _fair, _page, organizer
from server.seekers.stolen import set_aside, since_of, through


@never_cache
@require_http_methods(["GET", "POST"])
@organizer
def kiosk_resumes(request: HttpRequest, fair: str, name: str) -> HttpResponse:
    """Since a time, this day's beginning at first; POST takes those out of the cards."""
    row = _fair(request, fair)
    kiosk = get_object_or_404(Kiosk.objects.select_related("fair"), fair=row, name=name)
    since = since_of(request.POST.get("since", "") or request.GET.get("since", ""))
    if request.method == "POST":
        set_aside(kiosk, since, user_of(request))
        messages.info(
            request, _("Taken out of the cards. Kiosks follow within a minute, those offline when they are back.")
        )
    context = _page(request, row, "kiosks", kiosk=kiosk, since=since, found=through(kiosk, since))
    return render(request, "organizers/kiosk_resumes.html", context)
