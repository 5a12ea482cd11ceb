"""The server's keys, as files of mode 0600: the identity that kiosks pin, and the keys that open envelopes.

::

    identity            Ed25519, 32 bytes: signs snapshot, receipts, passes
    sealing/<id>        ML-KEM-768 + X25519, 96 bytes each; old ones stay so that old rows still open
    current             the id of the key that kiosks seal to now
    replaced.json       since when each old key is not sealed to any more, and from which snapshots on
    recovery.pub        1216 bytes: the organizers' offline key, a second recipient; its private half is not here
    recovery.json       into how many shares it was split, and when a drill has shown that they open
    recovery.next.pub   a new one (with recovery.next.json) that nothing is sealed to until a drill has passed with it
    former.json         until when the shares of the recovery keys before it are still needed
    backup.json         when these keys were last backed up, and which they were
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from jobfair.errors import ConfigError
from jobfair.sealing import OpeningKey, SealingKey, Signer


class Recovery(BaseModel):
    """What is known of a recovery key. ``needed`` of ``shares`` open; 0 where that was not written down.

    ``demonstration``: its shares lie in clear on the server, so it is none for a fair with real people.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    shares: int = 0
    needed: int = 0
    made_at: datetime | None = None
    drilled_at: datetime | None = None
    drilled_by: str = ""
    demonstration: bool = False


class Former(BaseModel):
    """A recovery key that is not sealed to any more: until when its shares may still be the only ones that open."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    needed_until: datetime


class Replaced(BaseModel):
    """An old sealing key: kiosks that hold ``snapshots`` (fair: version) or newer seal to another one."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    snapshots: dict[str, int] = {}


