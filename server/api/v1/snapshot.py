"""What kiosks fetch, and the heartbeat."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from jobfair.sealing import Signed
from jobfair.wire import BoothQueue, CardDelta, Heartbeat, HeartbeatAnswer, Problem
from server.api.v1.devices import DeviceToken
from server.api.v1.messages import body_of, read_message, send_message
from server.crowd.estimate import queues_of
from server.intake.doors import last_sequence_for
from server.kiosks.health import record_heartbeat
from server.kiosks.models import Kiosk
from server.kiosks.snapshot import manifest_of, part_of
from server.seekers.deltas import delta

router = Router(tags=["kiosk"], auth=DeviceToken())
_REFUSALS = {401: Problem, 404: Problem}


def _kiosk(request: HttpRequest) -> Kiosk:
    kiosk: Kiosk = request.auth  # type: ignore[attr-defined]
    return kiosk


@router.get("/snapshot", url_name="snapshot", response={200: Signed, **_REFUSALS})
def snapshot(request: HttpRequest) -> HttpResponse:
    """The signed manifest (a SnapshotManifest, signed as kind ``snapshot``)."""
    return send_message(manifest_of(_kiosk(request)))


@router.get("/parts/{digest}", url_name="part", response={200: bytes, **_REFUSALS})
def part(request: HttpRequest, digest: str) -> HttpResponse:
    """The bytes of one part of this kiosk's manifest."""
    return HttpResponse(part_of(_kiosk(request), digest), content_type="application/octet-stream")


@router.get("/cards", url_name="cards", response={200: CardDelta, **_REFUSALS})
def cards(request: HttpRequest, after: int = Query(0, ge=0, le=2**53)) -> HttpResponse:
    """Changes of seekers' cards after a sequence number, oldest first."""
    return send_message(delta(_kiosk(request).fair, after))


@router.post(
    "/heartbeat",
    url_name="heartbeat",
    response={200: HeartbeatAnswer, 413: Problem, 422: Problem, **_REFUSALS},
    openapi_extra=body_of(Heartbeat),
)
def heartbeat(request: HttpRequest) -> HttpResponse:
    """Counts only, once a round."""
    kiosk, said = _kiosk(request), read_message(request, Heartbeat)
    newest = last_sequence_for(said.last_sequence, said.last_digest, said.last_received_at)
    record_heartbeat(kiosk, said)
    queues = tuple(
        BoothQueue(booth=code, people=queue.people, counted_at=queue.counted_at)
        for code, queue in queues_of(kiosk.fair).items()
    )
    return send_message(
        HeartbeatAnswer(
            server_time=timezone.now(), last_sequence=newest, snapshot=kiosk.fair.snapshot_version, queues=queues
        )
    )
