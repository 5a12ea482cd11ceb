"""Codes and numbers that a person shows, types or scans. Nothing here touches face code, and nothing is kept.

Numbers are checked for form and check digit only. Whether anybody by that number is known is never answered here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from jobfair.numbers import phone_number, resident_id
from jobfair.seeker_pass import PREFIX
from jobfair.taking_back import read_code
from kiosk.ports import DocumentNumber, Frame, PassScanned, Scanned, TakeBackScanned, UnknownCode

CODE_KINDS = {"qr": "QRCode", "data_matrix": "DataMatrix", "pdf417": "PDF417", "code128": "Code128"}
"""Our names of code kinds, and zxing-cpp's."""


class CodeReader:
    """Reads printed codes from frames, only of the configured kinds (others are where noise is read as codes)."""

    def __init__(self, kinds: Sequence[str] = ("qr",)) -> None:
        """Raises ValueError for a kind that is not in CODE_KINDS."""
        unknown = [kind for kind in kinds if kind not in CODE_KINDS]
        if unknown or not kinds:
            raise ValueError(f"kinds of code are {', '.join(CODE_KINDS)}; not {', '.join(unknown) or 'none'}")
        self._kinds = tuple(kinds)
        self._read: Callable[..., Any] | None = None
        self._formats: Any = None

    def read(self, frame: Frame) -> tuple[str, ...]:
        """The texts of the codes in the frame, none twice; unreadable and damaged codes are left out."""
        if self._read is None:
            import zxingcpp

            self._read = zxingcpp.read_barcodes
            self._formats = zxingcpp.barcode_formats_from_str(",".join(CODE_KINDS[kind] for kind in self._kinds))
        # The reader takes BGR; a code is black and white, so the order of colours does not matter to it.
        found = self._read(frame.image, formats=self._formats)
        return tuple(dict.fromkeys(code.text for code in found if code.valid and code.text))


def understand(text: str) -> Scanned:
    """What a scanned or typed text is: a pass (unverified) or code of ours, a number of the right form, or nothing."""
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


_BURST = 3  # keys


class WedgeBuffer:
    """Tells a scanner that types like a keyboard from a person: a fast burst of keys, ended by Enter.

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

    def feed(self, key: str, at: float) -> str | None:
        """The scanned text when this key ends one, else None. ``key`` is a character; Enter is CR or LF."""
        if at - self._last > self._longest_gap:
            self._keys.clear()
        self._last = at
        if key in ("\r", "\n"):
            text = "".join(self._keys)
            self._keys.clear()
            return text if len(text) >= self._shortest_text else None
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
        self._last = float("-inf")
