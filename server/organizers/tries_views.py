"""The organizer's page Wrong codes: what was tried where, who is locked, new tries, and through what codes are sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from server.core.roles import user_of
from server.fairs.models import Fair
from server.fairs.publishing import raise_version
from server.kiosks.models import Kiosk
from server.messages.chosen import channels, offered
from server.organizers.views import _fair, _page, organizer
from server.seekers.finding import find
from server.seekers.locks import wrong_codes
from server.seekers.models import Seeker
from server.seekers.tries import reset_kiosk, reset_seeker


@never_cache
@require_http_methods(["GET", "POST"])
@organizer
def tries_page(request: HttpRequest, fair: str) -> HttpResponse:
    """POST finds a seeker (``q``), gives new tries to a seeker or a kiosk, or sets the channels."""
    row, asked = _fair(request, fair), request.POST.get("q", "").strip()
    if request.method == "POST" and not asked:
        _done(request, row)
        return redirect("tries", fair=row.pk)
    context = _page(
        request,
        row,
        "tries",
        wrong=wrong_codes(row),
        asked=asked,
        found=[one for one in find(row, asked, beginnings=True) if one.registered_at] if asked else [],
        channels=[(name, name in offered(row.settings)) for name in channels()],
    )
    return render(request, "organizers/tries.html", context)


def _done(request: HttpRequest, fair: Fair) -> None:
    by = user_of(request)
    if request.POST.get("seeker"):
        seeker = get_object_or_404(Seeker.objects.select_related("fair"), pk=request.POST["seeker"], fair=fair)
        reset_seeker(seeker, by)
        messages.info(request, _("She may try again. Kiosks follow within a minute, those offline when they are back."))
    elif request.POST.get("kiosk"):
        kiosk = get_object_or_404(Kiosk.objects.select_related("fair"), fair=fair, name=request.POST["kiosk"])
        reset_kiosk(kiosk, by)
        messages.info(request, _("%(kiosk)s takes codes again within a minute.") % {"kiosk": kiosk.name})
    elif request.POST.get("channels"):
        wanted = [name for name in channels() if request.POST.get(name)]
        fair.settings = {**fair.settings, "code_messages": wanted}
        fair.save(update_fields=["settings"])
        raise_version(fair.pk)
        messages.info(request, _("Saved. Kiosks follow within a minute."))
