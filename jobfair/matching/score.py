"""The score of every opening for one seeker.

``rest`` = title, kind of work and major, renormalised over what is known; ``work`` = rest with the coverage of the
skills asked for, what she tapped, and the gist of all that she said (gist.py); score = work * (1 - what education,
experience, city and salary take away). Decision 0034 has the formulas. Hard limits exclude: a work permit that is
needed and not to be had, a job type that she does not want, and what she marks as a must; only where both sides are
known. Deterministic: no clock, no chance, ties in the fair's order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jobfair.fair import Fair
from jobfair.matching.columns import Column, Columns, text_of
from jobfair.matching.denials import denied
from jobfair.matching.encoder import TextEncoder, Vectors
from jobfair.matching.encoding import Question
from jobfair.matching.everyday import meant_by, wishes_of
from jobfair.matching.fit import Fit, skill_terms
from jobfair.matching.gist import Gist
from jobfair.matching.index import Index
from jobfair.matching.made import Made
from jobfair.matching.majors import Majors, bundled_majors, strange_to
from jobfair.matching.relevance import Scores, TitleRelevance
from jobfair.matching.terms import normal, title_forms
from jobfair.matching.traits import Traits, kind_of
from jobfair.matching.weights import Weights
from jobfair.matching.words import Met
from jobfair.seeker import MatchingProfile
from jobfair.text import Text, all_of

Band = Literal["strong", "good", "possible"]
#: The least score of an opening that has a title: one without stands behind all of them.
LEAST = 0.0001
#: What an everyday word means is nearly as near as the very same word, the first of its titles the nearest; what is
#: only like the word is less near then.
MEANT, NEXT_MEANT, SAID = 0.98, 0.02, 0.9
#: A teacher of another subject than hers is a teacher, too, and little more.
STRANGE = 0.4
#: What can take points away, and from where on nothing is missing: another district of the city is no miss.
SUITS = ("education", "experience", "city", "salary")
NO_MISS = 0.85
Masks = dict[str, NDArray[np.bool_]]


@dataclass(frozen=True)
class Scored:
    """Everything that went into one seeker's scores, an entry an opening; the reasons are made from it.

    ``limits``: which openings a hard limit excludes, by the code of its reason; ``excluded`` is any of them.
    ``best_wish`` and the like: the number of the title or major, among those given, that fits best.
    """

    score: Scores
    excluded: NDArray[np.bool_]
    wish: Scores | None
    past: Scores | None
    from_major: Scores | None
    best_wish: NDArray[np.int64] | None
    best_past: NDArray[np.int64] | None
    best_studied: NDArray[np.int64] | None
    parts: dict[str, Scores]
    required: Met
    preferred: Met
    majors: Met
    limits: Masks
    reach: float = 1.0
    """The bands' thresholds are shares of it: who names titles only cannot score as high as who says more."""

    def limits_of(self, row: int) -> list[str]:
        """The codes of the reasons for which this opening is excluded; none where it is not."""
        return [code for code, mask in self.limits.items() if mask[row]]


