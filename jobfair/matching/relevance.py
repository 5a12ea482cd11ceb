"""How near a title is to every opening's title.

0.3 character TF-IDF and 0.7 sentence embedding, both as z-scores over the fair's titles, the lexical part only within
one language (measured in issue 5), and the agreement of the two titles' places among all occupations (decision 0033).
The sum is moved and stretched so that the average title has 0 and the very same title has 1: the order stays, and
bands and other parts can use it. A title that holds all that was asked (前端 and 前端工程师) comes nearer to 1 for it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from jobfair.matching.encoding import Question, dots
from jobfair.matching.index import Index
from jobfair.matching.letters import CharTfidf
from jobfair.matching.occupations import Likeness
from jobfair.matching.terms import clean_title, language_of, title_forms, together
from jobfair.matching.weights import Weights
from jobfair.text import LANGUAGES, Language, Text

Scores = NDArray[np.float32]
#: Mean and deviation of each score over a large fair; a small one is drawn towards them by PRIOR_TITLES titles.
COSINE, LETTERS, PRIOR_TITLES = (0.28, 0.12), (0.02, 0.06), 20
#: Across languages, where a question votes by meaning alone: the weights of its votes and of its likeness.
VOTES_ACROSS, LIKENESS_ACROSS = 0.5, 0.3
#: How sharply a title stands for its first occupations where likeness is asked for.
SHARPER = 3
#: A borrowed list of names counts by the mean of its best one and its best few.
BEST = 5
#: A title that begins with what was asked (前端工程师, Python developer) is given so much of what it lacks of 1, and
#: more by the share of its letters; one that holds it elsewhere (客房服务员) is of another kind: only by that share.
BEGINS, HOLDS = 0.6, 0.3
#: Before one of several titles: 行政/前台.
BEGINNING = frozenset("\n/、|,;&")


class Borrowed:
    """Lists of names, each shared by the titles of one occupation: how near a query's letters are to each list."""

    def __init__(self, lists: Sequence[tuple[str, ...]], number: dict[str, int]) -> None:
        sizes = np.array([len(names) for names in lists], dtype=np.int64)
        self._texts = np.array([number[name] for names in lists for name in names], dtype=np.int64)
        self._starts = np.r_[0, np.cumsum(sizes)[:-1]].astype(np.int64)
        self._sizes = np.minimum(sizes, BEST)
        self._owner = np.repeat(np.arange(len(lists)), sizes)
        self._of: dict[str, list[int]] = {}
        for i, names in enumerate(lists):
            for name in names:
                self._of.setdefault(name, []).append(i)

    def with_name(self, name: str) -> list[int]:
        """The lists that hold just this name."""
        return self._of.get(name, [])

    def near(self, letters: Scores) -> Scores:
        """For each list, the mean of its best name's cosine and its BEST names'."""
        values = letters[self._texts]
        best = np.maximum.reduceat(values, self._starts)
        at = np.flatnonzero(values > 0)
        at = at[np.lexsort((-values[at], self._owner[at]))]
        owner = self._owner[at]
        if not len(at):
            return best
        first = np.flatnonzero(np.r_[True, np.diff(owner) > 0])
        few = np.arange(len(at)) - np.repeat(first, np.diff(np.r_[first, len(at)])) < BEST
        sums = np.bincount(owner[few], weights=values[at][few], minlength=len(self._starts))
        found: Scores = (0.5 * best + 0.5 * sums / self._sizes).astype(np.float32)
        return found


