"""Whether a calibration keeps its promise on people whom it has not seen: halves of a Trial, drawn again and again.

Half of the people calibrate, the other half visit a gallery of their own; then the halves change places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kiosk.identity.calibrating import TooFew, calibrated
from kiosk.identity.decide import Candidate, DecisionRule, Identified, decide
from kiosk.identity.trial import Trial
from kiosk.ports import EncoderInfo

SPLITS = 12
VISITS = (100, 300, 1_000, 10_000)


@dataclass
class HeldOut:
    """What the rule of ``visits_a_false_one`` did to people held out; visits of several splits overlap. Every visit
    of an enrolled person is a stranger's as well, with herself taken out of the gallery."""

    visits_a_false_one: int
    visits: int = 0
    found: int = 0
    wrong: int = 0
    strangers: int = 0
    strangers_named: int = 0


def held_out(trial: Trial, encoder: EncoderInfo, seed: int = 0) -> list[HeldOut]:
    """One line for each of VISITS. Raises TooFew where half of the people are too few."""
    told = {visits: HeldOut(visits) for visits in VISITS}
    for split in range(SPLITS):
        order = np.random.default_rng([seed, split]).permutation(trial.people)
        halves = [set(order[: trial.people // 2].tolist()), set(order[trial.people // 2 :].tolist())]
        for seen, unseen in (halves, halves[::-1]):
            found = calibrated(trial.of(seen), encoder, "half", "2000-01-01", seed)
            if not found.names_somebody:
                raise TooFew(f"{found.strangers[-1].visits} visits of strangers name nobody")
            others = trial.of(unseen)
            for visits, line in told.items():
                _count(line, others, DecisionRule(found, visits))
    return list(told.values())


def _count(line: HeldOut, trial: Trial, rule: DecisionRule) -> None:
    owners = trial.enrolled.owners()
    scores = trial.visits.matrix() @ trial.enrolled.matrix().T
    for visitor, row in zip(trial.visits.people, scores, strict=True):
        own = owners == visitor
        if own.any():
            line.visits += 1
            named = _named(row, owners, rule)
            line.found += named == visitor
            line.wrong += named not in (None, visitor)
        line.strangers += 1
        line.strangers_named += _named(np.where(own, -2.0, row), owners, rule) is not None


def _named(row: np.ndarray, owners: np.ndarray, rule: DecisionRule) -> int | None:
    best = [Candidate(str(owners[place]), float(row[place])) for place in np.argsort(-row)[:2]]
    decided = decide(best, len(row), rule)
    return int(decided.person) if isinstance(decided, Identified) else None
