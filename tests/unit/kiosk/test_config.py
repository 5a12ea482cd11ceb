from __future__ import annotations

from pathlib import Path

import pytest

from jobfair.errors import ConfigError
from kiosk.config import check_server_url, load_config


def written(folder: Path, text: str) -> Path:
    file = folder / "kiosk.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_file_and_environment_when_both_name_a_key_the_environment_wins(tmp_path: Path) -> None:
    file = written(tmp_path, 'data = "kiosk"\nserver = "https://fair.example/"\nsync_seconds = 5\nlanguage = "en"\n')
    config = load_config(file, {"JOBFAIR_LANGUAGE": "zh", "JOBFAIR_SYNC_SECONDS": "7", "JOBFAIR_SHARED_DATA": "x"})
    assert config.data == tmp_path / "kiosk"
    assert config.store_key == tmp_path / "kiosk" / "store.key"
    assert (config.server, config.sync_seconds, config.language) == ("https://fair.example", 7, "zh")


def test_relative_devices_when_in_the_file_belong_to_its_folder(tmp_path: Path) -> None:
    (tmp_path / "film.avi").touch()
    config = load_config(written(tmp_path, 'camera = "film.avi"\nprinter = "file:slips"\n'), {})
    assert (config.camera, config.printer) == (str(tmp_path / "film.avi"), f"file:{tmp_path / 'slips'}")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('colour = "red"', "colour"),
        ("data = 5", "data"),
        ('data = ""', "data"),
        ('language = "fr"', "language"),
        ('scanner = "usb"', "scanner"),
        ('scanner = "wedge,serial:"', "scanner"),
        ('card = "select:XYZ record:1.2"', "card"),
        ('printer = "lpt1"', "printer"),
        ("sync_seconds = 0", "sync_seconds"),
        ("sync_seconds = true", "sync_seconds"),
        ('server = "http://fair.example"', "in clear"),
        ('server = "fair"', "no address"),
        ("data = ", "cannot be read"),
    ],
)
def test_bad_config_when_read_names_key_and_file(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as caught:
        load_config(written(tmp_path, text), {})
    assert "kiosk.toml" in str(caught.value)


def test_missing_file_when_named_is_an_error_and_else_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_config(None, {}).source is None
    with pytest.raises(ConfigError, match="no such file"):
        load_config(None, {"JOBFAIR_CONFIG": "elsewhere.toml"})


def test_scanners_with_commas_between_them_are_all_taken(tmp_path: Path) -> None:
    text = 'scanner = "wedge, serial:/dev/ttyACM0, pcsc:ACR122"\ncard = "select:3F00 select:0005 binary:8.10"\n'
    config = load_config(written(tmp_path, text), {})
    assert (config.scanner.count(","), config.card) == (2, "select:3F00 select:0005 binary:8.10")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:80", "https://a.example/x"])
def test_server_url_when_safe_is_taken(url: str) -> None:
    assert check_server_url(url) == url


@pytest.mark.parametrize("url", ["http://127.0.0.1.example", "ftp://a", "https://u:p@a", "https://", "http://10.0.0.1"])
def test_server_url_when_not_safe_is_refused(url: str) -> None:
    with pytest.raises(ConfigError):
        check_server_url(url)
