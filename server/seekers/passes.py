"""Passes: the QR code that a registered seeker carries."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from jobfair.seeker_pass import SeekerPass, write_pass
from jobfair.wire import SeekerCard
from server.core.models import AuditEntry, User, record
from server.core.storage import key_ring
from server.fairs.overrides import settings_with
from server.seekers.models import MadePass, Seeker
from server.seekers.revoking import revoke_all, valid_from


@transaction.atomic
def pass_for(seeker: Seeker, by: User | None = None, *, instead: bool = False) -> str:
    """The pass as text, signed by the identity key; it names the record and opens nothing without the visit code.

    ``instead``: she has lost hers; all that were made before open nothing any more.
    """
    if instead:
        revoke_all(seeker.fair, seeker.pk, by)
    card = SeekerCard.model_validate_json(seeker.card)
    issued = max(timezone.now(), valid_from(seeker.fair_id, seeker.pk) or timezone.now())
    content = SeekerPass(
        fair=seeker.fair_id,
        seeker=seeker.pk,
        masked_name=card.masked_name,
        verifier=card.verifier,
        pepper_of=card.pepper_of,
        resume=card.resume.id if card.resume else None,
        of_age_to_submit=card.of_age_to_submit,
        issued=issued,
        expires=issued + timedelta(days=settings_with(seeker.fair.settings).pass_days),
    )
    MadePass.objects.create(
        serial=content.serial,
        fair_id=seeker.fair_id,
        seeker_id=seeker.pk,
        made_at=content.issued,
        expires_at=content.expires,
    )
    record(AuditEntry.Action.PASS_CREATED, f"seeker {seeker.pk}", by)
    return write_pass(content, key_ring().identity)
