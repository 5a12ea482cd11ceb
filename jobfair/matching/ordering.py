"""The order of booths after their scores: diversity over employer and occupation, then shorter queues first.

Both are bounded and deterministic. The best match stays first, whatever stands beside it and however long its queue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from jobfair.matching.weights import Weights


@dataclass(frozen=True)
class Candidate:
    """A booth to be placed. ``number`` tells it from the others and breaks ties; ``employer`` is None where nobody
    is named. ``occupation``: the code of its best opening, else that opening's title."""

    number: int
    score: float
    employer: str | None
    occupation: str


def diverse(ranked: Sequence[Candidate], top: int, weights: Weights) -> list[Candidate]:
    """Greedy, after Carbonell and Goldstein's MMR (1998). ``ranked`` is sorted, the best first.

    The best stays first; each later one gives way a little to what is like nothing before it, by ``same_most`` at most.
    """
    employers: Counter[str] = Counter()
    occupations: Counter[str] = Counter()
    taken: set[int] = set()
    chosen: list[Candidate] = []

    def worth(one: Candidate) -> float:
        same = weights.same_employer * employers[one.employer] if one.employer else 0.0
        return one.score - min(weights.same_most, same + weights.same_title * occupations[one.occupation])

    while len(chosen) < min(top, len(ranked)):
        best, most = None, float("-inf")
        seen: set[tuple[str | None, str]] = set()
        for one in ranked:
            if one.score <= most:
                break  # none of the rest can be worth more
            kind = (one.employer, one.occupation)
            if one.number in taken or kind in seen:
                continue  # of those alike, the first is the best
            seen.add(kind)
            if worth(one) > most:
                best, most = one, worth(one)
        assert best is not None  # fewer were chosen than there are
        chosen.append(best)
        taken.add(best.number)
        occupations[best.occupation] += 1
        if best.employer:
            employers[best.employer] += 1
    return chosen


def shorter_queues_first(scores: Sequence[float], people: Sequence[int | None], weights: Weights) -> list[int]:
    """The new order, as places in the old one, of booths that stand in the order of ``scores`` given.

    Of two booths the one with the shorter queue comes first where it has at least ``crowd_fewer`` people less and its
    score is at most ``crowd_near`` lower. No booth moves by more than ``crowd_places``; the first never moves, nor
    does a booth of whose queue nothing is known: saying nothing neither helps nor harms.
    """
    slots = [place for place, n in enumerate(people) if n is not None and place > 0]
    order = list(range(len(scores)))
    most = int(weights.crowd_places)

    def may_pass(ahead: int, behind: int) -> bool:
        longer, shorter = people[ahead], people[behind]
        return (
            longer is not None
            and shorter is not None
            and longer - shorter >= weights.crowd_fewer
            and scores[ahead] - scores[behind] <= weights.crowd_near
        )

    for _ in range(most):
        for here, there in pairwise(slots):
            ahead, behind = order[here], order[there]
            if abs(there - ahead) <= most and abs(behind - here) <= most and may_pass(ahead, behind):
                order[here], order[there] = behind, ahead
    return order
