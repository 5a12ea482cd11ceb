"""How often kiosks showed and opened which booth."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jobfair.wire import ExposureKept, ExposureSaid, Problem
from server.api.v1.devices import DeviceToken
from server.api.v1.messages import body_of, read_message, send_message
from server.crowd.counting import keep_exposure

router = Router(tags=["kiosk"], auth=DeviceToken())


@router.post(
    "/exposure",
    url_name="exposure",
    response={200: ExposureKept, 401: Problem, 413: Problem, 422: Problem},
    openapi_extra=body_of(ExposureSaid),
)
def exposure(request: HttpRequest) -> HttpResponse:
    """Cumulative counts of one day. Repeating is harmless."""
    return send_message(keep_exposure(request.auth, read_message(request, ExposureSaid)))  # type: ignore[attr-defined]
