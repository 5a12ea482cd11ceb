"""Erasure: what the server holds of a seeker goes. Of what she handed in, reference, opening and times stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from jobfair.submission import Status
from jobfair.wire import Door
from server.core.models import AuditEntry, User, record
from server.core.sql import one_at_a_time, one_row
from server.core.storage import pdf_blobs, sealed_blobs
from server.fairs.models import Fair
from server.intake.models import Intake, Note, StoredSubmission, Withdrawal
from server.paper.statements import note
from server.seekers.alike import leave_pairs
from server.seekers.cards import touch
from server.seekers.models import CardChange, ConsentRecord, Forgotten, MadePass, Seeker, StoredResume, WaitingConsents

_FORGOTTEN = """SELECT forgotten.at >= %s FROM seekers_forgotten forgotten
 JOIN fairs_fair fair ON fair.organization_id = forgotten.organization_id
 WHERE fair.id = %s AND forgotten.seeker_id = %s"""


@dataclass(frozen=True)
class Erased:
    """How much there was."""

    resumes: int
    submissions: int


def forget(fair: Fair, seeker_id: str, by: User | None = None) -> Erased:
    """``erase``, written down by the seeker's id, which leads to nothing any more."""
    with transaction.atomic():
        erased = erase(fair, seeker_id)
        note(fair, "request", "seeker", [seeker_id])
        record(AuditEntry.Action.SEEKER_FORGOTTEN, f"seeker {seeker_id}", by)
    return erased


@transaction.atomic
def erase(fair: Fair, seeker_id: str) -> Erased:
    """Registration, consents, card, face, résumés with their files, and what employers see of her, at all fairs of the
    fair's organization. Kiosks drop her card and face with their next changes. Files go once this is committed.
    """
    ours = {"fair__organization_id": fair.organization_id, "seeker_id": seeker_id}
    one_at_a_time(seeker_id)  # what a door is taking in of hers is here before this begins, or sees that it was
    Forgotten.objects.update_or_create(
        organization_id=fair.organization_id, seeker_id=seeker_id, defaults={"at": timezone.now()}
    )
    seekers = Seeker.objects.filter(pk=seeker_id, fair__organization_id=fair.organization_id)
    submissions = StoredSubmission.objects.filter(**ours)
    resumes = StoredResume.objects.filter(**ours)
    fairs = {fair.pk, *CardChange.objects.filter(**ours).values_list("fair_id", flat=True)}
    papers = dict(resumes.values_list("pk", "pdf_digest"))

    erased = Erased(len(papers), erase_submissions(submissions))
    erase_sealed(Door.RESUMES, list(papers))
    erase_sealed(Door.REGISTRATIONS, list(seekers.values_list("pk", flat=True)))
    erase_sealed(Door.CONSENTS, _statements(fair, seeker_id))
    WaitingConsents.objects.filter(organization_id=fair.organization_id, seeker_id=seeker_id).delete()
    leave_pairs(seeker_id)
    resumes.delete()
    MadePass.objects.filter(**ours).delete()
    seekers.delete()
    for fair_id in sorted(fairs):
        touch(fair_id, seeker_id)
    transaction.on_commit(lambda: _remove_pdfs(set(papers.values())), robust=True)
    return erased


def erase_submissions(found: QuerySet[StoredSubmission]) -> int:
    """Within the caller's transaction: withdrawn, without seeker, résumé, consent, notes. The caller tells kiosks."""
    ids = list(found.values_list("pk", flat=True))
    rows = StoredSubmission.objects.filter(pk__in=ids)
    Note.objects.filter(submission__in=ids).delete()
    erase_sealed(Door.SUBMISSIONS, ids)
    erase_sealed(Door.WITHDRAWALS, list(Withdrawal.objects.filter(submission_id__in=ids).values_list("pk", flat=True)))
    rows.update(
        status=Status.WITHDRAWN.value,
        withdrawn_at=Coalesce("withdrawn_at", Now()),
        seeker_id="",
        resume_id="",
        consent={},
    )
    return len(ids)


def erase_sealed(door: Door, ids: list[str]) -> None:
    """The sealed bytes, which this server could open again; the ledger's rows stay, so that receipts do."""
    rows = Intake.objects.filter(door=door.value, item_id__in=ids, erased_at=None)
    digests = list(rows.values_list("digest", flat=True))
    rows.update(erased_at=timezone.now())
    transaction.on_commit(lambda: [sealed_blobs().remove(digest) for digest in digests], robust=True)


def is_forgotten(fair_id: str, seeker_id: str, made_at: datetime | None = None) -> bool:
    """Whether something of hers, made then by the server's clock, is not to be kept by the organization of this fair.
    What she makes after she was forgotten is new; what another organization forgets is no matter of this one's."""
    row = one_row(_FORGOTTEN, made_at, fair_id, seeker_id)
    return row is not None and (made_at is None or bool(row[0]))


def _statements(fair: Fair, seeker_id: str) -> list[str]:
    """Of what she said of her consents later: the ids, those that wait for her registration too."""
    said = ConsentRecord.objects.filter(seeker_id=seeker_id).exclude(statement="")
    waiting = WaitingConsents.objects.filter(organization_id=fair.organization_id, seeker_id=seeker_id)
    return [*said.values_list("statement", flat=True), *waiting.values_list("pk", flat=True)]


def _remove_pdfs(digests: set[str]) -> None:
    """Except those that another résumé has too."""
    for digest in digests - set(
        StoredResume.objects.filter(pdf_digest__in=digests).values_list("pdf_digest", flat=True)
    ):
        pdf_blobs().remove(digest)
