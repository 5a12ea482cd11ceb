"""How near a title is to every opening's title.

0.3 character TF-IDF and 0.7 sentence embedding, both as z-scores over the fair's titles, the lexical part only within
one language (measured in issue 5). The sum is moved and stretched so that the average title has 0 and the very same
title has 1: the order stays, and bands and other parts can use it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobfair.matching.encoding import Question, dots
from jobfair.matching.index import Index, title_forms
from jobfair.matching.terms import CharTfidf, clean_title, language_of
from jobfair.matching.weights import Weights
from jobfair.text import LANGUAGES, Text, all_of

Scores = NDArray[np.float32]
#: Mean and deviation of each score over a large fair; a small one is drawn towards them by PRIOR_TITLES titles.
COSINE, LETTERS, PRIOR_TITLES = (0.28, 0.12), (0.02, 0.06), 20


@dataclass(frozen=True)
class _Forms:
    """All forms of one language: which title each belongs to (sorted), where each title's begin."""

    titles: NDArray[np.int64]
    starts: NDArray[np.int64]
    discount: Scores
    borrowed: NDArray[np.bool_]
    vectors: Scores | None
    letters: CharTfidf


class TitleRelevance:
    def __init__(self, titles: Sequence[Text], index: Index, weights: Weights) -> None:
        self._count = len(titles)
        self._weights = weights
        collected: dict[str, list[tuple[int, str, bool]]] = {language: [] for language in LANGUAGES}
        for number, title in enumerate(titles):
            for text, language, borrowed in title_forms(all_of(title), index):
                collected[language].append((number, text, borrowed))
        self._forms = {language: self._gather(rows, index) for language, rows in collected.items() if rows}

    def _gather(self, rows: list[tuple[int, str, bool]], index: Index) -> _Forms:
        owner = np.array([number for number, _, _ in rows], dtype=np.int64)
        starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        discount = np.array([self._weights.alias if borrowed else 1.0 for _, _, borrowed in rows], dtype=np.float32)
        borrowed = np.array([name for _, _, name in rows], dtype=bool)
        vectors = None
        if not index.lexical_only:
            vectors = index.matrix([text for _, text, _ in rows])
        return _Forms(owner[starts], starts, discount, borrowed, vectors, CharTfidf([text for _, text, _ in rows]))

    def of(self, title: str, question: Question) -> Scores:
        """0 to 1 for each title, shape (titles,); 0 where nothing can be compared."""
        text = clean_title(title)
        own = language_of(text)
        vector = question.vector(text)
        found = np.zeros(self._count, dtype=np.float32)
        done = np.zeros(self._count, dtype=bool)
        for language in sorted(self._forms, key=lambda other: other != own):
            forms = self._forms[language]
            cosine = letters = None
            if vector is not None and forms.vectors is not None:
                cosines = dots(forms.vectors, vector) * forms.discount
                if language != own:
                    # Borrowed names spoil the comparison across languages (measured: 0.78 falls to 0.74).
                    cosines = np.where(forms.borrowed, -1.0, cosines)
                cosine = np.maximum.reduceat(cosines, forms.starts).astype(np.float32)
            if language == own:
                letters = np.maximum.reduceat(forms.letters.against(text) * forms.discount, forms.starts)
            scores = self._stretched(cosine, letters)
            fresh = ~done[forms.titles]
            found[forms.titles[fresh]] = scores[fresh] if scores is not None else 0.0
            done[forms.titles] = True
        return found

    def _stretched(self, cosine: Scores | None, letters: Scores | None) -> Scores | None:
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
        scores: Scores = np.clip(total / np.float32(max(perfect, 1e-6)), 0.0, 1.0).astype(np.float32)
        return scores
