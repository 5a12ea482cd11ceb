from __future__ import annotations

import numpy as np
import pytest

from jobfair.matching.letters import CharTfidf, GroupedLetters
from jobfair.matching.terms import clean_title, language_of, normal, same_term


def test_full_width_and_control_characters_are_folded_away() -> None:
    assert normal("Ｊａｖａ\u0000\u200b　开发") == "java 开发"
    assert normal("电\u200b焊\ufeff工\u00ad 学徒\n二") == "电焊工 学徒 二"


@pytest.mark.parametrize(
    ("posted", "title"),
    [
        ("福州少儿数学教师(J10865)", "福州少儿数学教师"),
        ("襄城区围炉三国锅...招聘服务员", "服务员"),
        ("焊工8000-12000元", "焊工"),
        ("（兼职）", "(兼职)"),
        ("Nurse (night shift)", "nurse"),
        ("3D 设计师", "3d 设计师"),
        ("🙂", "🙂"),
        ("招聘专员", "招聘专员"),
        ("某公司招聘服务员3名 包吃住", "服务员"),
        ("高薪诚聘网约车司机+五险一金", "网约车司机"),
        ("月薪8千招保洁", "保洁"),
        ("福利院护工", "福利院护工"),
        ("宿舍管理员", "宿舍管理员"),
        ("招商经理", "招商经理"),
        ("五险一金", "五险一金"),
        ("Registered Nurse - Night Shift - $40/hr", "registered nurse"),
        ("Urgently hiring: Welder", "welder"),
        ("Night Auditor - Remote", "night auditor"),
        ("Remote", "remote"),
    ],
)
def test_posted_title_is_cleaned_and_never_emptied(posted: str, title: str) -> None:
    assert clean_title(posted) == title


def test_language_is_chinese_where_any_character_is() -> None:
    assert (language_of("Java 开发"), language_of("Java developer")) == ("zh", "en")


def test_term_is_the_same_when_it_holds_the_other_as_whole_words() -> None:
    assert same_term("电焊", "电焊工")
    assert same_term("cad", "auto cad")
    assert not same_term("java", "javascript")
    assert not same_term("c", "c++")
    assert not same_term("焊", "电焊工")
    assert not same_term("", "")


def test_tfidf_finds_the_same_text_with_cosine_one_and_a_stranger_with_none() -> None:
    found = CharTfidf(["装配技术员", "护士", "会计"]).against("护士")
    assert found[1] == pytest.approx(1.0, abs=1e-5)
    assert found[0] == found[2] == 0.0


def test_tfidf_of_nothing_is_empty() -> None:
    assert CharTfidf([]).against("护士").shape == (0,)
    assert np.all(CharTfidf(["", " "]).against("护士") == 0)


def test_groups_of_names_are_one_text_each_and_latin_words_count_whole() -> None:
    names = ["staff nurse", "nurse aide", "nursery worker", "", "护士长"]
    found = GroupedLetters(names, np.array([0, 0, 1, 2, 3]), 5, 1.5, 0.1).against("nurse 护士")
    assert found[0] > 0 and found[3] > 0
    assert found[1] == found[2] == found[4] == 0


def test_group_that_says_a_word_more_often_is_nearer() -> None:
    names = ["销售代表", "销售经理", "文员", "销售文员", "行政文员"]
    found = GroupedLetters(names, np.array([0, 0, 1, 1, 1]), 2, 1.5, 0.1).against("销售")
    assert found[0] > found[1] > 0


def test_groups_of_nothing_are_empty() -> None:
    nobody = np.zeros(0, dtype=np.int64)
    assert GroupedLetters([], nobody, 0, 1.5, 0.1).against("护士").shape == (0,)
    assert np.all(GroupedLetters([], nobody, 2, 1.5, 0.1).against("护士") == 0)
    assert np.all(GroupedLetters(["护士"], np.zeros(1, dtype=np.int64), 1, 1.5, 0.1).against("") == 0)
