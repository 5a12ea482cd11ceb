"""Handing something to the seeker's phone by a code on this screen: to the first phone alone, after two digits.

The desk holds nothing of it: who asks keeps the ScreenCode for as long as the visit, and ends it. See decision 0032.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from jobfair.errors import ServerError, Unreachable
from jobfair.handover import claim_of, hash_of_claim, may_hand_over, new_secret, seal_for_phone, write_address
from jobfair.wire import HandoverContent, HandoverOffer, HandoverState
from kiosk.pairing import Paired
from kiosk.ports import Server
from kiosk.snapshot import Snapshot


@dataclass(frozen=True)
class ScreenCode:
    """A code that stands on the screen; ``text`` is the link that a phone scans."""

    id: str
    text: str = field(repr=False)
    secret: bytes = field(repr=False)
    seconds: int


@dataclass(frozen=True)
class WrongDigits:
    """The code is void: these are not the digits of the phone that took it, so it may be another's."""


class HandingOver:
    """``server`` answers None where it was not reached lately. Remembered are the ids of codes that are void here."""

    def __init__(
        self, snapshot: Snapshot, paired: Callable[[], Paired | None], server: Callable[[], Server | None]
    ) -> None:
        self._snapshot = snapshot
        self._paired = paired
        self._server = server
        self._void: set[str] = set()

    @property
    def offered(self) -> bool:
        """Whether the server is there and phones can decrypt what they get from it."""
        return self._server() is not None and may_hand_over(self._address())

    def begin(self, kind: Literal["pass"]) -> ScreenCode:
        """A new code; the one before it is over. Slow: asks the server. Raises ServerError."""
        secret = new_secret()
        state = self._asked().offer_handover(HandoverOffer(kind=kind, claim_hash=hash_of_claim(claim_of(secret))))
        return ScreenCode(state.id, write_address(secret, self._address()), secret, state.seconds_left)

    def look(self, code: ScreenCode) -> HandoverState:
        """Whether a phone has it by now. Slow: asks the server. Raises ServerError."""
        return self._asked().handover(code.id)

    def tapped(self, code: ScreenCode, digits: str, content: bytes) -> HandoverState | WrongDigits:
        """These were tapped: the content goes to the phone that shows them. Other ones void the code, and nothing has
        left this kiosk; here it is void at once, whether or not the server hears of it, so that nobody may guess twice.
        Slow: asks the server. Raises ServerError."""
        if code.id in self._void:
            return WrongDigits()
        state = self._asked().handover(code.id)
        if state.state != "taken":
            return state
        if not hmac.compare_digest(state.digits, digits):
            self._void.add(code.id)
            with suppress(ServerError):  # then it ends by its time
                self.end(code)
            return WrongDigits()
        sealed = seal_for_phone(code.secret, content)
        return self._asked().give_handover(code.id, HandoverContent(sealed=sealed))

    def end(self, code: ScreenCode) -> None:
        """The visit is over. Slow: asks the server. Raises ServerError, and then it ends by its time."""
        self._asked().end_handover(code.id)

    def _asked(self) -> Server:
        server = self._server()
        if server is None:
            raise Unreachable("there is no network just now")
        return server

    def _address(self) -> str:
        """For phones: the fair's, or the one that this kiosk uses."""
        paired = self._paired()
        return self._snapshot.held().settings.public_url or (paired.server if paired else "")
