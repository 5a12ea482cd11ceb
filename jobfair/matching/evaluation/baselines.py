"""What the matcher is measured against: BM25 over words, and one vector for a whole document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from jobfair.fair import Fair, Opening
from jobfair.matching.encoder import TextEncoder
from jobfair.seeker import MatchingProfile
from jobfair.text import Text, all_of

Ranking = NDArray[np.float64]
_PIECE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9][a-z0-9+#.]*")


def words(text: str) -> list[str]:
    """Pairs of Chinese characters (a lone one stands alone) and English words, lower case."""
    found: list[str] = []
    for piece in _PIECE.findall(text.lower()):
        if piece[0] < "\u3400":
            found.append(piece.rstrip("."))
        else:
            found += [piece[i : i + 2] for i in range(len(piece) - 1)] or [piece]
    return found


def opening_text(fair: Fair, opening: Opening) -> str:
    """Everything that the posting says in words, in each language that it says it in."""
    fields: list[Text] = [opening.title, *opening.duties, *opening.skills_required, *opening.skills_preferred]
    fields += [*opening.majors, *opening.cities, opening.description, opening.hours, opening.benefits]
    employer = fair.employer_of(opening)
    if employer is not None:
        fields += [employer.name, employer.industry]
    return "\n".join(form for field in fields for form in all_of(field))


def seeker_text(profile: MatchingProfile) -> str:
    """Everything that the seeker says in words."""
    return "\n".join((*profile.titles, *profile.past_titles, *profile.skills, *profile.majors, *profile.cities))


class Bm25:
    """Okapi BM25 (Robertson and Zaragoza 2009) with k1 = 1.2 and b = 0.75; idf is ln(1 + (N - n + 0.5) / (n + 0.5))."""

    def __init__(self, documents: Sequence[str], k1: float = 1.2, b: float = 0.75) -> None:
        counted = [Counter(words(document)) for document in documents]
        lengths = np.array([sum(counts.values()) for counts in counted], dtype=np.float64)
        mean = float(lengths.mean()) if len(lengths) else 0.0
        self._size = len(documents)
        self._postings: dict[str, list[tuple[int, float]]] = {}
        for number, counts in enumerate(counted):
            damping = k1 * (1.0 - b + b * lengths[number] / mean) if mean else k1
            for word, count in counts.items():
                self._postings.setdefault(word, []).append((number, count * (k1 + 1.0) / (count + damping)))

    def scores(self, query: str) -> Ranking:
        """One number a document, 0 where no word of the query is in it."""
        found = np.zeros(self._size)
        for word, times in Counter(words(query)).items():
            postings = self._postings.get(word, [])
            idf = np.log(1.0 + (self._size - len(postings) + 0.5) / (len(postings) + 0.5))
            for number, value in postings:
                found[number] += times * idf * value
        return found


class Fused:
    """What is found without tuning: the sum of the z-scores of the best title's cosine, BM25 and whole documents.

    Her titles are those that she wishes, else past ones, else majors; of an opening's title each language's form.
    """

    def __init__(self, fair: Fair, documents: Sequence[str], encoder: TextEncoder) -> None:
        self._encoder = encoder
        self._words, self._whole = Bm25(documents), WholeDocuments(documents, encoder)
        named = [[form for form in all_of(opening.title) if form] or [""] for opening in fair.openings]
        self._titles = [encoder.encode(forms) for forms in named]

    def scores(self, profile: MatchingProfile) -> Ranking:
        asked = [text for text in profile.titles or profile.past_titles or profile.majors if text.strip()]
        text = seeker_text(profile)
        found = _z(self._words.scores(text)) + _z(self._whole.scores(text))
        if not asked:
            return found
        hers = self._encoder.encode(asked).T
        return found + _z(np.array([float((forms @ hers).max()) for forms in self._titles]))


def _z(values: Ranking) -> Ranking:
    found: Ranking = (values - values.mean()) / (values.std() + 1e-9)
    return found


class WholeDocuments:
    """One vector for each whole opening text and one for the whole seeker: their cosine."""

    def __init__(self, documents: Sequence[str], encoder: TextEncoder) -> None:
        self._encoder = encoder
        self._vectors = encoder.encode(list(documents))

    def scores(self, query: str) -> Ranking:
        found: Ranking = (self._vectors @ self._encoder.encode([query])[0]).astype(np.float64)
        return found
