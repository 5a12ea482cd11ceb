"""Many kiosks of one fair over the real claims and counts, with one server in memory and a hash that costs nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from jobfair.second_factor import Verifier, lookup_token, try_token
from jobfair.seeker import JobWish, MatchingProfile
from jobfair.wire import SeekerCard, SnapshotManifest
from kiosk.desk.claims import SHARED
from kiosk.desk.factors import Claim, Factors, Outcome
from kiosk.lazy_fair import LazyFair, Openings
from kiosk.ports import Server
from kiosk.snapshot import HeldFair, Snapshot
from kiosk.store import KeyFile, Store
from kiosk.tries import Tries
from kiosk.try_exchange import Sharing, exchange
from tests.fakes.clock import FakeClock
from tests.fakes.server import PEPPER, FakeServer

HOUR = 3600.0


def cheap(code: str) -> Verifier:
    return Verifier(salt="", hash=hashlib.sha256(code.encode()).hexdigest())


def cheap_check(code: str, verifier: Verifier | None, pepper: bytes) -> bool:
    return verifier is not None and hashlib.sha256(code.encode()).hexdigest() == verifier.hash


def seeker_card(seeker: str, code: str, phone: str = "") -> SeekerCard:
    lookups = (lookup_token("phone", phone, PEPPER),) if phone else ()
    return SeekerCard(
        id=seeker, masked_name="张**", language="zh", verifier=cheap(code), lookups=lookups,
        phone_tail=cheap(phone[-4:]) if phone else None, wish=JobWish(), profile=MatchingProfile(id=seeker),
    )  # fmt: skip


class _Held(Snapshot):
    """A fair that is only what the counts ask of it."""

    def __init__(self, held: HeldFair) -> None:
        self._fair = held

    def held(self) -> HeldFair:
        return self._fair


@dataclass
class Place:
    """One kiosk."""

    name: str
    tries: Tries
    factors: Factors
    server: FakeServer
    online: bool = True

    def sync(self) -> None:
        if self.online:
            exchange(self.tries, self.server)

    def by_phone(self, phone: str, *cards: SeekerCard) -> Claim:
        return Claim("number", f"lookup/{lookup_token('phone', phone, PEPPER)}", cards, work=SHARED)

    def by_pass(self, card: SeekerCard) -> Claim:
        return Claim("pass", card.id, (card,))

    def by_face(self, card: SeekerCard) -> Claim:
        return Claim("face", card.id, (card,))

    def type(self, claim: Claim, code: str) -> Outcome:
        return self.factors.judge(claim, code)


class Swarm:
    """``kiosks`` of them, and the clock that they share. Whatever is compared with a verifier is in ``judged``."""

    def __init__(self, folder: Path, kiosks: int) -> None:
        self.clock = FakeClock()
        self.server = FakeServer(now=lambda: self.clock.time)
        self.judged: Counter[str] = Counter()
        keys = tuple(bytes([n]) * 32 for n in range(kiosks))
        manifest = SnapshotManifest(
            fair="spring", version=1, issued_at=self.clock.time, parts=(), sealing_keys=(), kiosk_keys=keys
        )
        self._held = HeldFair(manifest, self.server.settings, LazyFair(b"", {}, Openings()))
        self._folder = folder
        self._stores: list[Store] = []
        self.places = [self._place(n) for n in range(1, kiosks + 1)]

    def _place(self, n: int) -> Place:
        held = replace(self._held, settings=self._held.settings.model_copy(update={"kiosk": f"K{n:02d}"}))
        store = Store(self._folder / f"k{n}", KeyFile(self._folder / f"k{n}.key"))
        with store.reading() as db:
            db.execute("PRAGMA synchronous=OFF")
        self._stores.append(store)
        tries = Tries(store, self.clock)
        place: Place

        def reached() -> Server | None:
            return self.server if place.online else None

        def check(code: str, verifier: Verifier | None, pepper: bytes) -> bool:
            self.judged[verifier.hash if verifier else "nobody"] += 1
            return cheap_check(code, verifier, pepper)

        place = Place(
            f"K{n:02d}", tries, Factors(tries, _Held(held), Sharing(tries, reached), reached, check), self.server
        )
        return place

    def restart(self, n: int) -> None:
        """The plug of ``places[n]`` was pulled."""
        self._stores[n].close()
        fresh = self._place(n + 1)
        self._stores[n] = self._stores.pop()
        fresh.online = self.places[n].online
        self.places[n] = fresh

    def token(self, key: str) -> str:
        return try_token(key, PEPPER)

    def all_offline(self) -> None:
        for place in self.places:
            place.online = False

    def all_online(self) -> None:
        for place in self.places:
            place.online = True

    def sync(self) -> None:
        for place in self.places:
            place.sync()

    def judged_against(self, card: SeekerCard) -> int:
        """How often something was compared with her visit code."""
        return self.judged[card.verifier.hash]

    def close(self) -> None:
        for store in self._stores:
            store.close()
