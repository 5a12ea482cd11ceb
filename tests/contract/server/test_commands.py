"""``jobfair server …`` as an operator types it: clear errors, nothing secret in the open, a clean end."""

from __future__ import annotations

import argparse
import io
import os
import stat
import subprocess
import sys
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from server.commands import add
from tests.fixtures.server import ROOT, SMALL_FAIR, ServerProcess, sqlite_server

__all__ = ["sqlite_server"]


def jobfair(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("JOBFAIR_") and k != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", "jobfair", "server", *arguments],
        env={**clean, "PYTHONPATH": str(ROOT), **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_command_when_nothing_is_set_up_says_what_to_do(tmp_path: Path) -> None:
    done = jobfair(tmp_path, "publish", "--data", "nowhere")
    assert done.returncode == 2
    assert "jobfair server init" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "named"), [('colour = "blue"', "colour"), ("data = 3", "data"), ("data = ", "server.toml")]
)
def test_config_when_a_key_is_unknown_or_wrong_names_it(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "server.toml").write_text(text)
    done = jobfair(tmp_path, "init")
    assert done.returncode == 2
    assert named in done.stderr
    assert "server.toml" in done.stderr


def test_import_when_the_fair_is_wrong_names_the_place_and_keeps_what_was_there(sqlite_server: ServerProcess) -> None:
    wrong = sqlite_server.data.parent / "wrong.json"
    wrong.write_text((SMALL_FAIR / "fair.json").read_text("utf-8").replace('"booth": "A11"', '"booth": "Z99"'))
    done = jobfair(sqlite_server.data.parent, "import", str(wrong), "--data", str(sqlite_server.data))
    assert done.returncode == 2
    assert "Z99" in done.stderr
    again = sqlite_server.command("import", str(SMALL_FAIR / "fair.json"), "--organization", "demo")
    checked = {"block": 0, "error": 2, "review": 0, "label": 0}  # two openings say no place
    assert again == {"fair": "small-fair", "openings": 3, "checked": checked, "staff_code": None}


def test_data_folder_when_made_keeps_its_secrets_to_itself(sqlite_server: ServerProcess) -> None:
    secret = [sqlite_server.data / "secret_key", sqlite_server.data / "demo-credentials.json"]
    secret += [path for path in (sqlite_server.data / "keys").rglob("*") if path.is_file()]
    assert len(secret) >= 5
    assert {stat.S_IMODE(path.stat().st_mode) for path in secret} == {0o600}
    assert stat.S_IMODE(sqlite_server.data.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("pair-code", "K" * 33), "NAME"),
        (("pair-code", "K 01"), "NAME"),
        (("pair-code", ""), "NAME"),
        (("run", "--workers", "0"), "--workers"),
        (("run", "--threads", "0"), "--threads"),
        (("run", "--threads", "-1"), "--threads"),
    ],
)
def test_command_when_an_argument_is_out_of_range_names_it_and_does_nothing(
    arguments: tuple[str, ...], named: str
) -> None:
    parser = argparse.ArgumentParser()
    add(parser.add_subparsers())
    said = io.StringIO()
    with pytest.raises(SystemExit) as caught, redirect_stderr(said):
        parser.parse_args(["server", *arguments])
    assert (caught.value.code, named in said.getvalue()) == (2, True)


def test_pairing_when_the_digits_are_wrong_is_not_confirmed(sqlite_server: ServerProcess) -> None:
    done = jobfair(sqlite_server.data.parent, "confirm-pairing", "0000 0000", "--data", str(sqlite_server.data))
    assert done.returncode == 1


def test_server_when_asked_to_stop_ends_cleanly_and_starts_again_at_the_same_address(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    server.prepare()
    server.start()
    address = server.base_url
    assert server.stop() == 0
    server.start()
    assert server.base_url == address
    taken = jobfair(tmp_path, "run", "--port", str(server.port), "--data", str(server.data))
    assert server.stop() == 0
    assert taken.returncode == 2
    assert str(server.port) in taken.stderr
