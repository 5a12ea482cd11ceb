"""The decision: from the best scores to a name, a doubt, or nobody. A wrong name is worse than no name.

The rule. ``merit = score + min(margin, 0.02) / 2``; a name is given when the merit reaches the threshold and the
runner-up is at least 0.004 away. A stranger's best score grows with the gallery, but her runner-up grows with it, so
one threshold on the merit holds for galleries of very different sizes; the cap keeps a lonely score from counting
for more than it is worth.

Measured on the development part of Labeled Faces in the Wild (1,438 people; the 449 with three pictures or more
enrolled with three, probes of one or two pictures; galleries of 2 to 449 people drawn at random; strangers are the
989 others and every enrolled person with herself taken out), dlib's 128 numbers, pictures and mirror images averaged
as ``PartsEngine.measure`` does. The merit that a share of strangers reaches:

====================  ======  ======  ======  ======
share of strangers    1e-2    1e-3    3e-4    1e-4
====================  ======  ======  ======  ======
gallery of 20         0.9586  0.9706  0.9730  0.9749
gallery of 50         0.9625  0.9708  0.9743  0.9754
gallery of 100        0.9642  0.9713  0.9746  0.9755
gallery of 200        0.9660  0.9722  0.9732  0.9750
gallery of 449        0.9674  0.9712  0.9721  0.9726
====================  ======  ======  ======  ======

At the default (1e-4) 96 % of the enrolled are named from two pictures measured in turn, 97 % from two measured both
ways, nobody by a wrong name; one false in ten thousand single comparisons (1:1) would find 99 %.

Above 500 people the threshold rises by 0.004 for each tenfold: an extrapolation from the slope of the 1:1 scores
(0.9579 at one false in ten thousand, 0.9649 at one in a hundred thousand), not a measurement.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

MARGIN_CAP = 0.02
MARGIN_WEIGHT = 0.5
LEAST_MARGIN = 0.004
"""Two people nearer to each other than this (twins, one person twice) are never told apart."""

MEASURED_GALLERY = 500
RISE_PER_TENFOLD = 0.004

_MERIT_AT_SHARE = ((1e-2, 0.9675), (1e-3, 0.9722), (3e-4, 0.9746), (1e-4, 0.9755))
"""The highest of each column above: strangers' share -> merit."""


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


@dataclass(frozen=True)
class DecisionRule:
    """``strangers`` is the wanted share of strangers' visits that end in a wrong candidate (1e-4: one in 10,000)."""

    strangers: float = 1e-4

    def merit_needed(self, people: int) -> float:
        """The merit that names somebody in a gallery of ``people``."""
        shares = [(math.log10(share), merit) for share, merit in _MERIT_AT_SHARE]
        wanted = math.log10(min(self.strangers, 1e-2))
        for (high, low_merit), (low, high_merit) in pairwise(shares):
            if wanted >= low:
                base = low_merit + (high - wanted) / (high - low) * (high_merit - low_merit)
                break
        else:  # rarer than what was measured: on by the slope of the 1:1 scores
            base = shares[-1][1] + (shares[-1][0] - wanted) * RISE_PER_TENFOLD
        return base + RISE_PER_TENFOLD * max(0.0, math.log10(max(people, 1) / MEASURED_GALLERY))


def decide(
    best: Sequence[Candidate], people: int, rule: DecisionRule | None = None, threshold: float | None = None
) -> Identification:
    """Who it is, from the (at least two) best candidates, best first, of a gallery of ``people``. Pure.

    ``threshold`` replaces the rule: a name for every score that reaches it, whatever the margin (for measurements).
    """
    if not best:
        return Unknown(None)
    first = best[0]
    margin = first.score - best[1].score if len(best) > 1 else None
    if threshold is not None:
        return Identified(first.person, first.score, margin) if first.score >= threshold else Unknown(first.score)
    needed = (rule or DecisionRule()).merit_needed(people)
    counted = MARGIN_CAP if margin is None else min(margin, MARGIN_CAP)
    apart = margin is None or margin >= LEAST_MARGIN
    if apart and first.score + MARGIN_WEIGHT * counted >= needed:
        return Identified(first.person, first.score, margin)
    if first.score + MARGIN_WEIGHT * MARGIN_CAP >= needed:
        return Ambiguous(first.score, margin)
    return Unknown(first.score)
