"""What a face engine is put together from: a detector, landmarks, an encoder. Each has adapters and a manifest.

Parts are made without loading anything; ``load`` does that, in the face process. None of them is thread-safe.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from kiosk.identity.probe import Finding
from kiosk.ports import EncoderInfo, FaceBox, Picture, Points, Vector


class FaceDetector(ABC):
    """Finds faces in a picture."""

    @property
    @abstractmethod
    def id(self) -> str:
        """The model id."""

    @abstractmethod
    def load(self) -> None:
        """Harmless when loaded. Raises DeviceError."""

    @abstractmethod
    def find(self, image: Picture, patient: bool = False) -> list[Finding]:
        """The faces, in pixels of ``image``: boxes from the brows to the chin, as dlib's landmarks expect them.

        ``patient`` looks again, longer and less strictly, before finding nobody.
        """


class FaceLandmarks(ABC):
    """Places landmarks on one face."""

    @property
    @abstractmethod
    def id(self) -> str:
        """The model id."""

    @property
    @abstractmethod
    def count(self) -> int:
        """5 (corners of the eyes, bottom of the nose) or 68 (the iBUG scheme)."""

    @abstractmethod
    def load(self) -> None:
        """Harmless when loaded. Raises DeviceError."""

    @abstractmethod
    def place(self, image: Picture, box: FaceBox) -> Points:
        """``count`` points, in pixels of ``image``."""


class FaceEncoder(ABC):
    """Turns one face into numbers."""

    @property
    @abstractmethod
    def info(self) -> EncoderInfo:
        """Model id, size, metric, calibration."""

    @abstractmethod
    def load(self) -> None:
        """Harmless when loaded. Raises DeviceError."""

    @abstractmethod
    def align(self, image: Picture, five: Points) -> Picture:
        """The face turned upright and cut out as the encoder wants it, by its five landmarks."""

    @abstractmethod
    def encode(self, aligned: Picture) -> Vector:
        """The numbers of an aligned face, of length 1."""


class FaceLiveness(ABC):
    """Guesses from one picture whether a living face is before the camera. Advice only: it decides nothing."""

    @property
    @abstractmethod
    def id(self) -> str:
        """The model id."""

    @abstractmethod
    def load(self) -> None:
        """Harmless when loaded. Raises DeviceError."""

    @abstractmethod
    def score(self, image: Picture, box: FaceBox) -> float:
        """0 (a picture of a face) to 1 (a living one)."""
