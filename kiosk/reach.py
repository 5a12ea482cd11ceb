"""The server as the desk asks it while somebody waits: a connection of its own beside the one that syncs."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.pairing import Paired
from kiosk.ports import Server


class Reach:
    """May be called by several threads."""

    def __init__(self, paired: Callable[[], Paired | None], connect: Callable[[Paired], Server]) -> None:
        self._paired = paired
        self._connect = connect
        self._server: tuple[Paired, Server] | None = None
        self._guard = threading.Lock()

    def __call__(self) -> Server | None:
        """None while the kiosk is not paired."""
        paired = self._paired()
        with self._guard:
            if self._server is not None and self._server[0] != paired:
                self._server[1].close()
                self._server = None
            if paired is None:
                return None
            if self._server is None:
                self._server = (paired, self._connect(paired))
            return self._server[1]

    def close(self) -> None:
        """Ends the connection; what is under way ends as Unreachable."""
        with self._guard:
            if self._server is not None:
                self._server[1].close()
                self._server = None
