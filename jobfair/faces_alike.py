"""Faces too alike to be told apart: one person enrolled twice, twins, siblings. Where the line is, and who is past it.

Two such people are never named by their faces: a pass or a document does that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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
