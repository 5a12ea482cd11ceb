"""The server's keys, as files of mode 0600: the identity that kiosks pin, and the keys that open envelopes.

::

    identity            Ed25519, 32 bytes: signs snapshot, receipts, passes
    sealing/<id>        ML-KEM-768 + X25519, 96 bytes each; old ones stay so that old rows still open
    current             the id of the key that kiosks seal to now
    recovery.pub        1216 bytes: the organizers' offline key, a second recipient; its private half is not here
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from jobfair.errors import ConfigError
from jobfair.sealing import OpeningKey, SealingKey, Signer


@dataclass(frozen=True)
class KeyRing:
    """The keys in one folder. Reading is a few small files, so that a new key counts in every process at once."""

    folder: Path

    def create(self) -> None:
        """Make what is missing; existing keys are never replaced."""
        (self.folder / "sealing").mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (self.folder / "identity").exists():
            write_secret(self.folder / "identity", Signer.generate().private)
        if not (self.folder / "current").exists():
            self.rotate()

    def rotate(self) -> str:
        """A new sealing key from now on; the old ones stay. Returns its id."""
        key = OpeningKey.generate()
        write_secret(self.folder / "sealing" / key.id, key.private)
        write_secret(self.folder / "current", key.id.encode())
        return key.id

    def create_recovery(self, out: Path) -> OpeningKey:
        """A new offline key; its private half goes to ``out`` first, for the organizers, and only the public one is
        kept: where ``out`` cannot be written (OSError), the former key stays."""
        key = OpeningKey.generate()
        write_secret(out, key.private)
        write_secret(self.folder / "recovery.pub", key.public.public)
        return key

    @property
    def identity(self) -> Signer:
        return Signer(self._read("identity"))

    @property
    def opening_keys(self) -> list[OpeningKey]:
        return [
            OpeningKey(path.read_bytes())
            for path in sorted((self.folder / "sealing").iterdir())
            if not path.name.startswith(".")
        ]

    @property
    def sealing_key(self) -> SealingKey:
        return OpeningKey(self._read("sealing/" + self._read("current").decode())).public

    @property
    def recovery_key(self) -> SealingKey | None:
        path = self.folder / "recovery.pub"
        return SealingKey(path.read_bytes()) if path.exists() else None

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise ConfigError(f"{self.folder / name} is missing: run `jobfair server init`") from error


def write_secret(path: Path, data: bytes) -> None:
    """Write a file of mode 0600 that is either whole or not there."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
