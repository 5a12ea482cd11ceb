"""Publishing: the fair's rows become content-addressed parts that kiosks fetch."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from jobfair.wire import SnapshotPart
from server.core.storage import part_blobs
from server.fairs.models import Fair, fair_of
from server.fairs.overrides import settings_with
from server.fairs.vectors import vectors_of


def publish(fair: Fair, lender: bytes | None = None) -> list[SnapshotPart]:
    """Build the parts, keep their bytes, then raise the snapshot's version.

    ``lender`` is an index whose vectors are used where the fair has none yet: encoding a text takes 5 ms. Raises
    ConfigError where ``settings`` are wrong; kiosks then keep what they have.
    """
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
