"""Why an opening stands where it stands: reasons made only from the terms that scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from jobfair.fair import Opening
from jobfair.matching.fit import education_short, is_licence
from jobfair.matching.score import Scored, Scorer
from jobfair.matching.terms import clean_title, same_term
from jobfair.seeker import MatchingProfile
from jobfair.text import Text, all_of

Kind = Literal["matched", "missing", "conflict", "note", "unknown"]
Field = Literal["title", "skill", "major", "education", "experience", "city", "salary", "job_type"]
#: From which relevance on a title is close to another.
NEAR = 0.45
_KINDS = {"matched": 0, "missing": 1, "conflict": 1, "note": 2, "unknown": 3}
#: What tells a seeker most, first.
_TELLING = ("skill", "experience", "major", "title", "salary", "city", "education", "job_type")


class Reason(BaseModel):
    """One reason. ``code`` is stable and worded by ``jobfair.matching.phrases``; ``values`` fill its gaps.

    ``weight`` is the share of the score that hangs on it, 0 for what was not known; ``past`` marks what comes
    from the seeker's past and is shown on her request only.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    field: Field
    code: str
    values: dict[str, Text | int] = {}
    weight: float = 0.0
    past: bool = False


def reasons(scorer: Scorer, scored: Scored, profile: MatchingProfile, opening: Opening, row: int) -> list[Reason]:
    """Matched, then missing and conflicts, notes, unknowns; among matched the telling ones first. One a term."""
    found = [
        *_title(scorer, scored, profile, opening, row),
        *_skills(scorer, scored, opening, row),
        *_major(scorer, scored, opening, row),
        *_education(scorer, scored, profile, opening, row),
        *_experience(scorer, scored, profile, opening, row),
        *_terms(scorer, scored, profile, opening, row),
    ]

    def place(reason: Reason) -> tuple[int, int, float]:
        telling = _TELLING.index(reason.field) if reason.kind == "matched" else 0
        return _KINDS[reason.kind], telling, -reason.weight

    return sorted(found, key=place)


def chips(found: Sequence[Reason], most: int = 3, past: bool = False) -> list[Reason]:
    """The few that stand on a card: matched ones, and room for one that is missing or in conflict.

    Reasons from the seeker's past only where ``past`` says that she asked for them.
    """
    usable = [reason for reason in found if past or not reason.past]
    good = [reason for reason in usable if reason.kind == "matched"]
    short = [reason for reason in usable if reason.kind in ("missing", "conflict")]
    short.sort(key=lambda reason: -reason.weight)
    kept = good[: most - 1 if short else most]
    kept += short[: most - len(kept)]
    return kept or [reason for reason in usable if reason.kind == "note"][:most]


def _title(scorer: Scorer, scored: Scored, profile: MatchingProfile, opening: Opening, row: int) -> Iterator[Reason]:
    share = scorer.weights.title
    if scored.wish is not None and scored.wish[row] >= NEAR:
        own = [clean_title(form) for form in all_of(opening.title)]
        same = any(same_term(clean_title(wish), form) for wish in profile.titles for form in own)
        code = "title_same" if same else "title_near"
        yield Reason(kind="matched", field="title", code=code, weight=_round(share * scored.wish[row]))
        return
    if scored.past is not None and scored.best_past is not None and scored.past[row] >= NEAR:
        held = [t for t in profile.past_titles if t.strip()][int(scored.best_past[row])]
        weight = _round(share * scorer.weights.past_beside_wish * scored.past[row])
        yield Reason(kind="matched", field="title", code="title_past", values={"title": held}, weight=weight, past=True)
        return
    if scored.from_major is not None and scored.from_major[row] >= NEAR:
        weight = _round(share * scorer.weights.major_as_title * scored.from_major[row])
        yield Reason(kind="matched", field="major", code="title_from_major", weight=weight)
        return
    value = scored.parts["title"][row]
    if value >= scorer.weights.possible:
        yield Reason(kind="note", field="title", code="title_somewhat", weight=_round(share * value))


def _skills(scorer: Scorer, scored: Scored, opening: Opening, row: int) -> Iterator[Reason]:
    if np.isnan(scored.parts["skills"][row]):
        if opening.skills_required:
            yield Reason(kind="unknown", field="skill", code="skills_unknown")
        return
    w = scorer.weights
    asked = len(opening.skills_required) + w.preferred * len(opening.skills_preferred)
    groups = (
        (opening.skills_required, scored.required, scorer.fit.required, 1.0, "skill_missing", "licence_missing"),
        (opening.skills_preferred, scored.preferred, scorer.fit.preferred, w.preferred, "skill_plus", "skill_plus"),
    )
    for skills, met, words, counts, missing, licence_missing in groups:
        for skill in dict.fromkeys(skills):
            value = float(met[words.number[skill]])
            weight = _round(w.skills * counts / asked * (value or 1.0))
            licence = is_licence(skill)
            if value > 0:
                code = "licence_matched" if licence else "skill_matched" if value >= 1.0 else "skill_near"
                yield Reason(kind="matched", field="skill", code=code, values={"skill": skill}, weight=weight)
            else:
                code = licence_missing if licence else missing
                yield Reason(kind="missing", field="skill", code=code, values={"skill": skill}, weight=weight)


