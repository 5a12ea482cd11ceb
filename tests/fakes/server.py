"""A central server in memory: it opens, remembers, signs; and it fails when it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from jobfair.errors import NotTrusted, Refused, Unreachable
from jobfair.fair import Booth, Employer, Fair, Hall, Opening
from jobfair.fair_parts import parts_of
from jobfair.handover import hash_of_claim
from jobfair.ids import new_id
from jobfair.sealing import OpeningKey, Signed, Signer, digest_of, open_envelope
from jobfair.second_factor import make_verifier
from jobfair.wire import (
    HANDOVER_SECONDS,
    BoothQueue,
    CardChange,
    CardDelta,
    CodeChecked,
    CodeOnItsWay,
    CodeTyped,
    CodeWanted,
    Door,
    ExposureKept,
    ExposureSaid,
    FaceSettings,
    HandoverContent,
    HandoverOffer,
    HandoverState,
    Heartbeat,
    HeartbeatAnswer,
    KioskSettings,
    PairingAnswer,
    PairingOffer,
    PairingRequest,
    PublicSealingKey,
    Receipt,
    RevokedPasses,
    SeekerCard,
    SnapshotManifest,
    SnapshotPart,
    TriesKnown,
    TriesSaid,
)
from kiosk.ports import Body, Server, Taken
from tests.fakes.tries import FakeCodes, FakeTries

PEPPER = b"p" * 32


def small_fair() -> Fair:
    return Fair(
        id="spring",
        name="春季招聘会",
        closes="2026-05-30",
        halls=(Hall(id="H1"),),
        employers=(Employer(id="E1", name="东方机电", retention_days=180), Employer(id="E2", name="Harbour Foods")),
        booths=(Booth(id="A1", hall="H1", employer="E1"), Booth(id="A2", hall="H1", employer="E2")),
        openings=tuple(Opening(id=f"O{n}", booth="A1" if n % 2 else "A2", title=f"开放职位 {n}") for n in range(1, 41)),
    )


@dataclass
class _Handed:
    claim_hash: str
    digits: str = ""
    sealed: bytes | None = None
    fetched: bool = False


@dataclass
class FakeServer(Server):
    """``trouble``, when set, is asked before each call and may raise. ``inbox`` holds the opened contents by door."""

    fair: Fair = field(default_factory=small_fair)
    code: str = "ABCD-1234"
    trouble: Callable[[str], None] | None = None
    refuse: set[str] = field(default_factory=set)
    signer: Signer = field(default_factory=Signer.generate)
    keys: list[OpeningKey] = field(default_factory=lambda: [OpeningKey.generate()])
    settings: KioskSettings = field(
        default_factory=lambda: KioskSettings(
            kiosk="K01",
            pepper=PEPPER,
            staff=make_verifier("314159", PEPPER),
            face=FaceSettings(enabled=True, liveness="off"),
        )
    )
    kiosk_keys: tuple[bytes, ...] = ()
    version: int = 1
    issued_at: datetime = datetime(2026, 5, 29, tzinfo=UTC)
    revoked: RevokedPasses = field(default_factory=RevokedPasses)
    taken: dict[tuple[Door, str], tuple[str, Receipt]] = field(default_factory=dict)
    inbox: dict[Door, dict[str, bytes]] = field(default_factory=lambda: {door: {} for door in Door})
    calls: list[str] = field(default_factory=list)
    changes: list[CardChange] = field(default_factory=list)
    sequence: int = 0
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    beats: list[Heartbeat] = field(default_factory=list)
    queues: tuple[BoothQueue, ...] = ()
    exposed: dict[tuple[date, str], tuple[int, int]] = field(default_factory=dict)
    handovers: dict[str, _Handed] = field(default_factory=dict)
    confirmed: bool = True
    shared_tries: FakeTries = field(default_factory=FakeTries)
    codes: FakeCodes = field(default_factory=FakeCodes)
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _parted: Fair | None = None
    _fair_parts: dict[str, bytes] = field(default_factory=dict)

    def down(self) -> None:
        self.trouble = _unreachable

    def up(self) -> None:
        self.trouble = None

    def card_changed(self, seeker: str, card: SeekerCard | None) -> None:
        self.changes.append(CardChange(sequence=len(self.changes) + 1, seeker=seeker, card=card))

    def deliver(self, door: Door, item_id: str, sealed: bytes | Body) -> Taken:
        if isinstance(sealed, Body):
            sealed = sealed.whole()
        with self._turn:
            self._called(f"deliver {door} {item_id}")
            if item_id in self.refuse:
                raise Refused("invalid")
            digest = digest_of(sealed)
            before = self.taken.get((door, item_id))
            if before is not None and before[0] != digest:
                raise Refused("other_bytes")
            if before is None:
                self.inbox[door][item_id] = open_envelope(sealed, door, item_id, self.keys)
                self.sequence += 1
                receipt = Receipt(id=item_id, door=door, digest=digest, received_at=self.now(), sequence=self.sequence)
                before = self.taken[(door, item_id)] = (digest, receipt)
            return Taken(self.signer.sign("receipt", before[1]))

    def manifest(self) -> Signed:
        self._called("manifest")
        parts = tuple(
            SnapshotPart(name=name, digest=digest_of(data), size=len(data)) for name, data in self._parts().items()
        )
        return self.signer.sign(
            "snapshot",
            SnapshotManifest(
                fair=self.fair.id,
                version=self.version,
                issued_at=self.issued_at,
                parts=parts,
                sealing_keys=tuple(PublicSealingKey(public=key.public.public) for key in self.keys),
                kiosk_keys=self.kiosk_keys,
            ),
        )

    def part(self, digest: str) -> bytes:
        self._called("part")
        found = {digest_of(data): data for data in self._parts().values()}.get(digest)
        if found is None:
            raise Unreachable("the server does not hold a part of its snapshot")
        return found

    def cards(self, after: int) -> CardDelta:
        self._called("cards")
        later = tuple(change for change in self.changes if change.sequence > after)
        return CardDelta(changes=later[:2], last=later[:2][-1].sequence if later else after, more=len(later) > 2)

    def tries(self, said: TriesSaid, seconds: float | None = None) -> TriesKnown:
        self._called("tries")
        with self._turn:
            return self.shared_tries.exchange(said, self.now())

    def send_code(self, wanted: CodeWanted) -> CodeOnItsWay:
        self._called("send_code")
        return self.codes.send(wanted, self.now())

    def check_code(self, code_id: str, typed: CodeTyped) -> CodeChecked:
        self._called("check_code")
        return self.codes.check(code_id, typed, self.now())

    def heartbeat(self, beat: Heartbeat) -> HeartbeatAnswer:
        self._called("heartbeat")
        self.beats.append(beat)
        named = (beat.last_sequence, beat.last_digest, beat.last_received_at)
        held = {(r.sequence, r.digest, r.received_at) for _, r in self.taken.values()}
        last = self.sequence if not beat.last_sequence or named in held else 0  # numbers are given anew after a restore
        return HeartbeatAnswer(server_time=self.now(), last_sequence=last, snapshot=self.version, queues=self.queues)

    def exposure(self, said: ExposureSaid) -> ExposureKept:
        self._called("exposure")
        for booth in said.booths:
            before = self.exposed.get((said.day, booth.booth), (0, 0))
            self.exposed[said.day, booth.booth] = (max(before[0], booth.shown), max(before[1], booth.opened))
        return ExposureKept(booths=len(said.booths))

    def restore(self, keep: int) -> None:
        """From a backup that was made when so many had come in."""
        for key, (_, receipt) in list(self.taken.items()):
            if receipt.sequence > keep:
                del self.taken[key]
                self.inbox[key[0]].pop(key[1], None)
        self.sequence = keep

    def offer_handover(self, offer: HandoverOffer) -> HandoverState:
        self._called("offer_handover")
        self.handovers = {new_id().replace("-", ""): _Handed(offer.claim_hash)}
        return self._handover(next(iter(self.handovers)))

    def handover(self, handover_id: str) -> HandoverState:
        self._called("handover")
        return self._handover(handover_id)

    def give_handover(self, handover_id: str, content: HandoverContent) -> HandoverState:
        self._called("give_handover")
        found = self.handovers.get(handover_id)
        if found is not None and found.digits and found.sealed is None:
            found.sealed = content.sealed
        return self._handover(handover_id)

    def end_handover(self, handover_id: str) -> HandoverState:
        self._called("end_handover")
        self.handovers.pop(handover_id, None)
        return self._handover(handover_id)

    def phone_claims(self, claim: str, digits: str = "42") -> None:
        """A phone has scanned the code of the screen; the first one has it."""
        for found in self.handovers.values():
            if found.claim_hash == hash_of_claim(claim) and not found.digits:
                found.digits = digits

    def phone_fetches(self) -> bytes | None:
        """What the phone that has it gets now."""
        for found in self.handovers.values():
            found.fetched = found.sealed is not None
            return found.sealed
        return None

    def _handover(self, handover_id: str) -> HandoverState:
        found = self.handovers.get(handover_id)
        if found is None:
            return HandoverState(id=handover_id, state="void")
        state: Literal["open", "taken", "given", "done"] = "taken" if found.digits else "open"
        if found.sealed is not None:
            state = "done" if found.fetched else "given"
        return HandoverState(id=handover_id, state=state, digits=found.digits, seconds_left=HANDOVER_SECONDS)

    def offer_pairing(self, request: PairingRequest) -> PairingOffer:
        self._called("offer_pairing")
        if request.code != self.code:
            raise Refused("pairing_refused")
        self.kiosk_keys = (*self.kiosk_keys, request.public_key)
        return PairingOffer(id=new_id(), poll_secret="s", identity_key=self.signer.public)

    def pairing(self, offer: PairingOffer) -> PairingAnswer:
        self._called("pairing")
        if not self.confirmed:
            return PairingAnswer(state="waiting")
        return PairingAnswer(state="confirmed", token="t", kiosk=self.settings.kiosk, fair=self.fair.id)

    def _parts(self) -> dict[str, bytes]:
        own = {"settings": self.settings, "passes": self.revoked}
        if self._parted is not self.fair:
            earlier = [data for name, data in self._fair_parts.items() if name.startswith("openings/")]
            self._parted, self._fair_parts = self.fair, parts_of(self.fair, earlier)
        return {**self._fair_parts, **{name: part.model_dump_json().encode() for name, part in own.items()}}

    def _called(self, what: str) -> None:
        self.calls.append(what)
        if self.trouble is not None:
            self.trouble(what)


def _unreachable(what: str) -> None:
    raise Unreachable("no network")


def not_trusted(what: str) -> None:
    raise NotTrusted("revoked")
