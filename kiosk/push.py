"""Pushing: the outbox's due rows to the server, those first that were tried least, several in flight.

What happens to one row is that row's: it waits by itself, and the others go on. Only a server that says it is busy, one
that does not trust this kiosk or speaks another version, and many failures in a row end a push.

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
IN_VAIN_MOST = 32
"""So many failures in a row end a push though the server answered the heartbeat; the next one begins with others."""
DAMAGED = "damaged"
"""Why a row is parked whose bytes are not what was sealed any more."""


@dataclass(frozen=True)
class Pushed:
    """``answered``: at least one row got an answer of ours. ``fault`` is why it ended early, or a row that hangs: its
    ``retry_after`` is there only where it is about the whole server.

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
    """Failures since the last answer."""
    doubtful: int = 0
    """Receipts that do not verify, since the last one that does."""
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
        """Until nothing is due, the server says stop, or too many deliveries failed in a row.

        ``reached``: the server answered just now, so a row that fails waits by itself, and IN_VAIN_MOST are tried. Else
        as many as fly at once: a dead server is not asked for every row. ``ending``: no more are begun.
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
        return Pushed(state.delivered, state.parked, state.answered, state.fault, left and not state.stopped)

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
            state.in_vain += 1
            self._missed(row, fault, state, ends=fault.busy or state.in_vain >= self._most(state))
        elif isinstance(fault, (NotTrusted, Incompatible)):
            state.untried.append(row)
            state.stopped, state.fault = True, fault
        else:
            raise fault

    def _settle(self, identity_key: bytes, state: _State) -> bool:
        """False where there was nothing to settle. An answer whose receipt does not verify, or is about another row, is
        no answer of ours: that row waits. Whether it is the right server at all the snapshot's signature tells staff.
        """
        if not state.receipts:
            return False
        receipts, state.receipts = state.receipts, []
        settled = self._outbox.settle(receipts, identity_key)
        state.delivered += len(settled)
        state.answered = state.answered or bool(settled)
        doubtful = [row for row, _ in receipts if row.number not in settled]
        state.doubtful = 0 if settled else state.doubtful + len(doubtful)
        fault = Unreachable("an answer is no receipt of the paired server for what was delivered")
        for row in doubtful:
            self._missed(row, fault, state, ends=state.doubtful >= self._most(state))
        return True

    def _missed(self, row: Taken, fault: Unreachable, state: _State, ends: bool) -> None:
        state.unanswered.append((row, fault.retry_after))
        if ends and not state.stopped:
            state.stopped, state.fault = True, fault
        else:
            state.fault = state.fault or Unreachable(str(fault))

    def _most(self, state: _State) -> int:
        return IN_VAIN_MOST if state.answered else self._in_flight


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
