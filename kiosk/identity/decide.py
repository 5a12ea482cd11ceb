"""The decision: from the best scores to a name, a doubt, or nobody. A wrong name is worse than no name.

``merit = score + weight * min(margin, cap)``; a name is given when the merit reaches what the rule needs and the
runner-up is far enough away. A stranger's best score grows with the gallery, but her runner-up grows with it, so the
merit she reaches grows far less than her score; the cap keeps a lonely score from counting for more than it is worth
(siblings of one fair are alone, too). What is needed comes from the encoder's Calibration; docs/decisions/0026 has the
figures.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from kiosk.identity.calibration import Calibration, Merit
from kiosk.identity.rates import Tail
from kiosk.ports import PoorQuality


@dataclass(frozen=True)
class Candidate:
    """A person of the gallery and her cosine with the probe."""

    person: str
    score: float


@dataclass(frozen=True)
class Identified:
    """This person. ``margin`` is the distance to the runner-up, None when only one person is enrolled."""

    person: str
    score: float
    margin: float | None


@dataclass(frozen=True)
class Ambiguous:
    """Somebody known, perhaps, but not surely: ask for a document, never list names."""

    score: float
    margin: float | None


@dataclass(frozen=True)
class Unknown:
    """Nobody known. ``score`` is the best one, None when nobody is enrolled."""

    score: float | None


Identification = Identified | Ambiguous | Unknown
"""Of a Probe."""

VisitOutcome = Identification | PoorQuality
"""Of a look: no frame may have been good enough to be decided upon."""


CAUTION = 0.344
"""Of the way from a merit to its upper bound at 97.5 %: the upper bound at 75 % (0.674 / 1.96 of a normal error). What
a sample gives on average is exceeded half of the time; docs/decisions/0026 has what this keeps and costs."""

BEYOND = 10
"""So many times rarer than what the sample carries is what a tail may be continued to."""


@dataclass(frozen=True)
class DecisionRule:
    """At most one false candidate in ``visits_a_false_one`` visits of strangers, as ``calibration`` measured them."""

    calibration: Calibration
    visits_a_false_one: int = 10_000

    @property
    def held_to(self) -> int:
        """What is solved for: no rarer than BEYOND times what the sample carries; nothing beyond that is known."""
        return min(self.visits_a_false_one, BEYOND * self.calibration.carries)

    def merit_needed(self, people: int) -> float:
        """The merit that names somebody in a gallery of ``people``: for each share of strangers that was measured, made
        rising, then by the logarithm of the share; no laxer than the most frequent one, no stricter than the rarest.
        Infinite where the sample carries too little to name anybody."""
        if not self.calibration.names_somebody:
            return math.inf
        shares = [m.share for m in self.calibration.strangers[0].merits]
        merits = list(accumulate((self._at(place, share, people) for place, share in enumerate(shares)), max))
        wanted = min(shares[0], max(shares[-1], 1.0 / self.held_to))
        return _between([-math.log(s) for s in shares], merits, -math.log(wanted))

    def _at(self, place: int, share: float, people: int) -> float:
        """For one share: by the logarithm of the gallery's size; above the measured sizes as the scores of pairs do."""
        sizes = self.calibration.strangers
        needed = rising([_cautious(at.merits[place]) for at in sizes])
        largest = sizes[-1].people
        if people <= largest:
            return _between([math.log(at.people) for at in sizes], needed, math.log(max(people, sizes[0].people)))
        held = self.calibration.pairs_tail
        tail = Tail(held.limit, held.share, held.scale, held.shape)
        rate = min(held.share, share / largest)
        return needed[-1] + tail.value(rate * largest / people) - tail.value(rate)


def _cautious(measured: Merit) -> float:
    return measured.merit + CAUTION * max(0.0, measured.high - measured.merit)


def _between(places: Sequence[float], values: Sequence[float], place: float) -> float:
    """By straight lines; ``places`` rise, and ``place`` lies among them."""
    for (low, high), (before, after) in zip(pairwise(places), pairwise(values), strict=True):
        if place <= high:
            return before + (place - low) / (high - low) * (after - before)
    return values[-1]


def rising(values: Sequence[float]) -> list[float]:
    """The nearest values that never fall: neighbours that do are averaged (pool adjacent violators, Ayer 1955)."""
    pools: list[tuple[float, int]] = []
    for value in values:
        pools.append((value, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (late, many), (early, more) = pools.pop(), pools.pop()
            pools.append(((late * many + early * more) / (many + more), many + more))
    return [value for value, many in pools for _ in range(many)]


def decide(best: Sequence[Candidate], people: int, rule: DecisionRule, alike: Collection[str] = ()) -> Identification:
    """Who it is, from the (at least two) best candidates, best first, of a gallery of ``people``. Pure.

    ``alike`` are people who are too like somebody else to be told apart: they are never named.
    """
    if not best:
        return Unknown(None)
    first = best[0]
    margin = first.score - best[1].score if len(best) > 1 else None
    held = rule.calibration
    needed = rule.merit_needed(people)
    counted = held.margin_cap if margin is None else min(margin, held.margin_cap)
    apart = (margin is None or margin >= held.least_margin) and first.person not in alike
    if apart and first.score + held.margin_weight * counted >= needed:
        return Identified(first.person, first.score, margin)
    if first.score + held.margin_weight * held.margin_cap >= needed:
        return Ambiguous(first.score, margin)
    return Unknown(first.score)


def decide_by_score(best: Sequence[Candidate], threshold: float) -> Identification:
    """A name for every score that reaches the threshold, whatever the margin: for measurements."""
    if not best:
        return Unknown(None)
    first = best[0]
    margin = first.score - best[1].score if len(best) > 1 else None
    return Identified(first.person, first.score, margin) if first.score >= threshold else Unknown(first.score)
