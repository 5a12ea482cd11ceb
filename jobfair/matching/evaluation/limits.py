"""The hard limits once more, written from the issue and not from the matcher, so that one can check the other."""

from __future__ import annotations

from collections.abc import Iterable

from jobfair.fair import Fair, Opening
from jobfair.matching.terms import language_of
from jobfair.seeker import MatchingProfile
from jobfair.text import Bilingual, Text, all_of


def conflicts(fair: Fair, profile: MatchingProfile, opening: Opening) -> tuple[str, ...]:
    """The hard limits that keep this opening from this seeker; empty where there are none. Unknown never is one."""
    found = []
    if profile.job_types and opening.job_type is not None and opening.job_type not in profile.job_types:
        found.append("job_type")
    if profile.needs_work_permit and opening.work_permit is False:
        found.append("work_permit")
    if "city" in profile.musts and profile.cities and opening.cities and not _one_place(fair, profile, opening):
        found.append("city")
    most = opening.salary_max if opening.salary_max is not None else opening.salary_min
    if "salary" in profile.musts and profile.salary_min is not None and most is not None and most < profile.salary_min:
        found.append("salary")
    return tuple(found)


def _one_place(fair: Fair, profile: MatchingProfile, opening: Opening) -> bool:
    """Whether any city of hers is, or may be, any of the opening's: a district within it counts, and so does a name
    in the other script that the fair does not explain."""
    names = _other_names(fair)
    theirs = {name for city in opening.cities for form in all_of(city) for name in _names(form, names)}
    return any(_may_be(_names(city, names), theirs) for city in profile.cities)


def _may_be(hers: set[str], theirs: set[str]) -> bool:
    in_one_script = [(a, b) for a in hers for b in theirs if language_of(a) == language_of(b)]
    return not in_one_script or any(a in b or b in a for a, b in in_one_script)


def _names(city: str, names: dict[str, set[str]]) -> set[str]:
    return names.get(_plain(city), {_plain(city)})


def _other_names(fair: Fair) -> dict[str, set[str]]:
    """Every name of a city that the fair writes in two languages -> its names."""
    cities: Iterable[Text] = [fair.city, *(city for opening in fair.openings for city in opening.cities)]
    pairs = {(_plain(city.zh), _plain(city.en)) for city in cities if isinstance(city, Bilingual)}
    found: dict[str, set[str]] = {}
    for pair in pairs:
        for name in pair:
            found.setdefault(name, set()).update(pair)
    return found


def _plain(city: str) -> str:
    return city.strip().lower().removesuffix("市").removesuffix(" city")
