"""The pass: a QR code that the seeker carries. It names a record; only the visit code opens what is stored.

Text form: ``JF1.<payload>.<key id>.<signature>``, base64url without padding.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from jobfair.errors import SealError
from jobfair.fair import Id
from jobfair.sealing import Signer, verify_raw
from jobfair.second_factor import Verifier

PREFIX = "JF1."


class SeekerPass(BaseModel):
    """What the code carries."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fair: Id
    seeker: str
    masked_name: str
    verifier: Verifier
    resume: str | None = None
    expires: datetime


@dataclass(frozen=True)
class PassRefused:
    """Why a code is not taken: ``unknown`` (no pass of ours), ``forged``, ``expired`` or ``other_fair``."""

    reason: str


def write_pass(content: SeekerPass, signer: Signer) -> str:
    payload = content.model_dump_json(exclude_none=True).encode()
    return PREFIX + ".".join((_b64(payload), signer.id, _b64(signer.raw("pass", payload))))


def read_pass(
    text: str, fair: str, publics: Mapping[str, bytes], now: datetime | None = None
) -> SeekerPass | PassRefused:
    """The pass in ``text``, or why not. ``publics``: key id -> public key, of the server and of paired kiosks."""
    if not text.startswith(PREFIX) or text.count(".") != 3:
        return PassRefused("unknown")
    payload_text, key, signature_text = text[len(PREFIX) :].split(".")
    try:
        payload, signature = _unb64(payload_text), _unb64(signature_text)
        public = publics.get(key)
        if public is None:
            return PassRefused("forged")
        verify_raw("pass", payload, signature, public)
        found = SeekerPass.model_validate_json(payload)
    except (SealError, ValidationError):
        return PassRefused("forged")
    except ValueError:
        return PassRefused("unknown")
    if found.fair != fair:
        return PassRefused("other_fair")
    if found.expires <= (now or datetime.now(UTC)):
        return PassRefused("expired")
    return found


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unb64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
