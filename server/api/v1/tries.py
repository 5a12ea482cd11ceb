"""Wrong codes across the fair, and one-time codes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jobfair.wire import (
    CodeChecked,
    CodeOnItsWay,
    CodeTyped,
    CodeWanted,
    Problem,
    TriesKnown,
    TriesSaid,
)
from server.api.v1.devices import DeviceToken
from server.api.v1.messages import body_of, read_message, send_message
from server.seekers import sent_codes
from server.seekers.tries import exchange

router = Router(tags=["codes"], auth=DeviceToken())
_REFUSALS = {401: Problem, 413: Problem, 422: Problem}


@router.post("/tries", url_name="tries", response={200: TriesKnown, **_REFUSALS}, openapi_extra=body_of(TriesSaid))
def tries(request: HttpRequest) -> HttpResponse:
    """What this kiosk counted; what the others did."""
    return send_message(exchange(request.auth, read_message(request, TriesSaid)))  # type: ignore[attr-defined]


@router.post(
    "/codes",
    url_name="send_code",
    response={200: CodeOnItsWay, 429: Problem, **_REFUSALS},
    openapi_extra=body_of(CodeWanted),
)
def send_code(request: HttpRequest) -> HttpResponse:
    """The same answer whether or not there is somebody to send it to."""
    return send_message(sent_codes.want(request.auth, read_message(request, CodeWanted)))  # type: ignore[attr-defined]


@router.post(
    "/codes/{code_id}",
    url_name="check_code",
    response={200: CodeChecked, **_REFUSALS},
    openapi_extra=body_of(CodeTyped),
)
def check_code(request: HttpRequest, code_id: str) -> HttpResponse:
    """Three tries; the same answer for a code that went to nobody."""
    typed = read_message(request, CodeTyped)
    return send_message(sent_codes.check(request.auth, code_id, typed))  # type: ignore[attr-defined]
