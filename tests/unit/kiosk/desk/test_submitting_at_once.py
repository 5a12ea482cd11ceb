"""Two programs on one store hand in for the same seeker: nothing is sent twice, no Reference is given twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobfair.submission import Submission
from kiosk.desk import Submitted
from kiosk.store.numbers import BLOCK, Numbers
from tests.fakes.clock import FakeClock
from tests.fakes.kiosk import fake_kiosk, new_resume, registered
from tests.fakes.server import FakeServer


def test_submission_when_another_program_was_faster_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, clock = FakeServer(), FakeClock()
    ours, theirs = fake_kiosk(tmp_path, server, clock), fake_kiosk(tmp_path, server, clock, paired=False)
    card = registered(ours)
    transaction = ours.store.transaction
    others: list[Submission] = []

    def just_before() -> object:
        if not others:
            done = theirs.desk.submit(card, ["O1"], new_resume("theirs"), "zh")
            assert isinstance(done, Submitted)
            others.extend(done.submissions)
        return transaction()

    ours.desk.submit(card, ["O3"], new_resume("before"), "zh")  # sets its block of References aside
    monkeypatch.setattr(ours.store, "transaction", just_before)
    done = ours.desk.submit(card, ["O1", "O2"], new_resume("ours"), "zh")
    assert isinstance(done, Submitted)
    assert done.already == ("O1",)
    assert [made.opening for made in done.submissions] == ["O2"]
    assert others[0].reference != done.submissions[0].reference
    assert sorted(sent.opening for sent in ours.desk.statuses(card)) == ["O1", "O2", "O3"]
    ours.close()
    theirs.close()


def test_numbers_when_two_programs_take_them_are_never_the_same(tmp_path: Path) -> None:
    kiosk = fake_kiosk(tmp_path, FakeServer())
    one, other = Numbers(kiosk.store, "n"), Numbers(kiosk.store, "n")
    taken = [numbers.next() for _ in range(2 * BLOCK) for numbers in (one, other)]
    assert sorted(taken) == list(range(1, 4 * BLOCK + 1))
    kiosk.close()
