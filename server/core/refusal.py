"""What the server refuses, by the stable code of the wire; the API writes a Problem from it."""

from __future__ import annotations

from jobfair.wire import Problem, ProblemCode

STATUS: dict[ProblemCode, int] = {
    ProblemCode.NOT_AUTHENTICATED: 401,
    ProblemCode.REVOKED: 401,
    ProblemCode.NOT_ALLOWED: 403,
    ProblemCode.WIRE_VERSION: 400,
    ProblemCode.OTHER_BYTES: 409,
    ProblemCode.TOO_LARGE: 413,
    ProblemCode.WRONG_TYPE: 415,
    ProblemCode.BAD_DIGEST: 400,
    ProblemCode.BAD_ENVELOPE: 422,
    ProblemCode.UNKNOWN_KEY: 422,
    ProblemCode.INVALID: 422,
    ProblemCode.NOT_FOUND: 404,
    ProblemCode.PAIRING_REFUSED: 403,
    ProblemCode.BUSY: 429,
    ProblemCode.UNAVAILABLE: 503,
}
TITLE: dict[ProblemCode, str] = {
    ProblemCode.NOT_AUTHENTICATED: "No valid credential",
    ProblemCode.REVOKED: "This credential was revoked",
    ProblemCode.NOT_ALLOWED: "Not for devices",
    ProblemCode.WIRE_VERSION: "Another wire version",
    ProblemCode.OTHER_BYTES: "This id was taken in with other bytes",
    ProblemCode.TOO_LARGE: "Too large",
    ProblemCode.WRONG_TYPE: "Wrong content type",
    ProblemCode.BAD_DIGEST: "The bytes do not have this digest",
    ProblemCode.BAD_ENVELOPE: "The envelope does not open",
    ProblemCode.UNKNOWN_KEY: "Sealed to a key that is not ours",
    ProblemCode.INVALID: "Not valid",
    ProblemCode.NOT_FOUND: "Not found",
    ProblemCode.PAIRING_REFUSED: "This pairing code is not taken",
    ProblemCode.BUSY: "Busy, try again later",
    ProblemCode.UNAVAILABLE: "Not available at the moment",
}


class Refusal(Exception):
    """``detail`` holds nothing personal; ``retry_after`` is in seconds; ``status`` only where the table's is wrong."""

    def __init__(
        self, code: ProblemCode, detail: str = "", retry_after: int | None = None, status: int | None = None
    ) -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail
        self.retry_after = retry_after
        self.status = status or STATUS[code]

    @property
    def problem(self) -> Problem:
        return Problem(title=TITLE[self.code], status=self.status, code=self.code, detail=self.detail)
