"""From a Trial to a Calibration: scores, thresholds, strangers' merits, agreement. Only numpy, no pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kiosk.identity.calibration import (
    Calibration,
    Comparisons,
    Merit,
    PairsTail,
    Sample,
    StrangersAt,
    Threshold,
)
from kiosk.identity.rates import LEVEL, Moments, Pairs, carries, clopper_pearson, moments_of, tail_of, tails_along
from kiosk.identity.trial import Numbers, Trial
from kiosk.ports import EncoderInfo

RATES = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
SHARES = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
SIZES = (20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
TAIL = 0.05
"""The share of strangers' visits from which on the tail is fitted."""

PAIRS_TAIL = 1e-3
"""The same of pairs of different people."""

DRAWS = 40
"""Random galleries of each size; one of everybody."""

BOOTSTRAPS = 100
AGREE = 1e-3
CURVE_POINTS = 120
LEAST_PEOPLE = 20

MARGIN_WEIGHT = 0.5
CAP_SCALES = 3.0
LEAST_SCALES = 0.6
"""The margin that counts at most, and the least, in units of an encoder: by how much the highest hundredth of the
scores of different people exceed their limit on average. Of dlib's cosines 0.021 and 0.0042."""

Floats = NDArray[np.float64]
Owners = NDArray[np.int64]


class TooFew(ValueError):
    """The folder holds too few people for any of the figures."""


def calibrated(
    trial: Trial, encoder: EncoderInfo, measured_on: str, date: str, seed: int = 0, bootstraps: int = BOOTSTRAPS
) -> Calibration:
    """Everything that a decision needs, and what it rests on. Raises TooFew."""
    enrolled, visits = trial.enrolled, trial.visits
    if len(set(enrolled.people)) < LEAST_PEOPLE or not visits.people or not trial.second.people:
        raise TooFew(f"at least {LEAST_PEOPLE} people with three good pictures, some of them with five, are needed")
    scores = _scores(visits, enrolled)
    own = visits.owners()[:, None] == enrolled.owners()[None, :]
    impostors = _pairs(scores, visits.owners(), enrolled.owners())
    unit = _unit(impostors)
    cap, least = round(CAP_SCALES * unit, 4), round(LEAST_SCALES * unit, 4)
    tail = tail_of(moments_of(impostors.scores, PAIRS_TAIL), end=1.0)
    strangers = _strangers(scores, own, cap, least, seed, bootstraps)
    agreement, agreement_genuine = _agreement(trial)
    known = set(enrolled.people)
    return Calibration(
        encoder=encoder.id,
        metric=encoder.metric,
        measured_on=measured_on,
        date=date,
        sample=Sample(
            people=trial.people,
            pictures=trial.pictures,
            not_measured=trial.not_measured,
            enrolled=len(known),
            visits=sum(person in known for person in visits.people),
            strangers=sum(person not in known for person in visits.people),
        ),
        kiosk=_comparisons(scores[own], impostors, seed),
        single=_single(trial, seed),
        margin_weight=MARGIN_WEIGHT,
        margin_cap=cap,
        least_margin=least,
        strangers=strangers,
        pairs_tail=PairsTail(
            limit=_round(tail.limit), share=tail.share, scale=_round(tail.scale), shape=_round(tail.shape)
        ),
        agreement=agreement,
        agreement_genuine=agreement_genuine,
    )


def _scores(rows: Numbers, columns: Numbers) -> Floats:
    return np.asarray(rows.matrix() @ columns.matrix().T, dtype=np.float64)


def _pairs(scores: Floats, rows: Owners, columns: Owners) -> Pairs:
    different = rows[:, None] != columns[None, :]
    first, second = np.nonzero(different)
    return Pairs(scores[different], rows[first], columns[second])


def _single(trial: Trial, seed: int) -> Comparisons:
    first, second = trial.first, trial.second
    scores = _scores(second, first)
    own = second.owners()[:, None] == first.owners()[None, :]
    return _comparisons(scores[own], _pairs(scores, second.owners(), first.owners()), seed)


