"""The ledger of what came in: who was first, and which number it has."""

from __future__ import annotations

from datetime import datetime

from jobfair.wire import Door
from server.core.sql import one_row
from server.intake.models import Intake
from server.kiosks.models import Kiosk

_DIGEST = "SELECT digest FROM intake_intake WHERE door = %s AND item_id = %s"
_NUMBER = "UPDATE intake_intakecounter SET last = last + 1 WHERE id = 1 RETURNING last"
_ENTER = """INSERT INTO intake_intake (door, item_id, digest, size, sequence, received_at, kiosk_id)
 VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (door, item_id) DO NOTHING RETURNING id"""


class Twice(Exception):
    """The ledger has this door and id already."""


def digest_under(door: Door, item_id: str) -> str | None:
    """Of the bytes that came in under this id; None when none did."""
    row = one_row(_DIGEST, door.value, item_id)
    return None if row is None else str(row[0])


def enter(kiosk: Kiosk, door: Door, item_id: str, digest: str, size: int, received_at: datetime) -> Intake:
    """The first thing in an intake's transaction: until it ends no other one is under way, so that numbers come in the
    order of commits. Raises Twice; the transaction must then be rolled back, or a number is lost."""
    sequence = one_row(_NUMBER)[0]
    row = one_row(_ENTER, door.value, item_id, digest, size, sequence, received_at, kiosk.pk)
    if row is None:
        raise Twice
    return Intake(
        pk=row[0],
        door=door.value,
        item_id=item_id,
        digest=digest,
        size=size,
        sequence=sequence,
        received_at=received_at,
        kiosk=kiosk,
    )
