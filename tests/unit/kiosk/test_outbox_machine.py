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
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from jobfair.errors import InUse, NotTrusted, ServerError, Unreachable
from jobfair.rescue_file import read_rescue_file, write_rescue_file
from jobfair.seeker import Basics, Resume
from jobfair.submission import Submission
from jobfair.wire import Door, SealedSubmission
from kiosk.bootstrap import Kiosk
from kiosk.desk import Submitted, WithdrawalSaved
from kiosk.outbox import Item
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
        self.server = FakeServer()
        self.kiosk: Kiosk = fake_kiosk(self.folder, self.server, self.clock)
        self.saved: list[Submission] = []
        self.untold: list[str] = []
        """Committed, but the program died before it could say so."""
        self.withdrawn: set[str] = set()
        self.pruned_to = 0
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
        self.kiosk.syncer.one_round()

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
        newest = self.kiosk.outbox.newest_sequence()
        self.clock.advance(WEEKS)
        if self.kiosk.outbox.prune():
            self.pruned_to = max(self.pruned_to, newest)

    @rule()
    def restored_from_a_backup(self) -> None:
        """The server forgets the newer half, as far as kiosks still keep it: it will be offered again."""
        keep = max(self.server.sequence // 2, self.pruned_to)
        for key, (_, receipt) in list(self.server.taken.items()):
            if receipt.sequence > keep:
                del self.server.taken[key]
                self.server.inbox[key[0]].pop(key[1], None)
        self.server.sequence = keep
        self.server.up()  # a round that does not reach the server learns nothing: the kiosk hears of it later
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
        assert {one.id for one in sent} <= {one.id for one in self.saved} | set(self.untold)
        standing = [one.opening for one in sent if one.id not in self.withdrawn]
        assert len(standing) == len(set(standing))

    @invariant()
    def a_resume_is_never_left_behind(self) -> None:
        queued = {row.id for row in self.kiosk.outbox.rows() if row.state != "settled" and row.door == "resumes"}
        for submission in self.saved:
            assert submission.resume in queued or submission.resume in self.server.inbox[Door.RESUMES]

    @invariant()
    def nothing_readable_lies_in_the_kiosks_folder(self) -> None:
        for file in (file for file in self.base.rglob("*") if file.is_file()):
            data = file.read_bytes()
            assert not [form for form in READABLE if form in data], f"in clear in {file.name}"

    @invariant()
    def a_settled_row_is_in_the_servers_hands(self) -> None:
        for row in self.kiosk.outbox.rows("settled"):
            assert (row.door, row.id) in self.server.taken


OutboxMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestOutbox = OutboxMachine.TestCase
