"""A fair's rotation, and a face that goes from one fair to the next."""

from __future__ import annotations

import numpy as np
import pytest

from jobfair.face_rotation import Rotation, Vector, normalise, turn_over

OLD, NEW = bytes(range(32)), bytes(range(1, 33))


def vector(seed: int) -> Vector:
    return normalise(np.random.default_rng(seed).standard_normal(128).astype(np.float32))


def test_turned_vector_when_turned_back_is_what_it_was() -> None:
    rotation = Rotation(OLD)
    assert np.allclose(rotation.turn_back(rotation.turn(vector(1))), vector(1), atol=1e-5)


def test_stored_face_when_turned_over_is_like_one_stored_at_the_new_fair() -> None:
    old, new = Rotation(OLD), Rotation(NEW)
    stored = old.turn(vector(1)).astype("<f4").tobytes()
    over = np.frombuffer(turn_over(stored, old, new), dtype="<f4")
    assert float(over @ new.turn(vector(1))) == pytest.approx(1, abs=1e-5)
    assert float(over @ old.turn(vector(1))) < 0.5
