"""Handing something to a phone by way of a code on the kiosk's screen. See docs/decisions/0032.

The code is a link, ``<address>/p#JFH1.<base64url of 16 bytes>``. Browsers never send what stands after the ``#``: the
page's script derives from it a claim, which the server knows as a hash, and a key, which it never gets. What the kiosk
hands over is encrypted with that key: ``nonce (12 bytes) | AES-256-GCM``.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict, Field

from jobfair.errors import SealError

PREFIX = "JFH1."
PATH = "/p"
MOST_IN_A_VISIT = 3
"""Codes that one visit may show: wrong digits void a code, and nobody is to try them all."""
_SECRET = 16
_NONCE = 12


class HandedPass(BaseModel):
    """What the phone is handed: the QR code of the pass as rows of 0 and 1, which the page only draws."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["pass"] = "pass"
    fair: str
    rows: tuple[str, ...] = Field(min_length=1)
    expires: datetime

    def as_bytes(self) -> bytes:
        return self.model_dump_json().encode()


def new_secret() -> bytes:
    """128 bits from the system's random source."""
    return secrets.token_bytes(_SECRET)


def write_address(secret: bytes, address: str) -> str:
    """The text of the code on the screen; ``address`` as ``https://fair.example``."""
    return f"{address.rstrip('/')}{PATH}#{PREFIX}{urlsafe_b64encode(secret).decode().rstrip('=')}"


def may_hand_over(address: str) -> bool:
    """Whether a phone's browser decrypts what it gets from there: only from https, and from its own machine. Over plain
    http whoever is on the way could change the page that does it."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1"))


def claim_of(secret: bytes) -> str:
    """What a phone shows the server to be given this: 128 bits in hexadecimal."""
    return _derived(secret, "claim")[:_SECRET].hex()


def hash_of_claim(claim: str) -> str:
    """What the server keeps of a claim."""
    return hashlib.sha256(claim.encode()).hexdigest()


def seal_for_phone(secret: bytes, content: bytes) -> bytes:
    """Once for each secret: the key is made of it alone."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_derived(secret, "key")).encrypt(nonce, content, None)


def open_on_phone(secret: bytes, sealed: bytes) -> bytes:
    """As the page's script does it. Raises SealError."""
    try:
        return AESGCM(_derived(secret, "key")).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except (InvalidTag, ValueError) as error:
        raise SealError("not sealed with this code's key") from error


def _derived(secret: bytes, purpose: str) -> bytes:
    return hmac.new(secret, f"jobfair/1/handover/{purpose}".encode(), hashlib.sha256).digest()
