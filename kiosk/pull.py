"""Pulling the fair and the seekers' cards, sharing wrong codes, and telling which booths were shown, in a thread of its
own: a server that answers slowly must not hold up what waits to be delivered."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from jobfair.errors import ServerError
from kiosk.cards import Cards
from kiosk.exposure import Exposure
from kiosk.pairing import Paired
from kiosk.ports import Server
from kiosk.snapshot import Snapshot
from kiosk.store.database import Store
from kiosk.tries import Tries
from kiosk.try_exchange import exchange


@dataclass
class Pulled:
    """What came. ``reached``: something was answered."""

    parts: int = 0
    cards: int = 0
    reached: bool = False
    faults: tuple[ServerError, ...] = ()


class Pull:
    """One at a time. Not for several threads."""

    def __init__(self, store: Store, snapshot: Snapshot, cards: Cards, tries: Tries, exposure: Exposure) -> None:
        self._store = store
        self._snapshot = snapshot
        self._cards = cards
        self._tries = tries
        self._exposure = exposure
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pull")
        self._under_way: Future[Pulled] | None = None

    def begin(self, server: Server, paired: Paired) -> None:
        """Unless one is under way, or has ended and was not heard of."""
        if self._under_way is None:
            self._under_way = self._thread.submit(self._pulled, server, paired)

    def result(self, patience: float | None = None) -> Pulled | None:
        """Of the one that ended within so many seconds (None: however long it takes), once. Raises StoreError."""
        pull = self._under_way
        if pull is None or not wait([pull], patience).done:
            return None
        self._under_way = None
        return pull.result()

    def close(self) -> None:
        """Waits for what is under way."""
        self._thread.submit(self._store.release_thread)
        self._thread.shutdown()

    def _pulled(self, server: Server, paired: Paired) -> Pulled:
        """Each comes even if the others do not: the fair, the cards, the wrong codes of the other kiosks."""
        came = Pulled()
        try:
            came.parts = self._snapshot.update(server, paired.identity_key, paired.fair)
            came.reached = True
        except ServerError as fault:
            came.faults = (fault,)
        try:
            more, put_off = True, self._cards.put_off()
            while more:
                delta = server.cards(self._cards.last_sequence)
                came.reached = True
                more = delta.more and delta.last > self._cards.last_sequence
                if delta.changes or delta.last != self._cards.last_sequence:
                    came.cards += self._cards.apply(delta)
            self._cards.forget_put_off(put_off)
        except ServerError as fault:
            came.faults = (*came.faults, fault)
        try:
            exchange(self._tries, server)
            came.reached = True
        except ServerError as fault:
            came.faults = (*came.faults, fault)
        try:
            self._exposure.tell(server)
        except ServerError as fault:
            came.faults = (*came.faults, fault)
        return came
