"""Which faces a server keeps, and that what is none is like nobody."""

from __future__ import annotations

import numpy as np
import pytest

from jobfair.faces_alike import is_sound, rows_of_length_one

DLIB = "dlib-resnet-v1/mirrored-1"
FACE = np.full(128, 128**-0.5, dtype="<f4")


@pytest.mark.parametrize(
    ("encoder", "numbers", "sound"),
    [
        (DLIB, FACE.tobytes(), True),
        ("other/1", np.full(512, 512**-0.5, dtype="<f4").tobytes(), True),
        (DLIB, (FACE * 1000).tobytes(), False),
        (DLIB, (FACE * np.float32(1.02)).tobytes(), False),
        (DLIB, (FACE * 0).tobytes(), False),
        (DLIB, np.where(np.arange(128) == 3, np.nan, FACE).astype("<f4").tobytes(), False),
        (DLIB, np.where(np.arange(128) == 3, np.inf, FACE).astype("<f4").tobytes(), False),
        (DLIB, np.full(64, 64**-0.5, dtype="<f4").tobytes(), False),
        (DLIB, FACE.tobytes() + b"\0", False),
        ("other/1", b"", False),
        ("other/1", np.full(4096, 4096**-0.5, dtype="<f4").tobytes(), False),
    ],
)
def test_face_with_numbers_that_no_kiosk_measured_is_not_sound(encoder: str, numbers: bytes, sound: bool) -> None:
    assert is_sound(encoder, numbers) is sound


def test_rows_scaled_or_broken_are_compared_by_their_direction_or_not_at_all() -> None:
    broken = np.where(np.arange(128) == 3, np.nan, FACE).astype("<f4")
    rows = rows_of_length_one([FACE.tobytes(), (FACE * 1000).tobytes(), broken.tobytes(), (FACE * 0).tobytes()])
    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 1, 0, 0])
    assert np.allclose(rows @ FACE, [1, 1, 0, 0])
