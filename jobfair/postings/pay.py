"""What the fields of an opening pay: against each other and against the minimum of its place."""

from __future__ import annotations

from jobfair.fair import JobType, Opening
from jobfair.postings.findings import Finding, Level
from jobfair.postings.minimums import Minimum, MinimumWages, is_place
from jobfair.text import Bilingual, Text, all_of

# A month's pay below LEAST or above MOST yuan is taken for one of an hour, a day, a year or in thousands.
LEAST, MOST = 300, 200_000
# A range whose upper end is so many times its lower end says nothing.
WIDEST = 10

SHOWN = ("network_recruiting", "posting_notice_2026")


def places_of(opening: Opening) -> list[str]:
    """The first form of each place that is named."""
    forms = (next((form for form in all_of(city) if is_place(form)), None) for city in opening.cities)
    return [form for form in forms if form]


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
                SHOWN,
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
                SHOWN,
                question,
            )
        ]
    pay = low if low is not None else high
    if pay is None or not is_monthly(opening):
        return []
    minimum = least(opening, minimums)
    if pay >= minimum.monthly:
        return []
    reason, question = below(minimum, minimums, pay)
    return [_field("pay_minimum", Level.BLOCK, "salary_max" if low is None else "salary_min", reason, LAW, question)]


LAW = ("labour_48",)


def is_monthly(opening: Opening) -> bool:
    """Whether a month's minimum holds: part-time work has an hourly one, a student's internship is no employment."""
    return opening.job_type not in (JobType.PART_TIME, JobType.INTERNSHIP)


def below(minimum: Minimum, minimums: MinimumWages, pay: float) -> tuple[Bilingual, Bilingual]:
    """Reason and question for a month's pay below the minimum."""
    month = f"{minimum.monthly:g}"
    reason = Bilingual(
        zh=f"{minimum.place.zh}的月最低工资是 {month} 元（截至 {minimums.as_of}），这里写的是 {pay:g} 元。",
        en=f"The minimum wage of {minimum.place.en} is {month} yuan a month ({minimums.as_of}); this says {pay:g}.",
    )
    question = Bilingual(
        zh=f"月薪至少写 {month} 元；非全日制请改职位类型并写时薪。",
        en=f"Pay {month} yuan or more; if it is part-time, say so and name the pay an hour.",
    )
    return reason, question


def _field(
    code: str, level: Level, field: str, reason: Bilingual, laws: tuple[str, ...], question: Bilingual
) -> Finding:
    return Finding(code=code, level=level, field=field, reason=reason, laws=laws, question=question)


def least(opening: Opening, minimums: MinimumWages) -> Minimum:
    """The lowest minimum of the opening's places; one that the table does not know has the lowest of the country."""
    found = []
    for city in opening.cities:
        known = [minimum for form in all_of(city) if (minimum := minimums.of(form))]
        found.append(min(known, key=_monthly) if known else minimums.nationwide)
    return min(found or [minimums.nationwide], key=_monthly)


def _monthly(minimum: Minimum) -> float:
    return minimum.monthly


def forms(text: Text) -> list[tuple[str, str]]:
    """Each form of a text with what its path ends in."""
    if isinstance(text, str):
        return [("", text)]
    return [(f".{language}", form) for language, form in (("zh", text.zh), ("en", text.en)) if form]
