"""The server's side of strict mode in memory."""

from __future__ import annotations

import hashlib

from jobfair.errors import NotTrusted, ServerError
from jobfair.wire import BootAnswer, BootKeyDeposit, BootKeyKept, BootRequest
from kiosk.boot_client import BootServer


class FakeBootServer(BootServer):
    """``release`` as the organizer set it; ``fault`` is raised by every call while it is set."""

    def __init__(self) -> None:
        self.release = "automatic"
        self.fault: ServerError | None = None
        self.kept: BootKeyDeposit | None = None
        self.allowed = ""
        self._drawn: dict[bytes, str] = {}
        self.asked = 0

    def boot(self, secret: str, request: BootRequest) -> BootAnswer:
        self.asked += 1
        if self.fault is not None:
            raise self.fault
        kept = self.kept
        if kept is None or hashlib.sha256(secret.encode()).hexdigest() != kept.secret_hash:
            raise NotTrusted("not_authenticated")
        if self.release == "locked":
            raise NotTrusted("not_allowed")
        digits = self._drawn.setdefault(request.nonce, f"{407 + len(self._drawn)} 913")
        if self.release == "ask" and self.allowed != digits:
            return BootAnswer(state="waiting", digits=digits)
        return BootAnswer(state="released", share=kept.share)

    def deposit(self, said: BootKeyDeposit) -> BootKeyKept:
        if self.fault is not None:
            raise self.fault
        self.kept = said
        return BootKeyKept(release=self.release)  # type: ignore[arg-type]
