"""Pushing: the outbox's due rows to the server, oldest first, several in flight."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from jobfair.errors import Incompatible, NotTrusted, Refused, ServerError, Unreachable
from jobfair.sealing import Signed
from kiosk.outbox import Outbox, Taken
from kiosk.ports import Server


@dataclass(frozen=True)
class Pushed:
    """``answered``: at least one row got an answer of ours. ``fault`` is why it ended early, or a row that hangs."""

    delivered: int
    parked: int
    answered: bool
    fault: ServerError | None


@dataclass
class _State:
    delivered: int = 0
    parked: int = 0
    answered: bool = False
    in_vain: int = 0
    fault: ServerError | None = None
    stopped: bool = False
    unanswered: list[tuple[Taken, float | None]] = field(default_factory=list)
    untried: list[Taken] = field(default_factory=list)


class Push:
    """Only the delivering runs in threads; the outbox is touched by the caller's thread alone."""

    def __init__(self, outbox: Outbox, in_flight: int) -> None:
        self._outbox = outbox
        self._in_flight = in_flight
        self._pool = ThreadPoolExecutor(in_flight, thread_name_prefix="deliver")

    def run(
        self, server: Server, identity_key: bytes, *, reached: bool = False, ending: Callable[[], bool] = lambda: False
    ) -> Pushed:
        """Until nothing is due, the server says stop, or as many deliveries as fly at once failed in a row.

        One bad row therefore never holds up the others, and a dead server is not asked for every row. ``reached``:
        the server answered just now, so a row without an answer waits by itself. ``ending``: the program wants to end.
        """
        state, flying = _State(answered=reached), dict[Future[Signed], Taken]()
        try:
            while True:
                while not state.stopped and not ending() and len(flying) < self._in_flight:
                    if not state.untried:
                        state.untried = self._outbox.take(self._in_flight)
                    if not state.untried:
                        break
                    row = state.untried.pop(0)
                    flying[self._pool.submit(_deliver, server, row)] = row
                if not flying:
                    break
                done, _ = wait(flying, return_when=FIRST_COMPLETED)
                self._take_answers([(flying.pop(future), future) for future in done], identity_key, state)
        finally:
            wait(flying)
        if state.answered:
            for row, retry_after in state.unanswered:
                self._outbox.postpone(row, retry_after)
        else:
            state.untried += [row for row, _ in state.unanswered]
        self._outbox.give_back(state.untried)
        return Pushed(state.delivered, state.parked, state.answered, state.fault)

    def close(self) -> None:
        self._pool.shutdown()

    def _take_answers(self, done: list[tuple[Taken, Future[Signed]]], identity_key: bytes, state: _State) -> None:
        receipts: list[tuple[Taken, Signed]] = []
        for row, future in done:
            fault = future.exception()
            if fault is None:
                receipts.append((row, future.result()))
            elif isinstance(fault, Refused):
                self._outbox.park(row, fault.reason)
                state.parked += 1
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
        if not receipts:
            return
        settled = self._outbox.settle(receipts, identity_key)
        state.delivered += len(settled)
        if settled:
            state.answered, state.in_vain = True, 0
        doubtful = [row for row, _ in receipts if row.number not in settled]
        if doubtful:
            state.untried += doubtful
            state.stopped = True
            state.fault = NotTrusted("a receipt is not signed by the server that this kiosk was paired with")


def _deliver(server: Server, row: Taken) -> Signed:
    return server.deliver(row.door, row.id, row.sealed).receipt
