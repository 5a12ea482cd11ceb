"""The organizer's page Rescue: a file from a kiosk that cannot reach this server comes in here."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from jobfair.rescue_file import NotARescueFile, RescueFile
from server.core.roles import user_of
from server.fairs.models import Fair
from server.intake.rescue import Rescued, kiosk_for, rescue
from server.kiosks.models import Kiosk
from server.organizers.views import _fair, _page, organizer

MOST_BYTES = 512 * 1024 * 1024
"""Of an upload; a larger file goes through ``jobfair server rescue``."""


@csrf_exempt  # the token is in the form, and the form is read only once the sender and the size are known
@organizer
@require_http_methods(["GET", "POST"])
def rescue_page(request: HttpRequest, fair: str) -> HttpResponse:
    row = _fair(request, fair)
    if request.method == "POST" and _length(request) > MOST_BYTES:
        return _shown(request, row, status=413, problem=_too_large())
    return _form(request, row)


@csrf_protect
def _form(request: HttpRequest, fair: Fair) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, fair)
    upload, chosen = request.FILES.get("file"), request.POST.get("kiosk", "")
    if upload is None:
        return _shown(request, fair, chosen=chosen, problem=_("Choose the file first."))
    return _taken_in(request, fair, upload, chosen)


def _taken_in(request: HttpRequest, fair: Fair, upload: UploadedFile, chosen: str) -> HttpResponse:
    """By its content, never by its name."""
    try:
        file = RescueFile(upload.file)  # type: ignore[arg-type]
    except NotARescueFile:
        problem = _("This is no file that a kiosk wrote to a stick. Nothing was taken in.")
        return _shown(request, fair, chosen=chosen, problem=problem)
    kiosk = kiosk_for(file.about, fair, chosen)
    if kiosk is None:
        problem = _("The file names no kiosk of this fair. Choose the kiosk that it was written at.")
        return _shown(request, fair, problem=problem)
    done = rescue(file, kiosk, user_of(request))
    return _shown(request, fair, kiosk=kiosk, done=done, told=_told(done))


def _told(done: Rescued) -> list[dict[str, Any]]:
    """The table: how many, in plain words, and what to do."""
    lines = [
        {"n": done.new, "text": _("taken in now"), "level": "ok"},
        {"n": done.before, "text": _("had come before; nothing is there twice"), "level": "ok"},
    ]
    for code, count in sorted(done.refused.items()):
        lines.append({"n": count, "text": _word(code), "level": "attention"})
    if done.damaged or done.missing:
        text = _("not readable on the stick. Export once more at the kiosk, on another stick; what came in stays.")
        lines.append({"n": max(done.damaged, done.missing), "text": text, "level": "failed"})
    return lines


def _word(code: str) -> str:
    match code:
        case "unknown_key":
            return _("sealed to a key that this server has lost. An administrator opens them with the recovery key.")
        case "other_bytes":
            return _("refused: the server has something else under the same number.")
        case "bad_digest" | "bad_envelope":
            return _("refused: damaged, or not from one of our kiosks.")
        case "unavailable":
            return _("refused: this server could not work on it. Tell the administrator.")
        case _:
            return _("refused: does not belong to this organizer's fairs, or is not valid.")


def _too_large() -> str:
    return _("Larger than 512 MB. An administrator takes it in at the server: jobfair server rescue FILE")


def _length(request: HttpRequest) -> int:
    """Without a length that can be trusted, it counts as too long."""
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isdecimal() else MOST_BYTES + 1


def _shown(request: HttpRequest, fair: Fair, *, status: int = 200, **more: Any) -> HttpResponse:
    kiosks = Kiosk.objects.filter(fair=fair)
    context = _page(request, fair, "rescue", kiosks=kiosks, **more)
    return render(request, "organizers/rescue.html", context, status=status)
