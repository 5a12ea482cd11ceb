"""What a person is asked to do, drawn anew each time from the system's random source.

Relaxed asks for one turn of the head, to a random side: whoever replays a film of one turn is right every second
time. Strict asks for two moves out of turn left, turn right and blink, at least one of them a turn: eight orders, so
a film with a fixed order is right one time in eight, before its timing is judged. Three moves would halve that again
and do not fit into six seconds at an unhurried pace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random, SystemRandom
from typing import Literal, get_args

Move = Literal["turn_left", "turn_right", "blink"]
Level = Literal["relaxed", "strict"]

TURNS: tuple[Move, ...] = ("turn_left", "turn_right")
MOVES: tuple[Move, ...] = get_args(Move)
MOVES_ASKED: dict[Level, int] = {"relaxed": 1, "strict": 2}

SECONDS = 6.0
"""For all moves together, counted while an instruction to move is shown; looking straight ahead between them is not
hurried."""

SHORTEST_WAIT, LONGEST_WAIT = 0.4, 1.6
"""Seconds of looking straight ahead before each instruction, drawn at random: a film does not know when to begin."""


@dataclass(frozen=True)
class Step:
    """One move, and the seconds of looking straight ahead before it is asked for."""

    move: Move
    wait: float


@dataclass(frozen=True)
class Challenge:
    """Moves in their order, and the seconds for them. ``reaction``: what begins sooner after the instruction (seconds)
    began without it; nobody answers a text within 0.2 s. ``fronts``: frames of looking ahead that are needed first.
    ``followed``: the way to a turn must be seen and measured; only trials of moves cut out of films do without."""

    steps: tuple[Step, ...]
    seconds: float = SECONDS
    reaction: float = 0.2
    fronts: int = 4
    followed: bool = True


def sequences(level: Level) -> Sequence[tuple[Move, ...]]:
    """All orders that a level can ask for, each as likely as the others."""
    if MOVES_ASKED[level] == 1:
        return [(turn,) for turn in TURNS]
    return [(one, two) for one in MOVES for two in MOVES if one in TURNS or two in TURNS]


def draw(level: Level, random: Random | None = None) -> Challenge:
    """A new challenge. ``random`` is the system's unless a test hands in another one."""
    source = random or SystemRandom()
    moves = source.choice(sequences(level))
    return Challenge(tuple(Step(move, wait(source)) for move in moves))


def wait(source: Random) -> float:
    """Seconds before the next instruction."""
    return source.uniform(SHORTEST_WAIT, LONGEST_WAIT)
