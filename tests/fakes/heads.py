"""Heads of 68 points in space, and pictures of heads: turned before a camera without any camera."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kiosk.identity.liveness.landmarks import DEPTH
from kiosk.ports import FaceBox, Frame, Points, Sighting

Space = NDArray[np.float64]
"""68 x 3: right of, below and before the middle between the eyes, in distances between the eyes."""

DISTANCE = 9.0
"""Of the camera: half a metre and a bit."""

SIZE = 90.0
"""Pixels between the eyes."""

_LEFT_OUTLINE = [(-1.12, 0.0), (-1.1, 0.27), (-1.06, 0.54), (-0.99, 0.8), (-0.87, 1.05), (-0.7, 1.26), (-0.5, 1.43),
                 (-0.26, 1.55)]  # fmt: skip
_LEFT_BROW = [(-0.95, -0.25), (-0.8, -0.38), (-0.6, -0.42), (-0.4, -0.38), (-0.22, -0.32)]
_NOSE = [
    (0, -0.05),
    (0, 0.15),
    (0, 0.35),
    (0, 0.55),
    (-0.22, 0.68),
    (-0.11, 0.71),
    (0, 0.73),
    (0.11, 0.71),
    (0.22, 0.68),
]
_LEFT_EYE = [(-0.72, 0.02), (-0.58, -0.07), (-0.42, -0.07), (-0.28, 0.02), (-0.42, 0.07), (-0.58, 0.07)]
_RIGHT_EYE = [(0.28, 0.02), (0.42, -0.07), (0.58, -0.07), (0.72, 0.02), (0.58, 0.07), (0.42, 0.07)]
_MOUTH = [(-0.4, 1.08), (-0.26, 1.02), (-0.1, 0.99), (0, 1.01), (0.1, 0.99), (0.26, 1.02), (0.4, 1.08), (0.26, 1.16),
          (0.1, 1.2), (0, 1.21), (-0.1, 1.2), (-0.26, 1.16), (-0.34, 1.08), (-0.1, 1.06), (0, 1.07), (0.1, 1.06),
          (0.34, 1.08), (0.1, 1.1), (0, 1.11), (-0.1, 1.1)]  # fmt: skip


def _mirrored(half: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(-x, y) for x, y in reversed(half)]


_FACE = np.array(
    [*_LEFT_OUTLINE, (0, 1.58), *_mirrored(_LEFT_OUTLINE), *_LEFT_BROW, *_mirrored(_LEFT_BROW), *_NOSE, *_LEFT_EYE,
     *_RIGHT_EYE, *_MOUTH]
)  # fmt: skip


def head(seed: int = 0) -> Space:
    """A head of its own: broader or narrower, flatter or deeper, no two points quite as in another."""
    drawn = np.random.default_rng(seed)
    stretched = _FACE * drawn.uniform(0.92, 1.08, 2)
    depth = DEPTH * drawn.uniform(0.85, 1.15) + drawn.normal(0, 0.02, 68)
    return np.c_[stretched, depth] + np.c_[drawn.normal(0, 0.015, (68, 2)), np.zeros(68)]


def photograph_of(person: Space) -> Space:
    """Her picture on paper: all that lies before the eyes is pressed into their plane, as a camera does."""
    scale = DISTANCE / (DISTANCE - person[:, 2:])
    return np.c_[person[:, :2] * scale, np.zeros(68)]


def eyes_closed(person: Space) -> Space:
    """The same head with its lids almost together."""
    closed = person.copy()
    for eye in (slice(36, 42), slice(42, 48)):
        middle = closed[eye, 1].mean()
        closed[eye, 1] = middle + 0.2 * (closed[eye, 1] - middle)
    return closed


def seen(person: Space, yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> Points:
    """68 points in pixels; degrees. ``yaw`` above 0 turns to the person's left, which is right in the picture."""
    y, p, r = np.radians([yaw, pitch, roll])
    turned = person @ np.array([[np.cos(y), 0, -np.sin(y)], [0, 1, 0], [np.sin(y), 0, np.cos(y)]])
    nodded = turned @ np.array([[1, 0, 0], [0, np.cos(p), np.sin(p)], [0, -np.sin(p), np.cos(p)]])
    tilted = nodded @ np.array([[np.cos(r), np.sin(r), 0], [-np.sin(r), np.cos(r), 0], [0, 0, 1]])
    flat = tilted[:, :2] * DISTANCE / (DISTANCE - tilted[:, 2:]) * SIZE + (320, 200)
    return flat.astype(np.float32)


@dataclass
class Sitter:
    """Somebody, or a picture of somebody, before the camera. ``look`` gives the next frame, ``fps`` a second."""

    person: Space = field(default_factory=head)
    fps: float = 15.0
    noise: float = 0.7
    seed: int = 0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    now: float = 0.0
    number: int = 0

    def __post_init__(self) -> None:
        self._drawn = np.random.default_rng(self.seed)

    def look(self, points: bool = True) -> tuple[Sighting, Frame]:
        """The next frame; ``points`` False: the face is not seen in it."""
        self.now += 1 / self.fps
        self.number += 1
        image = np.frombuffer(self.number.to_bytes(12, "big"), np.uint8).reshape(2, 2, 3)
        frame = Frame(image, self.now, self.number)
        if not points:
            return Sighting((), None, 0.0, "no_face", None, {}), frame
        placed = seen(self.person, self.yaw, self.pitch, self.roll)
        placed = placed + self._drawn.normal(0, self.noise, placed.shape).astype(np.float32)
        box = FaceBox(*(int(edge) for edge in (*placed.min(axis=0), *placed.max(axis=0))))
        return Sighting((box,), box, 0.9, None, placed.astype(np.float32), {}), frame
