"""What was inside the envelopes, into rows. ``prepare_`` is called before the intake's transaction, and refuses what
can be refused before anything is written; ``keep_`` is called inside of it."""

from __future__ import annotations

from datetime import datetime

from jobfair.second_factor import is_whole
from jobfair.submission import Status, withdrawal_hash
from jobfair.wire import (
    ProblemCode,
    Registration,
    SealedConsents,
    SealedResume,
    SealedRevocation,
    SealedSubmission,
    SealedWithdrawal,
)
from server.core.models import AuditEntry, record
from server.core.refusal import Refusal
from server.core.sql import insert, one_row
from server.core.storage import pdf_blobs
from server.fairs.models import Fair, Opening
from server.intake.models import StoredSubmission, Withdrawal
from server.intake.tombstones import take_back, tombstone_of, true_time
from server.kiosks.models import Kiosk
from server.seekers.cards import note_resume, register, touch
from server.seekers.consents import after_registration, state
from server.seekers.erasure import is_forgotten
from server.seekers.models import Seeker, StoredResume
from server.seekers.revoking import revoke_before

Content = Registration | SealedResume | SealedSubmission | SealedWithdrawal | SealedRevocation
_SAME_ORGANIZATION = """SELECT 1 FROM fairs_fair ours JOIN fairs_fair named
 ON named.organization_id = ours.organization_id WHERE ours.id = %s AND named.id = %s"""


def check_fair(kiosk: Kiosk, fair_id: str) -> None:
    """The fair is the kiosk's, or another one of its organization: the kiosk may have moved since. What was sealed for
    one organization no other may hand in; the answer does not tell whether it has come in."""
    if fair_id == kiosk.fair_id or one_row(_SAME_ORGANIZATION, kiosk.fair_id, fair_id):
        return
    raise Refusal(ProblemCode.INVALID, "fair: unknown")


def meets(content: Content) -> tuple[str, ...]:
    """The ids whose other things this must see, or be seen by, even where both come in at the same instant: a résumé
    and its seeker's registration, what is hers and her erasure, a submission and its withdrawal. A submission's comes
    before its seeker's."""
    match content:
        case Registration():
            return (content.id,)
        case SealedResume() | SealedConsents():
            return (content.seeker,)
        case SealedSubmission():
            return (content.id, content.seeker)
        case SealedWithdrawal():
            return (content.submission,)
        case SealedRevocation():
            return (content.seeker,)
        case _:
            return ()


def of_the_forgotten(content: Content, kiosk: Kiosk, received_at: datetime) -> bool:
    """Whether its seeker had her data erased after she made this: it is taken in, and nothing of it is kept."""
    match content:
        case Registration():
            return is_forgotten(content.fair, content.id)
        case SealedResume():
            made_at = true_time(content.created_at, kiosk.clock_skew_seconds, received_at)
            return is_forgotten(content.fair, content.seeker, made_at)
        case SealedSubmission():
            made_at = true_time(content.submitted_at, kiosk.clock_skew_seconds, received_at)
            return is_forgotten(content.fair, content.seeker, made_at)
        case SealedConsents():
            made_at = true_time(content.stated_at, kiosk.clock_skew_seconds, received_at)
            return is_forgotten(content.fair, content.seeker, made_at)
        case SealedRevocation():
            return is_forgotten(content.fair, content.seeker)
        case _:
            return False


def prepare_registration(content: Registration) -> Fair:
    if content.card.id != content.id:
        raise Refusal(ProblemCode.INVALID, "card.id: not the registration's")
    if not all(is_whole(verifier) for verifier in (content.card.verifier, content.card.phone_tail) if verifier):
        raise Refusal(ProblemCode.INVALID, "card.verifier: 16 and 32 bytes expected")
    fair = Fair.objects.get(pk=content.fair)
    if Seeker.objects.filter(pk=content.id).exists():
        raise Refusal(ProblemCode.OTHER_BYTES, "this seeker is registered already")
    return fair


def keep_registration(kiosk: Kiosk, content: Registration, fair: Fair, received_at: datetime) -> None:
    at = true_time(content.registered_at, kiosk.clock_skew_seconds, received_at)
    after_registration(register(content, fair, at))


