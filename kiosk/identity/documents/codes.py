"""Printed codes in the camera's pictures, and when to believe one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from kiosk.ports import Frame

CODE_KINDS = {"qr": "QRCode", "data_matrix": "DataMatrix", "pdf417": "PDF417", "code128": "Code128"}
"""Our names of code kinds, and zxing-cpp's. Each has check digits or error correction of its own."""
LONGEST_CODE = 4096
"""Characters; no code of ours, no licence and no card is longer."""
_SHORTEST_LINE = 4
"""Characters of a code in lines (Code 128): its check digit is one in 103, so that stripes of a shirt are one by
chance now and then, and such a one is short."""
_AGREE, _OF = 2, 3
_UNSEEN = 1.5  # seconds


class CodeReader:
    """Reads printed codes from frames, only of the configured kinds (others are where noise is read as codes)."""

    def __init__(self, kinds: Sequence[str] = ("qr",)) -> None:
        """Raises ValueError for a kind that is not in CODE_KINDS."""
        unknown = [kind for kind in kinds if kind not in CODE_KINDS]
        if unknown or not kinds:
            raise ValueError(f"kinds of code are {', '.join(CODE_KINDS)}; not {', '.join(unknown) or 'none'}")
        self.kinds = tuple(kinds)
        self._read: Callable[..., Any] | None = None
        self._formats: Any = None

    def read(self, frame: Frame) -> tuple[str, ...]:
        """The texts of the codes in the frame, none twice; unreadable and damaged codes are left out."""
        if self._read is None:
            import zxingcpp

            self._read = zxingcpp.read_barcodes
            self._formats = zxingcpp.barcode_formats_from_str(",".join(CODE_KINDS[kind] for kind in self.kinds))
        # The reader takes BGR; a code is black and white, so the order of colours does not matter to it.
        found = self._read(frame.image, formats=self._formats)
        return tuple(dict.fromkeys(code.text for code in found if code.valid and _is_plausible(code)))


def _is_plausible(code: Any) -> bool:
    shortest = _SHORTEST_LINE if code.format.name == CODE_KINDS["code128"] else 1
    return shortest <= len(code.text) <= LONGEST_CODE


class Steady:
    """When a code counts: once its text was read in two of three frames running, and then not again while it stays.

    One frame's misreading is nothing, and a foreign code that is held there neither comes again and again nor keeps
    the next one from being read. Pure: it is told each frame's texts with the frame's time (monotonic seconds).
    """

    def __init__(self) -> None:
        self._frames: deque[tuple[str, ...]] = deque(maxlen=_OF)
        self._told: dict[str, float] = {}

    def feed(self, texts: Sequence[str], at: float) -> tuple[str, ...]:
        """The texts that count with this frame and have not been told; mostly none."""
        self._frames.append(tuple(texts))
        for text in texts:
            if text in self._told:
                self._told[text] = at
        self._told = {text: seen for text, seen in self._told.items() if at - seen <= _UNSEEN}
        new = tuple(
            text for text in texts if text not in self._told and sum(text in frame for frame in self._frames) >= _AGREE
        )
        self._told.update(dict.fromkeys(new, at))
        return new

    def clear(self) -> None:
        """Forgets what was read; at the beginning and the end of every look."""
        self._frames.clear()
        self._told.clear()
