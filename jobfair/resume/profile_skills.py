"""The skills of a résumé: what its lists say, what its sentences name, what the dictionary finds in both."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from jobfair.matching.denials import AFTER, NO_MORE, denied
from jobfair.matching.encoder import TextEncoder
from jobfair.matching.index import Index
from jobfair.matching.terms import language_of, normal
from jobfair.resume import vocabulary
from jobfair.resume.headings import LISTS, heading_of, list_of
from jobfair.resume.phrases import SPAN
from jobfair.resume.profile_phrases import ANOTHERS, DENIED, DRIVES, IN_A_NAME, PASTIMES, SENTENCE_PART, WISHED
from jobfair.resume.profile_words import names_a_job
from jobfair.resume.said import said_skills
from jobfair.resume.skill_items import bare, is_skill, skill_items
from jobfair.resume.skill_words import SkillWords
from jobfair.resume.terms import Term, lower
from jobfair.seeker import Resume

#: A clause of the text means a skill of the fair from this cosine on (measured on tests/benchmarks/resumes.json).
NEAR = 0.82


class SkillReading:
    """``text`` as it was made plain; ``draft`` is what was read of its lists, or came as data."""

    def __init__(self, text: str, draft: Resume, words: SkillWords) -> None:
        self.text, self.draft, self.words = text, draft, words
        self.lower = lower(text)
        self.lines = [(found.start(), found[0]) for found in re.finditer(r"[^\n]+", text)]
        self.clauses = list(self._clauses())
        self.owns: dict[str, str] = {}

    def terms(self) -> Iterator[Term]:
        """What her lists say, in her words; what running text names; what the dictionary finds outside of both."""
        found = [
            (start + begin, start + end, shown, self._is_hers(clause, before, after, begin, end))
            for start, clause, before, after in self.clauses
            for begin, end, shown in self.words.of(clause)
        ]
        known = [(begin, end) for begin, end, _, _ in found]
        named = [self._placed(self._own(name)) for name in self._listed()]
        # A skill of the dictionary is not taken apart: piano and singing, using multimeters.
        named += [term for term in self._said() if not _within(known, term.start, term.end, more=True)]
        taken = self._places(term.value for term in named)
        titled = self._titled()
        yield from named
        for start, clause, before, after in self.clauses:
            if (hit := DRIVES.search(clause)) and self._hers(before, clause, hit.start(), after):
                yield Term("skills", f"{hit[1].upper()} 驾照", start + hit.start(1), start + hit.end(1))
        for begin, end, shown, hers in found:
            if hers and not _within(taken, begin, end) and not self._as_title(titled, begin, end):
                yield Term("skills", shown, begin, end)

    def _is_hers(self, clause: str, before: str, after: str, begin: int, end: int) -> bool:
        return not self._in_a_name(clause, begin, end) and self._hers(before, clause, begin, after)

    def _placed(self, value: str) -> Term:
        at = self.lower.find(lower(value))
        return Term("skills", value, at, at + len(value)) if at >= 0 else Term("skills", value)

    def _titled(self) -> list[tuple[int, int]]:
        """Where her titles and subjects stand as such: brand design is a skill, and not where it is the job."""
        draft = self.draft
        values = {*(job.position for job in draft.work), *draft.wish.titles, draft.basics.label}
        values |= {study.area for study in draft.education}
        pattern = "|".join(re.escape(value) for value in sorted(values, key=len, reverse=True) if len(value) > 1)
        if not pattern:
            return []
        return [
            (start + hit.start(), start + hit.end())
            for start, sentence, section in self._sentences()
            if section in ("head", "wish", "education") or SPAN.search(sentence)
            for hit in re.finditer(pattern, sentence)
        ]

    def _as_title(self, titled: Sequence[tuple[int, int]], begin: int, end: int) -> bool:
        """Java in Java后端开发 is a skill all the same."""
        at = bisect_right(titled, begin, key=lambda span: span[0]) - 1
        if not _within(titled, begin, end):
            return False
        return language_of(self.text[begin:end]) == language_of(self.text[slice(*titled[at])])

    def _listed(self) -> Iterator[str]:
        draft = self.draft
        names = [name for skill in draft.skills for name in (skill.keywords or (skill.name,))]
        for one in draft.languages:  # 英语（四级）, 英语六级（CET-6）
            names += [
                item.name for item in skill_items(f"{one.language}（{one.fluency}）" if one.fluency else one.language)
            ]
        for name in map(bare, names):
            if is_skill(name) and not (
                denied(name) or DENIED.search(name) or WISHED.search(name) or self._denied_at(name)
            ):
                yield name
        for certificate in draft.certificates:
            name = bare(certificate.name)
            if name and not (DENIED.search(name) or WISHED.search(name) or denied(name)):
                yield name

    def _said(self) -> Iterator[Term]:
        for start, sentence, section in self._sentences():
            if section in (*LISTS, "wish", "education") or list_of(sentence):
                continue
            for place, name in said_skills(sentence, listing=section in ("work", "projects", "summary")):
                begin = max(sentence.rfind(mark, 0, place) for mark in "，,") + 1
                end = min((at for mark in "，," if (at := sentence.find(mark, place)) >= 0), default=len(sentence))
                clause, after = sentence[begin:end], sentence[end:]
                if self._hers(sentence[:begin], clause, place - begin, after) and not denied(name):
                    yield Term("skills", self._own(name), start + place, start + place + len(name))

    def _own(self, name: str) -> str:
        """The dictionary's wording where it is the same skill but for blanks and case."""
        if name not in self.owns:
            self.owns[name] = self._wording(name)
        return self.owns[name]

    def _wording(self, name: str) -> str:
        found = self.words.of(name)
        letters = normal(name).replace(" ", "")
        same = normal(found[0][2]).replace(" ", "") if len(found) == 1 else ""
        if same and letters in (same, *(same + kind for kind in ("系统", "软件", "办公软件", "语言", "脚本", "编程"))):
            return found[0][2]
        rest = re.match(r"[用做]([\u4e00-\u9fff]{3}.*)", name)
        return rest[1] if rest and (not found or found[0][0] == 1) else name

    def _places(self, values: Iterable[str]) -> list[tuple[int, int]]:
        """Where these stand in the text, each time."""
        words = sorted({lower(value) for value in values if len(value) > 1}, key=len, reverse=True)
        if not words:
            return []
        return [hit.span() for hit in re.finditer("|".join(map(re.escape, words)), self.lower)]

    def _denied_at(self, name: str) -> bool:
        at = self.lower.find(lower(name))
        begin = max(self.text.rfind(mark, 0, max(at, 0)) for mark in "。；;\n")
        return at > 0 and bool(DENIED.search(self.text[begin + 1 : at]) or WISHED.search(self.text[begin + 1 : at]))

    def _sentences(self) -> Iterator[tuple[int, str, str]]:
        """(place, sentence, section); lines about the person and her pastimes are read past."""
        section, pastimes = "head", False
        for start, line in self.lines:
            if heading := heading_of(line):
                section, pastimes = heading.section, PASTIMES.search(heading.key) is not None
                if not heading.rest:
                    continue
            label = re.match(r"\s*([\u4e00-\u9fffA-Za-z ]{1,16})\s*[:：]", line)
            about_her = label and "" in (
                vocabulary.LABELS.get(form) for form in (label[1].strip().lower(), re.sub(r"\s", "", label[1]).lower())
            )
            if not (pastimes or about_her):
                for sentence in SENTENCE_PART.finditer(line):
                    yield start + sentence.start(), sentence[0], section

    def _clauses(self) -> Iterator[tuple[int, str, str, str]]:
        """(place, clause, what stands before and after it in its sentence)."""
        for start, sentence, _ in self._sentences():
            for clause in re.finditer(r"[^，,、|｜\t]+", sentence):
                yield start + clause.start(), clause[0], sentence[: clause.start()], sentence[clause.end() :]

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
        if re.match(r"[\s|｜]*(?:无|没有|none|no)\s*$", after, re.IGNORECASE):
            return False
        if AFTER.search(clause[at:]) or NO_MORE.search(after.lstrip("，,、|｜\t ")):
            return False
        return not (DENIED.search(near) or WISHED.search(before + own) or ANOTHERS.search(before + own))

    def near(self, encoder: TextEncoder, index: Index, have: Sequence[Term]) -> Iterator[Term]:
        """Clauses that mean a skill of the dictionary without naming it; licences are named or not held."""
        forms = [
            form
            for form in self.words.forms
            if len(form) > 2 and form in index.rows and not form.endswith(("证", "驾照", "licence", "certificate"))
        ]
        taken = [(term.start, term.end) for term in have if term.start >= 0]
        clauses = []
        for start, clause, before, after in self.clauses:
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


def _within(spans: Sequence[tuple[int, int]], start: int, end: int, *, more: bool = False) -> bool:
    """Whether one of these, in order and apart, holds this place; with ``more`` and is longer."""
    at = bisect_right(spans, start, key=lambda span: span[0]) - 1
    return at >= 0 and end <= spans[at][1] and (not more or spans[at][1] - spans[at][0] > end - start)
