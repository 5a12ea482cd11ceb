"""Sealed bytes that no row of the ledger refers to: taken in, before a sweep would erase them.

They are what a server holds whose database came back from a backup: the kiosk that delivered them may be gone by then.
(Or an intake was broken off; then its kiosk offers them again, and finds them.) What was erased is not among them: its
bytes went with it, and where they did not its ledger row says so.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError

from jobfair.errors import SealError
from jobfair.ids import is_id
from jobfair.sealing import read_header
from jobfair.wire import Door, ProblemCode
from server.core.models import AuditEntry, record
from server.core.refusal import Refusal
from server.core.storage import sealed_blobs
from server.intake.doors import opened, take_in
from server.intake.models import Intake
from server.kiosks.models import Kiosk

log = logging.getLogger("jobfair.rescue")


@dataclass
class Orphans:
    """What became of them. ``failed``: the digests of those for which the disk or the database did not answer."""

    new: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failed: set[str] = field(default_factory=set)

    def as_dict(self) -> dict[str, Any]:
        return {"new": self.new, "refused": dict(self.refused), "failed": len(self.failed)}


def take_in_orphans(older_than: float) -> Orphans:
    """Those last written before ``older_than`` (seconds since 1970), as if their kiosk had delivered them now.

    Nothing is erased here. An intake under way is not disturbed: the ledger takes an id once.
    """
    done = Orphans()
    known = set(Intake.objects.values_list("digest", flat=True))  # erased ones too: they stay erased
    for digest in sealed_blobs().unwanted(known, older_than):
        try:
            done.new += _taken_in(digest)
        except Refusal as refusal:
            done.refused[refusal.code.value] += 1
        except (OSError, DatabaseError):
            log.exception("rescue: a sealed file without a row could not be taken in")
            done.failed.add(digest)
    if done.new:
        record(AuditEntry.Action.RESCUED, f"sealed files without a row: {done.new} new, {done.refused.total()} refused")
    return done


def _taken_in(digest: str) -> bool:
    """Whether it was new."""
    envelope = sealed_blobs().get(digest)
    try:
        header, _ = read_header(envelope)
        door = Door(header.kind)
    except (SealError, ValueError) as error:
        raise Refusal(ProblemCode.BAD_ENVELOPE) from error
    if not is_id(header.id):
        raise Refusal(ProblemCode.INVALID, "id: a UUID expected")
    content = opened(door, header.id, envelope)
    there = Kiosk.objects.select_related("fair").filter(fair_id=content.fair)
    kiosk = there.filter(name=getattr(content, "kiosk", "")).first() or there.first()
    if kiosk is None:
        raise Refusal(ProblemCode.INVALID, "fair: unknown, or without a kiosk")
    return take_in(kiosk, door, header.id, envelope, digest).new
