from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import jobfair.matching.explain as explain
from jobfair.matching.explain import Reason
from jobfair.matching.phrases import band_words, phrase
from jobfair.text import Bilingual

DRAWINGS = Bilingual(zh="看图纸", en="reading drawings")


@pytest.mark.parametrize(
    ("reason", "zh", "en"),
    [
        (
            Reason(kind="matched", field="skill", code="skill_matched", values={"skill": DRAWINGS}),
            "会看图纸",
            "Reading drawings",
        ),
        (
            Reason(kind="matched", field="skill", code="skill_matched", values={"skill": "Python"}),
            "会 Python",
            "Python",
        ),
        (
            Reason(
                kind="missing",
                field="skill",
                code="licence_missing",
                values={"skill": Bilingual(zh="电工证", en="electrician licence")},
            ),
            "缺电工证",
            "No electrician licence yet",
        ),
        (
            Reason(kind="matched", field="experience", code="experience_in", values={"title": "装配", "years": 3}),
            "装配做过 3 年",
            "3 years as 装配",
        ),
        (
            Reason(kind="missing", field="experience", code="experience_short_years", values={"years": 1}),
            "经验少 1 年",
            "1 year short",
        ),
        (
            Reason(kind="conflict", field="education", code="education_short", values={"level": "bachelor"}),
            "要求本科学历",
            "Asks for a bachelor's degree",
        ),
    ],
)
def test_reason_is_worded_shortly_in_both_languages(reason: Reason, zh: str, en: str) -> None:
    assert (phrase(reason, "zh"), phrase(reason, "en")) == (zh, en)


def test_every_code_that_can_be_given_has_words_in_both_languages() -> None:
    source = Path(explain.__file__)
    table = json.loads((source.parent / "phrases.json").read_text(encoding="utf-8"))
    given = set(
        re.findall(
            r'"((?:title|skill|skills|licence|major|education|experience|city|salary|job_type)_[a-z_]+)"',
            source.read_text(),
        )
    )
    assert len(given) > 20
    assert not given - set(table) - {"title_of", "job_type"}
    assert all(words["zh"] and words["en"] for words in table.values())


def test_bands_are_words_and_never_a_percentage() -> None:
    assert band_words("strong", "zh") == "很合适"
    assert band_words("possible", "en") == "Possible match"
