"""Measuring many people's pictures, on all processors: for the command line, not for the kiosk's screen."""

from __future__ import annotations

import contextlib
import os
import queue
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from jobfair.errors import DeviceError
from kiosk.identity.pictures import Unreadable, read_picture
from kiosk.identity.worker import WorkerFaceEngine
from kiosk.ports import FaceEngine, Frame, NoFace, ProbeOutcome

if TYPE_CHECKING:
    from kiosk.identity.models.making import EngineChoice

MOST_PROCESSES = 8
FEW = 4
"""Up to so many sets are measured in this process: starting others would take longer."""


@dataclass(frozen=True)
class Measured:
    """One person's pictures: what came of them, and the pictures that could not be read, with the reason."""

    outcome: ProbeOutcome
    unreadable: tuple[tuple[Path, Unreadable], ...] = ()


def patient_engine(choice: EngineChoice | None = None) -> FaceEngine:
    """One that also measures poor faces, so that every face has a score. Raises ConfigError, see ``make_engine``."""
    from kiosk.identity.models.making import EngineChoice, make_engine

    return make_engine(replace(choice or EngineChoice(), measure_poor=True))


@contextlib.contextmanager
def engines_for(sets: int, choice: EngineChoice | None = None) -> Iterator[Sequence[FaceEngine]]:
    """Engines that measure ``sets`` sets quickly, by default with the parts of the product; closed at the end.

    Raises ConfigError when a model of ``choice`` is not installed.
    """
    make = partial(patient_engine, choice)
    count = min(MOST_PROCESSES, len(os.sched_getaffinity(0)))
    engines: list[FaceEngine]
    engines = [make()] if sets <= FEW else [WorkerFaceEngine(make) for _ in range(count)]
    for engine in engines:
        engine.start()
    try:
        yield engines
    finally:
        for engine in engines:
            engine.close()


def measure_all(sets: Sequence[Sequence[Path]], engines: Sequence[FaceEngine], thorough: bool) -> Iterator[Measured]:
    """One Measured for each set of pictures of one person, in order."""
    idle: queue.SimpleQueue[FaceEngine] = queue.SimpleQueue()
    for engine in engines:
        idle.put(engine)

    def one(paths: Sequence[Path]) -> Measured:
        frames: list[Frame] = []
        unreadable: list[tuple[Path, Unreadable]] = []
        for path in paths:
            picture = read_picture(path)
            if isinstance(picture, Unreadable):
                unreadable.append((path, picture))
            else:
                frames.append(Frame(picture, 0.0, len(frames)))
        engine = idle.get()
        try:
            outcome = engine.measure(frames, thorough) if frames else NoFace({"detect": 0.0, "encode": 0.0})
        except DeviceError as error:
            unreadable.append((paths[0].parent, Unreadable("failed", str(error))))
            outcome = NoFace({"detect": 0.0, "encode": 0.0})
        finally:
            idle.put(engine)
        return Measured(outcome, tuple(unreadable))

    with ThreadPoolExecutor(len(engines)) as pool:
        yield from pool.map(one, sets)
