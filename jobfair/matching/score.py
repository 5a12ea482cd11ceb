"""The score of every opening for one seeker.

``what`` = title, skills and major, renormalised over what is known; ``suits`` = education, experience, city, salary
and job type likewise; score = what * (1 - 0.35 * (1 - suits)). Hard limits exclude: a job type she does not want where
both are known, and what she marks as a must. Deterministic: no clock, no chance, ties in the fair's order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobfair.fair import Fair
from jobfair.matching.encoder import TextEncoder
from jobfair.matching.encoding import Question
from jobfair.matching.fit import Fit
from jobfair.matching.index import Index
from jobfair.matching.relevance import Scores, TitleRelevance
from jobfair.matching.terms import clean_title, normal
from jobfair.matching.weights import Weights
from jobfair.seeker import MatchingProfile


@dataclass(frozen=True)
class Scored:
    """Everything that went into one seeker's scores, an entry an opening; the reasons are made from it."""

    score: Scores
    excluded: NDArray[np.bool_]
    wish: Scores | None
    past: Scores | None
    from_major: Scores | None
    best_past: NDArray[np.int64] | None
    parts: dict[str, Scores]
    required: Scores
    preferred: Scores


class Scorer:
    """One fair, ready to be asked. ``lexical_only`` says that there is no encoder and letters alone decide."""

    def __init__(self, fair: Fair, index: Index, encoder: TextEncoder | None, weights: Weights) -> None:
        self.weights = weights
        self.index = index
        self._encoder = encoder
        self.fit = Fit(fair, index, weights)
        numbers = {title: i for i, title in enumerate(dict.fromkeys(o.title for o in fair.openings))}
        self.title_of = np.array([numbers[o.title] for o in fair.openings], dtype=np.int64)
        self._titles = TitleRelevance(list(numbers), index, weights)

    def score(self, profile: MatchingProfile) -> Scored:
        titles = [clean_title(t) for t in profile.titles if clean_title(t)]
        held = [clean_title(t) for t in profile.past_titles if clean_title(t)]
        words = [normal(term) for term in (*profile.skills, *profile.majors)]
        studied = [] if titles or held else [_as_title(m) for m in profile.majors if normal(m)]
        question = Question(self.index, self._encoder, [*titles, *held, *studied, *words])

        wish, _ = self._best(titles, question)
        past, best_past = self._best(held, question)
        from_major, _ = self._best(studied, question)
        skills, required, preferred = self.fit.skills(profile, question)
        parts = {
            "title": self._title(wish, past, from_major),
            "skills": skills,
            "major": self.fit.major(profile, question),
            "education": self.fit.education(profile),
            "experience": self.fit.experience(profile),
            "city": self.fit.city(profile),
            "salary": self.fit.salary(profile),
            "job_type": self.fit.job_type(profile),
        }
        w = self.weights
        kinds = {"title": w.title, "skills": w.skills, "major": w.major}
        if wish is None and past is None:
            kinds |= {"title": w.major_title_alone, "major": w.major_alone}
        what = _mean(parts, kinds, otherwise=0.0)
        group = {name: getattr(w, name) for name in ("education", "experience", "city", "salary", "job_type")}
        suits = _mean(parts, group, otherwise=1.0)
        score = (what * (1.0 - w.suits * (1.0 - suits))).astype(np.float32)
        excluded = parts["job_type"] == 0.0
        if "city" in profile.musts:
            excluded |= parts["city"] == 0.0
        if "salary" in profile.musts:
            excluded |= parts["salary"] < 1.0
        return Scored(score, excluded, wish, past, from_major, best_past, parts, required, preferred)

    def _best(self, titles: list[str], question: Question) -> tuple[Scores | None, NDArray[np.int64] | None]:
        if not titles:
            return None, None
        each = np.stack([self._titles.of(title, question)[self.title_of] for title in titles])
        return each.max(axis=0), each.argmax(axis=0)

    def _title(self, wish: Scores | None, past: Scores | None, from_major: Scores | None) -> Scores:
        w = self.weights
        if wish is not None:
            return wish if past is None else np.maximum(wish, np.float32(w.past_beside_wish) * past)
        if past is not None:
            return past * np.float32(w.past_alone)
        if from_major is not None:
            return from_major * np.float32(w.major_as_title)
        return np.full(len(self.title_of), np.nan, dtype=np.float32)


def _as_title(major: str) -> str:
    """会计学 -> 会计: a subject's name without its ending is often the name of the work."""
    text = normal(major)
    for ending in ("专业", "技术", "学", "与管理"):
        if text.endswith(ending) and len(text) > len(ending) + 1:
            return text.removesuffix(ending)
    return text


def _mean(parts: dict[str, Scores], weights: dict[str, float], otherwise: float) -> Scores:
    """The weighted mean of the known parts; ``otherwise`` where none is known."""
    values = np.stack([parts[name] for name in weights])
    known = ~np.isnan(values)
    shares = np.array(list(weights.values()), dtype=np.float32)[:, None] * known
    total = shares.sum(axis=0)
    means = (np.nan_to_num(values) * shares).sum(axis=0) / np.where(total > 0, total, 1.0)
    found: Scores = np.where(total > 0, means, otherwise).astype(np.float32)
    return found
