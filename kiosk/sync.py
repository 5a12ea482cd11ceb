"""Syncing: one round pushes the outbox and pulls the fair and the cards. Only this module decides on retries.

Push and pull do not depend on each other: a pull runs beside, and one that hangs outlives its round. Nothing is pushed
without a heartbeat that was answered just before, and a long push stops for one every ``seconds``. A row that does not
get through while others do waits by itself; when nothing gets through, the whole server rests, with full jitter from a
second to five minutes, kept across restarts. Pauses have jitter: kiosks that came back together do not stay in step.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from jobfair import __version__
from jobfair.errors import Incompatible, InUse, JobFairError, NotTrusted, ServerError, StoreError, Unreachable
from jobfair.wire import Heartbeat
from kiosk.cards import Cards
from kiosk.clock import CLOCK_AHEAD, day_of
from kiosk.exposure import Exposure
from kiosk.outbox import BACKOFF_MOST, RETRY_AFTER_MOST, Outbox, backoff
from kiosk.pairing import Paired
from kiosk.ports import Clock, Server
from kiosk.pull import Pull
from kiosk.push import Push
from kiosk.queues import Queues
from kiosk.snapshot import NotReady, Snapshot
from kiosk.store import Lease, Store
from kiosk.tries import Tries

log = logging.getLogger(__name__)

HOUSEKEEPING_SECONDS = 3600.0
IN_FLIGHT = 4
PULL_PATIENCE = 5.0
"""So long (seconds) a round waits for its pull before the next may begin without it."""
_STOPPED_SECONDS = 300.0
_CLOCK_SECONDS = 60.0  # how exactly the time last seen is kept
_CLOCK_AHEAD_SECONDS = 5.0
_PAUSE_SPREAD = 0.2
_RETRY_SPREAD = 0.25


@dataclass(frozen=True)
class RoundReport:
    """What one round did. ``problems`` are stable codes, ``explanations`` the sentences for an operator.

    ``clock_skew`` is the kiosk's clock minus the server's, in seconds.
    """

    reached: bool = False
    delivered: int = 0
    parked: int = 0
    waiting: int = 0
    parts: int = 0
    cards: int = 0
    snapshot: int = 0
    offered_again: int = 0
    clock_skew: float | None = None
    problems: tuple[str, ...] = ()
    explanations: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


@dataclass
class _Round:
    """What is known so far of the round that runs."""

    reached: bool = False
    may_push: bool = False
    """The newest heartbeat was answered: whether the server was restored from a backup is known."""
    server_time: datetime | None = None
    """By the newest heartbeat's answer; None where it got none."""
    faults: list[JobFairError] = field(default_factory=list)
    report: RoundReport = RoundReport()
    retry_after: float | None = None
    stopped: bool = False
    """Staff must act: pair again, or update. Everything is kept, and tried again now and then."""

    def failed(self, fault: JobFairError) -> None:
        self.faults.append(fault)
        if isinstance(fault, Unreachable) and fault.retry_after:
            self.retry_after = max(self.retry_after or 0.0, fault.retry_after)

    def note(self, **changes: object) -> None:
        self.report = replace(self.report, **changes)  # type: ignore[arg-type]


