"""Ages that a text asks of applicants: too young is forbidden, an upper limit is for a person to judge."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jobfair.postings.findings import Finding, Level
from jobfair.postings.folding import Folded
from jobfair.postings.wording import taken_out
from jobfair.text import Bilingual

LEAST = 16
ADULT = 18

_NUMBER = r"(?:\d{1,2}|[一二三四五六]?十[一二三四五六七八九]?)"
_TO = r" ?(?:-|~|—|–|至|到|to|and) ?"
_YEAR = r"(?:周|足)?岁"
# People whom the work is for, not who applies: an age beside them is no condition.
_OTHERS = re.compile(
    r"儿童|幼儿|宝宝|婴|孩子|小孩|孩|学生|学员|小朋友|青少年|少年|课程|班|学龄|患|用户|客户|老人|长者|老年|人群|顾客|消费者|读者|玩家|宠物|会员|家长|受众|儿科"
    r"|children|child|kids|pupils|students|patients|elderly|seniors|users|customers|learners|toddlers|teens|residents|readers"
)
_CLAUSE = re.compile(r"[,。;\n!?]")
_ZH = re.compile(
    rf"(?P<context>年龄(?:要求|限制|范围|条件)?(?:在|为|须|需|要|限)?:?(?:在|为)?|年满|满|招工|招聘|招收|限|不超过|不满|不大于|不低于|小于|低于|超过)?"
    rf"(?:男|女|不)?(?P<low>{_NUMBER})(?P<first>{_YEAR})?(?:{_TO}(?P<high>{_NUMBER}))?(?P<unit>{_YEAR})?(?P<after>(?:之间|左右)?(?:及)?(?:以下|以内|之内|内|封顶|以上|起|即可|可|就可以|就行|也可|之间|左右)?)"
)
_GENERATION = re.compile(
    r"(?:[789]0|[89]5|0[05])后(?:者|优先|为佳|可|,|。|团队优先|最佳|均可)|年轻(?:人|者|化)?(?:优先|为佳)|(?:欢迎|招聘?|只招|仅限|限)(?:[89]0|[89]5|0[05])后"
)
_EN = (
    re.compile(
        r"\b(?:under|below|not over|no older than|not older than|younger than|up to|maximum age(?: is| of|:)?|max\.? age:?|age limit(?: is| of|:)?|not exceed(?:ing)?) ?(?:the age of )?(?P<high>\d{2})(?: (?:years? old|years? of age|y/?o|yrs old))?\b(?P<rest>.{0,24})"
    ),
    re.compile(
        rf"\b(?:aged?|ages?|age range|age)(?: (?:must be|should be|requirement|limit|between|from|is|of))?:? ?(?:between |from )?(?P<low>\d{{1,2}})(?:{_TO}(?P<high>\d{{2}}))?\b(?P<rest>.{{0,24}})"
    ),
    re.compile(
        rf"\b(?:between |from )?(?P<low>\d{{1,2}})(?:{_TO}(?P<high>\d{{2}}))? (?:years? old|years? of age|yrs old)(?P<rest>.{{0,24}})"
    ),
    re.compile(
        r"\b(?:minimum age(?: is| of|:)?|at least|from the age of|over|above) (?P<low>\d{2})(?: (?:years? old|years? of age))?(?P<rest>.{0,16})"
    ),
    re.compile(
        r"\b(?:young (?:and (?:energetic|dynamic|attractive|beautiful)|people only|candidates? prefer{1,2}ed|person|applicants?)|youthful (?:candidates?|applicants?)|recent graduates only|must be young)\b(?P<rest>.{0,4})"
    ),
)
_HAZARD = re.compile(
    r"矿井|井下|采掘|采煤|高空|高处作业|爆破|放射|有毒|粉尘|剧毒|化学危险|高温熔炼|炉前|夜总会|酒吧|ktv|会所|网吧|潜水|隧道|underground|mining|blasting|radioactive|toxic|nightclub|\bbars?\b|scaffold|high-altitude"
)

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
    found: list[Finding] = []
    for age in _all(folded.text):
        start, end = folded.span(age.start, age.end)
        edit = taken_out(text, start, end)
        common = {"field": path, "start": start, "end": end, "words": text[start:end]}
        rest = edit if edit.of(text).strip() else None
        if age.low is not None and age.low < LEAST:
            found.append(
                Finding(
                    code="child_labour",
                    level=Level.BLOCK,
                    reason=_CHILD,
                    laws=("child_labour_2", "employment_service_14"),
                    edit=rest,
                    question=None if rest else _CHILD,
                    **common,
                )
            )  # type: ignore[arg-type]
        elif age.low is not None and age.low < ADULT and hazardous:
            found.append(
                Finding(
                    code="hazardous_under_18",
                    level=Level.BLOCK,
                    reason=_HAZARDOUS,
                    laws=("labour_64",),
                    question=_HAZARDOUS,
                    **common,
                )
            )  # type: ignore[arg-type]
        elif age.high is not None:
            found.append(
                Finding(
                    code="age",
                    level=Level.REVIEW,
                    reason=_AGE,
                    laws=("employment_promotion_26", "employment_service_20"),
                    edit=rest,
                    question=None if rest else _AGE,
                    **common,
                )
            )  # type: ignore[arg-type]
    return found[:20]


def is_hazardous(folded: str) -> bool:
    """Whether the text names work that is closed to those under 18 (Labour Law art. 64, Minors art. 61)."""
    return _HAZARD.search(folded) is not None


def _all(text: str) -> list[_Age]:
    found = (
        [age for match in _ZH.finditer(text) if (age := _chinese(match, text))]
        if "岁" in text or "年龄" in text
        else []
    )
    if "后" in text or "年轻" in text:
        found += [
            _Age(*match.span(), None, 0) for match in _GENERATION.finditer(text) if not _of_others(text, *match.span())
        ]
    if re.search(r"\bag(?:e|es|ed)\b|\bold|young|youth|under |below |over |above |recent grad", text):
        for pattern in _EN:
            for match in pattern.finditer(text):
                age = _english(match, text)
                if age and not any(age.start < other.end and other.start < age.end for other in found):
                    found.append(age)
    return sorted(found, key=lambda age: age.start)


def _chinese(match: re.Match[str], text: str) -> _Age | None:
    context, after, unit = match["context"] or "", match["after"] or "", match["unit"] or match["first"]
    if not unit and not context.startswith("年龄"):
        return None
    low, high = _value(match["low"]), _value(match["high"])
    if not 5 <= low <= 75 or _of_others(text, *match.span()):
        return None
    applicant = bool(context) or after.startswith(("以上", "起", "即可", "可", "就", "也可"))
    if high is not None:
        if low < LEAST and not applicant:
            return None
        return _Age(*match.span(), low, high)
    if after in ("以下", "以内", "之内", "内", "及以下", "封顶", "及以内") or context in (
        "不超过",
        "不大于",
        "小于",
        "低于",
    ):
        return None if low < ADULT else _Age(*match.span(), None, low)
    if context == "不满" or (context == "超过" and not after):
        return None
    return _Age(*match.span(), low, None) if applicant and low < ADULT else None


def _english(match: re.Match[str], text: str) -> _Age | None:
    groups = match.groupdict()
    low, high = groups.get("low"), groups.get("high")
    rest = groups.get("rest") or ""
    end = match.end() - len(rest)
    said = match[0][: len(match[0]) - len(rest)]
    if re.match(
        r" ?(?:minutes?|hours?|days?|kg|%|people|miles|km|points|years? (?:of|in|experience)|months?|staff|percent|lbs|degrees|million|k\b|m\b|employees|weeks?|cm|[-/.,]?\d|yuan|rmb|yrs? (?:of|exp))",
        rest,
    ):
        return None
    if (
        low is None
        and high is not None
        and not re.search(r"old|age", said)
        and not re.match(r"[ ,.;)]{0,2}(?:$|only|prefer|years old|years of age|energetic)", rest)
    ):
        return None
    if low is not None and not re.search(r"old|age", said):
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
    before = _CLAUSE.split(text[max(0, start - 16) : start])[-1]
    after = _CLAUSE.split(text[end : end + 24])[0]
    return bool(_OTHERS.search(before[-12:]) or _OTHERS.search(after[:20]))


def _value(text: str | None) -> int | None:  # type: ignore[return]
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    tens, _, ones = text.partition("十")
    digits = "零一二三四五六七八九"
    return (digits.index(tens) if tens else 1) * 10 + (digits.index(ones) if ones else 0)
