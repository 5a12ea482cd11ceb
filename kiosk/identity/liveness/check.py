"""One challenge on one face, frame by frame: what to ask now, how far it is, and the verdict.

The face must stay in the picture all the time; until it is turned no frame may miss it or show it elsewhere, and the
tracker measures who moves (``continuity``). Looking straight ahead comes before every move, for a random while;
what moves before it was asked, or otherwise than asked, ends the check. A turn counts when the median of its frames
shows a turned nose *and* the depth of a head (``planarity``) in the direction of the turn; a blink when both eyes
close and open again while the rest of the face is still. Doubt is not an accusation: the other ways in remain.

The limits were chosen on 100 photographs of Labeled Faces in the Wild warped to 8 turns (4 of 800 are within them), 495
pairs of pictures there that show one person's head from the front and turned, taken on different days (90 % are: faces
that also changed their expression), and 41 turns cut from one film of one person (those that turn far enough all are).
How they do on others: docs/decisions/0027.
Nothing here stops a film that happens to show the right moves.
"""

from __future__ import annotations

import zlib
from collections import deque
from dataclasses import dataclass, replace
from random import Random, SystemRandom
from typing import Literal

import numpy as np

from kiosk.identity.liveness.challenge import Challenge, Move, wait
from kiosk.identity.liveness.continuity import Place, jumped, placed
from kiosk.identity.liveness.landmarks import Shape, is_whole, openness, turn, unrest, upright
from kiosk.identity.liveness.planarity import Relief, relief
from kiosk.ports import Frame, Sighting

FRONT = 0.2
"""Within this (nose between the eyes, see ``landmarks.turn``) the head looks straight ahead."""

TURNED = 0.25
"""So much further than before is a turn: about 25 degrees. Live turns reach 0.3 to 0.6."""

LEAST_ACROSS = 0.4
"""Relief.across of a turn, in its direction. Of those pairs that turn so far 98 % reach it, of all warped photographs
2 %; and of those few reach TURNED."""

LEAST_EXPLAINED = 0.6
"""Relief.explained. Of those pairs 90 % reach it; of the film's turns all (the least 0.84)."""

TURN_FRAMES = 3
MOST_TURN_FRAMES = 6
FLAT_FRAMES = 12
"""After so many turned frames without depth it is a picture: no further tries within one challenge."""

CLOSED, OPEN = 0.6, 0.8
"""Shares of the lids' usual distance."""

CLOSED_FRAMES = 2
STILL = 0.06
"""Most unrest (``landmarks.unrest``) of a face that only blinks."""

GAP, GAP_TURNED = 0.8, 2.0
"""Seconds without the face while nothing is asked, and once it is turned as it was asked: detectors know faces from the
front and lose one that is turned. On the way there, none."""

BEGUN = 0.07
"""So much further than before the head is on its way. The film's head moves by 0.2 a frame."""

BREAKS = 2
"""So often the way there may be broken; it is asked for again."""

FROZEN = 1.0
"""Seconds of the same picture."""

REPEATS = 3
"""Pictures that come again, bit by bit, later on: a film in a loop. A sensor always has noise."""

FALSE_STARTS = 2
"""So often a person may move before the instruction; then it is no answer to it."""

Reason = Literal["no_move", "flat", "wrong_move", "early", "lost", "frozen", "repeated", "too_many"]


@dataclass(frozen=True)
class Live:
    """The moves were made when asked, by something that has depth. ``reliefs``: one for each turn."""

    reliefs: tuple[Relief, ...]


@dataclass(frozen=True)
class NotLive:
    """Doubt. ``reason`` is for figures and tests; what a person reads is the same for all of them."""

    reason: Reason
    relief: Relief | None = None


@dataclass(frozen=True)
class CheckStep:
    """``instruction``: "look" (straight ahead) or a Move; ``progress`` 0 to 1 over all moves; ``seconds`` left for
    moving, None before the first move is asked for; ``moves_done`` of ``moves``. ``measure``: this frame shows whoever
    makes the move, who must be known (``LivenessCheck.measured``); ``turned``: it is turned, and less like itself."""

    instruction: Literal["look", "turn_left", "turn_right", "blink"]
    progress: float
    verdict: Live | NotLive | None
    seconds: float | None
    moves_done: int
    moves: int
    measure: bool = False
    turned: bool = False

    @property
    def passed(self) -> bool | None:
        """What ``tracker`` asks: None until there is a verdict."""
        return None if self.verdict is None else isinstance(self.verdict, Live)


