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

TRIES_A_DAY = 5
"""For one seeker, at all kiosks of the fair that reach the server: DESIGN, promise 5."""
KIOSK_TRIES_AN_HOUR = 10
KIOSK_TRIES_A_DAY = 30
"""Wrong codes at one kiosk; then a person looks after it. One popular code for every number ends there."""


class Verifier(BaseModel):
    """Salt and hash in base64. Without the pepper the million codes cannot be tried."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    salt: str
    hash: str


def is_whole(verifier: Verifier) -> bool:
    """Whether it is 16 and 32 bytes; what came from elsewhere may be anything."""
    try:
        sizes = [len(base64.b64decode(part, validate=True)) for part in (verifier.salt, verifier.hash)]
    except ValueError:
        return False
    return sizes == [16, 32]


_KEY_LINES = frozenset(
    line for way in ("123", "456", "789", "147", "258", "369", "159", "357") for line in (way, way[::-1])
)
_KNOWN_TO_ALL = frozenset(
    {"131420", "131421", "131452", "142536", "147896", "201314", "201413", "520131", "521131", "246810", "314159"}
    | {"112358", "102030", "010203", "271828", "141421", "123890", "098765", "765432"}
)
"""Sounds and shapes of which codes are made everywhere: 1314 一生一世, 520 我爱你, the pad's ring, pi."""
LEAST_DIFFERENT = 4


def is_visit_code(code: str, *own: str) -> bool:
    """Six digits that are not among those that people choose first: fewer than four different ones (111111, 520520,
    112233), digits at even steps (123456, 135791), two lines of the number pad (147258), a date as year, month and
    day in any usual order, or a well-known one (131420); nor a part of her ``own`` numbers, phone or document.

    Leaves about 840,000 of the million. Which patterns are popular: Wang et al., Understanding Human-Chosen PINs, 2017.
    """
    if not re.fullmatch(r"[0-9]{6}", code):
        return False
    digits = [int(digit) for digit in code]
    steps = {(b - a) % 10 for a, b in pairwise(digits)}
    popular = (
        len(set(digits)) < LEAST_DIFFERENT
        or len(steps) == 1
        or (code[:3] in _KEY_LINES and code[3:] in _KEY_LINES)
        or code in _KNOWN_TO_ALL
        or _is_date(code)
    )
    return not popular and not any(code in number for number in own)


def _is_date(code: str) -> bool:
    """YYMMDD, DDMMYY, MMDDYY, or YYYYMM of somebody who may stand here."""
    one, two, three = int(code[:2]), int(code[2:4]), int(code[4:])
    if any(1 <= month <= 12 and 1 <= day <= 31 for month, day in ((two, three), (two, one), (one, two))):
        return True
    return 1930 <= int(code[:4]) <= 2039 and 1 <= three <= 12


def phone_tail_of(phone: str) -> str:
    """The last four digits, which may open what is stored after a face; empty where there are fewer."""
    digits = re.sub(r"[^0-9]", "", phone)
    return digits[-4:] if len(digits) >= 4 else ""


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


def try_token(key: str, pepper: bytes) -> str:
    """Under which wrong codes are counted: the same at every kiosk of the fair, and saying nothing without its pepper.

    ``key`` is a seeker's id, ``lookup/<blind index>`` of a number that was typed, or ``kiosk/<name>``.
    """
    return hmac.new(pepper, f"tries/{key}".encode(), hashlib.sha256).hexdigest()


def _slow(code: str, salt: bytes, pepper: bytes) -> bytes:
    keyed = hmac.new(pepper, code.encode(), hashlib.sha256).digest()
    return hashlib.scrypt(keyed, salt=salt, n=_N, r=_R, p=_P, dklen=32)
