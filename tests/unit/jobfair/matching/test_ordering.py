from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jobfair.fair import Booth, Employer, Fair, Opening
from jobfair.matching.booths import BoothMatch, Matcher, NoMatches
from jobfair.matching.index import Index
from jobfair.matching.ordering import Candidate, diverse, shorter_queues_first
from jobfair.matching.titles import TitleDictionary
from jobfair.matching.weights import Weights
from jobfair.seeker import MatchingProfile

WEIGHTS = Weights()
SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=14).map(lambda found: sorted(found, reverse=True))
QUEUES = st.lists(st.none() | st.integers(0, 30), min_size=14, max_size=14)
KINDS = st.lists(st.tuples(st.sampled_from([None, "E1", "E2"]), st.sampled_from(["a", "b", "c"])), min_size=14,
                 max_size=14)  # fmt: skip


@given(SCORES, QUEUES)
def test_queues_when_any_move_no_booth_far_and_the_best_not_at_all(
    scores: list[float], known: list[int | None]
) -> None:
    people = known[: len(scores)]
    order = shorter_queues_first(scores, people, WEIGHTS)
    assert sorted(order) == list(range(len(scores)))
    assert order[0] == 0
    assert all(abs(place - before) <= WEIGHTS.crowd_places for place, before in enumerate(order))
    assert all(order[place] == place for place, n in enumerate(people) if n is None)
    for i, earlier in enumerate(order):
        for later in order[i + 1 :]:
            passed, shorter = people[later], people[earlier]
            if later < earlier and passed is not None and shorter is not None:  # nearly equal, and a longer queue
                assert passed - shorter >= WEIGHTS.crowd_fewer
                assert scores[later] - scores[earlier] <= WEIGHTS.crowd_near


def test_busy_booth_when_the_next_is_nearly_as_good_and_quiet_comes_after_it() -> None:
    assert shorter_queues_first([0.9, 0.72, 0.70, 0.69], [40, 12, 0, 12], WEIGHTS) == [0, 2, 1, 3]
    assert shorter_queues_first([0.9, 0.80, 0.70], [40, 12, 0], WEIGHTS) == [0, 1, 2]


@given(SCORES, KINDS, st.integers(1, 14))
def test_diversity_when_booths_are_alike_costs_a_bounded_little(
    scores: list[float], kinds: list[tuple[str | None, str]], top: int
) -> None:
    ranked = [Candidate(i, score, *kinds[i]) for i, score in enumerate(scores)]
    chosen = diverse(ranked, top, WEIGHTS)
    assert len(chosen) == min(top, len(ranked))
    assert len({one.number for one in chosen}) == len(chosen)
    assert chosen[0].score == ranked[0].score
    least = chosen[-1].score if len(chosen) < len(ranked) else 0.0
    left = [one.score for one in ranked if one not in chosen]
    assert all(score <= least + WEIGHTS.same_most + 1e-9 for score in left)
    assert chosen == diverse(ranked, top, WEIGHTS)


def test_diversity_when_one_employer_has_the_next_best_lets_another_in_between() -> None:
    ranked = [Candidate(0, 0.80, "E1", "a"), Candidate(1, 0.79, "E1", "a"), Candidate(2, 0.78, "E2", "b")]
    assert [one.number for one in diverse(ranked, 3, WEIGHTS)] == [0, 2, 1]


def _ranked(fair: Fair, queues: dict[str, int] | None = None) -> list[BoothMatch]:
    matcher = Matcher(fair, Index.build(fair, None, TitleDictionary({})), None)
    found = matcher.booths(MatchingProfile(id="S", titles=("焊工",)), 10, queues=queues)
    assert not isinstance(found, NoMatches)
    return found


def test_one_employer_with_thousands_of_openings_at_one_booth_is_one_booth() -> None:
    openings = tuple(Opening(id=f"O{n}", booth="A1", title="焊工") for n in range(23_000))
    fair = Fair(id="f", employers=(Employer(id="E"),), booths=(Booth(id="A1", employer="E"),), openings=openings)
    (match,) = _ranked(fair)
    assert len(match.openings) == 10


def test_one_employer_with_a_thousand_booths_fills_the_list_in_the_fairs_order() -> None:
    booths = tuple(Booth(id=f"A{n}", employer="E") for n in range(1000))
    openings = tuple(Opening(id=f"O{n}", booth=f"A{n % 1000}", title="焊工") for n in range(3000))
    fair = Fair(id="f", employers=(Employer(id="E"),), booths=booths, openings=openings)
    assert [match.booth.id for match in _ranked(fair) if match.booth] == [f"A{n}" for n in range(10)]


def test_queues_when_told_are_on_the_matches_and_change_only_the_order() -> None:
    booths = tuple(Booth(id=f"A{n}") for n in range(4))
    openings = tuple(Opening(id=f"O{n}", booth=f"A{n}", title="焊工") for n in range(4))
    fair = Fair(id="f", booths=booths, openings=openings)
    found = _ranked(fair, {"A0": 20, "A1": 9, "A2": 0})
    assert [(m.booth.id if m.booth else "", m.queue, m.later) for m in found] == [
        ("A0", 20, True),
        ("A2", 0, False),
        ("A1", 9, True),
        ("A3", None, False),
    ]
    assert {m.booth for m in found} == {m.booth for m in _ranked(fair)}
