"""What the kiosk does with its camera while a page wants it: live picture, face outline, and one answer.

Two threads of the Worker: one reads the camera and hands each picture to the screen; the other takes the newest frame
and looks at it (``kiosk.identity.tracker``, which asks the face engine, a process of its own) or reads codes. Between
pages the camera is closed. While nobody is before it, four looks a second are enough; otherwise as many as it gives.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from jobfair.errors import CameraLost, ConfigError, Corrupt, DeviceError
from kiosk.identity.liveness.challenger import Challenger
from kiosk.identity.tracker import ENROL_FRAMES, PROBE_FRAMES, FaceLook, LookStep, NotPassed
from kiosk.ports import Camera, EncoderInfo, FaceBox, FaceEngine, Frame, Probe, Scanned
from ui.camera_item import image_of
from ui.worker import Worker

Use = Literal["face", "enrol", "code"]
Liveness = Literal["off", "relaxed", "strict"]
Answer = Probe | NotPassed | Scanned | DeviceError

# What the engine says of poor frames -> the one instruction to show ("camera.say.<key>").
SAY = {
    "no_face": "look",
    "too_far": "closer",
    "too_dark": "light",
    "too_bright": "light",
    "blurred": "hold_still",
    "two_faces": "one_person",
    "off_centre": "look",
    "turned_away": "look",
    "covered": "uncover",
    "moved": "hold_still",
    "frozen": "stuck",
}


@dataclass(frozen=True)
class Job:
    """One wish of a page: what for, and whom to tell."""

    use: Use
    done: Callable[[Answer], None]
    liveness: Liveness = "off"


@dataclass(frozen=True)
class Told:
    """What the page shows after one frame. ``trouble``: the one thing to change (a key of "camera.say"), empty when
    the frame was good; ``asked``: what the challenge asks for ("look" or a move), empty without one; ``seconds`` left
    for it; ``progress`` from 0 to 1."""

    trouble: str
    asked: str
    progress: float
    seconds: float | None
    moves_done: int
    moves: int


class ReadsCodes(Protocol):
    """What is asked about each frame while a page waits for a printed code; on the looking thread."""

    def begin(self) -> None:
        """A look begins or ends: nothing that was read before is known any more."""

    def read(self, frame: Frame) -> Scanned | None:
        """A code that counts with this frame and was not told before."""


class Watcher(QObject):
    """``watch`` opens the camera for one use; ``rest`` closes it. Signals arrive on the drawing thread."""

    pictured = Signal(QImage)
    outlined = Signal(list)
    told = Signal(object)

    def __init__(
        self,
        camera: Camera,
        engine: FaceEngine,
        codes: ReadsCodes,
        worker: Worker,
        agreement: Callable[[EncoderInfo], float] = lambda _: 1.0,
        parent: QObject | None = None,
    ) -> None:
        """``agreement``: how like each other two frames of one person are at least (Calibration.agreement)."""
        super().__init__(parent)
        self._camera = camera
        self._engine = engine
        self._agreement = agreement
        self._codes = codes
        self._worker = worker
        self._wanted = threading.Condition()
        self._job: Job | None = None
        self._newest: Frame | None = None
        self._drawn = threading.Event()
        self._drawn.set()
        worker.loop("camera", self._read)
        worker.loop("faces", self._look)

    def watch(self, use: Use, done: Callable[[Answer], None], liveness: Liveness = "off") -> None:
        """Open the camera and look until there is an answer, a fault, or ``rest``. ``done`` is called once at most;
        for codes with each of them, until ``rest``: one that is none of ours must not keep the next from being read.
        ``liveness``: with which challenge, for the uses that look at a face."""
        with self._wanted:
            self._job, self._newest = Job(use, done, liveness), None
            self._wanted.notify_all()

    def rest(self) -> None:
        """Close the camera; an answer still under way is dropped."""
        with self._wanted:
            self._job, self._newest = None, None
            self._wanted.notify_all()

    # --- the camera's thread

    def _read(self, stop: threading.Event) -> None:
        open_now = False
        while not stop.is_set():
            job = self._await_job(stop)
            if job is None:
                if open_now:
                    self._camera.close()
                    open_now = False
                continue
            try:
                if not open_now:
                    self._camera.open()
                    open_now = True
                frame = self._camera.read()
            except CameraLost as lost:
                self._camera.close()
                open_now = False
                self._answer(job, lost)
                continue
            with self._wanted:
                if self._job is not job:
                    continue
                self._newest = frame
                self._wanted.notify_all()
            self._draw(job, frame)
        self._camera.close()

    def _await_job(self, stop: threading.Event) -> Job | None:
        with self._wanted:
            if self._job is None and not stop.is_set():
                self._wanted.wait(0.2)
            return self._job

    def _draw(self, job: Job, frame: Frame) -> None:
        """Hand the picture over, unless the screen has not yet shown the one before."""
        if not self._drawn.is_set():
            return
        self._drawn.clear()
        image = image_of(frame.image)

        def show() -> None:
            self._drawn.set()
            if self._job is job:
                self.pictured.emit(image)

        self._worker.post(show)

    # --- the looking thread

    def _look(self, stop: threading.Event) -> None:
        job: Job | None = None
        look: _Look | None = None
        while not stop.is_set():
            with self._wanted:
                if self._newest is None and not stop.is_set():
                    self._wanted.wait(0.2)
                if self._job is not job:
                    job, look = self._job, None
                    self._codes.begin()
                frame, self._newest = self._newest, None
            if job is None or frame is None:
                continue
            try:
                if job.use == "code":
                    self._tell_codes(job, frame)
                    continue
                look = look or self._begin(job)
                step = look.feed(frame)
            except DeviceError as fault:
                self._answer(job, fault)
                continue
            self._show(job, look, step, frame)
            if step.answer is not None:
                self._answer(job, step.answer)
            elif step.wait > 0:
                self._pause(job, step.wait)

    def _begin(self, job: Job) -> _Look:
        """Raises DeviceError."""
        try:
            agreement = self._agreement(self._engine.encoder)
        except (ConfigError, Corrupt) as error:
            raise DeviceError(str(error)) from error
        challenger = None if job.liveness == "off" else Challenger(job.liveness)
        wanted = ENROL_FRAMES if job.use == "enrol" else PROBE_FRAMES
        look = FaceLook(self._engine, agreement, wanted, thorough=job.use == "enrol", check=challenger)
        return _Look(look, challenger)

    def _pause(self, job: Job, seconds: float) -> None:
        """Nothing is to be seen just now; another wish of a page is heard at once."""
        with self._wanted:
            self._wanted.wait_for(lambda: self._job is not job, seconds)

    def _show(self, job: Job, look: _Look, step: LookStep, frame: Frame) -> None:
        boxes = _relative(step.boxes, frame)
        told = look.told(step)
        self._say(job, lambda: self.outlined.emit(boxes))
        self._say(job, lambda: self.told.emit(told))

    def _tell_codes(self, job: Job, frame: Frame) -> None:
        code = self._codes.read(frame)
        if code is not None:
            self._say(job, lambda: job.done(code))

    def _say(self, job: Job, action: Callable[[], None]) -> None:
        self._worker.post(lambda: action() if self._job is job else None)

    def _answer(self, job: Job, answer: Answer) -> None:
        """Tell the page once; whoever asked last is the only one who hears."""
        with self._wanted:
            if self._job is not job:
                return
            self._job, self._newest = None, None

        self._worker.post(lambda: job.done(answer))


@dataclass(frozen=True)
class _Look:
    """One look and who draws its challenges."""

    look: FaceLook
    challenger: Challenger | None

    def feed(self, frame: Frame) -> LookStep:
        return self.look.feed(frame)

    def told(self, step: LookStep) -> Told:
        check = self.challenger.current if self.challenger else None
        trouble = SAY.get(step.hint, "look") if step.hint else ""
        if check is None:
            return Told(trouble, "", step.progress, None, 0, 0)
        now = check.now
        return Told(trouble, step.instruction, step.progress, now.seconds, now.moves_done, now.moves)


def _relative(boxes: Sequence[FaceBox], frame: Frame) -> list[list[float]]:
    """Left, top, width, height of each face as fractions of the picture."""
    height, width = frame.image.shape[:2]
    return [[b.left / width, b.top / height, b.width / width, b.height / height] for b in boxes]
