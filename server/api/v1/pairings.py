"""Pairing over HTTP: without a credential, so every answer is the same whatever is wrong with a code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jobfair.wire import PairingAnswer, PairingOffer, PairingRequest, Problem, ProblemCode
from server.api.v1.messages import body_of, read_message, send_message
from server.core.address import address_of
from server.core.refusal import Refusal
from server.kiosks.pairing import answer, claim

router = Router(tags=["pairing"])


@router.post(
    "/pairings",
    url_name="claim_pairing",
    response={201: PairingOffer, 403: Problem, 413: Problem, 422: Problem, 429: Problem},
    openapi_extra=body_of(PairingRequest),
)
def claim_pairing(request: HttpRequest) -> HttpResponse:
    """A machine gives the one-time code; an organizer then compares the fingerprints."""
    wanted = read_message(request, PairingRequest)
    return send_message(claim(wanted, address_of(request)), 201)


@router.get("/pairings/{pairing_id}", url_name="poll_pairing", response={200: PairingAnswer, 401: Problem})
def poll_pairing(request: HttpRequest, pairing_id: str) -> HttpResponse:
    """With ``Authorization: Pairing <poll_secret>``; the token is in the first answer after the confirmation."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "pairing" or not secret:
        raise Refusal(ProblemCode.NOT_AUTHENTICATED)
    return send_message(answer(pairing_id, secret))
