"""A month's pay as an opening's text says it: a range, one figure."""

from __future__ import annotations

import re

from jobfair.fair import Opening
from jobfair.postings.findings import Edit, Finding, Level
from jobfair.postings.folding import Folded
from jobfair.postings.minimums import MinimumWages
from jobfair.postings.pay import LAW, LEAST, MOST, SHOWN, below, is_monthly, least
from jobfair.postings.pay_floor import below_minimum, is_alone, number
from jobfair.postings.resources import table
from jobfair.text import Bilingual

_SOME = 10  # findings in one text: more say nothing new
_ORDER = {Level.BLOCK: 0, Level.ERROR: 1}
_RULES = table("figures")["pay"]
_MAYBE, _RANGE, _SINGLE, _CONTEXT, _PART, _TRIAL, _UPWARD, _NOT_PAY, _YEARLY, _SHORTER = (
    re.compile(_RULES[name], re.ASCII)
    for name in (
        "maybe",
        "range",
        "single",
        "context",
        "part",
        "trial",
        "upward",
        "not_pay",
        "yearly",
        "shorter",
    )
)
_CLAUSE = re.compile(r"[,。;\n]")


def has_pay(folded: str) -> bool:
    """Whether there may be a figure of pay in the text at all."""
    return _MAYBE.search(folded) is not None


def pay_in_text(opening: Opening, text: str, folded: Folded, path: str, minimums: MinimumWages) -> list[Finding]:
    """Pay as a text says it: a range the wrong way round, another one than the fields', too little an hour."""
    found: list[Finding | None] = [
        _range(match, opening, text, folded, path, minimums) for match in _RANGE.finditer(folded.text)
    ]
    found += [_single(match, opening, text, folded, path, minimums) for match in _SINGLE.finditer(folded.text)]
    found += below_minimum(opening, text, folded, path, minimums)
    # The worst first: an error may not crowd out what is forbidden.
    return sorted((one for one in found if one), key=lambda one: (_ORDER[one.level], one.start))[:_SOME]


def _range(
    match: re.Match[str], opening: Opening, text: str, folded: Folded, path: str, minimums: MinimumWages
) -> Finding | None:
    around = folded.text[max(0, match.start() - 14) : match.start()]
    around = _CLAUSE.split(around)[-1]
    clause = around + match[0]
    money = match["ua"] or match["ub"] or match["yuan"] or match["cur"]
    if not money or not (_CONTEXT.search(clause) or match["per"] or is_alone(match, folded.text)):
        return None
    after = _CLAUSE.split(folded.text[match.end() : match.end() + 6])[0]
    if (
        _PART.search(around)
        or _PART.search(after)
        or ("." in match[0] and "元" not in match[0] and not (match["ua"] or match["ub"]))
    ):
        return None
    unit_a, unit_b = match["ua"] or match["ub"], match["ub"]
    low, high = number(match["a"]) * _times(unit_a), number(match["b"]) * _times(unit_b)
    start, end = folded.span(*match.span())
    if low > high and (match["ua"] or not match["ub"]):
        a, b = (place for place in (match.span("a"), match.span("b")))
        reason = Bilingual(zh="文字里的薪资上下限写反了。", en="The pay in the text has its ends the wrong way round.")
        first = folded.span(a[0], match.end("ua") if match["ua"] else a[1])
        second = folded.span(b[0], match.end("ub") if match["ub"] else b[1])
        turned = text[second[0] : second[1]] + text[first[1] : second[0]] + text[first[0] : first[1]]
        return Finding(
            code="salary_order",
            level=Level.ERROR,
            field=path,
            start=start,
            end=end,
            words=text[start:end],
            reason=reason,
            laws=SHOWN,
            edit=Edit(start=first[0], end=second[1], text=turned),
        )
    period = match["per"] or around
    if _SHORTER.search(f"{around}|{match['per'] or ''}"):
        return None
    months = 12 if _YEARLY.search(period) else 1
    if found := _too_low(low / months, start, end, opening, text, path, minimums):
        return found
    if opening.salary_min is opening.salary_max is None:
        return None
    least = opening.salary_min if opening.salary_min is not None else opening.salary_max or 0
    most = opening.salary_max if opening.salary_max is not None else opening.salary_min or 0
    slack = 0.6 if months == 12 else 1.0  # a year's pay may hold a 13th to 18th month
    if high / months < LEAST or low / months > MOST or (low / months * slack <= most and high / months >= least):
        return None
    return _other_pay(least, most, start, end, text, path)


def _single(
    match: re.Match[str], opening: Opening, text: str, folded: Folded, path: str, minimums: MinimumWages
) -> Finding | None:
    """One figure for a month: below the minimum, or outside of what the fields say."""
    name = next(name for name in ("a", "b", "c", "d") if match[name])
    pay = number(match[name]) * _times(match[f"u{name}"])
    around = _CLAUSE.split(folded.text[max(0, match.start() - 12) : match.start()])[-1]
    after = folded.text[match.end() : match.end() + 6]
    if not LEAST <= pay <= MOST or _PART.search(around + match[0]) or _PART.search(_CLAUSE.split(after)[0]):
        return None
    if _TRIAL.search(around + match[0]) or _SHORTER.search(around + match[0]) or _YEARLY.search(around + match[0]):
        return None
    if (name == "b" or match[0].startswith("每")) and _NOT_PAY.search(around) and not _CONTEXT.search(around):
        return None
    start, end = folded.span(*match.span())
    if found := _too_low(pay, start, end, opening, text, path, minimums):
        return found
    least_pay, most_pay = opening.salary_min, opening.salary_max
    if least_pay is None and most_pay is None:
        return None
    low, high = (least_pay if least_pay is not None else 0), (most_pay if most_pay is not None else MOST)
    if low <= pay <= high or (_UPWARD.match(after) and pay <= high):
        return None
    return _other_pay(low, high, start, end, text, path)


def _too_low(
    pay: float, start: int, end: int, opening: Opening, text: str, path: str, minimums: MinimumWages
) -> Finding | None:
    if not is_monthly(opening) or pay < LEAST or pay >= least(opening, minimums).monthly:
        return None
    reason, question = below(least(opening, minimums), minimums, pay)
    return _found("pay_minimum", Level.BLOCK, start, end, text, path, reason, LAW, question)


def _other_pay(low: int, high: int, start: int, end: int, text: str, path: str) -> Finding:
    reason = Bilingual(
        zh=f"文字里的薪资和填写的月薪 {low}–{high} 元对不上，核对之前不显示薪资。",
        en=f"The pay in the text is not the {low} to {high} yuan a month of the fields. None is shown until then.",
    )
    question = Bilingual(zh="哪一个是对的？", en="Which one is right?")
    return _found("salary_text", Level.ERROR, start, end, text, path, reason, SHOWN, question)


def _found(
    code: str,
    level: Level,
    start: int,
    end: int,
    text: str,
    path: str,
    reason: Bilingual,
    laws: tuple[str, ...],
    question: Bilingual,
) -> Finding:
    return Finding(
        code=code,
        level=level,
        field=path,
        start=start,
        end=end,
        words=text[start:end],
        reason=reason,
        laws=laws,
        question=question,
    )


def _times(unit: str) -> float:
    return {"k": 1000, "千": 1000, "万": 10_000, "w": 10_000}.get(unit, 1)
