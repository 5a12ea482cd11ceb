"""Character TF-IDF over many short texts, and BM25 over groups of them, built and asked without a loop over the texts.

Words of Latin letters and figures count as themselves and by three and four of their letters, wherever they stand
(Java开发 holds the word java); other letters, Chinese characters first of all, count alone and in pairs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Grams = NDArray[np.int64]
Floats = NDArray[np.float32]
_LATIN = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyz0123456789+#."))
_NOTHING, _WORD, _OTHER = 0, 1, 2


class CharTfidf:
    """Character TF-IDF over fixed texts; ``against`` gives the cosine of one query with each of them.

    Weights are (1 + ln tf) * (1 + ln((1 + N) / (1 + df))), rows of length 1 (Manning et al., IR book, ch. 6).
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._size = len(texts)
        rows, grams = _grams(texts, pieces=True)
        self._known, columns = np.unique(grams, return_inverse=True)
        width = max(1, len(self._known))
        pairs, counts = np.unique(columns * max(1, self._size) + rows, return_counts=True)
        columns, rows = np.divmod(pairs, max(1, self._size))
        documents = np.bincount(columns, minlength=width)[: len(self._known)]
        self._idf = (1.0 + np.log((1 + self._size) / (1 + documents))).astype(np.float32)
        values = (1.0 + np.log(counts)) * self._idf[columns]
        norms = np.sqrt(np.bincount(rows, weights=values**2, minlength=self._size))
        self._rows = rows.astype(np.int32)
        self._values = (values / np.where(norms > 0, norms, 1.0)[rows]).astype(np.float32)
        self._starts = np.searchsorted(columns, np.arange(len(self._known) + 1))

    def against(self, query: str) -> Floats:
        """Cosine of the query with each text, shape (texts,); unknown characters count in its length."""
        found = np.zeros(self._size, dtype=np.float32)
        grams, counts = np.unique(_grams([query], pieces=True)[1], return_counts=True)
        places = np.minimum(np.searchsorted(self._known, grams), max(0, len(self._known) - 1))
        length = 0.0
        unseen = 1.0 + np.log(1.0 + self._size)
        for gram, place, count in zip(grams.tolist(), places.tolist(), counts.tolist(), strict=True):
            known = bool(len(self._known)) and int(self._known[place]) == gram
            value = (1.0 + np.log(count)) * (float(self._idf[place]) if known else unseen)
            length += value**2
            if known:
                part = slice(self._starts[place], self._starts[place + 1])
                found[self._rows[part]] += np.float32(value) * self._values[part]
        return found / np.float32(np.sqrt(length)) if length else found


class GroupedLetters:
    """BM25 (Robertson and Zaragoza 2009) of a query against groups of texts, each group read as one document.

    Words of Latin letters count whole, Chinese characters alone and in pairs; idf is ln(1 + (N - n + 0.5) / (n + 0.5)).
    """

    def __init__(self, texts: Sequence[str], groups: NDArray[np.int64], size: int, k1: float, b: float) -> None:
        """``groups``: the group of each text, of ``size``; ``k1`` and ``b`` as in BM25."""
        self._size = size
        rows, grams = _grams(texts, pieces=False)
        owners = groups[rows]
        lengths = np.bincount(owners, minlength=size)
        self._known, columns = np.unique(grams, return_inverse=True)
        pairs, counts = np.unique(columns * max(1, size) + owners, return_counts=True)
        columns, owners = np.divmod(pairs, max(1, size))
        held = np.bincount(columns, minlength=len(self._known))
        idf = np.log(1.0 + (size - held + 0.5) / (held + 0.5))
        damping = k1 * (1.0 - b + b * lengths[owners] / max(float(lengths.mean()) if size else 0.0, 1e-9))
        self._values = (idf[columns] * counts * (k1 + 1.0) / (counts + damping)).astype(np.float32)
        self._owners = owners.astype(np.int32)
        self._starts = np.searchsorted(columns, np.arange(len(self._known) + 1))

    def against(self, query: str) -> Floats:
        """A number from 0 on for each group, shape (size,)."""
        found = np.zeros(self._size, dtype=np.float32)
        grams, counts = np.unique(_grams([query], pieces=False)[1], return_counts=True)
        if not len(self._known):
            return found
        places = np.minimum(np.searchsorted(self._known, grams), len(self._known) - 1)
        known = self._known[places] == grams
        for place, count in zip(places[known].tolist(), counts[known].tolist(), strict=True):
            part = slice(self._starts[place], self._starts[place + 1])
            found[self._owners[part]] += np.float32(count) * self._values[part]
        return found


def _grams(texts: Sequence[str], pieces: bool) -> tuple[NDArray[np.int64], Grams]:
    """The row of each gram and the gram itself as a number; no two grams share one, words by hash excepted."""
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    joined = "".join(f"{text}\n" for text in texts).encode("utf-32-le", "replace")
    letters: Grams = np.frombuffer(joined, dtype=np.uint32).astype(np.int64)
    rows = np.repeat(np.arange(len(texts)), lengths)
    kinds = _kinds(letters)
    latin_rows, latin = _of_words(letters, rows, kinds == _WORD, pieces)
    other = np.flatnonzero(kinds == _OTHER)
    pairs = other[:-1][np.diff(other) == 1] if len(other) else other
    twos = (1 << 60) | (letters[pairs] << 21) | letters[pairs + 1]
    return np.concatenate((latin_rows, rows[other], rows[pairs])), np.concatenate((latin, letters[other], twos))


def _kinds(letters: Grams) -> NDArray[np.int8]:
    distinct, places = np.unique(letters, return_inverse=True)
    kind = [_WORD if c in _LATIN else _OTHER if chr(c).isalnum() else _NOTHING for c in distinct.tolist()]
    found: NDArray[np.int8] = np.array(kind, dtype=np.int8)[places]
    return found


def _of_words(
    letters: Grams, rows: NDArray[np.int64], latin: NDArray[np.bool_], pieces: bool
) -> tuple[NDArray[np.int64], Grams]:
    """Each word with a blank before and after it gives its threes and fours of letters, and itself by hash."""
    at = np.flatnonzero(latin)
    if not len(at):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    first = np.flatnonzero(np.r_[True, np.diff(at) > 1])
    size = np.diff(np.r_[first, len(at)])
    words = np.repeat(np.arange(len(first)), size)
    place = np.arange(len(at)) - first[words]
    power = np.cumprod(np.full(int(size.max()) + 1, 1_000_003, dtype=np.uint64))
    hashes = np.add.reduceat(letters[at].astype(np.uint64) * power[place], first)
    whole = (2 << 60) | (hashes >> np.uint64(4)).astype(np.int64)
    if not pieces:
        return rows[at[first]], whole
    padded = np.full(len(at) + 2 * len(first), ord(" "), dtype=np.int64)
    padded[np.arange(len(at)) + 2 * words + 1] = letters[at]
    owner = np.repeat(np.arange(len(first)), size + 2)
    grams, owners = [whole], [np.arange(len(first))]
    for length in (3, 4):
        end = len(padded) - length + 1
        if end <= 0:
            continue
        inside = np.flatnonzero(owner[:end] == owner[length - 1 :])
        gram = np.full(len(inside), length << 40, dtype=np.int64)
        for step in range(length):
            gram |= padded[inside + step] << (7 * step)
        grams.append(gram)
        owners.append(owner[inside])
    return rows[at[first]][np.concatenate(owners)], np.concatenate(grams)
