"""Words as the matcher sees them: normal form, language, cleaned titles, character TF-IDF."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from jobfair.text import Language

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[a-z0-9+#.]+")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|<[^>]*>")
_PAY = re.compile(r"\d+(\.\d+)?\s*(-\s*\d+(\.\d+)?\s*(k|元|万)?|k|元|万)(/月)?|\d{3,}")
MAX_LENGTH = 200


def normal(text: str) -> str:
    """Compatibility forms folded, lower case, control characters and repeated blanks away, at most 200 characters."""
    folded = unicodedata.normalize("NFKC", text[: 4 * MAX_LENGTH]).lower()
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in folded)
    return " ".join(kept.split())[:MAX_LENGTH].strip()


def language_of(text: str) -> Language:
    """zh where there is any Chinese character, else en."""
    return "zh" if _HAN.search(text) else "en"


def clean_title(text: str) -> str:
    """The title without what postings hang on it: brackets, pay, the company before 招聘. Never empty for a title."""
    title = whole = normal(text)
    title = _BRACKETS.sub(" ", title)
    if "招聘" in title and language_of(title) == "zh":
        title = title.rsplit("招聘", 1)[1]
    if language_of(title) == "zh":
        title = _PAY.sub("", title)
    return " ".join(title.split()).strip(" -/+,.;:，。、·~—") or whole


def grams(text: str) -> list[str]:
    """Chinese: characters and pairs of characters. Other scripts: words, and their letters by three and four."""
    found = []
    if language_of(text) == "zh":
        found = [text[i : i + n] for n in (1, 2) for i in range(len(text) - n + 1)]
        return [gram for gram in found if not gram.isspace()]
    for word in _WORD.findall(text):
        padded = f" {word} "
        found.append(word)
        found += [padded[i : i + n] for n in (3, 4) for i in range(len(padded) - n + 1)]
    return found


class CharTfidf:
    """Character TF-IDF over fixed texts; ``against`` gives the cosine of one query with each of them.

    Weights are (1 + ln tf) * (1 + ln((1 + N) / (1 + df))), rows of length 1 (Manning et al., IR book, ch. 6).
    """

    def __init__(self, texts: Sequence[str]) -> None:
        counted = [Counter(grams(text)) for text in texts]
        documents = Counter(gram for counts in counted for gram in counts)
        self._column = {gram: i for i, gram in enumerate(sorted(documents))}
        self._idf = np.array(
            [1.0 + np.log((1 + len(texts)) / (1 + documents[gram])) for gram in self._column], dtype=np.float32
        )
        lengths = [len(counts) for counts in counted]
        rows = np.repeat(np.arange(len(texts)), lengths)
        columns = np.array([self._column[g] for counts in counted for g in counts], dtype=np.int64)
        counts_flat = np.array([n for counts in counted for n in counts.values()], dtype=np.float32)
        values = (1.0 + np.log(counts_flat)) * self._idf[columns] if len(columns) else counts_flat
        norms = np.sqrt(np.bincount(rows, weights=values**2, minlength=len(texts)))
        values = values / np.where(norms > 0, norms, 1.0)[rows]
        order = np.argsort(columns, kind="stable")
        self._rows, self._values = rows[order], values[order].astype(np.float32)
        self._starts = np.searchsorted(columns[order], np.arange(len(self._column) + 1))
        self._size = len(texts)

    def against(self, query: str) -> NDArray[np.float32]:
        """Cosine of the query with each text, shape (texts,); unknown characters count in its length."""
        found = np.zeros(self._size, dtype=np.float32)
        length = 0.0
        unseen = 1.0 + np.log(1.0 + self._size)
        for gram, count in Counter(grams(query)).items():
            column = self._column.get(gram)
            value = (1.0 + np.log(count)) * (unseen if column is None else float(self._idf[column]))
            length += value**2
            if column is not None:
                part = slice(self._starts[column], self._starts[column + 1])
                found[self._rows[part]] += value * self._values[part]
        return found / np.float32(np.sqrt(length)) if length else found


def same_term(a: str, b: str) -> bool:
    """Whether two normal terms are one: equal, or one holds the other (whole words; two Chinese characters or more)."""
    if a == b:
        return bool(a)
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if short not in long:
        return False
    if language_of(short) == "zh":
        return len(short) >= 2 and len(short) * 3 >= len(long)
    if len(short) < 2:
        return False
    return re.search(rf"(?<![a-z0-9]){re.escape(short)}(?![a-z0-9+#])", long) is not None
