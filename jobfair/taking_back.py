"""The code with which a seeker takes submissions back: on paper, on the screen, at any kiosk, on her phone.

Its text is ``<address>/w#JFW1.<base64url>``: a link that a phone opens, with what is secret after the ``#``, which
browsers never send. The bytes are one 128-bit secret, drawn when she handed in, and the ids of what she handed in then,
16 bytes each. Every submission has a withdrawal secret of its own, made from that one and its id: a withdrawal gives
away the secret of one submission and of no other.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import timedelta

PREFIX = "JFW1."
PATH = "/w"
WITHDRAW_WITHIN = timedelta(minutes=10)
MOST_IN_A_CODE = 10
"""Submissions in one code: with an address of 40 characters that is QR version 12, 65 modules across."""

_SECRET = _ID = 16  # bytes
_CODE = re.compile(r"[A-Za-z0-9_-]{43,512}")


@dataclass(frozen=True)
class TakeBackCode:
    """``secret`` is 16 bytes; ``submissions`` are ids, 1 to MOST_IN_A_CODE."""

    secret: bytes = field(repr=False)
    submissions: tuple[str, ...]

    def secret_of(self, submission: str) -> str:
        """The withdrawal secret of this submission alone, 128 bits in hexadecimal."""
        return secret_for(self.secret, submission)


def new_secret() -> bytes:
    """128 bits from the system's random source."""
    return secrets.token_bytes(_SECRET)


def secret_for(secret: bytes, submission: str) -> str:
    """HMAC-SHA-256 over the submission's id, cut to 128 bits: nobody gets from it to ``secret`` or to another's."""
    return hmac.new(secret, f"jobfair/1/take-back/{submission}".encode(), hashlib.sha256).hexdigest()[:32]


def write_codes(secret: bytes, submissions: tuple[str, ...], address: str = "") -> tuple[str, ...]:
    """The texts of as many codes as it takes. Without ``address`` (``https://fair.example``) kiosks read them, phones
    do not."""
    start = f"{address.rstrip('/')}{PATH}#{PREFIX}" if address else PREFIX
    codes = []
    for at in range(0, len(submissions), MOST_IN_A_CODE):
        ids = b"".join(uuid.UUID(submission).bytes for submission in submissions[at : at + MOST_IN_A_CODE])
        codes.append(start + urlsafe_b64encode(secret + ids).decode().rstrip("="))
    return tuple(codes)


def read_code(text: str) -> TakeBackCode | None:
    """What a scanned text or the part of a link after the ``#`` says; None when it is no such code, or damaged."""
    _, found, code = text.strip().rpartition(PREFIX)
    if not found or not _CODE.fullmatch(code) or len(code) % 4 == 1:
        return None
    data = urlsafe_b64decode(code + "=" * (-len(code) % 4))
    ids = data[_SECRET:]
    if not ids or len(ids) % _ID or len(ids) > MOST_IN_A_CODE * _ID:
        return None
    found_ids = (str(uuid.UUID(bytes=ids[at : at + _ID])) for at in range(0, len(ids), _ID))
    return TakeBackCode(data[:_SECRET], tuple(dict.fromkeys(found_ids)))
