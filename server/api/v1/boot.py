"""The key of a kiosk in strict mode: depositing the server's share, asking for it at the start."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jobfair.wire import BootAnswer, BootKeyDeposit, BootKeyKept, BootRequest, Problem, ProblemCode
from server.api.v1.devices import DeviceToken
from server.api.v1.messages import body_of, read_message, send_message
from server.core.address import address_of
from server.core.refusal import Refusal
from server.kiosks.boot import ask, deposit

router = Router(tags=["boot"])


@router.put(
    "/boot-key",
    auth=DeviceToken(),
    url_name="boot_key",
    response={200: BootKeyKept, 401: Problem, 413: Problem, 422: Problem},
    openapi_extra=body_of(BootKeyDeposit),
)
def boot_key(request: HttpRequest) -> HttpResponse:
    """Keep this kiosk's share, in the place of an older one."""
    return send_message(deposit(request.auth, read_message(request, BootKeyDeposit)))  # type: ignore[attr-defined]


@router.post(
    "/boot",
    url_name="boot",
    response={200: BootAnswer, 401: Problem, 403: Problem, 413: Problem, 422: Problem, 429: Problem},
    openapi_extra=body_of(BootRequest),
)
def boot(request: HttpRequest) -> HttpResponse:
    """With ``Authorization: Boot <secret>``, before the kiosk can read its own token."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "boot" or not secret:
        raise Refusal(ProblemCode.NOT_AUTHENTICATED)
    said = read_message(request, BootRequest)
    return send_message(ask(secret, said, address_of(request)))
