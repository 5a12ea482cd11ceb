"""Whoever tries codes at every kiosk: how many are judged, and with what chance. The real counts of forty kiosks, a
clock of the test, a hash that costs nothing. ``pytest -s`` prints the table of decision 0029.

Chances are for a code drawn by lot among those that may be chosen (851,975), and for the worst that we assume of
people: that each of the codes which an attacker tries is the choice of one seeker in a thousand. (Freely chosen ones
are far worse, see Wang et al., Understanding Human-Chosen PINs, 2017; what is most popular there is refused here.)
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.desk.factors import Opened, TooManyTries, WrongCode
from kiosk.desk.limits import KIOSK_A_DAY, OFFLINE, ONLINE
from tests.fakes.swarm import HOUR, Place, Swarm, seeker_card

KIOSKS = 40
ALLOWED_CODES = 851_975
POPULAR = 1 / 1000
PHONE = "+8613812345678"


@pytest.fixture(scope="module")
def kiosks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Swarm]:
    found = Swarm(tmp_path_factory.mktemp("kiosks"), KIOSKS)
    yield found
    found.close()


@pytest.fixture
def swarm(kiosks: Swarm) -> Swarm:
    """Online, on another day: what was counted before counts no longer."""
    kiosks.clock.advance(25 * HOUR)
    kiosks.all_online()
    return kiosks


def report(what: str, judged: float, seekers: int = 1) -> None:
    lots, people = judged / ALLOWED_CODES, judged * POPULAR
    found = (
        f"{lots:.4f} records by lot, {people:.1f} at worst"
        if seekers > 1
        else f"{lots:.4%} by lot, {people:.1%} at worst"
    )
    print(f"\n{what}: {judged:g} codes judged, {found}", end="")


def everywhere(swarm: Swarm, way: str, hours: int = 9) -> int:
    """At every kiosk, each hour, until it takes no more. How many of her codes were compared."""
    card, code = seeker_card("s1", "582037", PHONE), iter(range(10**6))
    before = swarm.judged_against(card)
    for _ in range(hours):
        for place in swarm.places:
            claim = place.by_phone(PHONE, card) if way == "phone" else place.by_pass(card)
            for _ in range(10):
                if isinstance(place.type(claim, f"{900_000 + next(code):06d}"), TooManyTries):
                    break
        swarm.clock.advance(HOUR + 1)
    return swarm.judged_against(card) - before


def at_home(swarm: Swarm) -> Place:
    """She registered at the first kiosk."""
    swarm.places[0].tries.note_here("s1")
    return swarm.places[0]


@pytest.mark.parametrize("way", ["phone", "pass"])
def test_one_person_at_forty_kiosks_online_has_five_tries(swarm: Swarm, way: str) -> None:
    at_home(swarm)
    judged = everywhere(swarm, way, hours=2)
    assert judged == ONLINE
    report(f"one person, {way}, 40 kiosks online", judged)


def test_one_person_with_a_number_at_forty_kiosks_offline_all_day_has_three_tries(swarm: Swarm) -> None:
    at_home(swarm)
    swarm.all_offline()
    judged = everywhere(swarm, "phone")
    assert judged == OFFLINE, "no other kiosk judges a typed number that it does not know"
    report("one person, phone number, 40 kiosks offline all day", judged)


def test_one_person_with_a_stolen_pass_at_forty_kiosks_offline_has_one_try_at_each(swarm: Swarm) -> None:
    """A pass must open at every kiosk without the network, so one code must be judged at each."""
    at_home(swarm)
    swarm.all_offline()
    judged = everywhere(swarm, "pass")
    assert judged == OFFLINE + KIOSKS - 1
    report("one person, stolen pass, 40 kiosks offline all day", judged)
    swarm.all_online()
    swarm.sync()
    assert everywhere(swarm, "pass", hours=1) == 0, "and once they have spoken with each other, none"


def test_one_person_offline_then_online_has_no_more_than_the_fairs_five(swarm: Swarm) -> None:
    at_home(swarm)
    swarm.all_offline()
    judged = everywhere(swarm, "phone", hours=2)
    swarm.all_online()
    swarm.sync()
    judged += everywhere(swarm, "phone", hours=2)
    assert judged <= ONLINE
    report("one person, phone number, offline then online", judged)


def test_one_person_online_then_offline_has_no_more_than_the_fairs_five(swarm: Swarm) -> None:
    at_home(swarm)
    judged = everywhere(swarm, "phone", hours=1)
    swarm.sync()
    swarm.all_offline()
    judged += everywhere(swarm, "phone", hours=2)
    assert judged == ONLINE
    report("one person, phone number, online then offline", judged)


@pytest.mark.parametrize("online", [True, False])
def test_registering_each_guess_with_her_number_has_no_more_than_the_usual_tries(swarm: Swarm, online: bool) -> None:
    """Anybody may register with her phone number and type the code chosen for it: one's own record opens, and whether
    hers would have is a guess like any other. At each kiosk, a new registration for every guess."""
    her = seeker_card("s1", "582037", PHONE)
    at_home(swarm)
    if not online:
        swarm.all_offline()
    before = swarm.judged_against(her)
    for n, place in enumerate(swarm.places * 4):
        guess = f"{905_000 + n:06d}"
        own = seeker_card(f"{online}{n}", guess, PHONE)
        place.tries.note_here(own.id)
        assert isinstance(place.type(place.by_phone(PHONE, her, own), guess), Opened)
        place.sync()
    judged = swarm.judged_against(her) - before
    assert judged == (ONLINE if online else OFFLINE), "offline at her own kiosk alone"
    if online:
        place, own = swarm.places[0], seeker_card("right", "582037", PHONE)
        answer = place.type(place.by_phone(PHONE, her, own), "582037")
        assert isinstance(answer, Opened), "hers is no longer judged: no oracle"
    report(f"registering each guess with her number, 40 kiosks {'online' if online else 'offline'}", judged)


@pytest.mark.parametrize("online", [True, False])
def test_every_number_once_is_ended_by_the_kiosks_own_limits(swarm: Swarm, online: bool) -> None:
    """One popular code for all numbers, each at the kiosk that may judge it offline, too. At ten of the forty kiosks:
    the others take as many."""
    places, each = swarm.places[:10], KIOSK_A_DAY + 6
    cards = [seeker_card(f"{online}{n}", f"{500_000 + n:06d}", f"+86138{n:08d}") for n in range(len(places) * each)]
    if not online:
        swarm.all_offline()
    for hour in range(4):
        for number, place in enumerate(places):
            for n in range(9):
                card = cards[number * each + hour * 9 + n]
                place.tries.note_here(card.id)
                answer = place.type(place.by_phone(f"+{card.id}", card), "999999")
                assert isinstance(answer, WrongCode | TooManyTries)
        swarm.clock.advance(HOUR + 1)
    judged = sum(swarm.judged.pop(card.verifier.hash, 0) for card in cards)
    assert judged == len(places) * KIOSK_A_DAY
    report(f"every number once, 40 kiosks {'online' if online else 'offline'}", judged * 4, seekers=len(cards))
