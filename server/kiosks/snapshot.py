"""The snapshot as one kiosk gets it: the fair's parts, and settings that are this kiosk's alone."""

from __future__ import annotations

from django.utils import timezone

from jobfair.sealing import Signed, digest_of
from jobfair.second_factor import Verifier
from jobfair.wire import FaceSettings, KioskSettings, ProblemCode, PublicSealingKey, SnapshotManifest, SnapshotPart
from server.core.refusal import Refusal
from server.core.storage import key_ring, part_blobs
from server.kiosks.models import Credential, Kiosk
from server.messages.chosen import offered
from server.seekers.later import earlier_peppers
from server.seekers.revoking import revoked_of


def settings_of(kiosk: Kiosk) -> KioskSettings:
    """Never kept as a file: it holds the fair's pepper."""
    fair = kiosk.fair
    return KioskSettings.model_validate(
        {
            **fair.settings,
            "kiosk": kiosk.name,
            "position": kiosk.position,
            "demonstration": fair.demonstration,
            "face": FaceSettings(
                enabled=fair.face_enabled,
                liveness=fair.face_liveness,
                rotation_seed=bytes(fair.rotation_seed) if fair.face_enabled else b"",
                later_until=fair.face_later_until,
                visits_a_false_one=fair.face_visits,
                phone_tail=fair.face_phone_tail,
            ),
            "pepper": bytes(fair.pepper),
            "earlier_peppers": earlier_peppers(fair),
            "staff": Verifier.model_validate(fair.staff_verifier),
            "long_form": kiosk.long_form,
            "code_messages": offered(fair.settings),
        }
    )


def _settings_bytes(kiosk: Kiosk) -> bytes:
    return settings_of(kiosk).model_dump_json().encode()


def _revoked_bytes(kiosk: Kiosk) -> bytes:
    """Made from the rows each time: those of which nothing can be good any more drop out by themselves."""
    return revoked_of(kiosk.fair_id).model_dump_json().encode()


def manifest_of(kiosk: Kiosk) -> Signed:
    """Signed by the identity key. Refuses as not_found while nothing is published."""
    fair = kiosk.fair
    if not fair.parts:
        raise Refusal(ProblemCode.NOT_FOUND, "nothing is published yet")
    own = {"settings": _settings_bytes(kiosk), "passes": _revoked_bytes(kiosk)}
    keys = key_ring()
    sealing_keys = [PublicSealingKey(public=keys.sealing_key.public)]
    if keys.recovery_key is not None:
        sealing_keys.append(PublicSealingKey(public=keys.recovery_key.public, recovery=True))
    trusted = Credential.objects.filter(kiosk__fair=fair, revoked_at=None).order_by("pk")
    manifest = SnapshotManifest(
        fair=fair.pk,
        version=max(1, fair.snapshot_version),
        issued_at=timezone.now(),
        parts=(
            *(SnapshotPart.model_validate(part) for part in fair.parts),
            *(SnapshotPart(name=name, digest=digest_of(data), size=len(data)) for name, data in own.items()),
        ),
        sealing_keys=tuple(sealing_keys),
        kiosk_keys=tuple(bytes(credential.public_key) for credential in trusted),
    )
    return keys.identity.sign("snapshot", manifest)


def part_of(kiosk: Kiosk, digest: str) -> bytes:
    """The bytes of a part of this kiosk's own manifest; any other digest is not_found."""
    if any(part["digest"] == digest for part in kiosk.fair.parts):
        return part_blobs().get(digest)
    for own in (_settings_bytes(kiosk), _revoked_bytes(kiosk)):
        if digest_of(own) == digest:
            return own
    raise Refusal(ProblemCode.NOT_FOUND)