@dataclass(frozen=True)
class _Forms:
    """The titles' forms in one language: whose each is, its vector, place and letters, the list that it borrows."""

    texts: list[str]
    titles: NDArray[np.int64]
    vectors: Scores | None
    places: tuple[NDArray[np.int64], Scores] | None
    sharper: Scores | None
    letters: CharTfidf
    borrowed: Borrowed | None
    borrows: NDArray[np.int64]
    joined: str
    starts: list[int]

    def holding(self, text: str) -> Iterator[tuple[int, float]]:
        """The rows of the forms that hold this text as words, and how much that says: 1 where it is all of them."""
        asked = together(text)
        if not asked or (len(asked) < 2 and not asked.isascii()):
            return
        for match in re.finditer(re.escape(asked), self.joined):
            begin, end = match.span()
            before, after = self.joined[begin - 1], self.joined[end]
            if (_inside_word(before, asked[0]) or _inside_word(asked[-1], after)) or (asked[-1] + after == "工程"):
                continue
            row = bisect_right(self.starts, begin) - 1
            share = len(asked) / (self.joined.index("\n", begin) - self.starts[row])
            yield row, BEGINS + (1.0 - BEGINS) * share if before in BEGINNING else HOLDS * share

    def spelled(self, text: str, alias: float) -> Scores:
        """How near each title's letters are, those of the names that it borrows a little less."""
        letters = self.letters.against(text)
        own: Scores = letters[: len(self.titles)]
        if self.borrowed is None:
            return own
        lent = np.r_[self.borrowed.near(letters) * np.float32(alias), np.float32(0)]
        found: Scores = np.maximum(own, lent[self.borrows])
        return found

    def called(self, text: str) -> NDArray[np.bool_]:
        """Which titles' occupations have just this name, too."""
        lists = self.borrowed.with_name(text) if self.borrowed is not None else []
        return np.isin(self.borrows, lists)

    def agreement(self, asked: Likeness) -> tuple[Scores, float]:
        """How far the titles' places and the question's agree, and how far they could."""
        assert self.places is not None and self.sharper is not None
        numbers, weights = self.places
        votes, near = (1.0, 1.0) if asked.by_letters else (VOTES_ACROSS, LIKENESS_ACROSS)
        found: Scores = np.einsum("ij,ij->i", asked.votes[numbers], weights) * np.float32(votes)
        found += np.einsum("ij,ij->i", asked.near[numbers], self.sharper) * np.float32(near)
        most = votes * float(np.linalg.norm(asked.votes)) + near * float(asked.near.max(initial=0.0))
        return found, most


