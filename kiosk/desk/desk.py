"""Everything that a visit asks for, in one place and in the words of the screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from jobfair.consent import Consent, Purpose
from jobfair.sealing import Signer
from jobfair.seeker import Resume
from jobfair.seeker_pass import PassRefused, SeekerPass, write_pass
from jobfair.submission import Submission
from jobfair.taking_back import TakeBackCode, write_codes
from jobfair.text import Language
from jobfair.wire import SeekerCard, SentOpening, StoredFace
from kiosk.cards import Cards
from kiosk.clock import day_of
from kiosk.desk.claims import Claim, Claims, Opened, TooManyTries, WrongCode
from kiosk.desk.faces import FaceBook
from kiosk.desk.handing_in import HandingIn, NotAllowed, Submitted
from kiosk.desk.registration import Registrar
from kiosk.desk.taking_back import Offer, TakingBack, Withdrawn
from kiosk.desk.tries import Tries
from kiosk.identity.decide import Ambiguous, Unknown
from kiosk.outbox import Counts, Outbox
from kiosk.pairing import Paired
from kiosk.ports import Clock, Probe
from kiosk.snapshot import HeldFair, NotReady, Snapshot
from kiosk.store.database import Store
from kiosk.visit.state import Draft, LastResume, NewResume


class Desk:
    """May be called from any thread. Raises StoreError where the disk fails, NotReady before the first sync.

    What a visit knows lives in the Visit; the desk remembers nothing between two calls that is not in the store.
    """

    def __init__(
        self,
        store: Store,
        outbox: Outbox,
        cards: Cards,
        snapshot: Snapshot,
        clock: Clock,
        paired: Callable[[], Paired | None],
        online: Callable[[], bool],
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._cards = cards
        self._snapshot = snapshot
        self._clock = clock
        self._paired = paired
        self.faces = FaceBook(cards, snapshot, clock)
        self._claims = Claims(
            cards,
            snapshot,
            self.faces,
            Tries(store, clock),
            clock,
            online,
            lambda: found.identity_key if (found := paired()) else None,
        )
        self._registrar = Registrar(store, outbox, cards, snapshot, clock)
        self._handing_in = HandingIn(store, outbox, cards, snapshot, clock)
        self._taking_back = TakingBack(store, outbox, snapshot, clock)

    @property
    def is_ready(self) -> bool:
        """Paired, and a first snapshot is here."""
        return self._snapshot.is_ready and self._paired() is not None

    def fair(self) -> HeldFair:
        """The fair, its settings and keys, as of now; immutable. Slow at the first ``.fair`` of a version."""
        return self._snapshot.held()

    def prepare(self) -> None:
        """Reads the fair and fills the gallery ahead of their first use. Slow; for a worker, at the start."""
        if self.is_ready:
            _ = self._snapshot.held().fair
            if self.faces.offered:
                self.faces.prepare()

    def part(self, name: str) -> bytes | None:
        """A part of the snapshot: ``plan``, ``vectors``, ``media/<file>``."""
        return self._snapshot.part(name)

    def counts(self) -> Counts:
        """What waits, what staff must look at, what arrived today."""
        return self._outbox.counts()

    # --- ways in ----------------------------------------------------------------------------------------------------

    @property
    def face_way_offered(self) -> bool:
        """Whether the face tile stands among the ways in."""
        return self.faces.offered

    @property
    def face_enrolment_allowed(self) -> bool:
        """Whether a new seeker may be asked about her face at all."""
        return self.faces.allowed

    def find_by_phone(self, number: str) -> Claim:
        """``number`` as kiosk.identity.documents.phone_number normalises it. The claim tells nothing."""
        return self._claims.by_number("phone", number)

    def find_by_document(self, number: str) -> Claim:
        """``number`` as kiosk.identity.documents.resident_id normalises it. The claim tells nothing."""
        return self._claims.by_number("resident_id", number)

    def find_by_pass(self, text: str) -> Claim | PassRefused:
        """A scanned pass; refused when it is forged, expired or another fair's."""
        return self._claims.by_pass(text)

    def find_by_face(self, probe: Probe) -> Claim | Ambiguous | Unknown:
        """Slow the first time (see ``prepare``), else some milliseconds."""
        return self._claims.by_face(probe)

    def check_visit_code(self, claim: Claim | None, code: str) -> Opened | WrongCode | TooManyTries:
        """Slow: 50 to 200 ms, the same for right and wrong codes and where there is no record."""
        return self._claims.check(claim or Claim(("nobody",), (), work=1), code)

    # --- a new seeker -----------------------------------------------------------------------------------------------

    def stored_face(self, probe: Probe) -> StoredFace:
        """The form in which an enrolment's probe is kept."""
        return self.faces.stored(probe)

    def register(self, draft: Draft, language: Language, resume: Resume | None = None) -> SeekerCard:
        """Slow (50 ms). Card and sealed registration in one transaction. The consents follow from the draft."""
        return self._registrar.register(draft, language, resume)

    def forget_face(self, card: SeekerCard) -> None:
        """She has withdrawn the consent to her face at this kiosk."""
        self._cards.forget_face(card.id)

    # --- handing in -------------------------------------------------------------------------------------------------

    def save_resume(self, card: SeekerCard, resume: NewResume, language: Language) -> SeekerCard:
        """Keeps a résumé without submitting it; the card that names it now."""
        return self._handing_in.save_resume(card, resume, language)

    def submit(
        self,
        card: SeekerCard,
        openings: Sequence[str],
        resume: LastResume | NewResume,
        language: Language,
        in_visit: int = 0,
    ) -> Submitted | NotAllowed:
        """Saved durably when this returns; some milliseconds. Raises StoreError, and then nothing was saved.

        ``in_visit``: how many she has submitted in this visit before.
        """
        return self._handing_in.submit(card, openings, resume, language, in_visit)

    def withdraw(self, submission: str, secret: str) -> Withdrawn:
        """Within ten minutes; repeating is harmless."""
        return self._taking_back.withdraw(submission, secret)

    def take_back_offers(self, code: TakeBackCode) -> tuple[Offer, ...]:
        """What can be taken back with the code of a slip or of the page that says saved."""
        return self._taking_back.offers(code)

    def take_back_codes(self, submissions: Sequence[Submission]) -> tuple[str, ...]:
        """The texts of the codes with which these, which were handed in together, can be taken back."""
        if not submissions:
            return ()
        paired = self._paired()
        address = self._snapshot.held().settings.public_url or (paired.server if paired else "")
        return write_codes(submissions[0].take_back_secret, tuple(s.id for s in submissions), address)

    def statuses(self, card: SeekerCard) -> tuple[SentOpening, ...]:
        """Her submissions, newest first; ``delivered`` once the receipt is in."""
        return self._handing_in.statuses(card)

    def refreshed(self, card: SeekerCard) -> SeekerCard:
        """The newest card of this seeker, with the statuses known here."""
        newest = self._cards.get(card.id) or card
        return newest.model_copy(update={"sent": self.statuses(newest)})

    # --- pass and consents --------------------------------------------------------------------------------------------

    def make_pass(self, card: SeekerCard) -> str:
        """The text of the QR code that she carries, signed by this kiosk. Raises NotReady when it is not paired."""
        paired = self._paired()
        if paired is None:
            raise NotReady("this kiosk is not paired: `jobfair pair CODE`")
        held = self._snapshot.held()
        content = SeekerPass(
            fair=held.manifest.fair,
            seeker=card.id,
            masked_name=card.masked_name,
            verifier=card.verifier,
            resume=card.resume.id if card.resume else None,
            expires=self._clock.now() + timedelta(days=held.settings.pass_days),
        )
        return write_pass(content, Signer(paired.signing_key))

    def consent(
        self, purpose: Purpose, given: bool, language: Language, until: date | None = None, employer: str | None = None
    ) -> Consent:
        """One answer to one question, as of now, at this kiosk."""
        settings = self._snapshot.held().settings
        return Consent(
            purpose=purpose,
            given=given,
            text_version=settings.consent_text_version,
            language=language,
            at=self._clock.now(),
            where=settings.kiosk,
            until=until,
            employer=employer,
        )

    def forget_old(self, keep_days: int, now: datetime) -> None:
        """Housekeeping: what this kiosk remembered of submissions that are older than that at ``now``."""
        self._handing_in.prune(keep_days, now)

    def visit_ended(self) -> None:
        """Counts one visit, for the organizer's page; nothing else of it is kept."""
        day = day_of(self._clock.now())
        with self._store.transaction():
            if self._store.meta("visits_day", "") != day:
                self._store.set_meta("visits_day", day)
                self._store.set_meta("visits_today", 0)
            self._store.count_up("visits_today")

    def face_refused(self) -> None:
        """Counts one no to the camera's look, for the organizer's page; nobody is named."""
        with self._store.transaction():
            self._store.count_up("face_refusals")

    def visits_today(self) -> int:
        """How many visits ended here today."""
        day = day_of(self._clock.now())
        return int(str(self._store.meta("visits_today", 0))) if self._store.meta("visits_day", "") == day else 0
