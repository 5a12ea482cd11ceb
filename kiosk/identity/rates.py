"""Rates and their bounds, from scores. What a sample cannot carry is not said.

Sources: Clopper and Pearson 1934 for single shares; the two-instance bootstrap (Schuckers, Computational Methods in
Biometric Authentication, 2010: people are drawn anew, each in both roles, so that pairs who share a person stay
together) for thresholds; the rule of three (ISO/IEC 19795-1) for the smallest rate that a sample carries; the
exponential tail of what exceeds a high limit (Pickands 1975, with shape 0: cosines are bounded, so their true tail is
shorter and the threshold errs on the strict side).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.95
"""Of all bounds."""

RULE_OF_THREE = 3.0
DRAWS = 200

Scores = NDArray[np.float64]


def clopper_pearson(count: int, of: int, level: float = LEVEL) -> tuple[float, float]:
    """The exact bounds of a share of which ``count`` of ``of`` independent trials were seen. (0, 1) of none."""
    if not 0 <= count <= of:
        raise ValueError("a share's count lies between 0 and its trials")
    rest = (1 - level) / 2
    low = 0.0 if count == 0 else _solve(lambda share: 1 - _at_most(count - 1, of, share) - rest)
    high = 1.0 if count == of else _solve(lambda share: rest - _at_most(count, of, share))
    return low, high


def _at_most(count: int, of: int, share: float) -> float:
    """The chance of at most ``count`` successes of ``of``."""
    if share <= 0:
        return 1.0
    if share >= 1:
        return 1.0 if count >= of else 0.0
    k = np.arange(count + 1)
    steps = np.log((of - k[:-1]) / (k[:-1] + 1.0)) + math.log(share / (1 - share)) if count else np.zeros(0)
    logs = of * math.log1p(-share) + np.concatenate([[0.0], np.cumsum(steps)])
    return float(min(1.0, np.exp(logs).sum()))


def _solve(rising: Callable[[float], float]) -> float:
    """The zero of a function that rises between 0 and 1, to 1e-9."""
    low, high = 0.0, 1.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2


def carries(pairs: int, rate: float) -> bool:
    """Whether so many trials can say anything of such a rate."""
    return pairs * rate >= RULE_OF_THREE - 1e-9


@dataclass(frozen=True)
class Bounded:
    """A value with its bounds at LEVEL."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Pairs:
    """Scores of pairs of two different people, and who they are: a number for each person, in either role."""

    scores: Scores
    first: NDArray[np.int64]
    second: NDArray[np.int64]

    def thresholds(self, rates: tuple[float, ...], seed: int = 0) -> dict[float, Bounded]:
        """The score that each of ``rates`` reaches or exceeds, of those that the sample carries."""
        count = len(self.scores)
        asked = tuple(rate for rate in rates if carries(count, rate))
        if not asked:
            return {}
        kept = min(count, int(count * min(1.0, 8 * max(asked))) + 1)  # only the highest can be drawn as thresholds
        top = np.argsort(-self.scores)[:kept]
        scores, first, second = self.scores[top], self.first[top], self.second[top]
        people = int(max(self.first.max(), self.second.max())) + 1
        random = np.random.default_rng(seed)
        drawn: dict[float, list[float]] = {rate: [] for rate in asked}
        for _ in range(DRAWS):
            often = np.bincount(random.integers(0, people, people), minlength=people)
            weights = np.cumsum(often[first] * often[second])
            whole = float((often[self.first] * often[self.second]).sum())
            for rate in asked:
                drawn[rate].append(float(scores[min(kept - 1, int(np.searchsorted(weights, rate * whole)))]))
        rest = (1 - LEVEL) / 2
        return {
            rate: Bounded(
                float(scores[min(kept - 1, int(rate * count))]),
                float(np.quantile(drawn[rate], rest)),
                float(np.quantile(drawn[rate], 1 - rest)),
            )
            for rate in asked
        }


LEAST_SHAPE = -0.5
"""More sharply bounded than a triangle's end: below, so few values say nothing of it."""


@dataclass(frozen=True)
class Tail:
    """What is above a high limit: ``share`` of the trials exceed ``limit``, as a generalised Pareto distribution of
    ``scale`` and ``shape`` (0: exponential; below: bounded)."""

    limit: float
    share: float
    scale: float
    shape: float

    def value(self, share: float) -> float:
        """What such a share exceeds; for shares up to ``self.share``."""
        odds = math.log(self.share / share)
        if self.shape > -1e-6:
            return self.limit + self.scale * odds
        return self.limit + self.scale / self.shape * math.expm1(self.shape * odds)


@dataclass(frozen=True)
class Moments:
    """The two probability-weighted moments of what exceeds a limit, and how many did of how many."""

    limit: float
    share: float
    mean: float
    weighted: float


def moments_of(values: Scores, share: float, of: int | None = None) -> Moments:
    """Above the value that ``share`` of all exceed. ``of``: how many there were, where only the highest are given."""
    ordered = np.sort(values)[::-1]
    count = of or len(ordered)
    above = min(len(ordered) - 1, max(3, int(count * share)))
    limit = float(ordered[above])
    excess = ordered[:above][::-1] - limit
    ranks = (np.arange(1, above + 1) - 0.35) / above
    return Moments(limit, above / count, float(excess.mean()), float(((1 - ranks) * excess).mean()))


def tail_of(moments: Moments, end: float | None = None) -> Tail:
    """The tail of one sample. ``end``: what no value can exceed (of cosines 1); the tail then ends there or before."""
    mean, weighted = moments.mean, moments.weighted
    if mean <= 0:
        return Tail(moments.limit, moments.share, 1e-9, 0.0)
    shape = 0.0 if mean <= 2 * weighted else min(0.0, max(LEAST_SHAPE, 2 - mean / (mean - 2 * weighted)))
    if end is not None and end > moments.limit + mean:  # limit + scale / -shape <= end, with scale = mean (1 - shape)
        shape = min(shape, max(LEAST_SHAPE, -mean / (end - moments.limit - mean)))
    return Tail(moments.limit, moments.share, mean * (1 - shape), shape)


def tails_along(places: Sequence[float], moments: Sequence[Moments], end: float | None = None) -> tuple[Tail, ...]:
    """The tails of samples that lie along a line (galleries, by the logarithm of their size).

    Each keeps its limit; mean and ratio of the moments are those of straight lines through all, so that a sample
    borrows strength from its neighbours (after Hosking and Wallis, Regional Frequency Analysis, 1997).
    """
    means = _straight(places, [m.mean for m in moments])
    ratios = _straight(places, [m.weighted / m.mean if m.mean > 0 else 0.25 for m in moments])
    lowest = min(m.mean for m in moments) / 2
    smoothed = [(max(mean, lowest), ratio) for mean, ratio in zip(means, ratios, strict=True)]
    return tuple(
        tail_of(Moments(m.limit, m.share, mean, mean * ratio), end)
        for m, (mean, ratio) in zip(moments, smoothed, strict=True)
    )


def _straight(places: Sequence[float], values: Sequence[float]) -> list[float]:
    """The values on the least-squares line; the values themselves where there are fewer than three."""
    if len(values) < 3:
        return list(values)
    slope, start = np.polyfit(places, values, 1)
    return [float(start + slope * place) for place in places]
