"""Cameras: what a specification names, and every way to lose one."""

from __future__ import annotations

import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from jobfair.errors import CameraLost
from kiosk.devices.camera import FilmCamera, LiveCamera, StillCamera, camera_from


def film(path: Path, frames: int = 4, still: bool = False) -> Path:
    """A film of 20 frames a second whose n-th picture is grey of level 40 n."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 20.0, (320, 240))
    for number in range(frames):
        writer.write(np.full((240, 320, 3), 100 if still else 40 * number, dtype=np.uint8))
    writer.release()
    return path


def test_specification_when_read_names_the_kind_of_camera(tmp_path: Path) -> None:
    Image.new("RGB", (64, 48)).save(tmp_path / "one.png")
    assert isinstance(camera_from("0"), LiveCamera)
    assert isinstance(camera_from("rtsp://camera.example/stream"), LiveCamera)
    assert isinstance(camera_from(str(tmp_path)), StillCamera)
    assert isinstance(camera_from(str(tmp_path / "one.png")), StillCamera)
    assert isinstance(camera_from(str(film(tmp_path / "film.avi"))), FilmCamera)
    with pytest.raises(CameraLost):
        camera_from(str(tmp_path / "missing.mp4"))


def test_description_when_the_address_holds_a_password_leaves_it_out() -> None:
    assert LiveCamera("rtsp://user:secret@camera.example/stream?token=1").description == "rtsp://camera.example/stream"


def test_film_when_it_ends_begins_again(tmp_path: Path) -> None:
    camera = FilmCamera(film(tmp_path / "film.avi", frames=3))
    camera.open()
    frames = [camera.read() for _ in range(7)]
    camera.close()
    assert [round(int(f.image[0, 0, 0]) / 40) for f in frames] == [0, 1, 2, 0, 1, 2, 0]
    assert [f.sequence for f in frames] == list(range(7))
    assert camera.is_demonstration


def test_film_when_it_is_no_film_is_lost(tmp_path: Path) -> None:
    (tmp_path / "film.mkv").write_bytes(b"not a film" * 100)
    with pytest.raises(CameraLost):
        FilmCamera(tmp_path / "film.mkv").open()


def test_missing_device_when_opened_is_lost() -> None:
    with pytest.raises(CameraLost, match="not plugged in"):
        LiveCamera(97).open()


def test_stream_when_nobody_answers_is_lost() -> None:
    with pytest.raises(CameraLost):
        LiveCamera("http://127.0.0.1:9/stream").open()


def test_live_camera_when_pulled_out_is_lost_and_stays_closed(tmp_path: Path) -> None:
    camera = LiveCamera(str(film(tmp_path / "film.avi", frames=2)))  # its end is what a pulled plug looks like
    camera.open()
    camera.read()
    camera.read()
    for _ in range(2):
        with pytest.raises(CameraLost):
            camera.read()


def test_live_camera_when_frozen_is_lost(tmp_path: Path) -> None:
    seconds = itertools.count()
    camera = LiveCamera(str(film(tmp_path / "film.avi", frames=20, still=True)), clock=lambda: float(next(seconds)))
    camera.open()
    with pytest.raises(CameraLost, match="again and again"):
        for _ in range(20):
            camera.read()


def test_pictures_when_none_is_readable_are_lost(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"no")
    with pytest.raises(CameraLost):
        StillCamera(tmp_path).open()


def test_colours_when_read_are_red_green_blue(tmp_path: Path) -> None:
    Image.new("RGB", (64, 48), (200, 100, 50)).save(tmp_path / "one.png")
    camera = StillCamera(tmp_path / "one.png")
    camera.open()
    assert camera.read().image[0, 0].tolist() == [200, 100, 50]
    camera.close()
