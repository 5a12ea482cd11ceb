"""Depth from two views: heads have it, pictures do not, however they are turned, tilted and printed."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.identity.liveness.check import LEAST_ACROSS, LEAST_EXPLAINED, TURNED
from kiosk.identity.liveness.landmarks import is_whole, openness, turn, unrest, upright
from kiosk.identity.liveness.planarity import relief
from tests.fakes.heads import eyes_closed, head, photograph_of, seen

people = st.integers(0, 10_000)
degrees = st.floats(-55, 55)


@given(people, st.floats(30, 50), st.sampled_from((-1, 1)), st.floats(-8, 8), st.floats(-12, 12))
@settings(max_examples=60, deadline=None)
def test_head_when_turned_has_depth_in_the_direction_of_the_turn(
    seed: int, yaw: float, side: int, pitch: float, roll: float
) -> None:
    person = head(seed)
    front, turned = upright(seen(person)), upright(seen(person, side * yaw, pitch, roll))
    found = relief(front, turned)
    assert side * (turn(turned) - turn(front)) > TURNED
    assert side * found.across > LEAST_ACROSS
    assert found.explained > LEAST_EXPLAINED


@given(people, degrees, st.floats(-40, 40), degrees, st.floats(0.2, 4))
@settings(max_examples=100, deadline=None)
def test_picture_however_it_is_held_has_no_depth(seed: int, yaw: float, pitch: float, roll: float, size: float) -> None:
    paper = photograph_of(head(seed))
    held = upright((seen(paper, yaw, pitch, roll) * size).astype(np.float32))
    assert abs(relief(upright(seen(paper)), held).across) < 0.02


def test_same_view_twice_has_no_depth_and_explains_nothing() -> None:
    front = upright(seen(head()))
    found = relief(front, front)
    assert abs(found.across) < 1e-6
    assert found.explained == 0


@given(people, degrees)
@settings(max_examples=40, deadline=None)
def test_upright_does_not_depend_on_place_size_and_roll(seed: int, roll: float) -> None:
    person = head(seed)
    one = upright(seen(person))
    other = upright((2 * seen(person, roll=roll) + 40).astype(np.float32))
    np.testing.assert_allclose(one, other, atol=2e-3)


def test_turn_to_the_own_left_is_above_zero() -> None:
    assert turn(upright(seen(head(), 30))) > TURNED
    assert turn(upright(seen(head(), -30))) < -TURNED


def test_lids_when_closed_are_not_open_and_a_picture_tilted_back_closes_no_eyes() -> None:
    person = head()
    front = upright(seen(person))
    assert openness(upright(seen(eyes_closed(person))), front) < 0.4
    assert unrest(upright(seen(eyes_closed(person))), front) < 0.05
    paper = photograph_of(person)
    assert openness(upright(seen(paper, pitch=50)), upright(seen(paper))) > 0.85


def test_points_that_are_no_face_are_not_used() -> None:
    whole = seen(head())
    assert is_whole(whole)
    assert not is_whole(None)
    assert not is_whole(whole[:5])
    assert not is_whole(np.full((68, 2), np.nan, np.float32))
    assert not is_whole(np.zeros((68, 2), np.float32))
