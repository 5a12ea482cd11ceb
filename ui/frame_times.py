"""For measuring only: when each frame of the window was handed to the screen (``jobfair bench`` reads it)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtQuick import QQuickWindow

EVERY = 16  # ms: a screen's rhythm; without it a page at rest draws nothing, and a pause could not be told from a stall


class FrameTimes(QObject):
    """Keeps the screen drawing and notes when; ``file`` appears with the first frame and is complete after ``write``.

    A line for each frame: monotonic seconds, a blank, the page that was on.
    """

    def __init__(
        self, window: QQuickWindow, file: Path, page: Callable[[], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._file, self._page = file, page
        self._frames: list[tuple[float, str]] = []
        # On the thread that draws: the drawing itself is measured, not when somebody got round to hearing of it.
        window.frameSwapped.connect(self._swapped, Qt.ConnectionType.DirectConnection)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(window.update)
        self._timer.start(EVERY)

    def write(self) -> None:
        """All frames so far."""
        text = "".join(f"{at:.6f} {page}\n" for at, page in tuple(self._frames))
        fresh = self._file.with_suffix(".new")
        fresh.write_text(text, "utf-8")
        os.replace(fresh, self._file)

    def _swapped(self) -> None:
        self._frames.append((time.monotonic(), self._page()))
        if len(self._frames) == 1:
            self.write()
