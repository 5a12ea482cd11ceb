"""Reading picture files that others made: nothing of them is trusted, and nothing large is decoded."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image, ImageOps

from kiosk.ports import Picture

MAX_PIXELS = 50_000_000
"""Larger pictures are refused by their header, before anything is decoded (three bytes a pixel: 150 MB)."""

_MOST = MAX_PIXELS // 10**6

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".pgm", ".ppm", ".gif"})


@dataclass(frozen=True)
class Unreadable:
    """Not a picture that can be used (``failed``: the face engine ended on it). ``reason`` is stable; ``text`` explains
    it to an operator."""

    reason: Literal["missing", "too_large", "corrupt", "failed"]
    text: str


def read_picture(path: Path, longest: int = 1600) -> Picture | Unreadable:
    """The picture as RGB, upright by its EXIF orientation, its longer side reduced to ``longest`` pixels.

    An expected failure is a value.
    """
    if not path.is_file():
        return Unreadable("missing", "not a file" if path.exists() else "no such file")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large headers; the size is checked just below
            with Image.open(path) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    return Unreadable("too_large", f"{width * height / 1e6:.0f} megapixels; the most is {_MOST}")
                image.draft("RGB", (longest, longest))  # lets JPEG decode at a fraction of its size
                upright = ImageOps.exif_transpose(image).convert("RGB")
                upright.thumbnail((longest, longest))
                return np.array(upright, dtype=np.uint8)
    except Image.DecompressionBombError:
        return Unreadable("too_large", f"far more than {_MOST} megapixels")
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError) as error:
        # Pillow's decoders let all of these out for damaged files.
        return Unreadable("corrupt", f"not a readable picture ({type(error).__name__})")


def pictures_in(folder: Path) -> list[Path]:
    """The picture files right inside a folder, by name; hidden files are left out."""
    found = (p for p in folder.iterdir() if p.is_file() and p.suffix.lower() in SUFFIXES and not p.name.startswith("."))
    return sorted(found)
