"""What every message is made of: version, doors, problems, receipts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

WIRE_VERSION = 1
SEALED = "application/vnd.jobfair.sealed"
PROBLEM = "application/problem+json"
DIGEST_HEADER = "X-Jobfair-Digest"
WIRE_HEADER = "X-Jobfair-Wire"
MAX_SEALED_BYTES = 8 * 1024 * 1024
MAX_MESSAGE_BYTES = 64 * 1024
"""Of a request that is JSON: pairing, heartbeat, tries."""
MOST_COUNTED = 10**9
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
CodeKind = Literal["qr", "pdf417", "data_matrix", "code128"]
DocumentKind = Literal[
    "resident_id", "passport", "driving_licence", "student_card", "travel_permit", "residence_permit"
]
"""``resident_id``: GB 11643, residence permits of Hong Kong, Macao and Taiwan residents and the foreigner's permanent
ID of 2023 included. ``travel_permit``: mainland travel permits of Hong Kong, Macao and Taiwan residents.
``residence_permit``: the foreigner's permanent ID of before 2023 (three letters, twelve digits)."""


class Message(BaseModel):
    """Unknown fields are refused: a change of the wire is a new version."""

    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_bytes="base64", val_json_bytes="base64")


class Door(StrEnum):
    """Where sealed bytes go in. The kind of an envelope is its door's name."""

    REGISTRATIONS = "registrations"
    RESUMES = "resumes"
    SUBMISSIONS = "submissions"
    WITHDRAWALS = "withdrawals"
    REVOCATIONS = "revocations"
    CONSENTS = "consents"


class ProblemCode(StrEnum):
    """Stable codes of the server's problem bodies (RFC 9457), and what a kiosk does about each."""

    NOT_AUTHENTICATED = "not_authenticated"  # NotTrusted
    REVOKED = "revoked"  # NotTrusted
    NOT_ALLOWED = "not_allowed"  # NotTrusted
    WIRE_VERSION = "wire_version"  # Incompatible
    OTHER_BYTES = "other_bytes"  # Refused: this id was taken in with another digest
    TOO_LARGE = "too_large"  # Refused
    WRONG_TYPE = "wrong_type"  # Refused
    BAD_DIGEST = "bad_digest"  # Unreachable: the bytes were damaged on the way
    BAD_ENVELOPE = "bad_envelope"  # Refused
    UNKNOWN_KEY = "unknown_key"  # Refused
    INVALID = "invalid"  # Refused
    NOT_FOUND = "not_found"  # Refused
    PAIRING_REFUSED = "pairing_refused"  # the code is wrong, used or expired: the answer is the same
    BUSY = "busy"  # Unreachable, honour Retry-After
    UNAVAILABLE = "unavailable"  # Unreachable


class Problem(Message):
    """RFC 9457, media type ``PROBLEM``. ``code`` is what programs go by; ``detail`` holds nothing personal."""

    type: str = "about:blank"
    title: str
    status: int
    code: ProblemCode
    detail: str = ""


class Receipt(Message):
    """The server's answer, signed as kind ``receipt``. ``sequence`` counts every intake of this server, from 1."""

    id: str
    door: Door
    digest: Digest
    received_at: datetime
    sequence: int = Field(ge=1)
