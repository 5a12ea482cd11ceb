"""Cameras through OpenCV: an index, a stream's address, a film, a picture or a folder of pictures."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from jobfair.errors import CameraLost
from kiosk.identity.pictures import SUFFIXES, Unreadable, pictures_in, read_picture
from kiosk.ports import Camera, Frame, Picture

if TYPE_CHECKING:
    import cv2

FROZEN_AFTER = 3.0
"""Seconds of bit-identical frames after which a live camera counts as frozen: a real sensor always has noise."""

STILL_FPS = 10.0
"""Frames a second when pictures are shown in place of a camera."""


def camera_from(spec: str) -> Camera:
    """The camera that ``spec`` names: ``0`` (index), ``rtsp://…``, ``http://…``, or a path.

    Nothing is opened yet. Raises CameraLost for a path that does not exist.
    """
    spec = spec.strip()
    if re.fullmatch(r"\d+", spec):
        return LiveCamera(int(spec))
    if re.match(r"(rtsp|rtsps|http|https|udp|tcp)://", spec, re.IGNORECASE):
        return LiveCamera(spec)
    path = Path(spec)
    if path.is_dir() or (path.suffix.lower() in SUFFIXES - {".gif"} and path.is_file()):
        return StillCamera(path)
    if path.is_file():
        return FilmCamera(path)
    raise CameraLost(f"no camera and no film: {path.name}")


class LiveCamera(Camera):
    """A device by index, or a network stream. Frames are at most ``width`` wide where the device can be asked."""

    def __init__(
        self, source: int | str, width: int = 640, height: int = 480, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._source = source
        self._size = (width, height)
        self._clock = clock
        self._capture: cv2.VideoCapture | None = None
        self._sequence = 0
        self._last: Picture | None = None
        self._changed_at = 0.0

    @property
    def description(self) -> str:
        if isinstance(self._source, int):
            return f"camera {self._source}"
        return re.sub(r"//[^/@]*@", "//", self._source).split("?")[0]

    @property
    def is_demonstration(self) -> bool:
        return False

    def open(self) -> None:
        import cv2

        self.close()
        if isinstance(self._source, int):
            if not Path(f"/dev/video{self._source}").exists() and os.name == "posix":
                raise CameraLost(f"{self.description} is not plugged in")
            capture = cv2.VideoCapture(self._source)
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._size[0])
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._size[1])
            capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        else:
            timeouts = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 5000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, 2000]
            capture = cv2.VideoCapture(self._source, cv2.CAP_FFMPEG, timeouts)
        if not capture.isOpened():
            capture.release()
            raise CameraLost(f"{self.description} does not open")
        self._capture = capture
        self._last = None
        self._changed_at = self._clock()

    def read(self) -> Frame:
        if self._capture is None:
            raise CameraLost(f"{self.description} is not open")
        image = _grab(self._capture)
        if image is None:
            self.close()
            raise CameraLost(f"{self.description} gives no picture")
        now = self._clock()
        if self._last is None or image.shape != self._last.shape or not np.array_equal(image, self._last):
            self._last, self._changed_at = image, now
        elif now - self._changed_at > FROZEN_AFTER:
            self.close()
            raise CameraLost(f"{self.description} shows the same picture again and again")
        self._sequence += 1
        return Frame(image, now, self._sequence - 1)

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None
        self._last = None


class FilmCamera(Camera):
    """A film in place of a camera: loops, at the film's own pace. Late readers get the next picture, not a rush."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._capture: cv2.VideoCapture | None = None
        self._period = 1 / 25
        self._due = 0.0
        self._sequence = 0

    @property
    def description(self) -> str:
        return f"film {self._path.name}"

    @property
    def is_demonstration(self) -> bool:
        return True

    def open(self) -> None:
        import cv2

        self.close()
        capture = cv2.VideoCapture(str(self._path))
        if not capture.isOpened():
            capture.release()
            raise CameraLost(f"{self.description} is not a film that can be played")
        fps = float(capture.get(cv2.CAP_PROP_FPS))
        self._period = 1 / fps if 1 <= fps <= 120 else 1 / 25
        self._capture = capture
        self._due = time.monotonic()

    def read(self) -> Frame:
        if self._capture is None:
            raise CameraLost(f"{self.description} is not open")
        image = _grab(self._capture)
        if image is None:  # the end: from the beginning (by opening it again, since not every format can seek)
            self.open()
            image = _grab(self._capture)
        if image is None:
            self.close()
            raise CameraLost(f"{self.description} has no pictures")
        self._due = _wait_until(self._due, self._period)
        self._sequence += 1
        return Frame(image, time.monotonic(), self._sequence - 1)

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


class StillCamera(Camera):
    """One picture, or a folder of pictures in turn, in place of a camera."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._images: list[Picture] = []
        self._due = 0.0
        self._sequence = 0

    @property
    def description(self) -> str:
        return f"pictures {self._path.name}"

    @property
    def is_demonstration(self) -> bool:
        return True

    def open(self) -> None:
        paths = pictures_in(self._path)[:100] if self._path.is_dir() else [self._path]
        read = (read_picture(path) for path in paths)
        self._images = [picture for picture in read if not isinstance(picture, Unreadable)]
        if not self._images:
            raise CameraLost(f"{self.description}: nothing readable")
        self._due = time.monotonic()

    def read(self) -> Frame:
        if not self._images:
            raise CameraLost(f"{self.description} is not open")
        self._due = _wait_until(self._due, 1 / STILL_FPS)
        image = self._images[self._sequence % len(self._images)]
        self._sequence += 1
        return Frame(image, time.monotonic(), self._sequence - 1)

    def close(self) -> None:
        self._images = []


def _grab(capture: Any) -> Picture | None:
    import cv2

    ok, image = capture.read()
    if not ok or image is None or image.size == 0:
        return None
    converted: Picture = cv2.cvtColor(image, cv2.COLOR_GRAY2RGB if image.ndim == 2 else cv2.COLOR_BGR2RGB)
    return converted


def _wait_until(due: float, period: float) -> float:
    """Sleeps until ``due`` and gives the next due time; who is late does not have to catch up."""
    now = time.monotonic()
    if now < due:
        time.sleep(due - now)
        return due + period
    return now + period
