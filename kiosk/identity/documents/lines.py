"""Texts of several lines from readers that end every line as if it were a text: passports and licences."""

from __future__ import annotations

from kiosk.identity.documents.aamva import is_beginning, is_entry, read_licence
from kiosk.identity.documents.mrz import is_first_line, lines_wanted

_TOGETHER = 0.5  # seconds from one line to the next of the same document
_MOST = 40  # lines; the longest licences have about 35


class Lines:
    """Joins the lines of one document. Pure: it is told every line with its time (monotonic seconds)."""

    def __init__(self) -> None:
        self._held: list[str] = []
        self._last = float("-inf")
        self._tail = False

    def feed(self, line: str, at: float) -> str | None:
        """A whole text; None while more of a document is to come. A line on its own is a text at once."""
        together = at - self._last <= _TOGETHER
        self._last = at
        if not together:
            self._held, self._tail = [], False
        if self._tail and is_entry(line):
            return None  # what is left of a licence whose number is known
        self._tail = False
        if not self._held:
            if not is_first_line(line) and not is_beginning(line):
                return line
            self._held = [line]
            return self._whole()
        self._held.append(line)
        return self._whole()

    def late(self, at: float) -> str | None:
        """What was held back in vain: its other lines did not come. For whoever can ask after a while."""
        if not self._held or at - self._last <= _TOGETHER:
            return None
        text, self._held = "\n".join(self._held), []
        return text

    @property
    def expects_more(self) -> bool:
        """Whether a document has begun and is not at its end."""
        return bool(self._held) or self._tail

    def clear(self) -> None:
        """Forgets everything."""
        self._held, self._last, self._tail = [], float("-inf"), False

    def _whole(self) -> str | None:
        text = "\n".join(self._held)
        first = self._held[0]
        if is_first_line(first):
            done = len(self._held) == lines_wanted(first)
        else:
            self._tail = read_licence(text) is not None
            done = self._tail or len(self._held) >= _MOST
        if done:
            self._held = []
        return text if done else None
