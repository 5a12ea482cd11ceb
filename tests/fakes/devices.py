"""Devices that a test plays on: small subclasses of the ports, without hardware, processes or waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from jobfair.errors import CameraLost, DeviceError, PrinterLost, ScannerLost
from kiosk.ports import (
    Camera,
    EncoderInfo,
    FaceBox,
    FaceEngine,
    Frame,
    NoFace,
    Picture,
    PoorQuality,
    Printer,
    Probe,
    ProbeOutcome,
    Scanner,
    Sighting,
    Vector,
)

ENCODER = "dlib-resnet-v1/mirrored-1"
"""The default one's, whose calibration is shipped."""


def picture(level: int = 128, width: int = 640, height: int = 480) -> Picture:
    """An even grey picture."""
    return np.full((height, width, 3), level, dtype=np.uint8)


def vector(number: int) -> Vector:
    """The numbers of imaginary person ``number``: always the same, far from everybody else's."""
    drawn = np.random.default_rng(number).standard_normal(128)
    return (drawn / np.linalg.norm(drawn)).astype(np.float32)


def probe(number: int, frames: int = 2) -> Probe:
    """A good probe of imaginary person ``number``."""
    return Probe(vector(number), FaceBox(220, 140, 420, 340), 0.9, frames, {"detect": 1.0, "encode": 1.0}, ENCODER)


class FakeCamera(Camera):
    """Shows ``pictures`` over and over, without pacing, each a little different, as a sensor does, unless ``frozen``.
    ``lose()`` pulls it out, ``find()`` plugs it in again."""

    def __init__(self, pictures: Sequence[Picture] = (), is_demonstration: bool = False) -> None:
        self._pictures = list(pictures) or [picture()]
        self._demonstration = is_demonstration
        self._open = False
        self._lost = False
        self.frozen = False
        self._sequence = 0

    @property
    def description(self) -> str:
        return "fake camera"

    @property
    def is_demonstration(self) -> bool:
        return self._demonstration

    @property
    def is_open(self) -> bool:
        return self._open

    def lose(self) -> None:
        self._lost = True

    def find(self) -> None:
        self._lost = False

    def open(self) -> None:
        if self._lost:
            raise CameraLost("fake camera is not plugged in")
        self._open = True

    def read(self) -> Frame:
        if self._lost or not self._open:
            self._open = False
            raise CameraLost("fake camera gives no picture")
        image = self._pictures[self._sequence % len(self._pictures)]
        self._sequence += 1
        if not self.frozen:
            image = image.copy()
            image[0, :4, 0] = list(self._sequence.to_bytes(4, "big"))  # a sensor never gives the same picture twice
        return Frame(image, (self._sequence - 1) / 30, self._sequence - 1)

    def close(self) -> None:
        self._open = False


def seen(box: FaceBox, quality: float = 0.9, points: bool = False) -> Sighting:
    """One good face; ``points`` lie on a grid within it."""
    steps = np.arange(68)
    grid = np.stack([box.left + steps % 9 * box.width / 9, box.top + steps // 9 * box.height / 8], axis=1)
    placed = grid.astype(np.float32) if points else None
    return Sighting((box,), box, quality, None, placed, {"detect": 1.0})


class FakeFaceEngine(FaceEngine):
    """Answers with ``outcomes`` in turn, the last one for ever; an exception among them is raised."""

    def __init__(self, *outcomes: ProbeOutcome | DeviceError) -> None:
        self._outcomes = list(outcomes) or [NoFace({"detect": 0.0, "encode": 0.0})]
        self._ready = False
        self.measured: list[int] = []

    @property
    def ready(self) -> bool:
        return self._ready

    def start(self) -> None:
        self._ready = True

    @property
    def encoder(self) -> EncoderInfo:
        return EncoderInfo(ENCODER, 128)

    @property
    def has_points(self) -> bool:
        return True

    def look(self, frame: Frame, points: bool = False) -> Sighting:
        """What the next outcome would be measured from; 68 points on a grid within its box."""
        self._ready = True
        outcome, ms = self._outcomes[0], {"detect": 0.0}
        if isinstance(outcome, Probe):
            return seen(outcome.box, points=points)
        if isinstance(outcome, PoorQuality):
            box = outcome.probe.box if outcome.probe else FaceBox(220, 140, 420, 340)
            return replace(seen(box, points=points), quality=0.0, reason=outcome.reason)
        return Sighting((), None, 0.0, "no_face", None, ms)

    def encode(self, frame: Frame, mirrored: bool = False) -> ProbeOutcome:
        outcome = self.measure([frame])
        return replace(outcome, frames=1) if isinstance(outcome, Probe) else outcome

    def measure(self, frames: Sequence[Frame], thorough: bool = False) -> ProbeOutcome:
        self._ready = True
        self.measured.append(len(frames))
        outcome = self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]
        if isinstance(outcome, DeviceError):
            raise outcome
        return outcome if frames else NoFace({"detect": 0.0, "encode": 0.0})

    def close(self) -> None:
        self._ready = False


class FakeScanner(Scanner):
    """Gives the codes that ``scan`` was told."""

    def __init__(self) -> None:
        self._codes: list[str] = []
        self._open = False

    def scan(self, text: str) -> None:
        self._codes.append(text)

    def open(self) -> None:
        self._open = True

    def poll(self) -> str | None:
        if not self._open:
            raise ScannerLost("fake scanner is not open")
        return self._codes.pop(0) if self._codes else None

    def close(self) -> None:
        self._open = False


class FakePrinter(Printer):
    """Keeps the slips; ``lost`` is the reason why it cannot print, if any."""

    def __init__(self) -> None:
        self.slips: list[bytes] = []
        self.lost: str | None = None

    def check(self) -> None:
        if self.lost is not None:
            raise PrinterLost(self.lost)

    def print_slip(self, pdf: bytes) -> None:
        self.check()
        self.slips.append(pdf)
