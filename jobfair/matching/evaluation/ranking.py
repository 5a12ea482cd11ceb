"""The graded set's figures: the matcher against BM25 and whole documents, seeker by seeker, in one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jobfair.fair import Fair, Opening
from jobfair.matching.booths import Matcher, NoMatches
from jobfair.matching.encoder import TextEncoder
from jobfair.matching.evaluation.baselines import (
    Bm25,
    Fused,
    Ranking,
    WholeDocuments,
    opening_text,
    seeker_text,
)
from jobfair.matching.evaluation.graded import GradedSet, agreement, half_of
from jobfair.matching.evaluation.limits import conflicts
from jobfair.matching.evaluation.metrics import bootstrap, ndcg
from jobfair.seeker import MatchingProfile

DEPTH = 10
OURS = "matcher"
JOINED = "mean of both graders"
WORST = 10

#: What a system answers: openings best first, booths best first.
Answer = tuple[list[str], list[str]]
System = Callable[[MatchingProfile], Answer]


def ranked_by(matcher: Matcher) -> System:
    """The matcher as a seeker meets it: booths in its order, openings by their score."""

    def answer(profile: MatchingProfile) -> Answer:
        found = matcher.booths(profile, len(matcher.fair.openings), every=True)
        if isinstance(found, NoMatches):
            return [], []
        openings = sorted((o for booth in found for o in booth.openings), key=lambda o: -o.score)
        return [o.opening.id for o in openings], [match.booth.id for match in found if match.booth is not None]

    return answer


def ranked_by_words(fair: Fair, scores: Callable[[MatchingProfile], Ranking], limited: bool) -> System:
    """A baseline: one number for each opening's text, a booth takes its best opening's.

    ``limited``: with the hard limits of the matcher in front, so that the difference is the ranking alone.
    """

    def answer(profile: MatchingProfile) -> Answer:
        found = scores(profile)
        left = [
            (row, opening)
            for row, opening in enumerate(fair.openings)
            if not (limited and conflicts(fair, profile, opening))
        ]
        left.sort(key=lambda entry: (-found[entry[0]], entry[0]))
        openings: list[Opening] = [opening for _, opening in left]
        return [o.id for o in openings], list(dict.fromkeys(o.booth for o in openings if o.booth is not None))

    return answer


def systems(fair: Fair, matcher: Matcher, encoder: TextEncoder | None) -> dict[str, System]:
    """Ours first; without an encoder there is no baseline of vectors."""
    documents = [opening_text(fair, opening) for opening in fair.openings]
    scores = {"BM25": _of_text(Bm25(documents).scores)}
    if encoder is not None:
        scores["whole documents"] = _of_text(WholeDocuments(documents, encoder).scores)
    found: dict[str, System] = {OURS: ranked_by(matcher)}
    for name, by in scores.items():
        found[name] = ranked_by_words(fair, by, limited=False)
        found[f"{name}, hard limits first"] = ranked_by_words(fair, by, limited=True)
    if encoder is not None:
        fused = Fused(fair, documents, encoder)
        found["title, BM25 and documents, hard limits first"] = ranked_by_words(fair, fused.scores, limited=True)
    return found


def _of_text(scores: Callable[[str], Ranking]) -> Callable[[MatchingProfile], Ranking]:
    return lambda profile: scores(seeker_text(profile))


def graded_figures(graded: GradedSet, compared: Mapping[str, System]) -> dict[str, Any]:
    """nDCG at ten of openings and of booths: all seekers and each half, with intervals and with the differences."""
    openings: dict[str, dict[str, float]] = {name: {} for name in compared}
    booths: dict[str, dict[str, float]] = {name: {} for name in compared}
    for seeker in graded.seekers:
        grades, stands = graded.grades(seeker.id), graded.booths(seeker.id)
        for name, system in compared.items():
            found, at = system(seeker)
            value = ndcg([grades[o] for o in found[:DEPTH]], list(grades.values()), DEPTH)
            if value is not None:
                openings[name][seeker.id] = value
            value = ndcg([stands[b] for b in at[:DEPTH]], list(stands.values()), DEPTH)
            if value is not None:
                booths[name][seeker.id] = value
    halves = {"all": graded.seekers} | {
        half: tuple(s for s in graded.seekers if half_of(s.id) == half) for half in ("development", "test")
    }
    # Only of the half that may be tuned on: whoever mends the matcher reads these.
    known = [s for s in halves["development"] if s.id in openings[OURS]]
    worst = sorted(known, key=lambda s: openings[OURS][s.id])[:WORST]
    return {
        "seekers": len(graded.seekers),
        "openings": len(graded.fair.openings),
        "booths": len(graded.fair.openings_by_booth),
        "graded_above_0": sum(grade > 0 for s in graded.seekers for grade in graded.grades(s.id).values()),
        "joined": JOINED if len(graded.graders) > 1 else "one grader only",
        "split": {half: [s.id for s in members] for half, members in halves.items() if half != "all"},
        "agreement": agreement(graded),
        "ndcg_10": {half: _compared(openings, [s.id for s in members]) for half, members in halves.items()},
        "ndcg_10_booths": {half: _compared(booths, [s.id for s in members]) for half, members in halves.items()},
        "worst": [
            {"seeker": s.id}
            | {name: round(openings[name][s.id], 3) for name in compared}
            | _first_and_missed(graded.grades(s.id), compared[OURS](s)[0])
            for s in worst
        ],
    }


def _first_and_missed(grades: Mapping[str, float], found: Sequence[str]) -> dict[str, Any]:
    """The first ten with their grades, and what is graded 2 or more with the place where it stands (None: nowhere)."""
    missed = sorted(
        (o for o, grade in grades.items() if grade >= 2 and o not in found[:DEPTH]), key=lambda o: -grades[o]
    )
    return {
        "first": [[opening, grades[opening]] for opening in found[:DEPTH]],
        "missed": [[o, grades[o], found.index(o) + 1 if o in found else None] for o in missed[:DEPTH]],
    }


def _compared(values: Mapping[str, Mapping[str, float]], seekers: Sequence[str]) -> dict[str, Any]:
    """Each system's mean, and ours minus it over the same seekers (paired)."""
    found: dict[str, Any] = {}
    for name, by_seeker in values.items():
        own = bootstrap([by_seeker[s] for s in seekers if s in by_seeker])
        found[name] = own.as_json() if own else None
        if name != OURS and own:
            ahead = bootstrap([values[OURS][s] - by_seeker[s] for s in seekers if s in by_seeker])
            found[name]["behind"] = ahead.as_json() if ahead else None
    return found
