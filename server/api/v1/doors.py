"""``PUT /api/v1/<door>/<id>``: sealed bytes in, a signed receipt out."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jobfair.ids import is_id
from jobfair.sealing import Signed
from jobfair.wire import DIGEST_HEADER, MAX_SEALED_BYTES, SEALED, Door, Problem, ProblemCode
from server.api.v1.devices import DeviceToken
from server.api.v1.messages import send_message
from server.core.refusal import Refusal
from server.intake.doors import take_in

router = Router(tags=["doors"])
_DIGEST = re.compile(r"[0-9a-f]{64}")
_REFUSALS = dict.fromkeys((400, 401, 403, 409, 413, 415, 422), Problem)


@router.put(
    "/{door}/{item_id}",
    auth=DeviceToken(),
    url_name="put_sealed",
    response={200: Signed, 201: Signed, **_REFUSALS},
    summary="Take sealed bytes in",
    openapi_extra={
        "requestBody": {"required": True, "content": {SEALED: {"schema": {"type": "string", "format": "binary"}}}},
        "parameters": [
            {
                "in": "header",
                "name": DIGEST_HEADER,
                "required": True,
                "schema": {"type": "string"},
                "description": "SHA-256 of the body, in hexadecimal",
            },
        ],
    },
)
def put_sealed(request: HttpRequest, door: Door, item_id: str) -> HttpResponse:
    """201 when taken in now, 200 when these bytes were taken in before, 409 for other bytes under the same id."""
    if request.content_type != SEALED:
        raise Refusal(ProblemCode.WRONG_TYPE, f"{SEALED} expected")
    if not is_id(item_id):
        raise Refusal(ProblemCode.INVALID, "id: a UUID expected")
    digest = request.headers.get(DIGEST_HEADER, "")
    if not _DIGEST.fullmatch(digest):
        raise Refusal(ProblemCode.INVALID, f"{DIGEST_HEADER}: 64 hexadecimal digits expected")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_SEALED_BYTES:
        raise Refusal(ProblemCode.TOO_LARGE, f"at most {MAX_SEALED_BYTES} bytes")
    body = request.read(MAX_SEALED_BYTES + 1)
    taken = take_in(request.auth, door, item_id, body, digest)  # type: ignore[attr-defined]
    return send_message(taken.receipt, 201 if taken.new else 200)
