"""The decision rule: a wrong name is worse than no name."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.calibration import SHIPPED, Calibration, calibration_of, file_name, read
from kiosk.identity.decide import (
    CAUTION,
    Ambiguous,
    Candidate,
    DecisionRule,
    Identified,
    Unknown,
    decide,
    decide_by_score,
    rising,
)
from kiosk.ports import EncoderInfo
from tests.fakes.devices import ENCODER

SHIPPED_ONE: Calibration = read(SHIPPED / file_name(ENCODER))
RULE = DecisionRule(SHIPPED_ONE)
LEAST = SHIPPED_ONE.least_margin
people_of = st.integers(1, 10**6)
visits_of = st.integers(100, 10**6)


def candidates(first: float, second: float) -> tuple[Candidate, ...]:
    return Candidate("a", first), Candidate("b", second)


def test_nobody_enrolled_when_decided_is_unknown_without_a_score() -> None:
    assert decide((), 0, RULE) == Unknown(None)


def test_high_score_with_distance_when_decided_is_identified() -> None:
    assert decide(candidates(0.985, 0.94), 300, RULE) == Identified("a", 0.985, pytest.approx(0.045))


def test_fair_score_when_decided_needs_distance_from_the_runner_up() -> None:
    assert isinstance(decide(candidates(0.969, 0.93), 300, RULE), Identified)
    assert isinstance(decide(candidates(0.969, 0.962), 300, RULE), Ambiguous)


def test_twins_when_decided_are_ambiguous_however_high_the_score() -> None:
    assert isinstance(decide(candidates(0.995, 0.993), 300, RULE), Ambiguous)


def test_sisters_of_the_sample_when_one_visits_for_the_other_are_not_named() -> None:
    """Two sisters of Labeled Faces in the Wild: the most alike strangers there, far from everybody else."""
    assert not isinstance(decide(candidates(0.9651, 0.9312), 449, RULE), Identified)


def test_low_score_when_decided_is_unknown() -> None:
    assert decide(candidates(0.955, 0.90), 300, RULE) == Unknown(0.955)


def test_only_one_enrolled_when_decided_needs_the_score_alone() -> None:
    assert decide([Candidate("a", 0.98)], 1, RULE) == Identified("a", 0.98, None)
    assert decide([Candidate("a", 0.95)], 1, RULE) == Unknown(0.95)


def test_bare_score_when_given_replaces_the_rule() -> None:
    assert isinstance(decide_by_score(candidates(0.90, 0.899), 0.9), Identified)
    assert decide_by_score(candidates(0.99, 0.5), 0.995) == Unknown(0.99)
    assert decide_by_score((), 0.9) == Unknown(None)


@given(people_of, people_of, visits_of)
def test_merit_needed_when_the_gallery_grows_never_falls(some: int, others: int, visits: int) -> None:
    rule = DecisionRule(SHIPPED_ONE, visits)
    few, many = sorted((some, others))
    assert rule.merit_needed(few) <= rule.merit_needed(many) + 1e-12


@given(people_of, visits_of, visits_of)
def test_merit_needed_when_false_ones_must_be_rarer_never_falls(people: int, some: int, others: int) -> None:
    often, rare = sorted((some, others))
    lax, strict = (DecisionRule(SHIPPED_ONE, visits).merit_needed(people) for visits in (often, rare))
    assert lax <= strict + 1e-12


def test_merit_needed_when_solved_is_that_of_the_measured_table() -> None:
    at = SHIPPED_ONE.strangers[-1]
    hundred = next(m for m in at.merits if m.share == 1e-2)
    needed = DecisionRule(SHIPPED_ONE, 100).merit_needed(at.people)
    assert needed == pytest.approx(hundred.merit + CAUTION * (hundred.high - hundred.merit))
    assert RULE.merit_needed(100_000) > RULE.merit_needed(at.people) + 0.005


@given(st.floats(-1, 1), st.floats(0, 0.2), people_of)
def test_lower_score_or_smaller_margin_when_decided_never_names_whom_the_higher_did_not(
    score: float, margin: float, people: int
) -> None:
    if not isinstance(decide(candidates(score, score - margin), people, RULE), Identified):
        assert not isinstance(decide(candidates(score - 0.01, score - margin - 0.01), people, RULE), Identified)
        assert not isinstance(decide(candidates(score, score - margin / 2), people, RULE), Identified)


@given(st.floats(0.9, 1), st.floats(0, LEAST * 0.999), people_of, visits_of)
def test_margin_below_the_least_when_decided_is_never_identified(
    score: float, margin: float, people: int, visits: int
) -> None:
    found = decide(candidates(score, score - margin), people, DecisionRule(SHIPPED_ONE, visits))
    assert not isinstance(found, Identified)


@given(st.floats(0.9, 1), st.floats(0, 0.5), people_of)
def test_somebody_too_like_another_when_decided_is_never_identified(score: float, margin: float, people: int) -> None:
    plain = decide(candidates(score, score - margin), people, RULE)
    found = decide(candidates(score, score - margin), people, RULE, alike={"a"})
    assert isinstance(found, Ambiguous if isinstance(plain, Identified) else type(plain))


@given(st.lists(st.floats(-1, 1), max_size=12))
def test_values_when_made_rising_never_fall_and_keep_their_mean(values: list[float]) -> None:
    risen = rising(values)
    assert all(b >= a - 1e-12 for a, b in itertools.pairwise(risen))
    assert math.isclose(sum(risen), sum(values), abs_tol=1e-9)
    assert rising(sorted(values)) == sorted(values)


def test_encoder_without_a_calibration_when_asked_says_which_command_makes_one() -> None:
    from jobfair.errors import ConfigError

    with pytest.raises(ConfigError, match="jobfair calibrate PEOPLE_DIR --encoder unheard-of"):
        calibration_of(EncoderInfo("unheard-of", 512))
