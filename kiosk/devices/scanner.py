"""Code scanners on a serial line. (Those that type like a keyboard are heard through documents.WedgeBuffer.)"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from jobfair.errors import ScannerLost
from kiosk.identity.documents import Lines
from kiosk.ports import Scanner

if TYPE_CHECKING:
    import serial

LONGEST_CODE = 4096
"""Bytes; a line that grows beyond it is noise and is dropped."""


class SerialScanner(Scanner):
    """A scanner in serial or USB-COM mode that ends every code with CR or LF; text in UTF-8. Documents of several lines
    come as one text."""

    def __init__(self, port: str, baud: int = 9600) -> None:
        self._port = port
        self._baud = baud
        self._line: serial.Serial | None = None
        self._pending = b""
        self._lines = Lines()

    def open(self) -> None:
        import serial

        self.close()
        try:
            self._line = serial.Serial(self._port, self._baud, timeout=0)
        except (serial.SerialException, ValueError, OSError) as error:
            raise ScannerLost(f"the scanner on {self._port} does not open: {error}") from error

    def poll(self) -> str | None:
        import serial

        if self._line is None:
            raise ScannerLost(f"the scanner on {self._port} is not open")
        try:
            self._pending += self._line.read(4096)
        except (serial.SerialException, OSError) as error:
            self.close()
            raise ScannerLost(f"the scanner on {self._port} was lost: {error}") from error
        now = time.monotonic()
        while (line := self._next_line()) is not None:
            text = self._lines.feed(line, now)
            if text:
                return text
        return self._lines.late(now)

    def _next_line(self) -> str | None:
        """The next line that says anything; what never ends is dropped."""
        while True:
            self._pending = self._pending.lstrip(b"\r\n")
            ends = [at for at in (self._pending.find(b"\r"), self._pending.find(b"\n")) if at >= 0]
            if not ends:
                if len(self._pending) > LONGEST_CODE:
                    self._pending = b""
                return None
            code, self._pending = self._pending[: min(ends)], self._pending[min(ends) :]
            text = code.decode("utf-8", "replace").strip()
            if text and len(code) <= LONGEST_CODE:
                return text

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        self._pending = b""
        self._lines.clear()
