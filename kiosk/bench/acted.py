"""A film of one turning head, played as the kiosk asks: by the woman herself, or by her behind another's photograph.

The film's pictures go through the whole look (detector, landmarks, encoder, tracker, check), in the film's own time;
only the clock is simulated. The film shows no blink, so that relaxed challenges are played.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

import numpy as np

from kiosk.identity.calibration import calibration_of
from kiosk.identity.liveness.challenger import Challenger
from kiosk.identity.liveness.check import NotLive
from kiosk.identity.liveness.landmarks import is_whole, turn, upright
from kiosk.identity.tracker import FaceLook, NotPassed
from kiosk.ports import FaceBox, FaceEngine, Frame, Picture, Probe

LONGEST = 16.0
REACTION = 0.35
"""Seconds."""

PICTURE_SECONDS = 0.08
"""Of one picture of the film."""


@dataclass(frozen=True)
class Puppet:
    """Pictures of one head: ``ahead`` and, one after the other, those of the way to either side."""

    ahead: Picture
    left: tuple[Picture, ...]
    right: tuple[Picture, ...]
    box: FaceBox


@dataclass(frozen=True)
class Swap:
    """``photograph`` is held up but while a move is asked for; ``seconds`` without a face at each exchange."""

    photograph: Picture
    seconds: float


@dataclass(frozen=True)
class Acted:
    """How it ended: with a probe, or with ``reason``."""

    probe: Probe | None
    reason: str


def puppet_of(pictures: Sequence[Picture], engine: FaceEngine) -> Puppet | None:
    """None: no picture looks straight ahead, or none to both sides of it. Raises DeviceError when the engine fails."""
    looks = [engine.look(Frame(picture, 0.0, number), points=True) for number, picture in enumerate(pictures)]
    turns = {n: turn(upright(s.points)) for n, s in enumerate(looks) if s.points is not None and is_whole(s.points)}
    if not turns:
        return None
    ahead = min(turns, key=lambda n: abs(turns[n]))
    box = looks[ahead].box

    def way(goal: int) -> tuple[Picture, ...]:
        step = 1 if goal >= ahead else -1
        return tuple(pictures[n] for n in range(ahead, goal + step, step))

    # the nearest picture that is turned far enough: one that is turned further may be lost by the detector
    left = [n for n in turns if turns[n] >= 0.36]
    right = [n for n in turns if turns[n] <= -0.36]
    if box is None or not left or not right:
        return None
    nearest = [min(side, key=lambda n: abs(n - ahead)) for side in (left, right)]
    return Puppet(pictures[ahead], way(nearest[0]), way(nearest[1]), box)


def placed_like(photograph: Picture, engine: FaceEngine, puppet: Puppet) -> Picture | None:
    """The photograph with its face where the puppet's is, as large; None: no face in it."""
    import cv2

    box = engine.look(Frame(photograph, 0.0, 0)).box
    if box is None:
        return None
    by = puppet.box.width / box.width
    across = (puppet.box.left + puppet.box.right) / 2 - by * (box.left + box.right) / 2
    down = (puppet.box.top + puppet.box.bottom) / 2 - by * (box.top + box.bottom) / 2
    rows, columns = puppet.ahead.shape[:2]
    move = np.array([[by, 0, across], [0, by, down]], np.float32)
    return np.asarray(cv2.warpAffine(photograph, move, (columns, rows), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def act(
    engine: FaceEngine, puppet: Puppet, seed: int, fps: float = 15.0, speed: float = 1.0, swap: Swap | None = None
) -> Acted:
    """One look, relaxed. ``speed`` 2 is twice as fast as the film. Raises DeviceError when the engine fails."""
    challenger = Challenger("relaxed", Random(seed))
    look = FaceLook(engine, calibration_of(engine.encoder).agreement, check=challenger)
    grain = np.random.default_rng(seed)
    asked: str = "look"
    since, hidden_until, place, number = 0.0, 0.0, 0.0, 0
    side: Literal["left", "right"] = "left"
    now = 0.0
    while now < LONGEST:
        now, number = now + 1 / fps, number + 1
        moving = asked in ("turn_left", "turn_right")
        if moving and now - since >= REACTION:
            place += speed / fps / PICTURE_SECONDS
        elif not moving:
            place -= speed / fps / PICTURE_SECONDS
        way = puppet.left if side == "left" else puppet.right
        place = min(max(place, 0.0), len(way) - 1.0)
        shown = way[round(place)]
        if swap is not None and not moving:
            shown, place = swap.photograph, 0.0
        if now < hidden_until:
            shown = np.full_like(shown, 90)
        noisy = np.clip(shown + grain.normal(0, 2, shown.shape), 0, 255).astype(np.uint8)
        step = look.feed(Frame(noisy, now, number))
        if isinstance(step.answer, Probe):
            return Acted(step.answer, "")
        if isinstance(step.answer, NotPassed):
            verdict = challenger.current and challenger.current.now.verdict
            return Acted(None, verdict.reason if isinstance(verdict, NotLive) else "not passed")
        if step.instruction != asked:
            if swap is not None and (step.instruction in ("turn_left", "turn_right")) != moving:
                hidden_until = now + swap.seconds
            asked, since = step.instruction, now
            side = {"turn_left": "left", "turn_right": "right"}.get(asked, side)  # type: ignore[assignment]
    return Acted(None, "no end")
