"""A paired kiosk over a folder of its own, with a server and a clock of the test."""

from __future__ import annotations

import random
from pathlib import Path

from jobfair.second_factor import Verifier, verifies
from jobfair.seeker import IntentionCard, Resume
from jobfair.wire import SeekerCard
from kiosk.bootstrap import Kiosk
from kiosk.cards import Cards
from kiosk.config import Config
from kiosk.desk import Desk, Submitted
from kiosk.outbox import Outbox
from kiosk.pairing import Pairing, paired_with
from kiosk.ports import DocumentNumber
from kiosk.snapshot import Snapshot
from kiosk.store import KeyFile, Store
from kiosk.sync import Syncer
from kiosk.visit.state import Draft, NewResume
from tests.fakes.clock import FakeClock
from tests.fakes.server import FakeServer

CODE = "582037"
PHONE = "+8613812345678"
DOCUMENT = DocumentNumber("resident_id", "11010519491231002X")


def quick(typed: str, verifier: Verifier | None, pepper: bytes) -> bool:
    """Without the hashes that only make nobody take as long as somebody."""
    return verifier is not None and verifies(typed, verifier, pepper)


def fake_kiosk(
    folder: Path, server: FakeServer, clock: FakeClock | None = None, *, paired: bool = True, vfs: str | None = None
) -> Kiosk:
    """The real parts, with the network replaced. Pairs and pulls the fair, unless told not to."""
    clock = clock or FakeClock()
    store = Store(folder, KeyFile(folder / "store.key"), vfs=vfs)
    outbox, cards, snapshot = Outbox(store, clock, random.Random(1)), Cards(store), Snapshot(store)
    syncer = Syncer(
        store, outbox, cards, snapshot, clock, lambda: paired_with(store), lambda found: server, jitter=random.Random(2)
    )
    desk = Desk(
        store, outbox, cards, snapshot, clock, lambda: paired_with(store), lambda: syncer.online, lambda: server,
        check=quick,
    )  # fmt: skip
    kiosk = Kiosk(Config(data=folder), clock, store, outbox, cards, snapshot, syncer, desk)
    found = paired_with(store)
    if paired and found is None:
        pairing = Pairing(store, server, "https://fair.example")
        pairing.ask(pairing.begin(server.code))
        found = paired_with(store)
    if paired and found is not None and not snapshot.is_ready:
        snapshot.update(server, found.identity_key, found.fair)
    return kiosk


def draft(**changes: object) -> Draft:
    """A new seeker who has said everything."""
    said: dict[str, object] = {
        "name": "张小明",
        "phone": PHONE,
        "age": "16_up",
        "code": CODE,
        "intention": IntentionCard(kind_of_work="焊工", years="3_to_5", contact=PHONE),
    }
    return Draft(**{**said, **changes})  # type: ignore[arg-type]


def registered(kiosk: Kiosk, **changes: object) -> SeekerCard:
    return kiosk.desk.register(draft(**changes), "zh")


def new_resume(text: str = "pdf") -> NewResume:
    return NewResume(Resume(), text.encode(), 1)


def handed_in(kiosk: Kiosk, count: int = 3) -> Submitted:
    """A new seeker's submissions to so many openings (ten at most)."""
    done = kiosk.desk.submit(registered(kiosk), [f"O{n}" for n in range(1, count + 1)], new_resume(), "zh")
    assert isinstance(done, Submitted)
    return done


def rows_handed_in(kiosk: Kiosk, count: int) -> list[str]:
    """The ids of the rows now waiting, oldest first: of each seeker a registration, a résumé, ten submissions."""
    for first in range(1, count + 1, 10):
        openings = [f"O{n}" for n in range(first, min(first + 10, count + 1))]
        done = kiosk.desk.submit(registered(kiosk, phone=f"+86138000000{first:02}"), openings, new_resume(), "zh")
        assert isinstance(done, Submitted)
        assert len(done.submissions) == len(openings)
    return [row.id for row in kiosk.outbox.rows("waiting")]
