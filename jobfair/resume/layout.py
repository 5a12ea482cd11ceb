"""A résumé as rows of text, in reading order, and the rows as at most two pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from jobfair.resume import labels
from jobfair.resume.typesetter import Typesetter, Weight
from jobfair.seeker import Resume
from jobfair.text import Language

PAGE = (595.28, 841.89)  # A4 in points
MARGIN_SIDE, MARGIN_TOP, MARGIN_BOTTOM = 60.0, 58.0, 62.0
CONTENT = PAGE[0] - 2 * MARGIN_SIDE
MAX_PAGES = 2
INK, INK_2, ACCENT = "#16212B", "#43505B", "#00626B"
_LABEL_COLUMN = {"zh": 48.0, "en": 84.0}
_SEPARATOR = " · "
Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Density:
    """``scale`` of every size; ``lines`` of running text that one entry may take, None for all;
    ``entries`` of one kind."""

    scale: float = 1.0
    lines: int | None = None
    entries: int = 60  # more than two pages ever hold


# Tried in this order until two pages hold it; the last is cut. Nothing is set below 9 points. Long texts and old jobs
# give way before whole sections do.
DENSITIES = (
    Density(),
    Density(0.93),
    Density(0.86),
    Density(0.86, 6),
    Density(0.86, 3),
    Density(0.86, 3, entries=14),
    Density(0.86, 2, entries=12),
    Density(0.86, 1, entries=6),
)


@dataclass(frozen=True)
class Segment:
    x: float
    text: str
    weight: Weight = "regular"
    color: str = INK


@dataclass(frozen=True)
class Row:
    """One line of print. ``right`` ends at the right margin; ``gap`` is the space above (none at the top of a page);
    ``keep`` keeps it on the page of the next row. Sizes in points."""

    segments: tuple[Segment, ...]
    size: float
    height: float
    gap: float = 0.0
    right: str = ""
    rule: bool = False
    keep: bool = False


@dataclass
class Composition:
    """The rows of one résumé at one density; ``missing`` and ``shortened`` fill up while the rows are drawn off."""

    resume: Resume
    language: Language
    setter: Typesetter
    density: Density = Density()
    missing: dict[str, None] = field(default_factory=dict)
    shortened: bool = False

    def rows(self) -> Iterator[Row]:
        yield from self._head()
        sections: tuple[tuple[str, Callable[[], Iterable[Row]]], ...] = (
            ("wish", self._wish),
            ("summary", lambda: self._body(self.resume.basics.summary)),
            ("work", self._work),
            ("projects", self._projects),
            ("education", self._education),
            ("skills", self._skills),
            ("languages", self._languages),
            ("certificates", self._certificates),
        )
        for key, make in sections:
            headed = False
            for row in make():
                if not headed:
                    yield self._heading(key)
                    row = replace(row, gap=6 * self.density.scale)
                    headed = True
                yield row

    # -- sections ------------------------------------------------------------------------------------------------

    def _head(self) -> Iterator[Row]:
        basics = self.resume.basics
        name = basics.name or labels.word("nameless", self.language)
        yield from self._lines(name, 26, weight="bold", leading=1.3)
        facts = [basics.label]
        if self.resume.education_level is not None:
            facts.append(labels.education(self.resume.education_level, self.language))
        if self.resume.experience_months is not None:
            facts.append(labels.experience(self.resume.experience_months, self.language))
        yield from self._lines(_joined(facts), 11.5, gap=3)
        place = basics.location
        where = dict.fromkeys(part for part in (place.region, place.city, place.address) if part)
        contact = _joined([_grouped(basics.phone), basics.email, ("" if self.language == "zh" else ", ").join(where)])
        yield from self._lines(contact, 10.5, color=INK_2, gap=2)
        yield from self._lines(basics.url, 10.5, color=INK_2)

    def _wish(self) -> Iterator[Row]:
        wish = self.resume.wish
        kinds = [labels.job_type(kind, self.language) for kind in wish.job_types]
        graduate = labels.graduate_status(wish.graduate_status, self.language) if wish.graduate_status else ""
        pairs = (
            ("titles", self._list(wish.titles)),
            ("cities", self._list(wish.cities)),
            ("salary", labels.salary(wish.salary_min, wish.salary_max, self.language)),
            ("job_types", self._list(kinds)),
            ("start_date", wish.start_date),
            ("graduate_status", graduate),
        )
        column = _LABEL_COLUMN[self.language] * self.density.scale
        for key, value in pairs:
            label: tuple[Segment, ...] = (Segment(0, labels.word(key, self.language), color=INK_2),)
            for row in self._lines(value, 10.5, x=column):
                yield replace(row, segments=(*label, *row.segments))
                label = ()

    def _work(self) -> Iterator[Row]:
        for job in self._first(self.resume.work):
            both = (job.name, job.position) if self.language == "zh" else (job.position, job.name)
            yield from self._entry(
                _joined(both), labels.span(job.startDate, job.endDate, self.language), keep=bool(job.summary)
            )
            yield from self._body(job.summary, job.highlights)

    def _projects(self) -> Iterator[Row]:
        for project in self._first(self.resume.projects):
            dates = labels.span(project.startDate, project.endDate, self.language, open_end=False)
            yield from self._entry(project.name, dates, keep=bool(project.description))
            yield from self._body(project.description)

    def _education(self) -> Iterator[Row]:
        for study in self._first(self.resume.education):
            dates = labels.span(study.startDate, study.endDate, self.language, open_end=False)
            title = _joined((study.institution, study.area, study.studyType))
            yield from self._entry(title, dates, keep=bool(study.courses))
            yield from self._body(self._list(study.courses))

    def _skills(self) -> Iterator[Row]:
        plain = [self._with_level(s.name, s.level) for s in self.resume.skills if s.name and not s.keywords]
        yield from self._paragraph(self._list(plain))
        colon = "：" if self.language == "zh" else ": "
        for skill in self._first(self.resume.skills):
            if skill.keywords:
                head = self._with_level(skill.name, skill.level)
                yield from self._paragraph((head + colon if head else "") + self._list(skill.keywords))

    def _languages(self) -> Iterator[Row]:
        known = [self._with_level(spoken.language, spoken.fluency) for spoken in self.resume.languages]
        yield from self._paragraph(self._list([text for text in known if text]))

    def _certificates(self) -> Iterator[Row]:
        for paper in self._first(self.resume.certificates):
            right = labels.day(paper.date, self.language)
            yield from self._lines(_joined((paper.name, paper.issuer)), 10.5, right=right, gap=1)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _first(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        self.shortened = self.shortened or len(entries) > self.density.entries
        return entries[: self.density.entries]

    def _heading(self, key: str) -> Row:
        row = next(
            self._lines(labels.word(key, self.language), 12.5, weight="bold", color=ACCENT, leading=1.75, gap=13)
        )
        return replace(row, rule=True, keep=True)

    def _entry(self, title: str, dates: str, *, keep: bool) -> Iterator[Row]:
        yield from self._lines(title or dates, 11, weight="bold", right=dates if title else "", gap=6, keep=keep)

    def _body(self, text: str, points: tuple[str, ...] = ()) -> Iterator[Row]:
        rows = self._paragraph(text)
        for count, row in enumerate(self._chained(rows, points), start=1):
            if self.density.lines is not None and count > self.density.lines:
                self.shortened = True
                return
            yield row

    def _chained(self, rows: Iterator[Row], points: tuple[str, ...]) -> Iterator[Row]:
        yield from rows
        for point in points:
            mark: tuple[Segment, ...] = (Segment(1, "•", color=ACCENT),)
            for row in self._lines(point, 10.5, x=12 * self.density.scale):
                yield replace(row, segments=(*mark, *row.segments))
                mark = ()

    def _paragraph(self, text: str) -> Iterator[Row]:
        for part in text.splitlines():
            yield from self._lines(part, 10.5)

    def _lines(
        self, text: str, size: float, *, weight: Weight = "regular", color: str = INK, x: float = 0.0,
        right: str = "", gap: float = 0.0, leading: float = 1.55, keep: bool = False,
    ) -> Iterator[Row]:  # fmt: skip
        size, gap = size * self.density.scale, gap * self.density.scale
        text, right = self._drawable(text), self._drawable(right)
        room = CONTENT - x - (self.setter.width(right, size * 0.95) + 14 if right else 0)
        for line in self.setter.wrap(text, room, size, weight):
            yield Row((Segment(x, line, weight, color),), size, size * leading, gap, right, keep=keep)
            right, gap = "", 0.0

    def _drawable(self, text: str) -> str:
        text, missing = self.setter.printable(text)
        self.missing.update(dict.fromkeys(missing))
        return text

    def _list(self, texts: Iterable[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(text for text in texts if text)

    def _with_level(self, name: str, level: str) -> str:
        if not level:
            return name
        return f"{name}（{level}）" if self.language == "zh" else f"{name} ({level})"


def paginate(rows: Iterable[Row]) -> tuple[list[list[tuple[float, Row]]], bool]:
    """Pages of (baseline's distance from the top of the sheet, row), and whether every row found its place.

    Stops at the first row that would need a third page.
    """
    pages: list[list[tuple[float, Row]]] = [[]]
    y, chain = MARGIN_TOP, list[Row]()
    end = PAGE[1] - MARGIN_BOTTOM
    for row in _closed(rows):
        chain.append(row)
        if row.keep:
            continue
        needed = sum(r.height + r.gap for r in chain) - (0 if pages[-1] else chain[0].gap)
        if y + needed > end and pages[-1]:
            if len(pages) == MAX_PAGES:
                return pages, False
            pages.append([])
            y = MARGIN_TOP
        for r in chain:
            if pages[-1]:
                y += r.gap
            pages[-1].append((y + (r.height + r.size * 0.72) / 2, r))
            y += r.height
        chain = []
    return pages, True


def _closed(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, ended by one that lets a last chain go."""
    yield from rows
    yield Row((), 1, 0)


def _joined(parts: Iterable[str]) -> str:
    return _SEPARATOR.join(part for part in parts if part)


def _grouped(phone: str) -> str:
    """A Chinese mobile number in groups, 138 0013 2746; any other number as it was typed."""
    found = re.fullmatch(r"(?:\+?86)?[ -]?(1\d\d)[ -]?(\d{4})[ -]?(\d{4})", phone.strip())
    return " ".join(found.groups()) if found else phone.strip()
