"""Pushing: the outbox's due rows to the server, oldest first, several in flight.

No connection waits for the database: rows are taken ahead, and receipts are settled several at a time (each
transaction costs a sync of the disk), but none is held back for longer than ``HOLD_SECONDS``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue

from jobfair.errors import Corrupt, Incompatible, NotTrusted, Refused, ServerError, Unreachable
from jobfair.sealing import Signed
from kiosk.outbox import Outbox, Taken
from kiosk.ports import Server

AHEAD = 4
"""So many times as many rows are taken at once as fly at once."""
BATCH = 16
"""Receipts settled in one transaction, at most."""
HOLD_SECONDS = 0.1
DAMAGED = "damaged"
"""Why a row is parked whose bytes are not what was sealed any more."""


@dataclass(frozen=True)
class Pushed:
    """``answered``: at least one row got an answer of ours. ``fault`` is why it ended early, or a row that hangs.

    ``left``: it was asked to end while rows were due.
    """

    delivered: int
    parked: int
    answered: bool
    fault: ServerError | None
    left: bool = False


@dataclass
class _State:
    delivered: int = 0
    parked: int = 0
    answered: bool = False
    in_vain: int = 0
    fault: ServerError | None = None
    stopped: bool = False
    seen: set[int] = field(default_factory=set)
    untried: list[Taken] = field(default_factory=list)
    unanswered: list[tuple[Taken, float | None]] = field(default_factory=list)
    receipts: list[tuple[Taken, Signed]] = field(default_factory=list)
    held_since: float = 0.0


class Push:
    """Only the delivering runs in threads; the outbox's rows are changed by the caller's thread alone."""

    def __init__(self, outbox: Outbox, in_flight: int) -> None:
        self._outbox = outbox
        self._in_flight = in_flight
        self._pool = ThreadPoolExecutor(in_flight, thread_name_prefix="deliver")

    def run(
        self, server: Server, identity_key: bytes, *, reached: bool = False, ending: Callable[[], bool] = lambda: False
    ) -> Pushed:
        """Until nothing is due, the server says stop, or as many deliveries as fly at once failed in a row.

        One bad row therefore never holds up the others, and a dead server is not asked for every row. ``reached``:
        the server answered just now, so a row without an answer waits by itself. ``ending``: no more are begun.
        """
        state, flying = _State(answered=reached), dict[Future[Signed], Taken]()
        landed = SimpleQueue[Future[Signed]]()
        left = False
        try:
            while True:
                left = left or ending()
                while not (left or state.stopped) and len(flying) < self._in_flight and self._some_untried(state):
                    row = state.untried.pop(0)
                    future = self._pool.submit(_deliver, server, row)
                    flying[future] = row
                    future.add_done_callback(landed.put)
                settled = False
                if not flying or len(state.receipts) >= BATCH or _held_too_long(state):
                    settled = self._settle(identity_key, state)
                if not flying:
                    if settled:
                        continue  # after a clock was set back, held rows may have stood before others
                    break
                for future in _landed(landed, state):
                    self._hear(flying.pop(future), future, state)
        finally:
            wait(flying)
        if state.answered:
            for row, retry_after in state.unanswered:
                self._outbox.postpone(row, retry_after)
        else:
            state.untried += [row for row, _ in state.unanswered]
        self._outbox.give_back(state.untried)
        return Pushed(state.delivered, state.parked, state.answered, state.fault, left)

    def close(self) -> None:
        """Waits for what is under way."""
        self._pool.shutdown()

    def _some_untried(self, state: _State) -> bool:
        """Takes more where none are left. Where the clock jumps, a row may come twice: it flies once."""
        if not state.untried:
            taken = self._outbox.take(AHEAD * self._in_flight)
            state.untried = [row for row in taken if row.number not in state.seen]
            state.seen.update(row.number for row in taken)
        return bool(state.untried)

    def _hear(self, row: Taken, future: Future[Signed], state: _State) -> None:
        fault = future.exception()
        if fault is None:
            state.held_since = state.held_since if state.receipts else time.monotonic()
            state.receipts.append((row, future.result()))
            state.in_vain = 0
        elif isinstance(fault, Refused):
            self._outbox.park(row, fault.reason)
            state.parked += 1
            if fault.reason != DAMAGED:
                state.answered, state.in_vain = True, 0
        elif isinstance(fault, Unreachable):
            state.unanswered.append((row, fault.retry_after))
            state.fault = state.fault or fault
            state.in_vain += 1
            if state.in_vain >= self._in_flight or fault.retry_after:
                state.stopped, state.fault = True, fault
        elif isinstance(fault, (NotTrusted, Incompatible)):
            state.untried.append(row)
            state.stopped, state.fault = True, fault
        else:
            raise fault

    def _settle(self, identity_key: bytes, state: _State) -> bool:
        """False where there was nothing to settle."""
        if not state.receipts:
            return False
        receipts, state.receipts = state.receipts, []
        settled = self._outbox.settle(receipts, identity_key)
        state.delivered += len(settled)
        state.answered = state.answered or bool(settled)
        doubtful = [row for row, _ in receipts if row.number not in settled]
        if doubtful:
            state.untried += doubtful
            state.stopped = True
            state.fault = NotTrusted("a receipt is not signed by the server that this kiosk was paired with")
        return True


def _deliver(server: Server, row: Taken) -> Signed:
    """Raises what the server's port raises. What did not get through before is looked at first: bytes that the disk
    has spoiled would be refused for ever as damaged on the way."""
    try:
        if row.attempts and not row.sealed.unharmed:
            raise Refused(DAMAGED)
        return server.deliver(row.door, row.id, row.sealed).receipt
    except Corrupt as fault:
        raise Refused(DAMAGED) from fault


def _landed(landed: SimpleQueue[Future[Signed]], state: _State) -> list[Future[Signed]]:
    """Those that have come back: at least one, unless receipts are held that must be settled in time."""
    found = []
    try:
        left = max(0.0, state.held_since + HOLD_SECONDS - time.monotonic()) if state.receipts else None
        found.append(landed.get(timeout=left))
        while True:
            found.append(landed.get_nowait())
    except Empty:
        return found


def _held_too_long(state: _State) -> bool:
    return bool(state.receipts) and time.monotonic() - state.held_since >= HOLD_SECONDS
