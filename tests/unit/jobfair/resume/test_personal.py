"""Party, sex, age, people, marriage, origin and health reach no field of the matcher."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobfair.personal import no_facts, says_person, without_person, work_only
from jobfair.resume.extract import extract
from jobfair.resume.profile import read_profile
from jobfair.resume.skill_words import SkillWords
from jobfair.seeker import Basics, JobWish, Resume, Work, profile_of

TODAY = date(2026, 11, 1)
WORDS = SkillWords(["Excel", "焊工证"])
BODY = "教育背景\n2022.09—2026.06  师范大学  历史学  本科\n技能：Excel"
FACTS = (
    "女", "男", "女性", "22岁", "58岁", "汉族", "维吾尔族", "回族", "已婚", "未婚",
    "离异", "已婚已育", "中共党员", "党员", "预备党员",
    "共青团员", "团员", "群众", "籍贯河南", "身体健康", "2004年5月",
    "政治面貌：中共党员", "民族：藏族", "婚姻状况：已婚",
    "Female", "Male", "58 years old", "married", "Gender: female", "Ethnicity: Black", "Age: 58",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    facts=st.lists(st.sampled_from(FACTS), max_size=6),
    between=st.sampled_from((" | ", "｜", "  ", " ", "\n", " · ")),
    title=st.sampled_from(("", "会计", "Java开发工程师")),
)
def test_any_header_with_facts_of_the_person_gives_the_same_profile_as_without(
    facts: list[str], between: str, title: str
) -> None:
    def read(header: list[str]) -> tuple[object, object]:
        text = between.join(["李晓雨", *header]) + (f"\n{title}" if title else "") + f"\n{BODY}"
        draft = extract(text, TODAY)[0]
        return read_profile("s", text, draft, WORDS, TODAY).profile, profile_of("s", draft)

    read_out, filled = read(facts)
    bare_read, bare_filled = read([])
    assert read_out == bare_read
    assert filled == bare_filled
    assert filled.titles == ((title,) if title else ())  # type: ignore[attr-defined]


def test_title_in_one_part_with_facts_of_the_person_is_kept_alone() -> None:
    assert without_person("女，30岁，会计") == "会计"
    assert extract(f"李晓雨\n女 22岁 汉族 党员 会计\n{BODY}", TODAY)[0].basics.label == "会计"


@pytest.mark.parametrize(
    "title",
    [
        "健康管理师",
        "女装设计师",
        "婚礼策划师",
        "心理健康教师",
        "群众演员",
        "党员教育干事",
        "3-6岁早教老师",
        "民族舞教师",
        "男科护士",
    ],
)
def test_jobs_that_hold_the_same_characters_are_titles(title: str) -> None:
    assert not says_person(title)


def test_form_that_holds_facts_of_the_person_gives_the_matcher_none_of_them() -> None:
    resume = Resume(
        basics=Basics(label="中共党员"), wish=JobWish(titles=("共青团员", "会计")), work=(Work(position="预备党员"),)
    )
    profile = profile_of("s", resume)
    assert (profile.titles, profile.past_titles) == (("会计",), ())
    assert profile_of("s", Resume(basics=Basics(label="中共党员"))).titles == ()
    assert work_only(["汉族", "焊工"]) == ("焊工",)
    assert no_facts(["中共党员", "汉族", "心理健康", "女装打版"]) == ("心理健康", "女装打版")
