"""What the kiosk does with its camera while a page wants it: live picture, face outline, and one answer.

Two threads of the Worker: one reads the camera and hands each picture to the screen; the other takes the newest frame
and asks the face engine (a process of its own) or the code reader. Between pages the camera is closed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from jobfair.errors import CameraLost, DeviceError
from kiosk.ports import Camera, FaceBox, FaceEngine, Frame, PoorQuality, Probe, Scanned
from ui.camera_item import image_of
from ui.worker import Worker

Use = Literal["face", "enrol", "code"]
Answer = Probe | Scanned | DeviceError

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
    "frozen": "wait",
}
GOOD = frozenset({"wait", "look", "hold_still", "checking", "done"})

# Two frames for a look-up and three for an enrolment (DESIGN: averaging lifts what is found from 72 to 94 to 99 %);
# a third of a second apart, so that they are not one picture taken twice.
_FRAMES: dict[Use, int] = {"face": 2, "enrol": 4, "code": 1}
_APART = 0.3


@dataclass(frozen=True)
class Job:
    """One wish of a page: what for, and whom to tell."""

    use: Use
    done: Callable[[Answer], None]


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
    hinted = Signal(str)
    progressed = Signal(float)

    def __init__(
        self,
        camera: Camera,
        engine: FaceEngine,
        codes: ReadsCodes,
        worker: Worker,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._camera = camera
        self._engine = engine
        self._codes = codes
        self._worker = worker
        self._wanted = threading.Condition()
        self._job: Job | None = None
        self._newest: Frame | None = None
        self._drawn = threading.Event()
        self._drawn.set()
        worker.loop("camera", self._read)
        worker.loop("faces", self._look)

    def watch(self, use: Use, done: Callable[[Answer], None]) -> None:
        """Open the camera and look until there is an answer, a fault, or ``rest``. ``done`` is called once at most;
        for codes with each of them, until ``rest``: one that is none of ours must not keep the next from being read."""
        with self._wanted:
            self._job, self._newest = Job(use, done), None
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
        frames: list[Frame] = []
        job: Job | None = None
        while not stop.is_set():
            with self._wanted:
                if self._newest is None and not stop.is_set():
                    self._wanted.wait(0.2)
                if self._job is not job:
                    job, frames = self._job, []
                    self._codes.begin()
                frame, self._newest = self._newest, None
            if job is None or frame is None:
                continue
            answer: Answer | None
            try:
                if job.use == "code":
                    self._tell_codes(job, frame)
                    continue
                answer = self._measure(job, frame, frames)
            except DeviceError as fault:
                answer = fault
            if answer is not None:
                frames = []
                self._answer(job, answer)

    def _tell_codes(self, job: Job, frame: Frame) -> None:
        code = self._codes.read(frame)
        if code is not None:
            self._say(job, lambda: job.done(code))

    def _measure(self, job: Job, frame: Frame, frames: list[Frame]) -> Probe | None:
        """Collect frames with a face; measure when there are enough. Poor ones give a hint and start again."""
        boxes = self._engine.look(frame).boxes
        self._say(job, lambda: self.outlined.emit(_relative(boxes, frame)))
        if not boxes:
            self._say(job, lambda: self.hinted.emit("no_face"))
            return None
        wanted = _FRAMES[job.use]
        if not frames or frame.taken_at - frames[-1].taken_at >= _APART:
            frames.append(frame)
        self._say(job, lambda: self.progressed.emit(min(1.0, len(frames) / wanted)))
        if len(frames) < wanted:
            time.sleep(0.03)  # leave the processor to the screen
            return None
        outcome = self._engine.measure(frames, thorough=job.use == "enrol")
        frames.clear()
        if isinstance(outcome, Probe):
            return outcome
        hint = outcome.reason if isinstance(outcome, PoorQuality) else "no_face"
        self._say(job, lambda: self.hinted.emit(hint))
        return None

    def _say(self, job: Job, action: Callable[[], None]) -> None:
        self._worker.post(lambda: action() if self._job is job else None)

    def _answer(self, job: Job, answer: Answer) -> None:
        """Tell the page once; whoever asked last is the only one who hears."""
        with self._wanted:
            if self._job is not job:
                return
            self._job, self._newest = None, None

        self._worker.post(lambda: job.done(answer))


def _relative(boxes: Sequence[FaceBox], frame: Frame) -> list[list[float]]:
    """Left, top, width, height of each face as fractions of the picture."""
    height, width = frame.image.shape[:2]
    return [[b.left / width, b.top / height, b.width / width, b.height / height] for b in boxes]
