from __future__ import annotations

import pytest

from jobfair.fair import Fair, Opening
from jobfair.matching.booths import Matcher
from jobfair.matching.everyday import everyday_words, meant_by
from jobfair.matching.index import Index
from jobfair.matching.titles import TitleDictionary
from jobfair.seeker import MatchingProfile

TITLES = ("护士", "会计", "中餐厨师", "后端开发工程师", "行政专员", "装配工", "育婴师", "货车司机")


@pytest.mark.parametrize(
    ("wish", "title"),
    [
        ("程序员", "后端开发工程师"),
        ("文員", "行政专员"),
        ("普工", "装配工"),
        ("月嫂", "育婴师"),
        ("護士", "护士"),
        ("司機", "货车司机"),
    ],
)
def test_everyday_or_traditional_word_when_wished_finds_the_title_first(wish: str, title: str) -> None:
    fair = Fair(id="f", openings=tuple(Opening(id=f"O{i}", title=t) for i, t in enumerate(TITLES)))
    matcher = Matcher(fair, Index.build(fair, None, TitleDictionary({})), None)
    found = matcher.booths(MatchingProfile(id="S", titles=(wish,)), 3)
    assert isinstance(found, list)
    assert found[0].openings[0].opening.title == title
    assert found[0].band == "strong"


def test_everyday_words_when_read_are_many_and_each_means_titles_in_both_languages() -> None:
    assert len(everyday_words()) >= 300
    assert all(titles["zh"] and titles["en"] for titles in everyday_words().values())


def test_everyday_word_when_the_fair_is_in_the_other_language_means_its_titles() -> None:
    assert ("registered nurse", 0) in meant_by(["rn"], ("en",))
    assert ("护士", 0) in meant_by(["rn"], ("zh",))
    assert meant_by(["registered nurse of something"], ("en",)) == []


@pytest.mark.parametrize("wish", ["🔥🔥", "什么都行", "随便", "Anything"])
def test_wish_that_names_no_work_ranks_by_what_suits(wish: str) -> None:
    openings = (Opening(id="O1", title="出纳", education_min="college"), Opening(id="O2", title="保洁员"))  # type: ignore[arg-type]
    fair = Fair(id="f", openings=openings)
    matcher = Matcher(fair, Index.build(fair, None, TitleDictionary({})), None)
    found = matcher.booths(MatchingProfile(id="S", titles=(wish,), education="none"), 3)  # type: ignore[arg-type]
    assert isinstance(found, list)
    assert [match.openings[0].opening.id for match in found] == ["O2", "O1"]
    assert all(match.band is None for match in found)
