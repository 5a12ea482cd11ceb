from __future__ import annotations

from typing import Any

import pytest

from jobfair.fair import Booth, Fair, Opening
from jobfair.matching.booths import Matcher, NoMatches, OpeningMatch
from jobfair.matching.index import Index
from jobfair.matching.titles import TitleDictionary
from jobfair.matching.words import is_licence
from jobfair.seeker import MatchingProfile
from tests.fakes.encoder import SynonymEncoder


def one(opening: dict[str, Any], **profile: Any) -> OpeningMatch:
    """A fair of this opening, at a booth, and how it suits."""
    row = Opening.model_validate({"id": "O1", "booth": "A1", "title": "焊工", **opening})
    fair = Fair(id="f", booths=(Booth(id="A1"),), openings=(row,))
    encoder = SynonymEncoder()
    matcher = Matcher(fair, Index.build(fair, encoder, TitleDictionary({})), encoder)
    return matcher.opening(MatchingProfile.model_validate({"id": "S", "titles": ("焊工",), **profile}), "O1")


def codes(match: OpeningMatch) -> set[str]:
    return {reason.code for reason in match.reasons}


@pytest.mark.parametrize(
    ("opening", "profiles", "said"),
    [
        (
            {"experience_months_min": 36},
            [{"experience_months": months} for months in (40, 30, 24, 0)],
            ["experience_met", "experience_short_months", "experience_short_years", "experience_short_years"],
        ),
        (
            {"education_min": "bachelor"},
            [{"education": level} for level in ("master", "college", "vocational")],
            ["education_enough", "education_one_short", "education_short"],
        ),
        (
            {"salary_max": 9000},
            [{"salary_min": wish} for wish in (9000, 10000, 12000)],
            ["salary_enough", "salary_near", "salary_low"],
        ),
        (
            {"cities": ["苏州市吴江区"]},
            [{"cities": (city,)} for city in ("苏州", "苏州市姑苏区", "上海", "南京", "广州")],
            ["city_same", "city_district", "city_neighbour", "city_province", "city_other"],
        ),
    ],
)
def test_the_further_the_miss_the_more_it_costs_and_each_is_said(
    opening: dict[str, Any], profiles: list[dict[str, Any]], said: list[str]
) -> None:
    matches = [one(opening, **profile) for profile in profiles]
    scores = [match.score for match in matches]
    assert scores == sorted(set(scores), reverse=True)
    assert scores[-1] > 0.5 * scores[0]
    assert all(code in codes(match) for match, code in zip(matches, said, strict=True))


def test_strong_is_only_what_nothing_speaks_against() -> None:
    assert one({"salary_max": 9000}, salary_min=9000).band == "strong"
    assert one({"salary_max": 9000}, salary_min=10000).band == "good"


def test_what_the_opening_leaves_open_is_a_question_only_for_whom_it_matters() -> None:
    asks = {"work_permit_unknown", "salary_unknown", "city_unknown", "job_type_unknown"}
    wishes = {"needs_work_permit": True, "salary_min": 5000, "cities": ("苏州",), "job_types": ("full_time",)}
    assert codes(one({}, **wishes)) & asks == asks
    assert not codes(one({})) & asks


@pytest.mark.parametrize(
    ("skill", "typed", "code"),
    [
        ("焊接工艺", "焊接", "skill_named"),
        ("制图", "drafting", "skill_near"),
        ("制图", "制图", "skill_matched"),
        ("焊工证", "焊工证（高级）", "licence_named"),
    ],
)
def test_reason_names_her_word_where_it_is_another(skill: str, typed: str, code: str) -> None:
    reason = next(r for r in one({"skills_required": [skill]}, skills=("养花", typed)).reasons if r.field == "skill")
    assert reason.code == code
    assert reason.values.get("own", skill) == (skill if code == "skill_matched" else typed)


def test_city_that_the_fair_names_in_both_languages_is_compared_across_them() -> None:
    rows = tuple(
        Opening.model_validate({"id": f"O{i}", "title": "焊工", "cities": [city]})
        for i, city in enumerate(({"zh": "望川市", "en": "Wangchuan"}, "青屿市", "望川市高新区", "Qingyu"))
    )
    fair = Fair(id="f", openings=rows)
    matcher = Matcher(fair, Index.build(fair, None, TitleDictionary({})), None)
    for city in ("Wangchuan", "望川"):
        profile = MatchingProfile(id="S", titles=("焊工",), cities=(city,), musts=("city",))
        excluded = {opening.id for opening, _ in matcher.excluded(profile)}
        # Nothing says whether Qingyu is another name of it.
        assert excluded == {"O1"}


def test_who_asks_nothing_is_not_shown_what_a_hard_limit_forbids() -> None:
    row = Opening(id="O1", booth="A1", title="焊工", work_permit=False)
    fair = Fair(id="f", booths=(Booth(id="A1"),), openings=(row,))
    matcher = Matcher(fair, Index.build(fair, None, TitleDictionary({})), None)
    found = matcher.booths(MatchingProfile(id="S", needs_work_permit=True), 10)
    assert found == NoMatches((("work_permit_no", 1),))


@pytest.mark.parametrize(
    ("skill", "licence"),
    [
        *((text, True) for text in ("焊工证", "焊工证（高级）", "C1 驾照", "Nursing License (RN)", "护士执业资格证书")),
        *((text, False) for text in ("质量保证", "软件验证", "电焊", "", "welding")),
    ],
)
def test_licence_is_told_by_how_it_ends(skill: str, licence: bool) -> None:
    assert is_licence(skill) == licence


def test_numbers_that_no_float_holds_are_compared_all_the_same() -> None:
    row = Opening(id="O1", title="焊工", salary_max=10**40, experience_months_min=10**40)
    fair = Fair(id="f", openings=(row,))
    matcher = Matcher(fair, Index.build(fair, None, TitleDictionary({})), None)
    profile = MatchingProfile(id="S", titles=("焊工",), salary_min=10**40, experience_months=10**40, musts=("salary",))
    assert isinstance(matcher.booths(profile, 1), list)
