"""The organizer's page of faces that are too alike: which of two it is, decided by people, one pair at a time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from server.core.models import AuditEntry, record
from server.core.roles import user_of
from server.organizers.views import _fair, _page, organizer
from server.seekers.alike import compare_new, decide, undecided
from server.seekers.consents import erase_face
from server.seekers.models import AlikePair, Seeker

MOST = 50
_ORGANIZERS = "organizers"


@require_http_methods(["GET", "POST"])
@organizer
def alike(request: HttpRequest, fair: str) -> HttpResponse:
    """Both sides as registered, the newer one marked; nothing happens before somebody chooses."""
    row = _fair(request, fair)
    if request.method == "POST":
        pair = get_object_or_404(AlikePair, pk=request.POST.get("pair") or 0, fair=row)
        _decided(request, pair, request.POST.get("answer", ""))
        return redirect("alike", fair=row.pk)
    compare_new(row)
    pairs = undecided(row)
    shown = [_shown(pair) for pair in pairs[:MOST] if len(_by_age(pair)) == 2]
    return render(request, "organizers/alike.html", _page(request, row, "alike", pairs=shown, count=len(pairs)))


def _decided(request: HttpRequest, pair: AlikePair, answer: str) -> None:
    try:
        decision = AlikePair.Decision(answer)
    except ValueError:
        return
    if decision is AlikePair.Decision.NONE:
        return
    older = next(iter(_by_age(pair)), None)
    with transaction.atomic():
        if older is None or not decide(pair, decision):
            messages.info(request, _("Somebody has decided on this pair already."))
            return
        record(AuditEntry.Action.FACES_ALIKE_DECIDED, f"{decision.value} {pair.a} {pair.b}", user_of(request))
        if decision is AlikePair.Decision.ONE_PERSON:
            erase_face(older, _ORGANIZERS)
    if decision is AlikePair.Decision.ONE_PERSON:
        text = _(
            "The older registration's face is erased; registration and résumés stay. Kiosks follow within a minute."
        )
    else:
        text = _("Both use pass or document from now on.")
    messages.info(request, text)


def _by_age(pair: AlikePair) -> list[Seeker]:
    """The older registration first; empty where one is gone."""
    found = Seeker.objects.select_related("fair").filter(pk__in=[pair.a, pair.b]).order_by("registered_at", "pk")
    return list(found) if found.count() == 2 else []


def _shown(pair: AlikePair) -> dict[str, Any]:
    older, newer = _by_age(pair)
    return {"pk": pair.pk, "found_at": pair.found_at, "older": older, "newer": newer}
