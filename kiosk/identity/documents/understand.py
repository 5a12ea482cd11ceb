"""What a scanned or typed text is."""

from __future__ import annotations

from dataclasses import dataclass

from jobfair.numbers import phone_number, resident_id
from jobfair.seeker_pass import PREFIX
from jobfair.taking_back import read_code
from jobfair.wire import DocumentKind, KioskSettings
from kiosk.ports import DocumentNumber, PassScanned, Scanned, TakeBackScanned, UnknownCode


@dataclass(frozen=True)
class Accepted:
    """The documents that the organizer accepts here; whatever else is read is nothing to us."""

    kinds: tuple[DocumentKind, ...] = ("resident_id",)
    student_card: str = ""

    @classmethod
    def by(cls, settings: KioskSettings) -> Accepted:
        return cls(settings.document_kinds, settings.student_card)


def understand(text: str, accepted: Accepted | None = None) -> Scanned:
    """What a scanned or typed text is: a pass (unverified) or code of ours, a number of the right form, or nothing."""
    accepted = accepted or Accepted()
    text = text.strip()
    if text.startswith(PREFIX):
        return PassScanned(text)
    take_back = read_code(text)
    if take_back is not None:
        return TakeBackScanned(take_back)
    resident = resident_id(text)
    if resident:
        return DocumentNumber("resident_id", resident)
    phone = phone_number(text)
    if phone:
        return DocumentNumber("phone", phone)
    return UnknownCode()
