"""Where this server keeps its data and how it is reached: from one TOML file and the environment.

Django's workers are processes of their own, so options travel as environment variables; the file fills what the
environment does not say.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from ipaddress import ip_address
from pathlib import Path

from jobfair.errors import ConfigError

PREFIX = "JOBFAIR_SERVER_"
DEFAULT_FILE = "server.toml"
DEFAULT_DATA = "var/server"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class ServerOptions:
    """``database`` is a PostgreSQL URL; empty means SQLite in the data folder. ``hosts`` (beside this machine's own
    names, which always count) and ``origins`` are lists with commas; ``https`` is "1" behind TLS. ``trusted_proxy`` is
    the address from which our own web server in front hands on requests, with the sender's in X-Forwarded-For.

    One-time codes are sent by SMS where ``sms_url`` names a gateway that takes JSON (``sms_body`` is its form, with
    {to} and {text}; ``sms_headers_file`` a JSON file with its headers, secrets among them), and by e-mail where
    ``mail_host`` (host:port) names a mail server. ``messages_folder``, for demonstrations, takes both as
    files instead."""

    data: str = DEFAULT_DATA
    database: str = ""
    hosts: str = ",".join(LOOPBACK)
    origins: str = ""
    https: str = ""
    trusted_proxy: str = ""
    time_zone: str = "Asia/Shanghai"
    sms_url: str = ""
    sms_body: str = ""
    sms_headers_file: str = ""
    mail_host: str = ""
    mail_user: str = ""
    mail_password_file: str = ""
    mail_from: str = ""
    mail_tls: str = "1"
    messages_folder: str = ""

    @property
    def data_folder(self) -> Path:
        return Path(self.data).resolve()

    @property
    def host_list(self) -> list[str]:
        named = (host.strip() for host in self.hosts.split(","))
        return [*LOOPBACK, *(host for host in named if host and host not in LOOPBACK)]

    @property
    def origin_list(self) -> list[str]:
        return [origin.strip() for origin in self.origins.split(",") if origin.strip()]

    @property
    def proxy_address(self) -> str:
        """Empty for none. Raises ConfigError: a name would never match, and all would count as one sender."""
        try:
            return str(ip_address(self.trusted_proxy.strip())) if self.trusted_proxy.strip() else ""
        except ValueError as error:
            raise ConfigError(
                f"trusted_proxy must be an address such as 127.0.0.1, not {self.trusted_proxy!r}"
            ) from error

    @property
    def mail_server(self) -> tuple[str, int]:
        """Host and port. Raises ConfigError."""
        host, _, port = self.mail_host.strip().partition(":")
        if port and not port.isdecimal():
            raise ConfigError("mail_host: host:port expected")
        return host or "localhost", int(port or 587)

    @property
    def mail_password(self) -> str:
        """Raises ConfigError where its file cannot be read."""
        if not self.mail_password_file:
            return ""
        try:
            return Path(self.mail_password_file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ConfigError(f"mail_password_file: {self.mail_password_file}: {error.strerror}") from error

    def export(self) -> None:
        """Into the environment, for Django and the worker processes."""
        for field in fields(self):
            os.environ[PREFIX + field.name.upper()] = str(getattr(self, field.name))


def options_from_environment() -> ServerOptions:
    names = {field.name: PREFIX + field.name.upper() for field in fields(ServerOptions)}
    found = {name: os.environ[variable] for name, variable in names.items() if variable in os.environ}
    if "database" not in found and os.environ.get("JOBFAIR_DATABASE"):
        found["database"] = os.environ["JOBFAIR_DATABASE"]
    return ServerOptions(**found)


def load_options(file: Path | None = None) -> ServerOptions:
    """The file's settings with the environment's over them. Raises ConfigError naming the file and the key."""
    path = file or Path(DEFAULT_FILE)
    if not path.exists():
        if file is not None:
            raise ConfigError(f"{path}: no such file")
        return options_from_environment()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    known = {field.name for field in fields(ServerOptions)}
    for key, value in table.items():
        if key not in known:
            raise ConfigError(f"{path}: unknown key {key!r}; known are {', '.join(sorted(known))}")
        if not isinstance(value, str):
            raise ConfigError(f"{path}: {key} must be a text in quotes")
        os.environ.setdefault(PREFIX + key.upper(), value)
    return options_from_environment()
