"""A way in makes a claim; the visit code opens it. Until then nobody learns whether there is a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from jobfair.sealing import key_id_of
from jobfair.second_factor import Verifier, lookup_token, nobody, verifies
from jobfair.seeker import JobWish, MatchingProfile
from jobfair.seeker_pass import PassRefused, SeekerPass, read_pass
from jobfair.wire import SeekerCard
from kiosk.cards import Cards
from kiosk.desk.faces import FaceBook
from kiosk.desk.tries import Tries
from kiosk.identity.decide import Ambiguous, Identified, Unknown
from kiosk.ports import Clock, DocumentKind, Probe
from kiosk.snapshot import Snapshot

SHARED = 4
"""So many seekers may share a phone number (a family) without showing: every check of a typed number costs at least
this many slow hashes."""
MOST_SHARED = 32
"""So many seekers of one number are checked, those that registered first: whoever registers others with somebody's
number makes a check slower (1.6 s at most), and locks nobody out who was there before."""


@dataclass(frozen=True)
class Claim:
    """Somebody says who she is. The same whether or not there is a record; its repr tells nothing.

    ``keys`` count wrong codes, ``openings`` are what a right code opens, ``work`` is how many slow hashes a check
    costs.
    """

    keys: tuple[str, ...] = field(repr=False)
    openings: tuple[tuple[Verifier, SeekerCard], ...] = field(repr=False)
    work: int
    pass_resume: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Opened:
    """The code was right. ``resume`` is the id of the résumé that can be sent again; a pass may name one that the card
    does not (this kiosk has no card of her): the server then waits for it."""

    card: SeekerCard
    resume: str | None


@dataclass(frozen=True)
class WrongCode:
    """``left`` tries, at least one."""

    left: int


@dataclass(frozen=True)
class TooManyTries:
    """To the desk."""


class Claims:
    """Finds and opens. ``online`` tells whether the server was reached lately: offline there are fewer tries."""

    def __init__(
        self,
        cards: Cards,
        snapshot: Snapshot,
        faces: FaceBook,
        tries: Tries,
        clock: Clock,
        online: Callable[[], bool],
        server_key: Callable[[], bytes | None],
    ) -> None:
        self._cards = cards
        self._snapshot = snapshot
        self._faces = faces
        self._tries = tries
        self._clock = clock
        self._online = online
        self._server_key = server_key

    def by_number(self, kind: DocumentKind, number: str) -> Claim:
        lookup = lookup_token(kind, number, self._snapshot.held().settings.pepper)
        cards = self._cards.by_lookup(lookup, MOST_SHARED)
        return Claim(
            keys=(f"lookup/{lookup}", *(card.id for card in cards)),
            openings=tuple((card.verifier, card) for card in cards),
            work=max(SHARED, len(cards)),
        )

    def by_pass(self, text: str) -> Claim | PassRefused:
        held = self._snapshot.held()
        publics = dict(held.pass_keys)
        server_key = self._server_key()
        if server_key is not None:
            publics[key_id_of(server_key)] = server_key
        found = read_pass(text, held.manifest.fair, publics, self._clock.now())
        if isinstance(found, PassRefused):
            return found
        card = self._cards.get(found.seeker)
        if card is None and self._cards.was_forgotten(found.seeker):
            return PassRefused("expired")
        # The card's verifier is the newer one: a code changed since makes the old pass open nothing.
        shown = card or _card_of(found)
        return Claim((found.seeker,), ((shown.verifier, shown),), work=1, pass_resume=found.resume)

    def by_face(self, probe: Probe) -> Claim | Ambiguous | Unknown:
        found = self._faces.identify(probe)
        if not isinstance(found, Identified):
            return found
        card = self._cards.get(found.person)
        if card is None:
            return Unknown(found.score)
        return Claim((card.id,), ((card.verifier, card),), work=1)

    def check(self, claim: Claim, code: str) -> Opened | WrongCode | TooManyTries:
        """Slow: 50 ms for each of ``claim.work``, whatever the answer."""
        online = self._online()
        if self._tries.left(claim.keys, online=online) <= 0:
            return TooManyTries()
        numbers = self._tries.begin(claim.keys)
        pepper = self._snapshot.held().settings.pepper
        padding = [(nobody(), None)] * (claim.work - len(claim.openings))
        opened = [card for verifier, card in [*claim.openings, *padding] if verifies(code, verifier, pepper)]
        if len(opened) == 1 and opened[0] is not None:  # two of a family with one code: a wrong name is worse than none
            card = opened[0]
            shared = {other.id for _, other in claim.openings}  # of the same number, and not opened: their counts stay
            self._tries.right(numbers, [key for key in claim.keys if key == card.id or key not in shared])
            return Opened(card, card.resume.id if card.resume else claim.pass_resume)
        left = self._tries.left(claim.keys, online=online)
        return WrongCode(left) if left else TooManyTries()


def _card_of(found: SeekerPass) -> SeekerCard:
    """As much of a card as a pass can say."""
    return SeekerCard(
        id=found.seeker,
        masked_name=found.masked_name,
        language="zh",
        verifier=found.verifier,
        wish=JobWish(),
        profile=MatchingProfile(id=found.seeker),
    )
