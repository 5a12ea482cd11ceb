"""One look at one person: from the camera's frames to one Probe. No Qt, no threads; runs where its caller runs it.

One face is followed from frame to frame. A jump, a gap or somebody else starts the look again, and nothing of before
is averaged in. Good frames are encoded as they come, the first as it is, the next mirrored, at least 0.3 s apart; each
must agree with all the others of the look, those before a challenge with those during and after it: whoever moves is
measured as the move begins, once the head is turned, and at once wherever the face was lost. A picture that the camera
gives twice, bit by bit, is no second frame, whatever its number: a sensor always has noise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from kiosk.identity.gallery import average
from kiosk.ports import FaceBox, FaceEngine, Frame, PoorQuality, PoorReason, Probe, Sighting, Vector

PROBE_FRAMES = 2
ENROL_FRAMES = 4

APART = 0.3
"""Seconds between two frames that are encoded: nearer to each other they are almost one picture."""

IDLE = 0.25
"""Seconds between two looks while nobody is there."""

GUARD = 0.8
"""Seconds between two frames encoded while a challenge waits, looking ahead. While it asks for a move the check says
which frames are to be measured."""

TURNED_LESS = 0.03
"""A turned face is less like itself by this much. The film's turned frames all reach 0.94 with dlib, where agreement
is 0.928; nothing of them goes into the probe."""

STRAIGHT = "look"
"""The check's instruction while the face looks straight ahead; only then it is like itself."""

STRAYS = 3
"""Frames after a challenge that may disagree, while the head turns back, before the look begins again."""

GONE = 0.8
"""Seconds without the face after which whoever is seen next is somebody new; a detector misses a frame now and then."""

GONE_TURNING = 2.0
"""The same during a challenge: HOG knows faces from the front and loses a turned one. The frames of before and after
must agree all the same."""

LEAST_OVERLAP = 0.3
"""Of two boxes of one face (intersection over union), at ten looks a second or more."""

NEAR = 0.6
"""Or: their middles within this many widths, and the sizes within LARGEST_GROWTH. Small faces move by their width."""

LARGEST_GROWTH = 1.5
FROZEN_AFTER = 1.0
"""Seconds of the same picture after which the person is told that the camera stands still."""

BLACK = 12.0
"""Mean grey (0 to 255) below which nothing is looked for: a covered lens, or a camera that gives black frames."""

Hint = Literal["", "no_face", "moved", "frozen"] | PoorReason


class CheckStep(Protocol):
    """What a check says after one frame: what to do now, how far it is, and its verdict once it has one."""

    @property
    def instruction(self) -> str: ...
    @property
    def progress(self) -> float: ...
    @property
    def passed(self) -> bool | None:
        """None: not decided yet."""

    @property
    def measure(self) -> bool:
        """This frame shows who makes a move: it must be measured."""

    @property
    def turned(self) -> bool:
        """... and it is turned: it is compared, and is none of the look's frames."""


class Check(Protocol):
    """Something that the tracked person must pass, on the same face: liveness. It is fed frames without a face, too;
    ``measured`` tells it that the frame just fed was measured and agrees."""

    def feed(self, sighting: Sighting, frame: Frame) -> CheckStep: ...
    def measured(self) -> None: ...


@dataclass(frozen=True)
class NotPassed:
    """The check did not pass: the other ways in remain."""


@dataclass(frozen=True)
class LookStep:
    """After one frame. ``hint`` is why this frame does not count (empty: it does), ``instruction`` what the check asks
    for, ``progress`` from 0 to 1, ``wait`` the seconds before the next frame is of use."""

    boxes: tuple[FaceBox, ...]
    hint: Hint
    progress: float
    answer: Probe | NotPassed | None = None
    instruction: str = ""
    wait: float = 0.0


@dataclass(frozen=True)
class _Taken:
    """One frame that counts: its numbers, what it looked like, when."""

    vector: Vector
    digest: bytes
    quality: float
    at: float


