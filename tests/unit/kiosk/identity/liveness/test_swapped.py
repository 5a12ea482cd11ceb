"""A photograph that is measured and another person who moves: nobody gets a probe of the photograph's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

import numpy as np
import pytest

from kiosk.identity.liveness.challenge import Level
from kiosk.identity.liveness.challenger import Challenger
from kiosk.identity.liveness.check import NotLive
from kiosk.identity.tracker import FaceLook, LookStep, NotPassed
from kiosk.ports import Frame, NoFace, Probe, ProbeOutcome, Sighting
from tests.fakes.devices import ENCODER, FakeFaceEngine, vector
from tests.fakes.heads import Sitter, eyes_closed, head, photograph_of

ON_PAPER, ALIVE = 1, 2
AIM = {"turn_left": 38.0, "turn_right": -38.0}


class Stage(FakeFaceEngine):
    """Sees what is played before it; whoever is there has numbers of her own, a little different in each frame."""

    def __init__(self, seed: int, fps: float, begins: int) -> None:
        super().__init__()
        self.paper, self.live = photograph_of(head(seed)), head(1000 + seed)
        self.who, self.hidden = begins, 0.0
        self.sitter = Sitter(self.paper if begins == ON_PAPER else self.live, fps=fps, seed=seed)
        self.sighting, self.frame = self.sitter.look(points=False)

    def put(self, who: int, seconds: float) -> None:
        if who != self.who:
            self.who, self.hidden, self.sitter.yaw = who, seconds, 0.0
            self.sitter.person = self.live if who == ALIVE else self.paper

    def next(self) -> Frame:
        hidden = self.hidden > 0
        self.hidden -= 1 / self.sitter.fps
        self.sighting, frame = self.sitter.look(points=not hidden)
        image = np.full((8, 8, 3), 100, np.uint8)
        image[1, :4] = frame.image.reshape(4, 3)
        self.frame = replace(frame, image=image)
        return self.frame

    def look(self, frame: Frame, points: bool = False) -> Sighting:
        return self.sighting

    def encode(self, frame: Frame, mirrored: bool = False) -> ProbeOutcome:
        if self.sighting.box is None:
            return NoFace({})
        numbers = vector(self.who) + 0.1 * vector(1000 + frame.sequence)
        return Probe((numbers / np.linalg.norm(numbers)).astype(np.float32), self.sighting.box, 0.9, 1, {}, ENCODER)


@dataclass
class Told:
    """What was asked, and since when."""

    asked: str = "look"
    since: float = 0.0

    def hear(self, step: LookStep, now: float) -> None:
        if step.instruction != self.asked:
            self.asked, self.since = step.instruction, now


def played(level: Level, seed: int, swap: float | None, fps: float = 15.0, speed: float = 120.0) -> str:
    """How a look ends: "paper" or "alive" (whose probe), a reason, or "no end". ``swap``: seconds without a face when
    the photograph is put down at each instruction and raised again after it; None: a living person, no photograph."""
    stage = Stage(seed, fps, ALIVE if swap is None else ON_PAPER)
    challenger, told = Challenger(level, Random(seed)), Told()
    look = FaceLook(stage, 0.5, check=challenger)
    sitter = stage.sitter
    while sitter.now < 25:
        step = look.feed(stage.next())
        if isinstance(step.answer, NotPassed):
            verdict = challenger.current and challenger.current.now.verdict
            assert isinstance(verdict, NotLive)
            return verdict.reason
        if step.answer is not None:
            return "paper" if float(step.answer.vector @ vector(ON_PAPER)) > 0.8 else "alive"
        told.hear(step, sitter.now)
        if swap is not None:
            stage.put(ON_PAPER if told.asked in ("look", "") else ALIVE, swap)
        if stage.hidden > 0 or stage.who == ON_PAPER:
            continue
        if sitter.now - told.since >= 0.35:
            sitter.yaw += float(np.clip(AIM.get(told.asked, 0.0) - sitter.yaw, -speed / fps, speed / fps))
        shut = told.asked == "blink" and 0.35 <= sitter.now - told.since < 0.85
        sitter.person = eyes_closed(stage.live) if shut else stage.live
    return "no end"


@pytest.mark.parametrize("level", ["relaxed", "strict"])
@pytest.mark.parametrize("swap", [0.0, 0.15, 0.3, 0.5])
def test_photograph_while_another_person_moves_gives_no_probe_of_it(level: Level, swap: float) -> None:
    ends = [played(level, seed, swap) for seed in range(5)]
    assert "paper" not in ends


@pytest.mark.parametrize("level", ["relaxed", "strict"])
@pytest.mark.parametrize(("fps", "speed"), [(12.5, 90), (12.5, 180), (30, 60), (8, 90)])
def test_one_living_person_gets_through_at_any_usual_speed(level: Level, fps: float, speed: float) -> None:
    ends = [played(level, seed, None, fps, speed) for seed in range(4)]
    assert ends == ["alive"] * 4
