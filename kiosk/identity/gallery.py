"""The gallery: every known FaceTemplate as one float32 matrix, searched by one matrix product.

Templates are turned by the secret rotation of the fair before they are stored: an orthogonal matrix keeps every
cosine, so search works on turned numbers, while a stolen template cannot be compared with a face measured elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobfair.errors import Corrupt, JobFairError
from jobfair.face_rotation import Rotation, normalise
from kiosk.identity.decide import Candidate
from kiosk.ports import Probe, Vector


class WrongEncoder(JobFairError):
    """Numbers of different encoders were about to be compared: the seeker must enrol again."""

    code = "wrong_encoder"


@dataclass(frozen=True)
class FaceTemplate:
    """The stored form of a face: ``numbers`` are float32, little-endian, already turned by the fair's rotation.

    ``encoder`` is the model id, ``frames`` how many pictures were averaged, ``taken`` the day (ISO 8601).
    """

    encoder: str
    numbers: bytes
    frames: int
    taken: str


def rotate(vector: Vector, seed: bytes) -> Vector:
    """One vector turned once; keep a :class:`Rotation` where there are many."""
    return Rotation(seed, vector.shape[-1]).turn(vector)


def average(vectors: Sequence[Vector]) -> Vector:
    """Each normalised, then their mean, normalised again."""
    if not vectors:
        raise ValueError("nothing to average")
    return normalise(np.mean([normalise(v) for v in vectors], axis=0, dtype=np.float32))


def template_of(probe: Probe, rotation: Rotation | None, taken: str) -> FaceTemplate:
    """What is stored of an enrolment's probe."""
    vector = rotation.turn(probe.vector) if rotation else normalise(probe.vector)
    return FaceTemplate(probe.encoder, vector.astype("<f4").tobytes(), probe.frames, taken)


class Gallery:
    """Up to 100,000 people of one encoder in memory (51 MB for 128 numbers). Not thread-safe: owned by one controller.

    ``rotation`` is the fair's; probes are turned by it at search, templates come turned already. ``size`` is how many
    numbers the encoder gives.
    """

    def __init__(self, encoder: str, rotation: Rotation | None = None, size: int = 128) -> None:
        self.encoder = encoder
        self._rotation = rotation
        self._size = size
        self._ids: list[str] = []
        self._row_of: dict[str, int] = {}
        self._room = np.zeros((0, size), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, person: str) -> bool:
        return person in self._row_of

    def put(self, person: str, template: FaceTemplate) -> None:
        """Adds one person, or replaces her template. Raises WrongEncoder."""
        self.fill([(person, template)])

    def fill(self, people: Iterable[tuple[str, FaceTemplate]]) -> None:
        """Adds or replaces many at once. Raises WrongEncoder, or Corrupt, and then changes nothing."""
        fresh: dict[str, bytes] = {}
        for person, template in people:
            self._check(template)
            fresh[person] = template.numbers
        if not fresh:
            return
        vectors = np.frombuffer(b"".join(fresh.values()), dtype="<f4").reshape(-1, self._size)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        self._make_room(sum(person not in self._row_of for person in fresh))
        rows = []
        for person in fresh:
            row = self._row_of.setdefault(person, len(self._ids))
            if row == len(self._ids):
                self._ids.append(person)
            rows.append(row)
        sound = np.isfinite(lengths) & (lengths > 0)  # what is no number is like nobody, and takes nobody along
        self._room[rows] = np.where(sound, vectors, 0) / np.where(sound, lengths, 1)

    def remove(self, person: str) -> bool:
        """Takes a person out (consent withdrawn or expired). False when she was not in."""
        row = self._row_of.pop(person, None)
        if row is None:
            return False
        last = len(self._ids) - 1
        if row != last:
            self._ids[row] = self._ids[last]
            self._row_of[self._ids[row]] = row
            self._room[row] = self._room[last]
        self._ids.pop()
        self._room[last] = 0  # so that the numbers really leave the memory
        return True

    def search(self, probe: Probe, top: int = 2) -> tuple[Candidate, ...]:
        """The ``top`` most alike people, best first; empty when nobody is enrolled. Raises WrongEncoder."""
        if probe.encoder != self.encoder:
            raise wrong_encoder(probe.encoder, self.encoder)
        if not self._ids:
            return ()
        vector = self._rotation.turn(probe.vector) if self._rotation else normalise(probe.vector)
        scores = self._matrix @ vector
        count = min(top, len(self._ids))
        best = np.argpartition(-scores, count - 1)[:count]
        return tuple(Candidate(self._ids[i], float(scores[i])) for i in best[np.argsort(-scores[best])])

    def alike(self, template: FaceTemplate, limit: float) -> tuple[Candidate, ...]:
        """Everybody whose template is this one's or too like it. Raises WrongEncoder, or Corrupt."""
        scores = self._matrix @ self._vector_of(template)
        return tuple(Candidate(self._ids[i], float(scores[i])) for i in np.flatnonzero(scores >= limit))

    def is_alike(self, person: str, limit: float) -> bool:
        """Whether somebody else here is too like ``person`` to be told apart: enrolled twice, twins."""
        row = self._row_of.get(person)
        return row is not None and int((self._matrix @ self._room[row] >= limit).sum()) > 1

    @property
    def _matrix(self) -> NDArray[np.float32]:
        return self._room[: len(self._ids)]

    def _make_room(self, more: int) -> None:
        """For ``more`` people, and some, so that one after the other does not copy everybody each time."""
        wanted = len(self._ids) + more
        if wanted > len(self._room):
            spare = min(wanted // 8, 4096)
            fresh = np.zeros((wanted + spare, self._size), dtype=np.float32)
            fresh[: len(self._ids)] = self._matrix
            self._room = fresh

    def _check(self, template: FaceTemplate) -> None:
        if template.encoder != self.encoder:
            raise wrong_encoder(template.encoder, self.encoder)
        if len(template.numbers) != 4 * self._size:
            raise Corrupt(f"a face template has {len(template.numbers)} bytes, not {4 * self._size}")

    def _vector_of(self, template: FaceTemplate) -> Vector:
        self._check(template)
        return normalise(np.frombuffer(template.numbers, dtype="<f4").astype(np.float32))


def wrong_encoder(found: str, used: str) -> WrongEncoder:
    """Names both."""
    return WrongEncoder(
        f"the face was measured by the encoder {found}, and this is {used}: their numbers cannot be compared. "
        "Enrol again, or choose the encoder of before"
    )
