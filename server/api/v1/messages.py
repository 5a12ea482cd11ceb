"""Messages of jobfair/wire as HTTP bodies. pydantic reads and writes the JSON itself: only its JSON mode knows
that bytes travel as base64."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, ValidationError

from jobfair.wire import MAX_MESSAGE_BYTES, ProblemCode
from server.core.refusal import Refusal
from server.intake.doors import fields_of

M = TypeVar("M", bound=BaseModel)


def read_message(request: HttpRequest, model: type[M]) -> M:
    """The request's body as ``model``; refuses as too_large, or as invalid, naming fields and never values."""
    body = request.read(MAX_MESSAGE_BYTES + 1)
    if len(body) > MAX_MESSAGE_BYTES:
        raise Refusal(ProblemCode.TOO_LARGE, f"at most {MAX_MESSAGE_BYTES} bytes")
    if b"\\u0000" in body:  # the one way to write a NUL in JSON; PostgreSQL keeps none
        raise Refusal(ProblemCode.INVALID, "a NUL character")
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise Refusal(ProblemCode.INVALID, fields_of(error)) from error


def send_message(message: BaseModel, status: int = 200) -> HttpResponse:
    return HttpResponse(message.model_dump_json(), status=status, content_type="application/json")


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """For the OpenAPI page: this operation's request body."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": model.model_json_schema()}}}}
