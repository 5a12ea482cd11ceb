"""What a kiosk says of itself, once a round."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from jobfair.wire import Heartbeat
from server.kiosks.models import Kiosk


def record_heartbeat(kiosk: Kiosk, said: Heartbeat) -> None:
    """Keep the counts with the server's own time; the kiosk's clock is only measured, never trusted."""
    now = timezone.now()
    with transaction.atomic():  # in turn with the intakes, where SQLite is the database (server/core/sqlite)
        Kiosk.objects.filter(pk=kiosk.pk).update(
            last_seen=now,
            version=said.version[:32],
            waiting=said.waiting,
            rows_waiting=max(said.rows_waiting, said.waiting),
            parked=said.parked,
            visits_today=said.visits_today,
            snapshot=said.snapshot,
            clock_skew_seconds=_skew(said, now),
            at_rest=said.at_rest[:64],
            faces_here=said.faces_here,
            face_refusals=said.face_refusals,
            problems=[code[:64] for code in said.problems[:20]],
        )


def _skew(said: Heartbeat, now: datetime) -> int:
    told = said.kiosk_time
    if told.tzinfo is None:
        return 0
    return max(-(2**31), min(2**31 - 1, round((told - now).total_seconds())))
