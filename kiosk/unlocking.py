"""Strict mode: getting the main key into memory at the start, from the server or by a staff badge.

The key itself is never written. A badge's secret has 160 bits, so that guessing is hopeless; the pause after a wrong
one only keeps a scanner that is stuck from burning the processor.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from jobfair import __version__
from jobfair.errors import Locked, NotTrusted, ServerError, WrongKey
from jobfair.wire import BootKeyDeposit, BootRequest
from kiosk.config import Config, check_server_url
from kiosk.pairing import Paired
from kiosk.store import Store
from kiosk.store.keys import KeyRecord, Slot, read_record
from kiosk.store.keys.chosen import add_slot, confirm_server_slot
from kiosk.store.keys.slots import SHARE_BYTES, badge_secret, opened_by_badge, opened_by_share, server_slot

if TYPE_CHECKING:
    from kiosk.boot_client import BootServer

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
"""Seconds after a wrong badge: doubled each time."""


@dataclass(frozen=True)
class Released:
    """The main key, and who released it."""

    key: bytes = field(repr=False)
    by: Literal["badge", "server"]


@dataclass(frozen=True)
class AskedFor:
    """An organizer must say yes on the page, to these six digits."""

    digits: str


@dataclass(frozen=True)
class WrongBadge:
    """No badge of ours, or one that does not open this kiosk."""

    is_badge: bool


class Unlocking:
    """Of one data folder in strict mode. May be used by two threads: one asks the server, one hears badges."""

    def __init__(
        self,
        record: KeyRecord,
        connect: Callable[[str], BootServer],
        *,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._record = record
        self._connect = connect
        self._pause = pause
        self._wrong = 0
        self._nonce = os.urandom(16)
        self._digits = ""

    @property
    def knows_server(self) -> bool:
        """False before the first pairing: then a badge is the only way."""
        return bool(self._record.server_slots)

    @property
    def digits(self) -> str:
        """Which the server drew for this start; the organizer's page shows the same ones. Empty until it did."""
        return self._digits

    def by_badge(self, text: str) -> Released | WrongBadge:
        """Waits after a wrong one."""
        secret = badge_secret(text)
        key = opened_by_badge(self._record, secret) if secret is not None else None
        if key is not None:
            return Released(key, "badge")
        self._pause(min(LONGEST_PAUSE, FIRST_PAUSE * 2**self._wrong))
        self._wrong += 1
        return WrongBadge(is_badge=secret is not None)

    def by_server(self) -> Released | AskedFor:
        """Once. Raises NotTrusted, Unreachable, Incompatible; WrongKey for a share that does not fit this disk."""
        fault: NotTrusted | WrongKey = NotTrusted("this kiosk is not paired yet, so no server has a share of its key")
        for slot in self._record.server_slots:
            try:
                answer = self._asked(slot)
            except (NotTrusted, WrongKey) as error:
                fault = error
                continue
            self._record = self._record.with_server_slot_alone(slot.label)  # the others need not be asked again
            return answer
        raise fault

    def _asked(self, slot: Slot) -> Released | AskedFor:
        server = self._connect(slot.server)
        try:
            answer = server.boot(slot.secret, BootRequest(version=__version__, nonce=self._nonce))
        finally:
            server.close()
        if answer.state == "waiting" or answer.share is None:
            self._digits = answer.digits
            return AskedFor(answer.digits)
        key = opened_by_share(self._record, slot, answer.share)
        if key is None:
            raise WrongKey(
                "the server's share does not fit this disk: open the kiosk with a badge, and it is renewed",
                reason="share_does_not_fit",
            )
        return Released(key, "server")


def unlocking_of(config: Config) -> Unlocking | None:
    """None unless the store is in strict mode. Raises WrongKey for a record that cannot be read."""
    record = read_record(config.data)
    if record is None or record.source != "strict":
        return None
    return Unlocking(record, lambda url: boot_server(config, url))


def boot_server(config: Config, url: str, token: str = "") -> BootServer:
    """Raises ConfigError for an address that is not safe."""
    from kiosk.boot_client import HttpBootServer  # requests takes its time to load

    return HttpBootServer(check_server_url(config.server or url), token, config.ca)


def released_for_command(config: Config, badge: str | None = None) -> bytes | None:
    """For a command beside a kiosk: the badge's key, else the server's, asked once; None outside strict mode.

    Raises Locked, saying what to do.
    """
    unlocking = unlocking_of(config)
    if unlocking is None:
        return None
    if badge is not None:
        found = unlocking.by_badge(badge)
        if isinstance(found, Released):
            return found.key
        if found.is_badge:
            raise Locked("this badge does not open this kiosk; nothing was changed", reason="another_badge")
        raise Locked("this is no staff badge; nothing was changed", reason="no_badge")
    what = "give a staff badge with --badge -. Nothing was changed; `jobfair outbox export` works without the key"
    try:
        answer = unlocking.by_server()
    except ServerError as fault:
        reason = "server_refuses_key" if isinstance(fault, NotTrusted) else "server_gives_no_key"
        raise Locked(
            f"this kiosk is in strict mode and the server gives no key ({fault}): {what}", reason=reason
        ) from fault
    if isinstance(answer, AskedFor):
        raise Locked(
            f"an organizer wants to be asked at every start, and a command does not wait for that: {what}",
            reason="organizer_is_asked",
        )
    return answer.key


def leave_share(store: Store, main_key: bytes, paired: Paired, server: BootServer, *, renew: bool = False) -> bool:
    """Give the server this kiosk belongs to its share, unless it has one. True when it has it now.

    ``renew``: also where it should have one, for a kiosk that had to be opened with a badge (the server may have been
    restored from a backup). A new share and a new boot secret each time. The slot is written before the server is
    told, and the older one goes after the answer: whatever is cut short, one that the server knows is left.
    Raises ServerError and StoreError.
    """
    record = read_record(store.folder)
    if record is None or record.source != "strict":
        return False
    note = hashlib.sha256(f"{paired.server} {paired.token}".encode()).digest()
    if not renew and record.server_slots and store.secret("boot_share") == note:
        return True
    share = os.urandom(SHARE_BYTES)
    slot = server_slot(record.store, main_key, share, paired.server)
    add_slot(store.folder, slot)
    server.deposit(BootKeyDeposit(share=share, secret_hash=hashlib.sha256(slot.secret.encode()).hexdigest()))
    confirm_server_slot(store.folder, slot.label)
    store.set_secret("boot_share", note)
    return True
