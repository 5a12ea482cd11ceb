"""Picture files from strangers: refused by their header, or read upright; never a crash."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kiosk.identity.pictures import Unreadable, pictures_in, read_picture


def huge_png(path: Path, width: int, height: int) -> Path:
    """A PNG whose header promises width x height pixels and that holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )
    return path


@pytest.mark.parametrize(("width", "height"), [(10_000, 10_000), (30_000, 30_000)])
def test_picture_of_a_hundred_megapixels_when_read_is_refused_by_its_header(
    tmp_path: Path, width: int, height: int
) -> None:
    read = read_picture(huge_png(tmp_path / "huge.png", width, height))
    assert isinstance(read, Unreadable)
    assert read.reason == "too_large"


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"\xff\xd8\xff\xe0" + b"\1" * 80]
)
def test_corrupt_picture_when_read_is_a_value(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.jpg").write_bytes(content)
    read = read_picture(tmp_path / "x.jpg")
    assert isinstance(read, Unreadable)
    assert read.reason == "corrupt"


def test_truncated_picture_when_read_is_a_value(tmp_path: Path) -> None:
    path = tmp_path / "x.jpg"
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (200, 200, 3), dtype=np.uint8)).save(path)
    path.write_bytes(path.read_bytes()[:2000])
    assert isinstance(read_picture(path), Unreadable)


@pytest.mark.parametrize(
    ("name", "said"), [("missing.jpg", "no such file"), (".", "not a file"), ("zero.jpg", "not a file")]
)
def test_missing_picture_when_read_is_a_value(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "zero.jpg").symlink_to("/dev/zero")
    assert read_picture(tmp_path / name) == Unreadable("missing", said)


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "CMYK", "1"])
def test_picture_of_any_mode_when_read_is_rgb(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("x.tif" if mode == "CMYK" else "x.png")
    Image.new("RGB", (40, 30), "teal").convert(mode).save(path)
    read = read_picture(path)
    assert not isinstance(read, Unreadable)
    assert read.shape == (30, 40, 3)
    assert read.dtype == np.uint8


def test_phone_picture_when_read_stands_upright_and_is_reduced(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (4000, 3000), "teal").save(tmp_path / "x.jpg", exif=exif)
    read = read_picture(tmp_path / "x.jpg")
    assert not isinstance(read, Unreadable)
    assert read.shape == (1600, 1200, 3)


def test_folder_when_listed_gives_its_pictures_by_name(tmp_path: Path) -> None:
    for name in ("b.JPG", "a.png", ".hidden.png", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "deeper.png").mkdir()
    assert [path.name for path in pictures_in(tmp_path)] == ["a.png", "b.JPG"]
