"""What an opening pays: against itself, against its own text, against the minimum of its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from jobfair.fair import JobType, Opening
from jobfair.postings.findings import Edit, Finding, Level
from jobfair.postings.folding import Folded
from jobfair.postings.resources import table
from jobfair.text import Bilingual, Text, all_of

# A month's pay below LEAST or above MOST yuan is taken for one of an hour, a day, a year or in thousands.
LEAST, MOST = 300, 200_000
# A range whose upper end is so many times its lower end says nothing.
WIDEST = 10

_RULES = table("figures")["pay"]
_MAYBE, _RANGE, _HOURLY, _CONTEXT, _PART, _YEARLY, _SHORTER = (
    re.compile(_RULES[name], re.ASCII) for name in ("maybe", "range", "hourly", "context", "part", "yearly", "shorter")
)
_CLAUSE = re.compile(r"[,。;\n]")
_SHOWN = ("network_recruiting", "posting_notice_2026")


@dataclass(frozen=True)
class Minimum:
    """The minimum wage of a place: yuan a month and an hour."""

    place: Bilingual
    monthly: float
    hourly: float


class MinimumWages:
    """resources/postings/minimum_wages.toml. A place that is not in it has no minimum here: nothing is said then."""

    def __init__(self) -> None:
        data = table("minimum_wages")
        self.as_of: str = data["as_of"]
        self.source: str = data["source"]
        self._cities: dict[str, Minimum] = {}
        self._lowest: dict[str, Minimum] = {}
        self._english: dict[str, Minimum] = {}
        for province in data["province"]:
            self._take(province["zh"], province["en"], province["classes"])

    def of(self, place: str) -> Minimum | None:
        """The minimum of a place as written in an opening; counties have their province's lowest."""
        place = place.strip()
        for name, lowest in self._lowest.items():
            if place.startswith(name) and not place.startswith(f"{name}路"):
                city = self._city(place[len(name) :].removeprefix("省").removeprefix("市").lstrip(" ,，·-/"))
                return city if city and lowest.monthly <= city.monthly else (self._city(place) or lowest)
        return self._city(place) or self._in_english(place.lower())

    def _take(self, zh: str, en: str, classes: list[list[float | str]]) -> None:
        lowest = classes[-1]
        self._lowest[zh] = Minimum(Bilingual(zh=zh, en=en), float(lowest[0]), float(lowest[1]))
        self._english[en.lower()] = self._lowest[zh]
        for monthly, hourly, cities in classes:
            for entry in str(cities).split():
                city, _, english = entry.partition("=")
                minimum = Minimum(Bilingual(zh=city, en=english or city), float(monthly), float(hourly))
                self._cities[city] = minimum
                if english:
                    self._english[english.lower()] = minimum

    def _city(self, place: str) -> Minimum | None:
        for length in (4, 3, 2):
            found = self._cities.get(place[:length])
            if found:
                rest = place[length:].removeprefix("市")
                if re.match(r"区|路|街|镇|乡|大道|县", rest):
                    return None  # another place of this name: a district, a street
                # A county or a town within: its class may be a lower one.
                return None if re.search(r"县|旗|市", rest) else found
        return None

    def _in_english(self, place: str) -> Minimum | None:
        parts = [part.strip() for part in re.split(r"[,/(;]", place)]
        for part in parts:
            found = self._english.get(part.removesuffix(" city").removesuffix(" province").strip())
            if found:
                return None if "county" in place else found
        return None


def places_of(opening: Opening) -> list[str]:
    return [form for city in opening.cities for form in all_of(city) if form.strip()]


def pay_findings(opening: Opening, minimums: MinimumWages) -> list[Finding]:
    """About the fields salary_min and salary_max alone."""
    low, high = opening.salary_min, opening.salary_max
    if low is not None and high is not None and low > high:
        reason = Bilingual(
            zh=f"月薪下限 {low} 比上限 {high} 高，自相矛盾，改好之前不显示薪资。",
            en=f"The lower pay, {low}, is above the upper, {high}. No pay is shown until that is put right.",
        )
        question = Bilingual(zh=f"是 {high}–{low} 元一个月吗？", en=f"Is it {high} to {low} yuan a month?")
        return [
            _field(
                "salary_order",
                Level.ERROR,
                "salary_min",
                reason,
                _SHOWN,
                question,
            )
        ]
    absurd = [value for value in (low, high) if value is not None and not LEAST <= value <= MOST]
    if absurd or (low and high and high > WIDEST * low):
        reason = Bilingual(
            zh="薪资按每月元数填写；这个数不像月薪，改好之前不显示薪资。",
            en="Pay is in yuan a month; this does not look like a month's pay. None is shown until that is put right.",
        )
        question = Bilingual(
            zh="这是一个月的吗？还是一小时、一天、一年的，或者以千元计的？",
            en="Is this for a month? Or for an hour, a day, a year, or in thousands?",
        )
        return [
            _field(
                "salary_absurd",
                Level.ERROR,
                "salary_min" if low in absurd or not absurd else "salary_max",
                reason,
                _SHOWN,
                question,
            )
        ]
    if opening.job_type in (JobType.PART_TIME, JobType.INTERNSHIP) or low is None:
        return []  # part-time pay has an hourly minimum; a student's internship is no employment
    minimum = _least(opening, minimums)
    if minimum is None or low >= minimum.monthly:
        return []
    month = f"{minimum.monthly:g}"
    reason = Bilingual(
        zh=f"{minimum.place.zh}的月最低工资是 {month} 元（截至 {minimums.as_of}），这里写的是 {low} 元。",
        en=f"The minimum wage of {minimum.place.en} is {month} yuan a month (as of {minimums.as_of}); this says {low}.",
    )
    question = Bilingual(
        zh=f"月薪至少写 {month} 元；非全日制请改职位类型并写时薪。",
        en=f"Pay {month} yuan or more; if it is part-time, say so and name the pay an hour.",
    )
    return [_field("pay_minimum", Level.BLOCK, "salary_min", reason, ("labour_48",), question)]


