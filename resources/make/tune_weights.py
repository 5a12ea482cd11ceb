"""Finds the numbers of jobfair/matching/weights.toml on the development half of the graded set, and reports both.

    python resources/make/tune_weights.py                 # searches, prints what to write into the file
    python resources/make/tune_weights.py --report        # figures of the file as it stands: halves, bands

A coordinate search with a fixed seed: each number in turn is tried a little lower and higher, and a change is kept
where it gains at least GAIN. Searched is the mean of nDCG@10 over openings and over booths. The test half is never
looked at while searching. Vectors are kept in --cache.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from jobfair.matching.booths import Matcher, NoMatches  # noqa: E402
from jobfair.matching.encoder import SentenceEncoder, TextEncoder  # noqa: E402
from jobfair.matching.evaluation.graded import GradedSet, Half, evaluation_folder, half_of, read_graded  # noqa: E402
from jobfair.matching.evaluation.metrics import bootstrap, ndcg  # noqa: E402
from jobfair.matching.evaluation.vectors import KeptVectors  # noqa: E402
from jobfair.matching.fit import Fit  # noqa: E402
from jobfair.matching.index import Index  # noqa: E402
from jobfair.matching.score import Scorer  # noqa: E402
from jobfair.matching.titles import bundled_titles  # noqa: E402
from jobfair.matching.weights import Weights  # noqa: E402

SEED, ROUNDS, GAIN, DEPTH = 20270320, 4, 0.0015, 10
#: What is searched. Left alone: how titles are compared (measured on title sets), how much a wish weighs against the
#: past (who wishes to change is taken at her word), how like skills must be (reasons name them), booths (crowding) and
#: bands (set by --report's table).
SEARCHED = (
    "past_alone", "major_as_title", "title", "occupation", "major", "major_alone", "major_title_alone",
    "gist", "gist_floor", "gist_half", "skills", "preferred", "licence", "skill_by_meaning", "major_cosine",
    "education", "education_one_short", "experience", "experience_years", "city", "city_district", "city_neighbour",
    "city_province", "salary", "salary_near_score",
)  # fmt: skip
#: No lower, whatever it gains: below, reasons call majors close that are not.
LEAST = {"major_cosine": 0.5}
FACTORS = (0.7, 0.85, 1.2, 1.5)


class Trial:
    """The development or test seekers of one fair, asked again and again with other weights."""

    def __init__(self, graded: GradedSet, index: Index, encoder: TextEncoder) -> None:
        self.graded = graded
        self.index = index
        self._scorer = Scorer(graded.fair, index, encoder, Weights())
        self._stand = [opening.booth or opening.id for opening in graded.fair.openings]

    def values(self, weights: Weights, half: Half) -> list[float]:
        """The mean of both figures for each seeker of the half for whom anything is graded above 0."""
        self._scorer.weights = weights
        self._scorer.fit = Fit(self.graded.fair, self.index, weights)
        found = []
        for seeker in self.graded.seekers:
            if half_of(seeker.id) == half:
                scored = self._scorer.score(seeker)
                order = np.argsort(-scored.score, kind="stable")
                kept = [row for row in order.tolist() if not scored.excluded[row]]
                grades = list(self.graded.grades(seeker.id).values())
                booths = self.graded.booths(seeker.id)
                stands = list(dict.fromkeys(self._stand[row] for row in kept))
                openings = ndcg([grades[row] for row in kept[:DEPTH]], grades, DEPTH)
                at = ndcg([booths.get(s, 0.0) for s in stands[:DEPTH]], list(booths.values()), DEPTH)
                if openings is not None and at is not None:
                    found.append((openings + at) / 2)
        return found


def search(trial: Trial) -> Weights:
    """The weights where no single step gains GAIN any more, or after ROUNDS."""
    chance = random.Random(SEED)
    best, value = Weights(), float(np.mean(trial.values(Weights(), "development")))
    print(f"as it stands {value:.4f}", file=sys.stderr)
    for _ in range(ROUNDS):
        before = value
        for name in chance.sample(SEARCHED, len(SEARCHED)):
            for factor in FACTORS:
                old = getattr(best, name)
                new = max(round(old * factor, 4), LEAST.get(name, 0.0))
                try:
                    tried = Weights(**{**best.model_dump(), name: new})
                except ValueError:  # out of bounds or out of order
                    continue
                found = float(np.mean(trial.values(tried, "development")))
                if found >= value + GAIN:
                    best, value = tried, found
                    print(f"{value:.4f}  {name} {old} -> {getattr(best, name)}", file=sys.stderr)
        if value - before < GAIN:
            break
    return best


def bands(graded: GradedSet, matcher: Matcher, half: Half) -> dict[str, dict[str, float]]:
    """Of the openings in each band, among those that the first ten booths of the half's seekers show first: how many,
    and which share has which grade (the mean of the graders, rounded down)."""
    counted: dict[str, Counter[int]] = {}
    for seeker in graded.seekers:
        found = matcher.booths(seeker, DEPTH, every=True)
        if half_of(seeker.id) == half and not isinstance(found, NoMatches):
            for match in found:
                best = match.openings[0]
                grade = int(graded.grade(seeker.id, best.opening.id))
                counted.setdefault(str(best.band), Counter())[grade] += 1
    return {
        band: {"openings": count.total()} | {f"grade {g}": round(count[g] / count.total(), 2) for g in (3, 2, 1, 0)}
        for band, count in sorted(counted.items())
    }


def spread(trial: Trial, half: Half) -> None:
    """For each level of score the shares of grades, to set the bands by."""
    scorer, graded = Scorer(trial.graded.fair, trial.index, trial._scorer._encoder, Weights()), trial.graded
    rows: list[tuple[float, float]] = []
    for seeker in graded.seekers:
        if half_of(seeker.id) == half:
            scored = scorer.score(seeker)
            grades = list(graded.grades(seeker.id).values())
            rows += [(float(s), g) for s, g, out in zip(scored.score, grades, scored.excluded, strict=True) if not out]
    for low in np.arange(0.1, 1.0, 0.05):
        inside = [grade for score, grade in rows if low <= score < low + 0.05]
        shares = [f"{np.mean([int(g) == level for g in inside]):.2f}" for level in (3, 2, 1, 0)] if inside else []
        print(f"score {low:.2f}: {len(inside):5d} openings, grades 3 2 1 0: {' '.join(shares)}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true", help="no search: the figures of the file as it stands")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "jobfair" / "graded-vectors.npz")
    args = parser.parse_args(arguments)
    graded = read_graded(evaluation_folder())
    encoder = KeptVectors(SentenceEncoder(), args.cache)
    index = Index.build(graded.fair, encoder, bundled_titles())
    trial = Trial(graded, index, encoder)
    if not args.report:
        found = search(trial)
        for name, value in found.model_dump().items():
            if value != getattr(Weights(), name):
                print(f"{name} = {value}")
    for half in ("development", "test") if args.report else ():
        estimate = bootstrap(trial.values(Weights(), half))
        print(half, estimate.as_json() if estimate else None)
        for band, shares in bands(graded, Matcher(graded.fair, index, encoder), half).items():
            print(f"  {band}: {shares}")
        if half == "development":
            spread(trial, half)
    encoder.save()


if __name__ == "__main__":
    main()