class FaceLook:
    """One look; feed it frames until it answers, then drop it. Not thread-safe.

    ``agreement`` is the least cosine between any two single frames of one person (Calibration.agreement). ``thorough``
    encodes every frame both ways. ``check`` must pass on the same face; a new one is made for whoever is new.
    """

    def __init__(
        self,
        engine: FaceEngine,
        agreement: float,
        wanted: int = PROBE_FRAMES,
        thorough: bool = False,
        check: CheckMaker | None = None,
    ) -> None:
        self._engine = engine
        self._agreement = agreement
        self._wanted = wanted
        self._thorough = thorough
        self._make_check = check
        self._last_digest = b""
        self._same_since = 0.0
        self._boxes: tuple[FaceBox, ...] = ()
        self._begin_again()

    def _begin_again(self) -> None:
        self._taken: list[_Taken] = []
        self._box: FaceBox | None = None
        self._seen_at = self._tried_at = 0.0
        self._strays = 0
        self._lost = False
        self._asked: CheckStep | None = None
        self._ms = {"detect": 0.0, "encode": 0.0}
        self._check = self._make_check() if self._make_check else None
        self._checking = False
        self._passed = self._check is None
        self._instruction = ""
        self._check_progress = 0.0

    @property
    def _progress(self) -> float:
        counted = len(self._taken) / self._wanted
        if self._make_check is None:
            return min(1.0, counted)
        return min(1.0, 0.5 * counted + 0.5 * (1.0 if self._passed else self._check_progress))

    def feed(self, frame: Frame) -> LookStep:
        """The next frame of the camera. Raises DeviceError when the engine fails."""
        digest = hashlib.blake2b(np.ascontiguousarray(frame.image).data, digest_size=16).digest()
        if digest == self._last_digest:
            frozen = frame.taken_at - self._same_since >= FROZEN_AFTER
            return self._step("frozen" if frozen else "", wait=0.03)
        self._last_digest, self._same_since = digest, frame.taken_at
        if float(frame.image[::8, ::8].mean()) < BLACK:
            return self._nobody(frame, Sighting((), None, 0.0, "no_face", None, {}), "too_dark")
        sighting = self._engine.look(frame, points=self._wants_points)
        self._boxes = sighting.boxes
        self._count_ms(sighting.ms)
        if sighting.box is None:
            return self._nobody(frame, sighting, "no_face")
        moved = self._follow(sighting.box, frame)
        checked = self._run_check(sighting, frame)
        if sighting.reason == "two_faces":  # nobody knows whose frames these are
            self._lost = True
            return checked if checked is not None and checked.answer is not None else self._step("two_faces")
        if checked is not None:
            return checked
        if sighting.reason is not None:
            return self._step(sighting.reason)
        if self._due(frame, digest):
            return self._encode(sighting, frame, digest)
        return self._step("moved" if moved else "")

    # --- following

    @property
    def _wants_points(self) -> bool:
        return self._check is not None and not self._passed

    def _nobody(self, frame: Frame, nobody: Sighting, hint: Hint) -> LookStep:
        if hint != "no_face":
            self._boxes = ()
        self._lost = True
        checked = self._run_check(nobody, frame)
        if checked is not None and checked.answer is not None:
            return checked
        turning = self._checking and not self._passed
        if self._box is not None and frame.taken_at - self._seen_at <= (GONE_TURNING if turning else GONE):
            return self._step("" if turning else hint)
        self._begin_again()
        return self._step(hint, wait=IDLE)

    def _follow(self, box: FaceBox, frame: Frame) -> bool:
        """Whether the face is another one than a moment ago; then everything begins again."""
        turning = self._checking and not self._passed
        late = frame.taken_at - self._seen_at > (GONE_TURNING if turning else GONE)
        moved = self._box is not None and (late or not same_face(self._box, box))
        if moved:
            self._begin_again()
        self._box, self._seen_at = box, frame.taken_at
        return moved

    # --- the check

    def _run_check(self, sighting: Sighting, frame: Frame) -> LookStep | None:
        """None: the frame may be encoded. The first good frame is encoded before the check begins."""
        if self._check is None or self._passed or not self._taken:
            return None
        self._checking = True
        self._asked = step = self._check.feed(sighting, frame)
        self._instruction, self._check_progress = step.instruction, step.progress
        if step.passed is not None:
            self._passed, self._instruction = step.passed, ""
            return self._step("", None if step.passed else NotPassed())
        due = step.measure
        if step.instruction == STRAIGHT:
            due = self._lost or frame.taken_at - self._tried_at >= GUARD
        return None if due and sighting.reason is None else self._step("")

    # --- encoding

    @property
    def _measuring(self) -> bool:
        return self._asked is not None and not self._passed and self._asked.measure

    def _due(self, frame: Frame, digest: bytes) -> bool:
        if not self._taken or self._measuring or (self._lost and self._checking):
            return True
        apart = frame.taken_at - self._tried_at >= APART
        return apart and all(digest != taken.digest for taken in self._taken)

    def _encode(self, sighting: Sighting, frame: Frame, digest: bytes) -> LookStep:
        self._tried_at = frame.taken_at
        ways = (False, True) if self._thorough else (len(self._taken) % 2 == 1,)
        vectors: list[Vector] = []
        encoder, quality = "", 0.0
        for mirrored in ways:
            outcome = self._engine.encode(frame, mirrored)
            self._count_ms(outcome.ms)
            if not isinstance(outcome, Probe):
                return self._step(outcome.reason if isinstance(outcome, PoorQuality) else "no_face")
            if not same_face(outcome.box, sighting.box or outcome.box):
                return self._step("two_faces")  # the engine measured another face than the one that is followed
            vectors.append(outcome.vector)
            encoder, quality = outcome.encoder, outcome.quality
        fresh = _Taken(average(vectors), digest, quality, frame.taken_at)
        turned = self._measuring and self._asked is not None and self._asked.turned
        least = self._agreement - TURNED_LESS if turned else self._agreement
        if any(float(np.dot(fresh.vector, taken.vector)) < least for taken in self._taken):
            if self._checking and self._passed and not self._lost and self._strays < STRAYS:
                self._strays += 1
                return self._step("turned_away")
            self._begin_again()  # two people, or one of the two frames is no good: from this frame on, afresh
            self._box, self._seen_at = sighting.box, frame.taken_at
            self._taken, self._tried_at = ([] if turned else [fresh]), frame.taken_at
            return self._step("moved")
        self._lost = False
        if self._measuring and self._check is not None:
            self._check.measured()
        if turned:
            return self._step("")
        self._taken.append(fresh)
        if len(self._taken) < self._wanted or not self._passed:
            return self._step("")  # the last frame is always one of after the check
        mean = float(np.mean([taken.quality for taken in self._taken]))
        numbers = average([taken.vector for taken in self._taken])
        ms = {stage: round(value, 2) for stage, value in self._ms.items()}
        probe = Probe(numbers, self._box or sighting.boxes[0], mean, len(self._taken), ms, encoder)
        return self._step("", probe)

    def _count_ms(self, ms: Mapping[str, float]) -> None:
        for stage, value in ms.items():
            self._ms[stage] = self._ms.get(stage, 0.0) + value

    def _step(self, hint: Hint, answer: Probe | NotPassed | None = None, wait: float = 0.0) -> LookStep:
        return LookStep(self._boxes, hint, self._progress, answer, self._instruction, wait)


class CheckMaker(Protocol):
    """Makes a new check, with a new random challenge."""

    def __call__(self) -> Check: ...


def same_face(before: FaceBox, now: FaceBox) -> bool:
    """Whether two boxes of frames shortly after each other can be one face."""
    wide = min(before.right, now.right) - max(before.left, now.left)
    high = min(before.bottom, now.bottom) - max(before.top, now.top)
    shared = max(0, wide) * max(0, high)
    union = before.area + now.area - shared
    if union > 0 and shared / union >= LEAST_OVERLAP:
        return True
    small, large = sorted((max(1, before.width), max(1, now.width)))
    across = (before.left + before.right - now.left - now.right) / 2
    down = (before.top + before.bottom - now.top - now.bottom) / 2
    return large / small <= LARGEST_GROWTH and (across**2 + down**2) ** 0.5 <= NEAR * small
