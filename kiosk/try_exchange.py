"""Sharing wrong codes with the fair: in each round of sync, and at once when a code is about to be judged."""

from __future__ import annotations

from collections.abc import Callable

from jobfair.errors import ServerError
from kiosk.ports import Server
from kiosk.tries import Tries

PATIENCE = 3.0
"""So long (seconds) a check waits for the server; then the stricter limits of a kiosk without one count."""
MOST_PAGES = 100


def exchange(tries: Tries, server: Server, seconds: float | None = None) -> None:
    """Tell and learn until both know all. Raises ServerError."""
    for _ in range(MOST_PAGES):
        said = tries.untold()
        known = server.tries(said, seconds)
        tries.apply(said, known)
        if not (known.more or known.last < said.after or tries.has_untold()):
            return


class Sharing:
    """For a check: whether the server knows of this try now, and this kiosk of all others before it."""

    def __init__(self, tries: Tries, server: Callable[[], Server | None]) -> None:
        self._tries = tries
        self._server = server

    def __call__(self) -> bool:
        server = self._server()
        if server is None:
            return False
        try:
            exchange(self._tries, server, PATIENCE)
        except ServerError:
            return False
        return True
