"""Films and photographs before the kiosk's own check: what ``jobfair liveness`` and the bench measure.

A film is a live attempt. It answers no instruction, so the instruction follows the film: before each turn (or blink)
that it shows, the check is asked for just that, with no wait and no reaction time, and the way there need not be seen.
That is the kindest challenge that such a film could meet; the kiosk draws its own. A photograph is an attack: held
straight, then turned to one of eight poses, and judged for a turn to either side, whichever suits it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kiosk.identity.liveness.challenge import MOVES_ASKED, TURNS, Challenge, Level, Move, Step, sequences
from kiosk.identity.liveness.check import (
    CLOSED,
    FRONT,
    STILL,
    TURN_FRAMES,
    TURNED,
    Live,
    LivenessCheck,
    NotLive,
    Reason,
)
from kiosk.identity.liveness.landmarks import Shape, is_whole, openness, turn, unrest, upright
from kiosk.identity.liveness.planarity import Relief
from kiosk.identity.liveness.sheet import EIGHT_TURNS, Pose, held, seen
from kiosk.ports import FaceEngine, Frame, Picture, Sighting

Seen = tuple[Sighting, Frame]

FRONT_FRAMES, TURNED_FRAMES = 4, 6
LOOKS_A_SECOND = 15.0
FRONTS_IN_A_FILM = 1
"""A head that sweeps past the camera looks straight ahead for two frames at 12 a second, for one when it is quick."""

LEAD = 0.8
"""Seconds of film before a move that may show the face from the front."""


@dataclass(frozen=True)
class Shown:
    """One move that a film shows, from ``at`` seconds; whether the check takes it for one. ``relief`` of a turn."""

    move: Move
    at: float
    live: bool
    reason: Reason | None
    relief: Relief | None


@dataclass(frozen=True)
class FilmJudged:
    """``live``: as many of its moves as the level asks for were taken for real, one after the other (all of them, where
    it shows fewer). ``answered``: how many that were, ``asked``: what the level asks for."""

    moves: tuple[Shown, ...]
    frames: int
    faces: int
    asked: int
    answered: int
    live: bool

    @property
    def short(self) -> bool:
        """What it shows was taken for real, but is less than the level asks for: the whole challenge was not tried."""
        return self.live and self.answered < self.asked


@dataclass(frozen=True)
class PhotographJudged:
    """``attempts``: turns tried (0 without a face); ``passed``: those taken for a live turn; ``lost``: turns in which
    no face was found (they count as attempts that failed); ``sides``: the moves that some turn was taken for."""

    attempts: int
    passed: int
    lost: int
    sides: frozenset[Move] = frozenset()

    def answers(self, level: Level) -> float:
        """The share of a level's challenges that this photograph could answer, held at best. It cannot blink."""
        every = sequences(level)
        return sum(self.sides.issuperset(moves) for moves in every) / len(every)


def judge_film(frames: Iterable[Frame], engine: FaceEngine, level: Level) -> FilmJudged:
    """Raises DeviceError when the engine fails."""
    looks = [(engine.look(frame, points=True), _small(frame)) for frame in frames]
    moves = tuple(_judged(looks[begin:end], move, fronts) for begin, end, move, fronts in _moves(looks))
    asked = MOVES_ASKED[level]
    answered = _longest_run(moves)
    faces = sum(sighting.box is not None for sighting, _ in looks)
    wanted = min(asked, len(moves))
    return FilmJudged(moves, len(looks), faces, asked, answered, bool(moves) and answered >= wanted)


