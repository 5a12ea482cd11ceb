"""What was read, with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Field = Literal["titles", "past_titles", "skills", "majors", "education", "experience"]


@dataclass(frozen=True)
class Term:
    """``start`` and ``end`` count characters of the text; both -1 where a form said it. ``near``: by meaning only."""

    field: Field
    value: str
    start: int = -1
    end: int = -1
    near: bool = False


def lower(text: str) -> str:
    """Lower case with every character in its place."""
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)
