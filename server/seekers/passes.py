"""Passes: the QR code that a registered seeker carries."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from jobfair.seeker_pass import SeekerPass, write_pass
from jobfair.wire import SeekerCard
from server.core.models import AuditEntry, User, record
from server.core.storage import key_ring
from server.fairs.overrides import settings_with
from server.seekers.models import Seeker


def pass_for(seeker: Seeker, by: User | None = None) -> str:
    """The pass as text, signed by the identity key; it names the record and opens nothing without the visit code."""
    card = SeekerCard.model_validate_json(seeker.card)
    content = SeekerPass(
        fair=seeker.fair_id,
        seeker=seeker.pk,
        masked_name=card.masked_name,
        verifier=card.verifier,
        resume=card.resume.id if card.resume else None,
        expires=timezone.now() + timedelta(days=settings_with(seeker.fair.settings).pass_days),
    )
    record(AuditEntry.Action.PASS_CREATED, f"seeker {seeker.pk}", by)
    return write_pass(content, key_ring().identity)
