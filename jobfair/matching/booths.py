"""From openings to booths: the ranked list that a seeker sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from jobfair.fair import Booth, Fair, Opening
from jobfair.matching.encoder import TextEncoder
from jobfair.matching.explain import Reason, reasons
from jobfair.matching.index import Index
from jobfair.matching.questions import Questions, WorkQuestion
from jobfair.matching.score import Scored, Scorer
from jobfair.matching.weights import Weights
from jobfair.seeker import MatchingProfile

Band = Literal["strong", "good", "possible"]
#: How many of a booth's openings come with it.
SHOWN = 10
#: Diversity looks at this many times the booths that were asked for.
LOOK_AHEAD = 3


@dataclass(frozen=True)
class OpeningMatch:
    """``score`` is 0 to 1 and only orders; people see ``band`` (None: not a match, or nothing was asked)."""

    opening: Opening
    score: float
    band: Band | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class BoothMatch:
    """``openings``: the best first. ``booth`` is None for an opening that has no stand: it stands alone."""

    booth: Booth | None
    score: float
    band: Band | None
    openings: tuple[OpeningMatch, ...]


@dataclass(frozen=True)
class NoMatches:
    """Nothing is left, and why: how many openings each hard limit excluded, by the code of its reason."""

    excluded: tuple[tuple[str, int], ...] = ()


class Matcher:
    """One fair, ready to be asked; build once, ask often. Safe to use from one thread at a time.

    Without an encoder, or with an index without vectors, letters alone decide: ``lexical_only`` says so.
    """

    def __init__(self, fair: Fair, index: Index, encoder: TextEncoder | None, weights: Weights | None = None) -> None:
        self.fair = fair
        self._weights = weights or Weights()
        self._scorer = Scorer(fair, index, encoder, self._weights)
        self.lexical_only = encoder is None or index.lexical_only
        self._stands = _stands(fair)
        self._questions: Questions | None = None

    def booths(self, profile: MatchingProfile, top: int, every: bool = False) -> list[BoothMatch] | NoMatches:
        """The ``top`` booths for this seeker, best first, each with its openings and their reasons.

        A profile with no title, skill or major asks nothing: all booths in the fair's order, without reasons or bands.
        Openings below the last band are left out unless ``every``; what a hard limit excludes always is.
        """
        if not (profile.titles or profile.past_titles or profile.skills or profile.majors or profile.chosen):
            return self._look_around(profile, top)
        scored = self._scorer.score(profile)
        least = 0.0 if every else self._weights.possible
        ranked: list[tuple[float, int, list[int]]] = []
        for number, (_, rows) in enumerate(self._stands):
            kept = [r for r in rows if not scored.excluded[r] and scored.score[r] >= least]
            if kept:
                kept.sort(key=lambda r: (-scored.score[r], r))
                ranked.append((self._booth_score([float(scored.score[r]) for r in kept]), number, kept))
        if not ranked:
            return NoMatches(self._why_excluded(scored))
        ranked.sort(key=lambda entry: (-entry[0], entry[1]))
        chosen = self._diverse(ranked[: LOOK_AHEAD * top], top)
        return [self._match(number, score, rows, scored, profile) for score, number, rows in chosen]

    def opening(self, profile: MatchingProfile, opening_id: str) -> OpeningMatch:
        """One opening for this seeker, whatever its rank, as the opening's page shows it. KeyError: no such opening."""
        row = next((i for i, o in enumerate(self.fair.openings) if o.id == opening_id), None)
        if row is None:
            raise KeyError(opening_id)
        return self._opening(row, self._scorer.score(profile), profile)

    def excluded(self, profile: MatchingProfile) -> list[tuple[Opening, tuple[Reason, ...]]]:
        """The openings that a hard limit excludes, each with the conflicts that exclude it."""
        return self.left_out(profile, len(self.fair.openings))[1]

    def left_out(
        self, profile: MatchingProfile, most: int
    ) -> tuple[tuple[tuple[str, int], ...], list[tuple[Opening, tuple[Reason, ...]]]]:
        """How many openings each hard limit excludes, by the code of its reason; and of all excluded ones the ``most``
        that would else fit best, each with the conflicts that exclude it."""
        scored = self._scorer.score(profile)
        rows = sorted(np.flatnonzero(scored.excluded).tolist(), key=lambda row: (-float(scored.score[row]), row))
        found = []
        for row in rows[:most]:
            why = reasons(self._scorer, scored, profile, self.fair.openings[row], row)
            limits = scored.limits_of(row)
            found.append((self.fair.openings[row], tuple(reason for reason in why if reason.code in limits)))
        return self._why_excluded(scored), found

    def question(self, profile: MatchingProfile, asked: Collection[str] = ()) -> WorkQuestion | None:
        """What to ask next, so that the remaining openings are told apart best; None where asking helps no more."""
        if self._questions is None:
            self._questions = Questions(self.fair, self._scorer.traits)
        scored = self._scorer.score(profile)
        return self._questions.next(profile, scored.score, scored.excluded, asked)

    def _look_around(self, profile: MatchingProfile, top: int) -> list[BoothMatch] | NoMatches:
        scored = self._scorer.score(profile)
        found: list[BoothMatch] = []
        for booth, rows in self._stands:
            kept = [row for row in rows if not scored.excluded[row]][:SHOWN]
            if kept and len(found) < top:
                shown = tuple(OpeningMatch(self.fair.openings[r], 0.0, None, ()) for r in kept)
                found.append(BoothMatch(booth, 0.0, None, shown))
        return found or NoMatches(self._why_excluded(scored))

    def _booth_score(self, best: Sequence[float]) -> float:
        w = self._weights
        extra = [w.second, w.third]
        total = best[0] + sum(share * score for share, score in zip(extra, best[1:], strict=False))
        return total / (1.0 + sum(extra))

    def _diverse(self, ranked: list[tuple[float, int, list[int]]], top: int) -> list[tuple[float, int, list[int]]]:
        """Greedy, after Carbonell and Goldstein's MMR (1998): the best stays first, the rest give way a little."""
        w = self._weights
        employers: Counter[str] = Counter()
        titles: Counter[int] = Counter()
        waiting = list(ranked)
        chosen: list[tuple[float, int, list[int]]] = []

        def worth(entry: tuple[float, int, list[int]]) -> float:
            booth = self._stands[entry[1]][0]
            employer = booth.employer if booth else None
            same = w.same_employer * employers[employer] if employer else 0.0
            same += w.same_title * titles[int(self._scorer.title_of[entry[2][0]])]
            return entry[0] - min(w.same_most, same)

        while waiting and len(chosen) < top:
            best = max(waiting, key=lambda entry: (worth(entry), -entry[1]))
            waiting.remove(best)
            chosen.append(best)
            booth = self._stands[best[1]][0]
            if booth and booth.employer:
                employers[booth.employer] += 1
            titles[int(self._scorer.title_of[best[2][0]])] += 1
        return chosen

    def _match(
        self, number: int, score: float, rows: list[int], scored: Scored, profile: MatchingProfile
    ) -> BoothMatch:
        openings = tuple(self._opening(row, scored, profile) for row in rows[:SHOWN])
        return BoothMatch(self._stands[number][0], round(score, 4), openings[0].band, openings)

    def _opening(self, row: int, scored: Scored, profile: MatchingProfile) -> OpeningMatch:
        opening = self.fair.openings[row]
        score = round(float(scored.score[row]), 4)
        why = reasons(self._scorer, scored, profile, opening, row)
        return OpeningMatch(opening, score, self._band(score), tuple(why))

    def _band(self, score: float) -> Band | None:
        w = self._weights
        if score >= w.strong:
            return "strong"
        if score >= w.good:
            return "good"
        return "possible" if score >= w.possible else None

    def _why_excluded(self, scored: Scored) -> tuple[tuple[str, int], ...]:
        return tuple(sorted((code, int(mask.sum())) for code, mask in scored.limits.items() if mask.any()))


def _stands(fair: Fair) -> list[tuple[Booth | None, list[int]]]:
    """The booths that have openings, in the fair's order, then each opening without a booth on its own."""
    rows: dict[str, list[int]] = {booth.id: [] for booth in fair.booths}
    alone: list[int] = []
    for row, opening in enumerate(fair.openings):
        if opening.booth is None:
            alone.append(row)
        else:
            rows[opening.booth].append(row)
    found: list[tuple[Booth | None, list[int]]] = [(b, rows[b.id]) for b in fair.booths if rows[b.id]]
    return found + [(None, [row]) for row in alone]
