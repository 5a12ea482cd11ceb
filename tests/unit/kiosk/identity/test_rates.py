"""Shares with their bounds, thresholds of what the sample carries, tails beyond it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.rates import Pairs, Tail, carries, clopper_pearson, moments_of, tail_of, tails_along


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [  # scipy.stats.binomtest(count, of).proportion_ci(method="exact")
        (0, 600, 0.0, 0.00612927),
        (206, 213, 0.93346292, 0.98668686),
        (211, 213, 0.96649474, 0.99886084),
        (5, 5, 0.47817625, 1.0),
        (1, 2, 0.01257912, 0.98742088),
    ],
)
def test_share_when_bounded_is_clopper_and_pearsons(count: int, of: int, low: float, high: float) -> None:
    assert clopper_pearson(count, of) == pytest.approx((low, high), abs=1e-6)


def test_share_of_nothing_when_bounded_says_nothing() -> None:
    assert clopper_pearson(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="lies between"):
        clopper_pearson(3, 2)


@given(st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_bounds_when_computed_hold_the_share(share: tuple[int, int]) -> None:
    count, of = share
    low, high = clopper_pearson(count, of)
    assert 0 <= low <= count / of <= high <= 1


def test_sample_when_too_small_carries_no_such_rate() -> None:
    assert carries(30_000, 1e-4)
    assert not carries(29_999, 1e-4)


def test_thresholds_when_drawn_are_quantiles_within_bounds_and_only_of_what_is_carried() -> None:
    random = np.random.default_rng(3)
    people = 120
    first, second = (grid.ravel() for grid in np.meshgrid(np.arange(people), np.arange(people)))
    different = first != second
    scores = random.normal(0, 1, different.sum())
    pairs = Pairs(scores, first[different], second[different])
    found = pairs.thresholds((1e-2, 1e-3, 1e-4))
    assert list(found) == [1e-2, 1e-3]  # 14,280 pairs
    for rate, bounded in found.items():
        assert bounded.low <= bounded.value <= bounded.high
        assert float((scores >= bounded.value).mean()) == pytest.approx(rate, rel=0.1)
    assert found == pairs.thresholds((1e-2, 1e-3, 1e-4))  # the same file from the same pictures
    assert Pairs(scores[:20], first[:20], second[:20]).thresholds((1e-2,)) == {}


@pytest.mark.parametrize("power", [2.0, 6.0])
def test_tail_of_bounded_values_when_fitted_foretells_a_rarer_share(power: float) -> None:
    random = np.random.default_rng(5)
    values = 1 - random.uniform(0, 1, 200_000) ** (1 / power)  # a share p exceeds 1 - (1 - p)^(1/power)
    tail = tail_of(moments_of(values[:20_000], 0.05))
    assert -0.5 <= tail.shape <= 0
    assert tail.value(1e-4) == pytest.approx(float(np.quantile(values, 1 - 1e-4)), abs=0.03)
    assert tail.value(tail.share) == pytest.approx(tail.limit)


def test_tail_without_shape_when_asked_is_exponential() -> None:
    assert Tail(0.9, 0.05, 0.01, 0.0).value(0.05 / math.e) == pytest.approx(0.91)


def test_tails_along_a_line_when_one_is_odd_borrow_from_their_neighbours() -> None:
    random = np.random.default_rng(7)
    moments = [moments_of(random.exponential(0.01, 2_000), 0.05) for _ in range(5)]
    alone = [tail_of(m).value(1e-4) for m in moments]
    together = [tail.value(1e-4) for tail in tails_along(range(5), moments)]
    assert np.std(together) < np.std(alone)


def test_tail_of_cosines_when_continued_never_passes_their_end() -> None:
    random = np.random.default_rng(11)
    moments = moments_of(np.minimum(0.9 + random.exponential(0.01, 2_000), 1.0), 0.05)
    assert tail_of(moments, end=1.0).value(1e-12) <= 1.0 + 1e-9