def judge_photograph(
    photograph: Picture, engine: FaceEngine, bend: float = 0.0, front_bend: float = 0.0, seed: int = 1,
    poses: Sequence[Pose] = EIGHT_TURNS,
) -> PhotographJudged:  # fmt: skip
    """One photograph, held straight and then turned to each of ``poses``; ``bend`` is that of the turned one,
    ``front_bend`` that of the straight one (``Pose.bend``). Raises DeviceError when the engine fails."""
    hand = np.random.default_rng(seed)

    def looked_at(pose: Pose, numbers: range, bent: float) -> list[Seen]:
        frames = [
            Frame(seen(photograph, held(pose, hand, bent), hand), number / LOOKS_A_SECOND, number) for number in numbers
        ]
        return [(engine.look(frame, points=True), _small(frame)) for frame in frames]

    front = looked_at(Pose(), range(FRONT_FRAMES), front_bend)
    if sum(is_whole(sighting.points) for sighting, _ in front) < FRONT_FRAMES // 2:
        return PhotographJudged(0, 0, 0)
    passed = lost = 0
    sides: set[Move] = set()
    for pose in poses:
        turned = looked_at(pose, range(FRONT_FRAMES, FRONT_FRAMES + TURNED_FRAMES), bend)
        lost += all(sighting.points is None for sighting, _ in turned)
        taken = {move for move in TURNS if isinstance(_verdict([*front, *turned], move, FRONT_FRAMES // 2), Live)}
        passed += bool(taken)
        sides |= taken
    return PhotographJudged(len(poses), passed, lost, frozenset(sides))


def _small(frame: Frame) -> Frame:
    """Enough of the picture to know it again."""
    return Frame(np.ascontiguousarray(frame.image[::4, ::4]), frame.taken_at, frame.sequence)


def _verdict(looks: Sequence[Seen], move: Move, fronts: int) -> Live | NotLive | None:
    check = LivenessCheck(Challenge((Step(move, 0.0),), reaction=0.0, fronts=fronts, followed=False))
    for sighting, frame in looks:
        step = check.feed(sighting, frame)
        if step.verdict is not None:
            return step.verdict
    return None


def _judged(looks: Sequence[Seen], move: Move, fronts: int) -> Shown:
    verdict = _verdict(looks, move, fronts)
    at = looks[0][1].taken_at
    if isinstance(verdict, Live):
        return Shown(move, at, True, None, verdict.reliefs[0] if verdict.reliefs else None)
    if verdict is None:  # the film ended, or the head went back, before there was enough to judge
        return Shown(move, at, False, "flat" if move in TURNS else "no_move", None)
    return Shown(move, at, False, verdict.reason, verdict.relief)


def _moves(looks: Sequence[Seen]) -> Iterator[tuple[int, int, Move, int]]:
    """Begin and end (indexes), move, and how many frames of looking ahead come first; in the film's order."""
    fronts: list[tuple[int, Shape]] = []
    number = 0
    while number < len(looks):
        shape = _shape(looks[number])
        if shape is None:
            number += 1
            continue
        if abs(turn(shape)) <= FRONT:
            fronts.append((number, shape))
            number += 1
            continue
        end = _side_ends(looks, number, turn(shape) > 0)
        near = [one for one in fronts if looks[number][1].taken_at - looks[one[0]][1].taken_at <= LEAD]
        yield from _blinks(looks, fronts)
        if len(near) >= FRONTS_IN_A_FILM and _is_turn(looks[number:end], near):
            yield near[-5:][0][0], end, ("turn_left" if turn(shape) > 0 else "turn_right"), len(near[-5:])
        fronts = []
        number = end
    yield from _blinks(looks, fronts)


def _side_ends(looks: Sequence[Seen], begin: int, left: bool) -> int:
    """The first index at which the head no longer looks to this side."""
    for number in range(begin, len(looks)):
        shape = _shape(looks[number])
        if shape is not None and (abs(turn(shape)) <= FRONT or (turn(shape) > 0) != left):
            return number
    return len(looks)


def _is_turn(side: Sequence[Seen], near: Sequence[tuple[int, Shape]]) -> bool:
    ahead = float(np.median([turn(shape) for _, shape in near[-5:]]))
    shapes = [shape for shape in map(_shape, side) if shape is not None]
    return sum(abs(turn(shape) - ahead) >= TURNED for shape in shapes) >= TURN_FRAMES


def _blinks(looks: Sequence[Seen], fronts: Sequence[tuple[int, Shape]]) -> Iterator[tuple[int, int, Move, int]]:
    """Closed eyes while looking ahead, one at a time."""
    if len(fronts) < 2 * FRONT_FRAMES:
        return
    ahead = np.median([shape for _, shape in fronts], axis=0)
    closed = [openness(shape, ahead) <= CLOSED and unrest(shape, ahead) <= STILL for _, shape in fronts]
    for place, shut in enumerate(closed):
        if shut and place >= FRONT_FRAMES and not any(closed[place - FRONT_FRAMES : place]):
            end = fronts[min(len(fronts) - 1, place + 2 * FRONT_FRAMES)][0]
            yield fronts[place - FRONT_FRAMES][0], end, "blink", FRONT_FRAMES


def _shape(look: Seen) -> Shape | None:
    points = look[0].points
    return upright(points) if points is not None and is_whole(points) else None


def _longest_run(moves: Sequence[Shown]) -> int:
    """The most moves in a row that were taken for real, a turn among them."""
    best = 0
    run: list[Shown] = []
    for shown in moves:
        run = [*run, shown] if shown.live else []
        if any(one.move in TURNS for one in run):
            best = max(best, len(run))
    return best
