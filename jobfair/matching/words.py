"""The distinct terms of one field of a fair's openings, and how far a seeker's terms meet each of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobfair.matching.columns import Column, key_of, text_of
from jobfair.matching.encoding import Question, dots
from jobfair.matching.index import Index
from jobfair.matching.licences import included, licence
from jobfair.matching.relevance import Scores
from jobfair.matching.terms import language_of, normal, same_term
from jobfair.text import Text, all_of

_LICENCE = re.compile(
    r"(?:(?<![保验论举取签求公凭])证|证书|驾照|资格|licen[cs]es?|certificates?|certification|qualifications?)$"
)
_BRACKET_AT_END = re.compile(r"\s*[(\[【][^)\]】]*[)\]】]\s*$")
#: More than any cosine.
NEVER = np.float32(2.0)


def is_licence(skill: Text) -> bool:
    """焊工证, 焊工证（高级）, nursing licence; not 质量保证 and not 软件验证."""
    return _names_licence(normal(form) for form in all_of(skill))


def _names_licence(forms: Iterable[str]) -> bool:
    return any(_LICENCE.search(_BRACKET_AT_END.sub("", form)) for form in forms)


@dataclass(frozen=True)
class Least:
    """The least cosine by which a term meets another, within one language and across."""

    within: float
    across: float


@dataclass(frozen=True)
class Met:
    """For each distinct term: how far it is met, 0 to 1, and by which of the terms asked with (-1: by none)."""

    value: Scores
    by: NDArray[np.int64]


@dataclass(frozen=True)
class Spellings:
    """Of each distinct term: its normal forms, and whether it is a licence."""

    forms: list[tuple[str, ...]]
    licence: NDArray[np.bool_]

    @classmethod
    def of(cls, column: Column, earlier: Spellings | None = None) -> Spellings:
        """``earlier``: of the column that this one was made from."""
        forms: list[tuple[str, ...]] = []
        licence = np.zeros(len(column.keys), dtype=bool)
        for i, was in enumerate(column.was.tolist()):
            if earlier is not None and was >= 0:
                forms.append(earlier.forms[was])
                licence[i] = earlier.licence[was]
            else:
                forms.append(tuple(normal(form) for form in all_of(text_of(column.keys[i]))))
                licence[i] = _names_licence(forms[i])
        return cls(forms, licence)


class Words:
    """Which openings have which terms, their forms in each language, their vectors."""

    def __init__(self, column: Column, index: Index | None, earlier: Spellings | None = None) -> None:
        self._rows, self._columns = column.rows(), column.numbers
        self._openings = len(column.starts) - 1
        self._number = {key: i for i, key in enumerate(column.keys)}
        self.spellings = Spellings.of(column, earlier)
        self.forms, self.licence = self.spellings.forms, self.spellings.licence
        self.count = column.count
        flat = [(i, form) for i, forms in enumerate(self.forms) for form in forms if form]
        self._owner = np.array([i for i, _ in flat], dtype=np.int64)
        self._chinese = np.array([language_of(form) == "zh" for _, form in flat], dtype=bool)
        self._spelled = _Spelled([form for _, form in flat])
        self._keys = np.array([licence(form) for _, form in flat], dtype=np.str_)
        self._settled = self._keys != ""
        self._vectors = None
        if index is not None and not index.lexical_only and flat:
            self._vectors = index.matrix([form for _, form in flat])

    def number(self, term: Text) -> int:
        """The place of this term among the distinct ones; KeyError where no opening has it."""
        return self._number[key_of(term)]

    def near(self, terms: Sequence[str], question: Question, least: Least, by_meaning: float) -> Met:
        """1 where one of the terms is the same, else up to ``by_meaning`` by cosine, else 0.

        A licence is held or not: only another licence meets it, by name, by another name of the same (licences.toml) or
        as what a higher one includes; never by meaning. What the table knows of both sides, it alone decides.
        """
        value = np.zeros(len(self.forms), dtype=np.float32)
        by = np.full(len(self.forms), -1, dtype=np.int64)
        # In an order of their own, so that the same terms in another order name the same ones in the reasons.
        for place in sorted(range(len(terms)), key=lambda i: terms[i]):
            found = self._near(terms[place], question, least, by_meaning)
            by = np.where(found > value, place, by)
            value = np.maximum(value, found)
        return Met(value, by)

    def _near(self, term: str, question: Question, least: Least, by_meaning: float) -> Scores:
        found = np.zeros(len(self.forms), dtype=np.float32)
        own = licence(term)
        held = is_licence(term) or bool(own)
        vector = question.vector(term)
        if vector is not None and self._vectors is not None:
            cosine = dots(self._vectors, vector)
            foreign = self._chinese != (language_of(term) == "zh")
            enough = np.where(foreign, np.float32(least.across), np.float32(least.within))
            enough[self.licence[self._owner] | is_licence(term)] = NEVER
            if own:
                enough[self._settled] = NEVER
            np.maximum.at(found, self._owner, np.where(cosine >= enough, by_meaning * cosine, 0.0).astype(np.float32))
        if own:
            found[self._owner[np.isin(self._keys, list(included(own)))]] = 1.0
        for i in self._spelled.same(term):
            if own and self._settled[i]:
                continue
            owner = self._owner[i]
            if held or not self.licence[owner] or self._spelled.forms[i] == term:
                found[owner] = 1.0
        return found

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Opening and distinct term, a pair for each term of each opening, openings in order."""
        return self._rows, self._columns

    def sums(self, values: NDArray[np.generic]) -> NDArray[np.float64]:
        """The sum of its terms' values for each opening."""
        weights = values[self._columns].astype(np.float64)
        return np.bincount(self._rows, weights=weights, minlength=self._openings).astype(np.float64)

    def best(self, values: Scores) -> Scores:
        """The best of its terms' values for each opening, NaN where none is a number."""
        found = np.full(self._openings, -1.0, dtype=np.float32)
        np.maximum.at(found, self._rows, np.nan_to_num(values, nan=-1.0)[self._columns])
        return np.where(found < 0, np.float32(np.nan), found).astype(np.float32)


class _Spelled:
    """Finds the forms that are ``same_term`` as a term, without looking at each: the forms in one long string for
    those that hold the term, its own parts in a table for those that it holds."""

    def __init__(self, forms: Sequence[str]) -> None:
        self.forms = forms
        self._joined = "\n".join(forms)
        lengths = np.array([len(form) + 1 for form in forms], dtype=np.int64)
        self._starts: list[int] = [0, *np.cumsum(lengths)[:-1].tolist()] if len(forms) else []
        self._rows: dict[str, list[int]] = {}
        for row, form in enumerate(forms):
            self._rows.setdefault(form, []).append(row)
        self._lengths = sorted({len(form) for form in forms})

    def same(self, term: str) -> Iterator[int]:
        if not term or not self.forms:
            return
        seen = set()
        for match in re.finditer(re.escape(term), self._joined):
            row = bisect_right(self._starts, match.start()) - 1
            if row not in seen and same_term(term, self.forms[row]):
                seen.add(row)
                yield row
        for length in self._lengths:
            if length >= len(term):
                return
            for start in range(len(term) - length + 1):
                part = term[start : start + length]
                if part in self._rows and same_term(term, part):
                    yield from (row for row in self._rows[part] if row not in seen)
