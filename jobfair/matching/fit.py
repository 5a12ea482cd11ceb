"""The parts of the score beside the title: skills, major, education, experience, city, salary, job type, permit.

Each part is a number from 0 to 1 for each opening, or NaN where seeker or opening does not say:
unknown never costs and never excludes. Everything is vectorised over the openings; words are compared once each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from jobfair.fair import Education, Fair, JobType, Opening
from jobfair.matching.columns import MOST, Columns
from jobfair.matching.encoding import Question
from jobfair.matching.index import Index
from jobfair.matching.places import Nearness, Place, best_of, nearest, place_of, places_of
from jobfair.matching.relevance import Scores
from jobfair.matching.terms import normal
from jobfair.matching.weights import Weights
from jobfair.matching.words import Least, Met, Spellings, Words
from jobfair.seeker import MatchingProfile
from jobfair.text import Bilingual, Text, all_of

NAN = np.float32(np.nan)


class Fit:
    """The soft and hard parts of one fair."""

    def __init__(
        self,
        fair: Fair,
        index: Index,
        weights: Weights,
        columns: Columns | None = None,
        earlier: Mapping[str, Spellings] | None = None,
    ) -> None:
        """``columns`` are the openings'; ``earlier`` the spellings of the columns that they were made from."""
        columns = columns or Columns.of(fair.openings)
        known = earlier or {}
        self._weights = weights
        self.required = Words(columns.texts["required"], index, known.get("required"))
        self.preferred = Words(columns.texts["preferred"], index, known.get("preferred"))
        self.majors = Words(columns.texts["majors"], index, known.get("majors"))
        self._cities = Words(columns.texts["cities"], None, known.get("cities"))
        cities = columns.texts["cities"].texts()
        self._other_names = _other_names([fair.city, *cities])
        self._certain = _certain([fair.city, *cities], self._other_names)
        self._places = [self._sure(_places(all_of(city))) for city in cities]
        #: What each required term counts, and what an opening asks for in all.
        self.counts = np.where(self.required.licence, np.float32(weights.licence), np.float32(1.0))
        self.asked = self.required.sums(self.counts) + weights.preferred * self.preferred.count
        self._education, self._months = columns.numbers["education"], columns.numbers["months"]
        self._pay, self._type = columns.numbers["pay"], columns.numbers["type"]
        self._permit = columns.numbers["permit"]

    @property
    def spellings(self) -> dict[str, Spellings]:
        words = {"required": self.required, "preferred": self.preferred, "majors": self.majors, "cities": self._cities}
        return {name: each.spellings for name, each in words.items()}

    def skills(self, profile: MatchingProfile, question: Question) -> tuple[Scores, Met, Met]:
        """Coverage for each opening; how far each distinct required and each preferred skill is met."""
        w = self._weights
        terms = skill_terms(profile)
        least = Least(w.skill_cosine, w.skill_cosine_across)
        required = self.required.near(terms, question, least, w.skill_by_meaning)
        preferred = self.preferred.near(terms, question, least, w.skill_by_meaning)
        met = self.required.sums(required.value * self.counts) + w.preferred * self.preferred.sums(preferred.value)
        known = (self.asked > 0) & any(terms)
        return np.where(known, met / np.maximum(self.asked, 1e-6), NAN).astype(np.float32), required, preferred

    def major(self, profile: MatchingProfile, question: Question) -> tuple[Scores, Met]:
        terms = [normal(major) for major in profile.majors]
        least = self._weights.major_cosine
        met = self.majors.near(terms, question, Least(least, least), 0.9)
        known = (self.majors.count > 0) & any(terms)
        return np.where(known, self.majors.best(met.value), NAN).astype(np.float32), met

    def education(self, profile: MatchingProfile) -> Scores:
        """1 where it is enough, a part of it one level short, 0 from two on."""
        if profile.education is None:
            return np.full_like(self._education, NAN)
        short = self._education - profile.education.rank
        one = self._weights.education_one_short
        return _known(self._education, np.where(short <= 0, 1.0, np.where(short <= 1, one, 0.0)))

    def experience(self, profile: MatchingProfile) -> Scores:
        """1 where it is enough; from there down by each missing month, to 0 at ``experience_years`` missing years."""
        if profile.experience_months is None:
            return np.full_like(self._months, NAN)
        missing = np.maximum(self._months - min(profile.experience_months, MOST), 0.0)
        return _known(self._months, np.maximum(0.0, 1.0 - missing / (12.0 * self._weights.experience_years)))

    def wishes(self, profile: MatchingProfile) -> list[Place]:
        """Where she wants to work; a city that no table knows also by the name that this fair has in the other script,
        so that 望川 is Wangchuan and is not Shanghai."""
        own = self._sure(_places(profile.cities))
        if any(place.anywhere for place in own):
            return []
        bare = [place for place in own if not place.known and not place.district]
        return own + self._sure(self._other_names[place.city] for place in bare if place.city in self._other_names)

    def _sure(self, places: Iterable[Place]) -> list[Place]:
        """A name that this fair writes as a city somewhere is one everywhere."""
        return [replace(place, certain=place.certain or place.city in self._certain) for place in places]

    def city(self, profile: MatchingProfile) -> Scores:
        wishes = self.wishes(profile)
        w = self._weights
        worth = {
            None: np.nan,
            Nearness.SAME: 1.0,
            Nearness.DISTRICT: w.city_district,
            Nearness.NEIGHBOUR: w.city_neighbour,
            Nearness.PROVINCE: w.city_province,
            Nearness.OTHER: 0.0,
        }
        if not wishes:
            return np.full_like(self._months, NAN)
        each = [worth[nearest(wishes, places)] for places in self._places]
        found = self._cities.best(np.array(each, dtype=np.float32))
        # One of several cities may be hers: then nothing is known.
        unsure = self._cities.best(np.where(np.isnan(each), np.float32(1.0), NAN).astype(np.float32))
        return np.where((unsure == 1.0) & (found < w.city_district), NAN, found).astype(np.float32)

    def nearest_city(self, profile: MatchingProfile, opening: Opening) -> tuple[Text, Nearness] | None:
        """The city of this opening of the fair that is nearest to a wished one; None where that cannot be told."""
        wishes = self.wishes(profile)
        places = ((city, self._places[self._cities.number(city)]) for city in opening.cities)
        found = [(city, nearest(wishes, forms)) for city, forms in places]
        best = best_of(near for _, near in found)
        return next(((city, best) for city, near in found if near is best), None) if best is not None else None

    def salary(self, profile: MatchingProfile) -> Scores:
        """1 where the highest pay reaches the wish, a part of it for a near miss, else 0."""
        if profile.salary_min is None:
            return np.full_like(self._pay, NAN)
        w, wish = self._weights, min(profile.salary_min, MOST)
        near = np.where(self._pay >= w.salary_near * wish, w.salary_near_score, 0.0)
        return _known(self._pay, np.where(self._pay >= wish, 1.0, near))

    def job_type(self, profile: MatchingProfile) -> Scores:
        if not profile.job_types:
            return np.full_like(self._type, NAN)
        wanted = [list(JobType).index(kind) for kind in profile.job_types]
        return _known(self._type, np.isin(self._type, wanted))

    def work_permit(self, profile: MatchingProfile) -> Scores:
        """For who needs a permit: 1 where the employer helps to one, 0 where not."""
        if not profile.needs_work_permit:
            return np.full_like(self._permit, NAN)
        return self._permit