def _comparisons(genuine: Floats, impostors: Pairs, seed: int) -> Comparisons:
    thresholds = []
    for rate, score in impostors.thresholds(RATES, seed).items():
        count = int((genuine >= score.value).sum())
        low, high = clopper_pearson(count, len(genuine))
        thresholds.append(
            Threshold(
                rate=rate,
                score=_round(score.value),
                low=_round(score.low),
                high=_round(score.high),
                found=_round(count / max(1, len(genuine))),
                found_low=_round(low),
                found_high=_round(high),
            )
        )
    return Comparisons(
        genuine=len(genuine),
        impostor=len(impostors.scores),
        thresholds=tuple(thresholds),
        too_rare=tuple(rate for rate in RATES if not carries(len(impostors.scores), rate)),
        det=_curve(genuine, impostors.scores),
    )


def _curve(genuine: Floats, impostor: Floats) -> tuple[tuple[float, float], ...]:
    """False matches and false non-matches at thresholds spread over the curve, once each."""
    falling = np.sort(impostor)[::-1]
    counts = np.unique(np.geomspace(1, max(1, len(falling) // 2), CURVE_POINTS).astype(np.int64))
    rising = np.sort(genuine)
    points: dict[tuple[float, float], None] = {}
    for count in counts:
        missed = int(np.searchsorted(rising, falling[count - 1], side="left"))
        points[float(f"{count / len(falling):.4g}"), round(missed / max(1, len(rising)), 6)] = None
    return tuple(points)


def _strangers(
    scores: Floats, own: NDArray[np.bool_], cap: float, least: float, seed: int, bootstraps: int
) -> tuple[StrangersAt, ...]:
    """What strangers' visits reach in galleries of several sizes; an enrolled visitor meets them without herself."""
    visits, columns = scores.shape
    random = np.random.default_rng(seed)
    hidden = np.where(own, -2.0, scores)
    sizes = (*(size for size in SIZES if size < columns), columns)
    merits = []
    for size in sizes:
        draws = 1 if size == columns else DRAWS
        chosen = [random.choice(columns, size, replace=False) for _ in range(draws)]
        merits.append(np.stack([_merits(hidden[:, columns_of], cap, least) for columns_of in chosen]))
    values = _reached(sizes, merits, cap)
    again = [random.integers(0, visits, visits) for _ in range(bootstraps)]
    drawn = np.array([_reached(sizes, [m[:, visitors] for m in merits], cap) for visitors in again])
    rest = (1 - LEVEL) / 2
    lows, highs = np.quantile(drawn, [rest, 1 - rest], axis=0)
    return tuple(
        StrangersAt(
            people=size,
            draws=len(merits[row]),
            visits=visits,
            merits=tuple(
                Merit(
                    share=share,
                    merit=_round(values[row][place]),
                    low=_round(lows[row, place]),
                    high=_round(highs[row, place]),
                    measured=carries(visits, share),
                )
                for place, share in enumerate(SHARES)
            ),
        )
        for row, size in enumerate(sizes)
    )


def _merits(scores: Floats, cap: float, least: float) -> Floats:
    """Of each visit; -2 for whose margin is too small to be a candidate at all."""
    top = np.partition(scores, scores.shape[1] - 2, axis=1)[:, -2:]
    margins = top[:, 1] - top[:, 0]
    return np.where(margins >= least, top[:, 1] + MARGIN_WEIGHT * np.minimum(margins, cap), -2.0)


def _reached(sizes: Sequence[int], merits: Sequence[Floats], cap: float) -> list[list[float]]:
    """For each size of gallery the merits that SHARES reach."""
    tails = tails_along(
        [math.log(size) for size in sizes], [_moments(each.ravel()) for each in merits], 1.0 + MARGIN_WEIGHT * cap
    )
    return [[tail.value(share) for share in SHARES] for tail in tails]


def _moments(merits: Floats) -> Moments:
    above = max(4, int(2 * TAIL * len(merits)))
    return moments_of(np.partition(merits, len(merits) - above)[-above:], TAIL, len(merits))


def _unit(impostors: Pairs) -> float:
    high = np.sort(impostors.scores)[-max(10, len(impostors.scores) // 100) :]
    return float((high - high[0]).mean())


def _agreement(trial: Trial) -> tuple[float, float]:
    """What one in a thousand pairs of different people's single frames reach, one frame mirrored; and the share of
    pairs of one person, taken on different days, that do."""
    scores = _scores(trial.frames, trial.mirrored)
    owners = trial.frames.owners()
    same = owners[:, None] == owners[None, :]
    limit = float(np.quantile(scores[~same], 1 - AGREE))
    np.fill_diagonal(same, False)
    return _round(limit), _round(float((scores[same] >= limit).mean()))


def _round(value: float) -> float:
    return round(float(value), 6)
