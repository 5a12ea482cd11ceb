"""A made-up fair as a server would offer it, in files: what a kiosk's snapshot is measured with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from jobfair.fair import Fair
from jobfair.fair_parts import parts_of
from jobfair.sealing import OpeningKey, Signed, Signer, digest_of
from jobfair.second_factor import make_verifier
from jobfair.wire import KioskSettings, PublicSealingKey, SnapshotManifest, SnapshotPart

_PEPPER = b"bench" * 8


class Published:
    """Versions of one fair, by name, in a folder: their manifests are signed by one key."""

    def __init__(self, folder: Path, name: str) -> None:
        """What was ``publish``ed there under this name."""
        self._folder = folder
        self._manifest = Signed.model_validate_json((folder / f"{name}.signed.json").read_bytes())
        self.identity_key = (folder / "identity.key").read_bytes()

    def manifest(self) -> Signed:
        return self._manifest

    def part(self, digest: str) -> bytes:
        return (self._folder / digest).read_bytes()


def publish(folder: Path, versions: Mapping[str, tuple[Fair, Mapping[str, bytes]]]) -> None:
    """Write the versions, each later than the one before, with their matching index by shard."""
    folder.mkdir(parents=True, exist_ok=True)
    signer, key = Signer.generate(), OpeningKey.generate()
    (folder / "identity.key").write_bytes(signer.public)
    settings = KioskSettings(kiosk="bench", pepper=_PEPPER, staff=make_verifier("314159", _PEPPER))
    earlier: list[bytes] = []
    for number, (name, (fair, vectors)) in enumerate(versions.items(), 1):
        parts = parts_of(fair, earlier)
        earlier = [data for part, data in parts.items() if part.startswith("openings/")]
        parts |= {f"vectors/{shard}": data for shard, data in vectors.items()}
        parts["settings"] = settings.model_dump_json().encode()
        for data in parts.values():
            (folder / digest_of(data)).write_bytes(data)
        manifest = SnapshotManifest(
            fair=fair.id,
            version=number,
            issued_at=datetime.now(UTC),
            parts=tuple(SnapshotPart(name=n, digest=digest_of(data), size=len(data)) for n, data in parts.items()),
            sealing_keys=(PublicSealingKey(public=key.public.public),),
        )
        (folder / f"{name}.signed.json").write_text(signer.sign("snapshot", manifest).model_dump_json())
