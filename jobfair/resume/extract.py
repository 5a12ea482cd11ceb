"""A draft résumé from plain text, Chinese or English.

Every value will be shown to its owner for confirmation, so a guess that is likely wrong is left out: an empty field is
filled in faster than a wrong one is found. Resident ID numbers, sex, age and the like are read past and never kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from jobfair.fair import Education
from jobfair.personal import without_person, work_only
from jobfair.resume import vocabulary
from jobfair.resume.columns import unfolded
from jobfair.resume.entries import cells, employer_and_position, is_job, is_label, of_person
from jobfair.resume.headings import LISTS, as_labels, heading_of, key_of, list_of
from jobfair.resume.phrases import (
    ABROAD,
    BULLET,
    EMAIL,
    LABEL,
    MOBILE,
    RESIDENT_ID,
    SPAN,
    SPLIT,
    all_in,
    is_footer,
    is_title,
    is_town,
    iso,
    items,
    month,
    normalised,
    one_span_each,
    salary,
    study_of,
)
from jobfair.resume.skill_lists import listed
from jobfair.seeker import Resume


class Finding(NamedTuple):
    """One value of the draft. ``field`` is its path (basics.name, work.0.position), ``confidence`` high where a label
    or an unmistakable form named it and medium where its place did, ``where`` the line of the text (line 4)."""

    field: str
    value: str
    confidence: str
    where: str


@dataclass(frozen=True)
class _Line:
    number: int
    text: str


def extract(text: str, today: date) -> tuple[Resume, tuple[Finding, ...]]:
    """The draft and what it was filled from. ``today`` ends what goes on to the present."""
    return _Extraction(text, today).run()


def findings_of(resume: Resume) -> tuple[Finding, ...]:
    """Every filled value of a résumé that came as data, for the same confirmation."""
    return tuple(Finding(path, value, "high", "data") for path, value in _leaves("", resume.model_dump(mode="json")))


class _Extraction:
    def __init__(self, text: str, today: date) -> None:
        self.today = today
        self.findings: list[Finding] = []
        self.basics: dict[str, Any] = {}
        self.wish: dict[str, Any] = {}
        self.draft: dict[str, Any] = {}
        self.study: dict[str, str] = {}
        self.chinese = len(re.findall(r"[\u4e00-\u9fff]", text)) * 3 > len(re.findall(r"[A-Za-z]", text))
        self.sections = self._sections(unfolded(as_labels(normalised(text))))

    def run(self) -> tuple[Resume, tuple[Finding, ...]]:
        head = self.sections.get("head", [])
        for line in [*head, *self.sections.get("wish", [])]:
            self._labelled(line)
        self._wished(self.sections.get("wish", []))
        self._contacts()
        self._name(head)
        self._subtitle(head)
        for section in ("skills", "languages", "certificates"):
            self._list(section, self.sections.get(section, []))
        self._work(self.sections.get("work") or [line for line in head if is_job(line.text)])
        self._studies(self.sections.get("education", []))
        self._projects(self.sections.get("projects", []))
        if lines := self.sections.get("summary"):
            self._put(self.basics, "basics.summary", self._prose(line.text for line in lines)[:4000], lines[0])
        self._experience()
        draft = {**self.draft, "basics": self.basics, "wish": self.wish}
        return Resume.model_validate(draft), tuple(self.findings)

    # -- lines ---------------------------------------------------------------------------------------------------

    def _sections(self, text: str) -> dict[str, list[_Line]]:
        sections: dict[str, list[_Line]] = {}
        current = "head"
        for number, raw in enumerate(text.splitlines(), start=1):
            line = RESIDENT_ID.sub("", raw).strip()
            if not line or is_footer(line):
                continue
            if (heading := heading_of(line)) is not None:
                current, line = heading.section, heading.rest
            label = LABEL.match(line)
            if label and vocabulary.LABELS.get(key_of(label[1])) in vocabulary.ABOUT_HER and current != "education":
                sections.setdefault("head", []).append(_Line(number, line))
                continue
            named = list_of(line) if current and current not in LISTS and len(cells(line)) < 3 else None
            if named and line:
                sections.setdefault(named[0], []).append(_Line(number, named[1]))
            elif line:
                sections.setdefault(current, []).append(_Line(number, line))
        sections.pop("", None)
        return sections

    def _prose(self, lines: Iterable[str]) -> str:
        """Lines that were broken by the paper's width, as one text."""
        return ("" if self.chinese else " ").join(line.strip() for line in lines)

    def _put(self, into: dict[str, Any], path: str, value: Any, line: _Line, confidence: str = "medium") -> None:
        """Keep the first value found for a field."""
        key = path.rsplit(".", 1)[-1]
        if value in ("", None, [], ()) or into.get(key):
            return
        into[key] = value[:400] if isinstance(value, str) and key != "summary" else value
        shown = "、".join(str(item) for item in value) if isinstance(value, list) else str(value)
        self.findings.append(Finding(path, shown, confidence, f"line {line.number}"))

    # -- head and wish -------------------------------------------------------------------------------------------

    def _labelled(self, line: _Line) -> None:
        found_cells = cells(line.text)
        index = 0
        while index < len(found_cells):
            found = LABEL.match(found_cells[index])
            label, value = (found[1], found[2]) if found else (found_cells[index], "")
            field = vocabulary.LABELS.get(re.sub(r"\s+", " ", label.strip()).lower())
            field = vocabulary.LABELS.get(re.sub(r"\s", "", label)) if field is None else field
            if field is not None and not value and index + 1 < len(found_cells):
                index += 1
                value = found_cells[index]
            elif field is None and not found:  # our own rows: a label, one blank, the value
                for name in sorted(vocabulary.LABELS, key=len, reverse=True):
                    if found_cells[index].lower().startswith(name + " "):
                        field, value = vocabulary.LABELS[name], found_cells[index][len(name) + 1 :]
                        break
            if field:
                self._keep_labelled(field, value.strip(), line)
            index += 1

    def _keep_labelled(self, field: str, value: str, line: _Line) -> None:
        wish, basics = self.wish, self.basics
        if field == "name" and 0 < len(value) <= 40:
            self._put(basics, "basics.name", re.sub(r"^(.)\s+(.)$", r"\1\2", value), line, "high")
        elif field == "city" and 0 < len(value) <= 60:
            self._put(
                basics, "basics.location", {"city": value} if len(value) <= 8 else {"address": value}, line, "high"
            )
        elif field in ("titles", "cities"):
            place = re.match(r"(.+?) (?:position|role|job|work)s?(?: in ([A-Z][\w ]+))?\W*$", value)
            if field == "titles" and place:
                value = place[1]
                self._put(wish, "wish.cities", [place[2]] if place[2] else [], line)
            self._put(wish, f"wish.{field}", items(value)[:8], line, "high")
        elif field == "salary":
            low, high = salary(value)
            self._put(wish, "wish.salary_min", low, line, "high")
            self._put(wish, "wish.salary_max", high, line, "high")
        elif field == "job_types":
            self._put(
                wish, "wish.job_types", [kind.value for kind in all_in(vocabulary.JOB_TYPES, value)], line, "high"
            )
        elif field == "start_date" and len(value) <= 30:
            self._put(wish, "wish.start_date", value, line, "high")
        elif field == "graduate_status":
            status = all_in(vocabulary.GRADUATE, value)
            self._put(wish, "wish.graduate_status", status[0].value if status else "", line, "high")
        elif field == "education" and (levels := all_in(vocabulary.DEGREES, value)):
            self._put(self.draft, "education_level", levels[0].value, line, "high")
            self.study.setdefault("studyType", value)
            if subject := re.search(r"(?:^|\s)([\u4e00-\u9fff]{2,20})专业", value):
                self.study.setdefault("area", subject[1])
        elif field in ("area", "institution") and 1 < len(value) <= 40:
            self.study.setdefault(field, value)
        elif field == "experience":
            self._years(value, line)
        elif field == "label":
            title = re.split(r"[.(（,，。]", value)[0].strip()
            self._put(basics, "basics.label", title if is_label(title) and len(title) <= 40 else "", line)
        elif field in ("skills", "languages", "certificates"):
            self._list(field, [_Line(line.number, value)])

    def _wished(self, lines: list[_Line]) -> None:
        """Titles that stand under their heading without a label: ICU护士 / 急诊护士; 研发助理、实验技术员  上海."""
        for line in lines:
            parts = [part for cell in cells(line.text) for part in items(cell)]
            named = [part for part in parts if vocabulary.ROLE.search(part) and not LABEL.match(part)]
            if len(line.text) <= 60 and not line.text.endswith(("。", ".")) and work_only(named):
                self._put(self.wish, "wish.titles", list(work_only(named))[:8], line)

    def _contacts(self) -> None:
        for line in (line for lines in self.sections.values() for line in lines):
            if found := EMAIL.search(line.text):
                self._put(self.basics, "basics.email", found[0], line, "high")
            if mobile := MOBILE.search(line.text):
                self._put(self.basics, "basics.phone", re.sub(r"[ -]", "", mobile[1]), line, "high")
            elif abroad := ABROAD.search(line.text):
                self._put(self.basics, "basics.phone", abroad[0], line, "high")

    def _name(self, head: list[_Line]) -> None:
        for line in self._first(head):
            for part in SPLIT.split(re.sub(r"(?:的)?(?:个人|求职)?简历$", "", line.text)):
                name = (
                    part.replace(" ", "") if re.fullmatch(r"(?:[\u3400-\u9fff]\s+){1,3}[\u3400-\u9fff]", part) else part
                )
                if vocabulary.is_chinese_name(name) or vocabulary.is_english_name(name):
                    self._put(self.basics, "basics.name", name, line)
                    return

    @staticmethod
    def _first(head: list[_Line]) -> list[_Line]:
        """The lines under which name and title stand; facts of the person push nothing out of them."""
        return [line for line in head if not of_person(line.text)][:6]

    def _subtitle(self, head: list[_Line]) -> None:
        """What stands under the name without labels: position, degree, years; beside the phone: the town."""
        for line in self._first(head):
            if SPAN.search(line.text):
                continue
            parts = [part.strip() for part in map(without_person, SPLIT.split(line.text)) if part.strip()]
            contact = any(EMAIL.search(part) or MOBILE.search(part) or ABROAD.search(part) for part in parts)
            for part in parts:
                called, _, rest = part.partition(", ")
                part = rest if rest and vocabulary.is_english_name(called) else part
                if part == self.basics.get("name") or len(part) > (60 if " / " in part else 30) or LABEL.match(part):
                    continue
                self._years(part, line)
                levels = all_in(vocabulary.DEGREES, part)
                if levels and len(parts) > 1:
                    self._put(self.draft, "education_level", levels[0].value, line)
                elif not contact and is_label(part):
                    self._put(self.basics, "basics.label", part, line)
                elif contact and (re.fullmatch(r"[\u4e00-\u9fff]{2,14}[省市区县州]", part) or is_town(part)):
                    self._put(self.basics, "basics.location", {"city": part}, line)

    def _years(self, text: str, line: _Line) -> None:
        """Only where years are said of work: 3 年工作经验, 工作约 5 年, about 5 years of work."""
        found = re.search(
            r"工作(?:约|经验|年限)?[:：]?\s?(\d{1,2})\s?年|(\d{1,2})\s?年(?:以上)?(?:的)?工作", text
        ) or re.search(r"()(\d{1,2})\+? years?(?: of)? (?:work|experience)", text, re.IGNORECASE)
        if found:
            self._put(self.draft, "experience_months", int(found[1] or found[2]) * 12, line)

    # -- sections ------------------------------------------------------------------------------------------------

    def _list(self, section: str, lines: list[_Line]) -> None:
        kept: list[dict[str, Any]] = list(self.draft.get(section, []))
        for line in lines:
            for entry, shown in listed(section, line.text):
                kept.append(entry)
                self.findings.append(Finding(section, shown, "high", f"line {line.number}"))
        if kept:
            self.draft[section] = kept

    def _entries(self, lines: list[_Line]) -> Iterator[tuple[list[str], str, str, _Line, list[str]]]:
        """Parts of the title, start, end, line of the title, body, for each line with a span of dates."""
        lines = [_Line(line.number, part) for line in lines for part in one_span_each(line.text)]
        starts = [i for i, line in enumerate(lines) if SPAN.search(line.text)]
        titles: list[tuple[int, int, str]] = []  # first line, line where the body begins, title
        taken = 0
        for i in starts:
            span = SPAN.search(lines[i].text)
            assert span is not None
            title = BULLET.sub("", lines[i].text[: span.start()]) + "  " + lines[i].text[span.end() :]
            title = title.strip(" \t,，()（）|｜·:：")
            first, body = i, i + 1
            if not title and i > taken and is_title(lines[i - 1].text):
                first, title = i - 1, lines[i - 1].text
            elif not title and body < len(lines) and body not in starts and is_title(lines[body].text):
                title, body = lines[body].text, body + 1
            titles.append((first, body, title))
            taken = body
        for n, (i, (_, body, title)) in enumerate(zip(starts, titles, strict=True)):
            end = titles[n + 1][0] if n + 1 < len(titles) else len(lines)
            span = SPAN.search(lines[i].text)
            assert span is not None
            parts = [part.strip() for part in SPLIT.split(title) if part.strip()]
            yield parts, iso(span[1]), iso(span[2]), lines[i], [line.text for line in lines[body:end]]

    def _work(self, lines: list[_Line]) -> None:
        jobs: list[dict[str, Any]] = []
        for parts, start, end, line, body in self._entries(lines):
            name, position = employer_and_position(parts, self.chinese)
            if name and not position and body and is_title(body[0]) and vocabulary.POSITION.search(body[0]):
                position, body = body[0], body[1:]
            if not name and not position:
                continue
            summary, points = self._body(body)
            job = {"name": name, "position": position, "startDate": start, "endDate": end}
            for key, value in job.items():
                if value:
                    self.findings.append(Finding(f"work.{len(jobs)}.{key}", value, "medium", f"line {line.number}"))
            jobs.append({**job, "summary": summary, "highlights": points})
        if jobs:
            self.draft["work"] = jobs[:40]

    def _body(self, lines: list[str]) -> tuple[str, list[str]]:
        prose: list[str] = []
        points: list[list[str]] = []
        for line in lines:
            if BULLET.match(line):
                points.append([BULLET.sub("", line)])
            elif points:
                points[-1].append(line)
            else:
                prose.append(line)
        return self._prose(prose)[:4000], [self._prose(point)[:4000] for point in points[:30]]

    def _studies(self, lines: list[_Line]) -> None:
        studies: list[dict[str, Any]] = []
        entries = list(self._entries(lines))
        if not entries:  # schools without spans of dates: a line each
            for line in lines:
                if vocabulary.SCHOOL.search(line.text) and len(line.text) <= 80:
                    entries.append(([p for p in SPLIT.split(line.text) if p], "", "", line, []))
        entries += [
            ([first, line.text], "", "", line, [])  # PGCE Primary Education, Leeds Trinity University, 2019
            for line in lines
            if not SPAN.search(line.text)
            and vocabulary.SCHOOL.search(line.text)
            and vocabulary.DEGREE_AND_SUBJECT.match(first := line.text.split(",")[0].strip())
        ]
        for parts, start, end, line, _body in entries:
            if len(parts) == 1:
                parts = [part for part in re.split(r"[,，]\s*|\s+(?=[\u4e00-\u9fff])", parts[0]) if part]
            study = study_of(parts)
            if not study:
                continue
            study.update({"startDate": start, "endDate": end})
            self._found_study(len(studies), study, line)
            studies.append(study)
        if not studies and (self.study.get("institution") or self.study.get("area")):
            self._found_study(0, self.study, _Line(1, ""))
            studies.append(dict(self.study))
        if studies:
            self.draft["education"] = studies[:20]
            levels = [level for study in studies for level in all_in(vocabulary.DEGREES, study.get("studyType", ""))]
            if levels:
                highest = max(levels, key=lambda level: Education(level).rank)
                self._put(self.draft, "education_level", highest.value, lines[0] if lines else _Line(1, ""))

    def _found_study(self, index: int, study: dict[str, Any], line: _Line) -> None:
        for key, value in study.items():
            if value:
                self.findings.append(Finding(f"education.{index}.{key}", value, "medium", f"line {line.number}"))

    def _projects(self, lines: list[_Line]) -> None:
        projects: list[dict[str, Any]] = []
        for parts, start, end, line, body in self._entries(lines):
            if parts:
                text = self._prose(BULLET.sub("", part) for part in body)[:4000]
                self.findings.append(
                    Finding(f"projects.{len(projects)}.name", parts[0], "medium", f"line {line.number}")
                )
                projects.append({"name": parts[0][:400], "startDate": start, "endDate": end, "description": text})
        if projects:
            self.draft["projects"] = projects[:20]

    def _experience(self) -> None:
        """Months covered by the jobs, where nothing was said; overlapping jobs count once."""
        covered: set[int] = set()
        for job in self.draft.get("work", []):
            start, end = month(job["startDate"], last=False), month(job["endDate"], last=True)
            now = self.today.year * 12 + self.today.month
            if start is not None and start <= now:
                covered.update(range(start, min(end if end is not None else now, now) + 1))
        if covered and len(covered) <= 720:
            self._put(self.draft, "experience_months", len(covered), self.sections.get("work", [_Line(1, "")])[0])


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(f"{path}.{key}" if path else key, item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(f"{path}.{index}", item)
    elif value not in ("", None):
        yield path, str(value)
