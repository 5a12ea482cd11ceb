"""Kiosks in strict mode: how the server gives their keys out, and saying yes to one that asks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from server.core.roles import user_of
from server.kiosks import boot
from server.kiosks.models import Kiosk
from server.organizers.views import _fair, organizer


@require_POST
@organizer
def release_key(request: HttpRequest, fair: str, name: str) -> HttpResponse:
    """Yes to the start whose six digits the organizer compared."""
    row = _fair(request, fair)
    kiosk = get_object_or_404(Kiosk, fair=row, name=name)
    done = boot.say_yes(kiosk, request.POST.get("digits", ""), user_of(request))
    text = _("%(kiosk)s gets its key now.") if done else _("Too late: compare the digits of %(kiosk)s again.")
    messages.info(request, text % {"kiosk": kiosk.name})
    return redirect("kiosks", fair=row.pk)


@require_POST
@organizer
def set_release(request: HttpRequest, fair: str, name: str) -> HttpResponse:
    """Automatic, after a yes, or not at all."""
    row = _fair(request, fair)
    kiosk = get_object_or_404(Kiosk, fair=row, name=name)
    wanted = request.POST.get("release", "")
    if wanted in Kiosk.Release.values:
        boot.set_release(kiosk, Kiosk.Release(wanted), user_of(request))
        messages.info(request, _("Saved. It counts from the next start of %(kiosk)s.") % {"kiosk": kiosk.name})
    return redirect("kiosks", fair=row.pk)
