"""A face as its 68 landmarks say: upright, in distances between the eyes; how far turned, how wide the eyes are open.

The order of the 68 points is that of the iBUG 300-W annotation, which dlib's file and others follow: outline 0 to 16,
brows 17 to 26, nose 27 to 35 (tip 30), eyes 36 to 47, mouth 48 to 67.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kiosk.ports import Points

Shape = NDArray[np.float64]
"""68 x 2: the middle between the eyes at (0, 0), the eyes' centres one apart on the x axis, y downwards."""

COUNT = 68
NOSE_TIP = 30
LEFT_EYE, RIGHT_EYE = slice(36, 42), slice(42, 48)
"""As the picture shows them."""

CORE = np.r_[27:68]
"""Nose, eyes and mouth. Brows are raised at will, and the outline is where the head ends in the picture: another
place of the head when it is turned."""

STILL = np.r_[27:36, 36, 39, 42, 45]
"""What a blink does not move: nose and corners of the eyes."""

_LIDS = ((37, 41), (38, 40), (43, 47), (44, 46))

_OUTLINE = (78, 74, 68, 60, 48, 34, 20, 8, 3)
_HALF_MILLIMETRES = np.array(
    # brow, bridge and tip of the nose, its wings, eye, upper lip outside, lower outside, upper inside, lower inside
    [-x for x in _OUTLINE] + [-x for x in reversed(_OUTLINE[:-1])]
    + [-10, 2, 8, 11, 11, 11, 11, 8, 2, -10]
    + [8, 15, 24, 32, 11, 15, 18, 15, 11]
    + [-10, 0, 1, -4, 0, -1, -4, 1, 0, -10, -1, 0]
    + [2, 10, 16, 16, 16, 10, 2, 9, 13, 14, 13, 9]
    + [3, 13, 14, 13, 3, 12, 13, 12]
)  # fmt: skip

DEPTH: NDArray[np.float64] = _HALF_MILLIMETRES / 63.0
"""How far each point of an ordinary head lies before the plane of the eyes, in distances between the eyes (63 mm).
Rounded by hand from adults' usual measures (nose 32 mm before the eyes, lips 15, cheeks and temples far behind); no
data set's mean shape, and not fitted to the film that the limits were tried on."""


def is_whole(points: Points | None) -> bool:
    """Whether these are 68 usable points, with two eyes apart."""
    if points is None or points.shape != (COUNT, 2) or not bool(np.isfinite(points).all()):
        return False
    left, right = _eyes(points.astype(np.float64))
    return bool(np.hypot(*(right - left)) > 4)


def upright(points: Points) -> Shape:
    """The face turned level and scaled to the distance between its eyes."""
    exact = points.astype(np.float64)
    left, right = _eyes(exact)
    across = right - left
    apart = float(np.hypot(*across))
    x, y = across / apart
    shape: Shape = (exact - (left + right) / 2) @ np.array([[x, -y], [y, x]]) / apart
    return shape


def turn(shape: Shape) -> float:
    """Where the nose's tip lies between the eyes: 0 straight ahead, about 0.4 at 35 degrees; above 0 towards the
    picture's right, which is the person's own left."""
    return float(shape[NOSE_TIP, 0])


def openness(shape: Shape, front: Shape) -> float:
    """How far the lids are apart, 1 as in ``front``; after an affine map of what a blink does not move onto front, so
    that nodding or tilting a picture does not close its eyes."""
    known = np.c_[shape[STILL], np.ones(len(STILL))]
    onto, *_ = np.linalg.lstsq(known, front[STILL], rcond=None)
    mapped = np.c_[shape, np.ones(COUNT)] @ onto
    return _lids(mapped) / max(_lids(front), 1e-6)


def unrest(shape: Shape, front: Shape) -> float:
    """How far what a blink does not move lies from where it was: root of the mean square, in eye distances."""
    moved = shape[STILL] - front[STILL]
    return float(np.sqrt((moved**2).sum(axis=1).mean()))


def _lids(shape: Shape) -> float:
    return float(np.mean([np.hypot(*(shape[upper] - shape[lower])) for upper, lower in _LIDS]))


def _eyes(points: Shape) -> tuple[Shape, Shape]:
    return points[LEFT_EYE].mean(axis=0), points[RIGHT_EYE].mean(axis=0)
