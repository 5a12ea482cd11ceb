"""One look at one person: whose frames are averaged, and which frames count."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pytest

from kiosk.identity.tracker import (
    APART,
    BLACK,
    ENROL_FRAMES,
    FROZEN_AFTER,
    IDLE,
    CheckStep,
    FaceLook,
    LookStep,
    NotPassed,
    same_face,
)
from kiosk.ports import FaceBox, Frame, NoFace, PoorQuality, PoorReason, Probe, ProbeOutcome, Sighting
from tests.fakes.devices import ENCODER, FakeFaceEngine, vector

HERE = FaceBox(20, 14, 42, 36)
THERE = FaceBox(40, 14, 62, 36)
FPS = 8


@dataclass(frozen=True)
class Scene:
    """What one frame shows; ``picture`` tells frames apart, None is a new picture each time."""

    person: int | None = 1
    box: FaceBox = HERE
    reason: PoorReason | None = None
    picture: int | None = None
    level: int = 100


class ScriptedEngine(FakeFaceEngine):
    """Sees in each frame what its scene says; two frames of a person are a little unlike each other."""

    def __init__(self, scenes: list[Scene]) -> None:
        super().__init__()
        self.scenes = scenes
        self.encoded: list[tuple[int, bool]] = []
        self.looked = 0

    def look(self, frame: Frame, points: bool = False) -> Sighting:
        self.looked += 1
        scene = self.scenes[frame.sequence]
        if scene.person is None:
            return Sighting((), None, 0.0, "no_face", None, {"detect": 1.0})
        return Sighting((scene.box,), scene.box, 0.0 if scene.reason else 0.9, scene.reason, None, {"detect": 1.0})

    def encode(self, frame: Frame, mirrored: bool = False) -> ProbeOutcome:
        scene = self.scenes[frame.sequence]
        self.encoded.append((frame.sequence, mirrored))
        if scene.person is None:
            return NoFace({"encode": 2.0})
        if scene.reason is not None:
            return PoorQuality(scene.reason, {"encode": 2.0})
        numbers = vector(scene.person) + 0.1 * vector(1000 + frame.sequence)
        numbers /= np.linalg.norm(numbers)
        return Probe(numbers.astype(np.float32), scene.box, 0.9, 1, {"encode": 2.0}, ENCODER)


class ScriptedCheck:
    """Passes, or not, at its ``at``-th frame."""

    def __init__(self, at: int = 5, passes: bool = True) -> None:
        self.at, self.passes, self.seen = at, passes, 0

    def measured(self) -> None: ...

    def feed(self, sighting: Sighting, frame: Frame) -> CheckStep:
        self.seen += 1
        over = self.seen >= self.at
        return _Step(
            "turn_left" if self.seen % 8 > 3 else "look", min(1.0, self.seen / self.at), self.passes if over else None
        )


@dataclass(frozen=True)
class _Step:
    instruction: str
    progress: float
    passed: bool | None
    measure: bool = False
    turned: bool = False


def frames_of(scenes: Iterable[Scene]) -> list[Frame]:
    made = []
    for number, scene in enumerate(scenes):
        image = np.full((48, 64, 3), scene.level, dtype=np.uint8)
        image[0, 0] = (number if scene.picture is None else 200 + scene.picture) % 256
        made.append(Frame(image, number / FPS, number))
    return made


def look_at(
    scenes: list[Scene], look: FaceLook | None = None, **wishes: object
) -> tuple[list[LookStep], ScriptedEngine]:
    engine = ScriptedEngine(scenes)
    look = look or FaceLook(engine, 0.8, **wishes)  # type: ignore[arg-type]
    steps = []
    for frame in frames_of(scenes):
        steps.append(look.feed(frame))
        if steps[-1].answer is not None:
            break
    return steps, engine


def test_one_person_when_standing_still_is_measured_from_two_frames_apart_one_mirrored() -> None:
    steps, engine = look_at([Scene()] * 10)
    answer = steps[-1].answer
    assert isinstance(answer, Probe)
    assert (answer.frames, answer.box, answer.encoder) == (2, HERE, ENCODER)
    assert float(answer.vector @ vector(1)) > 0.98
    assert engine.encoded == [(0, False), (math.ceil(APART * FPS), True)]
    assert answer.ms == {"detect": 4.0, "encode": 4.0}
    assert [step.progress for step in steps] == [0.5, 0.5, 0.5, 1.0]
    assert all(step.hint == "" for step in steps)


def test_enrolment_when_looked_takes_four_frames_both_ways() -> None:
    steps, engine = look_at([Scene()] * 20, wanted=ENROL_FRAMES, thorough=True)
    assert isinstance(steps[-1].answer, Probe)
    assert steps[-1].answer.frames == 4
    assert engine.encoded == [(n, way) for n in (0, 3, 6, 9) for way in (False, True)]


def test_nobody_there_when_looked_asks_for_four_looks_a_second() -> None:
    steps, engine = look_at([Scene(None)] * 12)
    assert {(step.hint, step.wait) for step in steps} == {("no_face", IDLE)}
    assert engine.encoded == []
    assert all(step.answer is None for step in steps)


def test_two_people_who_swap_places_when_looked_are_never_averaged() -> None:
    """On the very same spot, without a gap: only their numbers tell them apart."""
    steps, _ = look_at([Scene(1)] * 3 + [Scene(2)] * 20)
    answer = steps[-1].answer
    assert isinstance(answer, Probe)
    assert answer.frames == 2
    assert float(answer.vector @ vector(2)) > 0.98
    assert "moved" in [step.hint for step in steps]


def test_two_people_who_alternate_when_looked_are_nobody() -> None:
    steps, _ = look_at([Scene(1 + n // 3 % 2) for n in range(60)])
    assert all(step.answer is None for step in steps)
    assert [step.hint for step in steps].count("moved") > 10


def test_jump_to_another_face_when_looked_begins_again() -> None:
    steps, engine = look_at([Scene(1)] * 2 + [Scene(2, THERE)] * 20)
    answer = steps[-1].answer
    assert isinstance(answer, Probe)
    assert answer.box == THERE
    assert [n for n, _ in engine.encoded] == [0, 2, 5]  # the frame of before the jump does not count


def test_gap_when_looked_begins_again_but_one_missed_frame_does_not() -> None:
    gone = [Scene(1)] + [Scene(None)] * 10 + [Scene(1)] * 10
    steps, engine = look_at(gone)
    assert [n for n, _ in engine.encoded] == [0, 11, 14]
    steps, engine = look_at([Scene(1), Scene(None), *[Scene(1)] * 10])
    assert [n for n, _ in engine.encoded] == [0, 3]
    assert isinstance(steps[-1].answer, Probe)


def test_frozen_camera_when_looked_never_counts_as_two_frames() -> None:
    steps, engine = look_at([Scene(picture=7)] * 40)
    assert all(step.answer is None for step in steps)
    assert (engine.looked, len(engine.encoded)) == (1, 1)
    assert [step.hint for step in steps[: round(FROZEN_AFTER * FPS)]].count("frozen") == 0
    assert steps[-1].hint == "frozen"


def test_camera_that_plays_two_pictures_in_turn_when_looked_measures_each_once() -> None:
    steps, engine = look_at([Scene(picture=n % 2) for n in range(40)], wanted=ENROL_FRAMES)
    assert len(engine.encoded) == 2
    assert all(step.answer is None for step in steps)


def test_black_frames_when_looked_are_too_dark_and_cost_no_detection() -> None:
    steps, engine = look_at([Scene(level=int(BLACK) - 2)] * 5)
    assert {step.hint for step in steps} == {"too_dark"}
    assert engine.looked == 0
    assert all(step.boxes == () for step in steps)


@pytest.mark.parametrize("reason", ["too_far", "two_faces", "blurred", "covered", "turned_away"])
def test_poor_frames_when_looked_say_why_and_do_not_count(reason: PoorReason) -> None:
    steps, engine = look_at([Scene(reason=reason)] * 5 + [Scene()] * 10)
    assert [step.hint for step in steps[:5]] == [reason] * 5
    assert [n for n, _ in engine.encoded] == [5, 8]


def test_check_when_passed_is_followed_by_a_frame_that_agrees_with_those_of_before() -> None:
    steps, engine = look_at([Scene()] * 40, check=lambda: ScriptedCheck(at=5))
    assert isinstance(steps[-1].answer, Probe)
    assert [n for n, _ in engine.encoded] == [0, 6]
    assert "turn_left" in [step.instruction for step in steps]
    assert steps[-1].instruction == ""
    assert [step.progress for step in steps] == sorted(step.progress for step in steps)


def test_check_when_failed_ends_the_look_without_a_probe() -> None:
    steps, _ = look_at([Scene()] * 40, check=lambda: ScriptedCheck(at=5, passes=False))
    assert steps[-1].answer == NotPassed()


def test_check_when_another_person_takes_it_begins_again() -> None:
    """A photograph before and after, a person in between: frames are measured during the challenge as well."""
    scenes = [Scene(1)] * 2 + [Scene(2)] * 28 + [Scene(1)] * 10
    steps, _ = look_at(scenes, check=lambda: ScriptedCheck(at=25))
    assert all(not isinstance(step.answer, Probe) for step in steps)
    assert "moved" in [step.hint for step in steps]


def test_head_that_turns_back_after_the_check_when_looked_does_not_begin_again() -> None:
    scenes = [Scene(1)] * 7 + [Scene(3)] * 5 + [Scene(1)] * 10
    steps, _ = look_at(scenes, check=lambda: ScriptedCheck(at=5))
    answer = steps[-1].answer
    assert isinstance(answer, Probe)
    assert float(answer.vector @ vector(1)) > 0.98
    assert "moved" not in [step.hint for step in steps]


def test_boxes_when_compared_follow_a_step_and_not_a_jump() -> None:
    assert same_face(HERE, FaceBox(26, 16, 48, 38))
    assert same_face(FaceBox(0, 0, 10, 10), FaceBox(6, 0, 16, 10))
    assert not same_face(HERE, THERE)
    assert not same_face(HERE, FaceBox(24, 18, 34, 28))
