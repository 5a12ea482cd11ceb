"""A virtual screen and a finger: Xvfb, and real input events by xdotool, at the places that the kiosk publishes."""

from __future__ import annotations

import json
import mmap
import os
import struct
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.demo.programs import Program, ProgramFailed


class StepFailed(ProgramFailed):
    """What should have appeared did not; the message names what was there instead."""

    code = "step_failed"


class VirtualScreen:
    """One Xvfb whose picture is read from its frame buffer. ``display`` is what DISPLAY must say."""

    def __init__(self, folder: Path, width: int = 1920, height: int = 1920) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._buffer = folder / "Xvfb_screen0"
        number = _free_display()
        self.display = f":{number}"
        self._program = Program(
            "Xvfb",
            ["Xvfb", self.display, "-screen", "0", f"{width}x{height}x24", "+extension", "GLX", "-nolisten", "tcp",
             "-nocursor", "-fbdir", str(folder)],
            folder / "xvfb.log",
        )  # fmt: skip
        self._program.wait_until(lambda: Path(f"/tmp/.X11-unix/X{number}").exists(), 20)  # noqa: S108  X's own place

    def save(self, file: Path, width: int, height: int) -> None:
        """Write the top left part of the screen as a PNG. The frame buffer is an XWD file (X11/XWDFile.h)."""
        from PIL import Image

        with self._buffer.open("rb") as source, mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
            fields = struct.unpack(">25I", data[:100])
            header, full_width, full_height, line, colours = fields[0], fields[4], fields[5], fields[12], fields[19]
            start = header + colours * 12
            pixels = data[start : start + line * full_height]
        picture = Image.frombuffer("RGB", (full_width, full_height), pixels, "raw", "BGRX", line, 1)
        file.parent.mkdir(parents=True, exist_ok=True)
        picture.crop((0, 0, width, height)).save(file, compress_level=1)  # quick; the walk waits for it

    def close(self) -> None:
        self._program.stop(5)


def _free_display() -> int:
    for number in range(90, 190):
        if not Path(f"/tmp/.X{number}-lock").exists():  # noqa: S108  X's own place
            return number
    raise ProgramFailed("no free X display between 90 and 189")


@dataclass(frozen=True)
class Item:
    """Something on the screen, as a screen reader would name it. Pixels of the screen."""

    name: str
    role: str
    value: str
    x: int
    y: int
    width: int
    height: int
    enabled: bool
    checked: bool

    @property
    def centre(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


class Finger:
    """Touches and types in one kiosk window."""

    def __init__(self, display: str, published: Path, width: int, height: int) -> None:
        self._env = {**os.environ, "DISPLAY": display, "LC_ALL": "C.UTF-8"}
        self._published = published
        self.width, self.height = width, height

    def page(self) -> str:
        return str(self._look().get("page", ""))

    def items(self) -> list[Item]:
        return [Item(**item) for item in self._look().get("items", [])]

    def find(self, name: str, *, enabled: bool = True) -> Item | None:
        """The last item of that name that can be touched: the last is the topmost."""
        for item in reversed(self.items()):
            x, y = item.centre
            visible = 0 <= x < self.width and 0 <= y < self.height
            if item.name == name and visible and (item.enabled or not enabled):
                return item
        return None

    def tap(self, name: str, seconds: float = 15) -> None:
        """Touch the item of that name when it is there and enabled."""
        found: list[Item] = []

        def there() -> bool:
            item = self.find(name)
            found[:] = [item] if item else []
            return item is not None

        self.await_(there, f"something called {name!r}", seconds)
        time.sleep(0.15)  # a page that is still sliding in moves its items
        item = self.find(name) or found[0]
        x, y = item.centre
        self._xdotool("mousemove", str(x), str(y), "click", "1")
        time.sleep(0.1)

    def type(self, text: str) -> None:
        """Type as a keyboard-wedge scanner or an external keyboard would."""
        delay = "12" if text.isascii() else "250"  # other characters are typed by remapping a key each
        self._xdotool("type", "--delay", delay, text)

    def scan(self, code: str) -> None:
        """As a scanner that types: a key every few milliseconds, then Enter."""
        self._xdotool("type", "--delay", "2", code + "\n")

    def hold(self, x: int, y: int, seconds: float) -> None:
        """Press and hold a place."""
        self._xdotool("mousemove", str(x), str(y), "mousedown", "1")
        time.sleep(seconds)
        self._xdotool("mouseup", "1")

    def key(self, name: str) -> None:
        self._xdotool("key", name)

    def await_page(self, page: str, seconds: float = 20) -> None:
        self.await_(lambda: self.page() == page, f"the page {page!r}", seconds)

    def await_(self, condition: Callable[[], bool], what: str, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                names = ", ".join(item.name for item in self.items()[:60])
                raise StepFailed(f"waited {seconds:.0f} s for {what}; on page {self.page()!r} there is: {names}")
            time.sleep(0.05)

    def _look(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(self._published.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return found

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._env, check=True, timeout=20)
