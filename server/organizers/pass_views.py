"""The organizer's page of passes: making one, and making those worthless that are lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jobfair.wire import SeekerCard
from server.core.models import User
from server.core.roles import user_of
from server.fairs.models import Fair
from server.organizers.views import _fair, _page, organizer
from server.seekers.finding import find
from server.seekers.models import MadePass, Seeker
from server.seekers.passes import pass_for
from server.seekers.revoking import revoke_all, revoke_one, revoked_of, state_of, valid_from


@dataclass(frozen=True)
class Listed:
    """One pass that this server made; ``state`` as server/seekers/revoking.py says it."""

    serial: str
    made_at: datetime
    expires_at: datetime
    state: str


@require_http_methods(["GET", "POST"])
@organizer
def passes(request: HttpRequest, fair: str) -> HttpResponse:
    """Find a registered seeker; make her a pass, or have those open nothing that she had."""
    row = _fair(request, fair)
    asked = request.POST.get("q", "").strip()
    context = _page(request, row, "passes", asked=asked, found=[], seeker=None, made=None)
    if request.method == "POST" and request.POST.get("seeker"):
        seeker = get_object_or_404(Seeker.objects.select_related("fair"), pk=request.POST["seeker"], fair=row)
        context |= {"seeker": seeker, "made": _done(request, row, seeker)}
        context |= {"passes": _listed(row, seeker), "since": valid_from(row.pk, seeker.pk)}
    else:
        context["found"] = [one for one in find(row, asked, beginnings=True) if one.registered_at]
    return render(request, "organizers/passes.html", context)


def _done(request: HttpRequest, fair: Fair, seeker: Seeker) -> dict[str, str] | None:
    """What the button said; the pass that was made, if one was."""
    by: User = user_of(request)
    match request.POST.get("do", ""):
        case "make" | "replace" as wanted:
            try:
                text = pass_for(seeker, by, instead=wanted == "replace")
            except ValueError:  # a registration of before the door asked for its form
                messages.error(request, _("No pass can be made from this registration. Register this person anew."))
                return None
            picture = segno.make(text, error="m", boost_error=False, micro=False).svg_data_uri(scale=4, border=4)
            return {"name": SeekerCard.model_validate_json(seeker.card).masked_name, "picture": picture, "text": text}
        case "revoke":
            made = get_object_or_404(MadePass, pk=request.POST.get("serial"), fair=fair, seeker_id=seeker.pk)
            revoke_one(made, by)
            messages.info(request, _("This pass opens nothing any more. Kiosks follow within a minute."))
        case "revoke_all":
            revoke_all(fair, seeker.pk, by)
            messages.info(request, _("All passes made until now open nothing any more. Kiosks follow within a minute."))
    return None


def _listed(fair: Fair, seeker: Seeker) -> list[Listed]:
    """Newest first. What kiosks made is not known here."""
    revoked, now = revoked_of(fair.pk), timezone.now()
    rows = MadePass.objects.filter(fair=fair, seeker_id=seeker.pk).order_by("-made_at", "pk")
    return [Listed(row.serial, row.made_at, row.expires_at, state_of(row, revoked, now)) for row in rows]
