"""The drill and what follows from it: a new recovery key is in use, kiosks are told, the audit trail says who."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from server.core.drill import drill
from server.core.keys import KeyRing, Recovery
from server.core.models import AuditEntry, User, record
from server.fairs.models import Fair
from server.fairs.publishing import raise_version
from server.retiring import days_kept


def rehearse(keys: KeyRing, shares: Sequence[str], by: str, user: User | None = None) -> Recovery:
    """Hold the drill (``server.core.drill``, with its errors); then kiosks fetch a manifest with the key that passed.

    The key on disk comes first: a manifest of the new version never names the one before.
    """
    passed = drill(keys, shares, by, timedelta(days=days_kept()))
    for fair in Fair.objects.all():
        raise_version(fair.pk)
    record(AuditEntry.Action.DRILL_PASSED, f"recovery {passed.key}", user)
    return passed
