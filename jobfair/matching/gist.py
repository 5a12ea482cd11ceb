"""How near all that she said is to all that an opening asks for: a soft part of the score beside the exact ones.

An opening's middle is the mean of the directions of its title, its skills and its majors (vectors that the index has
anyway: fields, not documents). Each of her terms adds by how much its cosine with the middle is above a floor; the sum
is bent to 0 to 1. A term more never lowers it. Where a title alone tells little (文员, 算法工程师), the rest tells
which of many distant openings are of her world; and where employers fill in titles only, her skills and majors are
near some of them. Measured on the graded set: decision 0040.

Middles are kept in the directions in which the fair's words differ most (principal components): a quarter of the room
and of the time, and nearly the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from jobfair.matching.encoding import Question
from jobfair.matching.index import Index
from jobfair.matching.relevance import Scores
from jobfair.matching.terms import title_forms
from jobfair.matching.words import Words
from jobfair.text import Text

Rows = NDArray[np.int64]
DIRECTIONS = 128
#: The directions are found from so many of the fair's words at most, evenly taken.
SAMPLE = 2000
#: So many openings at a time: what they need in between stays in the processor's cache.
BLOCK = 2048
#: An opening that lists more is not told better by them.
MOST = 40


class Gist:
    def __init__(
        self,
        titles: Sequence[Text],
        title_of: Rows,
        fields: Sequence[Words],
        index: Index,
        cleaned: Sequence[Sequence[str]] | None = None,
    ) -> None:
        """``titles`` are distinct, ``title_of`` is each opening's; ``fields``: what the openings ask for; ``cleaned``:
        the titles' forms, where they are known."""
        self._middles: Scores | None = None
        if index.lexical_only or not index.rows:
            return
        named = cleaned or [title_forms(title) for title in titles]
        parts = [_centres(named, index), *(_centres(field.forms, index) for field in fields)]
        vectors = np.concatenate(parts)
        step = -(-len(vectors) // SAMPLE)
        _, directions = np.linalg.eigh(vectors[::step].T @ vectors[::step])
        self._directions = np.ascontiguousarray(directions[:, : -DIRECTIONS - 1 : -1])
        named_so, *asked = (part @ self._directions for part in parts)
        pairs = [field.pairs() for field in fields]
        self._middles = np.empty((len(title_of), self._directions.shape[1]), dtype=np.float32)
        for start in range(0, len(title_of), BLOCK):
            total = named_so[title_of[start : start + BLOCK]]
            for part, (openings, terms) in zip(asked, pairs, strict=True):
                own = slice(*np.searchsorted(openings, (start, start + len(total))))
                total += _unit(_summed(part, openings[own] - start, terms[own], len(total)))
            self._middles[start : start + BLOCK] = _unit(total)

    @property
    def usable(self) -> bool:
        """Whether there is anything that her terms can be compared with."""
        return self._middles is not None

    def of(self, terms: Iterable[tuple[str, float]], question: Question, floor: float, half: float) -> Scores | None:
        """0 to 1 for each opening; None where nothing can be compared. ``terms``: hers with their weights; ``floor``:
        the cosine below which a term says nothing; ``half``: the sum that gives 0.5."""
        if self._middles is None:
            return None
        known = [(vector, share) for text, share in terms if (vector := question.vector(text)) is not None]
        if not known:
            return None
        # One product of all terms: large enough for BLAS, which the small ones elsewhere are not (encoding.dots).
        cosines = self._middles @ (self._directions.T @ np.stack([vector for vector, _ in known], axis=1))
        shares = np.array([share for _, share in known], dtype=np.float32)
        above = np.maximum(cosines - np.float32(floor), np.float32(0.0)) @ shares
        found: Scores = (above / (above + np.float32(half))).astype(np.float32)
        return found


def _summed(vectors: Scores, openings: Rows, terms: Rows, count: int) -> Scores:
    """The sum of each opening's first MOST terms. By place within the opening: several times faster than reduceat."""
    found = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    place = np.arange(len(openings)) - np.searchsorted(openings, openings)
    for number in range(min(MOST, int(place.max(initial=-1)) + 1)):
        at = np.flatnonzero(place == number)
        if len(at) == count:  # every opening has one, and they stand in order
            found += vectors.take(terms[at], axis=0)
        else:
            found[openings[at]] += vectors.take(terms[at], axis=0)
    return found


def _centres(lists: Sequence[Sequence[str]], index: Index) -> Scores:
    """The middle of each term's forms, of length 1; zeros where there is none."""
    found = np.zeros((len(lists), index.vectors.shape[1]), dtype=np.float32)
    owner = np.array([i for i, forms in enumerate(lists) for form in forms if form], dtype=np.int64)
    if len(owner):
        starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        vectors = index.matrix([form for forms in lists for form in forms if form])
        sums = vectors[starts]
        sizes = np.diff(np.r_[starts, len(owner)])
        for place in range(1, int(sizes.max())):  # by place: several times faster than reduceat
            more = np.flatnonzero(sizes > place)
            sums[more] += vectors[starts[more] + place]
        found[owner[starts]] = _unit(sums)
    return found


def _unit(rows: Scores) -> Scores:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    found: Scores = (rows / np.where(lengths > 0, lengths, 1.0)).astype(np.float32, copy=False)
    return found