class Scorer:
    """One fair, ready to be asked. ``lexical_only`` says that there is no encoder and letters alone decide."""

    def __init__(
        self,
        fair: Fair,
        index: Index,
        encoder: TextEncoder | None,
        weights: Weights,
        majors: Majors | None = None,
        earlier: Made | None = None,
    ) -> None:
        """``earlier``: what another scorer with these weights was made of; what is the same is taken over."""
        self.weights = weights
        self.index = index
        self._encoder = encoder
        self.columns = Columns.of(fair.openings, (earlier.openings, earlier.columns) if earlier else None)
        self.fit = Fit(fair, index, weights, self.columns, earlier.spellings if earlier else None)
        self.traits = Traits(fair, self.columns, earlier.kinds if earlier else None)
        self._majors = bundled_majors() if majors is None else majors
        column = self.columns.texts["title"]
        titles = column.texts()
        self.title_of = column.numbers
        blank = _blank(column, earlier.blank if earlier else None)
        self.untitled = blank[self.title_of]
        cleaned = _cleaned(column, earlier.cleaned if earlier else None)
        asked = (self.fit.required, self.fit.preferred, self.fit.majors)
        same = earlier is not None and earlier.same_titles(self.columns, index)
        self._titles = earlier.titles if earlier and same else self._relevance(titles, cleaned, earlier)
        same = same and earlier is not None and earlier.same_terms(self.columns, self.fit.spellings, index)
        self._gist = earlier.gist if earlier and same else Gist(titles, self.title_of, asked, index, cleaned)
        self.made = Made(
            fair.openings, index, self.columns, cleaned, blank, self.fit.spellings, self.traits.kinds, self._titles,
            self._gist,
        )  # fmt: skip

    def _relevance(
        self, titles: Sequence[Text], cleaned: Sequence[Sequence[str]], earlier: Made | None
    ) -> TitleRelevance:
        before = (earlier.titles, earlier.index) if earlier else None
        return TitleRelevance(titles, self.index, self.weights, cleaned, before)

    def score(self, profile: MatchingProfile) -> Scored:
        if any(map(denied, profile.skills)):  # 焊工证（无）; emptied, for the reasons count by place
            held_skills = tuple("" if denied(skill) else skill for skill in profile.skills)
            profile = profile.model_copy(update={"skills": held_skills})
        wishes, jobs_held = wishes_of(profile.titles), wishes_of(profile.past_titles)
        titles, held = [title for title, _ in wishes], [title for title, _ in jobs_held]
        words = [normal(term) for term in (*profile.skills, *profile.majors)]
        studied = [] if any(titles) or any(held) else self._jobs_of(profile.majors)
        jobs = [job for job, _ in studied]
        wished, was = meant_by(titles, self._titles.languages), meant_by(held, self._titles.languages)
        meant = [title for title, _ in (*wished, *was)]
        question = Question(self.index, self._encoder, [*titles, *held, *meant, *jobs, *words], self._lent())

        wish, best_wish = self._with_meant(titles, wished, question)
        past, best_past = self._with_meant(held, was, question)
        best_wish, best_past = _given(best_wish, wishes), _given(best_past, jobs_held)
        from_major, best_job = self._best(jobs, question)
        if from_major is not None:
            from_major = from_major * self._taught([*profile.majors, *jobs])
        best_studied = None if best_job is None else np.array([major for _, major in studied])[best_job]
        skills, required, preferred = self.fit.skills(profile, question)
        major, majors = self.fit.major(profile, question)
        parts = {
            "title": self._title(wish, past, from_major),
            "occupation": self._occupation(
                [*titles, *(title for title, _ in wished)]
                if any(titles)
                else [*held, *(title for title, _ in was)]
                if any(held)
                else jobs
            ),
            "major": major,
            "chosen": self.traits.chosen(profile.chosen),
            "skills": skills,
            "education": self.fit.education(profile),
            "experience": self.fit.experience(profile),
            "city": self.fit.city(profile),
            "salary": self.fit.salary(profile),
            "job_type": self.fit.job_type(profile),
            "work_permit": self.fit.work_permit(profile),
        }
        work = self._work(profile, parts, wish is None and past is None)
        work, reach = self._with_gist(self._with_taps(work, parts["chosen"]), titles, held, words, question)
        work = self._tapped_at_least(work, reach, parts["chosen"])
        score = work * (1.0 - self._cost(parts))
        score = np.where(self.untitled, 0.0, np.maximum(score, LEAST)).astype(np.float32)
        limits = self._limits(profile, parts)
        excluded = np.logical_or.reduce(list(limits.values()))
        return Scored(
            score, excluded, wish, past, from_major, best_wish, best_past, best_studied, parts, required, preferred,
            majors, limits, reach,
        )  # fmt: skip

    def band(self, scored: Scored, row: int) -> Band | None:
        """The word for an opening's score, None where it is no match. Strong is only what nothing speaks against:
        no conflict and no near miss in education, experience, city or pay."""
        w, score = self.weights, round(float(scored.score[row]) / scored.reach, 4)
        if score >= w.strong and not any(scored.parts[name][row] < NO_MISS for name in SUITS):
            return "strong"
        if score >= w.good:
            return "good"
        return "possible" if score >= w.possible else None

    def _work(self, profile: MatchingProfile, parts: dict[str, Scores], only_studied: bool) -> Scores:
        """Rest and skills. Without skills of hers every opening has the same share of its rest, so that the order is
        that of the rest, and a skill that she adds and an opening asks for never lowers it."""
        w = self.weights
        kinds = {"title": w.title, "major": w.major}
        if profile.skills or profile.majors or profile.chosen:
            # Beside a title alone, coarser likeness only spoils the order of titles (CSCO: 0.73 falls to 0.60).
            kinds["occupation"] = w.occupation
        if only_studied:
            kinds |= {"title": w.major_title_alone, "major": w.major_alone}
        rest = _mean(parts, kinds)
        if only_studied:
            # A job that her fellow graduates commonly do suits her, whatever majors this opening happens to list.
            rest = np.fmax(rest, parts["title"])
        skills = parts["skills"]
        if not any(skill_terms(profile)):
            return np.nan_to_num(rest) * np.float32(1.0 - w.skills)
        if np.isnan(rest).all():
            return np.nan_to_num(skills)
        rest = np.nan_to_num(rest)
        both = (1.0 - w.skills) * rest + w.skills * skills
        return np.where(np.isnan(skills), rest, both).astype(np.float32)

    def _with_gist(
        self, work: Scores, titles: Sequence[str], held: Sequence[str], words: Sequence[str], question: Question
    ) -> tuple[Scores, float]:
        """The work with its share of the gist of all that she said (what she leaves behind says less), and how far a
        score can reach. Titles alone are said by the work already: without words of hers every opening has the same
        share of its work, so that the order stays and her first word never lowers what asks for it."""
        w = self.weights
        if not self._gist.usable:
            return work, 1.0
        past = w.past_beside_wish if any(titles) else 1.0
        terms = [*((t, 1.0) for t in (*titles, *words) if t), *((t, past) for t in held if t)]
        gist = self._gist.of(terms, question, w.gist_floor, w.gist_half) if any(words) else None
        kept = (1.0 - np.float32(w.gist)) * work
        return (kept, 1.0 - w.gist) if gist is None else (kept + np.float32(w.gist) * gist, 1.0)

    def _with_taps(self, work: Scores, chosen: Scores) -> Scores:
        """What she tapped counts beside all that makes up the work; where it is not known, nothing changes."""
        w = self.weights
        mixed = (1.0 - w.chosen) * work + w.chosen * (1.0 - w.skills) * chosen
        return np.where(np.isnan(chosen), work, mixed).astype(np.float32)

    def _tapped_at_least(self, work: Scores, reach: float, chosen: Scores) -> Scores:
        """Whatever else is known, an opening that she tapped for is worth what the tap alone is, and a little of what
        its work is beside: words that match nothing (物理学 at a fair of factories) must not hide it."""
        w = self.weights
        alone = np.float32(w.chosen_alone * (1.0 - w.skills) * reach) * np.nan_to_num(chosen)
        floor = np.where(np.nan_to_num(chosen) > 0.0, alone + np.float32(w.chosen_beside) * work, 0.0)
        return np.maximum(work, floor).astype(np.float32)

    def _cost(self, parts: dict[str, Scores]) -> Scores:
        """What does not suit takes away its share, whatever else is known; the unknown takes away nothing."""
        cost = np.zeros(len(self.title_of), dtype=np.float32)
        for name in SUITS:
            cost += np.float32(getattr(self.weights, name)) * (1.0 - np.nan_to_num(parts[name], nan=1.0))
        return cost

    def _limits(self, profile: MatchingProfile, parts: dict[str, Scores]) -> Masks:
        """NaN compares false: unknown never excludes."""
        w = self.weights
        found: Masks = {"work_permit_no": parts["work_permit"] == 0.0, "job_type_other": parts["job_type"] == 0.0}
        if "city" in profile.musts:
            city = parts["city"]
            found["city_other"] = city == 0.0
            found["city_province"] = (city > 0.0) & (city < w.city_neighbour)
            found["city_neighbour"] = (city >= w.city_neighbour) & (city < w.city_district)
        if "salary" in profile.musts:
            found["salary_low"] = parts["salary"] == 0.0
            found["salary_near"] = (parts["salary"] > 0.0) & (parts["salary"] < 1.0)
        return found

    def _jobs_of(self, majors: Sequence[str]) -> list[tuple[str, int]]:
        """The jobs that graduates commonly do, each with its major's number; a major that the table does not know is
        taken as a title itself."""
        found: dict[str, int] = {}
        for number, major in enumerate(majors):
            if normal(major):
                for job in self._majors.jobs(major) or (_as_title(major),):
                    found.setdefault(job, number)
        return list(found.items())

    def _taught(self, studied: Sequence[str]) -> Scores:
        """What is left of a job that her major leads to where it asks for another subject: physics is not English."""
        found = [STRANGE if strange_to(studied, forms) else 1.0 for forms in self.made.cleaned]
        return np.array(found, dtype=np.float32)[self.title_of]

    def _lent(self) -> Mapping[str, Vectors] | None:
        return self._majors.vectors if self._encoder and self._majors.encoder == self._encoder.name else None

    def _best(
        self, titles: Sequence[str], question: Question, worth: Sequence[float] | None = None
    ) -> tuple[Scores | None, NDArray[np.int64] | None]:
        """The best relevance over the titles that say something, and which of the given ones it is. ``worth``: what
        each title's relevance is multiplied by."""
        given = [i for i, title in enumerate(titles) if title]
        if not given:
            return None, None
        factors = [np.float32(1.0 if worth is None else worth[i]) for i in given]
        each = np.stack(
            [self._titles.of(titles[i], question)[self.title_of] * f for i, f in zip(given, factors, strict=True)]
        )
        return each.max(axis=0), np.array(given)[each.argmax(axis=0)]

    def _with_meant(
        self,
        titles: Sequence[str],
        meant: Sequence[tuple[str, int]],
        question: Question,
    ) -> tuple[Scores | None, NDArray[np.int64] | None]:
        """The same with the titles that everyday words mean; a reason still names her own word."""
        own = self._best(titles, question)
        if not meant or own[0] is None or own[1] is None:
            return own
        numbers_only = [number for _, number in meant]
        worth = [MEANT - NEXT_MEANT * (i - numbers_only.index(number)) for i, number in enumerate(numbers_only)]
        found, which = self._best([title for title, _ in meant], question, worth)
        assert found is not None and which is not None
        its_word = np.logical_or.reduce([self._titles.begins_with(titles[n]) for n in set(numbers_only)])[self.title_of]
        said = np.where(its_word, own[0], own[0] * np.float32(SAID))
        numbers = np.array(numbers_only)[which]
        return np.maximum(said, found), np.where(found > said, numbers, own[1])

    def _occupation(self, titles: Sequence[str]) -> Scores:
        """1 where the opening is of a kind of work that these titles name, 0 where of another."""
        kinds = {kind_of(title) for title in titles} - {""}
        numbers = self.traits.number["kind"]
        if not kinds:
            return np.full(len(numbers), np.nan, dtype=np.float32)
        same = np.isin(numbers, [i for i, kind in enumerate(self.traits.values["kind"]) if kind in kinds])
        return np.where(numbers < 0, np.nan, same).astype(np.float32)

    def _title(self, wish: Scores | None, past: Scores | None, from_major: Scores | None) -> Scores:
        w = self.weights
        if wish is not None:
            return wish if past is None else np.maximum(wish, np.float32(w.past_beside_wish) * past)
        if past is not None:
            return past * np.float32(w.past_alone)
        if from_major is not None:
            return from_major * np.float32(w.major_as_title)
        return np.full(len(self.title_of), np.nan, dtype=np.float32)


