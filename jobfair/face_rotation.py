"""The secret rotation of a fair: what is kept of a face is turned by it, on the kiosk and on the server.

An orthogonal matrix keeps every cosine, so search works on turned numbers, while a stolen template cannot be compared
with a face measured elsewhere, nor with one of another fair.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class Rotation:
    """The secret rotation of one fair, from a 32-byte seed.

    Gaussian numbers by Box-Muller from SHAKE-256(label || seed), then the Q of their QR decomposition with the signs
    of R's diagonal made positive: a uniformly random orthogonal matrix (Mezzadri 2007). Only hashing and IEEE double
    arithmetic take part, so every machine gets the same matrix to within 1e-12, far below float32.
    """

    def __init__(self, seed: bytes, size: int = 128) -> None:
        if len(seed) != 32:
            raise ValueError("the rotation's seed has 32 bytes")
        stream = hashlib.shake_256(b"jobfair face rotation v1" + seed).digest(size * size * 16)
        integers = np.frombuffer(stream, dtype="<u8").reshape(2, size, size)
        uniform = ((integers >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
        gauss = np.sqrt(-2.0 * np.log(uniform[0])) * np.cos(2.0 * np.pi * uniform[1])
        q, r = np.linalg.qr(gauss)
        self._matrix: Vector = np.ascontiguousarray(q * np.sign(np.diag(r)), dtype=np.float32)

    def turn(self, vector: Vector) -> Vector:
        """The turned vector, of length 1 again."""
        return normalise(vector @ self._matrix)

    def turn_back(self, vector: Vector) -> Vector:
        """What ``turn`` was given, of length 1."""
        return normalise(vector @ self._matrix.T)


def normalise(vector: NDArray[np.float32]) -> Vector:
    """Scaled to length 1; a zero vector stays zero and so is like nobody."""
    length = float(np.linalg.norm(vector))
    return (vector / length).astype(np.float32) if length > 0 else vector.astype(np.float32)


def turn_over(numbers: bytes, old: Rotation, new: Rotation) -> bytes:
    """A stored face of one fair as it is stored at another one: float32, little endian, of length 1."""
    vector = np.frombuffer(numbers, dtype="<f4").astype(np.float32)
    return new.turn(old.turn_back(vector)).astype("<f4").tobytes()
