"""Starting and stopping the real programs, each in a process group of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from jobfair.errors import JobFairError


class ProgramFailed(JobFairError):
    """A program of the demonstration ended or did not get ready; the message names its log."""

    code = "program_failed"


class Program:
    """One running program. Its output goes to ``log``; it is stopped with its children."""

    def __init__(self, name: str, command: Sequence[str], log: Path, env: Mapping[str, str] | None = None) -> None:
        self.name, self.log = name, log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        return self._process.poll()

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Return when ``ready()``; raises ProgramFailed when the program ends or time runs out."""
        end = time.monotonic() + seconds
        while not ready():
            if not self.running:
                raise ProgramFailed(f"{self.name} ended with code {self.exit_code}; see {self.log}")
            if time.monotonic() > end:
                raise ProgramFailed(f"{self.name} was not ready after {seconds:.0f} s; see {self.log}")
            time.sleep(0.1)

    def wait(self, seconds: float | None = None) -> int | None:
        """The exit code, or None when it still runs after ``seconds``."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def stop(self, seconds: float = 10.0) -> None:
        """End it politely, then not."""
        self._signal(signal.SIGTERM)
        if self.wait(seconds) is None:
            self._signal(signal.SIGKILL)
            self.wait(5)

    def kill(self) -> None:
        """Pull the plug."""
        self._signal(signal.SIGKILL)
        self.wait(5)

    def _signal(self, number: signal.Signals) -> None:
        if self.running:
            try:
                os.killpg(self._process.pid, number)
            except ProcessLookupError:
                return


def jobfair_command(*words: str) -> list[str]:
    """The command line of our own program, with this interpreter."""
    return [sys.executable, "-m", "jobfair", *words]


def run_jobfair(*words: str, env: Mapping[str, str] | None = None, seconds: float = 120) -> str:
    """Run one of our commands to its end; what it printed. Raises ProgramFailed with its last words."""
    done = subprocess.run(
        jobfair_command(*words),
        capture_output=True,
        text=True,
        env={**os.environ, **(env or {})},
        timeout=seconds,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise ProgramFailed(f"jobfair {words[0]} failed ({done.returncode}): {done.stderr.strip()[-800:]}")
    return done.stdout
