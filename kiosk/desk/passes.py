"""Passes at a kiosk: made for who is known here, read from anybody, refused when they were revoked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from jobfair.handover import HandedPass
from jobfair.ids import new_id
from jobfair.qr import rows_of
from jobfair.sealing import Signer, key_id_of
from jobfair.seeker_pass import PassRefused, SeekerPass, read_pass, write_pass
from jobfair.wire import Door, SealedRevocation, SeekerCard
from kiosk.cards import Cards
from kiosk.clock import server_time
from kiosk.desk.handing_in import sealed_item
from kiosk.outbox import Outbox
from kiosk.pairing import Paired
from kiosk.ports import Clock
from kiosk.snapshot import HeldFair, NotReady, Snapshot
from kiosk.store.database import Store


class Passes:
    """Over one store. Times are the server's, as well as this kiosk knows them: passes go from kiosk to kiosk."""

    def __init__(
        self,
        store: Store,
        outbox: Outbox,
        cards: Cards,
        snapshot: Snapshot,
        clock: Clock,
        paired: Callable[[], Paired | None],
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._cards = cards
        self._snapshot = snapshot
        self._clock = clock
        self._paired = paired

    def make(self, card: SeekerCard) -> str:
        """Signed by this kiosk: it is given out without a network too. Raises NotReady when it is not paired."""
        return self._made(card)[0]

    def for_phone(self, card: SeekerCard, fair: str) -> bytes:
        """What a phone is handed: a new pass as the page there shows it; ``fair`` is the fair's name. Some 50 ms."""
        text, content = self._made(card)
        return HandedPass(fair=fair, rows=rows_of(text), expires=content.expires).as_bytes()

    def _made(self, card: SeekerCard) -> tuple[str, SeekerPass]:
        paired = self._paired()
        if paired is None:
            raise NotReady("this kiosk is not paired: `jobfair pair CODE`")
        held = self._snapshot.held()
        issued = max(filter(None, (self._now(held), self._revoked_here(card.id), held.revoked.seekers.get(card.id))))
        content = SeekerPass(
            fair=held.manifest.fair,
            seeker=card.id,
            masked_name=card.masked_name,
            verifier=card.verifier,
            pepper_of=card.pepper_of,
            resume=card.resume.id if card.resume else None,
            of_age_to_submit=card.of_age_to_submit,
            issued=issued,
            expires=issued + timedelta(days=held.settings.pass_days),
        )
        return write_pass(content, Signer(paired.signing_key)), content

    def read(self, text: str) -> SeekerPass | PassRefused:
        """A scanned pass. Signed by a kiosk that is no longer trusted it is ``forged`` like any other: nobody can tell
        when a stolen key signed."""
        held, paired = self._snapshot.held(), self._paired()
        publics = dict(held.pass_keys)
        if paired is not None:
            publics[key_id_of(paired.identity_key)] = paired.identity_key
        found = read_pass(text, held.manifest.fair, publics, self._now(held))
        if isinstance(found, PassRefused):
            return found
        here = self._revoked_here(found.seeker)
        if held.revoked.names(found.serial, found.seeker, found.issued) or (here is not None and found.issued < here):
            return PassRefused("revoked")
        if self._cards.was_forgotten(found.seeker) and self._cards.get(found.seeker) is None:
            return PassRefused("revoked")
        return found

    def revoke(self, card: SeekerCard) -> None:
        """All that were made for her until now open nothing: here at once, at the other kiosks when this has come to
        the server and from there to them. Saved durably when this returns."""
        held = self._snapshot.held()
        before = self._now(held).replace(microsecond=0) + timedelta(seconds=1)  # passes say whole seconds, cut off
        content = SealedRevocation(id=new_id(), fair=held.manifest.fair, seeker=card.id, before=before)
        with self._store.transaction():
            self._store.set_meta(self._name(card.id), before.timestamp())
            self._outbox.put([sealed_item(held, Door.REVOCATIONS, content.id, content)])

    def _revoked_here(self, seeker: str) -> datetime | None:
        at = self._store.meta(self._name(seeker))
        return None if at is None else datetime.fromtimestamp(float(at), UTC)

    def _name(self, seeker: str) -> str:
        return f"passes_from/{self._store.box.index('seeker', seeker)}"

    def _now(self, held: HeldFair) -> datetime:
        """Never before the snapshot that is held: a clock without a battery begins in another decade."""
        return max(server_time(self._store, self._clock), held.manifest.issued_at)
