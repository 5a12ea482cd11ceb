"""Publishing: the fair's rows become content-addressed parts that kiosks fetch."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from jobfair.errors import ConfigError
from jobfair.wire import SnapshotPart
from server.core.storage import key_ring, part_blobs
from server.fairs.models import Fair, fair_of
from server.fairs.overrides import settings_with
from server.fairs.vectors import vectors_of


class NotRecoverable(ConfigError):
    """The worst day was not rehearsed: there is no recovery key (``made`` is False), or no drill has opened with it."""

    def __init__(self, made: bool) -> None:
        super().__init__(
            "not published: no restore drill has shown yet that the organizers' shares open what kiosks seal."
            " Run `jobfair server keys drill --share FILE FILE`, or do it on the organizer's page Keys"
            if made
            else "not published: there is no recovery key for the organizers yet. Make its shares with"
            " `jobfair server keys recovery --out FOLDER`, then run `jobfair server keys drill --share FILE FILE`"
        )
        self.made = made


def check_recoverable() -> None:
    """Raises NotRecoverable unless a drill has opened a test submission with the recovery key in use."""
    recovery = key_ring().recovery
    if recovery is None or recovery.drilled_at is None:
        raise NotRecoverable(made=recovery is not None)


def publish(fair: Fair, lender: bytes | None = None) -> list[SnapshotPart]:
    """Build the parts, keep their bytes, then raise the snapshot's version.

    ``lender`` is an index whose vectors are used where the fair has none yet: encoding a text takes 5 ms. Raises
    NotRecoverable before the drill, ConfigError where ``settings`` are wrong; kiosks then keep what they have.
    """
    check_recoverable()
    settings_with(fair.settings)
    content = fair_of(fair)
    store = part_blobs()
    last = next((part["digest"] for part in fair.parts if part["name"] == "vectors"), None)
    parts = {
        "fair": content.model_dump_json(exclude_defaults=True).encode(),
        "plan": fair.plan.encode(),
        "vectors": vectors_of(content, store.get(last) if last and store.has(last) else lender),
    }
    listed = [SnapshotPart(name=n, digest=store.put(data), size=len(data)) for n, data in parts.items() if data]
    Fair.objects.filter(pk=fair.pk).update(parts=[part.model_dump() for part in listed], published_at=timezone.now())
    raise_version(fair.pk)
    return listed


def raise_version(fair_id: str) -> None:
    """Something that kiosks hold has changed: they fetch the manifest again."""
    Fair.objects.filter(pk=fair_id).update(snapshot_version=F("snapshot_version") + 1)
