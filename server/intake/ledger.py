"""The ledger of what came in: who was first, and which number it has."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from jobfair.wire import Door
from server.core.sql import one_row
from server.intake.models import Intake
from server.kiosks.models import Kiosk

_DIGEST = "SELECT digest FROM intake_intake WHERE door = %s AND item_id = %s"
_NUMBER = "UPDATE intake_intakecounter SET last = last + 1 WHERE id = 1 RETURNING last"
_ENTER = """INSERT INTO intake_intake (door, item_id, digest, size, received_at, erased_at, kiosk_id, sequence)
 VALUES (%s, %s, %s, %s, %s, %s, %s, {number}) RETURNING id, sequence"""
_ENTER_NUMBERED = _ENTER.format(number="%s")
_NUMBER_AND_ENTER = f"WITH number AS ({_NUMBER}) {_ENTER.format(number='(SELECT last FROM number)')}"  # noqa: S608


def digest_under(door: Door, item_id: str) -> str | None:
    """Of the bytes that came in under this id; None when none did."""
    row = one_row(_DIGEST, door.value, item_id)
    return None if row is None else str(row[0])


def enter(
    kiosk: Kiosk, door: Door, item_id: str, digest: str, size: int, received_at: datetime, erased_at: datetime | None
) -> Intake:
    """The last thing in an intake's transaction: from here to its end no other one gets a number, so that they come in
    the order of commits. Raises IntegrityError where the ledger has this door and id already."""
    values = (door.value, item_id, digest, size, received_at, erased_at, kiosk.pk)
    if connection.vendor == "postgresql":  # in one, so that the others wait for one round trip and the commit
        pk, sequence = one_row(_NUMBER_AND_ENTER, *values)
    else:
        pk, sequence = one_row(_ENTER_NUMBERED, *values, one_row(_NUMBER)[0])
    return Intake(
        pk=pk,
        door=door.value,
        item_id=item_id,
        digest=digest,
        size=size,
        sequence=sequence,
        received_at=received_at,
        erased_at=erased_at,
        kiosk=kiosk,
    )
