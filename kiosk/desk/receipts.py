"""The consent receipt of one seeker: what she answered at this kiosk, signed by it."""

from __future__ import annotations

from collections.abc import Callable

from jobfair.consent import Consent
from jobfair.consent_receipt import receipt_of, write_receipt
from jobfair.consent_texts import ConsentTexts
from jobfair.sealing import Signer
from jobfair.wire import SeekerCard
from kiosk import answers
from kiosk.pairing import Paired
from kiosk.snapshot import Snapshot
from kiosk.store.database import Store


class Receipts:
    """Over one store."""

    def __init__(self, store: Store, snapshot: Snapshot, paired: Callable[[], Paired | None]) -> None:
        self._store = store
        self._snapshot = snapshot
        self._paired = paired
        self._texts = ConsentTexts()

    def answers_of(self, card: SeekerCard) -> tuple[Consent, ...]:
        """Of each question the newest answer that she gave here; empty for who only came back."""
        return answers.of(self._store, card.id)

    def write(self, card: SeekerCard) -> str:
        """The text of the code; empty where she answered nothing here, or this kiosk is not paired."""
        found, paired = self.answers_of(card), self._paired()
        if not found or paired is None:
            return ""
        held = self._snapshot.held()
        receipt = receipt_of(held.manifest.fair, card.id, held.settings.kiosk, found, self._texts)
        return write_receipt(receipt, Signer(paired.signing_key), held.settings.public_url or paired.server)
