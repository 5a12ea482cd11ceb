"""Vectors of a question's texts: from the index where it has them, else from the encoder, all in one batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from jobfair.matching.encoder import TextEncoder, Vectors
from jobfair.matching.index import Index
from jobfair.matching.occupations import Likeness
from jobfair.matching.terms import language_of
from jobfair.text import Language


def dots(rows: Vectors, vector: Vectors) -> Vectors:
    """The dot product of each row with the vector, shape (rows,).

    By einsum and not by ``@``: BLAS would wake a thread a core for each of these small products, and on a busy
    kiosk they wait for each other (measured: 15 ms a question become 90).
    """
    found: Vectors = np.einsum("ij,j->i", rows, vector)
    return found


class Question:
    """Nothing is kept from one question to the next: what a seeker types is hers."""

    def __init__(
        self,
        index: Index,
        encoder: TextEncoder | None,
        texts: Sequence[str],
        lent: Mapping[str, Vectors] | None = None,
    ) -> None:
        """``lent``: vectors of the same encoder that were made before, and need not be made again."""
        self._index = index
        self._likeness: dict[tuple[str, Language], Likeness | None] = {}
        unknown = [text for text in dict.fromkeys(texts) if text and text not in index.rows]
        usable = encoder is not None and not index.lexical_only and encoder.name == index.encoder
        self._fresh: dict[str, Vectors] = {}
        if usable and lent:
            self._fresh = {text: lent[text] for text in unknown if text in lent}
            unknown = [text for text in unknown if text not in lent]
        if usable and encoder is not None and unknown:
            self._fresh |= dict(zip(unknown, encoder.encode(unknown), strict=True))

    def vector(self, text: str) -> Vectors | None:
        """float32, length 1; None where there is no encoder for a text that the index does not hold."""
        row = self._index.rows.get(text)
        if row is not None and not self._index.lexical_only:
            found: Vectors = self._index.vectors[row].astype(np.float32)
            return found
        return self._fresh.get(text)

    def likeness(self, title: str, language: Language) -> Likeness | None:
        """This title among all occupations of that language; None where that is not known."""
        key = (title, language)
        if key not in self._likeness:
            vector, atlas = self.vector(title), self._index.atlas
            self._likeness[key] = None
            if vector is not None and atlas is not None and atlas.encoder == self._index.encoder:
                spelled = title if language_of(title) == language else ""
                self._likeness[key] = atlas.by_language[language].likeness(atlas.reduce(vector), spelled)
        return self._likeness[key]
