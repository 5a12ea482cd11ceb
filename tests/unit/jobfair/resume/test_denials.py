"""What she says she does not have is not given to her, neither from a résumé nor from a list of skills."""

from __future__ import annotations

from datetime import date

import pytest

from jobfair.fair import Fair
from jobfair.matching.booths import Matcher
from jobfair.matching.denials import denied
from jobfair.matching.index import Index
from jobfair.matching.titles import TitleDictionary
from jobfair.resume.extract import extract
from jobfair.resume.profile import read_profile
from jobfair.resume.skill_words import SkillWords
from jobfair.seeker import MatchingProfile

TODAY = date(2026, 11, 1)
WORDS = SkillWords(
    ["叉车证", "焊工证", "教师资格证", "电工证", "Excel", "forklift licence", "CPA", "电焊", "摄影", "photography"]
)


def skills(text: str) -> tuple[str, ...]:
    return read_profile("s", text, extract(text, TODAY)[0], WORDS, TODAY).profile.skills


@pytest.mark.parametrize(
    "text",
    [
        "叉车证没有，可以考", "没有叉车证", "叉车证还没考", "叉车证：无",
        "焊工证（无）", "焊工证过期了", "教师资格证在考", "电工证已吊销",
        "曾有焊工证，已过期", "焊工证，现已过期", "教师资格证笔试已过",
        "CPA candidate (not yet certified)", "forklift licence expired",
        "forklift licence: none", "working towards a forklift licence", "Excel: none", "不太会Excel", "我弟弟会电焊",
        "兴趣：摄影、游泳", "Interests: photography, swimming",
        "兴趣爱好\n摄影、游泳", "证书\n焊工证（无）", "技能\n不会Excel",
    ],
)  # fmt: skip
def test_skill_that_she_denies_or_that_is_a_pastime_is_not_hers(text: str) -> None:
    assert skills(text) == ()


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("有焊工证，没有叉车证", ("焊工证",)),
        ("持叉车证，焊工证在考", ("叉车证",)),
        ("会电焊，有焊工证", ("电焊", "焊工证")),
        ("Valid forklift licence, CPA candidate", ("forklift licence",)),
        ("焊工证（2020年取得）", ("焊工证",)),
    ],
)
def test_skill_beside_a_denied_one_stays_hers(text: str, has: tuple[str, ...]) -> None:
    assert set(skills(text)) == set(has)


def test_skill_of_a_profile_that_says_no_is_not_met() -> None:
    fair = Fair.model_validate(
        {"id": "f", "openings": [{"id": "O1", "title": "焊工", "skills_required": ["焊工证", "Excel"]}]}
    )
    matcher = Matcher(fair, Index.build(fair, None, TitleDictionary({})), None)
    no = MatchingProfile(id="s", titles=("焊工",), skills=("焊工证（无）", "不会Excel"))
    yes = MatchingProfile(id="s", titles=("焊工",), skills=("焊工证", "Excel"))
    assert not [r for r in matcher.opening(no, "O1").reasons if r.field == "skill" and r.kind == "matched"]
    assert len([r for r in matcher.opening(yes, "O1").reasons if r.field == "skill" and r.kind == "matched"]) == 2


@pytest.mark.parametrize("skill", ["无损检测", "无人机驾驶", "未来教室设备", "学生管理", "考勤管理"])
def test_skill_whose_name_begins_like_a_denial_is_one(skill: str) -> None:
    assert not denied(skill)
