"""``jobfair key`` and ``jobfair badge``, run as a person does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jobfair.cli import main
from kiosk.store.database import FILE
from kiosk.store.keys import read_record
from kiosk.store.keys.chosen import begin_strict
from kiosk.store.keys.slots import badge_secret, new_badge


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """Of a kiosk in strict mode, whose settings say "file" already; its badge lies beside them."""
    file = tmp_path / "kiosk.toml"
    file.write_text(f'data = "{tmp_path / "data"}"\ncamera = "none"\nkey = "file"\n')
    (tmp_path / "data").mkdir()
    (tmp_path / "badge.txt").write_text(text := new_badge())
    begin_strict(
        tmp_path / "data", tmp_path / "data" / FILE, tmp_path / "data" / "store.key", badge_secret(text) or b""
    )
    return file


@pytest.fixture(autouse=True)
def readable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands would close the memory of the process that runs all the tests."""
    for module in ("common", "key", "badge"):
        monkeypatch.setattr(f"kiosk.commands.{module}.stay_out_of_dumps", lambda: None)


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_key_of_a_strict_store_when_the_settings_say_file_already_is_moved_by_the_command_they_name(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, badge = settings.parent, settings.parent / "badge.txt"
    assert run("key", "move", "--to", "file", "--config", settings) != 0  # without a badge nothing is released
    assert "--badge" in capsys.readouterr().err
    assert run("badge", "--out", folder / "second.png", "--badge", badge, "--config", settings) == 0
    assert run("key", "move", "--to", "file", "--badge", badge, "--config", settings) == 0
    record = read_record(folder / "data")
    assert record is not None
    assert (record.source, record.slots) == ("file", ())
    capsys.readouterr()
    assert run("doctor", "--json", "--config", settings) in (0, 1)
    checks = {check["check"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert (checks["database"]["state"], checks["key"]["code"]) == ("ok", "at_rest_key_file")


def test_strict_mode_when_swap_is_on_is_shown_with_it(
    settings: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.commands.key.swaps_on_disk", lambda: ("/dev/sda2",))
    assert run("key", "show", "--language", "en", "--config", settings) == 0
    assert "swap is on (/dev/sda2)" in capsys.readouterr().out


def test_removing_a_badge_when_help_is_asked_says_what_it_does_not_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("badge", "--help")
    assert "made before" in " ".join(capsys.readouterr().out.split())
