"""The visit code: six digits that the seeker chose, kept only as a slow hash keyed with the fair's pepper."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
from itertools import pairwise

from pydantic import BaseModel, ConfigDict

# scrypt at N=2^14, r=8, p=1 takes about 50 ms and 16 MB (RFC 7914 names these for interactive log-in).
_N, _R, _P = 2**14, 8, 1


class Verifier(BaseModel):
    """Salt and hash in base64. Without the pepper the million codes cannot be tried."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    salt: str
    hash: str


def is_visit_code(code: str) -> bool:
    """Six digits, and not the ones that everybody tries first (all alike, or counting up or down)."""
    if not re.fullmatch(r"[0-9]{6}", code):
        return False
    steps = {int(b) - int(a) for a, b in pairwise(code)}
    return steps not in ({0}, {1}, {-1})


def make_verifier(code: str, pepper: bytes) -> Verifier:
    salt = os.urandom(16)
    return Verifier(salt=base64.b64encode(salt).decode(), hash=base64.b64encode(_slow(code, salt, pepper)).decode())


def verifies(code: str, verifier: Verifier, pepper: bytes) -> bool:
    """Whether ``code`` is the seeker's; costs the same for right and wrong ones."""
    found = _slow(code, base64.b64decode(verifier.salt), pepper)
    return hmac.compare_digest(found, base64.b64decode(verifier.hash))


def nobody() -> Verifier:
    """A verifier that no code opens: asked where no record exists, so that the answer takes the same time."""
    return Verifier(salt=base64.b64encode(os.urandom(16)).decode(), hash=base64.b64encode(os.urandom(32)).decode())


def lookup_token(kind: str, value: str, pepper: bytes) -> str:
    """A blind index: finds a card by phone or document number without holding the number."""
    return hmac.new(pepper, f"lookup/{kind}/{value}".encode(), hashlib.sha256).hexdigest()


def _slow(code: str, salt: bytes, pepper: bytes) -> bytes:
    keyed = hmac.new(pepper, code.encode(), hashlib.sha256).digest()
    return hashlib.scrypt(keyed, salt=salt, n=_N, r=_R, p=_P, dklen=32)
