"""All booths of a fair, searched and filtered: an index in memory, made once for each version of the fair."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from jobfair.fair import Booth, Education, Fair, JobType, Opening
from jobfair.text import Text, all_of

PAYS = (4000, 6000, 8000, 10000, 15000)
"""Yuan a month to choose from."""
TYPES = tuple(kind.value for kind in JobType)
LEVELS = tuple(level for level in Education if level is not Education.NONE)
MOST_CHOICES = 12
_OF_AN_OPENING = ("type", "education", "city", "pay")


def folded(text: str) -> str:
    """Full-width forms, case and blanks do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True)
class Wanted:
    """What is searched. ``filters``: at most one value of each of ``hall``, ``industry``, ``fit``, ``quiet``, ``type``
    (of job), ``education`` (at most this is asked for), ``city``, ``pay`` (at least so much, known). One and the same
    opening must meet the last four."""

    query: str = ""
    filters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FoundBooth:
    """``opening``: the one to show, None for a booth without any."""

    booth: Booth
    opening: Opening | None
    openings: int


@dataclass(frozen=True)
class Found:
    """``counts``: for each filter, how many booths each of its values would leave, the other filters as they are; only
    where they were asked for."""

    booths: tuple[FoundBooth, ...]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Job:
    opening: Opening
    title: str
    job_type: str
    rank: int
    cities: frozenset[str]
    pay: int

    def fails(self, wanted: Mapping[str, str]) -> list[str]:
        """Which filters of an opening it does not meet."""
        found = []
        if "type" in wanted and self.job_type != wanted["type"]:
            found.append("type")
        if "education" in wanted and self.rank > Education(wanted["education"]).rank:
            found.append("education")
        if "city" in wanted and wanted["city"] not in self.cities:
            found.append("city")
        if "pay" in wanted and self.pay < int(wanted["pay"]):
            found.append("pay")
        return found


@dataclass(frozen=True)
class _Stand:
    booth: Booth
    text: str
    industry: str
    jobs: tuple[_Job, ...]


class BoothSearch:
    """Over one fair. All words asked for must be in the booth's number, employer, industry, titles or skills."""

    def __init__(self, fair: Fair) -> None:
        self.fair = fair
        self._stands = tuple(_stand(fair, booth) for booth in fair.booths)
        #: What there is to choose from: (value, as the fair writes it), the commonest first.
        self.industries = self._industries()
        self.cities = self._cities()

    def find(
        self,
        wanted: Wanted,
        *,
        fitting: Mapping[str, str] | None = None,
        quiet: Collection[str] = (),
        count: bool = False,
    ) -> Found:
        """In the fair's order, a booth of exactly the number asked for first. ``fitting``: the best opening by booth,
        of those that match; ``quiet``: where nobody waits now."""
        chosen, fitting = dict(wanted.filters), fitting or {}
        words = [folded(word) for word in wanted.query.split() if folded(word)]
        of_opening = {name: value for name, value in chosen.items() if name in _OF_AN_OPENING}
        found: list[FoundBooth] = []
        counts: dict[str, Counter[str]] = {}
        for stand in self._stands:
            if not all(word in stand.text for word in words):
                continue
            failed = self._failed(stand, chosen, fitting, quiet)
            if len(failed) > 1 or (failed and not count):
                continue
            jobs = [(job, job.fails(of_opening)) for job in stand.jobs] if of_opening else [(j, []) for j in stand.jobs]
            meets = [job for job, fails in jobs if not fails]
            if count:
                _count(counts, stand, failed, jobs, quiet, fitting)
            if not failed and (meets or not of_opening):
                opening = _shown(meets, words, fitting.get(stand.booth.id))
                found.append(FoundBooth(stand.booth, opening, len(stand.jobs)))
        exact = "".join(words)
        found.sort(key=lambda one: folded(one.booth.id) != exact)
        return Found(tuple(found), counts)

    def _failed(
        self, stand: _Stand, chosen: Mapping[str, str], fitting: Mapping[str, str], quiet: Collection[str]
    ) -> list[str]:
        meets = {
            "hall": stand.booth.hall == chosen.get("hall"),
            "industry": stand.industry == chosen.get("industry"),
            "fit": stand.booth.id in fitting,
            "quiet": stand.booth.id in quiet,
        }
        return [name for name, met in meets.items() if name in chosen and not met]

    def _industries(self) -> tuple[tuple[str, Text], ...]:
        named: dict[str, Text] = {}
        often: Counter[str] = Counter()
        for stand in self._stands:
            employer = self.fair.employer_by_id.get(stand.booth.employer or "")
            if employer is not None and stand.industry:
                named.setdefault(stand.industry, employer.industry)
                often[stand.industry] += 1
        return tuple((value, named[value]) for value, _ in often.most_common(MOST_CHOICES))

    def _cities(self) -> tuple[tuple[str, Text], ...]:
        named: dict[str, Text] = {}
        often: Counter[str] = Counter()
        for stand in self._stands:
            for value in {city for job in stand.jobs for city in job.cities}:
                often[value] += 1
            for job in stand.jobs:
                for city in job.opening.cities:
                    named.setdefault(_key(city), city)
        ranked = sorted(often, key=lambda value: (-often[value], value))
        return tuple((value, named[value]) for value in ranked[:MOST_CHOICES])


