"""The dictionary of skills: the fair's own and a kept list (resources/skills), found in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jobfair.matching.terms import language_of, normal
from jobfair.text import Text, all_of

#: Letters of English shorter than this are found in their own case only: "Go" and "R" are words.
_SHORT = 3


class SkillWords:
    """``of(text)`` finds every skill that stands in it; the longest of those that overlap."""

    def __init__(self, skills: Iterable[Text]) -> None:
        self.forms: dict[str, str] = {}
        for skill in skills:
            for form in all_of(skill):
                if len(normal(form)) > 1:
                    self.forms.setdefault(normal(form), form.strip())
        chinese = sorted((f for f in self.forms if language_of(f) == "zh"), key=len, reverse=True)
        latin = sorted((f for f in self.forms if language_of(f) == "en"), key=len, reverse=True)
        self._patterns = []
        if chinese:
            # Blanks between Latin and Chinese letters come and go: PLC编程, PLC 编程.
            self._patterns.append(re.compile("|".join(re.escape(f).replace(r"\ ", r"\s?") for f in chinese), re.I))
        if latin:
            words = "|".join(re.escape(f) for f in latin)
            self._patterns.append(re.compile(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9+#])", re.I))
        self._by_letters = {re.sub(r"\s", "", form): shown for form, shown in self.forms.items()}

    def of(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, the dictionary's own wording), in the order of the text."""
        found = []
        for pattern in self._patterns:
            for hit in pattern.finditer(text):
                shown = self._by_letters.get(re.sub(r"\s", "", normal(hit[0])))
                if shown and (len(shown) >= _SHORT or language_of(shown) == "zh" or hit[0] == shown):
                    found.append((hit.start(), hit.end(), shown))
        found.sort(key=lambda place: (place[0], place[0] - place[1]))
        kept: list[tuple[int, int, str]] = []
        for place in found:
            if not kept or place[0] >= kept[-1][1]:
                kept.append(place)
        return kept


@cache
def kept_list() -> tuple[str, ...]:
    """Of resources/skills, Chinese and English; empty where it was left out."""
    path = Path(__file__).resolve().parents[2] / "resources" / "skills" / "skills.tsv"
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(form for line in lines if line and not line.startswith("#") for form in line.split("\t"))
