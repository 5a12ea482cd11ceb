"""The fair out of its parts: parsed at first use, and of a newer version only what has changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping

from jobfair.fair import Fair
from jobfair.fair_parts import fair_from
from jobfair.garbage import put_off
from jobfair.opening_table import TableStale, packed, unpacked
from jobfair.sharing import SharedTexts
from jobfair.wire import OpeningsPart

#: The table is written anew when one part in so many is not in it: one takes 10 ms to parse, the table 0.4 s to write.
STALE = 8


class Openings:
    """Parts ``openings/<shard>`` by digest, parsed: from one version to the next an opening of a part that did not
    change is the same object. Thread-safe."""

    def __init__(self, kept: Callable[[], bytes | None] = lambda: None) -> None:
        """``kept``: what ``table`` gave, perhaps before a restart; asked for once, when parts are needed."""
        self._kept: Callable[[], bytes | None] | None = kept
        self._in_table: frozenset[str] = frozenset()
        self._parsed: dict[str, OpeningsPart] = {}
        self._turn = threading.Lock()

    def known(self, digest: str) -> OpeningsPart | None:
        return self._parsed.get(digest)

    def parsed(self, parts: Mapping[str, bytes | OpeningsPart]) -> list[OpeningsPart]:
        """Those that are bytes are validated in full. Raises ValueError where one cannot be read."""
        with self._turn, put_off():
            self._recall()
            texts = SharedTexts()
            for digest, part in parts.items():
                if digest in self._parsed:
                    continue
                found = part if isinstance(part, OpeningsPart) else OpeningsPart.model_validate_json(part)
                texts.share(found.openings)
                self._parsed[digest] = found
            return [self._parsed[digest] for digest in parts]

    def keep(self, digests: Collection[str]) -> None:
        """Forget the others."""
        with self._turn:
            self._parsed = {digest: part for digest, part in self._parsed.items() if digest in digests}

    @property
    def are_kept(self) -> bool:
        """Whether what ``table`` gave last, or what was kept before, still holds nearly all of it."""
        return sum(digest not in self._in_table for digest in tuple(self._parsed)) * STALE <= len(self._parsed)

    def table(self) -> bytes:
        """All that is parsed, to be kept for the next start."""
        with self._turn:
            parsed = dict(self._parsed)
            self._in_table = frozenset(parsed)
        with put_off():
            return packed(parsed)

    def _recall(self) -> None:
        """Called in turn."""
        kept, self._kept = self._kept, None
        data = kept() if kept is not None else None
        if data is None:
            return
        try:
            self._parsed = unpacked(data) | self._parsed
        except TableStale:
            return  # another version of the program kept it
        self._in_table = frozenset(self._parsed)


class LazyFair:
    """One version of the fair. Its bytes stay in memory until somebody asks, as a newer version may take them from the
    disk. Thread-safe."""

    def __init__(self, head: bytes, parts: Mapping[str, bytes | OpeningsPart], openings: Openings) -> None:
        """``head`` is the part ``fair``; ``parts`` those with openings, by digest."""
        self._head, self._parts, self._openings = head, dict(parts), openings
        self._fair: Fair | None = None
        self._turn = threading.Lock()

    def read(self) -> Fair:
        """For 23,000 openings at the first time some 0.7 s, or 0.15 s out of the table that was kept. Raises ValueError
        where the parts do not fit each other."""
        with self._turn:
            if self._fair is None:
                with put_off():
                    parsed = self._openings.parsed(self._parts)
                    self._fair = fair_from(Fair.model_validate_json(self._head), parsed)
                self._head, self._parts = b"", {}
            return self._fair
