"""Asking the central server for the share of a strict kiosk's key, and depositing it there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

from jobfair.errors import NotTrusted, Refused, Unreachable
from jobfair.wire import BootAnswer, BootKeyDeposit, BootKeyKept, BootRequest
from kiosk.server_client import HttpServer

_JSON = {"Content-Type": "application/json"}


class BootServer(ABC):
    """The server, for a kiosk that cannot read its own token yet. Raises Unreachable, NotTrusted, Incompatible."""

    @abstractmethod
    def boot(self, secret: str, request: BootRequest) -> BootAnswer:
        """Ask for the share. NotTrusted where this kiosk was revoked or locked, or its secret is another's."""

    @abstractmethod
    def deposit(self, said: BootKeyDeposit) -> BootKeyKept:
        """Leave a share there, with the kiosk's token."""

    def close(self) -> None:  # noqa: B027  nothing to close is normal
        """Ends the connection."""


class HttpBootServer(BootServer):
    """Over HTTPS. Only our own coded problem can refuse: a captive portal's page is Unreachable, as everywhere."""

    def __init__(self, url: str, token: str = "", ca: Path | None = None) -> None:
        self._http = _Calls(url, token, ca)

    def boot(self, secret: str, request: BootRequest) -> BootAnswer:
        return self._http.boot(secret, request)

    def deposit(self, said: BootKeyDeposit) -> BootKeyKept:
        return self._http.deposit_boot_key(said)

    def close(self) -> None:
        self._http.close()


class _Calls(HttpServer):
    def boot(self, secret: str, request: BootRequest) -> BootAnswer:
        headers = {**_JSON, "Authorization": f"Boot {secret}"}
        try:
            return self._message("POST", "boot", BootAnswer, request.model_dump_json().encode(), headers)
        except Refused as refusal:
            raise Unreachable(f"the server does not know how to give keys out ({refusal.reason})") from refusal

    def deposit_boot_key(self, said: BootKeyDeposit) -> BootKeyKept:
        try:
            return self._message("PUT", "boot-key", BootKeyKept, said.model_dump_json().encode(), _JSON)
        except Refused as refusal:
            raise NotTrusted(f"the server does not keep this kiosk's key ({refusal.reason})") from refusal