class Backup(BaseModel):
    """The last backup; ``keys`` are the ids that it holds."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    keys: tuple[str, ...] = ()


_REPLACED = TypeAdapter(dict[str, Replaced])
_FORMER = TypeAdapter(dict[str, Former])
_Record = TypeVar("_Record", Recovery, Backup)


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

    # --- the keys that kiosks seal to

    def rotate(self) -> str:
        """A new sealing key from now on; the old ones stay. Returns its id."""
        key = OpeningKey.generate()
        former = (self.folder / "current").read_text("ascii") if (self.folder / "current").exists() else ""
        write_secret(self.folder / "sealing" / key.id, key.private)
        write_secret(self.folder / "current", key.id.encode())
        if former:
            self.note_replaced(former, Replaced(at=datetime.now(UTC)))
        return key.id

    def note_replaced(self, key: str, replaced: Replaced) -> None:
        self._write_replaced({**self.replaced, key: replaced})

    def remove(self, key: str) -> None:
        """Remove an old private key for good: what is sealed to it opens with the recovery key alone."""
        if key == self.sealing_key.id:
            raise ValueError("kiosks seal to this key")
        (self.folder / "sealing" / key).unlink()
        self._write_replaced({name: entry for name, entry in self.replaced.items() if name != key})

    @property
    def replaced(self) -> dict[str, Replaced]:
        """Old keys by id; one that is not here was replaced at a time that nobody wrote down."""
        path = self.folder / "replaced.json"
        try:
            return _REPLACED.validate_json(path.read_bytes()) if path.exists() else {}
        except ValidationError as error:
            raise ConfigError(f"{path} is damaged: take it from the backup of the keys, or remove it") from error

    def _write_replaced(self, entries: dict[str, Replaced]) -> None:
        write_secret(self.folder / "replaced.json", _REPLACED.dump_json(entries))

    @property
    def opening_keys(self) -> list[OpeningKey]:
        found: list[OpeningKey] = []
        for path in sorted((self.folder / "sealing").iterdir()):
            if not path.name.startswith("."):
                with suppress(FileNotFoundError):  # retired this very moment
                    found.append(OpeningKey(path.read_bytes()))
        return found

    @property
    def sealing_key(self) -> SealingKey:
        return OpeningKey(self._read("sealing/" + self._read("current").decode())).public

    # --- the organizers' key

    def set_next_recovery(self, public: SealingKey, shares: int, needed: int, demonstration: bool = False) -> Recovery:
        """A new recovery key. Nothing is sealed to it before ``note_drill``; until then the one in use stays."""
        made = Recovery(
            key=public.id, shares=shares, needed=needed, made_at=datetime.now(UTC), demonstration=demonstration
        )
        write_secret(self.folder / "recovery.next.pub", public.public)
        write_secret(self.folder / "recovery.next.json", made.model_dump_json().encode())
        return made

    def note_drill(self, key: str, by: str, keep: timedelta) -> Recovery:
        """Write down that shares of ``key`` opened a test submission; if it is the new one, it is in use from now on.

        ``keep``: how long rows that were sealed to the one before can still come. Raises ConfigError when ``key`` is
        not the one to be drilled any more.
        """
        tested = self.next_recovery or self.recovery
        if tested is None or tested.key != key:
            raise ConfigError("the recovery key was replaced meanwhile: repeat the drill with the new shares")
        passed = tested.model_copy(update={"drilled_at": datetime.now(UTC), "drilled_by": by})
        fresh = self.next_recovery_key
        if fresh is not None:
            self._note_former(fresh.id, keep)  # first: what was sealed before is not forgotten by a power cut
            write_secret(self.folder / "recovery.pub", fresh.public)
        write_secret(self.folder / "recovery.json", passed.model_dump_json().encode())
        (self.folder / "recovery.next.pub").unlink(missing_ok=True)
        (self.folder / "recovery.next.json").unlink(missing_ok=True)
        return passed

    def _note_former(self, fresh: str, keep: timedelta) -> None:
        former, now = self.recovery_key, datetime.now(UTC)
        if former is not None and former.id != fresh:
            entries = {**self.former_recoveries, former.id: Former(at=now, needed_until=now + keep)}
            write_secret(self.folder / "former.json", _FORMER.dump_json(entries))

    @property
    def recovery_key(self) -> SealingKey | None:
        """The one that kiosks seal to."""
        return self._public("recovery.pub")

    @property
    def recovery(self) -> Recovery | None:
        """None while no recovery key is in use. What was written of another key does not count."""
        return self._described("recovery", self.recovery_key)

    @property
    def next_recovery_key(self) -> SealingKey | None:
        """A new one that no drill has passed with yet."""
        return self._public("recovery.next.pub")

    @property
    def next_recovery(self) -> Recovery | None:
        return self._described("recovery.next", self.next_recovery_key)

    @property
    def former_recoveries(self) -> dict[str, Former]:
        """Recovery keys that were in use before, by id; damaged counts as never written."""
        try:
            return _FORMER.validate_json((self.folder / "former.json").read_bytes())
        except (FileNotFoundError, ValidationError):
            return {}

    def _public(self, name: str) -> SealingKey | None:
        try:
            return SealingKey((self.folder / name).read_bytes())
        except FileNotFoundError:
            return None

    def _described(self, name: str, key: SealingKey | None) -> Recovery | None:
        if key is None:
            return None
        found = self._record(f"{name}.json", Recovery)
        return found if found is not None and found.key == key.id else Recovery(key=key.id)

    # --- the backup of all of them

    @property
    def ids(self) -> tuple[str, ...]:
        """Of every key that a backup must hold; a new recovery key counts from its drill on."""
        recovery = self.recovery_key
        return (self.identity.id, *(key.id for key in self.opening_keys), *([recovery.id] if recovery else []))

    @property
    def backup(self) -> Backup | None:
        return self._record("backup.json", Backup)

    @property
    def is_backed_up(self) -> bool:
        """Whether the last backup holds every key of now."""
        backup = self.backup
        return backup is not None and set(self.ids) <= set(backup.keys)

    def note_backup(self, at: datetime) -> None:
        write_secret(self.folder / "backup.json", Backup(at=at, keys=self.ids).model_dump_json().encode())

    # --- the identity

    @property
    def identity(self) -> Signer:
        return Signer(self._read("identity"))

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise ConfigError(f"{self.folder / name} is missing: run `jobfair server init`") from error

    def _record(self, name: str, kind: type[_Record]) -> _Record | None:
        """What was written down; damaged counts as never written, which only asks for more."""
        try:
            return kind.model_validate_json((self.folder / name).read_bytes())
        except (FileNotFoundError, ValidationError):
            return None


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
    _sync_folder(path.parent)  # a key that kiosks seal to is still there after a power cut


def write_new_secret(path: Path, data: bytes) -> None:
    """Write a file of mode 0600 under a name that is free; FileExistsError leaves the other one as it is.

    Straight under its name, not by way of another: a stick's file system has no links. Half a file is removed."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
