"""In which order to visit stops: exactly (Held and Karp 1962, an open path) up to 12, by exchanges beyond.

What is made small: the walking minutes, plus for each stop half of its wait (20 minutes at most) times how early it
comes: 1 for the first of n stops, 1/n for the last. Queues of a fair shrink or grow meanwhile, so that a later visit
costs less of today's wait; with all waits alike these shares add up to the same in any order, and the walk is shortest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

EXACT = 12
WAIT_WEIGHT = 0.5
MOST_WAIT = 20.0  # minutes that count
_ROUNDS = 60


def penalties(waits: Sequence[float]) -> Any:
    """``[place, stop]``: minutes that a stop costs at this place of the order."""
    n = len(waits)
    share = 1 - np.arange(n) / max(1, n)
    return WAIT_WEIGHT * share[:, None] * np.clip(np.asarray(waits, dtype=float), 0, MOST_WAIT)[None, :]


def cost(order: Sequence[int], first: Any, between: Any, penalty: Any) -> float:
    """Minutes of an order: ``first[i]`` from the start to stop i, ``between[i, j]`` from one stop to another."""
    if not order:
        return 0.0
    at = np.asarray(order)
    walk = float(first[at[0]]) + float(between[at[:-1], at[1:]].sum())
    return walk + float(penalty[np.arange(len(at)), at].sum())


def best_order(first: Any, between: Any, waits: Sequence[float]) -> tuple[int, ...]:
    """All stops, each once. ``first``, ``between``, ``waits`` in minutes, finite. The same answer every time: of equal
    orders the one whose later stops come first in the list that was given."""
    n = len(waits)
    if n < 2:
        return tuple(range(n))
    first, between, penalty = np.asarray(first, float), np.asarray(between, float), penalties(waits)
    return _exact(first, between, penalty) if n <= EXACT else _exchanged(first, between, penalty)


def _exact(first: Any, between: Any, penalty: Any) -> tuple[int, ...]:
    n = len(first)
    best = np.full((1 << n, n), np.inf)
    came = np.full((1 << n, n), -1, dtype=np.int8)
    for stop in range(n):
        best[1 << stop, stop] = first[stop] + penalty[0, stop]
    bits = 1 << np.arange(n)
    masks = np.arange(1 << n)
    count = ((masks[:, None] & bits) > 0).sum(axis=1)
    for size in range(1, n):
        now = masks[count == size]
        through = best[now][:, :, None] + between[None, :, :]  # [mask, last, next]
        last = through.argmin(axis=1)
        least = np.take_along_axis(through, last[:, None, :], axis=1)[:, 0, :] + penalty[size]
        for stop in range(n):
            fresh = (now & bits[stop]) == 0
            best[now[fresh] | bits[stop], stop] = least[fresh, stop]
            came[now[fresh] | bits[stop], stop] = last[fresh, stop]
    mask, stop = (1 << n) - 1, int(best[-1].argmin())
    order = []
    while stop >= 0:
        order.append(stop)
        mask, stop = mask & ~(1 << stop), int(came[mask, stop])
    return tuple(reversed(order))


def _exchanged(first: Any, between: Any, penalty: Any) -> tuple[int, ...]:
    """Nearest neighbour, then 2-opt and moving single stops, until nothing gets better or 60 rounds are over."""
    left = list(range(len(first)))
    order: list[int] = []
    while left:
        away = first if not order else between[order[-1]]
        order.append(min(left, key=lambda stop: (away[stop], stop)))
        left.remove(order[-1])
    least = cost(order, first, between, penalty)
    for _ in range(_ROUNDS):
        before = least
        for low in range(len(order) - 1):
            for high in range(low + 1, len(order)):
                tries = (
                    [*order[:low], *reversed(order[low : high + 1]), *order[high + 1 :]],
                    [*order[:low], *order[low + 1 : high + 1], order[low], *order[high + 1 :]],
                    [*order[:low], order[high], *order[low:high], *order[high + 1 :]],
                )
                for tried in tries:
                    minutes = cost(tried, first, between, penalty)
                    if minutes < least - 1e-9:
                        order, least = tried, minutes
        if least >= before:
            break
    return tuple(order)
