"""Films as the kiosk's looks see them: at most 15 frames a second, at least 640 wide, the first minute."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageSequence

from kiosk.identity.pictures import MAX_PIXELS, Unreadable
from kiosk.ports import Frame, Picture

WIDTH = 640
LOOKS_A_SECOND = 15.0
LONGEST = 60.0
"""Seconds."""

ANIMATIONS = frozenset({".gif", ".webp", ".png", ".apng"})


def read_film(path: Path) -> Iterator[Frame] | Unreadable:
    """The frames, or why there are none. A file that breaks later on simply ends there."""
    if not path.is_file():
        return Unreadable("missing", "no such file")
    frames = _thinned(_animation(path) if path.suffix.lower() in ANIMATIONS else _video(path))
    first = next(frames, None)
    if first is None:
        return Unreadable("corrupt", "not a readable film")
    return _with_first(first, frames)


def is_animation(path: Path) -> bool:
    """Whether a picture file holds more than one picture."""
    if path.suffix.lower() not in ANIMATIONS:
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as image:
                return getattr(image, "n_frames", 1) > 1
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return False


def _with_first(first: Frame, rest: Iterator[Frame]) -> Iterator[Frame]:
    yield first
    yield from rest


def _thinned(pictures: Iterator[tuple[float, Picture]]) -> Iterator[Frame]:
    """``pictures`` are (seconds, picture)."""
    last = -1.0
    for number, (at, picture) in enumerate(pictures):
        if at > LONGEST:
            return
        if at - last >= 1 / LOOKS_A_SECOND - 1e-3:
            last = at
            yield Frame(_wide(picture), at, number)


def _wide(picture: Picture) -> Picture:
    import cv2

    width = picture.shape[1]
    if width == WIDTH:
        return picture
    method = cv2.INTER_CUBIC if width < WIDTH else cv2.INTER_AREA
    return np.asarray(cv2.resize(picture, None, fx=WIDTH / width, fy=WIDTH / width, interpolation=method), np.uint8)


def _animation(path: Path) -> Iterator[tuple[float, Picture]]:
    at = 0.0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as image:
                if image.size[0] * image.size[1] > MAX_PIXELS:
                    return
                for one in ImageSequence.Iterator(image):
                    yield at, np.array(one.convert("RGB"), dtype=np.uint8)
                    at += max(20.0, float(one.info.get("duration", 100))) / 1000
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return  # what was read before the damage counts


def _video(path: Path) -> Iterator[tuple[float, Picture]]:
    import cv2

    capture = cv2.VideoCapture(str(path))
    try:
        rate = capture.get(cv2.CAP_PROP_FPS)
        rate = rate if 1 <= rate <= 240 else 25.0
        number = 0
        while capture.isOpened():
            good, picture = capture.read()
            if not good or picture.shape[0] * picture.shape[1] > MAX_PIXELS:
                return
            yield number / rate, np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
            number += 1
    finally:
        capture.release()
