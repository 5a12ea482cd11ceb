"""The fair out of its parts: parsed at first use, and of a newer version only what has changed."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping

from jobfair.fair import Fair
from jobfair.fair_parts import fair_from
from jobfair.garbage import put_off
from jobfair.sharing import SharedTexts
from jobfair.wire import OpeningsPart


class Openings:
    """Parts ``openings/<shard>`` by digest, parsed: from one version to the next an opening of a part that did not
    change is the same object. Thread-safe."""

    def __init__(self) -> None:
        self._parsed: dict[str, OpeningsPart] = {}
        self._turn = threading.Lock()

    def known(self, digest: str) -> OpeningsPart | None:
        return self._parsed.get(digest)

    def parsed(self, parts: Mapping[str, bytes | OpeningsPart]) -> list[OpeningsPart]:
        """Those that are bytes are validated in full. Raises ValueError where one cannot be read."""
        with self._turn, put_off():
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


class LazyFair:
    """One version of the fair. Its bytes stay in memory until somebody asks, as a newer version may take them from the
    disk. Thread-safe."""

    def __init__(self, head: bytes, parts: Mapping[str, bytes | OpeningsPart], openings: Openings) -> None:
        """``head`` is the part ``fair``; ``parts`` those with openings, by digest."""
        self._head, self._parts, self._openings = head, dict(parts), openings
        self._fair: Fair | None = None
        self._turn = threading.Lock()

    def read(self) -> Fair:
        """Some 0.4 s for 23,000 openings at the first time. Raises ValueError where the parts do not fit each other."""
        with self._turn:
            if self._fair is None:
                with put_off():
                    parsed = self._openings.parsed(self._parts)
                    self._fair = fair_from(Fair.model_validate_json(self._head), parsed)
                self._head, self._parts = b"", {}
            return self._fair
