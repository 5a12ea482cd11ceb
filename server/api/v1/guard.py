"""Wire version 1 around every operation: the version header, and failures that are always ours to read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jobfair.wire import PROBLEM, WIRE_HEADER, WIRE_VERSION, ProblemCode
from server.core.refusal import Refusal

ROOT = "/api/v1/"
_WITHOUT_VERSION = ("health", "docs", "openapi.json")


class WireGuard:
    """Refuses other wire versions, and turns whatever Django answers itself (404, 405) into a Problem."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        rest = request.path.removeprefix(ROOT)
        if rest not in _WITHOUT_VERSION and request.headers.get(WIRE_HEADER) != str(WIRE_VERSION):
            response: HttpResponse = problem_response(
                Refusal(ProblemCode.WIRE_VERSION, f"this server speaks wire version {WIRE_VERSION}")
            )
        else:
            response = self.get_response(request)
        if response.status_code >= 400 and not response.headers.get("Content-Type", "").startswith(PROBLEM):
            # Only these two are about what was asked for. The rest (400: a host that is not in `hosts`) is about how
            # the server was reached; a kiosk must not set its rows aside for that.
            code = ProblemCode.NOT_FOUND if response.status_code in (404, 405) else ProblemCode.UNAVAILABLE
            response = problem_response(Refusal(code, status=response.status_code))
        response.headers[WIRE_HEADER] = str(WIRE_VERSION)
        return response


def problem_response(refusal: Refusal) -> HttpResponse:
    response = HttpResponse(refusal.problem.model_dump_json(), status=refusal.status, content_type=PROBLEM)
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(refusal.retry_after)
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
