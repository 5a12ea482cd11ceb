"""What a check found: where, why, and what would put it right."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from jobfair.postings.resources import table
from jobfair.text import Bilingual

_END = re.compile(r"[。；;！!？?\n]|\.\s")
_FAR = 200  # characters of a sentence that are looked at on each side


class Level(StrEnum):
    """What follows from a finding. ``block``: not published, and nobody can approve it. ``review``: a person looks, and
    may approve it; published meanwhile. ``error``: to be put right; a pay that contradicts itself is not shown.
    ``label``: said wherever the opening is shown."""

    BLOCK = "block"
    ERROR = "error"
    REVIEW = "review"
    LABEL = "label"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Edit(_Part):
    """Characters ``start`` to ``end`` of the field, replaced by ``text``."""

    start: int
    end: int
    text: str = ""

    def of(self, text: str) -> str:
        return text[: self.start] + self.text + text[self.end :]


class Finding(_Part):
    """``field`` is a path: ``title``, ``title.zh``, ``duties.0.en``, ``salary_min``; ``start`` and ``end`` count
    characters of that text as written. ``edit`` is the proposal where words can be taken out, else ``question`` asks.
    """

    code: str
    level: Level
    field: str
    start: int = 0
    end: int = 0
    words: str = ""
    sentence: str = ""
    reason: Bilingual
    laws: tuple[str, ...] = ()
    edit: Edit | None = None
    question: Bilingual | None = None

    @property
    def key(self) -> str:
        """The same as long as the same words are found in the same sentence of the same field: what an approval holds
        on to. The words alone may come to mean another thing."""
        return f"{self.code}|{self.field}|{self.words}|{self.sentence}"

    def sentence_in(self, text: str) -> str:
        """The sentence of ``text`` around the words."""
        if not self.words:
            return ""
        before, after = text[max(0, self.start - _FAR) : self.start], text[self.end : self.end + _FAR]
        return _END.split(before)[-1] + self.words + _END.split(after)[0]

    @property
    def because(self) -> Bilingual:
        """The reason with the names of the laws it stands on."""
        names = [law_name(law) for law in self.laws]
        if not names:
            return self.reason
        zh, en = "、".join(name.zh for name in names), "; ".join(name.en for name in names)
        return Bilingual(zh=f"{self.reason.zh}（{zh}）", en=f"{self.reason.en} ({en})")


@lru_cache(maxsize=1)
def _laws() -> dict[str, Bilingual]:
    return {law: Bilingual(zh=entry["zh"], en=entry["en"]) for law, entry in table("laws").items()}


def law_name(law: str) -> Bilingual:
    """The name of a law of resources/postings/laws.toml by its key."""
    return _laws()[law]
