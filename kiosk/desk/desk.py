"""Everything that a visit asks for, in one place and in the words of the screens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from jobfair.consent import Consent, Purpose
from jobfair.ids import minted_at
from jobfair.seeker import MatchingProfile, Resume
from jobfair.seeker_pass import PassRefused
from jobfair.submission import Submission
from jobfair.taking_back import TakeBackCode, write_codes
from jobfair.text import Language
from jobfair.wire import SeekerCard, SentOpening, StoredFace
from kiosk.cards import Cards
from kiosk.clock import day_of
from kiosk.desk.claims import Claims
from kiosk.desk.consents import Consenting, FaceTerms, face_terms, old_enough
from kiosk.desk.faces import FaceBook
from kiosk.desk.factors import (
    Channel,
    Check,
    Claim,
    CodeSent,
    Factor,
    Factors,
    NotSent,
    Opened,
    Outcome,
    TooManyTries,
    WrongCode,
    check_slowly,
)
from kiosk.desk.handing_in import HandingIn, NotAllowed, Submitted
from kiosk.desk.handover import HandingOver
from kiosk.desk.hint import Hint, hint_of
from kiosk.desk.passes import Passes
from kiosk.desk.receipts import Receipts
from kiosk.desk.registration import Registrar
from kiosk.desk.taking_back import Offer, TakingBack, Withdrawn
from kiosk.desk.wishing import Wishing
from kiosk.identity.decide import Ambiguous, Unknown
from kiosk.outbox import Counts, Outbox
from kiosk.pairing import Paired
from kiosk.ports import Clock, DocumentNumber, Probe, Server
from kiosk.snapshot import HeldFair, Snapshot
from kiosk.store.database import Store
from kiosk.tries import Tries
from kiosk.try_exchange import Sharing
from kiosk.visit.state import Age, Draft, FaceScope, LastResume, NewResume


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
        server: Callable[[], Server | None] = lambda: None,
        check: Check = check_slowly,
    ) -> None:
        """``server`` is asked while ``online``, for tries that the fair shares and for codes that are sent. ``check``
        is another one in tests of many tries: the hash is slow."""
        self._store = store
        self._outbox = outbox
        self._cards = cards
        self._snapshot = snapshot
        self._clock = clock
        self._paired = paired
        self.faces = FaceBook(cards, snapshot, clock)
        self._passes = Passes(store, outbox, cards, snapshot, clock, paired)
        self._claims = Claims(
            cards,
            snapshot,
            self.faces,
            self._passes,
            clock,
        )
        self.tries = Tries(store, clock)

        def reached() -> Server | None:
            return server() if online() else None

        self._factors = Factors(self.tries, snapshot, Sharing(self.tries, reached), reached, check)
        self.handing_over = HandingOver(snapshot, paired, reached)
        self._registrar = Registrar(store, outbox, cards, self.faces, snapshot, clock)
        self._consenting = Consenting(store, outbox, cards, self.faces, snapshot, clock)
        self._wishing = Wishing(cards, clock)
        self._handing_in = HandingIn(store, outbox, cards, snapshot, clock)
        self._taking_back = TakingBack(store, outbox, snapshot, clock)
        self._receipts = Receipts(store, snapshot, paired)

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
        """A part of the snapshot: ``plan``, ``media/<file>``."""
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
        """``number`` as jobfair.numbers.phone_number normalises it. The claim tells nothing."""
        return self._claims.by_number("phone", number)

    def find_by_document(self, document: DocumentNumber) -> Claim:
        """What kiosk.identity.documents understood, a phone too. The claim tells nothing; no number is kept."""
        return self._claims.by_number(document.kind, document.number)

    def find_by_pass(self, text: str) -> Claim | PassRefused:
        """A scanned pass; refused when it is forged, expired, revoked or another fair's."""
        return self._claims.by_pass(text)

    def find_by_face(self, probe: Probe) -> Claim | Ambiguous | Unknown:
        """Slow the first time (see ``prepare``), else some milliseconds."""
        return self._claims.by_face(probe)

    def check_visit_code(self, claim: Claim | None, code: str) -> Opened | WrongCode | TooManyTries:
        """Slow: 50 ms, after a typed number 400, the same for right and wrong codes and where there is no
        record; online up to three seconds more, for the tries of the other kiosks."""
        return self._factors.judge(claim or Claim(), code)

    def check_phone_tail(self, claim: Claim, digits: str) -> Outcome:
        """The last four digits of her phone, after a face. As slow as ``check_visit_code``."""
        return self._factors.judge(claim, digits, "phone_tail")

    def check_pass(self, claim: Claim, text: str) -> Outcome | PassRefused:
        """Her signed pass, after a face or a document; ValueError after anything else."""
        shown = self._claims.by_pass(text)
        return shown if isinstance(shown, PassRefused) else self._factors.judge_pass(claim, shown)

    def send_code(self, claim: Claim, channel: Channel, language: Language) -> CodeSent | NotSent:
        """A one-time code by SMS or e-mail, if there is somebody to send it to. Slow: asks the server."""
        return self._factors.send(claim, channel, language)

    def check_sent_code(self, claim: Claim, sent: CodeSent, code: str) -> Outcome | NotSent:
        """What she typed from the message. Slow: asks the server."""
        return self._factors.judge_sent(claim, sent, code)

    def factors(self, claim: Claim | None) -> tuple[Factor, ...]:
        """By what this claim may be opened here and now."""
        return self._factors.offered(claim or Claim())

    def reset_tries(self, claim: Claim) -> None:
        """The desk has seen who it is: new tries, here at once, elsewhere after the next rounds of sync."""
        self._factors.reset(claim)

    def reset_kiosk_tries(self) -> None:
        """Staff have looked at who stands here: this kiosk takes codes again."""
        self._factors.reset_kiosk()

    def kiosk_tries_left(self) -> int:
        """How many wrong codes this kiosk still takes now."""
        return self._factors.kiosk_left()

    # --- a new seeker -----------------------------------------------------------------------------------------------

    def stored_face(self, probe: Probe) -> StoredFace:
        """The form in which an enrolment's probe is kept."""
        return self.faces.stored(probe)

    def register(self, draft: Draft, language: Language, resume: Resume | None = None) -> SeekerCard:
        """Slow (50 ms). Card and sealed registration in one transaction. The consents follow from the draft."""
        card = self._registrar.register(draft, language, resume)
        self.tries.note_here(card.id)
        return card

    # --- what she says of her face later ------------------------------------------------------------------------------

    def face_terms(self) -> FaceTerms:
        """How long a face may be kept, here and for later fairs."""
        return face_terms(self._snapshot.held(), self._clock.now())

    def may_enrol(self, age: Age | None) -> bool:
        """Whether somebody of this declared age may be asked about her face."""
        return self.faces.allowed and old_enough(self._snapshot.held(), age)

    def may_give_face(self, card: SeekerCard) -> bool:
        """Whether she may be asked now: old enough, known here, and no face of hers is kept."""
        return self.faces.allowed and self._consenting.may_give(card)

    def give_face(
        self, card: SeekerCard, face: StoredFace, scope: FaceScope, later: bool, language: Language
    ) -> SeekerCard:
        """Kept here at once, and the server is told. Slow the first time: the gallery is filled."""
        return self._consenting.give(card, face, scope, later, language)

    def withdraw_face(self, card: SeekerCard, purpose: Purpose, language: Language) -> SeekerCard:
        """One consent about her face taken back, here at once, elsewhere at the next syncs; that for this kiosk takes
        the others with it. Repeating is harmless."""
        return self._consenting.withdraw(card, purpose, language)

    def knows(self, card: SeekerCard) -> bool:
        """Whether this kiosk holds her card, and not only what her pass says."""
        return self._cards.get(card.id) is not None

    def kept_until(self, card: SeekerCard) -> date | None:
        """The last day on which her registration is kept; None where its id does not tell when it was made."""
        made = minted_at(card.id)
        return None if made is None else made.astimezone().date() + timedelta(days=self.fair().settings.keep_days)

    def alike_people(self) -> int:
        """So many people here whose faces name nobody, being too alike: for staff."""
        return self._cards.count_alike()

    def hint(self, card: SeekerCard) -> Hint:
        """By what she is addressed: her masked name, told apart from others' that look the same."""
        return hint_of(card, self._cards.same_hint(card))

    def keep_wish(self, card: SeekerCard, profile: MatchingProfile) -> SeekerCard:
        """What she looks for, as she has changed it, on her card at this kiosk; the card as it now is."""
        return self._wishing.keep(card, profile)

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
        return self._passes.make(card)

    def pass_for_phone(self, card: SeekerCard, fair: str) -> bytes:
        """A new pass as ``handing_over`` hands it to a phone; ``fair`` is the fair's name. Some 50 ms."""
        return self._passes.for_phone(card, fair)

    def revoke_passes(self, card: SeekerCard) -> None:
        """All that she has had until now open nothing any more, here at once. Saved durably; wake the sync after it."""
        self._passes.revoke(card)

    def consent_answers(self, card: SeekerCard) -> tuple[Consent, ...]:
        """What she answered here to the questions about her data, refusals too; of each the newest."""
        return self._receipts.answers_of(card)

    def consent_receipt(self, card: SeekerCard) -> str:
        """The text of the code of her consent receipt, signed by this kiosk; empty where she answered nothing here."""
        return self._receipts.write(card)

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
