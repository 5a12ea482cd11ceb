"""The hint: by what somebody is addressed whose name must not stand on a screen, and who is nobody else.

Where two people here have the same masked name, the hint says when she registered, as closely as it takes: she knows
that, a stranger learns nothing from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jobfair.ids import minted_at
from jobfair.wire import SeekerCard


@dataclass(frozen=True)
class Hint:
    """``registered`` is there where the name alone would not do; ``seconds``: to the second, then; ``mark``: the last
    characters of the id, where even that is somebody else's too."""

    name: str
    registered: datetime | None = None
    seconds: bool = False
    mark: str = ""


def hint_of(card: SeekerCard, others: Iterable[str]) -> Hint:
    """``others``: the ids of those with the same masked name."""
    rest = [other for other in others if other != card.id]
    if not rest:
        return Hint(card.masked_name)
    mine, times = minted_at(card.id), [minted_at(other) for other in rest]
    if mine is None:
        return Hint(card.masked_name, mark=_mark(card.id, rest))
    if not any(time is not None and _same(mine, time, 60) for time in times):
        return Hint(card.masked_name, mine)
    mark = "" if not any(time is not None and _same(mine, time, 1) for time in times) else _mark(card.id, rest)
    return Hint(card.masked_name, mine, seconds=True, mark=mark)


def _same(one: datetime, other: datetime, seconds: int) -> bool:
    return int(one.timestamp()) // seconds == int(other.timestamp()) // seconds


def _mark(own: str, others: list[str]) -> str:
    """As few last characters of the id as tell her apart, four at least."""
    return next((own[-n:] for n in range(4, len(own)) if not any(other.endswith(own[-n:]) for other in others)), own)
