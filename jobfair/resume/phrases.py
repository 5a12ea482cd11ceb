"""Phrases of a résumé read as data: dates, pay, lists, phone numbers."""

from __future__ import annotations

import re
import unicodedata
from typing import TypeVar

from jobfair.resume import vocabulary

MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATE = (
    r"(?:(?:19|20)\d\d(?:\s?[./年-]\s?(?:1[0-2]|0?[1-9])(?![\d])\s?月?|\s?年)?"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?:19|20)\d\d|(?:1[0-2]|0?[1-9])/(?:19|20)\d\d)"
)
SPAN = re.compile(
    rf"({DATE})(?:\s*(?:–|—|-|~|～|至|到|to)+\s*|\s+(?=至今))"
    rf"({DATE}|至今|现在|目前|今(?!年)|present|now|today|date)",
    re.IGNORECASE,
)
ONE_DATE = re.compile(rf"(?<!\d){DATE}(?!\d)", re.IGNORECASE)
MOBILE = re.compile(r"(?<![\dXx+])(?:\+?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?![\dXx])")
ABROAD = re.compile(r"(?<!\d)\+(?!86)\d[\d ()-]{6,17}\d")
EMAIL = re.compile(r"[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
RESIDENT_ID = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dXx](?![\dA-Za-z])")
BULLET = re.compile(r"^\s*(?:[•·●▪■◆➢*–-]\s+|[•●▪■◆➢]|\d{1,2}[、.．)）]\s*(?!\d))")
SPLIT = re.compile(r"\s+·\s+|\s*[|｜\t]\s*|\s{2,}|\s+[–—-]\s+")
LIST = re.compile(r"[、，,;；|｜\t/]|\s+·\s+|\s{2,}")
LEVEL = re.compile(r"^(.*?)\s*[（(]([^（）()]{1,20})[）)]$")
LABEL = re.compile(r"^([A-Za-z一-鿿][A-Za-z一-鿿 -]{0,22}?)\s*[:：]\s*(.*)$")
PLAIN = {
    c: unicodedata.normalize("NFKC", chr(c))
    for c in (*range(0x2F00, 0x2FD6), 0xFF0B, *range(0xFF0D, 0xFF1A), *range(0xFF21, 0xFF5B))
}
Item = TypeVar("Item")


def normalised(text: str) -> str:
    """Full-width letters and figures, radicals that some PDFs use for characters, and our own 〔U+…〕, made plain."""
    text = re.sub(r"〔U\+([0-9A-F]{4,5})〕", lambda found: chr(int(found[1], 16)), text)
    text = re.sub(r"(?<=[Ａ-Ｚａ-ｚ])\u3000(?=[Ａ-Ｚａ-ｚ])", " ", text)
    return text.translate(PLAIN).replace("\u3000", "  ").replace("\xa0", " ")


def items(text: str, *, commas: bool = True) -> list[str]:
    pattern = LIST if commas else re.compile(r"[、;；|\t]|\s{2,}")
    return list(dict.fromkeys(part.strip(" 。.") for part in pattern.split(text) if part.strip(" 。.")))[:40]


def all_in(table: tuple[tuple[str, Item], ...], text: str) -> list[Item]:
    return [value for pattern, value in table if re.search(pattern, text, re.IGNORECASE)]


def salary(text: str) -> tuple[int | None, int | None]:
    """Yuan a month: 6500-8000 元, 6k–8k, 8000 以上, CNY 6,500–8,000; (None, None) where it is no such thing."""
    numbers = []
    found = re.findall(r"(\d+(?:\.\d+)?)\s*([kK千万]?)", re.sub(r"(?<=\d),(?=\d{3})", "", text))[:2]
    if len(found) == 2 and not found[0][1] and float(found[0][0]) < float(found[1][0]):
        found[0] = (found[0][0], found[1][1])  # 20-25K
    for digits, unit in found:
        numbers.append(round(float(digits) * {"": 1, "k": 1000, "千": 1000, "万": 10000}[unit.lower()]))
    if re.search(r"年薪|a year|per year|annual", text) or not numbers or not all(500 <= n <= 500_000 for n in numbers):
        return None, None
    if len(numbers) == 2 and numbers[0] <= numbers[1]:
        return numbers[0], numbers[1]
    return (None, numbers[0]) if re.search(r"以下|up to", text) else (numbers[0], None)


def iso(text: str) -> str:
    """2021.03, 2021 年 3 月, Mar 2021, 03/2021 as 2021-03; a year as it is; the present as nothing."""
    year = re.search(r"(?:19|20)\d\d", text)
    if year is None:
        return ""
    for number, name in enumerate(MONTH_NAMES, start=1):
        if text.lower().startswith(name):
            return f"{year[0]}-{number:02d}"
    month = re.search(r"(?<!\d)(1[0-2]|0?[1-9])(?!\d)", text[: year.start()] + " " + text[year.end() :])
    return f"{year[0]}-{int(month[1]):02d}" if month else year[0]


def month(day: str, *, last: bool) -> int | None:
    """Months since year 0; a bare year counts from January as a start and to December of the year before as an end."""
    if not day:
        return None
    year, _, month = day.partition("-")
    return int(year) * 12 + (int(month) if month else 0 if last else 1)


def is_title(line: str) -> bool:
    return len(line) <= 60 and not BULLET.match(line) and not line.endswith(("。", ".", "；", ";"))


def is_town(part: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][a-z’']+(?: [A-Z][a-z’']+)*(?:, [A-Z][A-Za-z’' ]+)?", part))


def is_footer(line: str) -> bool:
    return bool(
        re.search(r"第\s?\d+\s?页，共\s?\d+\s?页$|^Page \d+ of \d+$|Page \d+ of \d+$", line)
    ) or line.startswith(("内容较多，这里只印两页", "Shortened to two pages."))


def study_of(parts: list[str]) -> dict[str, str]:
    """School, subject and degree from the parts of a title; empty where no part is a school."""
    study: dict[str, str] = {}
    for part in parts:
        part = part.strip(" ()（）,，")
        if vocabulary.SCHOOL.search(part) and "institution" not in study:
            study["institution"] = part
        elif (named := vocabulary.DEGREE_AND_SUBJECT.match(part)) and "area" not in study:
            study.setdefault("studyType", named[1].strip())
            study["area"] = named[2].strip()
        elif all_in(vocabulary.DEGREES, part) and "studyType" not in study:
            study["studyType"] = part
        elif "area" not in study and 1 < len(part) <= 40 and not re.search(r"全日制|统招|毕业|\d", part):
            study["area"] = re.sub(r"^专业[:：]\s*|专业$|[（(][^（）()]*$", "", part)
    return study if "institution" in study else {}


def one_span_each(line: str) -> list[str]:
    """A line that tells of several jobs, cut before the dates of each but the first."""
    spans = list(SPAN.finditer(line))
    marks = [max(line.rfind(mark, 0, span.start()) for mark in "；;。") for span in spans[1:]]
    cuts = [mark + 1 for mark, earlier in zip(marks, spans, strict=False) if mark >= earlier.end()]
    return [line[begin:end].strip() for begin, end in zip([0, *cuts], [*cuts, len(line)], strict=True)]
