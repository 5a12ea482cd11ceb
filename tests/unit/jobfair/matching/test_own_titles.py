"""An opening's own title beats names that it only shares a code with; titles in two scripts are two titles."""

from __future__ import annotations

import pytest

from jobfair.fair import Fair, Opening
from jobfair.matching.booths import BoothMatch, Matcher
from jobfair.matching.everyday import wishes_of
from jobfair.matching.index import Index
from jobfair.matching.majors import strange_to
from jobfair.matching.terms import title_forms
from jobfair.matching.titles import TitleDictionary
from jobfair.seeker import MatchingProfile
from tests.fakes.encoder import SynonymEncoder

#: Codes as broad as the real ones: one has a tester and Java, one teachers of everything, one live streams and a shop.
BROAD = TitleDictionary(
    {
        "2-02": ["计算机软件工程技术人员", "软件工程师", "Java开发", "软件测试工程师", "web开发"],
        "2-08": ["其他教学人员", "美术教师", "英语老师", "钢琴老师"],
        "4-01": ["互联网营销师", "直播运营", "淘宝客服", "带货主播"],
    }
)
TITLES = (
    "软件测试工程师",
    "Java 开发工程师",
    "软件开发工程师",
    "前端工程师",
    "美术教师",
    "英语教师",
    "直播运营",
    "客服专员",
)


def ranked(wish: str, titles: tuple[str, ...] = TITLES, with_meaning: bool = False) -> list[BoothMatch]:
    fair = Fair(id="f", openings=tuple(Opening(id=f"O{i}", title=title) for i, title in enumerate(titles)))
    encoder = SynonymEncoder() if with_meaning else None
    found = Matcher(fair, Index.build(fair, encoder, BROAD), encoder).booths(
        MatchingProfile(id="S", titles=(wish,)), 20, every=True
    )
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("with_meaning", [False, True])
@pytest.mark.parametrize(
    ("wish", "title"),
    [
        ("java开发", "Java 开发工程师"),
        ("ＪＡＶＡ开发", "Java 开发工程师"),
        ("java", "Java 开发工程师"),
        ("前端", "前端工程师"),
        ("软件开发", "软件开发工程师"),
        ("英语老师", "英语教师"),
        ("淘宝客服", "客服专员"),
    ],
)
def test_own_title_when_a_sibling_shares_the_code_of_what_is_asked_stands_first(
    wish: str, title: str, with_meaning: bool
) -> None:
    found = ranked(wish, with_meaning=with_meaning)
    assert found[0].openings[0].opening.title == title
    assert found[0].band in ("strong", "good")
    siblings = {"软件测试工程师", "美术教师", "直播运营"}
    assert all(match.band != "strong" for match in found if match.openings[0].opening.title in siblings)


def test_very_same_title_when_others_hold_it_too_stands_first() -> None:
    found = ranked("软件工程师", ("软件测试工程师", "嵌入式软件工程师", "软件工程师"))
    assert found[0].openings[0].opening.title == "软件工程师"


def test_title_that_is_the_occupations_official_name_has_all_its_names_and_a_sibling_only_those_like_its_own() -> None:
    assert BROAD.aliases("其他教学人员") == ("美术教师", "英语老师", "钢琴老师")
    assert BROAD.aliases("美术教师") == ("其他教学人员",)
    assert BROAD.aliases("软件测试工程师") == ("计算机软件工程技术人员",)


@pytest.mark.parametrize("wish", ["焊工", "welder", "Welder 焊工"])
def test_title_in_two_scripts_when_asked_in_either_is_that_title_whatever_the_order(wish: str) -> None:
    found = ranked(wish, ("木工", "Welder 焊工", "焊工 Welder", "焊工（Welder）", "🔥高薪🔥焊工Welder 急招"))
    assert {match.score for match in found[:4]} == {found[0].score}
    assert all(match.band == "strong" for match in found[:4])
    assert [reason.code for reason in found[0].openings[0].reasons] == ["title_same"]


@pytest.mark.parametrize(
    ("title", "forms"),
    [
        ("Software Engineer 软件工程师", ("软件工程师", "software engineer")),
        ("Java开发工程师 Java Developer", ("java开发工程师", "java developer")),
        ("教师 Teacher", ("教师", "teacher")),
        ("会计 Accountant（双休）", ("会计", "accountant")),
        ("急招 Welder", ("welder",)),
        ("🔥高薪🔥焊工 急招", ("焊工",)),
        ("Java 开发工程师", ("java 开发工程师",)),
        ("SQL Server 开发工程师", ("sql server 开发工程师",)),
        ("HR 专员", ("hr 专员",)),
        ("护士（RN）", ("护士",)),
        ("Java 后端 developer", ("java 后端 developer",)),
    ],
)
def test_title_is_read_one_script_at_a_time_where_each_says_the_job(title: str, forms: tuple[str, ...]) -> None:
    assert title_forms(title) == forms


@pytest.mark.parametrize("wish", ["前台", "行政"])
def test_one_of_several_jobs_in_a_title_is_the_job_asked_for(wish: str) -> None:
    found = ranked(wish, ("会计", "行政/前台", "销售经理"))
    assert found[0].openings[0].opening.title == "行政/前台"
    assert found[0].band in ("strong", "good")


def test_language_whose_name_is_a_sign_is_another_than_its_letter_alone() -> None:
    assert title_forms("C++") == ("c++",)
    assert ranked("c++", ("C 语言讲师", "C++ 开发"))[0].openings[0].opening.title == "C++ 开发"


def test_word_within_another_word_is_not_what_was_asked() -> None:
    found = ranked("电工", ("弱电工程师", "电工"))
    assert found[0].openings[0].opening.title == "电工"
    assert ranked("art", ("party planner", "art teacher"))[0].openings[0].opening.title == "art teacher"


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("不要销售", ""),
        ("no sales", ""),
        ("行政，不要销售", "行政"),
        ("accountant, not sales", "accountant"),
        ("写代码的", "写代码"),
        ("坐办公室的", "坐办公室的"),
        ("我想当老师", "老师"),
        ("I want to be a nurse", "nurse"),
        ("不锈钢焊工", "不锈钢焊工"),
        ("no-code developer", "no-code developer"),
        ("希望小学教师", "希望小学教师"),
    ],
)
def test_wish_is_what_she_asks_for_and_never_what_she_does_not_want(said: str, wish: str) -> None:
    assert wishes_of([said]) == [(wish, 0)]


def test_skill_that_her_title_names_is_never_called_missing() -> None:
    opening = Opening(id="O", title="Java developer", skills_required=("Java", "Spring", "Java 证书"))
    fair = Fair(id="f", openings=(opening,))
    matcher = Matcher(fair, Index.build(fair, None, BROAD), None)
    seeker = MatchingProfile(id="S", titles=("后端",), past_titles=("Java engineer",), skills=("MySQL",))
    missing = [r.values["skill"] for r in matcher.opening(seeker, "O").reasons if r.kind == "missing"]
    assert set(missing) == {"Spring", "Java 证书"}


@pytest.mark.parametrize(
    ("studied", "title", "strange"),
    [
        ("物理学", "英语教师", True),
        ("物理学", "高中物理教师", False),
        ("chemistry", "English teacher", True),
        ("chemistry", "医学检验技师", True),
        ("护理学", "护士", False),
        ("mathematics", "小学数学教师", False),
        ("物理学", "课程顾问", False),
        ("物理学", "中学教师", False),
    ],
)
def test_job_of_another_subject_is_not_what_graduates_of_hers_do(studied: str, title: str, strange: bool) -> None:
    assert strange_to([studied, "中学教师", "化验员"], [title]) is strange
