"""The consent receipt: what a seeker agreed to and refused, in a QR code that she takes home.

Its text is ``<address>/c#JFC1.<base64url>``: a phone opens the page that reads it, with the code after the ``#``, which
browsers do not send. The bytes are small so that the code scans off receipt paper: the fields of a consent record after
ISO/IEC TS 27560:2023 (record and subject id, controller's fair, time, purposes, state, notice's version, language and
digest, until when) and the kiosk's Ed25519 signature over them. Nothing else of the person is in it than her id.

Layout: format (1), seeker (16, UUID), fair and kiosk (length, UTF-8), then for each answer: purpose (1), state (1),
time (4, seconds since 1970), until (2, days since 1970; 0: none), language (1), version (length, ASCII), first 8 bytes
of the text's SHA-256; at the end the key's id (8) and the signature (64). Numbers are big endian.
"""

from __future__ import annotations

import struct
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from jobfair.consent import Consent, Purpose
from jobfair.consent_texts import ConsentTexts
from jobfair.errors import SealError
from jobfair.sealing import Signer, verify_raw
from jobfair.text import LANGUAGES, Language

PREFIX = "JFC1."
PATH = "/c"
KIND = "consent-receipt"

State = Literal["refused", "given", "withdrawn"]
_STATES: tuple[State, ...] = ("refused", "given", "withdrawn")
_PURPOSES = (
    Purpose.RESUME,
    Purpose.SUBMIT,
    Purpose.FACE_THIS_KIOSK,
    Purpose.FACE_THIS_FAIR,
    Purpose.FACE_LATER_FAIRS,
)
"""Their places are numbers of the format: add at the end only."""
_FORMAT = 1
_FIXED = struct.Struct(">BBIHB")
_SHORT, _KEY, _SIGNATURE = 8, 8, 64
_EPOCH = date(1970, 1, 1)
_LONGEST = 1024


@dataclass(frozen=True)
class Answered:
    """One question and its answer. ``at`` is when it was given, or withdrawn; ``text`` the first 8 bytes of the
    SHA-256 of the words in their version."""

    purpose: Purpose
    state: State
    at: datetime
    until: date | None
    language: Language
    version: str
    text: bytes


@dataclass(frozen=True)
class ConsentReceipt:
    fair: str
    seeker: str
    kiosk: str
    answers: tuple[Answered, ...]


@dataclass(frozen=True)
class ReceiptRefused:
    """``unreadable``: no such code, or damaged. ``forged``: not signed by a kiosk of the fair that it names."""

    reason: Literal["unreadable", "forged"]


def receipt_of(fair: str, seeker: str, kiosk: str, consents: Iterable[Consent], texts: ConsentTexts) -> ConsentReceipt:
    """Of these consents; the newest answer to each question about her. What was agreed with employers is not among
    them: there is one for each, and the list of what was handed in names them."""
    newest: dict[Purpose, Answered] = {}
    for consent in sorted((c for c in consents if c.purpose is not Purpose.SUBMIT), key=lambda one: one.at):
        state: State = "withdrawn" if consent.withdrawn_at else "given" if consent.given else "refused"
        text = texts.text(consent.purpose.value, texts.shown(consent.text_version), consent.language)
        newest[consent.purpose] = Answered(
            consent.purpose,
            state,
            (consent.withdrawn_at or consent.at).astimezone(UTC).replace(microsecond=0),
            consent.until,
            consent.language,
            text.version,
            bytes.fromhex(text.digest)[:_SHORT],
        )
    return ConsentReceipt(fair, seeker, kiosk, tuple(newest[one] for one in _PURPOSES if one in newest))


def write_receipt(receipt: ConsentReceipt, signer: Signer, address: str = "") -> str:
    """The text of the code. Without ``address`` kiosks and the server read it, phones do not open a page."""
    payload = bytes([_FORMAT]) + uuid.UUID(receipt.seeker).bytes + _string(receipt.fair) + _string(receipt.kiosk)
    for answer in receipt.answers:
        payload += _FIXED.pack(
            _PURPOSES.index(answer.purpose),
            _STATES.index(answer.state),
            int(answer.at.timestamp()),
            max(0, (answer.until - _EPOCH).days) if answer.until else 0,
            LANGUAGES.index(answer.language),
        )
        payload += _string(answer.version) + answer.text
    data = payload + bytes.fromhex(signer.id) + signer.raw(KIND, payload)
    start = f"{address.rstrip('/')}{PATH}#{PREFIX}" if address else PREFIX
    return start + urlsafe_b64encode(data).decode().rstrip("=")


def read_receipt(text: str, keys_of: Callable[[str], Mapping[str, bytes]]) -> ConsentReceipt | ReceiptRefused:
    """What a scanned text says, when a key of the fair that it names signed it.

    ``keys_of`` gives the keys of a fair's kiosks, key id -> 32 raw bytes; nothing for a fair that is not here.
    """
    _, found, code = text.strip().rpartition(PREFIX)
    try:
        data = urlsafe_b64decode(code + "=" * (-len(code) % 4)) if found and len(code) <= _LONGEST else b""
        payload, tail = data[: -_KEY - _SIGNATURE], data[-_KEY - _SIGNATURE :]
        receipt = _parsed(payload)
    except (ValueError, IndexError, struct.error, OverflowError):
        return ReceiptRefused("unreadable")
    public = keys_of(receipt.fair).get(tail[:_KEY].hex())
    try:
        if public is None:
            return ReceiptRefused("forged")
        verify_raw(KIND, payload, tail[_KEY:], public)
    except SealError:
        return ReceiptRefused("forged")
    return receipt


def _string(text: str) -> bytes:
    data = text.encode()[:255]
    return bytes([len(data)]) + data


def _parsed(payload: bytes) -> ConsentReceipt:
    """Raises ValueError, IndexError or struct.error where these are no receipt's bytes."""
    if payload[0] != _FORMAT or len(payload) < 19:
        raise ValueError("another format")
    seeker, at = str(uuid.UUID(bytes=payload[1:17])), 17

    def string() -> str:
        nonlocal at
        length = payload[at]
        at += 1 + length
        return payload[at - length : at].decode()

    fair, kiosk = string(), string()
    answers = []
    while at < len(payload):
        purpose, state, when, until, language = _FIXED.unpack_from(payload, at)
        at += _FIXED.size
        version = string()
        text = payload[at : at + _SHORT]
        at += _SHORT
        if len(text) != _SHORT:
            raise ValueError("cut off")
        answers.append(
            Answered(
                _PURPOSES[purpose],
                _STATES[state],
                datetime.fromtimestamp(when, UTC),
                _EPOCH + timedelta(days=until) if until else None,
                LANGUAGES[language],
                version,
                text,
            )
        )
    return ConsentReceipt(fair, seeker, kiosk, tuple(answers))
