"""Codes on a kiosk's screen: what the kiosk says and asks. The phone's side is a page (server/seekers/views.py)."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jobfair.wire import HandoverContent, HandoverOffer, HandoverState, Problem, ProblemCode
from server.api.v1.devices import DeviceToken
from server.api.v1.messages import body_of, read_message, send_message
from server.core.refusal import Refusal
from server.kiosks.models import Kiosk
from server.seekers import handover

router = Router(tags=["handover"], auth=DeviceToken())
_REFUSALS = {401: Problem, 403: Problem, 404: Problem, 413: Problem, 422: Problem}
_ID = re.compile(r"[0-9a-f]{32}")


@router.post(
    "/handovers",
    url_name="handovers",
    response={201: HandoverState, **_REFUSALS},
    openapi_extra=body_of(HandoverOffer),
)
def offer(request: HttpRequest) -> HttpResponse:
    """A code stands on this kiosk's screen; the one that stood there before is over."""
    return send_message(handover.offer(_kiosk(request), read_message(request, HandoverOffer)), 201)


@router.get("/handovers/{handover_id}", url_name="handover", response={200: HandoverState, **_REFUSALS})
def state(request: HttpRequest, handover_id: str) -> HttpResponse:
    """Whether a phone has taken it, and which digits it shows."""
    return send_message(handover.state_of(_kiosk(request), _checked(handover_id)))


@router.put(
    "/handovers/{handover_id}",
    url_name="handover",
    response={200: HandoverState, **_REFUSALS},
    openapi_extra=body_of(HandoverContent),
)
def give(request: HttpRequest, handover_id: str) -> HttpResponse:
    """The digits were tapped: this is for the phone that took it."""
    content = read_message(request, HandoverContent)
    return send_message(handover.give(_kiosk(request), _checked(handover_id), content))


@router.delete("/handovers/{handover_id}", url_name="handover", response={200: HandoverState, **_REFUSALS})
def end(request: HttpRequest, handover_id: str) -> HttpResponse:
    """The visit is over. Repeating is harmless."""
    return send_message(handover.end(_kiosk(request), _checked(handover_id)))


def _checked(handover_id: str) -> str:
    if not _ID.fullmatch(handover_id):
        raise Refusal(ProblemCode.NOT_FOUND)
    return handover_id


def _kiosk(request: HttpRequest) -> Kiosk:
    kiosk: Kiosk = request.auth  # type: ignore[attr-defined]
    return kiosk
