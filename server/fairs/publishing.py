"""Publishing: the fair's rows become content-addressed parts that kiosks fetch."""

from __future__ import annotations

from typing import Literal

from django.db.models import F
from django.utils import timezone

from jobfair.errors import ConfigError
from jobfair.fair_parts import parts_of
from jobfair.wire import SnapshotPart
from server.core.storage import key_ring, part_blobs
from server.fairs.models import Fair
from server.fairs.overrides import settings_with
from server.fairs.planning import check_published, settled_text
from server.fairs.postings import published
from server.fairs.vectors import vectors_of
from server.seekers.later import bring_guests

Unready = Literal["none", "undrilled", "demonstration"]
_WHY: dict[Unready, str] = {
    "none": "there is no recovery key for the organizers yet",
    "undrilled": "no drill has shown yet that the organizers' shares open what kiosks seal",
    "demonstration": "the recovery key is the demonstration's, its shares lie in clear on this server",
}


class NotRecoverable(ConfigError):
    """The worst day was not rehearsed. ``step`` is the next command, after ``jobfair server``.

    ``none``: no recovery key was made. ``undrilled``: no drill has passed. ``demonstration``: one has, with shares that
    lie beside the server's own key; that is no recovery for a fair with real people.
    """

    def __init__(self, reason: Unready, needed: int = 2) -> None:
        self.reason = reason
        self.why = f"not published: {_WHY[reason]}"
        self.step = (
            f"keys drill --share {' '.join(['FILE'] * needed)}"
            if reason == "undrilled"
            else "keys recovery --out FOLDER"
        )
        super().__init__(f"{self.why}. Next: jobfair server {self.step}")


def check_recoverable(fair: Fair) -> None:
    """Raises NotRecoverable unless a drill has opened a test submission with the recovery key in use."""
    keys = key_ring()
    recovery, following = keys.recovery, keys.next_recovery
    usable = recovery is not None and (fair.demonstration or not recovery.demonstration)
    if recovery is not None and usable and recovery.drilled_at is not None:
        return
    waiting = following or (recovery if usable else None)
    if waiting is not None and (fair.demonstration or not waiting.demonstration):
        raise NotRecoverable("undrilled", waiting.needed or 2)
    raise NotRecoverable("none" if recovery is None else "demonstration")


def publish(fair: Fair, lender: bytes | None = None) -> list[SnapshotPart]:
    """Build the parts, keep their bytes, then raise the snapshot's version.

    ``lender`` is an index whose vectors are used where the fair has none yet: encoding a text takes 5 ms. Raises
    NotRecoverable before the drill, PlanBlocks where the floor plan must not go out, ConfigError where ``settings`` are
    wrong; kiosks then keep what they have.
    """
    check_recoverable(fair)
    settings_with(fair.settings)
    content = published(fair)
    check_published(fair, content)
    store = part_blobs()

    def earlier(folder: str) -> list[bytes]:
        last = [part["digest"] for part in fair.parts if part["name"].startswith(f"{folder}/")]
        return [store.get(digest) for digest in last if store.has(digest)]

    parts = {
        **parts_of(content, earlier("openings")),
        "plan": settled_text(fair.plan).encode(),
        **vectors_of(content, earlier("vectors") or ([lender] if lender else [])),
    }
    listed = [SnapshotPart(name=n, digest=store.put(data), size=len(data)) for n, data in parts.items() if data]
    Fair.objects.filter(pk=fair.pk).update(parts=[part.model_dump() for part in listed], published_at=timezone.now())
    raise_version(fair.pk)
    before = next((part["digest"] for part in fair.parts if part["name"] == "plan"), None)
    if before != next((part.digest for part in listed if part.name == "plan"), None):
        Fair.objects.filter(pk=fair.pk).update(plan_version=F("snapshot_version"))
    return listed


def raise_version(fair_id: str) -> None:
    """Something that kiosks hold has changed: they fetch the manifest again. Where faces may be used now, seekers of
    earlier fairs who agreed to that come, too."""
    Fair.objects.filter(pk=fair_id).update(snapshot_version=F("snapshot_version") + 1)
    fair = Fair.objects.filter(pk=fair_id).first()
    if fair is not None:
        bring_guests(fair)
