"""A text as the rules read it: one form for full-width, traditional, look-alike and spaced-out writing.

Each character of the folded text knows where it came from, so that a finding points at the words as they are written.
"""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass

from jobfair.postings.resources import table
from jobfair.traditional import characters

_SPACE = " "


@dataclass(frozen=True)
class Folded:
    """``text`` is what rules search; ``origins[i]`` is the place in the written text of its character i."""

    text: str
    origins: array[int]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters ``start`` to ``end`` of the folded text stand in the written one."""
        if start >= end or start >= len(self.origins):
            return (self.length, self.length)
        return self.origins[start], self.origins[end - 1] + 1


class Folding:
    """The tables of resources/postings/folding.toml, traditional characters, and a memory of single characters: most
    texts repeat them."""

    def __init__(self) -> None:
        data = table("folding")
        pairs = f"{data['lookalikes']} {data['signs']}".split()
        self._map = {chr(code): simple for code, simple in characters().items()} | {p[0]: p[1:] for p in pairs}
        self._separators = frozenset(data["separators"])
        self._seen: dict[str, str] = {}

    def __call__(self, text: str) -> Folded:
        """Lower case, NFKC, simplified; what no reader sees is left out, and so is what stands between two Chinese
        characters only to part them. A line's end stays a boundary."""
        seen, origins = self._seen, array("l")
        found: list[str] = []
        gap = -1  # where white space or separators began that may yet turn out to stand between two Chinese characters
        last = ""
        for place, char in enumerate(text):
            folded = seen.get(char)
            if folded is None:
                folded = seen[char] = self._fold(char)
            if not folded:
                continue
            if folded == _SPACE or folded in self._separators:
                if gap < 0:
                    gap = len(found)
                found.append(folded)
                origins.append(place)
                continue
            if gap >= 0:
                if gap and is_han(last) and is_han(folded[0]):
                    del found[gap:], origins[gap:]
                gap = -1
            for one in folded:
                found.append(one)
                origins.append(place)
            last = folded[-1]
        return Folded("".join(found), origins, len(text))

    def _fold(self, char: str) -> str:
        char = self._map.get(char, char)
        if char in "\n\r\u2028\u2029":
            return "\n"
        if char.isspace() or char == "\u3164":
            return _SPACE
        folded = unicodedata.normalize("NFKC", char).lower()
        kept = [self._map.get(one, one) for one in folded if unicodedata.category(one)[0] not in "CM"]
        # Emoji say nothing here; signs that stand for a word were mapped above.
        return "".join(one for one in kept if unicodedata.category(one) not in ("So", "Sk") or one in self._separators)


def is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"
