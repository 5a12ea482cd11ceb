"""The counts, whatever the order of tries, rounds of sync, lost networks, pulled plugs and resets."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.desk.factors import Opened, TooManyTries
from kiosk.desk.limits import OFFLINE, ONLINE
from tests.fakes.swarm import Swarm, seeker_card

KIOSKS = 8
CARD = seeker_card("s1", "582037", "+8613812345678")
PLACES = st.integers(0, KIOSKS - 1)


class WrongCodes(RuleBasedStateMachine):
    """One seeker, eight kiosks, one day. She registered at the first. Between two resets no more than this is judged:
    the fair's five, and one more for each other kiosk that judged while it was offline (by pass)."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="wrong-codes-"))
        self.swarm = Swarm(self.folder, KIOSKS)
        self.swarm.places[0].tries.note_here("s1")
        self.typed = 0
        self.before = 0  # what was judged before the newest reset
        self.resets = 0
        self.by_number_offline = 0

    def teardown(self) -> None:
        self.swarm.close()
        shutil.rmtree(self.folder)

    def _judged(self) -> int:
        return self.swarm.judged_against(CARD)

    @rule(n=PLACES, by_pass=st.booleans())
    def types_a_wrong_code(self, n: int, by_pass: bool) -> None:
        place = self.swarm.places[n]
        self.typed += 1
        before = self._judged()
        answer = place.type(place.by_pass(CARD) if by_pass else place.by_phone("+8613812345678", CARD), "999998")
        assert not isinstance(answer, Opened)
        if isinstance(answer, TooManyTries) and by_pass:
            assert self._judged() - before <= 1
        if not place.online and not by_pass and n:
            assert self._judged() == before, "a number that this kiosk does not know"

    @rule(n=PLACES)
    def syncs(self, n: int) -> None:
        self.swarm.places[n].sync()

    @rule(n=PLACES)
    def loses_or_finds_the_network(self, n: int) -> None:
        self.swarm.places[n].online = not self.swarm.places[n].online

    @rule(n=PLACES)
    def plug_is_pulled(self, n: int) -> None:
        self.swarm.restart(n)

    @rule(seconds=st.integers(1, 600))
    def time_goes_by(self, seconds: int) -> None:
        self.swarm.clock.advance(seconds)

    @precondition(lambda self: self.resets < 2)
    @rule(n=PLACES)
    def desk_resets(self, n: int) -> None:
        """And everybody has heard of everything by then, so that what counts from here on is new."""
        was = [place.online for place in self.swarm.places]
        self.swarm.all_online()
        self.swarm.sync()
        place = self.swarm.places[n]
        place.factors.reset(place.by_phone("+8613812345678", CARD))
        assert place.factors.left(place.by_pass(CARD)) > 0, "fresh tries here at once"
        self.swarm.sync()
        self.swarm.sync()
        for other in self.swarm.places:
            assert other.factors.left(other.by_pass(CARD)) == ONLINE, "and everywhere after the next round"
        for other, online in zip(self.swarm.places, was, strict=True):
            other.online = online
        self.swarm.clock.advance(1)
        self.before, self.resets = self._judged(), self.resets + 1

    @invariant()
    def no_more_is_judged_than_may_be(self) -> None:
        assert self._judged() - self.before <= ONLINE + OFFLINE + (KIOSKS - 1)

    @invariant()
    def kiosks_that_are_all_online_know_the_same(self) -> None:
        if all(place.online for place in self.swarm.places):
            self.swarm.sync()
            self.swarm.sync()
            used = {place.tries.used(self.swarm.token("s1")) for place in self.swarm.places}
            assert len(used) == 1


TestWrongCodes = WrongCodes.TestCase
TestWrongCodes.settings = settings(max_examples=8, stateful_step_count=30, deadline=None)
