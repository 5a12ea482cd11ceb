"""Wrong codes as an organizer sees them: per kiosk and hour, who has no tries left, and what looks like an attack."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from jobfair.second_factor import KIOSK_TRIES_A_DAY, KIOSK_TRIES_AN_HOUR, TRIES_A_DAY, lookup_token, try_token
from server.fairs.models import Fair
from server.kiosks.models import Kiosk
from server.seekers.models import CodeReset, CodeTry, KioskReset, Seeker

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MANY_PEOPLE = 5
"""So many different numbers or seekers with wrong codes at one kiosk within an hour: somebody may be going through."""
MANY_KIOSKS = 3
"""At so many kiosks within a day one seeker's code was wrong: somebody may be carrying her pass or number around."""


@dataclass(frozen=True)
class KioskTries:
    """Wrong codes at one kiosk. ``hours``: so many in each of the last twelve, the newest last. ``closed``: it takes no
    codes until its hour or day is over, or somebody gives it new tries."""

    name: str
    hour: int
    day: int
    people: int
    closed: bool
    hours: tuple[int, ...]


@dataclass(frozen=True)
class Locked:
    """A seeker without tries; ``seeker`` is empty where only a number was tried that nobody is registered with."""

    seeker: str
    name: str
    tries: int
    kiosks: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """New tries that staff gave at one kiosk: so often, and so often in vain, being more than kiosks may give."""

    kiosk: str
    times: int
    refused: int


@dataclass
class WrongCodes:
    """``given``: by kiosks, of the last day. ``spread``: seekers at ``MANY_KIOSKS`` kiosks or more; ``crowded``:
    kiosks with ``MANY_PEOPLE`` or more."""

    kiosks: list[KioskTries] = field(default_factory=list)
    locked: list[Locked] = field(default_factory=list)
    spread: int = 0
    crowded: list[str] = field(default_factory=list)
    given: tuple[Given, ...] = ()

    @property
    def alarm(self) -> bool:
        return bool(self.spread or self.crowded)


def wrong_codes(fair: Fair) -> WrongCodes:
    """Of the last 24 hours, after what was forgiven and reset."""
    now, pepper = timezone.now(), bytes(fair.pepper)
    names: dict[int, str] = dict(Kiosk.objects.filter(fair=fair).values_list("pk", "name"))
    own = {try_token(f"kiosk/{name}", pepper): name for name in names.values()}
    resets: dict[str, datetime] = dict(CodeReset.objects.filter(fair=fair).values_list("who", "at"))
    at_kiosk: defaultdict[str, list[datetime]] = defaultdict(list)
    people: defaultdict[str, set[str]] = defaultdict(set)
    used: Counter[str] = Counter()
    where: defaultdict[str, set[str]] = defaultdict(set)
    rows = CodeTry.objects.filter(fair=fair, forgiven=False, at__gt=now - DAY).order_by("at", "who")
    first_of: dict[str, str] = {}
    for who, kiosk, at, try_id in rows.values_list("who", "kiosk_id", "at", "try_id"):
        if who in resets and at <= resets[who]:
            continue
        if who in own:
            at_kiosk[own[who]].append(at)
            continue
        used[who] += 1
        where[who].add(names[kiosk])
        # A number and the seekers behind it are one person here: of a try the first token counts.
        if at > now - HOUR and first_of.setdefault(try_id, who) == who:
            people[names[kiosk]].add(who)
    found = WrongCodes()
    found.kiosks = [_kiosk(name, at_kiosk[name], len(people[name]), now) for name in sorted(at_kiosk)]
    found.crowded = [name for name in sorted(people) if len(people[name]) >= MANY_PEOPLE]
    found.locked = _locked(fair, pepper, {who: n for who, n in used.items() if n >= TRIES_A_DAY}, where)
    found.spread = len(_persons(fair, pepper, [who for who, seen in where.items() if len(seen) >= MANY_KIOSKS]))
    found.given = _given(fair, now)
    return found


def _given(fair: Fair, now: datetime) -> tuple[Given, ...]:
    """A person's tokens come in one exchange, at one time."""
    acts: defaultdict[str, dict[datetime, bool]] = defaultdict(dict)
    rows = KioskReset.objects.filter(kiosk__fair=fair, at__gt=now - DAY).values_list("kiosk__name", "at", "taken")
    for name, at, taken in rows:
        acts[name][at] = taken and acts[name].get(at, True)
    return tuple(Given(name, len(seen), sum(not ok for ok in seen.values())) for name, seen in sorted(acts.items()))


def _kiosk(name: str, times: list[datetime], people: int, now: datetime) -> KioskTries:
    hour = sum(at > now - HOUR for at in times)
    hours = Counter(min(11, int((now - at) / HOUR)) for at in times if at > now - 12 * HOUR)
    closed = hour >= KIOSK_TRIES_AN_HOUR or len(times) >= KIOSK_TRIES_A_DAY
    return KioskTries(name, hour, len(times), people, closed, tuple(hours[n] for n in range(11, -1, -1)))


def _locked(fair: Fair, pepper: bytes, used: dict[str, int], where: dict[str, set[str]]) -> list[Locked]:
    found: dict[str, Locked] = {}
    for who, (seeker, name) in _persons(fair, pepper, list(used)).items():
        before = found.get(seeker or who)
        tries = max(used[who], before.tries if before else 0)
        kiosks = tuple(sorted(where[who] | set(before.kiosks if before else ())))
        found[seeker or who] = Locked(seeker, name, tries, kiosks)
    return sorted(found.values(), key=lambda locked: (not locked.seeker, locked.name, locked.seeker))


def _persons(fair: Fair, pepper: bytes, whos: list[str]) -> dict[str, tuple[str, str]]:
    """Whose tokens these are: id and name, or empty. Every seeker's are computed, some microseconds each, and only
    where somebody is to be named."""
    wanted = set(whos)
    found = dict.fromkeys(whos, ("", ""))
    if wanted:
        for pk, name, phone in Seeker.objects.filter(fair=fair).values_list("pk", "name", "phone"):
            for key in (pk, f"lookup/{lookup_token('phone', phone, pepper)}" if phone else pk):
                token = try_token(key, pepper)
                if token in wanted:
                    found[token] = (pk, name)
    return found
