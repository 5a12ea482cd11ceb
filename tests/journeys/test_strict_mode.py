"""A kiosk in strict mode, from its first badge to its theft, with the real programs and the real server."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.store.keys import read_record
from kiosk.store.keys.slots import badge_secret, opened_by_badge
from tests.fixtures.server import ServerProcess, running

CLEAN = {
    **{name: value for name, value in os.environ.items() if not name.startswith("JOBFAIR_")},
    "QT_QPA_PLATFORM": "offscreen",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with running(tmp_path_factory.mktemp("server")) as found:
        yield found


def jobfair(folder: Path, *arguments: str, code: int = 0, given: str = "") -> Any:
    """One command with ``--json``: what it printed, or said."""
    done = subprocess.run(
        [sys.executable, "-m", "jobfair", *arguments, "--json"],
        cwd=folder,
        env=CLEAN,
        input=given,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == code, (arguments, done.stdout, done.stderr)
    return json.loads(done.stdout) if done.stdout else done.stderr


@contextmanager
def screens(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """``jobfair kiosk``; told to end at the end, and it does."""
    log = (folder / "kiosk.log").open("wb")
    words = ["kiosk", "--geometry", "540x960", "--reduced-motion"]
    process = subprocess.Popen([sys.executable, "-m", "jobfair", *words], cwd=folder, env=CLEAN, stdout=log, stderr=log)
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0, (folder / "kiosk.log").read_text()
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        log.close()


def waits_for(condition: Any, what: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited for {what}"
        time.sleep(0.1)


def pair(folder: Path, server: ServerProcess, badge: str) -> None:
    words = ["pair", server.pairing_code("K-01"), "--server", server.base_url, "--badge", badge]
    with subprocess.Popen(
        [sys.executable, "-m", "jobfair", *words], cwd=folder, env=CLEAN, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        shown = ""
        while not (digits := re.search(r"\d{4} \d{4}", shown)):
            line = process.stdout.readline()
            assert line, shown
            shown += line
        server.confirm(digits[0])
        assert "K-01" in process.stdout.read()
    assert process.returncode == 0


def test_strict_kiosk_from_its_first_badge_to_its_theft(server: ServerProcess, tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text('key = "strict"\ncamera = "none"\n', "utf-8")
    data = tmp_path / "kiosk-data"

    # The evening before: a badge, then the pairing, which it opens.
    assert "jobfair badge --out" in jobfair(tmp_path, "sync", "--once", code=2)
    made = jobfair(tmp_path, "badge", "--out", "badge.png")
    assert "[locked]" in jobfair(tmp_path, "outbox", "list", code=2)
    pair(tmp_path, server, "badge.png")
    first, server_slot = jobfair(tmp_path, "key", "show")["slots"]
    assert first == made["badge"] and server_slot.startswith("server-")
    assert not (data / "store.key").exists()

    # The server opens it: for a command, and for the screens.
    assert jobfair(tmp_path, "sync", "--once")["reached"]
    checks = {check["check"]: check for check in jobfair(tmp_path, "doctor")["checks"]}
    assert (checks["key"]["code"], checks["key"]["state"]) == ("at_rest_strict", "ok")
    with screens(tmp_path) as program:
        waits_for(lambda: b"first page" in (tmp_path / "kiosk.log").read_bytes(), "the screens")
        limits = Path(f"/proc/{program.pid}/limits").read_text()
        assert re.search(r"Max core file size +[01] +[01] ", limits)

    # In the morning the venue's network is down: the kiosk stays locked, the badge opens it, what is sealed comes out.
    server.stop()
    with screens(tmp_path):
        waits_for(lambda: b"locked: waiting" in (tmp_path / "kiosk.log").read_bytes(), "the locked page")
        time.sleep(1)
        assert b"first page" not in (tmp_path / "kiosk.log").read_bytes()
    assert "the server gives no key" in jobfair(tmp_path, "outbox", "list", code=2)
    assert jobfair(tmp_path, "outbox", "list", "--badge", "badge.png")["rows"] == []
    assert jobfair(tmp_path, "outbox", "export", "out.jobfair")["rows"] == 0
    second = jobfair(tmp_path, "badge", "--out", "second.png", "--badge", "badge.png")["badge"]
    jobfair(tmp_path, "badge", "--remove", made["badge"])
    assert "does not open this kiosk" in jobfair(tmp_path, "outbox", "list", "--badge", "badge.png", code=2)
    jobfair(tmp_path, "outbox", "list", "--badge", "second.png")

    # It is stolen: the organizer stops trusting it, and its disk tells nothing.
    server.start()
    jobfair(tmp_path, "outbox", "list")
    main_key = _main_key(tmp_path, "second.png")
    for file in data.iterdir():
        assert main_key not in file.read_bytes(), file.name
    server.revoke("K-01")
    assert "revoked" in jobfair(tmp_path, "outbox", "list", code=2)
    checks = {check["check"]: check for check in jobfair(tmp_path, "doctor", code=1)["checks"]}
    assert checks["database"]["code"] == "database_locked"
    assert second in jobfair(tmp_path, "key", "show")["slots"]


def test_key_when_moved_from_a_file_to_strict_and_back_keeps_everything(server: ServerProcess, tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text('camera = "none"\nkey = "file"\n', "utf-8")
    jobfair(tmp_path, "outbox", "list")
    before = (tmp_path / "kiosk-data" / "store.key").read_bytes()
    assert jobfair(tmp_path, "key", "show")["at_rest"] == "key_file"
    assert "--out" in jobfair(tmp_path, "key", "move", "--to", "strict", code=2)
    jobfair(tmp_path, "key", "move", "--to", "strict", "--out", "badge.png")
    assert not (tmp_path / "kiosk-data" / "store.key").exists()
    assert "[wrong_key]" in jobfair(tmp_path, "outbox", "list", code=2)  # the config still says file
    (tmp_path / "kiosk.toml").write_text('camera = "none"\n', "utf-8")
    assert "[locked]" in jobfair(tmp_path, "outbox", "list", code=2)
    jobfair(tmp_path, "outbox", "list", "--badge", "badge.png")
    text = _text(tmp_path, "badge.png")
    jobfair(tmp_path, "key", "move", "--to", "file", "--badge", "-", given=text + "\n")
    assert (tmp_path / "kiosk-data" / "store.key").read_bytes() == before
    jobfair(tmp_path, "outbox", "list")


def _text(folder: Path, picture: str) -> str:
    from kiosk.commands.common import badge_text

    return badge_text(str(folder / picture))


def _main_key(folder: Path, picture: str) -> bytes:
    record, secret = read_record(folder / "kiosk-data"), badge_secret(_text(folder, picture))
    assert record is not None and secret is not None
    key = opened_by_badge(record, secret)
    assert key is not None
    return key
