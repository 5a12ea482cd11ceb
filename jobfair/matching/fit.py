"""The parts of the score beside the title: skills, major, education, experience, city, salary, job type.

Each part is a number from 0 to 1 for each opening, or NaN where seeker or opening does not say:
unknown never costs and never excludes. Everything is vectorised over the openings; words are compared once each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from jobfair.fair import Education, Fair, JobType, Opening
from jobfair.matching.encoding import Question, dots
from jobfair.matching.index import Index
from jobfair.matching.relevance import Scores
from jobfair.matching.terms import normal, same_term
from jobfair.matching.weights import Weights
from jobfair.seeker import MatchingProfile
from jobfair.text import Text, all_of

NAN = np.float32(np.nan)


LICENCE_ENDINGS = ("证", "证书", "驾照", "资格", "licence", "license", "certificate", "qualification")


def is_licence(skill: Text) -> bool:
    return any(form.strip().lower().endswith(LICENCE_ENDINGS) for form in all_of(skill))


class Words:
    """The distinct terms of one field, which openings have which, and their vectors."""

    def __init__(self, lists: Sequence[Sequence[Text]], index: Index | None) -> None:
        self.number: dict[Text, int] = {}
        rows, columns = [], []
        for row, terms in enumerate(lists):
            for term in terms:
                rows.append(row)
                columns.append(self.number.setdefault(term, len(self.number)))
        self._rows = np.array(rows, dtype=np.int64)
        self._columns = np.array(columns, dtype=np.int64)
        self._openings = len(lists)
        self.forms = [tuple(normal(form) for form in all_of(term)) for term in self.number]
        self._licence = [is_licence(term) for term in self.number]
        self.count = np.bincount(self._rows, minlength=self._openings)
        self._vectors: Scores | None = None
        flat = [(i, form) for i, forms in enumerate(self.forms) for form in forms if form]
        if index is not None and not index.lexical_only and flat:
            self._owner = np.array([i for i, _ in flat])
            self._by_name = np.array([self._licence[i] for i in self._owner])
            self._vectors = index.matrix([form for _, form in flat])

    def near(self, terms: Sequence[str], question: Question, cosine_from: float, by_meaning: float) -> Scores:
        """For each distinct word, 1 where one of the terms is the same, else up to ``by_meaning`` by cosine, else 0.

        A licence is held or not: it is never met by meaning, nor 焊工证 by 焊工.
        """
        found = np.zeros(len(self.forms), dtype=np.float32)
        if not self.forms:
            return found
        for term in terms:
            vector = question.vector(term)
            if vector is not None and self._vectors is not None:
                cosine = np.where(self._by_name, 0.0, dots(self._vectors, vector))
                np.maximum.at(found, self._owner, np.where(cosine >= cosine_from, by_meaning * cosine, 0.0))
            held = is_licence(term)
            for i, forms in enumerate(self.forms):
                if self._licence[i] and not held and term not in forms:
                    continue
                if found[i] < 1.0 and any(same_term(term, form) for form in forms):
                    found[i] = 1.0
        return found

    def sums(self, values: Scores) -> NDArray[np.float64]:
        weights = values[self._columns].astype(np.float64)
        return np.bincount(self._rows, weights=weights, minlength=self._openings).astype(np.float64)

    def best(self, values: Scores) -> Scores:
        found = np.zeros(self._openings, dtype=np.float32)
        np.maximum.at(found, self._rows, values[self._columns])
        return found


class Fit:
    """The soft and hard parts of one fair."""

    def __init__(self, fair: Fair, index: Index, weights: Weights) -> None:
        openings = fair.openings
        self._weights = weights
        self.required = Words([o.skills_required for o in openings], index)
        self.preferred = Words([o.skills_preferred for o in openings], index)
        self.majors = Words([o.majors for o in openings], index)
        self._cities = Words([o.cities for o in openings], None)
        self._education = _numbers(openings, lambda o: o.education_min.rank if o.education_min else None)
        self._months = _numbers(openings, lambda o: o.experience_months_min)
        self._pay = _numbers(openings, lambda o: o.salary_max if o.salary_max is not None else o.salary_min)
        types = list(JobType)
        self._type = _numbers(openings, lambda o: types.index(o.job_type) if o.job_type else None)

    def skills(self, profile: MatchingProfile, question: Question) -> tuple[Scores, Scores, Scores]:
        """Coverage for each opening; how far each distinct required and each preferred skill is met."""
        w = self._weights
        terms = [normal(skill) for skill in profile.skills if normal(skill)]
        required = self.required.near(terms, question, w.skill_cosine, w.skill_by_meaning)
        preferred = self.preferred.near(terms, question, w.skill_cosine, w.skill_by_meaning)
        asked = self.required.count + w.preferred * self.preferred.count
        met = self.required.sums(required) + w.preferred * self.preferred.sums(preferred)
        known = (asked > 0) & bool(terms)
        return np.where(known, met / np.maximum(asked, 1e-6), NAN).astype(np.float32), required, preferred

    def major(self, profile: MatchingProfile, question: Question) -> Scores:
        terms = [normal(major) for major in profile.majors if normal(major)]
        best = self.majors.best(self.majors.near(terms, question, self._weights.major_cosine, 0.9))
        return np.where((self.majors.count > 0) & bool(terms), best, NAN).astype(np.float32)

    def education(self, profile: MatchingProfile) -> Scores:
        if profile.education is None:
            return np.full_like(self._education, NAN)
        short = self._education - profile.education.rank
        one = self._weights.education_one_short
        return _known(self._education, np.where(short <= 0, 1.0, np.where(short <= 1, one, 0.0)))

    def experience(self, profile: MatchingProfile) -> Scores:
        if profile.experience_months is None:
            return np.full_like(self._months, NAN)
        # Three months of grace, so that a first job of no length is not a division by nothing.
        share = (profile.experience_months + 3) / (np.maximum(self._months, 0) + 3)
        return _known(self._months, np.minimum(1.0, share))

    def city(self, profile: MatchingProfile) -> Scores:
        terms = [normal(city) for city in profile.cities if normal(city)]
        near = np.array([float(any(_same_city(t, f) for t in terms for f in forms)) for forms in self._cities.forms])
        best = self._cities.best(near.astype(np.float32))
        return np.where((self._cities.count > 0) & bool(terms), best, NAN).astype(np.float32)

    def salary(self, profile: MatchingProfile) -> Scores:
        """1 where the highest pay reaches the wish, a part of it for a near miss, else 0."""
        if profile.salary_min is None:
            return np.full_like(self._pay, NAN)
        w, wish = self._weights, profile.salary_min
        near = np.where(self._pay >= w.salary_near * wish, w.salary_near_score, 0.0)
        return _known(self._pay, np.where(self._pay >= wish, 1.0, near))

    def job_type(self, profile: MatchingProfile) -> Scores:
        if not profile.job_types:
            return np.full_like(self._type, NAN)
        wanted = [list(JobType).index(kind) for kind in profile.job_types]
        return _known(self._type, np.isin(self._type, wanted))


def _numbers(openings: Sequence[Opening], read: Callable[[Opening], int | None]) -> Scores:
    values = (read(opening) for opening in openings)
    return np.array([np.nan if value is None else value for value in values], dtype=np.float32)


def _known(asked: Scores, values: NDArray[np.generic]) -> Scores:
    found: Scores = np.where(np.isnan(asked), NAN, values).astype(np.float32)
    return found


def _same_city(a: str, b: str) -> bool:
    """滨江市 and 滨江市高新区 are one, so are Binjiang and Binjiang, Old Town."""
    a, b = a.removesuffix("市"), b.removesuffix("市")
    return same_term(a, b) or (len(a) >= 2 and b.startswith(a)) or (len(b) >= 2 and a.startswith(b))


def education_short(profile: MatchingProfile, opening: Opening) -> int:
    """How many levels the opening asks for beyond the seeker's; 0 or less where it is enough or unknown."""
    if profile.education is None or opening.education_min is None:
        return 0
    return opening.education_min.rank - Education(profile.education).rank
