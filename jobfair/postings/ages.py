"""Ages that a text asks of applicants: too young is forbidden, an upper limit is for a person to judge."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jobfair.postings.findings import Finding, Level
from jobfair.postings.folding import Folded
from jobfair.postings.proposals import without
from jobfair.postings.resources import table
from jobfair.text import Bilingual

_SOME = 20  # findings in one text: more say nothing new
LEAST = 16
ADULT = 18

_RULES = table("figures")["ages"]
_OTHERS, _EITHER, _HIRING, _MAYBE, _CHINESE, _GENERATION, _NO_AGE, _HAZARD = (
    re.compile(_RULES[name], re.ASCII)
    for name in ("others", "either", "hiring", "maybe", "chinese", "generation", "no_age", "hazard")
)
_ENGLISH = [re.compile(pattern, re.ASCII) for pattern in _RULES["english"]]
_UP_TO = ("以下", "以内", "之内", "以里", "内", "及以下", "或以下", "封顶", "为限", "止", "及以内")
_NOT_OVER = ("不超过", "不大于", "不高于", "小于", "低于", "≤", "<=", "<")
_CLAUSE = re.compile(r"[,。;\n!?]")
_REFUSED = re.compile(r"[不勿禁免谢拒半票]|别|须|需|由|陪")
_WORDS = ("岁", "年龄", "后", "年轻", "出头", "龄", "年纪", "年长", "中老年")

_AGE = Bilingual(
    zh="对年龄设上限，请主办方判断这份工作是否确实需要。",
    en="An upper age limit: let a person judge whether the work needs it.",
)
_CHILD = Bilingual(
    zh="不得招用未满16周岁的人：请写明须年满16周岁。",
    en="Nobody under 16 may be employed: say that applicants must be 16 or older.",
)
_HAZARDOUS = Bilingual(
    zh="未满18周岁的人不得从事这类有危险的工作，也不得在酒吧等场所工作：请写明须年满18周岁。",
    en="Nobody under 18 may do such hazardous work, or work in bars: say that applicants must be 18 or older.",
)


@dataclass(frozen=True)
class _Age:
    start: int
    end: int
    low: int | None
    high: int | None


def ages(text: str, folded: Folded, path: str, hazardous: bool) -> list[Finding]:
    """Findings about ages in ``text``; ``hazardous``: the opening names work that is closed to those under 18."""
    found = sorted(_all(folded.text), key=lambda age: (_RANK[_code(age, hazardous)], age.start))[:_SOME]
    return [_finding(age, text, folded, path, hazardous) for age in found if _code(age, hazardous)]


# The worst first: what is for review may not crowd out what is forbidden.
_RANK = {"child_labour": 0, "hazardous_under_18": 1, "age": 2, "": 3}


def _code(age: _Age, hazardous: bool) -> str:
    if age.low is not None and age.low < LEAST:
        return "child_labour"
    if age.low is not None and age.low < ADULT and hazardous:
        return "hazardous_under_18"
    return "age" if age.high is not None else ""


def _finding(age: _Age, text: str, folded: Folded, path: str, hazardous: bool) -> Finding:
    start, end = folded.span(age.start, age.end)
    edit = without(text, start, end)
    code = _code(age, hazardous)
    level, reason = Level.BLOCK, _CHILD
    laws: tuple[str, ...] = ("child_labour_2", "employment_service_14")
    if code == "hazardous_under_18":
        reason, laws, edit = _HAZARDOUS, ("labour_64",), None
    elif code == "age":
        level, reason, laws = Level.REVIEW, _AGE, ("employment_promotion_26", "employment_service_20")
    return Finding(
        code=code,
        level=level,
        field=path,
        start=start,
        end=end,
        words=text[start:end],
        reason=reason,
        laws=laws,
        edit=edit,
        question=None if edit else reason,
    )


def has_ages(folded: str) -> bool:
    """Whether there may be an age in the text at all."""
    return any(word in folded for word in _WORDS) or _MAYBE.search(folded) is not None


def is_hazardous(folded: str) -> bool:
    """Whether the text names work that is closed to those under 18 (Labour Law art. 64, Minors art. 61)."""
    return _HAZARD.search(folded) is not None


def _all(text: str) -> list[_Age]:
    found: list[_Age] = []
    if "岁" in text or "年龄" in text:
        found += [age for match in _CHINESE.finditer(text) if (age := _chinese(match, text))]
    if any(word in text for word in _WORDS):
        spans = (match.span() for match in _GENERATION.finditer(text))
        found += [_Age(*span, None, 0) for span in spans if not _of_others(text, *span)]
    if _MAYBE.search(text):
        taken = bytearray(len(text))  # characters of ages that were found
        for age in found:
            taken[age.start : age.end] = bytes([1]) * (age.end - age.start)
        for pattern in _ENGLISH:
            for match in pattern.finditer(text):
                english = _english(match, text)
                if english and 1 not in taken[english.start : english.end]:
                    taken[english.start : english.end] = bytes([1]) * (english.end - english.start)
                    found.append(english)
    return found


def _chinese(match: re.Match[str], text: str) -> _Age | None:
    context, after, unit = match["context"] or "", match["after"] or "", match["unit"] or match["first"]
    if not unit and not context.startswith("年龄"):
        return None
    low, high = _number(match["low"]), _number(match["high"]) if match["high"] else None
    if not 5 <= low <= 75 or _of_others(text, *match.span()):
        return None
    applicant = bool(context) or after.startswith(("以上", "起", "即可", "可", "就", "也可"))
    if high is not None:
        if low < LEAST and not applicant:
            return None
        return _Age(*match.span(), low, high)
    if after in _UP_TO or context in _NOT_OVER:
        if low <= LEAST and _is_wanted(match, text):
            return _Age(*match.span(), 0, low)
        return None if low < ADULT else _Age(*match.span(), None, low)
    if context == "不满" or (context == "超过" and not after):
        return None
    return _Age(*match.span(), low, None) if applicant and low < ADULT else None


def _is_wanted(match: re.Match[str], text: str) -> bool:
    """Whether "under 16" is all of its clause and nothing after it refuses those, so that it is who is wanted."""
    before, after = text[: match.start()][-1:], text[match.end() : match.end() + 8]
    return before in ("", *",。;\n:") and after[:1] in ("", *",。;\n") and not _REFUSED.search(after)


def _english(match: re.Match[str], text: str) -> _Age | None:
    groups = match.groupdict()
    low, high = groups.get("low"), groups.get("high")
    rest = groups.get("rest") or ""
    end = match.end() - len(rest)
    said = match[0][: len(match[0]) - len(rest)]
    if _NO_AGE.match(rest):
        return None
    if (
        low is None
        and high is not None
        and not re.search(r"old|age", said)
        and not re.match(r"[ ,.;)]{0,2}(?:$|only|prefer|years old|years of age|energetic)", rest)
    ):
        return None
    if low is not None and not re.search(r"old|age|^only", said):
        return None
    if said.startswith("up to") and not re.search(r"old|age", said):
        return None
    if _of_others(text, match.start(), end):
        return None
    lowest = int(low) if low else None
    if high is None and lowest is not None and (lowest >= ADULT or lowest < 5):
        return None
    if high is not None and not 18 <= int(high) <= 75:
        return None
    return _Age(match.start(), end, lowest, int(high) if high else (0 if lowest is None else None))


def _of_others(text: str, start: int, end: int) -> bool:
    """Whether the clause speaks of people whom the work is for."""
    before = _CLAUSE.split(text[max(0, start - 28) : start])[-1]
    before = before if before.isascii() else before[-16:]
    after = _CLAUSE.split(text[end : end + 24])[0]
    sides = (before if before.isascii() else before[-12:], after[:20])
    if any(_OTHERS.search(side) for side in sides):
        return True
    near = f"{before}|{text[start:end]}|{after}"
    return any(_EITHER.search(side) for side in sides) and not _HIRING.search(near)


def _number(text: str) -> int:
    """Figures, or a Chinese number below 70."""
    if text.isdigit():
        return int(text)
    tens, _, ones = text.partition("十")
    digits = "零一二三四五六七八九"
    return (digits.index(tens) if tens else 1) * 10 + (digits.index(ones) if ones else 0)
