"""Pictures as models want them: a face cut out or turned upright, and its values as numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kiosk.identity.models.manifest import Input
from kiosk.ports import FaceBox, Picture, Points

CHIP = 112
ARCFACE = np.array([[73.60, 52.85], [38.29, 53.11], [55.92, 79.91]], dtype=np.float64)
"""Where ArcFace's 112x112 template has the middles of the eyes (the right one of the picture first, as dlib's five
points do) and the bottom of the nose. ArcFace itself uses the tip; the bottom was measured: mean of 374 pictures of
Labeled Faces in the Wild, aligned by 68 points."""


def arcface_chip(image: Picture, five: Points) -> Picture:
    """The face upright at 112x112: the similarity transform that brings three points nearest to ArcFace's template.

    Measured (210 people, 3 enrolled, 2 probes, the encoder faceplugin-feature): found at one false in ten thousand
    100 % so, 99.5 % with five of 68 points; one against one 95.8 and 96.8 %.
    """
    import cv2

    points = five.astype(np.float64)
    three = np.array([points[0:2].mean(axis=0), points[2:4].mean(axis=0), points[4]])
    matrix = _similarity(three, ARCFACE)
    chip: Picture = cv2.warpAffine(image, matrix, (CHIP, CHIP))  # type: ignore[assignment]
    return chip


def cut(image: Picture, box: FaceBox, wanted: Input) -> tuple[Picture, tuple[float, float, float, float]]:
    """The grown and moved box, scaled to ``wanted.size``; and left, top, width, height of what was cut.

    What lies outside of the picture is filled with its edge.
    """
    import cv2

    width, height = box.width * wanted.grow, box.height * wanted.grow
    left = (box.left + box.right - width) / 2
    top = (box.top + box.bottom - height) / 2 + wanted.down * box.height
    right, down = wanted.size[0] / max(width, 1e-6), wanted.size[1] / max(height, 1e-6)
    matrix = np.array([[right, 0, -left * right], [0, down, -top * down]], dtype=np.float64)
    face: Picture = cv2.warpAffine(image, matrix, wanted.size, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[assignment]
    return face, (left, top, width, height)


def fed(picture: Picture, wanted: Input) -> NDArray[np.float32]:
    """1 x channels x height x width, float32: ``(value - mean) / scale``."""
    import cv2

    if wanted.channels == "grey":
        planes = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[None]
    else:
        planes = (picture if wanted.channels == "rgb" else picture[..., ::-1]).transpose(2, 0, 1)
    numbers = (planes.astype(np.float32) - np.float32(wanted.mean)) * np.float32(1 / wanted.scale)
    return np.ascontiguousarray(numbers[None])


def _similarity(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn, scale and shift (2 x 3) with the least squared distance to ``target``; points of no extent stay small."""
    middle, wanted = source.mean(axis=0), target.mean(axis=0)
    from_middle, from_wanted = source - middle, target - wanted
    extent = max(float((from_middle**2).sum()), 1e-9)
    along = float((from_middle * from_wanted).sum()) / extent
    across = float((from_middle[:, 0] * from_wanted[:, 1] - from_middle[:, 1] * from_wanted[:, 0]).sum()) / extent
    turn = np.array([[along, -across], [across, along]])
    return np.hstack([turn, (wanted - turn @ middle)[:, None]])
