"""How many codes may be judged: the numbers, and why each is what it is.

Online one count holds for the fair. Without the server a kiosk knows only what it counted itself and what it heard
last: then each kiosk that judges one code of a seeker adds a try to those of the others. So there a kiosk judges little
for whom it does not know (she neither registered nor opened her record at it): of a typed number so many tries that all
those kiosks together have at most ``OTHERS_TOGETHER``, which at a fair of seven or more kiosks is none; of a pass or a
face one, because a pass must open at every kiosk, and who has it must have been near her.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jobfair.second_factor import KIOSK_TRIES_A_DAY, KIOSK_TRIES_AN_HOUR, TRIES_A_DAY

Way = Literal["number", "document", "pass", "face"]
"""``number``: a phone number, which friends know; ``document``: one by its number."""

ONLINE = TRIES_A_DAY
OFFLINE = 3
OTHERS_TOGETHER = 5
KIOSK_AN_HOUR = KIOSK_TRIES_AN_HOUR
KIOSK_A_DAY = KIOSK_TRIES_A_DAY
TAIL_ONLINE, TAIL_OFFLINE = 2, 1
"""Of ten thousand endings, which friends and colleagues know: two in all, and none where she has not been."""


@dataclass(frozen=True)
class Limits:
    """``shown`` is what the page counts down from: the same for every number, known or not. ``judged`` is how many
    tries of one seeker may be judged at this kiosk; ``tail`` how many of them with the last digits of her phone."""

    shown: int
    judged: int
    tail: int


def limits(way: Way, *, online: bool, been_here: bool, kiosks: int) -> Limits:
    """``kiosks``: how many the fair trusts, this one included."""
    if online:
        return Limits(ONLINE, ONLINE, TAIL_ONLINE)
    if been_here:
        return Limits(OFFLINE, OFFLINE, TAIL_OFFLINE)
    others = min(OFFLINE, OTHERS_TOGETHER // max(1, kiosks - 1))
    if way in ("number", "document"):
        return Limits(OFFLINE, others, 0)
    return Limits(max(1, others), max(1, others), 0)
