"""What reads codes for a screen: scanners and card readers on threads of their own, keyboards, the camera."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent

from jobfair.errors import ScannerLost
from kiosk.identity.documents import CodeReader, Steady
from kiosk.ports import Frame, Scanned, Scanner, UnknownCode
from ui.worker import Worker

POLL = 0.05  # seconds
AGAIN = 5.0  # seconds until a lost reader is looked for again


class Readers:
    """Scanners and card readers, each on a thread of its own; one pulled out is looked for every few seconds."""

    def __init__(
        self,
        worker: Worker,
        scanners: Sequence[Scanner],
        heard: Callable[[str], None],
        lost: Callable[[bool], None] = lambda lost: None,
    ) -> None:
        """``heard`` is called with every text and ``lost`` with whether any is missing, on the drawing thread."""
        self._worker = worker
        self._heard = heard
        self._lost = lost
        self._missing: set[int] = set()
        for number, scanner in enumerate(scanners):
            worker.loop(f"scanner{number}", lambda stop, n=number, s=scanner: self._read(n, s, stop))  # type: ignore[misc]

    def _read(self, number: int, scanner: Scanner, stop: threading.Event) -> None:
        is_open = False
        while not stop.is_set():
            try:
                if not is_open:
                    scanner.open()
                    is_open = True
                    self._worker.post(lambda: self._found(number, True))
                text = scanner.poll()
            except ScannerLost:
                is_open = False
                scanner.close()
                self._worker.post(lambda: self._found(number, False))
                stop.wait(AGAIN)
                continue
            if text:
                self._worker.post(lambda text=text: self._heard(text))  # type: ignore[misc]
            stop.wait(POLL)
        scanner.close()

    def _found(self, number: int, found: bool) -> None:
        (self._missing.discard if found else self._missing.add)(number)
        self._lost(bool(self._missing))


class HearsKeys(Protocol):
    """Whoever is told every character that a keyboard sends, and when (seconds)."""

    def key_typed(self, text: str, at: float) -> bool:
        """True when the key goes no further."""


class Keys(QObject):
    """An event filter of the window: hands on what a keyboard types, be it a person's or a scanner's."""

    def __init__(self, parent: QObject, hears: HearsKeys) -> None:
        super().__init__(parent)
        self._hears = hears

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text():
            # By the keyboard's own time: a screen that was busy for a moment must not break a scanner's burst.
            return self._hears.key_typed(event.text(), event.timestamp() / 1000 or time.monotonic())
        return False


class CodeLook:
    """One look of the camera for printed codes: each that counts once, understood. For the looking thread alone."""

    def __init__(self, kinds: Callable[[], Sequence[str]], understand: Callable[[str], Scanned]) -> None:
        """``kinds`` are asked for at every beginning: the organizer may have changed them."""
        self._kinds = kinds
        self._understand = understand
        self._steady = Steady()
        self._reader: CodeReader | None = None

    def begin(self) -> None:
        """A new look, or the end of one: nothing that was read before is known any more."""
        self._steady.clear()

    def read(self, frame: Frame) -> Scanned | None:
        """What this frame adds: None mostly; UnknownCode for a code that is none of ours, after which it goes on."""
        kinds = tuple(self._kinds()) or ("qr",)
        if self._reader is None or self._reader.kinds != kinds:
            self._reader = CodeReader(kinds)
        found = [self._understand(text) for text in self._steady.feed(self._reader.read(frame), frame.taken_at)]
        ours = [one for one in found if not isinstance(one, UnknownCode)]
        return ours[0] if ours else found[0] if found else None