def _key(text: Text) -> str:
    """One text in several languages is one value."""
    return next((key for part in all_of(text) if (key := folded(part))), "")


def _stand(fair: Fair, booth: Booth) -> _Stand:
    employer = fair.employer_by_id.get(booth.employer or "")
    jobs = tuple(_job(opening) for opening in fair.openings_by_booth.get(booth.id, ()))
    texts = {folded(booth.id): None}
    if employer is not None:
        texts |= dict.fromkeys(folded(part) for text in (employer.name, employer.industry) for part in all_of(text))
    for job in jobs:
        opening = job.opening
        skills = (*opening.skills_required, *opening.skills_preferred)
        texts |= dict.fromkeys([job.title, *(folded(part) for skill in skills for part in all_of(skill))])
    return _Stand(booth, "\n".join(texts), _key(employer.industry) if employer else "", jobs)


def _job(opening: Opening) -> _Job:
    pay = opening.salary_max if opening.salary_max is not None else opening.salary_min
    return _Job(
        opening,
        "\n".join(folded(part) for part in all_of(opening.title)),
        opening.job_type.value if opening.job_type else "",
        opening.education_min.rank if opening.education_min else 0,
        frozenset(key for city in opening.cities if (key := _key(city))),
        pay or 0,
    )


def _shown(jobs: list[_Job], words: list[str], best: str | None) -> Opening | None:
    """What the words name, else the one that fits best, else the first."""
    named = [job for job in jobs if words and any(word in job.title for word in words)]
    first = named or [job for job in jobs if job.opening.id == best] or jobs
    return first[0].opening if first else None


def _count(
    counts: dict[str, Counter[str]],
    stand: _Stand,
    failed: list[str],
    jobs: list[tuple[_Job, list[str]]],
    quiet: Collection[str],
    fitting: Mapping[str, str],
) -> None:
    """This booth, under each value that would leave it."""
    filtered = any(fails for _, fails in jobs)
    meets = [job for job, fails in jobs if not fails]
    if meets or not filtered:
        own = {
            "hall": [stand.booth.hall] if stand.booth.hall else [],
            "industry": [stand.industry] if stand.industry else [],
            "fit": ["yes"] if stand.booth.id in fitting else [],
            "quiet": ["yes"] if stand.booth.id in quiet else [],
        }
        for name, values in own.items():
            if not failed or failed == [name]:
                counts.setdefault(name, Counter()).update(values)
    if failed:
        return
    for name in _OF_AN_OPENING:
        near = [job for job, fails in jobs if not fails or fails == [name]]
        if near:
            counts.setdefault(name, Counter()).update(_values(name, near))


def _values(name: str, jobs: list[_Job]) -> Collection[str]:
    if name == "type":
        return {job.job_type for job in jobs if job.job_type}
    if name == "city":
        return {city for job in jobs for city in job.cities}
    if name == "education":
        least = min(job.rank for job in jobs)
        return [level.value for level in LEVELS if level.rank >= least]
    most = max(job.pay for job in jobs)
    return [str(pay) for pay in PAYS if pay <= most]
