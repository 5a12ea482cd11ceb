"""How a device proves itself, and what it may ask for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from jobfair.wire import ProblemCode
from server.core.refusal import Refusal
from server.kiosks.models import Kiosk
from server.kiosks.trust import kiosk_of


class DeviceToken(HttpBearer):
    """``Authorization: Bearer <token>``; the kiosk is then ``request.auth``."""

    def __call__(self, request: HttpRequest) -> Any:
        if "Authorization" not in request.headers:
            raise Refusal(ProblemCode.NOT_AUTHENTICATED)
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> Kiosk:
        kiosk = kiosk_of(token)
        asked = request.resolver_match.url_name if request.resolver_match else ""
        if asked not in settings.DEVICE_OPERATIONS:
            raise Refusal(ProblemCode.NOT_ALLOWED)
        return kiosk
