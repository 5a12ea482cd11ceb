"""Running numbers that are taken without a transaction each."""

from __future__ import annotations

import threading

from kiosk.store.database import Store

BLOCK = 20


class Numbers:
    """1, 2, 3 … of one counter of a store, never one twice. They are set aside by the block: what a program has not
    used when it ends is left out."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name
        self._next = self._end = 0
        self._guard = threading.Lock()

    def next(self) -> int:
        with self._guard:
            if self._next == self._end:
                last = self._store.count_up(self._name, BLOCK)
                self._next, self._end = last - BLOCK + 1, last + 1
            number, self._next = self._next, self._next + 1
            return number