def has_pay(folded: str) -> bool:
    """Whether there may be a figure of pay in the text at all."""
    return _MAYBE.search(folded) is not None


def pay_in_text(opening: Opening, text: str, folded: Folded, path: str, minimums: MinimumWages) -> list[Finding]:
    """Pay as a text says it: a range the wrong way round, another one than the fields', too little an hour."""
    found = [
        f for match in islice(_RANGE.finditer(folded.text), 1000) if (f := _range(match, opening, text, folded, path))
    ]
    if "时" in folded.text or "hour" in folded.text or "/h" in folded.text:
        found += [
            f
            for match in islice(_HOURLY.finditer(folded.text), 1000)
            if (f := _hourly(match, opening, text, folded, path, minimums))
        ]
    return found[:10]


def _range(match: re.Match[str], opening: Opening, text: str, folded: Folded, path: str) -> Finding | None:
    around = folded.text[max(0, match.start() - 14) : match.start()]
    around = _CLAUSE.split(around)[-1]
    clause = around + match[0]
    money = match["ua"] or match["ub"] or match["yuan"]
    if not money or not (_CONTEXT.search(clause) or match["per"]):
        return None
    after = _CLAUSE.split(folded.text[match.end() : match.end() + 6])[0]
    if (
        _PART.search(around)
        or _PART.search(after)
        or ("." in match[0] and "元" not in match[0] and not (match["ua"] or match["ub"]))
    ):
        return None
    unit_a, unit_b = match["ua"] or match["ub"], match["ub"]
    low, high = float(match["a"]) * _times(unit_a), float(match["b"]) * _times(unit_b)
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
            laws=_SHOWN,
            edit=Edit(start=first[0], end=second[1], text=turned),
        )
    period = match["per"] or around
    if _SHORTER.search(f"{around}|{match['per'] or ''}") or opening.salary_min is opening.salary_max is None:
        return None
    months = 12 if _YEARLY.search(period) else 1
    least = opening.salary_min if opening.salary_min is not None else opening.salary_max or 0
    most = opening.salary_max if opening.salary_max is not None else opening.salary_min or 0
    slack = 0.6 if months == 12 else 1.0  # a year's pay may hold a 13th to 18th month
    if high / months < LEAST or low / months > MOST or (low / months * slack <= most and high / months >= least):
        return None
    reason = Bilingual(
        zh=f"文字里的薪资和填写的月薪 {least}–{most} 元对不上，核对之前不显示薪资。",
        en=f"The pay in the text is not the {least} to {most} yuan a month of the fields. None is shown until then.",
    )
    question = Bilingual(zh="哪一个是对的？", en="Which one is right?")
    return Finding(
        code="salary_text",
        level=Level.ERROR,
        field=path,
        start=start,
        end=end,
        words=text[start:end],
        reason=reason,
        laws=_SHOWN,
        question=question,
    )


def _hourly(
    match: re.Match[str], opening: Opening, text: str, folded: Folded, path: str, minimums: MinimumWages
) -> Finding | None:
    minimum = _least(opening, minimums)
    pay = float(match["pay"] or match["pay2"])
    around = _CLAUSE.split(folded.text[max(0, match.start() - 10) : match.start()])[-1]
    if minimum is None or pay >= minimum.hourly or pay < 3 or _PART.search(around):
        return None
    if not (match["pay2"] or re.search(r"元|块|¥|rmb|yuan|cny", match[0])):
        return None
    start, end = folded.span(*match.span())
    hour = f"{minimum.hourly:g}"
    reason = Bilingual(
        zh=f"{minimum.place.zh}的小时最低工资是 {hour} 元（截至 {minimums.as_of}）。",
        en=f"The minimum wage of {minimum.place.en} is {hour} yuan an hour (as of {minimums.as_of}).",
    )
    question = Bilingual(zh=f"每小时至少写 {hour} 元。", en=f"Pay {hour} yuan an hour or more.")
    return Finding(
        code="pay_minimum",
        level=Level.BLOCK,
        field=path,
        start=start,
        end=end,
        words=text[start:end],
        reason=reason,
        laws=("labour_48",),
        question=question,
    )


def _least(opening: Opening, minimums: MinimumWages) -> Minimum | None:
    """The lowest minimum of the opening's places; None where one of them is unknown: the work may be there."""
    lowest = None
    for city in opening.cities:
        known = [minimum for form in all_of(city) if (minimum := minimums.of(form))]
        if not known:
            return None
        lowest = min([*known, *([lowest] if lowest else [])], key=lambda minimum: minimum.monthly)
    return lowest


def _times(unit: str) -> float:
    return {"k": 1000, "千": 1000, "万": 10_000, "w": 10_000}.get(unit, 1)


def _field(
    code: str, level: Level, field: str, reason: Bilingual, laws: tuple[str, ...], question: Bilingual
) -> Finding:
    return Finding(code=code, level=level, field=field, reason=reason, laws=laws, question=question)


def forms(text: Text) -> list[tuple[str, str]]:
    """Each form of a text with what its path ends in."""
    if isinstance(text, str):
        return [("", text)]
    return [(f".{language}", form) for language, form in (("zh", text.zh), ("en", text.en)) if form]
