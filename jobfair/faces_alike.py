"""Faces too alike to be told apart: one person enrolled twice, twins, siblings. Where the line is, and who is past it.

Two such people are never named by their faces: a pass or a document does that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MOST_NUMBERS = 1024
"""That an encoder may give for a face: a fair's rotation grows with their square."""
_SIZES = {"dlib": 128}
_LIMITS = {"dlib": 0.975}
_OTHERS = 0.6
"""Cosines of stored faces. dlib's: in the development part of Labeled Faces in the Wild the most alike of 101,025 pairs
of different people (450, three pictures averaged) reach 0.966. By the tail of such scores (docs/decisions/0026) one in
two million pairs reaches 0.975: of 100,000 enrolled, one in twenty would find somebody too like her. Other
encoders (ArcFace's kind) put different people below 0.4 and pictures of one person above 0.6; without a measurement of
our own the line is drawn early: who is past it by mistake uses the pass."""


def alike_limit(encoder: str) -> float:
    """Above this cosine two stored faces of ``encoder`` (its model id) name nobody."""
    return next((limit for name, limit in _LIMITS.items() if encoder.startswith(name)), _OTHERS)


def is_sound(encoder: str, numbers: bytes) -> bool:
    """Whether this is a face as kiosks send it: as many finite float32 as the encoder gives, of length 1. Whoever has a
    kiosk's token could send others, which would be like everybody."""
    size = next((size for name, size in _SIZES.items() if encoder.startswith(name)), len(numbers) // 4)
    if len(numbers) != 4 * size or not 0 < size <= MOST_NUMBERS:
        return False
    with np.errstate(all="ignore"):
        length = float(np.linalg.norm(np.frombuffer(numbers, dtype="<f4").astype(np.float64)))
    return abs(length - 1.0) <= 0.01  # never so where one is no finite number


def rows_of_length_one(faces: Sequence[bytes]) -> NDArray[np.float32]:
    """Stored faces of one size as the rows of a matrix; what is no number or nothing is like nobody."""
    rows = np.frombuffer(b"".join(faces), dtype="<f4").reshape(len(faces), -1)
    with np.errstate(all="ignore"):
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        sound = np.isfinite(lengths) & (lengths > 0)
    return (np.where(sound, rows, 0) / np.where(sound, lengths, 1)).astype(np.float32, copy=False)


def alike_pairs(
    names: Sequence[str], matrix: NDArray[np.float32], fresh: set[str], limit: float
) -> dict[tuple[str, str], float]:
    """Pairs with at least one of ``fresh`` in it that reach the limit, in the order of their names, with their cosine.

    ``matrix`` has a row of length 1 for each name. In slices: 100,000 rows against a hundred new ones need 40 MB.
    """
    found: dict[tuple[str, str], float] = {}
    rows = [number for number, name in enumerate(names) if name in fresh]
    for begin in range(0, len(rows), 100):
        some = rows[begin : begin + 100]
        scores = matrix[some] @ matrix.T
        for at, other in np.argwhere(scores >= limit):
            one, two = names[some[int(at)]], names[int(other)]
            if one != two:
                found[(min(one, two), max(one, two))] = float(scores[at, other])
    return found