class Syncer:
    """For one store. ``one_round`` and ``run_forever`` are called by one thread at a time; ``online`` by any.

    Takes the store's ``sync`` lease at the first round and holds it until ``close``.
    """

    def __init__(
        self,
        store: Store,
        outbox: Outbox,
        cards: Cards,
        snapshot: Snapshot,
        clock: Clock,
        paired: Callable[[], Paired | None],
        connect: Callable[[Paired], Server],
        *,
        in_flight: int = IN_FLIGHT,
        seconds: float = 30.0,
        wait_most: float = BACKOFF_MOST,
        housekeeping: Callable[[datetime | None], None] = lambda server_time: None,
        jitter: random.Random | None = None,
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._cards = cards
        self._tries = Tries(store, clock)
        self.queues = Queues(clock)
        self.exposure = Exposure(store, clock)
        self._snapshot = snapshot
        self._clock = clock
        self._paired = paired
        self._connect = connect
        self._in_flight = in_flight
        self._seconds = seconds
        self._wait_most = wait_most
        self.housekeeping = housekeeping
        self.device_problems: Callable[[], tuple[str, ...]] = lambda: ()
        self._jitter = jitter or random.Random()
        self._lease: Lease | None = None
        self._server: tuple[Paired, Server] | None = None
        self._push: Push | None = None
        self._pull: Pull | None = None
        self._kept_house_at = float("-inf")
        self._problems: tuple[str, ...] = ()
        self._online = False
        self._ending: Callable[[], bool] = lambda: False

    @property
    def online(self) -> bool:
        """Whether the last round reached the server."""
        return self._online

    @property
    def problems(self) -> tuple[str, ...]:
        """Codes of the last round, for the staff's page."""
        return self._problems

    def one_round(self, patience: float | None = None) -> RoundReport:
        """One round now, rest or no rest: all that is due. ``patience``: seconds for the pull, None for as long as it
        takes; what it brings later is in the next report.

        Raises InUse when another process syncs this store, and StoreError.
        """
        if self._lease is None:
            self._lease = Lease(self._store.folder, "sync")
        self._store.keep_log_short()
        self._mind_the_clock()
        self._outbox.free_all()  # with the lease in hand, whoever held a row before is dead
        paired = self._paired()
        if paired is None:
            fault = NotReady("this kiosk is not paired: `jobfair pair CODE`")
            self._online, self._problems = False, (fault.code,)
            waiting = self._outbox.counts().waiting
            return RoundReport(waiting=waiting, problems=self._problems, explanations=(str(fault),))
        return self._round(paired, patience)

    def run_forever(
        self, stop: threading.Event, wake: threading.Event, told: Callable[[RoundReport], None] = lambda report: None
    ) -> None:
        """Rounds until ``stop``. ``wake`` (something was saved) ends a pause early, but not the server's rest.

        No fault ends it, not even one that nobody foresaw: the next round tries again. ``told`` is called after
        every round.
        """
        self._ending = stop.is_set
        try:
            while not stop.is_set():
                wait = self._one_turn(told)
                if wait:
                    stop.wait(wait)
                elif not stop.is_set() and wake.wait(self._seconds * self._spread(_PAUSE_SPREAD)):
                    wake.clear()
        finally:
            self._ending = lambda: False
            self.close()

    def rest_seconds(self) -> float:
        """How long the server is still left alone. Where the clock was set back, not longer than any rest can be."""
        until = float(self._store.meta("rest_until", 0.0))
        wait = until - self._clock.now().timestamp()
        return wait if 0 < wait <= RETRY_AFTER_MOST else 0.0

    def close(self) -> None:
        """Ends the threads, the connections and the lease."""
        if self._server is not None:
            self._server[1].close()
            self._server = None
        if self._push is not None:
            self._push.close()
            self._push = None
        if self._pull is not None:
            self._pull.close()
            self._pull = None
        if self._lease is not None:
            self._lease.close()
            self._lease = None
        self._store.release_thread()

    # --- the steps of a round -----------------------------------------------------------------------------------------

    def _one_turn(self, told: Callable[[RoundReport], None]) -> float:
        """A round, unless the server rests; how many seconds to wait before the next may begin."""
        try:
            self._mind_the_clock()
            wait = self.rest_seconds()
            if not wait:
                told(self.one_round(PULL_PATIENCE))
                wait = self.rest_seconds()
        except StoreError as fault:
            self._online, self._problems = False, (fault.code,)
            told(RoundReport(problems=self._problems, explanations=(str(fault),)))
            return 5.0 if isinstance(fault, InUse) else 30.0
        except Exception as fault:  # noqa: BLE001  a defect must not end the delivering for the rest of the day
            self._online, self._problems = False, (JobFairError.code,)
            log.error("defect in a round of sync: %s", type(fault).__name__)  # its message may hold what was typed
            return 60.0
        return wait

    def _mind_the_clock(self) -> None:
        """Where the clock was set back an hour, what rests or waits would do so an hour longer: it is due now."""
        now, seen = self._clock.now().timestamp(), float(self._store.meta("clock_seen", 0.0))
        if seen <= now < seen + _CLOCK_SECONDS:
            return
        with self._store.transaction():
            if now < seen:
                self._store.set_meta("rest_until", 0.0)
                self._outbox.all_due()
            self._store.set_meta("clock_seen", now)

    def _mind_the_news(self) -> None:
        """Once for each snapshot: what a server that was restored refused, as it did not know the opening yet."""
        held = self._store.meta("snapshot_digest")
        if held is None or held == self._store.meta("parked_before"):
            return
        with self._store.transaction():
            self._store.set_meta("parked_before", held)
            self._outbox.unpark_refused()

    def _round(self, paired: Paired, patience: float | None) -> RoundReport:
        server, this = self._server_of(paired), _Round()
        if self._pull is None:
            self._pull = Pull(self._store, self._snapshot, self._cards, self._tries, self.exposure)
        self._pulled(this, 0)  # by the round before
        self._mind_the_news()
        self._beat(server, paired, this)
        left = True
        while left and this.may_push:
            left = self._pushed(server, paired, this)
            if left:
                self._pulled(this, 0)
                self._pull.begin(server, paired)
                self._beat(server, paired, this)
        self._pull.begin(server, paired)
        self._pulled(this, patience)
        if this.report.delivered and this.may_push:
            self._beat(server, paired, this)
        self._keep_house(this.server_time)
        return self._finished(this)

    def _beat(self, server: Server, paired: Paired, this: _Round) -> None:
        counts, now = self._outbox.counts(), self._clock.now()
        today = self._store.meta("visits_day", "") == day_of(now)
        newest = self._outbox.newest(paired.identity_key)
        beat = Heartbeat(
            version=__version__,
            waiting=counts.submissions_waiting,
            rows_waiting=counts.waiting,
            parked=counts.parked,
            visits_today=int(self._store.meta("visits_today", 0)) if today else 0,
            kiosk_time=now,
            snapshot=self._snapshot.version,
            last_sequence=newest.sequence if newest else 0,
            last_digest=newest.digest if newest else "",
            last_received_at=newest.received_at if newest else None,
            at_rest=self._store.at_rest_by,
            faces_here=self._cards.count_faces_here(),
            face_refusals=int(self._store.meta("face_refusals", 0)),
            problems=tuple(dict.fromkeys((*self._problems, *self.device_problems()))),
        )
        this.may_push, this.server_time = False, None
        try:
            answer = server.heartbeat(beat)
        except ServerError as fault:
            this.failed(fault)
            this.stopped = isinstance(fault, (NotTrusted, Incompatible))
            return
        # Without an answer nobody knows whether the server was restored: a new receipt would hide a lost one.
        this.reached = this.may_push = True
        this.server_time = answer.server_time
        self.queues.told(answer)
        this.note(clock_skew=round((now - answer.server_time).total_seconds(), 1))
        self._note_clock((now - answer.server_time).total_seconds())
        if newest is not None and answer.last_sequence < newest.sequence:
            again = self._outbox.offer_again(paired.identity_key)
            self._pulled(this, None)  # one that is under way would undo the next line
            self._cards.start_over()
            self._tries.start_over()
            self.exposure.start_over()
            this.note(offered_again=this.report.offered_again + again)

    def _note_clock(self, ahead: float) -> None:
        """For what other kiosks will compare; written only where it changed."""
        if abs(ahead - float(self._store.meta(CLOCK_AHEAD, 0.0))) >= _CLOCK_AHEAD_SECONDS:
            self._store.set_meta(CLOCK_AHEAD, round(ahead, 1))

    def _pushed(self, server: Server, paired: Paired, this: _Round) -> bool:
        """True where it was ended for a heartbeat, and rows are left."""
        if self._push is None:
            self._push = Push(self._outbox, self._in_flight)
        began = self._clock.monotonic()

        def ending() -> bool:
            return self._ending() or self._clock.monotonic() - began >= self._seconds

        result = self._push.run(server, paired.identity_key, reached=this.reached, ending=ending)
        this.reached = this.reached or result.answered
        this.note(delivered=this.report.delivered + result.delivered, parked=this.report.parked + result.parked)
        if result.fault is not None:
            this.failed(result.fault)
            this.stopped = isinstance(result.fault, (NotTrusted, Incompatible))
            if not result.delivered:
                return False
        return result.left and not self._ending()

    def _pulled(self, this: _Round, patience: float | None) -> None:
        """What a pull brought that ended by now, or within ``patience``."""
        came = self._pull.result(patience) if self._pull is not None else None
        if came is not None:
            this.reached = this.reached or came.reached
            this.note(parts=this.report.parts + came.parts, cards=this.report.cards + came.cards)
            for fault in came.faults:
                this.failed(fault)

    def _keep_house(self, server_time: datetime | None) -> None:
        now = self._clock.monotonic()
        if now - self._kept_house_at >= HOUSEKEEPING_SECONDS:
            self._kept_house_at = now
            self.housekeeping(server_time)

    def _finished(self, this: _Round) -> RoundReport:
        codes = tuple(dict.fromkeys(fault.code for fault in this.faults))
        told = tuple(dict.fromkeys(str(fault) for fault in this.faults))
        self._online = this.reached
        self._problems = codes
        self._rest(this)
        counts = self._outbox.counts()
        return replace(
            this.report,
            reached=this.reached,
            waiting=counts.waiting,
            snapshot=self._snapshot.version,
            problems=codes,
            explanations=told,
        )

    def _rest(self, this: _Round) -> None:
        """How long to leave the server alone after this round."""
        attempts = int(self._store.meta("rest_attempts", 0))
        wait = 0.0
        if this.retry_after:
            wait = min(this.retry_after * self._spread(_RETRY_SPREAD, least=1.0), RETRY_AFTER_MOST)
        elif this.stopped:
            wait = min(_STOPPED_SECONDS, self._wait_most)
        elif this.faults and not this.reached:
            wait = min(backoff(attempts, self._jitter), self._wait_most)
        elif not attempts and not self._store.meta("rest_until", 0.0):
            return
        with self._store.transaction():
            self._store.set_meta("rest_until", self._clock.now().timestamp() + wait if wait else 0.0)
            self._store.set_meta("rest_attempts", 0 if this.reached else attempts + 1)

    def _spread(self, by: float, least: float | None = None) -> float:
        """A factor around 1, or from ``least`` on, so that kiosks do not stay in step."""
        return self._jitter.uniform(1 - by if least is None else least, 1 + by)

    def _server_of(self, paired: Paired) -> Server:
        if self._server is None or self._server[0] != paired:
            if self._server is not None:
                self._server[1].close()
            self._server = (paired, self._connect(paired))
        return self._server[1]
