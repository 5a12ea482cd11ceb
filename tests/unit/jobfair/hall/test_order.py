"""The order of a tour: the best there is, up to twelve stops; never a bad one beyond."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jobfair.hall.order import best_order, cost, penalties

Places = list[tuple[int, int]]
_PLACES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=6)


def _table(places: Places) -> tuple[np.ndarray, np.ndarray]:
    at = np.array([(0, 0), *places], dtype=float)
    away = np.abs(at[:, None] - at[None, :]).sum(axis=2) / 10
    return away[0, 1:], away[1:, 1:]


@settings(max_examples=40, deadline=None)
@given(_PLACES, st.lists(st.integers(0, 40), min_size=6, max_size=6))
def test_up_to_six_stops_when_ordered_no_other_order_is_better(places: Places, waits: list[int]) -> None:
    first, between = _table(places)
    waits = waits[: len(places)]
    penalty = penalties(waits)
    least = min(cost(order, first, between, penalty) for order in permutations(range(len(places))))
    order = best_order(first, between, waits)
    assert sorted(order) == list(range(len(places)))
    assert abs(cost(order, first, between, penalty) - least) < 1e-9


@settings(max_examples=30, deadline=None)
@given(_PLACES, st.integers(0, 60))
def test_equal_waits_when_ordered_the_walk_is_the_shortest(places: Places, wait: int) -> None:
    first, between = _table(places)

    def walk(order: tuple[int, ...]) -> float:
        return float(first[order[0]] + sum(between[a, b] for a, b in pairwise(order)))

    shortest = min(walk(order) for order in permutations(range(len(places))))
    assert abs(walk(best_order(first, between, [wait] * len(places))) - shortest) < 1e-9


def test_two_stops_alike_when_one_is_crowded_it_comes_later() -> None:
    first, between = np.array([1.0, 1.0]), np.array([[0.0, 1.0], [1.0, 0.0]])
    assert best_order(first, between, [20, 0]) == (1, 0)
    assert best_order(first, between, [0, 20]) == (0, 1)


def test_far_crowded_stop_when_the_others_are_elsewhere_costs_no_long_detour() -> None:
    """The wait that counts is bounded: a queue without end does not send anybody through the hall and back."""
    first, between = _table([(10, 0), (400, 0), (410, 0)])
    assert best_order(first, between, [10_000, 0, 0])[0] == 0


def test_more_than_twelve_stops_when_ordered_each_comes_once_and_crossings_are_gone() -> None:
    first, between = _table([(5 * n % 97, 0) for n in range(1, 31)])  # on one line: there and no way back
    order = best_order(first, between, [0] * 30)
    assert sorted(order) == list(range(30))
    shortest = max(first)
    assert cost(order, first, between, penalties([0] * 30)) <= 1.1 * shortest
    assert order == best_order(first, between, [0] * 30)


def test_no_stop_and_one_stop_are_orders_too() -> None:
    assert best_order([], [], []) == ()
    assert best_order([3.0], [[0.0]], [5]) == (0,)