class TitleRelevance:
    def __init__(
        self,
        titles: Sequence[Text],
        index: Index,
        weights: Weights,
        cleaned: Sequence[Sequence[str]] | None = None,
        earlier: tuple[TitleRelevance, Index] | None = None,
    ) -> None:
        """``cleaned``: the titles' forms, where they are known. ``earlier``: another one with these weights and its
        index; a language of which all is the same is taken over."""
        self._count = len(titles)
        self._weights = weights
        collected: dict[Language, list[tuple[int, str]]] = {language: [] for language in LANGUAGES}
        for number, forms in enumerate(cleaned or [title_forms(title) for title in titles]):
            held = set()
            for text in filter(None, forms):
                if (language := language_of(text)) not in held:  # in one language twice, the first one counts
                    held.add(language)
                    collected[language].append((number, text))
        self._forms: dict[Language, _Forms] = {}
        for language, unordered in collected.items():
            rows = sorted(unordered, key=lambda row: (row[1], row[0]))  # whatever the order of the openings is
            texts = [text for _, text in rows]
            before = earlier[0]._forms.get(language) if earlier else None
            if earlier and before and before.texts == texts and earlier[1].same_titles(index, texts):
                owners = np.array([owner for owner, _ in rows], dtype=np.int64)
                self._forms[language] = replace(before, titles=owners)
            elif rows:
                self._forms[language] = _gathered(rows, index)

    @property
    def languages(self) -> tuple[Language, ...]:
        """Those that any of the titles is in."""
        return tuple(self._forms)

    def of(self, title: str, question: Question) -> Scores:
        """0 to 1 for each title, shape (titles,); 0 where nothing can be compared."""
        text = clean_title(title)
        own = language_of(text)
        vector = question.vector(text)
        found = np.zeros(self._count, dtype=np.float32)
        done = np.zeros(self._count, dtype=bool)
        for language in sorted(self._forms, key=lambda other: other != own):
            forms = self._forms[language]
            cosine = letters = agreement = None
            if vector is not None and forms.vectors is not None:
                cosine = dots(forms.vectors, vector)
                likeness = question.likeness(text, language) if forms.places is not None else None
                agreement = forms.agreement(likeness) if likeness is not None else None
            if language == own:
                alias = np.float32(self._weights.alias)
                letters, called = forms.spelled(text, self._weights.alias), forms.called(text)
                letters = np.where(called, np.maximum(letters, alias), letters)
                if cosine is not None:
                    cosine = np.where(called, np.maximum(cosine, alias), cosine)
            scores = self._stretched(cosine, letters, agreement)
            fresh = ~done[forms.titles]
            found[forms.titles[fresh]] = scores[fresh] if scores is not None else 0.0
            done[forms.titles] = True
        for forms in self._forms.values():
            for row, share in forms.holding(text):
                place = forms.titles[row]
                found[place] += (1.0 - found[place]) * share
        return found

    def begins_with(self, title: str) -> NDArray[np.bool_]:
        """Which titles begin with this one, shape (titles,): it is their own word."""
        found = np.zeros(self._count, dtype=bool)
        for forms in self._forms.values():
            found[[forms.titles[row] for row, share in forms.holding(clean_title(title)) if share >= BEGINS]] = True
        return found

    def _stretched(
        self, cosine: Scores | None, letters: Scores | None, agreement: tuple[Scores, float] | None
    ) -> Scores | None:
        total: Scores | None = None
        perfect = 0.0
        parts = ((cosine, self._weights.embedding, COSINE), (letters, self._weights.lexical, LETTERS))
        for values, weight, prior in parts:
            if values is None:
                continue
            share = len(values) / (len(values) + PRIOR_TITLES)
            mean = share * float(values.mean()) + (1 - share) * prior[0]
            deviation = share * float(values.std()) + (1 - share) * prior[1]
            factor = weight / max(deviation, 0.01)
            part = (values - np.float32(mean)) * np.float32(factor)
            total = part if total is None else total + part
            perfect += (1.0 - mean) * factor
        if total is None:
            return None
        if agreement is not None:
            total = total + agreement[0]
            perfect += agreement[1]
        scores: Scores = np.clip(total / np.float32(max(perfect, 1e-6)), 0.0, 1.0).astype(np.float32)
        return scores


def _gathered(rows: Sequence[tuple[int, str]], index: Index) -> _Forms:
    texts = [text for _, text in rows]
    lists = list(dict.fromkeys(names for names in (index.aliases.get(text, ()) for text in texts) if names))
    names = list(dict.fromkeys(name for borrowed in lists for name in borrowed))
    place = {borrowed: i for i, borrowed in enumerate(lists)}
    number = {name: len(texts) + i for i, name in enumerate(names)}
    places = index.places_of(texts)
    squeezed = [together(text) for text in texts]
    return _Forms(
        texts=texts,
        titles=np.array([owner for owner, _ in rows], dtype=np.int64),
        vectors=None if index.lexical_only else index.matrix(texts),
        places=places,
        sharper=_sharper(places[1]) if places is not None else None,
        letters=CharTfidf([*texts, *names]),
        borrowed=Borrowed(lists, number) if lists else None,
        borrows=np.array([place.get(index.aliases.get(text, ()), -1) for text in texts], dtype=np.int64),
        joined="".join(f"\n{text}" for text in squeezed) + "\n",
        starts=[1, *(1 + np.cumsum([len(text) + 1 for text in squeezed])[:-1]).tolist()],
    )


def _inside_word(one: str, next_one: str) -> bool:
    """Whether the border of these two lies within a Latin word or number (C is not in C++)."""
    return one.isascii() and one.isalnum() and next_one.isascii() and (next_one.isalnum() or next_one in "+#")


def _sharper(weights: Scores) -> Scores:
    """The weights of each row to the power of SHARPER, with the sum 1; 0 where there are none."""
    powers = weights**SHARPER
    sums = powers.sum(axis=1, keepdims=True)
    found: Scores = (powers / np.where(sums > 0, sums, 1.0)).astype(np.float32)
    return found
