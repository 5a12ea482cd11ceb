"""Where a title lies among all occupations that the dictionary knows, whatever its own words are.

A title's nearest names in the dictionary vote for their occupations; two titles are near where their votes agree. A
question's votes are by meaning and, in its own language, by letters too; a fair's titles vote by meaning only.
What it gains, and what that was measured with, is in decision 0033. The names' vectors come with the program
(resources/make/occupations.py), 128 of the encoder's 512 dimensions in a byte each.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jobfair.matching.encoder import Vectors
from jobfair.matching.letters import GroupedLetters
from jobfair.text import Language

Ints = NDArray[np.int64]
#: How many names of one occupation vote, how many of its nearest names a title asks, how many occupations it keeps.
VOTES, ASKED, KEPT = 5, 400, 20
#: In deviations of the likeness to all names: an occupation so much less near has 1/e of the weight.
SHARPNESS = 0.5
#: Of the weight of a title that the dictionary names: so much is for the named occupation.
NAMED = 0.5
#: A question's likeness to each occupation by letters, beside that by meaning, as z-scores: in its sharp votes, and in
#: its whole likeness. Its sharp votes by both count VOTED beside those by meaning, which count PLACED.
LETTERS_VOTE, LETTERS_LIKE, MEANING_LIKE = 0.2, 0.3, 0.7
SHARPNESS_OF_BOTH = 0.2
PLACED, VOTED = 3.0, 2.0
#: BM25's k1 and b over an occupation's names: long lists of names are hardly held against it.
SATURATION, LENGTH = 1.5, 0.1
STEM = 6
STEP = 200.0
BATCH = 64


@dataclass(frozen=True)
class Place:
    """Occupations by number, and their weights: a vector of length 1."""

    numbers: Ints
    weights: Vectors


@dataclass(frozen=True)
class Likeness:
    """A question among all occupations: its sharp ``votes`` (at most PLACED + VOTED), and how ``near`` each one is, as
    z-scores. Without letters the votes are by meaning alone (at most 1)."""

    votes: Vectors
    near: Vectors
    by_letters: bool


class Occupations:
    """``names``, the occupation ``owners`` of each (sorted) and their reduced vectors in bytes, of one language."""

    def __init__(self, names: tuple[str, ...], owners: Ints, codes: tuple[str, ...], vectors: NDArray[np.int8]) -> None:
        self.names, self.codes = names, codes
        self.number = {code: i for i, code in enumerate(codes)}
        self._owners = owners
        self._sizes = np.minimum(np.bincount(owners, minlength=len(codes)), VOTES)
        self._stored = vectors
        self._vectors = vectors.astype(np.float32) / np.float32(STEP)

    def __len__(self) -> int:
        return len(self.codes)

    def without(self, names: Collection[str]) -> Occupations:
        """The same without these names (normal titles); an occupation without names has no votes."""
        kept = np.array([name not in names for name in self.names], dtype=bool)
        left = tuple(name for name, keep in zip(self.names, kept, strict=True) if keep)
        return Occupations(left, self._owners[kept], self.codes, self._stored[kept])

    def place(self, reduced: Vectors) -> Place:
        """Where a title lies, by its reduced vector (length 1)."""
        return self._place(np.einsum("ij,j->i", self._vectors, reduced), ())

    def likeness(self, reduced: Vectors, spelled: str) -> Likeness:
        """The same with all occupations. ``spelled``: the title, where it is in the names' language; else empty."""
        like = np.einsum("ij,j->i", self._vectors, reduced)
        place = self._place(like, ())
        votes = np.zeros(len(self.codes), dtype=np.float32)
        votes[place.numbers] = place.weights
        meaning = _standard(self._few(like))
        if not spelled or not len(like):
            return Likeness(votes, meaning, by_letters=False)
        letters = _standard(self.letters.against(_stems(spelled)))
        both = (1 - LETTERS_VOTE) * meaning + LETTERS_VOTE * letters
        best = np.argsort(-both, kind="stable")[:KEPT]
        weights = np.exp((both[best] - both[best[0]]) / SHARPNESS_OF_BOTH)
        votes *= np.float32(PLACED)
        votes[best] += np.float32(VOTED) * (weights / np.linalg.norm(weights)).astype(np.float32)
        return Likeness(votes, (MEANING_LIKE * meaning + LETTERS_LIKE * letters).astype(np.float32), by_letters=True)

    @cached_property
    def letters(self) -> GroupedLetters:
        """All names of an occupation as one text: 销售 is said in many names of a salesperson, and in others once."""
        return GroupedLetters([_stems(name) for name in self.names], self._owners, len(self.codes), SATURATION, LENGTH)

    @cached_property
    def _held(self) -> Ints:
        """The occupations that have names; where each one's names start is found with them."""
        return np.unique(self._owners)

    def _few(self, values: Vectors) -> Vectors:
        """For each occupation the mean of its best name's value and of its best VOTES names' values."""
        least = values.min(initial=0.0)
        found = np.full(len(self.codes), least, dtype=np.float32)
        if not len(values):
            return found
        starts = np.searchsorted(self._owners, self._held)
        size, owner = self._sizes[self._held], np.searchsorted(self._held, self._owners)
        best = most = np.maximum.reduceat(values, starts)
        total, left = best.copy(), values.copy()
        for number in range(1, VOTES):
            left[left == most[owner]] = least  # equal ones go together, and then count as the least there is
            most = np.maximum.reduceat(left, starts)
            total += np.where(size > number, most, np.float32(0))
        found[self._held] = 0.5 * best + 0.5 * total / size
        return found

    def places(self, reduced: Vectors, named: Sequence[Collection[str]]) -> list[Place]:
        """The same for many titles, each with the codes of the occupations that it is known to name."""
        found = []
        for start in range(0, len(reduced), BATCH):
            like = reduced[start : start + BATCH] @ self._vectors.T
            found += [self._place(row, named[start + i]) for i, row in enumerate(like)]
        return found

    def _place(self, like: Vectors, named: Collection[str]) -> Place:
        if not len(like):
            return Place(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))
        deviation = max(float(like.std()), 1e-3)
        asked = min(ASKED, len(like))
        nearest = np.argpartition(-like, asked - 1)[:asked]
        nearest = nearest[np.lexsort((-like[nearest], self._owners[nearest]))]
        owners, values = self._owners[nearest], like[nearest] / deviation
        first = np.flatnonzero(np.r_[True, np.diff(owners) > 0])
        rank = np.arange(asked) - np.repeat(first, np.diff(np.r_[first, asked]))
        voting = rank < VOTES
        least = float(values.min())
        group = np.cumsum(np.r_[False, np.diff(owners) > 0])
        count = np.bincount(group[voting])
        total = np.bincount(group[voting], weights=values[voting])
        found = owners[first]
        size = self._sizes[found]
        score = 0.5 * values[first] + 0.5 * (total + (size - count) * least) / size
        best = np.argsort(-score, kind="stable")[:KEPT]
        weights = np.exp((score[best] - score[best[0]]) / SHARPNESS)
        weights /= np.linalg.norm(weights)
        known = [self.number[code] for code in named if code in self.number]
        return _with(found[best], weights, known) if known else Place(found[best], weights.astype(np.float32))


