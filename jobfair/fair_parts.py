"""A fair in parts: where one opening changes, kiosks fetch a small one of them anew (see wire's SnapshotPart)."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from jobfair.fair import Fair, Opening
from jobfair.wire import OpeningsPart

#: A shard holds about so many openings, and there are at most so many shards: powers of two, so that they split evenly.
A_SHARD, MOST_SHARDS = 256, 64
#: Between the places of two neighbours, at first: room for ten to come in between, each beside the last one.
GAP = 1024


def parts_of(fair: Fair, earlier: Iterable[bytes] = ()) -> dict[str, bytes]:
    """The parts ``fair`` and ``openings/<shard>`` by name.

    ``earlier``: the bytes of the last ``openings/<shard>``, whose openings keep their places where their order is
    still the same; without it a deleted opening moves all that come after it.
    """
    before: dict[str, int] = {}
    for data in earlier:
        content = json.loads(data)
        before.update(zip((opening["id"] for opening in content["openings"]), content["places"], strict=True))
    places = _places([opening.id for opening in fair.openings], before)
    count = 1
    while count < MOST_SHARDS and len(fair.openings) > count * A_SHARD:
        count *= 2
    shards: dict[int, list[tuple[int, Opening]]] = {}
    for place, opening in zip(places, fair.openings, strict=True):
        hashed = int.from_bytes(hashlib.sha256(opening.id.encode()).digest()[:2], "big")
        shards.setdefault(hashed % count, []).append((place, opening))
    parts = {"fair": _bytes_of(fair.model_copy(update={"openings": ()}))}
    for number, shard in sorted(shards.items()):
        part = OpeningsPart(places=tuple(place for place, _ in shard), openings=tuple(found for _, found in shard))
        parts[f"openings/{number:02x}"] = _bytes_of(part)
    return parts


def fair_from(head: Fair, parts: Iterable[OpeningsPart]) -> Fair:
    """The whole fair, in its order; its openings are the objects of ``parts``.

    Raises ValueError where the parts do not fit: an opening, or a place, that is there twice, a booth that is not.
    """
    places: list[int] = []
    openings: list[Opening] = []
    for part in parts:
        places += part.places
        openings += part.openings
    if len(set(places)) != len(places):
        raise ValueError("two openings have one place")
    order = sorted(range(len(places)), key=places.__getitem__)
    return Fair.model_validate({**dict(head), "openings": tuple([openings[i] for i in order])})


def _bytes_of(content: Fair | OpeningsPart) -> bytes:
    return content.model_dump_json(exclude_defaults=True).encode()


def _places(ids: Sequence[str], before: Mapping[str, int]) -> list[int]:
    """Rising numbers: the earlier ones of as many as possible, for the others numbers between those."""
    kept = _longest_rising([before.get(one) for one in ids])
    places: list[int] = []
    low: int | None = None
    for at, place in [*kept, (len(ids), None)]:
        new = at - len(places)
        if low is None and place is None:
            found = [GAP * (n + 1) for n in range(new)]
        elif place is None:
            found = [low + GAP * (n + 1) for n in range(new)] if low is not None else []
        elif low is None:
            found = [place - GAP * (new - n) for n in range(new)]
        else:
            step = (place - low) // (new + 1)
            if not step:
                return _places(ids, {})  # no room between two: all get new places
            found = [low + step * (n + 1) for n in range(new)]
        places += found
        if place is not None:
            places.append(place)
            low = place
    return places


def _longest_rising(places: Sequence[int | None]) -> list[tuple[int, int]]:
    """(position, place) of a longest strictly rising subsequence, by patience sorting."""
    ends: list[int] = []  # the lowest place at which a rising subsequence of this length ends
    at: list[int] = []  # the position of that place
    previous: list[int] = [-1] * len(places)
    for position, place in enumerate(places):
        if place is None:
            continue
        length = bisect_left(ends, place)
        previous[position] = at[length - 1] if length else -1
        ends[length : length + 1] = [place]
        at[length : length + 1] = [position]
    found: list[tuple[int, int]] = []
    position = at[-1] if at else -1
    while position >= 0:
        place = places[position]
        assert place is not None
        found.append((position, place))
        position = previous[position]
    return found[::-1]
