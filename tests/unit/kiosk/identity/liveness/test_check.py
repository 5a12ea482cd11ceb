"""The check, frame by frame: people who follow it get through, pictures and films do not, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.identity.liveness.challenge import (
    LONGEST_WAIT,
    MOVES_ASKED,
    SECONDS,
    SHORTEST_WAIT,
    TURNS,
    Challenge,
    Level,
    Step,
    draw,
    sequences,
)
from kiosk.identity.liveness.challenger import MOST_BEGUN, Challenger
from kiosk.identity.liveness.check import CheckStep, Live, LivenessCheck, NotLive
from kiosk.identity.tracker import Check
from tests.fakes.heads import Sitter, eyes_closed, head, photograph_of

LEFT, RIGHT, BLINK = Step("turn_left", 0.5), Step("turn_right", 0.5), Step("blink", 0.5)
AIM = {"look": 0.0, "turn_left": 38.0, "turn_right": -38.0, "blink": 0.0}


def fed(check: LivenessCheck, sitter: Sitter, points: bool = True) -> CheckStep:
    """The next frame; whom the check wants to be measured is always herself."""
    step = check.feed(*sitter.look(points))
    if step.measure:
        check.measured()
    return step


def turns(check: LivenessCheck, sitter: Sitter, yaw: float, speed: float = 120.0) -> CheckStep:
    """She turns there, degrees a second."""
    while True:
        sitter.yaw += float(np.clip(yaw - sitter.yaw, -speed / sitter.fps, speed / sitter.fps))
        step = fed(check, sitter)
        if sitter.yaw == yaw or step.verdict is not None:
            return step


def follows(sitter: Sitter, check: LivenessCheck, most: float = 20.0, reaction: float = 0.4) -> CheckStep:
    """She does what she is told, after a moment, at 90 degrees a second."""
    open_eyes, closed = sitter.person, eyes_closed(sitter.person)
    told, since = "look", 0.0
    while True:
        step = fed(check, sitter)
        if step.verdict is not None or sitter.now > most:
            return step
        if step.instruction != told:
            told, since = step.instruction, sitter.now
        if sitter.now - since >= reaction:
            sitter.yaw += float(np.clip(AIM[told] - sitter.yaw, -90 / sitter.fps, 90 / sitter.fps))
            shut = told == "blink" and sitter.now - since < reaction + 0.5
            sitter.person = closed if shut else open_eyes


def plays(sitter: Sitter, check: LivenessCheck, film: Callable[[float], float], seconds: float = 20.0) -> CheckStep:
    """A film that turns the head as ``film`` says of each second, whatever is asked."""
    while True:
        sitter.yaw = film(sitter.now)
        step = fed(check, sitter)
        if step.verdict is not None or sitter.now > seconds:
            return step


def of(*steps: Step) -> LivenessCheck:
    return LivenessCheck(Challenge(steps), Random(1))


def reason(step: CheckStep) -> str:
    assert isinstance(step.verdict, NotLive), step
    return step.verdict.reason


@given(st.integers(0, 10_000), st.sampled_from(("relaxed", "strict")), st.floats(8, 30), st.floats(0.3, 1.2))
@settings(max_examples=30, deadline=None)
def test_person_who_follows_gets_through_whatever_is_drawn(seed: int, level: Level, fps: float, noise: float) -> None:
    sitter = Sitter(head(seed), fps, noise, seed)
    step = follows(sitter, LivenessCheck(draw(level, Random(seed)), Random(seed)))
    assert isinstance(step.verdict, Live), step
    assert step.progress == 1.0
    assert step.passed is True
    assert step.moves_done == MOVES_ASKED[level]


@given(st.integers(0, 10_000), st.sampled_from(TURNS), st.floats(-60, 60), st.floats(-45, 45), st.floats(-45, 45))
@settings(max_examples=40, deadline=None)
def test_photograph_that_is_turned_when_asked_never_gets_through(
    seed: int, move: str, yaw: float, pitch: float, roll: float
) -> None:
    """Its depth alone gives it away, even where the way there is not asked for."""
    sitter = Sitter(photograph_of(head(seed)), fps=8, noise=0.7, seed=seed)
    check = LivenessCheck(Challenge((LEFT if move == "turn_left" else RIGHT,), followed=False), Random(1))
    asked = 0.0
    while (step := fed(check, sitter)).verdict is None and sitter.now < 10:
        asked = asked or (sitter.now if step.instruction != "look" else 0.0)
        if asked and sitter.now - asked > 0.3:
            sitter.yaw, sitter.pitch, sitter.roll = yaw, pitch, roll
    assert asked
    assert reason(step) in ("flat", "no_move", "wrong_move")


def test_person_who_does_nothing_is_doubted_when_the_seconds_are_over() -> None:
    sitter = Sitter()
    check = of(LEFT)
    asked = 0.0
    while (step := fed(check, sitter)).verdict is None:
        asked = asked or (sitter.now if step.instruction == "turn_left" else 0.0)
        assert step.seconds is None or 0 <= step.seconds <= SECONDS
    assert reason(step) == "no_move"
    assert SECONDS - 0.2 < sitter.now - asked < SECONDS + 0.2


def test_person_who_turns_the_other_way_is_doubted() -> None:
    assert reason(plays(Sitter(), of(LEFT), lambda at: -float(np.clip(90 * (at - 2), 0, 38)))) == "wrong_move"


def test_person_who_turns_when_a_blink_is_asked_is_doubted() -> None:
    assert reason(plays(Sitter(), of(BLINK), lambda at: float(np.clip(90 * (at - 2), 0, 38)))) == "wrong_move"


def test_head_that_sways_without_being_asked_is_doubted() -> None:
    step = plays(Sitter(), of(replace(LEFT, wait=5.0)), lambda at: 38.0 if int(at) % 2 else 0.0)
    assert reason(step) == "early"


def test_turn_that_began_with_the_instruction_is_no_answer_to_it() -> None:
    sitter = Sitter()
    check = of(LEFT)
    while fed(check, sitter).instruction == "look":
        pass
    sitter.yaw = 38.0  # in the very next frame: nobody reads so quickly
    step = fed(check, sitter)
    assert step.instruction == "look"
    assert step.moves_done == 0
    sitter.yaw = 0.0
    assert isinstance(follows(sitter, check).verdict, Live)


def test_second_move_needs_the_head_back_and_is_waited_for_again() -> None:
    sitter = Sitter()
    check = of(LEFT, LEFT)
    step = plays(sitter, check, lambda at: float(np.clip(90 * (at - 2), 0, 38)), seconds=6)
    assert step.moves_done == 1, "a head that stays turned has not turned twice"
    assert step.verdict is None
    assert step.instruction == "look"
    sitter.yaw = 0.0
    assert isinstance(follows(sitter, check).verdict, Live)


def test_blink_without_the_eyes_opening_again_is_none() -> None:
    sitter = Sitter()
    check = of(BLINK)
    while fed(check, sitter).instruction == "look":
        pass
    sitter.person = eyes_closed(sitter.person)
    while (step := fed(check, sitter)).verdict is None:
        pass
    assert reason(step) == "no_move"


def test_photograph_with_its_eyes_exchanged_blinks_but_does_not_turn() -> None:
    paper = photograph_of(head(3))
    assert isinstance(follows(Sitter(paper), of(BLINK)).verdict, Live), "a cut-out photograph can blink"
    assert reason(follows(Sitter(paper), of(LEFT))) in ("flat", "no_move")
    assert all(set(moves) & set(TURNS) for moves in sequences("strict")), "so every challenge has a turn"


# --- bad input


def test_frozen_camera_is_not_a_person() -> None:
    check, sitter = of(LEFT), Sitter()
    sighting, frame = sitter.look()
    for number in range(40):
        step = check.feed(sighting, replace(frame, taken_at=number / 15, sequence=number))
        if step.verdict is not None:
            break
    assert reason(step) == "frozen"


def test_film_in_a_loop_is_not_a_person() -> None:
    check, sitter = of(LEFT), Sitter()
    film = [sitter.look() for _ in range(10)]
    for number in range(60):
        sighting, frame = film[number % 10]
        step = check.feed(sighting, replace(frame, taken_at=number / 15))
        if step.verdict is not None:
            break
    assert reason(step) == "repeated"


def test_face_that_goes_away_during_the_check_is_doubted() -> None:
    check, sitter = of(LEFT), Sitter()
    for _ in range(5):
        fed(check, sitter)
    for _ in range(20):
        step = fed(check, sitter, points=False)
    assert reason(step) == "lost"


def test_turned_face_that_the_detector_loses_for_a_moment_is_waited_for() -> None:
    check, sitter = of(LEFT), Sitter()
    while fed(check, sitter).instruction == "look":
        pass
    for _ in range(6):
        fed(check, sitter)
    turns(check, sitter, 30.0)
    for _ in range(18):
        assert fed(check, sitter, points=False).verdict is None
    for _ in range(3):
        step = fed(check, sitter)
    assert isinstance(step.verdict, Live)


def test_turn_that_is_not_seen_to_come_is_asked_for_again_and_then_doubted() -> None:
    """A picture is put down and somebody else is turned already; two frames without a face are enough to do it."""
    sitter, check = Sitter(), of(LEFT)
    for _ in range(3):
        while fed(check, sitter).instruction == "look":
            pass
        for _ in range(5):
            fed(check, sitter)
        step = fed(check, sitter, points=False)
        assert step.instruction == "look" or step.verdict is not None
    assert reason(step) == "lost"


def test_turn_of_somebody_whom_the_tracker_did_not_measure_does_not_count() -> None:
    sitter, check = Sitter(), of(LEFT)
    while check.feed(*sitter.look()).instruction == "look":
        pass
    while (step := check.feed(*sitter.look())).instruction != "look":
        sitter.yaw = min(38.0, sitter.yaw + 5.0)
    assert step.moves_done == 0


@pytest.mark.parametrize("spoil", ["no points", "five points", "not numbers", "two faces"])
def test_frames_that_cannot_be_judged_give_no_verdict_for_a_person(spoil: str) -> None:
    check, sitter = of(LEFT), Sitter()
    for _ in range(60):
        sitter.yaw = 38.0 if sitter.number > 30 else 0.0
        sighting, frame = sitter.look()
        points = sighting.points
        assert points is not None
        if spoil == "two faces":
            sighting = replace(sighting, reason="two_faces")
        else:
            bad = {"no points": None, "five points": points[:5], "not numbers": points * np.nan}[spoil]
            sighting = replace(sighting, points=bad)
        step = check.feed(sighting, frame)
        assert step.passed is not True
        assert step.instruction == "look", "nothing is asked of nobody"


def test_verdict_once_given_is_kept() -> None:
    sitter = Sitter()
    check = of(LEFT)
    first = follows(sitter, check)
    assert isinstance(first.verdict, Live)
    for _ in range(40):
        assert fed(check, sitter, points=False).verdict is first.verdict


# --- chance


def test_challenges_are_drawn_evenly_with_a_turn_in_each() -> None:
    random = Random(7)
    drawn = [draw("strict", random) for _ in range(4000)]
    orders = [tuple(step.move for step in challenge.steps) for challenge in drawn]
    assert set(orders) == set(sequences("strict"))
    assert len(sequences("strict")) == 8
    assert all(abs(orders.count(order) - 500) < 100 for order in set(orders))
    waits = [step.wait for challenge in drawn for step in challenge.steps]
    assert SHORTEST_WAIT <= min(waits) < 0.45
    assert 1.55 < max(waits) <= LONGEST_WAIT


def test_challenge_when_nothing_is_handed_in_comes_from_the_system() -> None:
    assert {draw("relaxed").steps[0].move for _ in range(64)} == set(TURNS)


def replayed(level: Level, turns: Sequence[tuple[float, float]], tries: int) -> float:
    """The share of random challenges that one fixed film gets through: (second, degrees) of each turn, 1.2 s long."""

    def film(at: float) -> float:
        for begin, yaw in turns:
            if begin <= at <= begin + 1.2:
                return yaw * float(np.sin(np.pi * (at - begin) / 1.2))
        return 0.0

    live = 0
    for seed in range(tries):
        check = LivenessCheck(draw(level, Random(seed)), Random(seed))
        live += isinstance(plays(Sitter(seed=seed, fps=10), check, film, seconds=9).verdict, Live)
    return live / tries


def test_film_of_fixed_moves_gets_through_as_seldom_as_it_guesses_right() -> None:
    """Nothing stops a film that shows the right moves at the right times; chance makes it seldom right."""
    assert 0.2 < replayed("relaxed", [(2.2, 40)], 60) < 0.7
    assert replayed("strict", [(2.2, 40), (4.9, -40)], 120) < 0.2


def test_whoever_begins_again_and_again_gets_no_challenge_any_more() -> None:
    challenger = Challenger("relaxed", Random(1))
    for _ in range(MOST_BEGUN):
        check, sitter = challenger(), Sitter()
        while fed(check, sitter).instruction == "look":
            pass
    assert reason(challenger().feed(*Sitter().look())) == "too_many"


def test_check_that_was_never_asked_costs_no_challenge() -> None:
    challenger = Challenger("strict", Random(1))
    for _ in range(10):
        step = challenger().feed(*Sitter().look())
    assert step.verdict is None


def test_tracker_can_use_it() -> None:
    check: Check = of(LEFT)
    assert check.feed(*Sitter().look()).passed is None