def _standard(values: Vectors) -> Vectors:
    found: Vectors = (values - values.mean()) / np.float32(max(float(values.std()), 1e-6))
    return found


def _stems(title: str) -> str:
    """English words by their first letters: nurse and nurses, engineer and engineering."""
    return re.sub(rf"([a-z0-9]{{{STEM}}})[a-z0-9]+", r"\1", title)


def _with(numbers: Ints, weights: NDArray[np.float64], named: list[int]) -> Place:
    together = dict(zip(numbers.tolist(), ((1 - NAMED) * weights).tolist(), strict=True))
    for number in named:
        together[number] = together.get(number, 0.0) + NAMED
    values = np.array(list(together.values()))
    return Place(np.array(list(together), dtype=np.int64), (values / np.linalg.norm(values)).astype(np.float32))


@dataclass(frozen=True)
class Atlas:
    """The occupations of each language, and how a vector of ``encoder`` is reduced. ``digest`` names its content."""

    encoder: str
    basis: Vectors
    by_language: Mapping[Language, Occupations]
    digest: str = ""

    def reduce(self, vector: Vectors) -> Vectors:
        """Vectors of the encoder in the atlas's dimensions, length 1."""
        reduced = np.einsum("...i,ij->...j", vector, self.basis)
        lengths = np.linalg.norm(reduced, axis=-1, keepdims=True)
        found: Vectors = (reduced / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
        return found

    def without(self, names: Collection[str]) -> Atlas:
        """To measure: see Occupations.without."""
        kept = {language: found.without(names) for language, found in self.by_language.items()}
        return Atlas(self.encoder, self.basis, kept, f"{self.digest}-without")


def write_atlas(path: Path, encoder: str, basis: Vectors, parts: Mapping[Language, Occupations]) -> None:
    content: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {
        "encoder": _packed(encoder),
        "basis": basis.astype(np.float16),
    }
    for language, part in parts.items():
        content[f"{language}_names"] = _packed("\n".join(part.names))
        content[f"{language}_codes"] = _packed("\n".join(part.codes))
        content[f"{language}_owners"] = part._owners.astype(np.uint16)
        content[f"{language}_vectors"] = part._stored
    with path.open("wb") as stream:
        np.savez(stream, **content)  # type: ignore[arg-type]


def read_atlas(path: Path) -> Atlas:
    """OSError or ValueError where the file is missing or broken."""
    data = path.read_bytes()
    try:
        with np.load(path, allow_pickle=False) as stored:
            parts: dict[Language, Occupations] = {}
            for language in ("zh", "en"):
                names, codes = (tuple(_text(stored[f"{language}_{what}"]).split("\n")) for what in ("names", "codes"))
                owners = stored[f"{language}_owners"].astype(np.int64)
                parts[language] = Occupations(names, owners, codes, stored[f"{language}_vectors"])
            basis = stored["basis"].astype(np.float32)
            return Atlas(_text(stored["encoder"]), basis, parts, hashlib.sha256(data).hexdigest()[:16])
    except (KeyError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} cannot be read") from error


def bundled_atlas() -> Atlas | None:
    """The one that comes with this program, None where it was left out."""
    path = Path(__file__).resolve().parents[2] / "resources" / "titles" / "occupations.npz"
    return read_atlas(path) if path.is_file() else None


def _packed(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _text(packed: NDArray[np.uint8]) -> str:
    return packed.tobytes().decode()
