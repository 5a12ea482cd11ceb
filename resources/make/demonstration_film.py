"""Make the demonstration film: a public-domain portrait (NASA's astronaut Eileen Collins, as bundled with
scikit-image) under a slowly moving virtual camera, for machines without a camera.

    python resources/make/demonstration_film.py .cache/demonstration-film.avi

640x480, 15 frames a second, 16 seconds. The path closes, so that the film can be played in a loop without a jump.
A fixed seed gives the same film on every machine. The film is made at set-up and never committed.
"""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage import data

WIDTH, HEIGHT, FPS, SECONDS = 640, 480, 15, 16
FACE_X, FACE_Y = 224.0, 115.0
"""Middle of the face in the 512x512 portrait, in pixels."""


def frames(seconds: float = SECONDS) -> Iterator[NDArray[np.uint8]]:
    """The film's frames, BGR, ``HEIGHT`` x ``WIDTH``. The face is between 150 and 190 pixels wide and never leaves
    the picture; a hand's tremor and the sensor's noise make every frame a little different, as from a camera."""
    portrait = cv2.cvtColor(data.astronaut(), cv2.COLOR_RGB2BGR)
    random = np.random.default_rng(seed=1)
    count = round(seconds * FPS)
    tremor = random.normal(0.0, 0.5, size=(count, 2))
    for number in range(count):
        turn = 2.0 * math.pi * number / count
        zoom = 1.75 + 0.12 * math.sin(turn)
        angle = 1.5 * math.sin(2.0 * turn)
        at_x = WIDTH / 2 + 34.0 * math.sin(turn) + tremor[number, 0]
        at_y = HEIGHT * 0.37 + 6.0 * math.cos(2.0 * turn) + tremor[number, 1]
        view = cv2.getRotationMatrix2D((FACE_X, FACE_Y), angle, zoom)
        view[:, 2] += (at_x - FACE_X, at_y - FACE_Y)
        still = cv2.warpAffine(portrait, view, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        light = 1.0 + 0.03 * math.sin(3.0 * turn)
        noise = random.normal(0.0, 2.0, size=still.shape)
        yield np.clip(still * light + noise, 0, 255).astype(np.uint8)


def write(path: Path) -> None:
    """Write the film to ``path`` (AVI, motion JPEG); an interrupted run leaves nothing under that name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.stem}.part{path.suffix}")
    writer = cv2.VideoWriter(str(unfinished), cv2.VideoWriter.fourcc(*"MJPG"), FPS, (WIDTH, HEIGHT))
    if not writer.isOpened():
        raise SystemExit(f"this OpenCV cannot write {path.suffix} films")
    for frame in frames():
        writer.write(frame)
    writer.release()
    os.replace(unfinished, path)


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the demonstration film from a public-domain portrait.")
    parser.add_argument("path", type=Path, help="where to write it, e.g. .cache/demonstration-film.avi")
    path = parser.parse_args().path
    write(path)
    print(f"{path}: {SECONDS} s, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
