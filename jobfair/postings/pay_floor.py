"""Pay of an hour, a day, a year, a trial and base pay in a text, each held to the minimum of the opening's place."""

from __future__ import annotations

import re

from jobfair.fair import Opening
from jobfair.postings.findings import Finding, Level
from jobfair.postings.folding import Folded
from jobfair.postings.minimums import MinimumWages
from jobfair.postings.pay import LAW, LEAST, below, is_monthly, least
from jobfair.postings.resources import table
from jobfair.text import Bilingual

DAYS = 21.75
"""Paid days of a month (人社部发〔2008〕3号)."""

_FULL_DAY = 8
_RULES = table("figures")["pay"]
# {NUM} is a figure, or a number below ten thousand in Chinese characters.
_DAILY, _HOURLY, _YEARLY, _TRIAL, _BASE, _TOTAL, _CONTEXT, _PART, _HOURS, _NOT_PAY, _NO_PAY = (
    re.compile(_RULES[name].replace("{NUM}", _RULES["number"]), re.ASCII)
    for name in (
        "daily",
        "hourly",
        "a_year",
        "trial_pay",
        "base",
        "total",
        "context",
        "part",
        "hours",
        "not_pay",
        "no_pay",
    )
)
_CLAUSE = re.compile(r"[,。;\n]")
_DENIED = re.compile(
    r"(?:不是|不存在|没有|绝无|无|拒绝|不设|不搞|不会|并非|\bno|\bnot|\bnever|\bwithout)(?:任何| an?| any)? ?$"
)
_UNPAID = (
    Bilingual(
        zh="试用和培训期间也要付工资，不得低于最低工资。", en="Trial and training are work: the minimum wage holds."
    ),
    Bilingual(zh="试用期每月付多少？", en="What is paid a month on trial?"),
)
_DIGITS = "零一二三四五六七八九"
_ORDINAL = re.compile(r"([一二两三四五六七八九]?)([十百千万]?)")
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "k": 1000, "w": 10_000}
_HOUR_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def below_minimum(
    opening: Opening, text: str, folded: Folded, path: str, minimums: MinimumWages
) -> list[Finding | None]:
    """One for each pay of an hour, a day, a year or a trial that is too low, and for a base pay that is, where nothing
    says that more is paid in the end."""
    written = folded.text
    found = [_hourly(match, opening, text, folded, path, minimums) for match in _HOURLY.finditer(written)]
    if not is_monthly(opening):
        return found
    found += [_daily(match, opening, text, folded, path, minimums) for match in _DAILY.finditer(written)]
    if "年" in written or "annu" in written or "year" in written:
        found += [_monthly(match, 12, opening, text, folded, path, minimums) for match in _YEARLY.finditer(written)]
    found += [_monthly(match, 1, opening, text, folded, path, minimums) for match in _TRIAL.finditer(written)]
    found += [_unpaid(match, text, folded, path) for match in _NO_PAY.finditer(written)]
    if not _says_more(opening, written, least(opening, minimums).monthly):
        found += [_base(match, opening, text, folded, path, minimums) for match in _BASE.finditer(written)]
    return found


def _says_more(opening: Opening, written: str, monthly: float) -> bool:
    """Whether the opening says what is paid beside its base pay, and that it is enough: then it is lawful."""
    said = opening.salary_min if opening.salary_min is not None else opening.salary_max
    if said is not None and said >= monthly:
        return True
    return any(_pay(match) >= monthly for match in _TOTAL.finditer(written))


def _hourly(
    match: re.Match[str], opening: Opening, text: str, folded: Folded, path: str, minimums: MinimumWages
) -> Finding | None:
    minimum = least(opening, minimums)
    pay = number(match["from"] or "") or _pay(match)
    around = _before(match, folded.text, 10)
    if pay >= minimum.hourly or pay < 3 or _PART.search(around) or _PART.search(_after(match, folded.text)):
        return None
    if not (match["pay2"] or match["pay3"] or re.search(r"元|块|¥|rmb|yuan|cny", match[0])):
        return None
    hour = f"{minimum.hourly:g}"
    reason = Bilingual(
        zh=f"{minimum.place.zh}的小时最低工资是 {hour} 元（截至 {minimums.as_of}）。",
        en=f"The minimum wage of {minimum.place.en} is {hour} yuan an hour (as of {minimums.as_of}).",
    )
    question = Bilingual(zh=f"每小时至少写 {hour} 元。", en=f"Pay {hour} yuan an hour or more.")
    return too_low(match.span(), text, folded, path, reason, question)


