"""The pass: a QR code that the seeker carries. It names a record; only the visit code opens what is stored.

Text form: ``JF1.`` and base32 without padding (RFC 4648): capital letters and digits, which QR codes pack into 5.5 bits
each and every scanner that types like a keyboard types alike. The bytes, big endian::

    fair 4 | serial 8 | seeker 16 | issued 4 | expires 4 | salt 16 | hash 32 | flags 1    (seconds since 1970)
    length 1, masked name | length 1, the fair of the pepper | résumé 0 or 16 | key 4 | signature 64

``fair`` and ``key`` are the first bytes of a digest and of a key id, to tell them apart; what is signed (Ed25519) is
the whole name of the fair and all that stands before the signature. Of the flags the lowest says that she is of age to
submit; none of the others is used. With a name of 20 bytes and a résumé that is QR
version 10, 57 modules.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import struct
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from jobfair.errors import SealError
from jobfair.fair import Id
from jobfair.sealing import Signer, verify_raw
from jobfair.second_factor import Verifier, is_whole

PREFIX = "JF1."
MOST_DAYS = 400
"""No pass is good for longer: so long a revocation is remembered."""
_MOST_TEXT = 60  # bytes of the masked name, and of a fair's name
_FRONT = struct.Struct(">4s8s16sII16s32sB")
_OF_AGE = 1
MOST_AHEAD = timedelta(days=1)
"""So much later than now may a pass have been issued: a kiosk's clock may be wrong, but whoever stole its key must not
date a pass past every revocation to come."""
_SIGNATURE = 64
_KEY = 4


def new_serial() -> str:
    """64 bits from the system's random source, in hexadecimal."""
    return secrets.token_hex(8)


def _whole_seconds(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


Second = Annotated[AwareDatetime, AfterValidator(_whole_seconds)]


class SeekerPass(BaseModel):
    """What the code carries. ``seeker`` and ``resume`` are UUIDs; ``serial`` is this one pass's own.

    ``pepper_of`` as on a SeekerCard: the fair whose pepper keyed the verifier, empty for ``fair``. Also where no card
    is known, somebody who is not ``of_age_to_submit`` must not; so that is said, and a pass that does not say it is of
    somebody who is not.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    fair: Id
    serial: str = Field(default_factory=new_serial, pattern=r"^[0-9a-f]{16}$")
    seeker: str
    masked_name: str
    verifier: Verifier
    pepper_of: str = ""
    resume: str | None = None
    of_age_to_submit: bool = False
    issued: Second
    expires: Second


@dataclass(frozen=True)
class PassRefused:
    """Why a code is not taken: ``unknown`` (no pass of ours), ``forged``, ``other_fair``, ``expired``, ``revoked``."""

    reason: str


def write_pass(content: SeekerPass, signer: Signer) -> str:
    """Raises ValueError for ids that are no UUIDs, for another verifier's form, and for more than MOST_DAYS."""
    if not timedelta() < content.expires - content.issued <= timedelta(days=MOST_DAYS):
        raise ValueError("a pass is good for one second to MOST_DAYS")
    if not is_whole(content.verifier):
        raise ValueError("a verifier of another form")
    salt, hashed = base64.b64decode(content.verifier.salt), base64.b64decode(content.verifier.hash)
    name, pepper_of = content.masked_name.encode()[:_MOST_TEXT], content.pepper_of.encode()
    data = _FRONT.pack(
        _tag(content.fair),
        bytes.fromhex(content.serial),
        uuid.UUID(content.seeker).bytes,
        int(content.issued.timestamp()),
        int(content.expires.timestamp()),
        salt,
        hashed,
        _OF_AGE if content.of_age_to_submit else 0,
    )
    name = name.decode(errors="ignore").encode()  # not in the middle of a character
    data += bytes([len(name)]) + name + bytes([len(pepper_of)]) + pepper_of
    data += uuid.UUID(content.resume).bytes if content.resume else b""
    data += bytes.fromhex(signer.id)[:_KEY]
    return PREFIX + _text(data + signer.raw("pass", _signed(content.fair, data)))


def read_pass(
    text: str, fair: str, publics: Mapping[str, bytes], now: datetime | None = None, *, expired_too: bool = False
) -> SeekerPass | PassRefused:
    """The pass in ``text``, or why not. ``publics``: key id -> public key, of the server and of paired kiosks.
    Refused as ``unknown`` is what no honest signer writes: issued more than MOST_AHEAD from now, or good for longer
    than MOST_DAYS. ``expired_too``: an expired one still says whose it is.

    Who knows what was revoked asks that next (``RevokedPasses`` in jobfair/wire).
    """
    data = _bytes(text)
    if data is None or len(data) < _FRONT.size + 2 + _KEY + _SIGNATURE:
        return PassRefused("unknown")
    if data[:4] != _tag(fair):
        return PassRefused("other_fair")
    body, signature = data[:-_SIGNATURE], data[-_SIGNATURE:]
    if not any(
        _verifies(_signed(fair, body), signature, public)
        for key, public in publics.items()
        if bytes.fromhex(key)[:_KEY] == body[-_KEY:]
    ):
        return PassRefused("forged")
    try:
        found = _content(fair, body[:-_KEY])
    except (ValueError, IndexError, ValidationError):  # signed, and not in this form: a later one, or a defect
        return PassRefused("unknown")
    now = now or datetime.now(UTC)
    if found.issued > now + MOST_AHEAD or found.expires - found.issued > timedelta(days=MOST_DAYS):
        return PassRefused("unknown")
    if found.expires <= now and not expired_too:
        return PassRefused("expired")
    return found


def _content(fair: str, data: bytes) -> SeekerPass:
    _, serial, seeker, issued, expires, salt, hashed, flags = _FRONT.unpack_from(data)
    name, rest = _counted(data[_FRONT.size :])
    pepper_of, rest = _counted(rest)
    if len(rest) not in (0, 16):
        raise ValueError("not a pass")
    return SeekerPass(
        fair=fair,
        serial=serial.hex(),
        seeker=str(uuid.UUID(bytes=seeker)),
        masked_name=name,
        verifier=Verifier(salt=base64.b64encode(salt).decode(), hash=base64.b64encode(hashed).decode()),
        pepper_of=pepper_of,
        resume=str(uuid.UUID(bytes=rest)) if rest else None,
        of_age_to_submit=bool(flags & _OF_AGE),
        issued=datetime.fromtimestamp(issued, UTC),
        expires=datetime.fromtimestamp(expires, UTC),
    )


def _counted(data: bytes) -> tuple[str, bytes]:
    """A text that begins with its length, and what comes after it."""
    length = data[0]
    if len(data) < 1 + length:
        raise ValueError("not a pass")
    return data[1 : 1 + length].decode(), data[1 + length :]


def _tag(fair: str) -> bytes:
    return hashlib.sha256(fair.encode()).digest()[:4]


def _signed(fair: str, data: bytes) -> bytes:
    return fair.encode() + b"\n" + data


def _verifies(signed: bytes, signature: bytes, public: bytes) -> bool:
    try:
        verify_raw("pass", signed, signature, public)
    except SealError:
        return False
    return True


def _text(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes | None:
    """Only for the one text that says these bytes: base32 has others, with idle bits set at the end."""
    if not text.startswith(PREFIX):
        return None
    said = text[len(PREFIX) :]
    try:
        data = base64.b32decode(said + "=" * (-len(said) % 8))
    except ValueError:
        return None
    return data if _text(data) == said else None
