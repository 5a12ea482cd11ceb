"""Portraits for tests that need a real face: the astronaut of scikit-image (NASA, public domain), varied."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageEnhance

from kiosk.ports import Picture


def astronaut(shift: int = 0, light: float = 1.0, mirrored: bool = False) -> Picture:
    """The portrait, 512x512, moved to the right by ``shift`` pixels and made lighter or darker."""
    from skimage import data

    image = Image.fromarray(np.roll(data.astronaut(), shift, axis=1))
    image = ImageEnhance.Brightness(image).enhance(light)
    picture = np.array(image, dtype=np.uint8)
    return np.ascontiguousarray(picture[:, ::-1]) if mirrored else picture


def two_astronauts() -> Picture:
    """Two equal faces side by side."""
    half = astronaut()[:330, 70:390]
    return np.ascontiguousarray(np.concatenate([half, half], axis=1))


def empty_room() -> Picture:
    """A picture without a face."""
    from skimage import data

    return np.array(Image.fromarray(data.coffee()).resize((640, 480)), dtype=np.uint8)
