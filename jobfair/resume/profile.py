"""What a résumé says that matching may use: titles, skills, majors, education, years, each with its place in the text.

By dictionary, and by the sentence encoder for what the dictionary does not have. Everything is shown to its owner for
correction, so what is likely wrong is left out. Nothing else is read: not sex, age, ethnicity, marital or political
status, health or photo. What is denied (不会开车, no driving licence), wished (想学 PLC) or another's (reported to the
CFO) is not hers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from jobfair.fair import Education
from jobfair.matching.encoder import TextEncoder
from jobfair.matching.index import Index
from jobfair.matching.majors import Majors, bundled_majors
from jobfair.matching.terms import language_of, normal
from jobfair.personal import no_facts, work_only
from jobfair.resume import vocabulary
from jobfair.resume.columns import unfolded
from jobfair.resume.headings import as_labels
from jobfair.resume.phrases import month, normalised
from jobfair.resume.profile_phrases import (
    ANOTHERS,
    BESIDE,
    CLAUSE,
    DEGREE_IN,
    DENIED,
    EITHER,
    HELD,
    LEVELS,
    SCHOOLING,
    SENTENCE,
    SOUGHT,
    SPOKEN_YEARS,
    WANTED,
    WISHED,
    YEARS,
)
from jobfair.resume.profile_skills import SkillReading
from jobfair.resume.profile_words import names_a_job, number, position_in, several
from jobfair.resume.skill_words import SkillWords
from jobfair.resume.terms import Field, Term, lower
from jobfair.seeker import MatchingProfile, Resume, Work, profile_of

MOST = {"titles": 8, "past_titles": 10, "skills": 40, "majors": 4}


@dataclass(frozen=True)
class ReadProfile:
    """``text`` is what the places of ``terms`` count in."""

    profile: MatchingProfile
    terms: tuple[Term, ...]
    text: str


def read_profile(
    seeker: str,
    text: str,
    draft: Resume,
    words: SkillWords,
    today: date,
    encoder: TextEncoder | None = None,
    index: Index | None = None,
    majors: Majors | None = None,
) -> ReadProfile:
    """``draft`` is what ``jobfair.resume.extract`` made of the text, or what came as data. Pure.

    With ``encoder`` and the fair's ``index``, clauses that mean a skill of the fair count too: some 10 ms a clause.
    """
    text = unfolded(as_labels(normalised(text)))
    found = _Reading(text, draft, words, today, bundled_majors() if majors is None else majors).terms(encoder, index)
    found = [term for term in found if (work_only if "titles" in term.field else no_facts)([term.value])]
    taken: dict[str, list[str]] = {}
    for term in found:
        held = taken.setdefault(term.field, [])
        if normal(term.value) not in {normal(value) for value in held} and len(held) < MOST.get(term.field, 1):
            held.append(term.value)
    base = profile_of(seeker, Resume(wish=draft.wish))
    months = taken.get("experience")
    level = taken.get("education")
    profile = base.model_copy(
        update={
            "titles": tuple(taken.get("titles", ())),
            "past_titles": tuple(taken.get("past_titles", ())),
            "skills": tuple(taken.get("skills", ())),
            "majors": tuple(taken.get("majors", ())),
            "education": Education(level[0]) if level else None,
            "experience_months": int(months[0]) if months else None,
        }
    )
    kept = {(field, normal(value)) for field, values in taken.items() for value in values}
    return ReadProfile(profile, tuple(t for t in found if (t.field, normal(t.value)) in kept), text)


def text_of(resume: Resume) -> str:
    """A résumé that came as data, as lines: what its entries say, for the same reading."""
    lines = [resume.basics.label, resume.basics.summary]
    lines += ["Work" if language_of("".join(job.position for job in resume.work)) == "en" else "工作经历"]
    for job in resume.work:
        lines += [
            f"{job.startDate} - {job.endDate or '至今'}  {job.name}  {job.position}",
            job.summary,
            *job.highlights,
        ]
    lines += [project.description for project in resume.projects]
    lines += ["教育经历" if "工作经历" in lines else "Education"]
    lines += [f"{study.institution}  {study.area}  {study.studyType}" for study in resume.education]
    lines += ["技能" if "工作经历" in lines else "Skills"]
    lines += [name for skill in resume.skills for name in (skill.name, *skill.keywords)]
    lines += [certificate.name for certificate in resume.certificates]
    return "\n".join(line for line in lines if line.strip())


def covered_months(work: Iterable[Work], today: date) -> int | None:
    """Months in which she had any job; overlapping jobs count once. None where no job has a date."""
    covered: set[int] = set()
    now = today.year * 12 + today.month
    for job in work:
        start, end = month(job.startDate[:7], last=False), month(job.endDate[:7], last=True)
        if start is not None and 0 <= now - start <= 720:
            covered.update(range(start, min(end if end is not None else now, now) + 1))
    return len(covered) if covered else None


class _Reading:
    def __init__(self, text: str, draft: Resume, words: SkillWords, today: date, majors: Majors) -> None:
        self.text, self.draft, self.words, self.today, self.majors = text, draft, words, today, majors
        self.lower = lower(text)
        # What is all in capitals, as a sentence would write it.
        self.mixed = re.sub(r"[^\n]+", lambda line: line[0].title() if line[0].isupper() else line[0], text)
        self.lines = [(found.start(), found[0]) for found in re.finditer(r"[^\n]+", text)]

    def terms(self, encoder: TextEncoder | None, index: Index | None) -> list[Term]:
        reading = SkillReading(self.text, self.draft, self.words)
        skills = list(reading.terms())
        return [
            *self._titles(),
            *skills,
            *(reading.near(encoder, index, skills) if encoder and index and encoder.name == index.encoder else ()),
            *self._majors(),
            *self._education(),
            *self._experience(),
        ]

    def _placed(self, field: Field, value: str) -> Term:
        at = self.lower.find(lower(value))
        return Term(field, value, at, at + len(value)) if at >= 0 else Term(field, value)

    # -- titles

    def _titles(self) -> Iterator[Term]:
        draft = self.draft
        for title in draft.wish.titles or ((draft.basics.label,) if draft.basics.label else ()):
            for one in several(title):
                yield self._placed("titles", one)
        for job in draft.work:
            position = re.sub(r"\s*[（(][^（）()]*[）)]?\s*$", "", job.position).strip()  # 算法工程师（实习）
            for one in several(position):
                yield self._placed("past_titles", one)
        for start, line in self.lines:
            for clause in CLAUSE.finditer(line):
                wanted = WANTED.search(clause[0])
                if sought := SOUGHT.search(clause[0]):
                    title = position_in(sought[1])
                    if title and not DENIED.search(clause[0][: sought.start()]):
                        at = start + clause.start() + sought.start(1) + sought[1].find(title)
                        yield Term("titles", title, at, at + len(title))
                for held in HELD.finditer(clause[0]):
                    before = clause[0][: held.start()]
                    if DENIED.search(before) or ANOTHERS.search(before) or BESIDE.search(before):
                        continue
                    group = 1 if held[1] else 2
                    for title in filter(None, map(position_in, re.split("[和或及与]", held[group]))):
                        at = start + clause.start() + held.start(group) + held[group].find(title)
                        sought_here = wanted or held[0].startswith(("应聘", "求职"))
                        yield Term("titles" if sought_here else "past_titles", title, at, at + len(title))
            for either in EITHER.finditer(line):
                for title in filter(names_a_job, either[1].split("、")):
                    at = start + either.start() + either[0].find(title)
                    yield Term("titles", title, at, at + len(title))

    # -- majors, education, years

    def _majors(self) -> Iterator[Term]:
        for study in self.draft.education:
            if study.area.strip():
                yield self._placed("majors", study.area.strip())
        if any(study.area.strip() for study in self.draft.education):
            return
        named = [
            hit
            for hit in DEGREE_IN.finditer(self.mixed)
            if not WISHED.search(self.text[max(0, hit.start() - 40) : hit.start()])
        ]
        for hit in named:
            yield Term("majors", hit[1].strip(), hit.start(1), hit.end(1))
        if named:
            return
        for start, line in self.lines:
            labelled = re.search(r"(?:专业|major)\s*[:：]\s*([\u4e00-\u9fffA-Za-z ]{2,40})", line, re.IGNORECASE)
            if labelled and labelled[1].strip():
                yield Term("majors", labelled[1].strip(), start + labelled.start(1), start + labelled.end(1))
                return
            if (
                not (SCHOOLING.search(line) or vocabulary.SCHOOL.search(line))
                or ANOTHERS.search(line)
                or WISHED.search(line)
            ):
                continue
            names = [name for name in self.majors.names if len(name) > 2 and lower(name) in lower(line)]
            for name in sorted(names, key=len, reverse=True)[:1]:
                at = start + lower(line).find(lower(name))
                yield Term("majors", name, at, at + len(name))

    def _education(self) -> Iterator[Term]:
        best: Term | None = None
        rank = -1
        for study in self.draft.education:
            level = level_of(study.studyType)
            if level and level.rank > rank:
                best, rank = self._placed("education", level.value), level.rank
                best = self._at(best, study.studyType)
        sentences = ((start + one.start(), one[0]) for start, line in self.lines for one in SENTENCE.finditer(line))
        for start, said in sentences:
            schooling = SCHOOLING.search(said) or vocabulary.SCHOOL.search(said)
            if not schooling or ANOTHERS.search(said) or WISHED.search(said):
                continue
            for pattern, level in LEVELS:
                hit = re.search(pattern, said, re.IGNORECASE)
                if hit and level.rank > rank and not DENIED.search(re.split(r"[，。；,;.]", said[: hit.start()])[-1]):
                    at = start + hit.start()
                    best, rank = Term("education", level.value, at, at + len(hit[0])), level.rank
        if best is None and self.draft.education_level is not None:
            best = Term("education", self.draft.education_level.value)
        if best is not None:
            yield best

    def _at(self, term: Term, words: str) -> Term:
        at = self.lower.find(lower(words))
        return Term(term.field, term.value, at, at + len(words)) if words and at >= 0 else Term(term.field, term.value)

    def _experience(self) -> Iterator[Term]:
        """What she says of her years goes before what the dates of her jobs add up to."""
        said = YEARS.search(self.text)
        if said:
            figure = next(group for group in said.groups() if group)
            yield Term("experience", str(12 * number(figure)), said.start(), said.end())
            return
        months = self.draft.experience_months
        if months is None:
            months = covered_months(self.draft.work, self.today)
        if months is not None:
            yield Term("experience", str(months))
            return
        spoken = [
            hit
            for hit in SPOKEN_YEARS.finditer(self.text)
            if not ANOTHERS.search(self.text[max(0, hit.start() - 12) : hit.start()])
        ]
        if spoken:
            years = min(50, sum(number(hit["years"]) for hit in spoken))
            yield Term("experience", str(12 * years), spoken[0].start(), spoken[-1].end())


def level_of(text: str) -> Education | None:
    """The highest level that these words name; 研究生导师 and "mastered" name none."""
    return next((level for pattern, level in LEVELS if re.search(pattern, text, re.IGNORECASE)), None)
