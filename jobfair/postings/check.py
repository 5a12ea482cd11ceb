"""The check of one opening: every text of it, its pay, its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache

from jobfair.fair import Employer, Fair, Opening
from jobfair.postings.ages import ages, has_ages, is_hazardous
from jobfair.postings.findings import Finding, Level
from jobfair.postings.folding import Folded, Folding
from jobfair.postings.minimums import MinimumWages
from jobfair.postings.pay import forms, pay_findings, places_of
from jobfair.postings.pay_text import has_pay, pay_in_text
from jobfair.postings.resources import FOLDER
from jobfair.postings.wording import Wording
from jobfair.text import Bilingual

_CODE = "4"  # raised when this package judges otherwise by the same rules

MOST = 60
"""Findings kept of one opening."""

_ONE = ("title", "occupation", "description", "hours", "benefits")
_MANY = ("duties", "skills_required", "skills_preferred", "majors", "cities")
EMPLOYER_TEXTS = ("name", "legal_name", "industry", "about", "purpose", "contact")
_ORDER = {Level.BLOCK: 0, Level.ERROR: 1, Level.REVIEW: 2, Level.LABEL: 3}
_NO_PLACE = Bilingual(zh="没有写工作地点。", en="The place of work is missing.")
_WHERE = Bilingual(zh="在哪个城市、哪个区上班？", en="In which city and district is the work?")
_NO_TITLE = Bilingual(zh="没有写职位名称。", en="The title is missing.")
_WHAT = Bilingual(zh="这个职位叫什么？", en="What is the job called?")
_SHOWN = ("network_recruiting", "posting_notice_2026")


class Checker:
    """The rules, read once."""

    def __init__(self) -> None:
        self._folding = Folding()
        self._wording = Wording()
        self._minimums = MinimumWages()

    def check(
        self, opening: Opening, employer: Employer | None = None, fair: Fair | None = None
    ) -> tuple[Finding, ...]:
        """What is wrong with the opening, the worst first, then in the order of its fields. ``employer`` and ``fair``
        are what it belongs to: rules of an industry or a fair may want them; today's do without. The employer's own
        texts are ``check_employer``'s."""
        texts = [(path, text, self._folding(text)) for path, text in texts_of(opening)]
        found = self._in_texts(texts, opening)
        found += pay_findings(opening, self._minimums)
        if not any(folded.text.strip() for path, _, folded in texts if path.startswith("title")):
            found.append(_missing("title_missing", "title", _NO_TITLE, _WHAT))
        if not places_of(opening):
            found.append(_missing("place_missing", "cities", _NO_PLACE, _WHERE))
        if opening.labour_dispatch and not any(one.code == "labour_dispatch" for one in found):
            found.append(
                Finding(
                    code="labour_dispatch",
                    level=Level.LABEL,
                    field="labour_dispatch",
                    reason=self._reason("labour_dispatch"),
                    laws=("contract_66",),
                )
            )
        return _sorted(found, dict(texts_of(opening)))

    def check_employer(self, employer: Employer) -> tuple[Finding, ...]:
        """What is forbidden in the employer's own texts, which are shown with each of its openings."""
        texts = [(path, text, self._folding(text)) for path, text in texts_of_employer(employer)]
        found = [one for one in self._in_texts(texts, None) if one.level is Level.BLOCK]
        return _sorted(found, dict(texts_of_employer(employer)))

    def _in_texts(self, texts: list[tuple[str, str, Folded]], opening: Opening | None) -> list[Finding]:
        whole = "\n".join(folded.text for _, _, folded in texts)
        hazardous, rules = is_hazardous(whole), self._wording.rules_for(whole)
        with_ages, with_pay = has_ages(whole), opening is not None and has_pay(whole)
        found: list[Finding] = []
        for path, text, folded in texts:
            if not folded.text.strip():
                continue
            found += self._wording.findings(rules, text, folded, path)
            if with_ages:
                found += ages(text, folded, path, hazardous)
            if with_pay and opening is not None:
                found += pay_in_text(opening, text, folded, path, self._minimums)
        return found

    def _reason(self, code: str) -> Bilingual:
        return next(rule.reason for rule in self._wording.rules if rule.code == code)


def _sorted(found: list[Finding], texts: dict[str, str]) -> tuple[Finding, ...]:
    """The worst first, fields in their order; each with the sentence around it."""
    found.sort(key=lambda one: _ORDER[one.level])
    return tuple(one.model_copy(update={"sentence": one.sentence_in(texts.get(one.field, ""))}) for one in found[:MOST])


def texts_of(opening: Opening) -> Iterator[tuple[str, str]]:
    """Every text of the opening that a seeker may read, with its path."""
    for name in _ONE:
        for ending, text in forms(getattr(opening, name)):
            yield f"{name}{ending}", text
    for name in _MANY:
        for number, part in enumerate(getattr(opening, name)):
            for ending, text in forms(part):
                yield f"{name}.{number}{ending}", text


def texts_of_employer(employer: Employer) -> Iterator[tuple[str, str]]:
    """Every text of the employer that a seeker may read, with its path."""
    for name in EMPLOYER_TEXTS:
        for ending, text in forms(getattr(employer, name)):
            yield f"{name}{ending}", text


@lru_cache(maxsize=1)
def rules_version() -> str:
    """Another one whenever the rules are others: results that were kept are made anew then."""
    files = b"".join(path.read_bytes() for path in sorted(FOLDER.glob("*.toml")))
    return f"{_CODE}-{hashlib.sha256(files).hexdigest()[:16]}"


@lru_cache(maxsize=1)
def _checker() -> Checker:
    return Checker()


def check(opening: Opening, employer: Employer | None = None, fair: Fair | None = None) -> tuple[Finding, ...]:
    """Everything that the rules have to say about ``opening``."""
    return _checker().check(opening, employer, fair)


def check_employer(employer: Employer) -> tuple[Finding, ...]:
    """What is forbidden in what ``employer`` says of itself."""
    return _checker().check_employer(employer)


def is_blocked(findings: tuple[Finding, ...]) -> bool:
    return any(one.level is Level.BLOCK for one in findings)


def is_dispatch(findings: tuple[Finding, ...]) -> bool:
    return any(one.code == "labour_dispatch" for one in findings)


def has_wrong_pay(findings: tuple[Finding, ...]) -> bool:
    """Whether the pay contradicts itself or the text: it is not shown then."""
    return any(one.code in ("salary_order", "salary_text", "salary_absurd") for one in findings)


def _missing(code: str, field: str, reason: Bilingual, question: Bilingual) -> Finding:
    return Finding(code=code, level=Level.ERROR, field=field, reason=reason, laws=_SHOWN, question=question)
