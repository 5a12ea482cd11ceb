"""Which question to ask next: the one whose answer is expected to say most about which openings are meant.

The scores of the moment are taken as a distribution over the openings (p ~ score cubed; all alike where nothing is
known). A seeker who means opening i taps an answer that fits it: P(answer | i) is even over the fitting answers. Who
finds no tile that fits says "none of these", which adds nothing to her profile and so tells nothing. Asked is what has
the largest mutual information I = share answered * (H(answer) - sum p_i H(answer | i)), in bits, times how much an
answer can move a score (WORTH). Answers only add to the profile: none hides an opening. Pure and deterministic; ties in
the order of KEYS.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jobfair.fair import Education, Fair
from jobfair.matching.terms import normal
from jobfair.matching.traits import Traits
from jobfair.seeker import MatchingProfile
from jobfair.text import Text, all_of

Scores = NDArray[np.float32]
KEYS = ("kind", "setting", "industry", "hours", "city", "education", "salary")
#: The share of a score that an answer moves, against one about the work itself (weights.toml).
WORTH = {"kind": 1.0, "setting": 0.9, "industry": 0.8, "hours": 0.5, "city": 0.5, "education": 0.6, "salary": 0.5}
MOST_QUESTIONS = 3
#: Tiles on the page, "don't mind" beside them.
MOST_OPTIONS = 6
#: Less than this, in bits, is not worth a tap.
LEAST_BITS = 0.35
SALARIES = (3000, 4000, 5000, 6000, 8000, 10000, 15000)
_LEVELS = (Education.SECONDARY, Education.VOCATIONAL, Education.COLLEGE, Education.BACHELOR, Education.MASTER)


@dataclass(frozen=True)
class Option:
    """One tile. ``label`` is a text of the fair; empty where the value has words of its own (kind.office).
    ``keeps``: openings that fit it, of those that fit what was chosen before."""

    value: str
    keeps: int
    label: Text = ""


@dataclass(frozen=True)
class WorkQuestion:
    """``gain`` in bits, weighted."""

    key: str
    options: tuple[Option, ...]
    gain: float


@dataclass(frozen=True)
class _Candidate:
    value: str
    fits: Scores  # 1, 0 or NaN where the opening does not say
    label: Text = ""
    mass: float = field(default=0.0, compare=False)


class Questions:
    """Of one fair."""

    def __init__(self, fair: Fair, traits: Traits) -> None:
        self._traits = traits
        self._size = len(fair.openings)
        self._education, self._pay = traits.columns.numbers["education"], traits.columns.numbers["pay"]
        cities = traits.columns.texts["cities"]
        self._cities: dict[str, Text] = {}
        for text in cities.texts():
            key = next((normal(form) for form in all_of(text) if normal(form)), "")
            if key:
                self._cities.setdefault(key, text)
        place = {key: i for i, key in enumerate(self._cities)}
        keys = [next((normal(f) for f in all_of(text) if normal(f)), "") for text in cities.texts()]
        self._city_of = np.array([place.get(key, -1) for key in keys], dtype=np.int64)[cities.numbers]
        self._city_rows = cities.rows()
        self._placed = cities.count > 0

    def next(
        self, profile: MatchingProfile, score: Scores, excluded: NDArray[np.bool_], asked: Collection[str] = ()
    ) -> WorkQuestion | None:
        """None where three were asked, nothing is left to tell apart, or an answer would say too little."""
        if len(asked) >= MOST_QUESTIONS or self._size == 0:
            return None
        p = np.where(excluded, 0.0, score.astype(np.float64)) ** 3
        if p.sum() <= 0.0:
            p = (~excluded).astype(np.float64)
        if p.sum() <= 0.0:
            return None
        p /= p.sum()
        left = ~excluded & (np.nan_to_num(self._traits.chosen(profile.chosen), nan=1.0) >= 1.0)
        best: WorkQuestion | None = None
        for key in KEYS:
            if key in asked or self._known(key, profile):
                continue
            every = self._candidates(key, p)
            gain = WORTH[key] * _information(every, p)
            if gain < LEAST_BITS or (best is not None and gain <= best.gain + 1e-9):
                continue
            options = self._options(key, every, left)
            if len(options) >= 2:
                best = WorkQuestion(key, options, round(gain, 4))
        return best

    def _known(self, key: str, profile: MatchingProfile) -> bool:
        told = {"city": bool(profile.cities), "education": profile.education is not None,
                "salary": profile.salary_min is not None}  # fmt: skip
        return told.get(key, any(choice.startswith(f"{key}:") for choice in profile.chosen))

    def _candidates(self, key: str, p: NDArray[np.float64]) -> list[_Candidate]:
        if key in self._traits.number:
            found = [_Candidate(f"{key}:{value}", self._traits.fits(f"{key}:{value}"),
                                self._traits.industries.get(value, "") if key == "industry" else "")
                     for value in self._traits.values[key]]  # fmt: skip
        elif key == "city":
            found = []
            for number, city in enumerate(self._cities):
                fits = np.where(self._placed, 0.0, np.nan).astype(np.float32)
                fits[self._city_rows[self._city_of == number]] = 1.0
                found.append(_Candidate(f"city:{city}", fits, self._cities[city]))
        elif key == "education":
            found = [
                _Candidate(f"education:{level.value}", _known(self._education, self._education <= level.rank))
                for level in _LEVELS
            ]
        else:
            found = [_Candidate(f"salary:{pay}", _known(self._pay, self._pay >= pay)) for pay in SALARIES]
        weighed = [_Candidate(c.value, c.fits, c.label, float((p * np.nan_to_num(c.fits)).sum())) for c in found]
        return weighed if key in ("education", "salary") else sorted(weighed, key=lambda c: -c.mass)

    def _options(self, key: str, every: list[_Candidate], left: NDArray[np.bool_]) -> tuple[Option, ...]:
        if key in ("education", "salary"):
            every = _steps(every)
        shown = [c for c in every if c.mass > 0.0][:MOST_OPTIONS]
        counted = [Option(c.value, int((np.nan_to_num(c.fits)[left] > 0).sum()), c.label) for c in shown]
        return tuple(option for option in counted if option.keeps)


def answered(profile: MatchingProfile, answer: str, label: Text = "") -> MatchingProfile:
    """The profile with this answer in it; an answer that is none of ours changes nothing.

    ``label`` is the option's: a city is kept in the fair's own words.
    """
    key, _, value = answer.partition(":")
    if key in ("kind", "setting", "industry", "hours") and value:
        return profile.model_copy(update={"chosen": tuple(dict.fromkeys((*profile.chosen, answer)))})
    if key == "city" and value:
        name = next(iter(all_of(label)), value)
        return profile.model_copy(update={"cities": tuple(dict.fromkeys((*profile.cities, name)))})
    if key == "education" and value in set(Education):
        return profile.model_copy(update={"education": Education(value)})
    if key == "salary" and value.isascii() and value.isdigit():
        return profile.model_copy(update={"salary_min": int(value)})
    return profile


def _known(values: Scores, fits: NDArray[np.bool_]) -> Scores:
    found: Scores = np.where(np.isnan(values), np.nan, fits).astype(np.float32)
    return found


def _steps(every: list[_Candidate]) -> list[_Candidate]:
    """Of rising steps, those that keep other openings than the step before."""
    found: list[_Candidate] = []
    for candidate in every:
        if not found or abs(candidate.mass - found[-1].mass) > 0.005:
            found.append(candidate)
    return found


def _information(every: list[_Candidate], p: NDArray[np.float64]) -> float:
    """Mutual information of answer and opening, in bits; openings that fit no tile, or do not say, count nothing."""
    fits = [np.nan_to_num(c.fits) for c in every[:MOST_OPTIONS]]
    if not fits:
        return 0.0
    table = np.stack(fits).astype(np.float64)
    count = table.sum(axis=0)
    says = count > 0
    if not says.any():
        return 0.0
    given = table[:, says] / count[says]
    share = p[says].sum()
    if share <= 0.0:
        return 0.0
    marginal = (given * p[says]).sum(axis=1) / share
    within = (p[says] * _entropy(given)).sum() / share
    return float(share * (_entropy(marginal[:, None])[0] - within))


def _entropy(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    logs = np.log2(np.where(columns > 0, columns, 1.0))
    found: NDArray[np.float64] = 0.0 - (columns * logs).sum(axis=0)
    return found
