"""Parts of a face engine that a test plays on: one face where the picture is bright, its numbers from its values."""

from __future__ import annotations

import numpy as np

from jobfair.face_rotation import normalise
from kiosk.identity.parts import FaceDetector, FaceEncoder, FaceLandmarks, FaceLiveness
from kiosk.identity.probe import Finding
from kiosk.ports import EncoderInfo, FaceBox, Picture, Points, Vector

SHARES = np.array([(0.85, 0.3), (0.65, 0.3), (0.15, 0.3), (0.35, 0.3), (0.5, 0.6)], dtype=np.float32)
"""Five landmarks as dlib orders them, as shares of the box."""


class FakeDetector(FaceDetector):
    """Finds ``boxes`` in every picture that is not black; counts how often it looked, and how patiently."""

    def __init__(self, *boxes: FaceBox) -> None:
        self.boxes = boxes or (FaceBox(220, 140, 420, 340),)
        self.looked: list[bool] = []

    @property
    def id(self) -> str:
        return "fake-detector"

    def load(self) -> None:
        pass

    def find(self, image: Picture, patient: bool = False) -> list[Finding]:
        self.looked.append(patient)
        return [Finding(box, 1.5) for box in self.boxes] if image.any() else []


class FakeLandmarks(FaceLandmarks):
    """On a grid within the box; five of them where dlib has them."""

    def __init__(self, count: int = 68) -> None:
        self._count = count

    @property
    def id(self) -> str:
        return f"fake-{self._count}"

    @property
    def count(self) -> int:
        return self._count

    def load(self) -> None:
        pass

    def place(self, image: Picture, box: FaceBox) -> Points:
        steps = np.arange(self._count)
        shares = SHARES if self._count == 5 else np.stack([steps % 9 / 9, steps // 9 / 8], axis=1)
        return (shares * [box.width, box.height] + [box.left, box.top]).astype(np.float32)


class FakeEncoder(FaceEncoder):
    """64 numbers: the averages of 8x8 blocks of the middle of the picture."""

    @property
    def info(self) -> EncoderInfo:
        return EncoderInfo("fake-encoder/1", 64)

    def load(self) -> None:
        pass

    def align(self, image: Picture, five: Points) -> Picture:
        middle = five.mean(axis=0).astype(int)
        left, top = max(0, int(middle[0]) - 64), max(0, int(middle[1]) - 64)
        return image[top : top + 128, left : left + 128]

    def encode(self, aligned: Picture) -> Vector:
        grey = aligned[:128, :128].mean(axis=2).astype(np.float32)
        sheet = np.zeros((128, 128), np.float32)
        sheet[: grey.shape[0], : grey.shape[1]] = grey
        return normalise(sheet.reshape(8, 16, 8, 16).mean(axis=(1, 3)).reshape(-1) + np.float32(1e-3))


class FakeLiveness(FaceLiveness):
    """Believes in every face."""

    @property
    def id(self) -> str:
        return "fake-liveness"

    def load(self) -> None:
        pass

    def score(self, image: Picture, box: FaceBox) -> float:
        return 1.0
