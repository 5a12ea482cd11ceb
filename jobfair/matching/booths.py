"""From openings to booths: the ranked list that a seeker sees."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobfair.fair import Booth, Fair, Opening
from jobfair.garbage import put_off
from jobfair.matching.columns import Columns
from jobfair.matching.encoder import TextEncoder
from jobfair.matching.explain import Reason, reasons
from jobfair.matching.index import Index
from jobfair.matching.made import Made, MadeStale
from jobfair.matching.ordering import Candidate, diverse, shorter_queues_first
from jobfair.matching.questions import Questions, WorkQuestion
from jobfair.matching.score import SUITS, Scored, Scorer
from jobfair.matching.score import Band as Band
from jobfair.matching.weights import Weights
from jobfair.seeker import MatchingProfile

Rows = NDArray[np.int64]
#: How many of a booth's openings come with it.
SHOWN = 10
#: Whoever says anything gets so many booths, if the fair has them: after those that match, some "also to look at".
FEWEST = 10


@dataclass(frozen=True)
class OpeningMatch:
    """``score`` is 0 to 1 and only orders; people see ``band`` (None: not a match, or nothing was asked)."""

    opening: Opening
    score: float
    band: Band | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class BoothMatch:
    """``openings``: the best first. ``booth`` is None for an opening that has no stand: it stands alone.

    ``queue``: how many people wait there, None where nothing fresh is known. ``later``: busy now, better go later.
    """

    booth: Booth | None
    score: float
    band: Band | None
    openings: tuple[OpeningMatch, ...]
    queue: int | None = None
    later: bool = False


@dataclass(frozen=True)
class NoMatches:
    """Nothing is left, and why: how many openings each hard limit excluded, by the code of its reason."""

    excluded: tuple[tuple[str, int], ...] = ()


class Matcher:
    """One fair, ready to be asked; build once, ask often. Safe to use from one thread at a time.

    Without an encoder, or with an index without vectors, letters alone decide: ``lexical_only`` says so.
    """

    def __init__(
        self,
        fair: Fair,
        index: Index,
        encoder: TextEncoder | None,
        weights: Weights | None = None,
        earlier: Made | None = None,
    ) -> None:
        """``earlier``: what another matcher with these weights made; see ``restored`` and ``renewed``."""
        self.fair = fair
        self._encoder = encoder
        self._weights = weights or Weights()
        with put_off():
            self._scorer = Scorer(fair, index, encoder, self._weights, earlier=earlier)
        self.lexical_only = encoder is None or index.lexical_only
        self.index = index
        self._stands, self._stand_of, self._rows_by_stand, self._starts = _stands(fair, self._scorer.columns)
        self._by_id = self._scorer.columns.by_id
        self._questions: Questions | None = None

    @classmethod
    def restored(
        cls, fair: Fair, index: Index, encoder: TextEncoder | None, derived: bytes, stamp: str,
        weights: Weights | None = None,
    ) -> Matcher | None:  # fmt: skip
        """The matcher of this fair from what ``derived`` kept; None where that does not fit, and it must be made."""
        used = weights or Weights()
        try:
            with put_off():
                earlier = Made.from_bytes(derived, stamp, fair.openings, index, used)
        except MadeStale:
            return None
        return cls(fair, index, encoder, used, earlier)

    def derived(self, stamp: str) -> bytes:
        """All that was made of fair and index, to be ready sooner after a restart. ``stamp`` names both of them."""
        with put_off():
            return self._scorer.made.to_bytes(stamp, self._weights)

    def renewed(self, fair: Fair, index: Index) -> Matcher:
        """The matcher of another version of the fair, and just what ``Matcher`` would make of it; openings that are the
        same objects, and what else is the same, are not looked at again."""
        return Matcher(fair, index, self._encoder, self._weights, self._scorer.made)

    def booths(
        self, profile: MatchingProfile, top: int, every: bool = False, queues: Mapping[str, int] | None = None
    ) -> list[BoothMatch] | NoMatches:
        """The ``top`` booths for this seeker, best first, each with its openings and their reasons.

        A profile with no title, skill or major asks nothing: all booths in the fair's order, without reasons or bands.
        Openings below the last band are left out unless ``every``, but for as many booths without a band as make
        FEWEST, behind all others; what a hard limit excludes always is left out. ``queues``: people by booth, only
        those fresh enough to be shown; they change the order a little, never which booths come.
        """
        queues = queues or {}
        if not (profile.titles or profile.past_titles or profile.skills or profile.majors or profile.chosen):
            return self._look_around(profile, top, queues)
        scored = self._scorer.score(profile)
        kept = ~scored.excluded & (scored.score >= (0.0 if every else self._weights.possible * scored.reach))
        ranked, rows = self._ranked(scored, np.flatnonzero(kept))
        chosen = diverse(ranked, top, self._weights)
        waiting = [queues.get(booth.id) if (booth := self._stands[one.number]) else None for one in chosen]
        order = shorter_queues_first([one.score for one in chosen], waiting, self._weights)
        found = [self._match(chosen[i], rows[chosen[i].number], waiting[i], scored, profile) for i in order]
        for one, openings in self._also(scored, {one.number for one in chosen}, min(top, FEWEST) - len(found)):
            booth = self._stands[one.number]
            found.append(self._match(one, openings, queues.get(booth.id) if booth else None, scored, profile))
        return found or NoMatches(self._why_excluded(scored))

    def _also(self, scored: Scored, taken: Collection[int], most: int) -> Iterator[tuple[Candidate, list[int]]]:
        """At most ``most`` further booths: first by openings that nothing speaks against, each time by their score."""
        if most <= 0:
            return
        left = ~scored.excluded & ~np.isin(self._stand_of, list(taken))
        against = np.logical_or.reduce([scored.parts[name] == 0.0 for name in SUITS])
        for openings in (left & ~against, left & against):
            ranked, rows = self._ranked(scored, np.flatnonzero(openings & left))
            for one in diverse(ranked, most, self._weights):
                left &= self._stand_of != one.number
                most -= 1
                yield one, rows[one.number]

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

    def _look_around(
        self, profile: MatchingProfile, top: int, queues: Mapping[str, int]
    ) -> list[BoothMatch] | NoMatches:
        scored = self._scorer.score(profile)
        found: list[BoothMatch] = []
        for number, booth in enumerate(self._stands):
            if len(found) == top:
                break
            rows = self._rows_by_stand[self._starts[number] : self._starts[number + 1]]
            kept = rows[~scored.excluded[rows]][:SHOWN].tolist()
            if kept:
                shown = tuple(OpeningMatch(self.fair.openings[r], 0.0, None, ()) for r in kept)
                people = queues.get(booth.id) if booth else None
                found.append(BoothMatch(booth, 0.0, None, shown, people, self._busy(people)))
        return found or NoMatches(self._why_excluded(scored))

    def _ranked(self, scored: Scored, rows: NDArray[np.int64]) -> tuple[list[Candidate], dict[int, list[int]]]:
        """The stands of these openings, the best first, and the openings of each, the best first.

        A stand's score is its best opening's and a little of the second's and third's; equal ones keep the
        fair's order of booths; equal openings stand by their ids, in whatever order the file lists them.
        """
        if not len(rows):
            return [], {}
        w = self._weights
        scores = scored.score[rows].astype(np.float64)
        order = np.lexsort((self._by_id[rows], -scores, self._stand_of[rows]))
        rows, scores = rows[order], scores[order]
        numbers, starts = np.unique(self._stand_of[rows], return_index=True)
        ends = np.append(starts[1:], len(rows))
        total = scores[starts].copy()
        for place, share in ((1, w.second), (2, w.third)):
            there = starts + place < ends
            total[there] += share * scores[starts[there] + place]
        total /= 1.0 + w.second + w.third
        best_first = np.lexsort((numbers, -total)).tolist()
        found = [self._candidate(int(numbers[i]), float(total[i]), int(rows[starts[i]])) for i in best_first]
        return found, {int(numbers[i]): rows[starts[i] : min(ends[i], starts[i] + SHOWN)].tolist() for i in best_first}

    def _candidate(self, number: int, score: float, best: int) -> Candidate:
        booth, opening = self._stands[number], self.fair.openings[best]
        occupation = opening.occupation.strip() or f"title {int(self._scorer.title_of[best])}"
        return Candidate(number, score, booth.employer if booth else None, occupation)

    def _match(
        self, one: Candidate, rows: list[int], people: int | None, scored: Scored, profile: MatchingProfile
    ) -> BoothMatch:
        openings = tuple(self._opening(row, scored, profile) for row in rows)
        score, booth = round(one.score, 4), self._stands[one.number]
        return BoothMatch(booth, score, openings[0].band, openings, people, self._busy(people))

    def _busy(self, people: int | None) -> bool:
        return people is not None and people >= self._weights.busy

    def _opening(self, row: int, scored: Scored, profile: MatchingProfile) -> OpeningMatch:
        opening = self.fair.openings[row]
        score = round(float(scored.score[row]), 4)
        why = reasons(self._scorer, scored, profile, opening, row)
        return OpeningMatch(opening, score, self._scorer.band(scored, row), tuple(why))

    def _why_excluded(self, scored: Scored) -> tuple[tuple[str, int], ...]:
        return tuple(sorted((code, int(mask.sum())) for code, mask in scored.limits.items() if mask.any()))


def _stands(fair: Fair, columns: Columns) -> tuple[list[Booth | None], Rows, Rows, Rows]:
    """The booths that have openings, in the fair's order, then each opening without a booth on its own (None). The
    stand of each opening; the openings stand by stand, in the fair's order, and where each stand's begin."""
    place = {booth.id: i for i, booth in enumerate(fair.booths)}
    column = columns.texts["booth"]
    stand_of = np.array([place.get(str(key), len(place)) for key in column.keys], dtype=np.int64)[column.numbers]
    alone = stand_of == len(place)
    stand_of[alone] += np.arange(int(alone.sum()))
    used, numbers = np.unique(stand_of, return_inverse=True)
    by_stand = np.argsort(numbers, kind="stable")
    starts = np.searchsorted(numbers[by_stand], np.arange(len(used) + 1))
    return [fair.booths[i] if i < len(place) else None for i in used.tolist()], numbers, by_stand, starts
