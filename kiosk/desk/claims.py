"""A way in makes a claim; a second factor opens it. Until then nobody learns whether there is a record."""

from __future__ import annotations

from jobfair.second_factor import lookup_token
from jobfair.seeker import JobWish, MatchingProfile
from jobfair.seeker_pass import PassRefused, SeekerPass
from jobfair.wire import SeekerCard
from kiosk.cards import Cards
from kiosk.desk.faces import FaceBook
from kiosk.desk.factors import Claim
from kiosk.desk.limits import Way
from kiosk.desk.passes import Passes
from kiosk.identity.decide import Ambiguous, Identified, Unknown
from kiosk.ports import Clock, NumberKind, Probe
from kiosk.snapshot import Snapshot

SHARED = 8
"""So many seekers of one number (a family) are checked, those that registered first: whoever registers others with
somebody's number locks nobody out who was there before. Every check of a typed number costs this many slow hashes
(0.4 s), whether anybody is there or how many, so that its time tells nothing."""


class Claims:
    """Finds; what opens is kiosk/desk/factors.py's."""

    def __init__(
        self,
        cards: Cards,
        snapshot: Snapshot,
        faces: FaceBook,
        passes: Passes,
        clock: Clock,
    ) -> None:
        self._cards = cards
        self._snapshot = snapshot
        self._faces = faces
        self._passes = passes
        self._clock = clock

    def by_number(self, kind: NumberKind, number: str) -> Claim:
        settings = self._snapshot.held().settings
        lookup = lookup_token(kind, number, settings.pepper)
        cards = self._cards.by_lookup(lookup, SHARED)
        for pepper in settings.earlier_peppers.values():  # of guests, whose cards an earlier fair's pepper keyed
            cards += self._cards.by_lookup(lookup_token(kind, number, pepper), SHARED)
        cards = sorted({card.id: card for card in cards}.values(), key=lambda card: card.id)[:SHARED]
        way: Way = "number" if kind == "phone" else "document"
        return Claim(way, f"lookup/{lookup}", tuple(cards), work=SHARED)

    def by_pass(self, text: str) -> Claim | PassRefused:
        found = self._passes.read(text)
        if isinstance(found, PassRefused):
            return found
        card = self._cards.get(found.seeker)
        # The card's verifier is the newer one: a code changed since makes the old pass open nothing.
        shown = card or _card_of(found)
        return Claim("pass", found.seeker, (shown,), pass_resume=found.resume)

    def by_face(self, probe: Probe) -> Claim | Ambiguous | Unknown:
        found = self._faces.identify(probe)
        if not isinstance(found, Identified):
            return found
        card = self._cards.get(found.person)
        if card is None or not self._cards.may_name(card, self._clock.now()):
            return Unknown(found.score)
        if self._cards.is_alike(card):
            return Ambiguous(found.score, found.margin)
        return Claim("face", card.id, (card,))


def _card_of(found: SeekerPass) -> SeekerCard:
    """As much of a card as a pass can say."""
    return SeekerCard(
        id=found.seeker,
        masked_name=found.masked_name,
        language="zh",
        verifier=found.verifier,
        pepper_of=found.pepper_of,
        wish=JobWish(),
        profile=MatchingProfile(id=found.seeker),
        of_age_to_submit=found.of_age_to_submit,
    )