def _daily(
    match: re.Match[str], opening: Opening, text: str, folded: Folded, path: str, minimums: MinimumWages
) -> Finding | None:
    """Pay of a full day against a 21.75th of the month's minimum; a text that counts fewer hours of the day is left to
    the hourly minimum."""
    pay, around = number(match["from"] or "") or _pay(match), _before(match, folded.text, 10)
    after = _after(match, folded.text)
    if pay < 10 or _PART.search(around) or _PART.search(after) or _NOT_PAY.search(around) or _is_part_day(folded.text):
        return None
    if not (_CONTEXT.search(around + match[0]) or "结" in around + match[0] or is_alone(match, folded.text)):
        return None
    minimum = least(opening, minimums)
    if pay >= minimum.monthly / DAYS:
        return None
    reason, _ = below(minimum, minimums, pay)
    day = f"{minimum.monthly / DAYS:.0f}"
    question = Bilingual(
        zh=f"一整天至少写 {day} 元；不足一天请写时薪。",
        en=f"Pay {day} yuan a full day or more; else name the pay an hour.",
    )
    return too_low(match.span(), text, folded, path, reason, question)


def _is_part_day(written: str) -> bool:
    """Whether the text counts a day's hours, and they are fewer than a full day's."""
    hours = [match["hours"] for match in _HOURS.finditer(written)]
    counted = [_HOUR_WORDS.index(one) + 1 if one in _HOUR_WORDS else number(one) for one in hours if one]
    return bool(hours) and not (counted and min(counted) >= _FULL_DAY)


def _monthly(
    match: re.Match[str], months: int, opening: Opening, text: str, folded: Folded, path: str, minimums: MinimumWages
) -> Finding | None:
    pay, minimum = _pay(match) / months, least(opening, minimums)
    if not LEAST <= pay < minimum.monthly or _NOT_PAY.search(_before(match, folded.text, 8)):
        return None
    return too_low(match.span(), text, folded, path, *below(minimum, minimums, round(pay)))


def _unpaid(match: re.Match[str], text: str, folded: Folded, path: str) -> Finding | None:
    """A trial or a training without pay; not where the text says that there is none."""
    return (
        None if _DENIED.search(_before(match, folded.text, 6)) else too_low(match.span(), text, folded, path, *_UNPAID)
    )


def _base(
    match: re.Match[str], opening: Opening, text: str, folded: Folded, path: str, minimums: MinimumWages
) -> Finding | None:
    """Base pay may be below the minimum where what is paid in all is not (最低工资规定 art. 12): so that is asked."""
    found = _monthly(match, 1, opening, text, folded, path, minimums)
    month = f"{least(opening, minimums).monthly:g}"
    question = Bilingual(
        zh=f"写明连提成每月至少拿多少（不低于 {month} 元），例如填写最低月薪。",
        en=f"Say what is paid a month at least, commission included ({month} yuan or more): fill in the lower pay.",
    )
    return found.model_copy(update={"question": question}) if found else None


def too_low(
    span: tuple[int, int], text: str, folded: Folded, path: str, reason: Bilingual, question: Bilingual
) -> Finding:
    """Pay below the minimum at ``span`` of the folded text."""
    start, end = folded.span(*span)
    return Finding(
        code="pay_minimum",
        level=Level.BLOCK,
        field=path,
        start=start,
        end=end,
        words=text[start:end],
        reason=reason,
        laws=LAW,
        question=question,
    )


def _before(match: re.Match[str], written: str, reach: int) -> str:
    return _CLAUSE.split(written[max(0, match.start() - reach) : match.start()])[-1]


def _after(match: re.Match[str], written: str) -> str:
    return _CLAUSE.split(written[match.end() : match.end() + 4])[0]


def is_alone(match: re.Match[str], written: str) -> bool:
    """Whether the figure is all of its clause: then it is the pay."""
    before, after = written[max(0, match.start() - 1) : match.start()], written[match.end() : match.end() + 1]
    return (not before or before in ",。;\n:.") and (not after or after in ",。;\n.")


def _pay(match: re.Match[str]) -> float:
    """The figure of whichever way of writing was found, with its unit."""
    groups = match.groupdict()
    name = next(name for name in ("pay", "pay2", "pay3", "pay4") if groups.get(name))
    return number(groups[name] or "") * _TIMES.get(groups.get(name.replace("pay", "unit")) or "", 1)


def number(written: str) -> float:
    """A figure with or without thousands' commas, or a number in Chinese characters; 0 for neither."""
    plain = written.replace(",", "")
    if re.fullmatch(r"\d{1,9}(?:\.\d{1,2})?", plain, re.ASCII):
        return float(plain)
    total = 0
    for digit, tens in _ORDINAL.findall(plain.replace("两", "二").replace("零", "")):
        total += (_DIGITS.index(digit) if digit else 1 if tens else 0) * _TIMES.get(tens, 1)
    return float(total)
