"""Engines for the face process to run; made by module-level functions, as a spawned process needs."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

from jobfair.errors import DeviceError
from kiosk.ports import FaceEngine, Frame, ProbeOutcome
from tests.fakes.devices import FakeFaceEngine, probe

CRASH, HANG = 0, 255
"""Levels of grey that make the moody engine's process die, or never answer."""


class MoodyEngine(FakeFaceEngine):
    def measure(self, frames: Sequence[Frame], thorough: bool = False) -> ProbeOutcome:
        level = int(frames[0].image.max()) if frames else 1
        if level == CRASH:
            os._exit(3)
        if level == HANG:
            time.sleep(60)
        return super().measure(frames, thorough)


def moody() -> FaceEngine:
    return MoodyEngine(probe(1))


def fake() -> FaceEngine:
    return FakeFaceEngine(probe(1))


class BrokenEngine(FakeFaceEngine):
    def start(self) -> None:
        raise DeviceError("the face models are not installed")


def broken() -> FaceEngine:
    return BrokenEngine()
