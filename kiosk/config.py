"""One frozen Config from one TOML file and the environment.

``kiosk.toml`` holds keys of the names below; the environment may set each as ``JOBFAIR_<KEY>``, and wins. Everything
that belongs to the fair (idle time, limits, faces, liveness) comes from the server with the snapshot instead.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from jobfair.errors import ConfigError
from jobfair.text import LANGUAGES, Language

Orientation = Literal["auto", "portrait", "landscape"]
Key = Literal["auto", "file", "tpm", "keyring", "strict"]
FILE = "kiosk.toml"


@dataclass(frozen=True)
class Config:
    """What belongs to one kiosk. Relative paths in the file are relative to the file's folder."""

    data: Path = Path("kiosk-data")
    """Folder of the database, its key and the locks."""
    server: str = ""
    """Address of the central server: https, or http on this machine. Empty: the one that it was paired with."""
    ca: Path | None = None
    """Certificate authority of the server (PEM), where it is not a public one."""
    key: Key = "auto"
    """Where the database's key is kept: ``file``, ``tpm``, ``keyring``, or ``strict``: nowhere, a staff badge or the
    server releases it at every start. ``auto``: the TPM where one works, else a file. Chosen when the database is
    made; `jobfair key` shows and moves it."""
    key_file: Path | None = None
    """Key of the database; ``store.key`` in the data folder by default. A stick that is taken home is safer."""
    camera: str = "0"
    """Index, stream address, film or folder of pictures; ``none`` for a kiosk without a camera."""
    scanner: str = "wedge"
    """``none``, ``wedge`` (types like a keyboard), ``serial:/dev/ttyACM0``, ``pcsc`` or ``pcsc:NAME`` (a reader of chip
    cards); several with commas between them. A wedge is always heard."""
    card: str = "uid"
    """What a chip card is known by: ``uid`` (its serial number), or a file that anybody may read, such as
    ``select:A0000001 record:1.2`` or ``select:3F00 select:0005 binary:8.10``."""
    printer: str = "none"
    """``none``, ``cups:NAME`` (``cups:`` for the system's default) or ``file:FOLDER``."""
    paper: str = "80mm"
    """What the printer holds: receipts of ``80mm``, or ``a4``. The tour is set for it; the slip is always a strip."""
    models: Path | None = None
    """Folder of the models that `jobfair models add` brought; ``models`` beside the data folder by default, without a
    settings file the user's own data folder."""
    face_encoder: str = "dlib"
    """``dlib`` or the id of a model. Whoever was enrolled with another one enrols again."""
    face_detector: str = "hog"
    """``hog`` or the id of a model."""
    face_landmarks: str = "auto"
    """The id of a model, ``auto`` for the first that is installed, ``none``."""
    language: Language = "zh"
    """The attract page's language, and the operator's."""
    orientation: Orientation = "auto"
    import_folder: Path | None = None
    """Where USB sticks appear (such as /media/kiosk): seekers may bring a résumé. None switches it off."""
    sync_seconds: int = 30
    """Between two rounds when nothing waits."""
    sync_wait_most: int = 300
    """The longest wait (seconds) before an unreachable server is tried again."""
    source: Path | None = None
    """The file that was read; None when there was none."""

    @property
    def store_key(self) -> Path:
        return self.key_file or self.data / "store.key"

    @property
    def models_folder(self) -> Path:
        if self.models is not None:
            return self.models
        if self.source is not None:
            return self.data.parent / "models"
        return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "jobfair" / "models"


_PATHS = frozenset({"data", "ca", "key_file", "import_folder", "models"})
_NUMBERS = {"sync_seconds": (1, 3600), "sync_wait_most": (1, 3600)}
_CHOICES: dict[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "orientation": get_args(Orientation),
    "key": get_args(Key),
}
_MODEL = (re.compile(r"[a-z0-9][a-z0-9-]{0,39}"), "the id of a model (`jobfair models list`)")
_SCANNER = r"(none|wedge|serial:[^,]+|pcsc(:[^,]+)?)"
_FORMS = {
    "face_encoder": _MODEL,
    "face_detector": _MODEL,
    "face_landmarks": _MODEL,
    "scanner": (
        re.compile(rf"{_SCANNER}(,\s*{_SCANNER})*"),
        "none, wedge, serial:DEVICE, pcsc or pcsc:NAME, several with commas between them",
    ),
    "card": (
        re.compile(r"uid|(select:([0-9A-Fa-f]{2})+ )+(record|binary):\d+\.\d+"),
        "uid, or select:HEX … and record:NUMBER.FILE or binary:OFFSET.LENGTH",
    ),
    "printer": (re.compile(r"none|cups:.*|file:.+"), "none, cups:NAME or file:FOLDER"),
    "paper": (re.compile(r"80mm|a4"), "80mm or a4"),
    "camera": (re.compile(r".+"), "an index, an address, a file, or none"),
}
_KEYS = tuple(field.name for field in fields(Config) if field.name != "source")


def load_config(path: Path | None = None, environment: Mapping[str, str] | None = None) -> Config:
    """Reads ``path``, else $JOBFAIR_CONFIG, else ./kiosk.toml where it exists, else the defaults alone.

    Raises ConfigError naming the key and the file.
    """
    environment = os.environ if environment is None else environment
    named = path or (Path(environment["JOBFAIR_CONFIG"]) if environment.get("JOBFAIR_CONFIG") else None)
    source = named or (Path(FILE) if Path(FILE).is_file() else None)
    values: dict[str, object] = {}
    folder = Path()
    if source is not None:
        folder = source.resolve().parent
        for key, value in _read(source).items():
            if key not in _KEYS:
                raise ConfigError(f"{source}: unknown key {key!r}. There are: {', '.join(_KEYS)}")
            values[key] = _value(key, value, str(source), folder)
    for key in _KEYS:
        text = environment.get(f"JOBFAIR_{key.upper()}")
        if text is not None:
            values[key] = _value(key, int(text) if text.isdigit() and key in _NUMBERS else text, "environment", Path())
    return Config(**values, source=source)  # type: ignore[arg-type]


def check_server_url(url: str, where: str = "server") -> str:
    """The address without a slash at its end. Raises ConfigError unless it is https, or http on this machine."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ConfigError(f"{where}: {url!r} is no address such as https://fair.example")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise ConfigError(f"{where}: {url!r} would go over the network in clear: use https")
    return url.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _read(source: Path) -> dict[str, object]:
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"{source}: there is no such file") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{source}: cannot be read: {error}") from error


def _value(key: str, value: object, where: str, folder: Path) -> object:
    place = f"{where}: {key}"
    if key in _NUMBERS:
        low, high = _NUMBERS[key]
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise ConfigError(f"{place}: a whole number from {low} to {high} expected")
        return value
    if not isinstance(value, str):
        raise ConfigError(f"{place}: a text in quotes expected")
    if key in _PATHS:
        if not value:
            if key == "data":
                raise ConfigError(f"{place}: a folder expected")
            return None
        return folder / Path(value).expanduser()
    if key in _CHOICES and value not in _CHOICES[key]:
        raise ConfigError(f"{place}: {value!r} is none of {', '.join(_CHOICES[key])}")
    if key in _FORMS and not _FORMS[key][0].fullmatch(value):
        raise ConfigError(f"{place}: {value!r} is not {_FORMS[key][1]}")
    if key == "server" and value:
        return check_server_url(value, place)
    if key == "printer" and value.startswith("file:"):
        return f"file:{folder / value.removeprefix('file:')}"
    if key == "camera" and (folder / value).exists():
        return str(folder / value)
    return value
