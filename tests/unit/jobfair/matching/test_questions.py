"""Cold start: majors lead to jobs, questions split what is left, and answers only add."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobfair.fair import Education, Fair, JobType, Opening
from jobfair.matching.booths import BoothMatch, Matcher, NoMatches
from jobfair.matching.index import Index
from jobfair.matching.majors import bundled_majors
from jobfair.matching.phrases import phrase
from jobfair.matching.questions import KEYS, MOST_OPTIONS, MOST_QUESTIONS, Questions, WorkQuestion, answered
from jobfair.matching.titles import TitleDictionary
from jobfair.matching.traits import Traits, hours_of, kind_of, kinds, setting_of
from jobfair.matching.vocabulary import Vocabulary
from jobfair.seeker import MatchingProfile

DEMO = Path(__file__).resolve().parents[4] / "resources" / "demo" / "fair.json"
NOBODY = MatchingProfile(id="n")


@pytest.fixture(scope="module")
def fair() -> Fair:
    return Fair.model_validate_json(DEMO.read_bytes())


@pytest.fixture(scope="module")
def questions(fair: Fair) -> Questions:
    return Questions(fair, Traits(fair))


@pytest.fixture(scope="module")
def matcher(fair: Fair) -> Matcher:
    """Letters alone, so that no test waits for the encoder."""
    return Matcher(fair, Index.build(fair, None, TitleDictionary({})), None)


def ask(questions: Questions, fair: Fair, profile: MatchingProfile, asked: tuple[str, ...] = ()) -> WorkQuestion | None:
    n = len(fair.openings)
    score = np.nan_to_num(Traits(fair).chosen(profile.chosen)).astype(np.float32)
    return questions.next(profile, score, np.zeros(n, dtype=bool), asked)


@pytest.mark.parametrize(
    ("major", "job"),
    [
        ("会计学", "会计"), ("大数据与会计专业", "会计"), ("BSc in Accounting", "accountant"), ("护理", "护士"),
        ("Nursing", "registered nurse"), ("土木", "施工员"), ("计算机科学与技术（师范）", "java 开发工程师"),
    ],
)  # fmt: skip
def test_major_in_either_language_leads_to_the_jobs_of_its_graduates(major: str, job: str) -> None:
    assert bundled_majors().jobs(major)[0] == job


@pytest.mark.parametrize("major", ["", "🙂", "x", "\x00", "未知的东西", "a" * 5000])
def test_major_that_nobody_knows_leads_to_no_job(major: str) -> None:
    assert bundled_majors().jobs(major) == ()


def test_titles_of_every_known_major_have_vectors_that_come_along() -> None:
    majors = bundled_majors()
    assert len(majors.names) >= 300
    assert all(job in majors.vectors for name in majors.names for job in majors.jobs(name))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("电焊工", "making"), ("Registered nurse", "health"), ("财务经理", "finance"), ("销售经理", "sales"),
        ("软件项目经理", "it"), ("养老护理员", "care"), ("货车司机", "driving"), ("管理培训生", "office"),
        ("", ""), ("🙂", ""),
    ],
)  # fmt: skip
def test_title_tells_the_kind_of_work_and_words_of_every_kind_only_where_nothing_else_does(
    title: str, kind: str
) -> None:
    assert kind_of(title) == kind
    assert (setting_of(kind) != "") == (kind != "")


def test_occupation_code_goes_before_the_title() -> None:
    assert kind_of("伙伴", "29-1141.00") == "health"
    assert kind_of("伙伴", "4-03-02-01") == "cooking"


def test_hours_are_read_from_words_and_part_time_is_flexible() -> None:
    assert hours_of(Opening(id="a", title="x", hours="两班倒，周休一天")) == "shifts"
    assert hours_of(Opening(id="a", title="x", hours="Days, weekends off")) == "day"
    assert hours_of(Opening(id="a", title="x", job_type=JobType.PART_TIME)) == "flexible"
    assert hours_of(Opening(id="a", title="x")) == ""


def test_three_questions_at_most_each_splits_and_every_tile_says_how_many_it_keeps(
    questions: Questions, fair: Fair
) -> None:
    profile, asked, keeps = NOBODY, list[str](), len(fair.openings)
    while (question := ask(questions, fair, profile, tuple(asked))) is not None:
        assert question.key not in asked
        assert 2 <= len(question.options) <= MOST_OPTIONS
        assert all(0 < option.keeps <= keeps for option in question.options)
        asked.append(question.key)
        option = question.options[0]
        keeps, profile = option.keeps, answered(profile, option.value, option.label)
    assert len(asked) == MOST_QUESTIONS
    assert asked[:2] == ["setting", "kind"], "first where, then what of it: each tile of the second is one of the first"


def test_answer_none_of_these_asks_another_question_and_leaves_the_profile(questions: Questions, fair: Fair) -> None:
    first = ask(questions, fair, NOBODY)
    assert first is not None
    second = ask(questions, fair, NOBODY, (first.key,))
    assert second is not None and second.key != first.key


def test_what_is_known_already_is_not_asked(questions: Questions, fair: Fair) -> None:
    known = NOBODY.model_copy(
        update={"cities": ("滨江市",), "education": Education.BACHELOR, "salary_min": 5000, "chosen": ("setting:desk",)}
    )
    asked: list[str] = []
    while (question := ask(questions, fair, known, tuple(asked))) is not None:
        asked.append(question.key)
    assert not {"city", "education", "salary", "setting"} & set(asked)


@pytest.mark.parametrize("openings", [(), (Opening(id="o", title="焊工"),), (Opening(id="o", title=""),)])
def test_fair_of_nothing_or_one_opening_asks_nothing(openings: tuple[Opening, ...]) -> None:
    small = Fair(id="f", openings=openings)
    assert ask(Questions(small, Traits(small)), small, NOBODY) is None


@given(answers=st.lists(st.text(max_size=30), max_size=4))
@settings(max_examples=50, deadline=None)
def test_answer_that_is_none_of_ours_changes_nothing_that_scores(answers: list[str]) -> None:
    profile = NOBODY
    for answer in answers:
        profile = answered(profile, answer)
    assert profile.musts == ()
    assert profile.job_types == (), "an answer never excludes an opening"


def test_unknown_trait_costs_nothing_and_one_of_a_kind_is_enough(fair: Fair) -> None:
    traits = Traits(fair)
    both = traits.chosen(("kind:care", "kind:health"))
    assert set(np.unique(both)) == {0.0, 1.0}
    assert np.isnan(traits.chosen(("industry:不在这里",))).all()
    assert set(kinds()) >= set(traits.values["kind"])
    assert KEYS[0] == "kind"


@pytest.mark.parametrize("major", ["会计学", "历史学", "Nursing", "机电一体化技术专业", "Hospitality management"])
def test_graduate_who_knows_only_her_major_gets_ten_booths_each_with_a_reason(matcher: Matcher, major: str) -> None:
    found = matcher.booths(MatchingProfile(id="g", majors=(major,)), 10)
    assert not isinstance(found, NoMatches)
    assert len(found) == 10
    assert all(any(reason.kind == "matched" for reason in booth.openings[0].reasons) for booth in found)


def test_what_was_tapped_is_a_reason_and_hides_no_booth(matcher: Matcher) -> None:
    chosen = MatchingProfile(id="g", majors=("会计学",), chosen=("kind:care", "hours:day"))
    before = matcher.booths(MatchingProfile(id="g", majors=("会计学",)), 200, every=True)
    after = matcher.booths(chosen, 200, every=True)
    assert not isinstance(before, NoMatches) and not isinstance(after, NoMatches)
    assert {match.booth.id for match in before if match.booth} == {match.booth.id for match in after if match.booth}
    alone = matcher.booths(MatchingProfile(id="g", chosen=("kind:care",)), 10)
    assert not isinstance(alone, NoMatches)
    assert {reason.code for reason in alone[0].openings[0].reasons} >= {"chosen_kind"}
    assert phrase(alone[0].openings[0].reasons[0], "en") == "You chose: Care and community"


@pytest.mark.parametrize("knows", [{"majors": ("历史学",)}, {"titles": ("随便",)}, {"past_titles": ("保安",)}])
@pytest.mark.parametrize("tap", ["kind:finance", "kind:sales", "kind:office", "kind:cooking", "industry:金融财务"])
def test_tap_beside_what_is_known_moves_booths_of_its_kind_among_the_ten(
    matcher: Matcher, knows: dict[str, tuple[str, ...]], tap: str
) -> None:
    before = matcher.booths(MatchingProfile(id="g", **knows), 10)
    after = matcher.booths(MatchingProfile(id="g", chosen=(tap,), **knows), 10)
    assert not isinstance(before, NoMatches) and not isinstance(after, NoMatches)

    traits, rows = Traits(matcher.fair), {o.id: row for row, o in enumerate(matcher.fair.openings)}

    def fitting(found: list[BoothMatch]) -> int:
        fits = traits.fits(tap)
        return sum(1 for m in found for row in [rows[m.openings[0].opening.id]] if fits[row] == 1.0)

    assert [m.booth for m in after] != [m.booth for m in before]
    assert fitting(after) > fitting(before)


@pytest.mark.parametrize("tap", ["kind:teaching", "kind:health", "kind:cooking"])
@pytest.mark.parametrize("knows", [{"majors": ("物理学",)}, {"majors": ("生物工程",)}, {"titles": ("随便",)}])
def test_tap_beside_words_that_match_nothing_brings_what_was_tapped_as_matches(
    matcher: Matcher, knows: dict[str, tuple[str, ...]], tap: str
) -> None:
    found = matcher.booths(MatchingProfile(id="g", chosen=(tap,), **knows), 3)
    assert not isinstance(found, NoMatches) and len(found) == 3
    assert all(match.band for match in found)
    assert all("chosen_kind" in {r.code for r in match.openings[0].reasons} for match in found)


def test_every_major_of_the_table_gets_ten_booths_those_without_a_band_last(matcher: Matcher) -> None:
    for major in bundled_majors().names[::17]:
        found = matcher.booths(MatchingProfile(id="g", majors=(major,), education=Education.BACHELOR), 10)
        assert not isinstance(found, NoMatches) and len(found) == 10, major
        banded = [match.band is not None for match in found]
        assert banded == sorted(banded, reverse=True), major
        for match in found[sum(banded) :]:
            said = {r.code for o in match.openings for r in o.reasons}
            assert not said & {"title_same", "major_same"} or match.openings[0].opening.majors, major


def test_booths_to_look_at_also_begin_with_those_that_nothing_speaks_against(matcher: Matcher) -> None:
    profile = MatchingProfile(id="g", titles=("qqqq",), education=Education.SECONDARY, experience_months=0)
    found = matcher.booths(profile, 10)
    assert not isinstance(found, NoMatches) and len(found) == 10
    assert not any(match.band for match in found)
    against = [any(r.kind == "conflict" for r in match.openings[0].reasons) for match in found]
    assert against == sorted(against)
    few = matcher.booths(profile, 3)
    assert not isinstance(few, NoMatches) and len(few) == 3


def test_words_of_the_fair_are_found_by_either_language_and_shown_in_one(fair: Fair) -> None:
    words = Vocabulary(fair)
    assert words.suggest("skills", "forklift", "zh", 3) == ["叉车证", "叉车驾驶"]
    assert "会计证书" in words.suggest("skills", "", "zh", 5, titles=("会计",))
    assert "会计证书" not in words.suggest("skills", "", "zh", 400, have=("accounting certificate",))
    assert words.suggest("titles", "没有这样的", "en", 3) == []