def _given(best: NDArray[np.int64] | None, forms: Sequence[tuple[str, int]]) -> NDArray[np.int64] | None:
    """The number of the title as she gave it, for that of its form."""
    return None if best is None else np.array([number for _, number in forms], dtype=np.int64)[best]


def _cleaned(column: Column, earlier: Sequence[tuple[str, ...]] | None) -> list[tuple[str, ...]]:
    """The cleaned forms of each title; ``earlier``: of the column that this one was made from."""
    return [
        title_forms(text_of(key)) if earlier is None or was < 0 else earlier[was]
        for key, was in zip(column.keys, column.was.tolist(), strict=True)
    ]


def _blank(column: Column, earlier: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    """Which titles say nothing; ``earlier``: of the column that this one was made from."""
    found = [
        not says_something(text_of(key)) if earlier is None or was < 0 else bool(earlier[was])
        for key, was in zip(column.keys, column.was.tolist(), strict=True)
    ]
    return np.array(found, dtype=bool)


def says_something(title: Text) -> bool:
    """Whether a title has a letter or a figure in any language; blanks and signs name no job."""
    return any(c.isalnum() for form in all_of(title) for c in normal(form))


def _as_title(major: str) -> str:
    """会计学 -> 会计: a subject's name without its ending is often the name of the work."""
    text = normal(major)
    for ending in ("专业", "技术", "学", "与管理"):
        if text.endswith(ending) and len(text) > len(ending) + 1:
            return text.removesuffix(ending)
    return text


def _mean(parts: dict[str, Scores], weights: dict[str, float]) -> Scores:
    """The weighted mean of the known parts, NaN where none is known."""
    values = np.stack([parts[name] for name in weights])
    known = ~np.isnan(values)
    shares = np.array(list(weights.values()), dtype=np.float32)[:, None] * known
    total = shares.sum(axis=0)
    means = (np.nan_to_num(values) * shares).sum(axis=0) / np.where(total > 0, total, 1.0)
    return np.where(total > 0, means, np.nan).astype(np.float32)
