"""Text in two languages: a plain string, or ``{"zh": …, "en": …}``."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Bilingual(BaseModel):
    """One text in Chinese and English; either may be missing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: str = ""
    en: str = ""


Text = str | Bilingual

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def without_controls(text: str) -> str:
    """``text`` without the control characters of ASCII, except tab and line feed: no database need keep them, and
    the server refuses what holds a NUL."""
    return _CONTROLS.sub("", text)


def in_language(text: Text, language: Language) -> str:
    """The text in ``language``, else in the other one, else the empty string."""
    if isinstance(text, str):
        return text
    wanted, other = (text.zh, text.en) if language == "zh" else (text.en, text.zh)
    return wanted or other


def all_of(text: Text) -> tuple[str, ...]:
    """Every non-empty form of the text, Chinese first."""
    if isinstance(text, str):
        return (text,) if text else ()
    return tuple(form for form in (text.zh, text.en) if form)
