"""The disk guard: what free space the data folder has left, and what a kiosk still does with it.

Staff are warned below LOW; below STOP no new visit begins, so that the one under way and everything that syncs still
have room. What is saved is never given up for space.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

LOW = 500 * 1024 * 1024
STOP = 100 * 1024 * 1024
_AGAIN = 1.1  # a state is left this much above where it began, so that it does not come and go

DiskState = Literal["ok", "low", "stop"]
_PROBLEM: dict[DiskState, tuple[str, ...]] = {"ok": (), "low": ("disk_low",), "stop": ("disk_full",)}


def free_bytes(folder: Path) -> int:
    """Of the disk that ``folder`` is on, or would be made on. Raises OSError."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def state_of(free: int, before: DiskState = "ok") -> DiskState:
    """What ``free`` bytes mean to a kiosk that was in the state ``before``."""
    if free < STOP * (_AGAIN if before == "stop" else 1):
        return "stop"
    return "low" if free < LOW * (1 if before == "ok" else _AGAIN) else "ok"


class DiskGuard:
    """Over one folder. ``look`` measures: microseconds, from any thread."""

    def __init__(self, folder: Path, free: Callable[[Path], int] = free_bytes) -> None:
        self._folder = folder
        self._free = free
        self.free = 0
        self.state: DiskState = "ok"
        self.look()

    def look(self) -> DiskState:
        """The state of now; where nothing can be measured, the former one."""
        try:
            self.free = self._free(self._folder)
        except OSError:
            return self.state
        self.state = state_of(self.free, self.state)
        return self.state

    def problems(self) -> tuple[str, ...]:
        """Codes for the organizer's page."""
        return _PROBLEM[self.look()]
