"""What a proposal leaves: the finding is gone, and what is left is language."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from typing import Any

from jobfair.fair import Opening
from jobfair.postings import Checker, Finding
from jobfair.postings.check import texts_of
from jobfair.postings.evaluation import CASES
from jobfair.postings.proposals import without_sentence

# What a text, a sentence or a clause may not begin or end with, and what may stand nowhere.
TORN_END = re.compile(
    r"(?:要求|优先|仅限|只限|必须|考虑|和|与|或|及|并|因为|由于|如果|\b(?:we|only|and|or|with|the|a|be|must|not|are|is|of|to"
    r"|not considered))$",
    re.IGNORECASE,
)
TORN_START = re.compile(
    r"^(?:者|的|考虑|优先|均|都|也|和|与|或|并|且|但|(?:and|or|but|with|who|not|considered|of)\b)", re.IGNORECASE
)
EDGES = re.compile(r"^[\s、，,：:；;。.）)]|[\s、，,：:；;（(]$")
CLAUSE = re.compile(r"[，,。；;：:\n（）()【】]|\.\s|\.$|、")
TORN_INSIDE = re.compile(r"[，,、；;：:]\s?[，,、；;：:。）)]|。。|（）|\(\)|【】|[（(][，,、。]|^.$")
PAIRS = ("（）", "()", "【】", "[]")


@cache
def checker() -> Checker:
    return Checker()


def opening(text: str, **more: Any) -> Opening:
    return Opening.model_validate({"id": "O", "title": "职位", "cities": ["滨江市"], "description": text, **more})


def left_by(text: str) -> list[str | None]:
    """What each finding's proposal leaves of a text; None where it asks instead."""
    found = checker().check(opening(text))
    return [one.edit.of(text) if one.edit else None for one in found if one.words]


def taken(one: Opening, found: Finding, rest: str) -> Opening:
    document = one.model_dump(mode="json")
    *steps, last = (int(step) if step.isdigit() else step for step in found.field.split("."))
    holder: Any = document
    for step in steps:
        holder = holder[step]
    holder[last] = rest
    return Opening.model_validate(document)


def torn(text: str, rest: str) -> list[str]:
    """What is torn in ``rest``, and was not so before."""
    whole = {part.strip().lower() for part in CLAUSE.split(text)}
    parts = [part.strip().lower() for part in CLAUSE.split(rest)]
    found = [part for part in parts if part not in whole and (TORN_END.search(part) or TORN_START.search(part))]
    found += [rest] if EDGES.search(rest) and not EDGES.search(text) else []
    inside = Counter(TORN_INSIDE.findall(rest)) - Counter(TORN_INSIDE.findall(text))
    uneven = [
        pair for pair in PAIRS if rest.count(pair[0]) - rest.count(pair[1]) != text.count(pair[0]) - text.count(pair[1])
    ]
    return found + list(inside) + uneven


def test_proposal_when_taken_over_all_cases_removes_the_finding_and_leaves_language() -> None:
    wrong, proposals = [], 0
    for line in CASES.read_text("utf-8").splitlines():
        row = json.loads(line)
        if not row["expected"]:
            continue
        one = Opening.model_validate({"id": "O", **row["opening"]})
        texts, all_found = dict(texts_of(one)), checker().check(one)
        counts = Counter((found.code, found.field, found.words) for found in all_found)
        for found in all_found:
            if not found.edit:
                continue
            proposals += 1
            rest = found.edit.of(texts[found.field])
            again = Counter(
                (other.code, other.field, other.words) for other in checker().check(taken(one, found, rest))
            )
            key = (found.code, found.field, found.words)
            if again[key] >= counts[key]:
                wrong.append((row["id"], "still found", found.words, rest))
            if found.code != "salary_order":
                wrong += [(row["id"], part, found.words, rest) for part in torn(texts[found.field], rest)]
    assert wrong == []
    assert proposals > 200


def test_proposals_when_taken_one_after_the_other_leave_none() -> None:
    wrong = []
    for line in CASES.read_text("utf-8").splitlines():
        row = json.loads(line)
        one = Opening.model_validate({"id": "O", **row["opening"]})
        for _ in range(8 if row["expected"] else 0):
            found = next((other for other in checker().check(one) if other.edit), None)
            if found is None or found.edit is None:
                break
            one = taken(one, found, found.edit.of(dict(texts_of(one))[found.field]))
        else:
            wrong += [row["id"]] if row["expected"] else []
    assert wrong == []


def test_proposal_when_nothing_that_makes_sense_would_be_left_is_a_question() -> None:
    texts = (
        "要求35周岁以下", "维吾尔族、藏族请勿投递", "大三阳小三阳不要", "男性优先考虑", "小哥哥小姐姐优先",
        "要求有男朋友",
        "We only hire men", "childbearing age women not considered", "近三年无生育计划", "仅限应届女毕业生",
        "限男性，稳定",
        "诚聘有驾照能吃苦耐劳身体健康限35岁以下的司机，包吃住",
    )  # fmt: skip
    assert [(text, left_by(text)) for text in texts if not left_by(text) or set(left_by(text)) != {None}] == []
    assert all(one.question for text in texts for one in checker().check(opening(text)))


def test_proposal_when_the_rest_makes_sense_leaves_it() -> None:
    cases = {
        "女文员": "文员",
        "Male driver": "Driver",
        "文员（女）": "文员",
        "文员（女，会英语）": "文员（会英语）",
        "要求：限男性，会电脑。": "要求：会电脑。",
        "性别：男，会电脑。": "会电脑。",
        "1、限男性；2、会电脑；3、能倒班。": "2、会电脑；3、能倒班。",
        "任职要求：1、女性，能倒班；2、会电脑。": "任职要求：1、能倒班；2、会电脑。",
        "身体健康，无残疾、无纹身，会电脑": "身体健康，无纹身，会电脑",
        "包吃住。因宿舍紧张，仅限男性。": "包吃住。",
        "限男性，免费住宿": "免费住宿",
        "包吃住，入职交押金300元，离职退。": "包吃住。",
        "Females only, good English.": "Good English.",
        "Day shift; male only.": "Day shift.",
        "Requirements: female, good English.": "Requirements: good English.",
        "【任职条件】（1）限男性；（2）本科；（3）能倒班。": "【任职条件】（2）本科；（3）能倒班。",
        "【任职条件】（1）本科；（2）形象好。": "【任职条件】（1）本科。",
        "要求形象气质佳、会英语、打字快。": "要求会英语、打字快。",
        "Requirements:\n- Male\n- Driving licence": "Requirements:\n- Driving licence",
        "*限男性\n*会电脑": "*会电脑",
    }
    assert {text: left_by(text)[0] for text in cases} == cases


def test_proposal_when_a_clause_goes_on_into_the_next_is_a_question() -> None:
    for text in (
        "限男性，且持有驾照。",
        "女生优先，男生也可。",
        "退伍军人、男性优先",
        "Must be male, with a driving licence.",
    ):
        assert set(left_by(text)) == {None}, text


def test_text_when_nobody_can_be_asked_loses_the_sentence_only() -> None:
    text = "成立二十年。诚聘有驾照能吃苦耐劳的男司机，且持有上岗证。食堂好。"
    at = text.index("男司机")
    assert without_sentence(text, at, at + 3) == "成立二十年。食堂好。"
    assert without_sentence("We hire men. Good food.", 3, 11) == "Good food."
    assert without_sentence("仅限男性", 0, 4) == ""
