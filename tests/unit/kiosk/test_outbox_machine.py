"""In any order of put, deliver, fail, crash, restart, withdraw: what was called saved is delivered or queued, once."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from jobfair.errors import InUse, NotTrusted, Unreachable
from jobfair.rescue_file import read_rescue_file, write_rescue_file
from jobfair.submission import Submission
from jobfair.wire import Door, SealedSubmission
from kiosk.bootstrap import Kiosk
from kiosk.desk import Submitted, WithdrawalSaved
from kiosk.store.salvage import readable_rows
from kiosk.visit.state import LastResume
from tests.fakes.clock import FakeClock
from tests.fakes.kiosk import fake_kiosk, new_resume, registered
from tests.fakes.server import FakeServer


class Crash(BaseException):
    """The process dies here."""


class OutboxMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = FakeClock()
        self.server = FakeServer()
        self.kiosk: Kiosk = fake_kiosk(self.folder, self.server, self.clock)
        self.saved: list[Submission] = []
        self.withdrawn: set[str] = set()
        self.random = random.Random(0)

    @initialize()
    def somebody_registers(self) -> None:
        self.card = registered(self.kiosk)

    def teardown(self) -> None:
        self.kiosk.close()
        shutil.rmtree(self.folder)

    @rule(opening=st.integers(1, 40), fresh=st.booleans())
    def submit(self, opening: int, fresh: bool) -> None:
        last = self.card.resume
        resume = new_resume() if fresh or last is None else LastResume(last.id)
        done = self.kiosk.desk.submit(self.card, [f"O{opening}"], resume, "zh")
        assert isinstance(done, Submitted)
        self.card = done.card
        self.saved += done.submissions

    @rule()
    def submit_and_crash_before_commit(self) -> None:
        put = self.kiosk.outbox.put

        def dies(items: object) -> None:
            put(items)  # type: ignore[arg-type]
            raise Crash

        self.kiosk.outbox.put = dies  # type: ignore[method-assign]
        try:
            self.kiosk.desk.submit(self.card, [f"O{n}" for n in range(1, 41)], new_resume(), "zh")
        except Crash:
            pass
        self.restart()

    @rule(index=st.integers(0, 1000))
    def withdraw(self, index: int) -> None:
        if self.saved:
            submission = self.saved[index % len(self.saved)]
            done = self.kiosk.desk.withdraw(submission.id, submission.withdrawal_secret)
            if isinstance(done, WithdrawalSaved):
                self.withdrawn.add(submission.id)

    @rule(index=st.integers(0, 1000))
    def refuse(self, index: int) -> None:
        if self.saved:
            self.server.refuse = {self.saved[index % len(self.saved)].id}

    @rule()
    def accept_all_again(self) -> None:
        self.server.refuse = set()
        self.kiosk.outbox.unpark()

    @rule(seed=st.integers(0, 5), kind=st.sampled_from(["up", "down", "flaky", "revoked"]))
    def network(self, seed: int, kind: str) -> None:
        weather = random.Random(seed)

        def flaky(what: str) -> None:
            if weather.random() < 0.5:
                raise Unreachable("flaky")

        def revoked(what: str) -> None:
            raise NotTrusted("revoked")

        def down(what: str) -> None:
            raise Unreachable("down")

        self.server.trouble = {"up": None, "down": down, "flaky": flaky, "revoked": revoked}[kind]

    @rule()
    def one_round(self) -> None:
        self.kiosk.syncer.one_round()

    @rule()
    def deliver_and_crash_before_settling(self) -> None:
        rows = self.kiosk.outbox.take(2)
        for row in rows:
            try:
                self.server.deliver(row.door, row.id, row.sealed)
            except Exception:  # noqa: BLE001
                pass
        self.restart()

    @rule()
    def restart(self) -> None:
        self.kiosk.close()
        self.kiosk = fake_kiosk(self.folder, self.server, self.clock, paired=False)

    @rule(seconds=st.integers(-4000, 100_000))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds)

    @rule()
    def another_syncer_comes(self) -> None:
        other = fake_kiosk(self.folder, self.server, self.clock, paired=False)
        self.kiosk.syncer.one_round()
        try:
            other.syncer.one_round()
        except InUse:
            pass
        else:
            raise AssertionError("two processes sync one store")
        finally:
            other.close()

    @rule()
    def restored_from_a_backup(self) -> None:
        """The server forgets the newer half; it has our word that it will be offered again."""
        keep = self.server.sequence // 2
        for key, (_, receipt) in list(self.server.taken.items()):
            if receipt.sequence > keep:
                del self.server.taken[key]
                self.server.inbox[key[0]].pop(key[1], None)
        self.server.sequence = keep
        if self.server.trouble is None:
            self.kiosk.syncer.one_round()
        else:  # a round that does not reach the server learns nothing: the kiosk hears of it later
            self.server.up()
            self.kiosk.syncer.one_round()

    @rule()
    def export_and_rescue(self) -> None:
        file = self.folder / "out.jobfair"
        write_rescue_file(file, readable_rows(self.kiosk.store.path))
        trouble, self.server.trouble = self.server.trouble, None
        refuse, self.server.refuse = self.server.refuse, set()
        for item in read_rescue_file(file):
            self.server.deliver(Door(item.door), item.id, item.sealed)
        self.server.trouble, self.server.refuse = trouble, refuse

    @invariant()
    def saved_is_delivered_or_queued(self) -> None:
        queued = {row.id for row in self.kiosk.outbox.rows() if row.state != "settled" and row.door == "submissions"}
        arrived = self.server.inbox[Door.SUBMISSIONS]
        for submission in self.saved:
            assert submission.id in queued or submission.id in arrived

    @invariant()
    def nothing_arrives_twice(self) -> None:
        sent = [
            SealedSubmission.model_validate_json(content) for content in self.server.inbox[Door.SUBMISSIONS].values()
        ]
        assert {one.id for one in sent} <= {one.id for one in self.saved}
        standing = [one.opening for one in sent if one.id not in self.withdrawn]
        assert len(standing) == len(set(standing))

    @invariant()
    def a_settled_row_is_in_the_servers_hands(self) -> None:
        for row in self.kiosk.outbox.rows("settled"):
            assert (row.door, row.id) in self.server.taken


OutboxMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestOutbox = OutboxMachine.TestCase