def _major(scorer: Scorer, scored: Scored, opening: Opening, row: int) -> Iterator[Reason]:
    value = scored.parts["major"][row]
    if np.isnan(value):
        return
    weight = _round(scorer.weights.major * max(float(value), 0.1))
    if value >= 0.5:
        code = "major_same" if value >= 1.0 else "major_near"
        yield Reason(kind="matched", field="major", code=code, weight=weight)
    else:
        yield Reason(kind="note", field="major", code="major_other", values={"major": opening.majors[0]}, weight=weight)


def _education(
    scorer: Scorer, scored: Scored, profile: MatchingProfile, opening: Opening, row: int
) -> Iterator[Reason]:
    if np.isnan(scored.parts["education"][row]) or opening.education_min is None:
        if opening.education_min is not None and opening.education_min.rank:
            yield Reason(kind="unknown", field="education", code="education_unknown")
        return
    short = education_short(profile, opening)
    weight = _round(scorer.weights.suits * scorer.weights.education)
    values: dict[str, Text | int] = {"level": opening.education_min.value}
    if short <= 0:
        if opening.education_min.rank:
            yield Reason(kind="matched", field="education", code="education_enough", values=values, weight=weight)
    elif short == 1:
        yield Reason(kind="missing", field="education", code="education_one_short", values=values, weight=weight)
    else:
        yield Reason(kind="conflict", field="education", code="education_short", values=values, weight=weight)


def _experience(
    scorer: Scorer, scored: Scored, profile: MatchingProfile, opening: Opening, row: int
) -> Iterator[Reason]:
    need, have = opening.experience_months_min, profile.experience_months
    weight = _round(scorer.weights.suits * scorer.weights.experience)
    if need is None:
        return
    if need == 0:
        if have is not None and have < 12:
            yield Reason(kind="matched", field="experience", code="experience_not_needed", weight=weight)
        return
    if have is None:
        yield Reason(kind="unknown", field="experience", code="experience_unknown")
    elif have < need:
        months = need - have
        code, values = ("experience_short_months", {"months": months})
        if months >= 12:
            code, values = ("experience_short_years", {"years": -(-months // 12)})
        yield Reason(kind="missing", field="experience", code=code, values=dict(values), weight=weight)
    elif scored.past is not None and scored.best_past is not None and scored.past[row] >= NEAR and have >= 12:
        # Years are of all work together; the title is named only where it was the one held.
        held = [t for t in profile.past_titles if t.strip()]
        if len(held) == 1:
            years: dict[str, Text | int] = {"title": held[0], "years": have // 12}
            code = "experience_in"
        else:
            years = {"years": have // 12}
            code = "experience_enough"
        yield Reason(kind="matched", field="experience", code=code, values=years, weight=weight, past=True)
    else:
        yield Reason(kind="matched", field="experience", code="experience_met", weight=weight)


def _terms(scorer: Scorer, scored: Scored, profile: MatchingProfile, opening: Opening, row: int) -> Iterator[Reason]:
    w = scorer.weights
    city, salary, kind = (scored.parts[name][row] for name in ("city", "salary", "job_type"))
    if not np.isnan(city):
        values: dict[str, Text | int] = {"city": opening.cities[0]}
        weight = _round(w.suits * w.city)
        if city > 0:
            yield Reason(kind="matched", field="city", code="city_same", values=values, weight=weight)
        else:
            yield Reason(kind="conflict", field="city", code="city_other", values=values, weight=weight)
    if not np.isnan(salary):
        weight = _round(w.suits * w.salary)
        if salary >= 1.0:
            yield Reason(kind="matched", field="salary", code="salary_enough", weight=weight)
        elif salary > 0:
            yield Reason(kind="missing", field="salary", code="salary_near", weight=weight)
        else:
            yield Reason(kind="conflict", field="salary", code="salary_low", weight=weight)
    if not np.isnan(kind) and opening.job_type is not None:
        weight = _round(w.suits * w.job_type)
        values = {"job_type": opening.job_type.value}
        if kind > 0:
            yield Reason(kind="matched", field="job_type", code="job_type_same", values=values, weight=weight)
        else:
            yield Reason(kind="conflict", field="job_type", code="job_type_other", values=values, weight=weight)


def _round(value: float) -> float:
    return round(float(value), 4)
