"""What a scanned or typed text is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jobfair.numbers import (
    card_number,
    document_number,
    phone_number,
    residence_permit,
    resident_id,
    travel_permit,
)
from jobfair.seeker_pass import PREFIX
from jobfair.taking_back import read_code
from jobfair.wire import DocumentKind, KioskSettings
from kiosk.identity.documents.aamva import read_licence
from kiosk.identity.documents.codes import LONGEST_CODE
from kiosk.identity.documents.mrz import read_mrz
from kiosk.ports import DocumentNumber, PassScanned, Scanned, TakeBackScanned, UnknownCode

CARD_PREFIX = "JFCARD."
"""Before the serial number of a chip card (kiosk.devices.card_reader), so that it is taken for nothing else."""
_ASKED_FOR = frozenset({"student_card", "travel_permit"})
"""Without a check digit, and yet a reader may send them bare; a passport's or licence's could be a word of any code."""
_SERIAL = re.compile(r"[0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{20}")


@dataclass(frozen=True)
class Accepted:
    """The documents that the organizer accepts here; whatever else is read is nothing to us."""

    kinds: tuple[DocumentKind, ...] = ("resident_id",)
    student_card: str = ""

    @classmethod
    def by(cls, settings: KioskSettings) -> Accepted:
        return cls(settings.document_kinds, settings.student_card)


def understand(text: str, accepted: Accepted | None = None, expected: DocumentKind | None = None) -> Scanned:
    """What a scanned or typed text is: a pass (unverified) or code of ours, a number of the right form, or nothing.

    ``expected``: the kind that was asked for on the screen; it decides where a number without a check digit could be
    two things. A machine-readable document with a wrong check digit is nothing.
    """
    accepted = accepted or Accepted()
    text = text.strip()
    if len(text) > LONGEST_CODE:
        return UnknownCode()
    if text.startswith(PREFIX):
        return PassScanned(text)
    take_back = read_code(text)
    if take_back is not None:
        return TakeBackScanned(take_back)
    for found in _numbers(text, accepted, expected):
        if found.kind == "phone" or found.kind in accepted.kinds:
            return found
    return UnknownCode()


def typed_document(kind: DocumentKind, text: str, accepted: Accepted) -> DocumentNumber | None:
    """What was typed as a number of this kind; None where it cannot be one, or is not accepted here."""
    number = document_number(kind, text, accepted.student_card)
    if number is None or kind not in accepted.kinds:
        return None
    return _as_one(kind, number, accepted)


def _numbers(text: str, accepted: Accepted, expected: DocumentKind | None) -> Iterator[DocumentNumber]:
    """What the text could be; what proves itself comes first."""
    if text.startswith(CARD_PREFIX):
        serial = text.removeprefix(CARD_PREFIX)
        if _SERIAL.fullmatch(serial):
            yield DocumentNumber("student_card", f"serial:{serial}")
        return
    document = _from_mrz(text)
    if document is not None:
        yield document
        return
    licence = read_licence(text)
    if licence is not None:
        yield _as_one("driving_licence", licence, accepted)
        return
    if number := resident_id(text):
        yield DocumentNumber("resident_id", number)
    if number := residence_permit(text):
        yield DocumentNumber("residence_permit", number)
    if expected in _ASKED_FOR and (number := document_number(expected, text, accepted.student_card)):
        yield DocumentNumber(expected, number)
    if number := card_number(text, accepted.student_card):
        yield DocumentNumber("student_card", number)
    if number := phone_number(text):
        yield DocumentNumber("phone", number)
    if number := travel_permit(text):
        yield DocumentNumber("travel_permit", number)


def _from_mrz(text: str) -> DocumentNumber | None:
    """Passports of every state; of the cards those of China, whose number says what they are."""
    mrz = read_mrz(text)
    if mrz is None:
        return None
    if mrz.kind == "P":
        return DocumentNumber("passport", mrz.number)
    if mrz.state == "CHN":
        if number := resident_id(mrz.number):
            return DocumentNumber("resident_id", number)
        if number := residence_permit(mrz.number):
            return DocumentNumber("residence_permit", number)
        if number := travel_permit(mrz.number):
            return DocumentNumber("travel_permit", number)
    return None


def _as_one(kind: DocumentKind, number: str, accepted: Accepted) -> DocumentNumber:
    """A Chinese licence bears the resident ID number: where that is accepted, both are one document."""
    if kind == "driving_licence" and "resident_id" in accepted.kinds and resident_id(number):
        return DocumentNumber("resident_id", number)
    return DocumentNumber(kind, number)
