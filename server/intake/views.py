"""The page that a phone opens with the code of a slip. No log-in: the secret in the code is the proof.

The code stands after the ``#`` of the address, which no browser sends: the page's script takes it out of the address
and posts it in the body, which is never logged.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from jobfair.taking_back import read_code
from server.core.address import address_of
from server.intake.phone import answered


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest) -> HttpResponse:
    """GET is the page; POST, by its script, is the list to put into it, after the tap if there was one."""
    if request.method == "GET":
        return render(request, "seekers/take_back.html")
    code = read_code(request.POST.get("code", ""))
    if code is None:
        return render(request, "seekers/take_back_unreadable.html", status=400)
    found = answered(code, request.POST.get("take", ""), address_of(request))
    return render(request, "seekers/take_back_list.html", {"found": found})