def skill_terms(profile: MatchingProfile) -> list[str]:
    """Her skills as they are compared, one for each that she gave; an empty one is never met."""
    return [normal(skill) for skill in profile.skills]


def _other_names(cities: Iterable[Text]) -> dict[str, Place]:
    """City -> the same city in the other script, where the fair writes it in both and no table knows it."""
    found: dict[str, Place] = {}
    for city in cities:
        if isinstance(city, Bilingual):
            chinese, latin = place_of(city.zh), place_of(city.en)
            if chinese and latin and chinese.city and latin.city and not (chinese.known or latin.known):
                found |= {chinese.city: replace(latin, district=""), latin.city: replace(chinese, district="")}
    return found


def _certain(cities: Iterable[Text], other_names: Mapping[str, Place]) -> frozenset[str]:
    """What this fair writes as a city (望川市), and its name in the other script."""
    named = {place.city for city in cities for place in _places(all_of(city)) if place.certain and place.city}
    return frozenset(named | {other_names[city].city for city in named if city in other_names})


def _places(texts: Sequence[str]) -> list[Place]:
    return [place for text in texts for place in places_of(text)]


def _known(asked: Scores, values: NDArray[np.generic]) -> Scores:
    found: Scores = np.where(np.isnan(asked), NAN, values).astype(np.float32)
    return found


def education_short(profile: MatchingProfile, opening: Opening) -> int:
    """How many levels the opening asks for beyond the seeker's; 0 or less where it is enough or unknown."""
    if profile.education is None or opening.education_min is None:
        return 0
    return opening.education_min.rank - Education(profile.education).rank
