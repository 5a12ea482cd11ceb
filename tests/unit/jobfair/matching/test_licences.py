from __future__ import annotations

import pytest

from jobfair.fair import Fair, Opening
from jobfair.matching.booths import Matcher
from jobfair.matching.index import Index
from jobfair.matching.licences import included, licence
from jobfair.matching.titles import TitleDictionary
from jobfair.seeker import MatchingProfile
from jobfair.text import Bilingual


@pytest.mark.parametrize(
    ("asked", "own", "code"),
    [
        ("B2 驾照", "A2驾照", "licence_named"),
        ("B2 驾照", "C1驾照", "licence_missing"),
        ("A1 驾照", "A2", "licence_missing"),
        ("C1 驾照", "C1", "licence_named"),
        ("C1 驾照", "驾驶证C1", "licence_named"),
        ("焊工证", "焊工操作证", "licence_named"),
        ("叉车证", "叉车驾驶证", "licence_named"),
        ("叉车证", "焊工操作证", "licence_missing"),
        ("电工证", "电工操作证", "licence_named"),
        ("会计证书", "初级会计师", "licence_named"),
        (Bilingual(zh="教师资格证", en="teaching licence"), "teaching license", "licence_named"),
        ("幼儿教师资格证", "教师资格证", "licence_missing"),
    ],
)
def test_licence_when_asked_is_met_by_its_names_and_by_higher_ones(asked: str | Bilingual, own: str, code: str) -> None:
    fair = Fair(id="f", openings=(Opening(id="O", title="职位", skills_required=(asked,)),))
    matcher = Matcher(fair, Index.build(fair, None, TitleDictionary({})), None)
    match = matcher.opening(MatchingProfile(id="S", titles=("职位",), skills=(own,)), "O")
    assert [reason.code for reason in match.reasons if reason.field == "skill"] == [code]


def test_driving_classes_when_compared_include_only_what_is_below() -> None:
    assert licence("英语 b2") == ""
    assert included("a2") == {"a2", "b1", "b2", "c1", "c2", "c3", "c4"}
    assert "c1" not in included("c2")
