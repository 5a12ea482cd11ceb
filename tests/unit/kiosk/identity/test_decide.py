"""The decision rule: a wrong name is worse than no name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.decide import Ambiguous, Candidate, DecisionRule, Identified, Unknown, decide


def candidates(first: float, second: float) -> tuple[Candidate, ...]:
    return Candidate("a", first), Candidate("b", second)


def test_nobody_enrolled_when_decided_is_unknown_without_a_score() -> None:
    assert decide((), 0) == Unknown(None)


def test_high_score_with_distance_when_decided_is_identified() -> None:
    assert decide(candidates(0.985, 0.94), 300) == Identified("a", 0.985, pytest.approx(0.045))


def test_fair_score_far_from_the_runner_up_when_decided_is_identified() -> None:
    assert isinstance(decide(candidates(0.966, 0.93), 300), Identified)


def test_fair_score_near_the_runner_up_when_decided_is_ambiguous() -> None:
    assert isinstance(decide(candidates(0.966, 0.962), 300), Ambiguous)


def test_twins_when_decided_are_ambiguous_however_high_the_score() -> None:
    assert isinstance(decide(candidates(0.995, 0.993), 300), Ambiguous)


def test_low_score_when_decided_is_unknown() -> None:
    assert decide(candidates(0.955, 0.90), 300) == Unknown(0.955)


def test_only_one_enrolled_when_decided_needs_the_score_alone() -> None:
    assert decide([Candidate("a", 0.98)], 1) == Identified("a", 0.98, None)
    assert decide([Candidate("a", 0.95)], 1) == Unknown(0.95)


def test_threshold_when_given_replaces_the_rule() -> None:
    assert isinstance(decide(candidates(0.90, 0.899), 300, threshold=0.9), Identified)
    assert decide(candidates(0.99, 0.5), 300, threshold=0.995) == Unknown(0.99)


def test_merit_needed_when_the_gallery_grows_never_falls() -> None:
    needed = [DecisionRule().merit_needed(people) for people in (0, 1, 100, 500, 5_000, 100_000)]
    assert needed == sorted(needed)
    assert needed[-1] > needed[0]


def test_merit_needed_when_fewer_strangers_are_wanted_rises() -> None:
    needed = [DecisionRule(share).merit_needed(300) for share in (0.5, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 1e-6)]
    assert needed == sorted(needed)
    assert DecisionRule(1e-4).merit_needed(300) == pytest.approx(0.9755)


@given(st.floats(-1, 1), st.floats(0, 0.2), st.integers(2, 100_000))
def test_lower_score_or_smaller_margin_when_decided_never_names_whom_the_higher_did_not(
    score: float, margin: float, people: int
) -> None:
    if not isinstance(decide(candidates(score, score - margin), people), Identified):
        assert not isinstance(decide(candidates(score - 0.01, score - margin - 0.01), people), Identified)
        assert not isinstance(decide(candidates(score, score - margin / 2), people), Identified)
