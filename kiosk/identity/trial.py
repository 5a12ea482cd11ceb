"""A trial: a folder of people, measured as a kiosk would meet them. For `jobfair calibrate`; keeps numbers, no names.

Everybody with ENROLLED pictures or more is enrolled with the first of them; the next PROBED pictures of those who have
so many more are a visit of hers; whoever has fewer pictures visits as a stranger. Each picture is encoded twice, as it
is and mirrored.
"""

from __future__ import annotations

import queue
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jobfair.errors import DeviceError
from jobfair.faces_alike import alike_pairs
from kiosk.identity.gallery import average
from kiosk.identity.pictures import Unreadable, pictures_in, read_picture
from kiosk.ports import FaceEngine, Frame, Probe, Vector

ENROLLED = 3
PROBED = 2

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Both:
    """One picture's numbers, as it is and mirrored."""

    plain: Vector
    mirrored: Vector


@dataclass
class Numbers:
    """Rows of numbers and whose they are (a number for each person)."""

    rows: list[Vector] = field(default_factory=list)
    people: list[int] = field(default_factory=list)

    def add(self, vector: Vector, person: int) -> None:
        self.rows.append(vector)
        self.people.append(person)

    def of(self, people: set[int]) -> Numbers:
        """Those of some people."""
        kept = [place for place, person in enumerate(self.people) if person in people]
        return Numbers([self.rows[place] for place in kept], [self.people[place] for place in kept])

    def matrix(self) -> Matrix:
        return np.stack(self.rows) if self.rows else np.zeros((0, 1), dtype=np.float32)

    def owners(self) -> NDArray[np.int64]:
        return np.array(self.people, dtype=np.int64)


@dataclass
class Trial:
    """Everybody's numbers. ``enrolled`` against ``visits`` is what a kiosk does, ``first`` against ``second`` is one
    picture against one; ``frames`` are single encodings, ``mirrored`` those of the same pictures' mirror images."""

    people: int = 0
    pictures: int = 0
    not_measured: int = 0
    enrolled: Numbers = field(default_factory=Numbers)
    visits: Numbers = field(default_factory=Numbers)
    first: Numbers = field(default_factory=Numbers)
    second: Numbers = field(default_factory=Numbers)
    frames: Numbers = field(default_factory=Numbers)
    mirrored: Numbers = field(default_factory=Numbers)

    def of(self, people: set[int]) -> Trial:
        """The trial of some people; pictures are not counted anew."""
        kinds = (self.enrolled, self.visits, self.first, self.second, self.frames, self.mirrored)
        return Trial(self.people, self.pictures, self.not_measured, *(numbers.of(people) for numbers in kinds))


def tried(people: Path, engines: Sequence[FaceEngine]) -> Trial:
    """Measures a folder of people on all ``engines``; pictures without one good face are left out and counted."""
    folders = sorted(p for p in people.iterdir() if p.is_dir() and not p.name.startswith("."))
    sets = [pictures_in(folder)[: ENROLLED + PROBED] for folder in folders]
    idle: queue.SimpleQueue[FaceEngine] = queue.SimpleQueue()
    for engine in engines:
        idle.put(engine)

    def one(path: Path) -> Both | None:
        picture = read_picture(path)
        if isinstance(picture, Unreadable):
            return None
        engine = idle.get()
        try:
            frame = Frame(picture, 0.0, 0)
            plain, mirrored = engine.encode(frame), engine.encode(frame, mirrored=True)
        except DeviceError:
            return None
        finally:
            idle.put(engine)
        if isinstance(plain, Probe) and isinstance(mirrored, Probe):
            return Both(plain.vector, mirrored.vector)
        return None

    flat = [path for paths in sets for path in paths]
    with ThreadPoolExecutor(len(engines)) as pool:
        measured = dict(zip(flat, pool.map(one, flat), strict=True))
    trial = Trial()
    for paths in sets:
        add_person(trial, [measured[path] for path in paths])
    return trial


def names_in(people: Path) -> list[str]:
    """Whose the numbers of ``tried`` are: the folder's name of person 0, 1 and so on."""
    folders = sorted(p for p in people.iterdir() if p.is_dir() and not p.name.startswith("."))
    return [folder.name for folder in folders if pictures_in(folder)]


def alike_in(trial: Trial, limit: float) -> dict[tuple[int, int], float]:
    """Pairs of people whose faces reach the limit (a cosine): one person under two names, most likely.

    Everybody is taken as enrolled; who is not, by the pictures of her visit."""
    found = dict(zip(trial.visits.people, trial.visits.rows, strict=True))
    found.update(zip(trial.enrolled.people, trial.enrolled.rows, strict=True))
    names = [f"{person:09}" for person in found]
    pairs = alike_pairs(names, np.stack(list(found.values())), set(names), limit) if found else {}
    return {(int(one), int(two)): score for (one, two), score in sorted(pairs.items())}


def add_person(trial: Trial, pictures: Sequence[Both | None]) -> None:
    """Adds one person's pictures, in order; None is one that could not be measured."""
    if not pictures:
        return
    person = trial.people
    trial.people += 1
    trial.pictures += len(pictures)
    trial.not_measured += sum(picture is None for picture in pictures)
    good = [picture for picture in pictures if picture is not None]
    for number, picture in enumerate(good[:2]):
        (trial.first, trial.second)[number].add(_of([picture]), person)
    for picture in good:
        trial.frames.add(picture.plain, person)
        trial.mirrored.add(picture.mirrored, person)
    known = len(pictures) >= ENROLLED
    enrolled = [picture for picture in pictures[:ENROLLED] if picture is not None] if known else []
    visit = [picture for picture in (pictures[ENROLLED:] if known else pictures) if picture is not None]
    if enrolled:
        trial.enrolled.add(_of(enrolled), person)
    if visit and (not known or len(pictures) >= ENROLLED + PROBED):
        trial.visits.add(_of(visit), person)


def _of(pictures: Sequence[Both]) -> Vector:
    return average([vector for picture in pictures for vector in (picture.plain, picture.mirrored)])
