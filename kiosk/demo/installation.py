"""A whole fair on this machine: server, kiosk stores and settings in one folder, made by our own commands."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.demo.programs import Program, ProgramFailed, jobfair_command, run_jobfair

Tell = Callable[[str], None]

_SETTINGS = """\
# A kiosk of the demonstration. Every key is explained in docs/organizer.
data = "{name}"
server = "{server}"
camera = "{camera}"
key = "file"
printer = "file:printed"
import_folder = "stick"
sync_seconds = 2
sync_wait_most = 3
"""


@dataclass(frozen=True)
class DemoSeeker:
    """Somebody who registered before the fair: what she knows and carries."""

    line: str
    name: str
    phone: str
    visit_code: str
    pass_text: str


class Installation:
    """One folder. ``prepare`` makes what is missing; the server can be pulled out and put back."""

    def __init__(self, folder: Path, camera: str, tell: Tell) -> None:
        self.folder = folder.resolve()
        self.camera = camera
        self._tell = tell
        self.data = self.folder / "server"
        self._port = _free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._server: Program | None = None

    # --- the server

    def prepare(self) -> None:
        """Keys, database, the demonstration fair; some seconds at the first time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "stick").mkdir(exist_ok=True)
        self._tell("central server: keys and database")
        run_jobfair("server", "init", "--data", str(self.data))
        self._tell("demonstration fair: 120 booths, 600 openings, 40 seekers")
        run_jobfair("server", "seed-demo", "--data", str(self.data), seconds=300)

    def start_server(self) -> None:
        """Returns when it answers."""
        self._server = Program(
            "server",
            jobfair_command("server", "run", "--data", str(self.data), "--port", str(self._port)),
            self.folder / "server.log",
        )
        self._server.wait_until(self._answers, 60)
        self._tell(f"central server answers at {self.url}")

    def pull_server_out(self) -> None:
        """As if somebody had pulled its plug."""
        if self._server is not None:
            self._server.kill()
            self._server = None

    @property
    def server_runs(self) -> bool:
        return self._server is not None and self._server.running

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/health", timeout=2) as answer:  # noqa: S310  our own
                return bool(answer.status == 200)
        except OSError:
            return False

    def close(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None

    # --- who is there

    @property
    def _credentials(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.data / "demo-credentials.json").read_text("utf-8"))
        return found

    def organizer(self) -> tuple[str, str]:
        """Name and password."""
        entry = self._credentials["organizer"]
        return entry["user"], entry["password"]

    def employer(self, code: str) -> tuple[str, str]:
        """Name and password of an employer's user; ``code`` is the employer's id in the fair."""
        entry = next(e for e in self._credentials["employers"] if e["employer"] == code)
        return entry["user"], entry["password"]

    def staff_code(self) -> str:
        return str(self._credentials["staff_code"])

    def seekers(self) -> list[DemoSeeker]:
        return [
            DemoSeeker(s["line"], s["name"], s["phone"], s["visit_code"], s["pass"])
            for s in self._credentials["seekers"]
        ]

    # --- kiosks

    def settings(self, name: str) -> Path:
        return self.folder / f"{name}.toml"

    def pair(self, name: str) -> None:
        """Pair a kiosk: its command shows the digits, the organizer compares and confirms, both by our commands."""
        settings = self.settings(name)
        text = _SETTINGS.format(name=name, server=self.url, camera=self.camera)
        settings.write_text(text, "utf-8")
        shown = run_jobfair("server", "pair-code", name, "--data", str(self.data), "--json")
        code = str(json.loads(shown)["code"])
        with subprocess.Popen(
            jobfair_command("pair", code, "--config", str(settings), "--wait", "60"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as pairing:
            assert pairing.stdout is not None
            digits = ""
            for line in pairing.stdout:
                found = re.search(r"\b(\d{4} \d{4})\b", line)
                if found:
                    digits = found.group(1)
                    break
            if not digits:
                raise ProgramFailed("pairing: the kiosk showed no digits")
            self._tell(f"pairing {name}: kiosk and organizer's page both show {digits}")
            run_jobfair("server", "confirm-pairing", digits, "--data", str(self.data))
            pairing.stdout.read()
            if pairing.wait(30):
                raise ProgramFailed(f"pairing {name} failed")
        run_jobfair("sync", "--once", "--config", str(settings))

    def submissions(self, name: str) -> list[str]:
        """Ids in this kiosk's outbox, oldest first, whatever became of them."""
        shown = run_jobfair("outbox", "list", "--config", str(self.settings(name)), "--json")
        return [row["id"] for row in json.loads(shown)["rows"] if row["door"] == "submissions"]

    def wait_delivered(self, name: str, seconds: float = 60) -> None:
        """Until nothing of this kiosk waits."""
        end = time.monotonic() + seconds
        while True:
            shown = json.loads(run_jobfair("outbox", "list", "--config", str(self.settings(name)), "--json"))
            if not shown["waiting"]:
                return
            if time.monotonic() > end:
                raise ProgramFailed(f"{shown['waiting']} still wait in the outbox of {name}")
            time.sleep(0.5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
