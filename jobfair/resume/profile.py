"""What a résumé says that matching may use: titles, skills, majors, education, years, each with its place in the text.

By dictionary, and by the sentence encoder for what the dictionary does not have. Everything is shown to its owner for
correction, so what is likely wrong is left out. Nothing else is read: not sex, age, ethnicity, marital or political
status, health or photo. What is denied (不会开车, no driving licence), wished (想学 PLC) or another's (reported to the
CFO) is not hers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jobfair.fair import Education
from jobfair.matching.denials import AFTER, NO_MORE, denied
from jobfair.matching.encoder import TextEncoder
from jobfair.matching.index import Index
from jobfair.matching.majors import Majors, bundled_majors
from jobfair.matching.terms import language_of, normal
from jobfair.personal import no_facts, work_only
from jobfair.resume import vocabulary
from jobfair.resume.phrases import SPAN, month, normalised
from jobfair.resume.profile_phrases import (
    ANOTHERS,
    BESIDE,
    CLAUSE,
    DEGREE_IN,
    DENIED,
    DRIVES,
    HELD,
    IN_A_NAME,
    LEVELS,
    PASTIMES,
    SCHOOLING,
    SENTENCE,
    SOUGHT,
    SPOKEN_YEARS,
    WANTED,
    WISHED,
    YEARS,
)
from jobfair.resume.profile_words import names_a_job, number, position_in, several
from jobfair.resume.skill_words import SkillWords
from jobfair.seeker import MatchingProfile, Resume, Work, profile_of

Field = Literal["titles", "past_titles", "skills", "majors", "education", "experience"]
#: A clause of the text means a skill of the fair from this cosine on (measured on tests/benchmarks/resumes.json).
NEAR = 0.82
MOST = {"titles": 8, "past_titles": 10, "skills": 40, "majors": 4}


@dataclass(frozen=True)
class Term:
    """``start`` and ``end`` count characters of the text; both -1 where a form said it. ``near``: by meaning only."""

    field: Field
    value: str
    start: int = -1
    end: int = -1
    near: bool = False


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
    text = normalised(text)
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
    for job in resume.work:
        lines += [
            f"{job.startDate} - {job.endDate or '至今'}  {job.name}  {job.position}",
            job.summary,
            *job.highlights,
        ]
    lines += [project.description for project in resume.projects]
    lines += [f"{study.institution}  {study.area}  {study.studyType}" for study in resume.education]
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
        self.lower = _lower(text)
        self.lines = [(found.start(), found[0]) for found in re.finditer(r"[^\n]+", text)]

    def terms(self, encoder: TextEncoder | None, index: Index | None) -> list[Term]:
        skills = list(self._skills())
        return [
            *self._titles(),
            *skills,
            *(self._near(encoder, index, skills) if encoder and index and encoder.name == index.encoder else ()),
            *self._majors(),
            *self._education(),
            *self._experience(),
        ]

    def _placed(self, field: Field, value: str) -> Term:
        at = self.lower.find(_lower(value))
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
                    title = position_in(held[group])
                    if title:
                        at = start + clause.start() + held.start(group) + held[group].find(title)
                        sought_here = wanted or held[0].startswith(("应聘", "求职"))
                        yield Term("titles" if sought_here else "past_titles", title, at, at + len(title))

    # -- skills

    def _skills(self) -> Iterator[Term]:
        for skill in self.draft.skills:
            for name in (skill.name, *skill.keywords):
                named = name in skill.keywords or (name and not skill.keywords)
                if named and not (DENIED.search(name) or WISHED.search(name) or self._denied_at(name) or denied(name)):
                    yield self._placed("skills", self._own(name))
        for certificate in self.draft.certificates:
            name = certificate.name
            if name and not DENIED.search(name) and not WISHED.search(name) and not denied(name):
                several = [shown for _, _, shown in self.words.of(name)]
                for one in several if len(several) > 1 else [self._own(name)]:
                    yield self._placed("skills", one)
        for start, clause, before, after in self._clauses():
            if (hit := DRIVES.search(clause)) and self._hers(before, clause, hit.start(), after):
                yield Term("skills", f"{hit[1].upper()} 驾照", start + hit.start(1), start + hit.end(1))
            for begin, end, shown in self.words.of(clause):
                if not self._in_a_name(clause, begin, end) and self._hers(before, clause, begin, after):
                    yield Term("skills", shown, start + begin, start + end)

    def _own(self, name: str) -> str:
        """The dictionary's wording, where the item is nothing but that skill: 熟练使用 Excel -> Excel."""
        name = re.sub(r"^(?:持有|具备|取得)(?=.{2})|(?<=.)(?:熟练|精通|一般|良好)$", "", name.strip())
        found = self.words.of(name)
        return found[0][2] if len(found) == 1 and len(name) <= len(found[0][2]) + 6 else name.strip()

    def _denied_at(self, name: str) -> bool:
        at = self.lower.find(_lower(name))
        begin = max(self.text.rfind(mark, 0, max(at, 0)) for mark in "。；;\n")
        return at > 0 and bool(DENIED.search(self.text[begin + 1 : at]) or WISHED.search(self.text[begin + 1 : at]))

    def _clauses(self) -> Iterator[tuple[int, str, str, str]]:
        """(place, clause, what stands before and after it in its sentence); lines about the person and her pastimes are
        read past."""
        pastimes = False
        for start, line in self.lines:
            heading = vocabulary.HEADINGS.get(re.sub(r"[\W\d_]+", "", line).lower())
            pastimes = PASTIMES.search(line) is not None if heading is not None else pastimes
            if pastimes:
                continue
            label = re.match(r"\s*([\u4e00-\u9fffA-Za-z ]{1,16})\s*[:：]", line)
            if label and "" in (
                vocabulary.LABELS.get(form) for form in (label[1].strip().lower(), re.sub(r"\s", "", label[1]).lower())
            ):
                continue
            for sentence in re.finditer(r"[^。；;！!？?\n]+", line):
                for clause in re.finditer(r"[^，,、|｜\t]+", sentence[0]):
                    before, after = sentence[0][: clause.start()], sentence[0][clause.end() :]
                    yield start + sentence.start() + clause.start(), clause[0], before, after

    def _in_a_name(self, clause: str, begin: int, end: int) -> bool:
        """电焊 in 电焊工, 护理 in 护理证, forklift in forklift operator, 护理 as the subject that she studied."""
        rest = clause[end:]
        if IN_A_NAME.match(rest) or (rest.startswith("证") and clause[end - 1] != "证"):
            return True
        return normal(clause[begin:end]) in {normal(study.area) for study in self.draft.education}

    @staticmethod
    def _hers(before: str, clause: str, at: int, after: str = "") -> bool:
        """A denial reaches over a list (不会 Excel、PPT) until a comma, one behind the skill over its clause (经验少);
        a wish and another person over the sentence."""
        own = clause[:at]
        near = re.split(r"[，,]", before)[-1] + own
        if AFTER.search(clause[at:]) or NO_MORE.search(after.lstrip("，,、|｜\t ")):
            return False
        return not (DENIED.search(near) or WISHED.search(before + own) or ANOTHERS.search(before + own))

    def _near(self, encoder: TextEncoder, index: Index, have: Sequence[Term]) -> Iterator[Term]:
        """Clauses that mean a skill of the dictionary without naming it; licences are named or not held."""
        forms = [
            form
            for form in self.words.forms
            if len(form) > 2 and form in index.rows and not form.endswith(("证", "驾照", "licence", "certificate"))
        ]
        taken = [(term.start, term.end) for term in have if term.start >= 0]
        clauses = []
        for start, clause, before, after in self._clauses():
            text = re.sub(r"^[\W\d]+|^(?:负责|熟悉|熟练掌握|掌握|能够|能|会|了解|参与|进行|从事)+", "", clause.strip())
            short = 2 < len(text) <= 12 if language_of(text) == "zh" else 1 < len(text.split()) <= 5
            inside = any(start <= begin < start + len(clause) for begin, _ in taken)
            if (
                short
                and not inside
                and not SPAN.search(text)
                and self._hers(before, clause, len(clause), after)
                and not denied(clause)
                and not names_a_job(text)
            ):
                clauses.append((start, clause, normal(text)))
        if not clauses or not forms:
            return
        rows = encoder.encode([text for _, _, text in clauses[:120]])
        table = index.matrix(forms)
        likeness = rows @ table.T
        for row, (start, clause, _) in enumerate(clauses[:120]):
            best = int(likeness[row].argmax())
            if likeness[row, best] >= NEAR:
                yield Term("skills", self.words.forms[forms[best]], start, start + len(clause), near=True)

    # -- majors, education, years

    def _majors(self) -> Iterator[Term]:
        for study in self.draft.education:
            if study.area.strip():
                yield self._placed("majors", study.area.strip())
        if any(study.area.strip() for study in self.draft.education):
            return
        named = [
            hit
            for hit in DEGREE_IN.finditer(self.text)
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
            names = [name for name in self.majors.names if len(name) > 2 and _lower(name) in _lower(line)]
            for name in sorted(names, key=len, reverse=True)[:1]:
                at = start + _lower(line).find(_lower(name))
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
        at = self.lower.find(_lower(words))
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


def _lower(text: str) -> str:
    """Lower case with every character in its place."""
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)
