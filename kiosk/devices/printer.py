"""Printers: CUPS through ``lp``, and a folder for demonstrations and tests."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from jobfair.errors import PrinterLost
from kiosk.ports import Printer

_ENGLISH = {"LC_ALL": "C"}


class CupsPrinter(Printer):
    """A queue of CUPS; ``queue`` is its name, empty for the system's default. Slips leave nothing on the disk here."""

    def __init__(self, queue: str = "", timeout: float = 10.0, lp: str = "lp", lpstat: str = "lpstat") -> None:
        self._queue = queue
        self._timeout = timeout
        self._lp = lp
        self._lpstat = lpstat

    def check(self) -> None:
        said = self._run([self._lpstat, "-p", *([self._queue] if self._queue else [])])
        if self._queue and self._queue not in said:
            raise PrinterLost(f"the print system knows no printer {self._queue}")
        if not said.strip():
            raise PrinterLost("no printer is set up")
        lowered = said.lower()
        for sign, meaning in (
            ("disabled", "is switched off or paused"),
            ("paused", "is paused"),
            ("media-empty", "is out of paper"),
            ("out of paper", "is out of paper"),
            ("not responding", "does not answer"),
            ("offline", "is offline"),
        ):
            if sign in lowered:
                raise PrinterLost(f"the printer {meaning}")

    def print_slip(self, pdf: bytes) -> None:
        self.check()
        command = [self._lp, "-s", "-t", "slip", "-o", "job-sheets=none", *(["-d", self._queue] if self._queue else [])]
        self._run(command, pdf)

    def _run(self, command: list[str], data: bytes = b"") -> str:
        try:
            done = subprocess.run(
                command,
                input=data,
                capture_output=True,
                timeout=self._timeout,
                env={**os.environ, **_ENGLISH},
                check=False,
            )
        except FileNotFoundError as error:
            raise PrinterLost(f"{command[0]} is not installed (package cups-client)") from error
        except (subprocess.TimeoutExpired, OSError) as error:
            raise PrinterLost(f"the print system does not answer ({type(error).__name__})") from error
        if done.returncode != 0:
            raise PrinterLost(f"{command[0]}: {done.stderr.decode('utf-8', 'replace').strip()[:200]}")
        return done.stdout.decode("utf-8", "replace")


class FilePrinter(Printer):
    """Puts each slip into a folder, numbered; for demonstrations and tests."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PrinterLost(f"slips cannot be put into {self._folder.name}: {error.strerror}") from error

    def print_slip(self, pdf: bytes) -> None:
        self.check()
        try:
            (self._folder / f"slip-{time.time_ns()}.pdf").write_bytes(pdf)
        except OSError as error:
            raise PrinterLost(f"a slip cannot be put into {self._folder.name}: {error.strerror}") from error