def prepare_resume(content: SealedResume) -> str:
    """The PDF as a durable file. Returns its digest."""
    _check_ids(seeker=content.seeker)
    if not content.pdf.startswith(b"%PDF-"):
        raise Refusal(ProblemCode.INVALID, "pdf: not a PDF")
    return pdf_blobs().put(content.pdf)


def keep_resume(kiosk: Kiosk, content: SealedResume, pdf_digest: str, received_at: datetime) -> None:
    row = StoredResume(
        id=content.id,
        seeker_id=content.seeker,
        fair_id=content.fair,
        document=content.resume.model_dump(mode="json", exclude_defaults=True),
        pdf_digest=pdf_digest,
        pages=content.pages,
        language=content.language,
        created_at=true_time(content.created_at, kiosk.clock_skew_seconds, received_at),
    )
    insert(row)
    note_resume(row)


def prepare_submission(content: SealedSubmission) -> Opening:
    """The opening that it is for. Whose résumé it names is not asked here: the inbox does, whatever comes in later."""
    _check_ids(seeker=content.seeker, resume=content.resume)
    opening = Opening.objects.filter(fair_id=content.fair, code=content.opening).first()
    if opening is None:
        raise Refusal(ProblemCode.INVALID, "opening: unknown")
    return opening


def keep_submission(kiosk: Kiosk, content: SealedSubmission, opening: Opening, received_at: datetime) -> None:
    """A submission never waits outside for its résumé: it is in, and shows when the résumé is there."""
    row = StoredSubmission(
        id=content.id,
        fair_id=opening.fair_id,
        kiosk=content.kiosk[:64],
        seeker_id=content.seeker,
        opening=opening,
        resume_id=content.resume,
        reference=content.reference[:64],
        submitted_at=content.submitted_at,
        received_at=received_at,
        clock_skew_seconds=kiosk.clock_skew_seconds,
        consent=content.consent.model_dump(mode="json"),
        withdrawal_hash=content.withdrawal_hash,
        language=content.language,
    )
    tombstone = tombstone_of(row)
    if tombstone is not None:
        row.status, row.withdrawn_at = Status.WITHDRAWN.value, tombstone.withdrawn_at
        if not tombstone.kiosk:
            record(AuditEntry.Action.WITHDRAWN_BY_PHONE, f"submission {row.pk}")
    row.save(force_insert=True)
    touch(opening.fair_id, content.seeker)


def prepare_withdrawal(content: SealedWithdrawal) -> None:
    _check_ids(submission=content.submission)


def keep_withdrawal(kiosk: Kiosk, content: SealedWithdrawal, received_at: datetime) -> None:
    """Taken in whatever it says. It has its effect where it counts, now or when its submission comes in."""
    take_back(
        Withdrawal(
            id=content.id,
            submission_id=content.submission,
            secret_hash=withdrawal_hash(content.submission, content.secret),
            withdrawn_at=content.withdrawn_at,
            received_at=received_at,
            kiosk=kiosk.name,
            clock_skew_seconds=kiosk.clock_skew_seconds,
        )
    )


def prepare_revocation(content: SealedRevocation) -> None:
    _check_ids(seeker=content.seeker)


def keep_revocation(content: SealedRevocation, received_at: datetime) -> None:
    """Her passes go, those that were made after it came in stay good, whatever the kiosk's clock says."""
    revoke_before(content.fair, content.seeker, min(content.before, received_at))


def prepare_consents(content: SealedConsents) -> Fair:
    _check_ids(seeker=content.seeker)
    purposes = [consent.purpose for consent in content.consents]
    if len(set(purposes)) < len(purposes):
        raise Refusal(ProblemCode.INVALID, "consents: a purpose twice")
    return Fair.objects.get(pk=content.fair)


def keep_consents(kiosk: Kiosk, content: SealedConsents, fair: Fair, received_at: datetime) -> None:
    """Taken in whatever it says: the newest answer of each purpose counts, and it may come before the registration."""
    state(content, fair, true_time(content.stated_at, kiosk.clock_skew_seconds, received_at))


def _check_ids(**ids: str) -> None:
    """Ids of other things, which may not be here yet."""
    for name, value in ids.items():
        if not 0 < len(value) <= 64:
            raise Refusal(ProblemCode.INVALID, f"{name}: 1 to 64 characters expected")
