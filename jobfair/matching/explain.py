"""Why an opening stands where it stands: reasons made only from the terms that scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from jobfair.fair import Opening
from jobfair.matching.everyday import wishes_of
from jobfair.matching.fit import education_short
from jobfair.matching.places import Nearness
from jobfair.matching.score import Scored, Scorer
from jobfair.matching.terms import normal, same_term, title_forms, together
from jobfair.matching.words import Met, Words
from jobfair.seeker import MatchingProfile
from jobfair.text import Text

Kind = Literal["matched", "missing", "conflict", "note", "unknown"]
Field = Literal[
    "title", "skill", "major", "education", "experience", "city", "salary", "job_type", "chosen", "work_permit"
]
Values = dict[str, Text | int]
#: From which relevance on a title is close to another.
NEAR = 0.45
#: The same where her major leads to a job of that name: that graduates often do it is said of no other job.
NEAR_STUDIED = 0.6
#: Most characters of a word of hers in a reason.
MOST_SHOWN = 40
#: What the opening leaves open and is worded as a question for the booth.
ASK = ("work_permit_unknown", "salary_unknown", "city_unknown", "job_type_unknown")
_KINDS = {"matched": 0, "missing": 1, "conflict": 1, "note": 2, "unknown": 3}
#: What tells a seeker most, first.
_TELLING = (
    "skill", "experience", "major", "title", "chosen", "work_permit", "salary", "city", "education", "job_type",
)  # fmt: skip


class Reason(BaseModel):
    """One reason. ``code`` is stable and worded by ``jobfair.matching.phrases``; ``values`` fill its gaps, ``own``
    among them is the seeker's word where it is another than the opening's.

    ``weight`` is the share of the score that hangs on it, 0 for what was not known; ``past`` marks what comes
    from the seeker's past and is shown on her request only. Of kind ``unknown`` is what could have scored and was not
    said, by the opening (worded as a question for the booth) or by her.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    field: Field
    code: str
    values: Values = {}
    weight: float = 0.0
    past: bool = False


@dataclass(frozen=True)
class _Case:
    """One seeker and one opening."""

    scorer: Scorer
    scored: Scored
    profile: MatchingProfile
    opening: Opening
    row: int

    def part(self, name: str) -> float | None:
        """The part of this opening, None where it is not known."""
        value = float(self.scored.parts[name][self.row])
        return None if np.isnan(value) else value


def reasons(scorer: Scorer, scored: Scored, profile: MatchingProfile, opening: Opening, row: int) -> list[Reason]:
    """Matched, then missing and conflicts, notes, unknowns; among matched the telling ones first. One a term."""
    case = _Case(scorer, scored, profile, opening, row)
    found = [
        *_title(case),
        *_skills(case),
        *_major(case),
        *_education(case),
        *_experience(case),
        *_chosen(case),
        *_work_permit(case),
        *_city(case),
        *_salary(case),
        *_job_type(case),
    ]

    def place(reason: Reason) -> tuple[int, int, float]:
        telling = _TELLING.index(reason.field) if reason.kind == "matched" else 0
        return _KINDS[reason.kind], telling, -reason.weight

    return sorted(found, key=place)


def chips(found: Sequence[Reason], most: int = 3, past: bool = False) -> list[Reason]:
    """The few that stand on a card: matched ones, and room for one that is missing or in conflict; what is to be asked
    at the booth where there is room left.

    Reasons from the seeker's past only where ``past`` says that she asked for them.
    """
    usable = [reason for reason in found if past or not reason.past]
    good = [reason for reason in usable if reason.kind == "matched"]
    short = [reason for reason in usable if reason.kind in ("missing", "conflict")]
    short.sort(key=lambda reason: -reason.weight)
    kept = good[: most - 1 if short else most]
    kept += short[: most - len(kept)]
    kept += [reason for reason in usable if reason.code in ASK][: most - len(kept)]
    return kept or [reason for reason in usable if reason.kind == "note"][:most]


