"""What must hold for every fair and every seeker."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobfair.fair import Booth, Education, Fair, JobType, Opening
from jobfair.matching.booths import Matcher, NoMatches
from jobfair.matching.index import Index
from jobfair.matching.phrases import phrase
from jobfair.matching.terms import same_term
from jobfair.matching.titles import TitleDictionary
from jobfair.matching.weights import Weights
from jobfair.matching.words import _Spelled
from jobfair.seeker import MatchingProfile, Resume, profile_of
from tests.fakes.encoder import SynonymEncoder

TITLES = ("焊工", "电焊工", "welder", "护士", "registered nurse", "会计", "accountant", "制图员", "", "🙂")
SKILLS = ("电焊", "气割", "看图纸", "焊工证", "Excel", "nursing licence", "护士执业证", "drafting", "制图")
CITIES = ("滨江市", "临湖市", "上海", "苏州", "不限")
few = settings(max_examples=25, deadline=None)


def texts(of: tuple[str, ...], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(of), max_size=most, unique=True).map(tuple)


salaries = st.none() | st.sampled_from((4000, 5000, 5800, 6000, 9000))
openings = st.fixed_dictionaries(
    {
        "title": st.sampled_from(TITLES),
        "skills_required": texts(SKILLS),
        "skills_preferred": texts(SKILLS, 2),
        "majors": texts(("会计学", "护理学"), 1),
        "education_min": st.none() | st.sampled_from(Education),
        "experience_months_min": st.none() | st.integers(0, 60),
        "cities": texts(CITIES, 2),
        "salary_max": salaries,
        "job_type": st.none() | st.sampled_from(JobType),
        "work_permit": st.none() | st.booleans(),
    }
)
profiles = st.fixed_dictionaries(
    {
        "titles": texts(TITLES, 2),
        "past_titles": texts(TITLES, 1),
        "skills": texts(SKILLS, 4),
        "majors": texts(("会计学", "护理学", "茶艺"), 1),
        "education": st.none() | st.sampled_from(Education),
        "experience_months": st.none() | st.integers(0, 60),
        "cities": texts(CITIES, 2),
        "salary_min": salaries,
        "job_types": st.lists(st.sampled_from(JobType), max_size=2, unique=True).map(tuple),
        "musts": texts(("city", "salary", "job_type")),
        "needs_work_permit": st.none() | st.booleans(),
    }
).map(lambda fields: MatchingProfile.model_validate({"id": "S", **fields}))
fairs = st.lists(openings, min_size=1, max_size=6)


def matcher(rows: list[dict[str, Any]]) -> Matcher:
    listed = tuple(Opening.model_validate({"id": f"O{i}", "booth": f"A{i}", **row}) for i, row in enumerate(rows))
    return matcher_of(listed)


def matcher_of(listed: tuple[Opening, ...]) -> Matcher:
    fair = Fair(id="f", booths=tuple(Booth(id=str(o.booth)) for o in listed), openings=listed)
    encoder = SynonymEncoder()
    return Matcher(fair, Index.build(fair, encoder, TitleDictionary({})), encoder)


def scores(m: Matcher, profile: MatchingProfile) -> dict[str, float]:
    """The score of every opening, the excluded ones too."""
    return {opening.id: m.opening(profile, opening.id).score for opening in m.fair.openings}


def violates(profile: MatchingProfile, opening: Opening) -> bool:
    if profile.needs_work_permit and opening.work_permit is False:
        return True
    if profile.job_types and opening.job_type and opening.job_type not in profile.job_types:
        return True
    if "salary" in profile.musts and None not in (profile.salary_min, opening.salary_max):
        assert profile.salary_min is not None
        assert opening.salary_max is not None
        if opening.salary_max < profile.salary_min:
            return True
    if "city" in profile.musts:
        wishes, offers = set(profile.cities), set(opening.cities)
        if "不限" in wishes | offers:
            return False
        return bool(wishes and offers and not wishes & offers)
    return False


@few
@given(fairs, profiles)
def test_hard_limits_exclude_exactly_what_violates_them_and_say_so(
    rows: list[dict[str, Any]], profile: MatchingProfile
) -> None:
    m = matcher(rows)
    found = m.booths(profile, 10, every=True)
    shown = set() if isinstance(found, NoMatches) else {o.opening.id for match in found for o in match.openings}
    excluded = {opening.id: why for opening, why in m.excluded(profile)}
    for opening in m.fair.openings:
        assert (opening.id in excluded) == violates(profile, opening)
        assert opening.id not in shown or opening.id not in excluded
    assert all(excluded.values())


@few
@given(fairs, profiles, st.randoms(use_true_random=False))
def test_order_of_skills_and_openings_changes_nothing(
    rows: list[dict[str, Any]], profile: MatchingProfile, chance: Any
) -> None:
    m = matcher(rows)
    shuffled = profile.model_copy(update={"skills": tuple(chance.sample(profile.skills, len(profile.skills)))})
    assert m.booths(profile, 10, every=True) == m.booths(profile, 10, every=True)
    listed = m.fair.openings
    other = matcher_of(tuple(chance.sample(listed, len(listed))))
    for opening in listed:
        same = m.opening(profile, opening.id)
        assert m.opening(shuffled, opening.id) == same
        assert other.opening(profile, opening.id).score == pytest.approx(same.score, abs=2e-4)


@few
@given(fairs, profiles, st.sampled_from(SKILLS))
def test_one_skill_more_never_lowers_what_asks_for_it_and_moves_nothing_far(
    rows: list[dict[str, Any]], profile: MatchingProfile, skill: str
) -> None:
    m, w = matcher(rows), Weights()
    more = profile.model_copy(update={"skills": (*profile.skills, skill)})
    before, after = scores(m, profile), scores(m, more)
    for opening in m.fair.openings:
        if skill in (*opening.skills_required, *opening.skills_preferred):
            assert after[opening.id] >= before[opening.id] - 1e-4
        elif profile.titles or profile.past_titles or profile.majors:
            assert abs(after[opening.id] - before[opening.id]) <= w.skills + 1e-4


@few
@given(
    fairs,
    profiles,
    st.sampled_from(
        ("education_min", "experience_months_min", "cities", "salary_max", "job_type", "work_permit")
    ),
)  # fmt: skip
def test_what_an_opening_does_not_say_never_costs(
    rows: list[dict[str, Any]], profile: MatchingProfile, silent: str
) -> None:
    before = scores(matcher(rows), profile)
    after = scores(matcher([{**rows[0], silent: () if silent == "cities" else None}, *rows[1:]]), profile)
    assert after["O0"] >= before["O0"] - 1e-4


@few
@given(fairs, profiles)
def test_reasons_are_only_of_terms_that_scored_and_hold_no_percentage(
    rows: list[dict[str, Any]], profile: MatchingProfile
) -> None:
    m = matcher(rows)
    for opening in m.fair.openings:
        match = m.opening(profile, opening.id)
        for reason in match.reasons:
            assert (reason.weight > 0) == (reason.kind != "unknown") or reason.field in (
                "title",
                "work_permit",
                "job_type",
            )
            if reason.field == "skill" and reason.kind == "matched":
                assert reason.values.get("own", reason.values["skill"]) in profile.skills
            if "own" in reason.values:
                assert str(reason.values["own"]) in (*profile.titles, *profile.skills, *profile.majors)
            for words in (phrase(reason, "zh"), phrase(reason, "en")):
                assert words
                assert "%" not in words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"gender": "男", "age": 25, "ethnicity": "汉族"}, {"gender": "女", "age": 52, "ethnicity": "回族"}),
        ({"birthDate": "2001-05-06", "maritalStatus": "未婚"}, {"birthDate": "1974-05-06", "politicalStatus": "群众"}),
    ],
)
def test_sex_age_and_ethnicity_of_a_resume_change_nothing(one: dict[str, Any], other: dict[str, Any]) -> None:
    def profile(personal: dict[str, Any]) -> MatchingProfile:
        basics = {"name": "某某", "label": "焊工", "image": "photo.jpg", **personal}
        data = {"basics": basics, "work": [{"position": "电焊工"}], "skills": [{"name": "电焊"}], **personal}
        return profile_of("S", Resume.model_validate(data))

    assert profile(one) == profile(other)
    assert not {*one, *other} & set(MatchingProfile.model_fields)


@given(st.lists(st.text("焊工证看图ab +#", max_size=6), max_size=8), st.text("焊工证看图ab +#", max_size=10))
def test_forms_are_found_as_if_each_were_looked_at(forms: list[str], term: str) -> None:
    found = sorted(_Spelled(forms).same(term))
    assert found == [i for i, form in enumerate(forms) if same_term(term, form)]


def test_a_skill_that_no_opening_knows_leaves_the_first_booth_first() -> None:
    rows = [
        {"title": t, "skills_required": s} for t, s in (("护士", ["Excel"]), ("焊工", ["电焊"]), ("会计", ["Excel"]))
    ]
    m = matcher(rows)
    for skills in ((), ("电焊",), ("Excel",)):
        profile = MatchingProfile(id="S", titles=("焊工",), skills=skills)
        found = m.booths(profile.model_copy(update={"skills": (*skills, "养花")}), 10, every=True)
        assert not isinstance(found, NoMatches)
        assert found[0].booth
        assert found[0].booth.id == "A1"


def test_untitled_opening_is_ranked_last_and_says_so() -> None:
    rows = [{"title": "", "skills_required": ["电焊"]}, {"title": "会计"}, {"title": "焊工"}, {"title": " 🙂\u0007"}]
    m = matcher(rows)
    found = m.booths(MatchingProfile(id="S", titles=("焊工",), skills=("电焊",)), 10, every=True)
    assert not isinstance(found, NoMatches)
    assert [match.openings[0].opening.id for match in found] == ["O2", "O1", "O0", "O3"]
    assert "title_none" in [reason.code for reason in found[2].openings[0].reasons]


def test_job_text_of_a_hundred_pages_and_full_width_forms_are_matched() -> None:
    pages = "焊接一切。" * 60_000
    long = {"title": "焊" * 5000, "description": pages, "duties": [pages], "skills_required": [pages, "Ｅｘｃｅｌ"]}
    m = matcher([long, {"title": "焊工", "skills_required": ["电焊\u0000", "🙂"]}])
    found = m.opening(MatchingProfile(id="S", titles=("ＷＥＬＤＥＲ",), skills=("excel", "🙂")), "O0")
    assert "skill_matched" in [reason.code for reason in found.reasons]
    assert np.isfinite(found.score)
