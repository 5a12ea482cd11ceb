"""Figures of ranked lists and of two graders. Pure numbers in, numbers out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

RESAMPLES = 2000
SEED = 20270320
#: Grades are 0, 1, 2 and 3.
GRADES = 4


@dataclass(frozen=True)
class Estimate:
    """A mean over ``n`` seekers with its 95 % interval (percentile bootstrap)."""

    mean: float
    low: float
    high: float
    n: int

    def as_json(self) -> dict[str, Any]:
        return {"mean": round(self.mean, 4), "low": round(self.low, 4), "high": round(self.high, 4), "n": self.n}


def ndcg(gained: Sequence[float], possible: Sequence[float], depth: int = 10) -> float | None:
    """Normalised discounted cumulated gain (Järvelin and Kekäläinen 2002) with the gain 2^grade - 1.

    ``gained``: grades in the order of the ranking; ``possible``: all grades there are, in any order. None where nothing
    there is above 0: then no order is better than another.
    """
    ideal = _dcg(sorted(possible, reverse=True)[:depth])
    return _dcg(gained[:depth]) / ideal if ideal > 0 else None


def _dcg(grades: Sequence[float]) -> float:
    return float(sum((2.0**grade - 1.0) / np.log2(place + 2) for place, grade in enumerate(grades)))


def bootstrap(values: Sequence[float], resamples: int = RESAMPLES, seed: int = SEED) -> Estimate | None:
    """The mean with the interval between the 2.5th and the 97.5th percentile of resampled means (Efron 1979).

    With the same seed and length the same seekers are drawn, so a difference of two systems is bootstrapped by giving
    their differences, seeker by seeker. None for no values.
    """
    if not len(values):
        return None
    numbers = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(seed).integers(0, len(numbers), size=(resamples, len(numbers)))
    low, high = np.quantile(numbers[drawn].mean(axis=1), (0.025, 0.975))
    return Estimate(float(numbers.mean()), float(low), float(high), len(numbers))


def weighted_kappa(a: Sequence[int], b: Sequence[int], weights: Literal["linear", "quadratic"]) -> float | None:
    """Cohen's weighted kappa (1968) of two graders: 1 is agreement, 0 is chance. None where chance leaves no room."""
    table = np.zeros((GRADES, GRADES))
    np.add.at(table, (np.asarray(a, dtype=np.int64), np.asarray(b, dtype=np.int64)), 1.0)
    apart = np.abs(np.arange(GRADES)[:, None] - np.arange(GRADES)[None, :]).astype(np.float64)
    apart = apart if weights == "linear" else apart**2
    by_chance = table.sum(axis=1)[:, None] * table.sum(axis=0)[None, :] / max(table.sum(), 1.0)
    expected = float((apart * by_chance).sum())
    return 1.0 - float((apart * table).sum()) / expected if expected > 0 else None


def within_one(a: Sequence[int], b: Sequence[int]) -> float | None:
    """The share of pairs whose grades are the same or one apart."""
    return sum(abs(x - y) <= 1 for x, y in zip(a, b, strict=True)) / len(a) if len(a) else None
