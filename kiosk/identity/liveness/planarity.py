"""Has this face depth? Plane and parallax: what one homography cannot explain between two views of it.

Two pictures of something flat are joined by a homography, however it is turned, tilted or held. Two views of a head
are not: what stands out (the nose) moves further than the eyes. The rest after the best homography is held against
the depth of an ordinary head (``landmarks.DEPTH``): ``rest = DEPTH * (across, down) + noise``. A real turn gives a
large ``across`` in the direction of the turn and is explained well; misplaced landmarks of a warped photograph give a
rest without that order. The plane-and-parallax form is Irani and Anandan's (1996); the homography's first-order
changes stay free in the fit, so that depth is not mistaken for perspective.

No angle is computed: with solvePnP flat photographs reach 78 degrees.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kiosk.identity.liveness.landmarks import CORE, DEPTH, Shape


@dataclass(frozen=True)
class Relief:
    """``across`` and ``down``: the parallax of one eye distance of depth (about the sine of the turn for a head, 0 for
    a picture), in eye distances of the turned view. ``explained``: the share (0 to 1) of what the homography leaves
    that a head's depth explains. ``rest``: what it leaves, root of the mean square, in eye distances."""

    across: float
    down: float
    explained: float
    rest: float


def relief(front: Shape, turned: Shape) -> Relief:
    """What speaks for depth between two views of one face, each the median of several frames."""
    before, after = front[CORE], turned[CORE]
    mapped = _mapped(_homography(before, after), before)
    left_over = (after - mapped).T.ravel()
    x, y = mapped.T
    one, none, depth = np.ones_like(x), np.zeros_like(x), DEPTH[CORE]
    plane = np.array(
        [
            np.concatenate(pair)
            for pair in (
                (x, none), (y, none), (one, none), (none, x), (none, y), (none, one), (x * x, x * y), (x * y, y * y),
            )
        ]
    ).T  # fmt: skip
    head = np.c_[plane, np.concatenate((depth, none)), np.concatenate((none, depth))]
    flat_rest = _rest(plane, left_over)[1]
    (*_, across, down), head_rest = _rest(head, left_over)
    total = float(flat_rest @ flat_rest)
    explained = 1 - float(head_rest @ head_rest) / total if total > 1e-12 else 0.0
    return Relief(float(across), float(down), explained, float(np.sqrt(total / len(x))))


def _rest(columns: NDArray[np.float64], wanted: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    found = np.asarray(np.linalg.lstsq(columns, wanted, rcond=None)[0], dtype=np.float64)
    return found, wanted - columns @ found


def _homography(before: Shape, after: Shape) -> NDArray[np.float64]:
    """Least squares over all points (direct linear transform; both are of size 1 about 0 already)."""
    (x, y), (u, v) = before.T, after.T
    one, none = np.ones_like(x), np.zeros_like(x)
    rows = np.concatenate(
        [
            np.stack([x, y, one, none, none, none, -u * x, -u * y, -u], axis=1),
            np.stack([none, none, none, x, y, one, -v * x, -v * y, -v], axis=1),
        ]
    )
    _, _, right = np.linalg.svd(rows, full_matrices=False)
    solved: NDArray[np.float64] = right[-1].reshape(3, 3)
    return solved


def _mapped(homography: NDArray[np.float64], points: Shape) -> Shape:
    lifted = np.c_[points, np.ones(len(points))] @ homography.T
    scale = lifted[:, 2:]
    placed: Shape = lifted[:, :2] / np.where(np.abs(scale) < 1e-9, 1e-9, scale)
    return placed
