"""What the pages with the camera show of a look: one instruction, how far it is, what is done already, seconds left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ui.watcher import Liveness, Told

MOVES = frozenset({"turn_left", "turn_right", "blink"})
GOOD = frozenset({"wait", "look", "hold_still", "checking", "done", "again"}) | MOVES

CHALLENGE_TRIES = 2
"""So many challenges, then another way: a person may miss one, and a film should not get many."""

CHALLENGE_SECONDS = 20
"""What a page waits longer where a challenge is asked for."""

_NOTHING = Told("", "", 0.0, None, 0, 0)


@dataclass
class LookProgress:
    """Of one page. ``last`` names the step after looking ("check", "measure"), ``note`` the text for whom the challenge
    does not suit; ``seconds`` is what is left of the page's time."""

    last: str
    note: str
    seconds: int = 0
    liveness: Liveness = "off"
    instruction: str = "wait"
    tries: int = 0
    faceless: bool = True
    _told: Told = field(default=_NOTHING)

    def begin(self, seconds: int, liveness: Liveness) -> None:
        """The page is entered."""
        self.liveness = liveness
        self.seconds = seconds + (CHALLENGE_SECONDS if liveness != "off" else 0)
        self.instruction, self.tries, self.faceless, self._told = "wait", 0, True, _NOTHING

    def tick(self) -> bool:
        """One second less; whether time is up."""
        self.seconds -= 1
        return self.seconds <= 0

    def heard(self, told: Told) -> bool:
        """What the camera's look says after a frame; whether the page looks different now."""
        before = self.view(film=False)
        self._told = told
        self.faceless = told.trouble == "look" and told.progress == 0
        if told.trouble:
            self.instruction = told.trouble
        elif told.asked:
            self.instruction = told.asked
        else:
            self.instruction = "checking" if told.progress >= 1 else "hold_still"
        return self.view(film=False) != before

    def doubted(self) -> bool:
        """The challenge was not passed; whether there is another try."""
        self.tries += 1
        self.instruction, self._told = "again", _NOTHING
        return self.tries < CHALLENGE_TRIES

    def done(self) -> None:
        """What was looked for is there."""
        self.instruction, self._told = "done", Told("", "", 1.0, None, self._told.moves, self._told.moves)

    def view(self, film: bool) -> dict[str, Any]:
        """As CameraPage.qml shows it."""
        asked = self._told.seconds is not None and self._told.moves_done < self._told.moves
        left = -(-int((self._told.seconds or 0) * 10) // 10) if asked else self.seconds
        return {
            "instruction": self.instruction,
            "progress": round(self._told.progress, 2),
            "seconds_left": min(left, self.seconds),
            "steps": self._steps(),
            "film": film,
            "trouble": self.instruction not in GOOD,
            "note": self.note if self.liveness != "off" else "",
        }

    def _steps(self) -> list[dict[str, str]]:
        told, whole = self._told, self._told.progress >= 1
        seen = told.progress > 0
        keys = [("closer", seen)]
        if self.liveness == "off":
            if self.last == "check":
                keys.append(("look", whole))
        else:
            moved = told.moves > 0 and told.moves_done == told.moves
            keys.append((self.instruction if self.instruction in MOVES else "moves", moved))
        steps = [{"key": key, "state": "done" if done else "later"} for key, done in [*keys, (self.last, False)]]
        if self.instruction == "done":
            return [{**step, "state": "done"} for step in steps]
        next(step for step in steps if step["state"] == "later")["state"] = "now"
        return steps
