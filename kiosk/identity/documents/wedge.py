"""Scanners and card readers that type like a keyboard."""

from __future__ import annotations

from kiosk.identity.documents.lines import Lines

_BURST = 3  # keys


class WedgeBuffer:
    """Tells a scanner that types like a keyboard from a person: a fast burst of keys, ended by Enter. The two or three
    lines of a passport, and the many of a licence, are one text.

    Pure: it is told every key with the time (monotonic seconds) at which it came.
    """

    def __init__(self, longest_gap: float = 0.1, shortest_text: int = 6, longest_text: int = 4096) -> None:
        """Scanners send a key every 1 to 20 ms, on a busy machine some later. A fast typist needs 60 to 150 ms: six
        keys in a row that fast are no person on a page with a number pad, which is where scans are heard."""
        self._longest_gap = longest_gap
        self._shortest_text = shortest_text
        self._longest_text = longest_text
        self._keys: list[str] = []
        self._last = float("-inf")
        self._lines = Lines()

    def feed(self, key: str, at: float) -> str | None:
        """The scanned text when this key ends one, else None. ``key`` is a character; Enter is CR or LF."""
        if at - self._last > self._longest_gap:
            self._keys.clear()
        self._last = at
        if key in ("\r", "\n"):
            text = "".join(self._keys)
            self._keys.clear()
            if not text or (len(text) < self._shortest_text and text != "@" and not self._lines.expects_more):
                return None
            return self._lines.feed(text, at)
        if key.isprintable() and len(self._keys) < self._longest_text:
            self._keys.append(key)
        return None

    @property
    def in_burst(self) -> bool:
        """Whether the last keys came as only a scanner sends them."""
        return len(self._keys) >= _BURST

    def clear(self) -> None:
        """Forgets what has been typed so far; called at the end of every visit."""
        self._keys.clear()
        self._lines.clear()
        self._last = float("-inf")
