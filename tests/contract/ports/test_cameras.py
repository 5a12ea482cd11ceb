"""Every camera keeps the port's promises: the fake of the tests and the real adapters alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from jobfair.errors import CameraLost
from kiosk.devices.camera import camera_from
from kiosk.ports import Camera
from tests.fakes.devices import FakeCamera, picture


def _picture_file(folder: Path) -> Camera:
    cv2.imwrite(str(folder / "one.png"), picture(90, 320, 240))
    return camera_from(str(folder / "one.png"))


def _folder(folder: Path) -> Camera:
    for number in range(3):
        cv2.imwrite(str(folder / f"{number}.png"), picture(40 * number, 320, 240))
    return camera_from(str(folder))


def _film(folder: Path) -> Camera:
    writer = cv2.VideoWriter(str(folder / "film.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 30.0, (320, 240))
    for number in range(3):
        writer.write(picture(40 * number, 320, 240))
    writer.release()
    return camera_from(str(folder / "film.avi"))


CAMERAS: dict[str, Callable[[Path], Camera]] = {
    "fake": lambda folder: FakeCamera([picture(40), picture(80)], is_demonstration=True),
    "picture": _picture_file,
    "folder": _folder,
    "film": _film,
}


@pytest.fixture(params=list(CAMERAS))
def camera(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Camera]:
    camera = CAMERAS[request.param](tmp_path)
    yield camera
    camera.close()


def test_closed_camera_when_read_is_lost(camera: Camera) -> None:
    with pytest.raises(CameraLost):
        camera.read()


def test_open_camera_when_read_gives_rgb_frames_in_order(camera: Camera) -> None:
    camera.open()
    frames = [camera.read() for _ in range(5)]
    for frame in frames:
        assert frame.image.dtype == np.uint8
        assert frame.image.ndim == 3
        assert frame.image.shape[2] == 3
    assert [b.sequence - a.sequence for a, b in pairwise(frames)] == [1] * 4
    assert sorted(f.taken_at for f in frames) == [f.taken_at for f in frames]


def test_camera_when_opened_again_gives_frames_again(camera: Camera) -> None:
    for _ in range(2):
        camera.open()
        camera.read()
        camera.close()
        camera.close()


def test_film_in_place_of_a_camera_says_that_it_is_one(camera: Camera) -> None:
    assert camera.is_demonstration
    assert camera.description
