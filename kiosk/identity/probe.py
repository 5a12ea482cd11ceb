"""From findings in one frame to the face that counts, and whether it is good enough. No dlib here.

The limits were set on the development pictures of Labeled Faces in the Wild so that they refuse what cannot be
measured well (under 1 % of those press photographs), not what is merely not beautiful.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kiosk.ports import FaceBox, Picture, PoorReason

SMALLEST_FACE = 56
"""Pixels of the box's width; below, the 150-pixel chip is mostly invented."""

DARKEST, BRIGHTEST = 40.0, 205.0
"""Mean grey of the aligned face (0 to 255); the development pictures run from 47 to 184."""

LEAST_SHARPNESS = 6.0
"""Variance of the Laplacian of the aligned face at 150x150; 0.1 % of the development pictures are below 7."""

LEAST_DETECTOR_SCORE = -0.25
LARGEST_TURN = 0.55
"""Distance of the nose from the line midway between the eyes, in distances between the eyes' centres."""

FACE = (slice(30, 130), slice(28, 122))
MOUTH = (slice(95, 120), slice(48, 102))
LOWER = (slice(92, 125), slice(48, 102))
LEFT_EYE, RIGHT_EYE = (slice(46, 66), slice(34, 62)), (slice(46, 66), slice(88, 116))
"""Rows and columns of the aligned face: eyes at row 56, mouth at 108, in the mean of the development pictures."""

LEAST_MOUTH_LINES = 0.35
LEAST_LOWER_CONTRAST = 0.3
LEAST_EYE_CONTRAST = 0.33
"""Shares of the whole face's gradient, and of its standard deviation. Of the 3,241 aligned faces of the development
pictures these refuse 8, of which 5 do wear dark glasses. Covers painted onto 59 of the pictures, which then went
through detector and landmarks: 59 masks, 58 hands and 41 dark glasses refused, 1 of the 59 untouched ones."""

RIVAL = 0.5
"""A second face of this share of the first one's weight makes it two people."""

RIVAL_SCORE = 0.3
"""What the detector is less sure of is no second person: folds of a suit reach 0.1, a face seen from the front 1."""


@dataclass(frozen=True)
class Finding:
    """One face that the detector found; ``score`` is the detector's (0 is its usual limit, 1 and more is clear)."""

    box: FaceBox
    score: float


@dataclass(frozen=True)
class Choice:
    """The face that counts; ``rivalled`` when another one might as well."""

    finding: Finding
    rivalled: bool


def choose(findings: Sequence[Finding], width: int, height: int) -> Choice | None:
    """The person in front: the largest face, nearer the middle counting for more; None where there is none.

    A smaller face right under a larger one is a print on clothes or a badge and is passed over.
    """
    faces = [f for f in findings if not any(_worn_by(f.box, other.box) for other in findings)]
    if not faces:
        return None
    first = max(faces, key=lambda f: _weight(f.box, width, height) * min(1.0, max(0.2, f.score / 0.5)))
    limit = RIVAL * _weight(first.box, width, height)
    rivals = (f for f in faces if f is not first and f.score >= RIVAL_SCORE)
    return Choice(first, rivalled=any(_weight(f.box, width, height) >= limit for f in rivals))


def _worn_by(face: FaceBox, wearer: FaceBox) -> bool:
    if face is wearer or face.area > 0.7 * wearer.area or face.top < wearer.bottom - wearer.height // 4:
        return False
    middle = (face.left + face.right) / 2
    below = face.top - wearer.bottom
    return wearer.left - wearer.width <= middle <= wearer.right + wearer.width and below < 4 * wearer.height


def _weight(box: FaceBox, width: int, height: int) -> float:
    sideways = ((box.left + box.right) / width - 1) / 0.5
    upright = ((box.top + box.bottom) / height - 1) / 0.9
    return box.area * math.exp(-(sideways**2) - upright**2)


def gate(chip: Picture, finding: Finding, points: NDArray[np.float64]) -> float | PoorReason:
    """The quality (0 to 1) of one aligned face, or why it is refused.

    ``chip`` is 150x150; ``points`` are the five landmarks as (x, y): outer and inner corner of one eye, outer and
    inner corner of the other, bottom of the nose.
    """
    import cv2

    if finding.box.width < SMALLEST_FACE:
        return "too_far"
    grey = cv2.cvtColor(chip, cv2.COLOR_RGB2GRAY)
    middle = grey[30:120, 30:120]
    light = float(middle.mean())
    if light < DARKEST:
        return "too_dark"
    if light > BRIGHTEST:
        return "too_bright"
    sharpness = float(cv2.Laplacian(grey, cv2.CV_64F).var())
    if sharpness < LEAST_SHARPNESS:
        return "blurred"
    if covered(grey):
        return "covered"
    turn = turn_of(points)
    if finding.score < LEAST_DETECTOR_SCORE or turn > LARGEST_TURN:
        return "turned_away"
    parts = (
        min(1.0, finding.box.width / 120),
        min(1.0, sharpness / 40),
        min(1.0, max(0.0, finding.score + 0.5) / 1.5),
        1.0 - turn / LARGEST_TURN / 2,
    )
    return float(np.prod(parts) ** (1 / len(parts)))


def covered(grey: NDArray[Any]) -> bool:
    """Whether mouth or eyes of an aligned grey face (150x150) are hidden: by a mask, a hand, dark glasses.

    A mouth has a dark line across and shadows around it, eyes are the most contrasted part of a face; what covers
    them is plainer. The limits below are measured.
    """
    import cv2

    across = np.abs(cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    along = np.abs(cv2.Sobel(grey, cv2.CV_32F, 1, 0))
    lines = float(across[MOUTH].mean()) / (float((across[FACE] + along[FACE]).mean()) + 1e-6)
    spread = float(grey[FACE].std()) + 1.0
    lower = float(grey[LOWER].std()) / spread
    eyes = (float(grey[LEFT_EYE].std()) + float(grey[RIGHT_EYE].std())) / 2 / spread
    return lines < LEAST_MOUTH_LINES or lower < LEAST_LOWER_CONTRAST or eyes < LEAST_EYE_CONTRAST


def turn_of(points: NDArray[np.float64]) -> float:
    """How far the head is turned sideways: 0 looking straight, about 0.5 at 45 degrees."""
    left, right = points[0:2].mean(axis=0), points[2:4].mean(axis=0)
    between = right - left
    distance = float(np.hypot(*between))
    if distance == 0:
        return math.inf
    along = float(np.dot(points[4] - (left + right) / 2, between)) / distance**2
    return abs(along)
