"""A store is one kiosk's: whoever starts a second program on it is told so, and the first notices nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.field import PROGRAM, KioskProcess, arrived, check_everything_arrived_once
from tests.fixtures.server import ROOT, ServerProcess


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_second_kiosk_and_second_syncer_on_one_store_are_refused_and_nothing_breaks(
    server: ServerProcess, tmp_path: Path
) -> None:
    before = arrived(server)
    kiosk = KioskProcess.paired(tmp_path, server, "S-01", server.base_url)
    toml = tmp_path / "kiosk.toml"
    toml.write_text(f'data = "{kiosk.data}"\nserver = "{server.base_url}"\ncamera = "none"\n')
    kiosk.start()
    try:
        kiosk.wait_for(3)
        second = _run(str(PROGRAM), str(kiosk.data), str(tmp_path / "saved-by-the-second"))
        assert (second.returncode, "[in_use]" in second.stderr) == (2, True), second.stderr
        screens = _run("-m", "jobfair", "kiosk", "--config", str(toml))
        assert screens.returncode != 0
        assert "[in_use]" in screens.stderr
        sync = _run("-m", "jobfair", "sync", "--once", "--config", str(toml))
        assert sync.returncode != 0
        assert "[in_use]" in sync.stderr
        kiosk.wait_for_more(3)
        kiosk.drain()
    finally:
        kiosk.kill()
    assert not (tmp_path / "saved-by-the-second").exists()
    check_everything_arrived_once(server, before, kiosk)


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
