"""The gallery: every known FaceTemplate as one float32 matrix, searched by one matrix product.

Templates are turned by the secret rotation of the fair before they are stored: an orthogonal matrix keeps every
cosine, so search works on turned numbers, while a stolen template cannot be compared with a face measured elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

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
    """Up to 100,000 people of one encoder in memory (51 MB). Not thread-safe: owned by one controller.

    ``rotation`` is the fair's; probes are turned by it at search, templates come turned already.
    """

    def __init__(self, encoder: str, rotation: Rotation | None = None, size: int = 128) -> None:
        self.encoder = encoder
        self._rotation = rotation
        self._ids: list[str] = []
        self._row_of: dict[str, int] = {}
        self._matrix = np.zeros((0, size), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, person: str) -> bool:
        return person in self._row_of

    def put(self, person: str, template: FaceTemplate) -> None:
        """Adds one person, or replaces her template. Raises WrongEncoder."""
        self.fill([(person, template)])

    def fill(self, people: Iterable[tuple[str, FaceTemplate]]) -> None:
        """Adds or replaces many at once. Raises WrongEncoder, or Corrupt, and then changes nothing."""
        fresh: dict[str, Vector] = {}
        for person, template in people:
            fresh[person] = self._vector_of(template)
        rows = []
        for person, vector in fresh.items():
            if person in self._row_of:
                self._matrix[self._row_of[person]] = vector
            else:
                self._row_of[person] = len(self._ids)
                self._ids.append(person)
                rows.append(vector)
        if rows:
            self._matrix = np.concatenate([self._matrix, np.stack(rows)])

    def remove(self, person: str) -> bool:
        """Takes a person out (consent withdrawn or expired). False when she was not in."""
        row = self._row_of.pop(person, None)
        if row is None:
            return False
        last = len(self._ids) - 1
        if row != last:
            self._ids[row] = self._ids[last]
            self._row_of[self._ids[row]] = row
            self._matrix[row] = self._matrix[last]
        self._ids.pop()
        self._matrix = self._matrix[:last].copy()  # a copy, so that the numbers really leave the memory
        return True

    def search(self, probe: Probe, top: int = 2) -> tuple[Candidate, ...]:
        """The ``top`` most alike people, best first; empty when nobody is enrolled. Raises WrongEncoder."""
        if probe.encoder != self.encoder:
            raise WrongEncoder(f"probe of {probe.encoder}, gallery of {self.encoder}")
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

    def _vector_of(self, template: FaceTemplate) -> Vector:
        if template.encoder != self.encoder:
            raise WrongEncoder(f"template of {template.encoder}, gallery of {self.encoder}")
        if len(template.numbers) != 4 * self._matrix.shape[1]:
            raise Corrupt(f"a face template has {len(template.numbers)} bytes, not {4 * self._matrix.shape[1]}")
        return normalise(np.frombuffer(template.numbers, dtype="<f4").astype(np.float32))
