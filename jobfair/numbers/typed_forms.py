"""How each kind of document is typed: how many places, and which keys besides the digits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jobfair.wire import DocumentKind

Keys = Literal["digits", "x", "letters"]


@dataclass(frozen=True)
class TypedForm:
    """``keys``: digits alone, digits and X, or letters too. ``shortest`` to ``longest`` places."""

    keys: Keys
    shortest: int
    longest: int


_FORMS: dict[DocumentKind, TypedForm] = {
    "resident_id": TypedForm("x", 18, 18),
    "residence_permit": TypedForm("letters", 15, 15),
    "travel_permit": TypedForm("letters", 8, 11),
    "passport": TypedForm("letters", 5, 9),
    "driving_licence": TypedForm("letters", 5, 25),
}


def typed_form(kind: DocumentKind, student_card: str = "") -> TypedForm:
    """For a student card it follows from the organizer's pattern; one without a pattern cannot be typed (0 places)."""
    if kind != "student_card":
        return _FORMS[kind]
    only_digits = all(sign == "#" or sign.isdigit() for sign in student_card)
    return TypedForm("digits" if only_digits else "letters", len(student_card), len(student_card))
