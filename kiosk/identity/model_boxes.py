"""What other detectors find, in the form that dlib's detector gives it: square boxes from the brows to the chin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kiosk.identity.models.manifest import Output
from kiosk.identity.probe import Finding
from kiosk.ports import FaceBox

OVERLAP = 0.4
"""Of two findings that overlap by more (intersection over union), the surer one counts."""

CLEAR = 1.5
"""dlib's score of a face that is clearly there: what full certainty becomes. ``least`` becomes 0, dlib's own limit."""


def findings(found: Sequence[tuple[NDArray[np.float32], float]], form: Output) -> list[Finding]:
    """``found``: left, top, right, bottom in pixels and a score from 0 to 1, surest first."""
    kept: list[Finding] = []
    for corners, score in found:
        box = _square(corners, form)
        if box.area and all(_overlap(box, other.box) <= OVERLAP for other in kept):
            kept.append(Finding(box, CLEAR * (score - form.least) / (1 - form.least)))
    return kept


def _square(corners: NDArray[np.float32], form: Output) -> FaceBox:
    left, top, right, bottom = (float(edge) for edge in corners)
    height = bottom - top
    middle, level = (left + right) / 2 + form.right * height, (top + bottom) / 2 + form.down * height
    half = form.side * height / 2
    return FaceBox(round(middle - half), round(level - half), round(middle + half), round(level + half))


def _overlap(one: FaceBox, other: FaceBox) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    both = max(0, width) * max(0, height)
    return both / (one.area + other.area - both)
