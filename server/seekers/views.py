"""The page that a phone opens with the code of a kiosk's screen. No log-in: the code in the address is the proof, and
that no other phone was first.

The code stands after the ``#`` of the address, which no browser sends: the page's script makes a claim of it and posts
that. What comes back is encrypted with a key that the script makes of it too.
"""

from __future__ import annotations

import base64
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from jobfair.wire import HANDOVER_SECONDS
from server.core.address import address_of
from server.seekers.handover import claimed

COOKIE = "handover"
_CLAIM = re.compile(r"[0-9a-f]{32}")


@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """GET is the page; POST, by its script, is how it stands. The phone that was first is known by its cookie."""
    if request.method == "GET":
        return render(request, "seekers/handover.html")
    claim = request.POST.get("claim", "")
    if not _CLAIM.fullmatch(claim):
        return render(request, "seekers/handover_state.html", {"phone": {"state": "over"}}, status=400)
    phone = claimed(claim, request.COOKIES.get(COOKIE, ""), address_of(request))
    sealed = base64.b64encode(phone.sealed).decode()
    answer = render(request, "seekers/handover_state.html", {"phone": phone, "sealed": sealed})
    if phone.secret:
        answer.set_cookie(
            COOKIE,
            phone.secret,
            max_age=2 * HANDOVER_SECONDS,
            path=request.path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
    return answer