def _title(case: _Case) -> Iterator[Reason]:
    scored, row, w = case.scored, case.row, case.scorer.weights
    if case.scorer.untitled[row]:
        yield Reason(kind="note", field="title", code="title_none")
        return
    forms = [together(form) for form in title_forms(case.opening.title)]
    if scored.wish is not None and scored.best_wish is not None and scored.wish[row] >= NEAR:
        weight = _round(w.title * scored.wish[row])
        if any(same_term(together(wish), form) for wish, _ in wishes_of(case.profile.titles) for form in forms):
            yield Reason(kind="matched", field="title", code="title_same", weight=weight)
        else:
            values: Values = {"own": _shown(case.profile.titles[int(scored.best_wish[row])])}
            yield Reason(kind="matched", field="title", code="title_near", values=values, weight=weight)
    elif scored.past is not None and scored.best_past is not None and scored.past[row] >= NEAR:
        values = {"title": _shown(case.profile.past_titles[int(scored.best_past[row])])}
        share = w.past_alone if scored.wish is None else w.past_beside_wish
        weight = _round(w.title * share * scored.past[row])
        yield Reason(kind="matched", field="title", code="title_past", values=values, weight=weight, past=True)
    elif scored.from_major is not None and scored.best_studied is not None and scored.from_major[row] >= NEAR_STUDIED:
        values = {"own": _shown(case.profile.majors[int(scored.best_studied[row])])}
        weight = _round(w.major_title_alone * w.major_as_title * scored.from_major[row])
        yield Reason(kind="matched", field="major", code="title_from_major", values=values, weight=weight)
    else:
        value = case.part("title")
        if value is not None and value >= w.possible:
            yield Reason(kind="note", field="title", code="title_somewhat", weight=_round(w.title * value))


def _skills(case: _Case) -> Iterator[Reason]:
    opening, fit, w = case.opening, case.scorer.fit, case.scorer.weights
    if case.part("skills") is None:
        if opening.skills_required:
            yield Reason(kind="unknown", field="skill", code="skills_unknown")
        return
    share = w.skills / float(fit.asked[case.row])
    groups: tuple[tuple[tuple[Text, ...], Met, Words, bool], ...] = (
        (opening.skills_required, case.scored.required, fit.required, True),
        (opening.skills_preferred, case.scored.preferred, fit.preferred, False),
    )
    for skills, met, words, required in groups:
        for skill in dict.fromkeys(skills):
            number = words.number(skill)
            value = float(met.value[number])
            weight = share * (float(fit.counts[number]) if required else w.preferred)
            if value > 0:
                own = case.profile.skills[int(met.by[number])]
                code, values = _met(skill, bool(words.licence[number]), words.forms[number], own, value)
                weight = _round(weight * value)
                yield Reason(kind="matched", field="skill", code=code, values=values, weight=weight)
            elif words.licence[number] or not _said(case.profile, words.forms[number]):
                code = ("licence_missing" if words.licence[number] else "skill_missing") if required else "skill_plus"
                values = {"skill": skill}
                yield Reason(kind="missing", field="skill", code=code, values=values, weight=_round(weight))


def _said(profile: MatchingProfile, forms: Sequence[str]) -> bool:
    """Whether a title of hers names this skill: to a Java developer nobody says that Java is missing."""
    titles = [normal(title) for title in (*profile.titles, *profile.past_titles)]
    return any(len(form) <= len(title) and same_term(form, title) for form in forms for title in titles)


def _met(skill: Text, licence: bool, forms: Sequence[str], own: str, value: float) -> tuple[str, Values]:
    """Her word is named where it is not the opening's."""
    if normal(own) in forms:
        return ("licence_matched" if licence else "skill_matched"), {"skill": skill}
    values: Values = {"skill": skill, "own": _shown(own)}
    if value >= 1.0:
        return ("licence_named" if licence else "skill_named"), values
    return ("licence_near" if licence else "skill_near"), values


def _major(case: _Case) -> Iterator[Reason]:
    value = case.part("major")
    if value is None:
        return
    w = case.scorer.weights
    share = w.major if case.scored.from_major is None else w.major_alone
    words, met = case.scorer.fit.majors, case.scored.majors
    best = max(case.opening.majors, key=lambda major: float(met.value[words.number(major)]))
    if value >= 0.5:
        own = _shown(case.profile.majors[int(met.by[words.number(best)])])
        code = "major_same" if value >= 1.0 else "major_near"
        values: Values = {"own": own, "major": best}
        yield Reason(kind="matched", field="major", code=code, values=values, weight=_round(share * value))
    else:
        yield Reason(kind="note", field="major", code="major_other", values={"major": best}, weight=_round(share))


def _education(case: _Case) -> Iterator[Reason]:
    least = case.opening.education_min
    if least is None or not least.rank:
        return
    if case.part("education") is None:
        yield Reason(kind="unknown", field="education", code="education_unknown")
        return
    short = education_short(case.profile, case.opening)
    share = case.scorer.weights.education
    values: Values = {"level": least.value}
    if short <= 0:
        yield _of("matched", "education", "education_enough", values, share)
    elif short == 1:
        taken = share * (1.0 - case.scorer.weights.education_one_short)
        yield _of("missing", "education", "education_one_short", values, taken)
    else:
        yield _of("conflict", "education", "education_short", values, share)


