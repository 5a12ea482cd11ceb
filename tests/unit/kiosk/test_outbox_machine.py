"""In any order of put, deliver, fail, crash, restart, withdraw, export, rescue, prune, restore: what was called saved
is delivered or queued, nothing arrives twice, and nothing that was typed can be read in any file of the kiosk's folder.

A crash leaves the files as they lie at that moment: the machine goes on with a copy of them.
"""

from __future__ import annotations

import base64
import random
import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from jobfair.errors import InUse, NotTrusted, ServerError, Unreachable
from jobfair.ids import new_id
from jobfair.rescue_file import read_rescue_file, write_rescue_file
from jobfair.sealing import seal
from jobfair.seeker import Basics, Resume
from jobfair.submission import Submission
from jobfair.wire import Door, SealedSubmission
from kiosk.bootstrap import Kiosk
from kiosk.desk import Submitted, WithdrawalSaved
from kiosk.outbox import KEEP_SECONDS, Item
from kiosk.store.salvage import readable_rows
from kiosk.visit.state import LastResume, NewResume
from tests.fakes.clock import FakeClock
from tests.fakes.kiosk import fake_kiosk, registered
from tests.fakes.server import FakeServer

NAME, PHONE, EMAIL = "鱻麤龘", "13812349875", "marker-qzxv@example.org"
READABLE = tuple(
    form
    for word in (NAME, PHONE, EMAIL)
    for form in (word.encode(), word.encode("utf-16-le"), base64.b64encode(word.encode())[:-4])
)
WEEKS = 15 * 86400


class Crash(BaseException):
    """The process dies here."""


class OutboxMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp())
        self.folder = self.base / "0"
        self.clock = FakeClock()
        self.right = FakeClock()
        """The server's; the kiosk's may be wrong by weeks or years."""
        self.server = FakeServer(now=self.right.now)
        self.kiosk: Kiosk = fake_kiosk(self.folder, self.server, self.clock)
        self.saved: list[Submission] = []
        self.untold: list[str] = []
        """Committed, but the program died before it could say so."""
        self.withdrawn: set[str] = set()
        self.pruned: set[tuple[Door, str]] = set()
        """Delivered more than a week ago: older than any backup that may be restored."""
        self.crashes = 0

    @initialize()
    def somebody_registers(self) -> None:
        self.card = registered(self.kiosk, name=NAME, phone=f"+86{PHONE}")

    def new_resume(self) -> NewResume:
        basics = Basics(name=NAME, phone=PHONE, email=EMAIL)
        return NewResume(Resume(basics=basics), f"%PDF {NAME} {PHONE} {EMAIL}".encode(), 1)

    def files_as_they_lie(self) -> Path:
        """What a process that dies now leaves behind."""
        self.crashes += 1
        left = self.base / str(self.crashes)
        shutil.copytree(self.folder, left, ignore=shutil.ignore_patterns("*.lock"))
        return left

    def go_on_with(self, left: Path) -> None:
        self.kiosk.close()
        shutil.rmtree(self.folder)
        self.folder = left
        self.kiosk = fake_kiosk(self.folder, self.server, self.clock, paired=False)

    def teardown(self) -> None:
        try:
            self.all_is_delivered_in_the_end()
        finally:
            self.kiosk.close()
            shutil.rmtree(self.base)

    @rule(opening=st.integers(1, 40), fresh=st.booleans())
    def submit(self, opening: int, fresh: bool) -> None:
        last = self.card.resume
        resume = self.new_resume() if fresh or last is None else LastResume(last.id)
        done = self.kiosk.desk.submit(self.card, [f"O{opening}"], resume, "zh")
        assert isinstance(done, Submitted)
        self.card = done.card
        self.saved += done.submissions

    @rule(rows=st.integers(0, 3))
    def submit_and_crash_before_commit(self, rows: int) -> None:
        """In the middle of the transaction, after some of its rows."""
        put, left = self.kiosk.outbox.put, list[Path]()

        def dies(items: Sequence[Item]) -> None:
            put(items[:rows])
            left.append(self.files_as_they_lie())
            raise Crash

        self.kiosk.outbox.put = dies  # type: ignore[method-assign]
        try:
            self.kiosk.desk.submit(self.card, [f"O{n}" for n in range(1, 41)], self.new_resume(), "zh")
        except Crash:
            self.go_on_with(left[0])
        else:
            del self.kiosk.outbox.put  # nothing was left to submit

    @rule(opening=st.integers(1, 40))
    def submit_and_crash_before_it_is_said(self, opening: int) -> None:
        """The screen never showed "saved"; what is in the outbox is delivered all the same."""
        done = self.kiosk.desk.submit(self.card, [f"O{opening}"], self.new_resume(), "zh")
        assert isinstance(done, Submitted)
        self.untold += [submission.id for submission in done.submissions]
        self.go_on_with(self.files_as_they_lie())

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
        """Where it was answered, no settled row is one that the server has lost."""
        if not self.kiosk.syncer.one_round().problems:
            for row in self.kiosk.outbox.rows("settled"):
                assert (row.door, row.id) in self.server.taken

    @rule(calls=st.integers(1, 8))
    def one_round_and_crash(self, calls: int) -> None:
        """The process dies at one of its calls to the server."""
        left, trouble = list[Path](), self.server.trouble

        def count(what: str) -> None:
            nonlocal calls
            calls -= 1
            if calls == 0:
                left.append(self.files_as_they_lie())
            if calls <= 0:
                raise Unreachable("this process is dead")
            if trouble is not None:
                trouble(what)

        self.server.trouble = count
        self.kiosk.syncer.one_round()
        self.server.trouble = trouble
        if left:
            self.go_on_with(left[0])

    @rule()
    def deliver_and_crash_before_settling(self) -> None:
        for row in self.kiosk.outbox.take(2):
            try:
                self.server.deliver(row.door, row.id, row.sealed)
            except ServerError:
                pass
        self.go_on_with(self.files_as_they_lie())

    @rule()
    def restart(self) -> None:
        self.kiosk.close()
        self.kiosk = fake_kiosk(self.folder, self.server, self.clock, paired=False)

    @rule(seconds=st.integers(-4000, 100_000))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds)
        self.right.advance(max(0, seconds))

    @rule(days=st.sampled_from([-3650, -8, 8, 3650]), pruned=st.booleans())
    def clock_is_wrong(self, days: int, pruned: bool) -> None:
        self.clock.advance(days * 86400)
        if pruned:
            self.prune()

    @rule()
    def clock_is_put_right(self) -> None:
        self.clock.time = self.right.time

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
    def weeks_pass_and_it_is_pruned(self) -> None:
        self.clock.advance(WEEKS)
        self.right.advance(WEEKS)
        self.prune()

    @rule()
    def it_is_pruned(self) -> None:
        self.prune()

    def prune(self) -> None:
        """As housekeeping does. Nothing goes that the server did not take in a week ago, whatever the kiosk's clock."""
        told: list[datetime | None] = []
        self.kiosk.syncer.housekeeping = told.append
        self.kiosk.syncer._kept_house_at = float("-inf")
        self.kiosk.syncer.one_round()
        if told[0] is None:  # whether the server was restored nobody knows
            return
        before = {(row.door, row.id) for row in self.kiosk.outbox.rows()}
        self.kiosk.outbox.prune(told[0].timestamp())
        self.kiosk.desk.forget_old(7, min(self.clock.now(), self.server.now()))
        gone = before - {(row.door, row.id) for row in self.kiosk.outbox.rows()}
        for key in gone:
            assert (self.server.now() - self.server.taken[key][1].received_at).total_seconds() >= KEEP_SECONDS
        self.pruned |= gone

    @rule(at_once=st.booleans())
    def restored_from_a_backup(self, at_once: bool) -> None:
        """The server forgets the newer half, as far as kiosks still keep it: it will be offered again. Where the kiosk
        does not come at once, other kiosks and rescues get the numbers that it has seen."""
        kept = [receipt.sequence for key, (_, receipt) in self.server.taken.items() if key in self.pruned]
        self.server.restore(max([self.server.sequence // 2, *kept]))
        if at_once:
            self.server.up()
            self.kiosk.syncer.one_round()

    @rule(rows=st.integers(1, 5))
    def another_kiosk_delivers(self, rows: int) -> None:
        trouble, self.server.trouble = self.server.trouble, None
        for _ in range(rows):
            item = new_id()
            sealed = seal(b"another's", Door.REGISTRATIONS, item, [key.public for key in self.server.keys])
            self.server.deliver(Door.REGISTRATIONS, item, sealed)
        self.server.trouble = trouble

    @rule(rows=st.integers(0, 5), rescued=st.booleans())
    def restored_while_the_kiosk_is_away(self, rows: int, rescued: bool) -> None:
        """What it delivered last is lost; others come before it, and its waiting rows by stick."""
        self.server.up()
        self.kiosk.syncer.one_round()
        self.restored_from_a_backup(at_once=False)
        self.another_kiosk_delivers(rows)
        self.submit(opening=rows, fresh=True)
        if rescued:
            self.export_and_rescue(states=("waiting", "parked"))

    @rule()
    def the_answer_to_a_heartbeat_is_lost(self) -> None:
        def heard(what: str) -> None:
            if what == "heartbeat":
                raise Unreachable("the answer was cut off")

        trouble, self.server.trouble = self.server.trouble, heard
        self.kiosk.syncer.one_round()
        self.server.trouble = trouble

    @rule(states=st.sampled_from([None, ("waiting", "parked")]))
    def export_and_rescue(self, states: tuple[str, ...] | None) -> None:
        file = self.folder / "out.jobfair"
        write_rescue_file(file, readable_rows(self.kiosk.store.path, states))
        trouble, self.server.trouble = self.server.trouble, None
        refuse, self.server.refuse = self.server.refuse, set()
        for item in read_rescue_file(file):
            self.server.deliver(Door(item.door), item.id, item.sealed)
        self.server.trouble, self.server.refuse = trouble, refuse

    @invariant()
    def saved_is_delivered_or_kept(self) -> None:
        """A row that the server has lost is still settled until the next round; see ``teardown``."""
        kept = {row.id for row in self.kiosk.outbox.rows() if row.door == "submissions"}
        arrived = self.server.inbox[Door.SUBMISSIONS]
        for submission in self.saved:
            assert submission.id in kept or submission.id in arrived

    @invariant()
    def nothing_arrives_twice(self) -> None:
        sent = [
            SealedSubmission.model_validate_json(content) for content in self.server.inbox[Door.SUBMISSIONS].values()
        ]
        assert {one.id for one in sent} <= {one.id for one in self.saved} | set(self.untold)
        standing = [one.opening for one in sent if one.id not in self.withdrawn]
        assert len(standing) == len(set(standing))

    @invariant()
    def a_resume_is_never_left_behind(self) -> None:
        kept = {row.id for row in self.kiosk.outbox.rows() if row.door == "resumes"}
        for submission in self.saved:
            assert submission.resume in kept or submission.resume in self.server.inbox[Door.RESUMES]

    @invariant()
    def nothing_readable_lies_in_the_kiosks_folder(self) -> None:
        for file in (file for file in self.base.rglob("*") if file.is_file()):
            data = file.read_bytes()
            assert not [form for form in READABLE if form in data], f"in clear in {file.name}"

    def all_is_delivered_in_the_end(self) -> None:
        """With network, and staff at work, one round brings everything to the server, and the next finds nothing."""
        self.server.up()
        self.accept_all_again()
        self.clock.time = self.right.time
        self.clock.advance(300)  # what failed before waits no longer
        self.kiosk.syncer.one_round()
        for row in self.kiosk.outbox.rows():
            assert row.state == "settled"
            assert (row.door, row.id) in self.server.taken
        assert self.kiosk.syncer.one_round().offered_again == 0


OutboxMachine.TestCase.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
TestOutbox = OutboxMachine.TestCase