class LivenessCheck:
    """One challenge. Feed it every frame that shows the face; once it has a verdict it keeps it. Not thread-safe."""

    def __init__(self, challenge: Challenge, random: Random | None = None) -> None:
        self._challenge = challenge
        self._random = random or SystemRandom()
        self._number = 0
        self._step = challenge.steps[0]
        self._fronts: deque[Shape] = deque(maxlen=5)
        self._ahead_since: float | None = None
        self._front: Shape | None = None
        self._asked_at: float | None = None
        self._used = 0.0
        self._turned: deque[Shape] = deque(maxlen=MOST_TURN_FRAMES)
        self._turned_seen = self._wrong = self._closed = self._false_starts = self._breaks = 0
        self._place: Place | None = None
        self._on_the_way = False
        self._measure: Literal["", "ahead", "begun", "turned"] = ""
        self._measured: set[str] = set()
        self._must_measure = False
        self._best = 0.0
        self._reliefs: list[Relief] = []
        self._last: Relief | None = None
        self._seen_at: float | None = None
        self._watch = _Repeats()
        self._verdict: Live | NotLive | None = None
        self.now = self._said(0.0)
        """The last step; before the first frame, what comes first."""

    @classmethod
    def refused(cls, challenge: Challenge) -> LivenessCheck:
        """One that nobody passes: enough challenges were drawn."""
        check = cls(challenge)
        check._verdict = NotLive("too_many")
        return check

    @property
    def begun(self) -> bool:
        """Whether a move has been asked for: from then on a challenge is used up."""
        return self._used > 0 or self._asked_at is not None

    def feed(self, sighting: Sighting, frame: Frame) -> CheckStep:
        """The next frame. Frames without a usable face are gaps; too long a gap ends the check."""
        now = frame.taken_at
        self._measure = ""
        if self._verdict is None:
            trouble = self._watch.trouble(frame)
            if trouble == "again":
                return self.now
            if trouble is not None:
                self._verdict = NotLive(trouble)
            elif sighting.box is None or sighting.reason == "two_faces" or not is_whole(sighting.points):
                self._missed(now)
                if self._verdict is None and self._must_be_seen:
                    self._broken(now)
                self._place = None
                self._doubt_turned()
            else:
                assert sighting.points is not None
                self._missed(now)
                self._seen_at = now
                if self._verdict is None:
                    self._follow(placed(sighting.points, now))
                    self._judge(upright(sighting.points), now)
        self.now = self._said(now)
        return self.now

    def _missed(self, now: float) -> None:
        if self._seen_at is None:
            return
        allowed = GAP_TURNED if self._asked_at is not None and self._turned_seen else GAP
        if now - self._seen_at > allowed:
            self._verdict = NotLive("lost")
        elif self._asked_at is not None:
            self._out_of_time(now)

    def measured(self) -> None:
        """The frame just fed was measured, and belongs to the person of the other frames."""
        if self._measure:
            self._measured.add(self._measure)

    # --- the way there

    @property
    def _must_be_seen(self) -> bool:
        """Whether something could be exchanged unseen now: a move is asked for and the head is not turned yet."""
        return self._challenge.followed and self._asked_at is not None and not self._turned_seen

    def _follow(self, place: Place) -> None:
        if self._place is None or jumped(self._place, place):
            self._doubt_turned()
            if self._must_be_seen:
                self._broken(place.at)
        self._place = place

    def _doubt_turned(self) -> None:
        """A turned face that was lost counts only when it is measured afterwards."""
        if self._challenge.followed and self._turned_seen:
            self._must_measure = True
            self._measured.discard("turned")

    def _broken(self, now: float) -> None:
        self._breaks += 1
        if self._breaks > BREAKS:
            self._verdict = NotLive("lost")
        else:
            self._ask_again(now)

    def _judge(self, shape: Shape, now: float) -> None:
        if self._verdict is not None:
            return
        if self._asked_at is None:
            self._look_ahead(shape, now)
        else:
            self._move(shape, now)

    # --- before a move: straight ahead, for a random while

    def _look_ahead(self, shape: Shape, now: float) -> None:
        if abs(turn(shape)) > FRONT:
            if self._ahead_since is not None and self._is_turned(shape):
                self._false_start()
            self._ahead_since = None
            self._fronts.clear()
            return
        if self._ahead_since is None:
            self._ahead_since = now
        self._fronts.append(shape)
        waited = now - self._ahead_since >= self._step.wait
        if waited and len(self._fronts) >= self._challenge.fronts:
            self._front = np.median(self._fronts, axis=0)
            self._asked_at = now
            self._turned.clear()
            self._turned_seen = self._wrong = self._closed = 0
            self._on_the_way = self._must_measure = False
            self._measured.clear()
            self._best = 0.0

    def _is_turned(self, shape: Shape) -> bool:
        """Whether it is a turn away from the frames of looking ahead, and not a face that was never turned to us."""
        if len(self._fronts) < self._challenge.fronts:
            return False
        return abs(turn(shape) - turn(np.median(self._fronts, axis=0))) >= TURNED

    def _false_start(self) -> None:
        self._false_starts += 1
        if self._false_starts > FALSE_STARTS:
            self._verdict = NotLive("early")

    # --- a move

    def _move(self, shape: Shape, now: float) -> None:
        assert self._front is not None and self._asked_at is not None
        moved = turn(shape) - turn(self._front)
        if now - self._asked_at < self._challenge.reaction:
            if abs(moved) >= TURNED / 2:
                self._false_start()
                self._ask_again(now)
            return
        if self._challenge.followed and not self._way_known(abs(moved), now):
            return
        done = self._blinked(shape, moved) if self._step.move == "blink" else self._turn_done(shape, moved)
        if self._verdict is None and done:
            self._next(now)
        elif self._verdict is None:
            self._out_of_time(now)

    def _way_known(self, moved: float, now: float) -> bool:
        """Whether this head is known; asks for what is to be measured. A turn of somebody who was not measured since
        the instruction is asked for again."""
        stage: Literal["ahead", "begun", "turned"] = (
            "ahead" if moved < BEGUN else "begun" if moved < TURNED else "turned"
        )
        if stage == "turned" and not self._turned_seen:
            if not self._measured:
                self._broken(now)
                return False
            self._must_measure = not self._on_the_way  # too quick to be seen on the way: it must be like itself, turned
        self._on_the_way = self._on_the_way or stage == "begun"
        self._measure = "" if stage in self._measured else stage
        return True

    def _turn_done(self, shape: Shape, moved: float) -> bool:
        assert self._front is not None
        sign = 1.0 if self._step.move == "turn_left" else -1.0
        self._best = min(1.0, max(self._best, sign * moved / TURNED))
        if sign * moved <= -TURNED:
            self._count_wrong()
            return False
        if sign * moved < TURNED:
            return False
        self._turned.append(shape)
        self._turned_seen += 1
        if len(self._turned) < TURN_FRAMES or (self._must_measure and "turned" not in self._measured):
            return False
        found = relief(self._front, np.median(self._turned, axis=0))
        self._last = found
        if sign * found.across >= LEAST_ACROSS and found.explained >= LEAST_EXPLAINED:
            self._reliefs.append(found)
            return True
        if self._turned_seen >= FLAT_FRAMES:
            self._verdict = NotLive("flat", found)
        return False

    def _blinked(self, shape: Shape, moved: float) -> bool:
        assert self._front is not None
        if abs(moved) >= TURNED:
            self._count_wrong()
            return False
        if unrest(shape, self._front) > STILL:
            return False
        lids = openness(shape, self._front)
        if lids <= CLOSED:
            self._closed += 1
            self._best = max(self._best, 0.5)
        elif lids < OPEN:
            pass
        elif self._closed >= CLOSED_FRAMES and (self._measured or not self._challenge.followed):
            return True
        else:
            self._closed = 0
        return False

    def _count_wrong(self) -> None:
        self._wrong += 1
        if self._wrong >= TURN_FRAMES:
            self._verdict = NotLive("wrong_move")

    def _next(self, now: float) -> None:
        assert self._asked_at is not None
        self._used += now - self._asked_at
        self._number += 1
        if self._number == len(self._challenge.steps):
            self._verdict = Live(tuple(self._reliefs))
            return
        self._step = self._challenge.steps[self._number]
        self._begin_looking_ahead()

    def _ask_again(self, now: float) -> None:
        assert self._asked_at is not None
        self._used += now - self._asked_at
        self._step = replace(self._step, wait=wait(self._random))
        self._begin_looking_ahead()

    def _begin_looking_ahead(self) -> None:
        self._asked_at, self._ahead_since = None, None
        self._best = 0.0
        self._fronts.clear()

    def _out_of_time(self, now: float) -> None:
        if self._asked_at is not None and self._used + now - self._asked_at > self._challenge.seconds:
            enough = len(self._turned) >= TURN_FRAMES
            self._verdict = NotLive("flat", self._last) if enough else NotLive("no_move")

    def _said(self, now: float) -> CheckStep:
        asked: Move | Literal["look"] = "look" if self._asked_at is None else self._step.move
        moves = len(self._challenge.steps)
        share = 1.0 if isinstance(self._verdict, Live) else min(1.0, (self._number + 0.9 * self._best) / moves)
        used = self._used + (now - self._asked_at if self._asked_at is not None else 0.0)
        left = max(0.0, self._challenge.seconds - used) if self.begun else None
        measure = self._measure if self._verdict is None and self._asked_at is not None else ""
        return CheckStep(asked, share, self._verdict, left, self._number, moves, bool(measure), measure == "turned")


class _Repeats:
    """Whether the camera gives new pictures."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._since = 0.0
        self._known: set[int] = set()
        self._again = 0

    def trouble(self, frame: Frame) -> Literal["again", "frozen", "repeated"] | None:
        """``again``: the same picture as just now, which is no news; None: a new one."""
        digest = zlib.crc32(np.ascontiguousarray(frame.image).data)
        if digest == self._last:
            return "frozen" if frame.taken_at - self._since >= FROZEN else "again"
        self._last, self._since = digest, frame.taken_at
        if digest in self._known:
            self._again += 1
            return "repeated" if self._again >= REPEATS else "again"
        self._known.add(digest)
        return None