def _experience(case: _Case) -> Iterator[Reason]:
    need, have = case.opening.experience_months_min, case.profile.experience_months
    share = case.scorer.weights.experience
    if need is None:
        return
    if need == 0:
        if have is not None and have < 12:
            yield _of("matched", "experience", "experience_not_needed", {}, share)
        return
    if have is None:
        yield Reason(kind="unknown", field="experience", code="experience_unknown")
    elif have < need:
        months = need - have
        code, values = ("experience_short_months", {"months": months})
        if months >= 12:
            code, values = ("experience_short_years", {"years": -(-months // 12)})
        yield _of("missing", "experience", code, dict(values), share * (1.0 - (case.part("experience") or 0.0)))
    elif case.scored.past is not None and case.scored.past[case.row] >= NEAR and have >= 12:
        # Years are of all work together; the title is named only where it was the one held.
        held = [_shown(title) for title in case.profile.past_titles if title.strip()]
        years: Values = {"years": have // 12} if len(held) > 1 else {"title": held[0], "years": have // 12}
        code = "experience_enough" if len(held) > 1 else "experience_in"
        yield Reason(kind="matched", field="experience", code=code, values=years, weight=_round(share), past=True)
    else:
        yield _of("matched", "experience", "experience_met", {}, share)


def _chosen(case: _Case) -> Iterator[Reason]:
    """What she tapped and this opening is; where it is not, it costs points and goes without saying."""
    traits, choices = case.scorer.traits, case.profile.chosen
    fits = traits.of(case.row) if choices else ()
    for choice in choices:
        if choice in fits:
            trait, _, value = choice.partition(":")
            shown = traits.industries.get(value, value) if trait == "industry" else value
            share = case.scorer.weights.chosen / len(choices)
            yield _of("matched", "chosen", f"chosen_{trait}", {trait: shown}, share)


def _work_permit(case: _Case) -> Iterator[Reason]:
    if not case.profile.needs_work_permit:
        return
    if case.opening.work_permit is None:
        yield Reason(kind="unknown", field="work_permit", code="work_permit_unknown")
    elif case.opening.work_permit:
        yield Reason(kind="matched", field="work_permit", code="work_permit_yes")
    else:
        yield Reason(kind="conflict", field="work_permit", code="work_permit_no", weight=1.0)


def _city(case: _Case) -> Iterator[Reason]:
    if not any(city.strip() for city in case.profile.cities):
        return
    nearest = case.scorer.fit.nearest_city(case.profile, case.opening)
    value = case.part("city")
    if nearest is None or value is None:
        if not case.opening.cities:
            yield Reason(kind="unknown", field="city", code="city_unknown")
        return
    city, near = nearest
    share = case.scorer.weights.city
    code = f"city_{near.value}"
    if near in (Nearness.SAME, Nearness.DISTRICT):
        yield _of("matched", "city", code, {"city": city}, share * value)
    elif near is Nearness.OTHER:
        yield _of("conflict", "city", code, {"city": city}, share)
    else:
        yield _of("missing", "city", code, {"city": city}, share * (1.0 - value))


def _salary(case: _Case) -> Iterator[Reason]:
    if case.profile.salary_min is None:
        return
    value, share = case.part("salary"), case.scorer.weights.salary
    if value is None:
        yield Reason(kind="unknown", field="salary", code="salary_unknown")
    elif value >= 1.0:
        yield _of("matched", "salary", "salary_enough", {}, share)
    elif value > 0:
        yield _of("missing", "salary", "salary_near", {}, share * (1.0 - value))
    else:
        yield _of("conflict", "salary", "salary_low", {}, share)


def _job_type(case: _Case) -> Iterator[Reason]:
    if not case.profile.job_types:
        return
    offered = case.opening.job_type
    if offered is None:
        yield Reason(kind="unknown", field="job_type", code="job_type_unknown")
    elif offered in case.profile.job_types:
        yield Reason(kind="matched", field="job_type", code="job_type_same", values={"job_type": offered.value})
    else:
        values: Values = {"job_type": offered.value}
        yield Reason(kind="conflict", field="job_type", code="job_type_other", values=values, weight=1.0)


def _shown(own: str) -> str:
    """Her word as it stands on a chip: one line, at most MOST_SHOWN characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in own).split())
    return line if len(line) <= MOST_SHOWN else f"{line[: MOST_SHOWN - 1]}…"


def _of(kind: Kind, field: Field, code: str, values: Values, weight: float) -> Reason:
    return Reason(kind=kind, field=field, code=code, values=values, weight=_round(weight))


def _round(value: float) -> float:
    return round(float(value), 4)
