"""The challenges of one look: a new one for whoever is new before the camera, but not without end."""

from __future__ import annotations

from random import Random

from kiosk.identity.liveness.challenge import Level, draw
from kiosk.identity.liveness.check import LivenessCheck

MOST_BEGUN = 2
"""Whoever steps away and comes back until the challenge suits a film would otherwise draw as often as needed."""


class Challenger:
    """Makes the checks of one look (``tracker.CheckMaker``); ``current`` is the last one. Not thread-safe."""

    def __init__(self, level: Level, random: Random | None = None) -> None:
        self._level = level
        self._random = random
        self._begun = 0
        self.current: LivenessCheck | None = None

    def __call__(self) -> LivenessCheck:
        if self.current is not None and self.current.begun:
            self._begun += 1
        challenge = draw(self._level, self._random)
        if self._begun >= MOST_BEGUN:
            self.current = LivenessCheck.refused(challenge)
        else:
            self.current = LivenessCheck(challenge, self._random)
        return self.current
