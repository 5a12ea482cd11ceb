"""The key of one data folder: chosen when the database is made, kept to ever after, moved only by a person."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from jobfair.errors import Corrupt, Locked, StoreError, WrongKey
from kiosk.store.keys.at_rest import KEY_BYTES
from kiosk.store.keys.files import alone, is_empty
from kiosk.store.keys.keepers import FileKeeper, Keeper, Kept, KeySource, Source
from kiosk.store.keys.record import FILE, KeyRecord, Slot, new_store_id, read_record, write_record
from kiosk.store.keys.ring import RingKeeper
from kiosk.store.keys.slots import badge_slot
from kiosk.store.keys.tpm import TpmKeeper

log = logging.getLogger(__name__)

Choice = Literal["auto", "file", "tpm", "keyring", "strict"]
_SAFE = "Nothing was changed; sealed submissions are safe: `jobfair outbox export` works without the key"


class StrictKeeper(Keeper):
    """No place at all: the key was released into memory, or it was not."""

    source = "strict"

    def __init__(self, released: bytes | None = None) -> None:
        self._released = released

    def keep(self, key: bytes, store: str) -> Kept:
        return {}

    def fetch(self, store: str, kept: Kept) -> bytes:
        if self._released is None:
            raise Locked(
                "this kiosk is in strict mode and its key was not released: start `jobfair kiosk`, or give a command "
                "a staff badge with --badge -. " + _SAFE,
                reason="not_released",
            )
        return self._released


class ChosenKey(KeySource):
    """The key of the database in ``folder``, by its record ``key.json``; made and written down at the first start."""

    def __init__(
        self,
        folder: Path,
        database: Path,
        choice: Choice,
        key_file: Path,
        *,
        released: bytes | None = None,
        keeper: Callable[[Source], Keeper] | None = None,
    ) -> None:
        """``released``: the main key in strict mode. ``keeper``: other places than this machine's (tests)."""
        self.folder = folder
        self._database = database
        self._choice = choice
        self._key_file = key_file
        self._released = released
        self._made = keeper
        self._record: KeyRecord | None = None

    @property
    def name(self) -> str:
        record = self._record or read_record(self.folder)
        return self.keeper(record.source).code if record else ""

    def keeper(self, source: Source) -> Keeper:
        if self._made is not None:
            return self._made(source)
        if source == "file":
            return FileKeeper(self._key_file, self.folder)
        if source == "tpm":
            return TpmKeeper()
        return RingKeeper() if source == "keyring" else StrictKeeper(self._released)

    def key(self, *, fresh: bool) -> bytes:
        """Raises WrongKey, Locked, Corrupt where the database has gone, and StoreError."""
        record = read_record(self.folder)
        if record is None:
            with alone(self.folder):
                record = read_record(self.folder) or self._begin(fresh)
        self._record = record
        if record.in_use and not self._has_database():
            raise Corrupt(
                f"the database is gone, but its {FILE} is here: put {self._database.name} back from where it went. "
                f"To begin afresh on purpose, move {FILE} and the key file aside and pair again",
                reason="database_gone",
                file=self._database.name,
            )
        if self._choice not in ("auto", record.source):
            raise WrongKey(
                f'key = "{self._choice}" is set, but this database was made with "{record.source}" ({FILE}): set it '
                f"so, or move the key with `jobfair key move --to {self._choice}`. " + _SAFE,
                reason="another_place",
                wanted=self._choice,
                source=record.source,
            )
        keeper = self.keeper(record.source)
        if record.source == "file" and not record.in_use:
            self._first_key_file(keeper, record)
        return keeper.fetch(record.store, record.kept)

    def opened(self) -> None:
        if self._record is None or self._record.in_use:
            return
        try:
            with alone(self.folder):
                now = read_record(self.folder) or self._record
                write_record(self.folder, now.model_copy(update={"in_use": True}))
        except StoreError as fault:  # a full disk must not keep the kiosk from starting; the next start notes it
            log.warning("%s", fault)

    # --- the first start ----------------------------------------------------------------------------------------------

    def _begin(self, fresh: bool) -> KeyRecord:
        if self._has_database():
            return self._adopt()
        if not fresh:  # it was there a moment ago
            raise StoreError("the database was taken away while it was being opened")
        if self._key_file.exists():
            raise WrongKey(
                f"there is a key file {self._key_file.name}, but neither the database nor {FILE} that go with it: is "
                "the data folder the right one, and its disk mounted? To begin afresh on purpose, move the key file "
                "aside. Nothing was changed",
                reason="key_file_alone",
                file=self._key_file.name,
            )
        if self._choice == "strict":
            raise Locked(
                "strict mode begins with a staff badge: make the first one with `jobfair badge --out badge.png`, then "
                "pair this kiosk",
                reason="no_badge_yet",
            )
        return self._written(self._best() if self._choice == "auto" else self._choice)

    def _adopt(self) -> KeyRecord:
        """A database from before there were records: its key is a file."""
        if not self._key_file.exists():
            raise WrongKey(
                f"the key of this database is missing: there is neither {FILE} nor the key file {self._key_file.name}. "
                "Put back what was there. " + _SAFE,
                reason="key_lost",
                file=self._key_file.name,
            )
        record = KeyRecord(source="file", store=new_store_id(), in_use=True)
        if self._choice in ("auto", "file"):
            write_record(self.folder, record)
        return record

    def _best(self) -> Source:
        """A TPM that works, unless a key file was asked for by its name; else a file."""
        tpm = self.keeper("tpm")
        if self._key_file.parent != self.folder or not isinstance(tpm, TpmKeeper) or not tpm.is_there:
            return "file"
        trial = os.urandom(KEY_BYTES)
        try:
            if tpm.fetch("", tpm.keep(trial, "")) == trial:
                return "tpm"
        except StoreError as fault:
            log.warning("the TPM is not used: %s", fault)
        return "file"

    def _written(self, source: Source) -> KeyRecord:
        """For a file, the record comes first: a key file alone is how a lost database looks."""
        store = new_store_id()
        kept = {} if source == "file" else dict(self.keeper(source).keep(os.urandom(KEY_BYTES), store))
        record = KeyRecord(source=source, store=store, kept=kept)
        write_record(self.folder, record)
        return record

    def _first_key_file(self, keeper: Keeper, record: KeyRecord) -> None:
        with alone(self.folder):
            if (not self._key_file.exists() or is_empty(self._key_file)) and not self._has_database():
                keeper.keep(os.urandom(KEY_BYTES), record.store)

    def _has_database(self) -> bool:
        try:
            return self._database.stat().st_size > 0
        except FileNotFoundError:
            return False


def begin_strict(folder: Path, database: Path, key_file: Path, badge: bytes) -> bytes:
    """The first badge of a new kiosk in strict mode: the main key, which no file ever holds. Raises StoreError."""
    with alone(folder):
        taken = [path.name for path in (folder / FILE, database, key_file) if path.exists()]
        if taken:
            raise StoreError(
                f"there is a store here already ({', '.join(taken)}): `jobfair key move --to strict` changes its mode. "
                "Nothing was changed"
            )
        key, store = os.urandom(KEY_BYTES), new_store_id()
        write_record(folder, KeyRecord(source="strict", store=store, slots=(badge_slot(store, key, badge),)))
    return key


def add_slot(folder: Path, slot: Slot) -> None:
    """Into the record of a store in strict mode. Raises StoreError for another."""
    with alone(folder):
        write_record(folder, _strict(folder).with_slot(slot))


def confirm_server_slot(folder: Path, label: str) -> None:
    """The server has this slot's share: its older ones go. Raises StoreError."""
    with alone(folder):
        write_record(folder, _strict(folder).with_server_slot_alone(label))


def remove_slot(folder: Path, label: str) -> None:
    """Raises StoreError for the last slot, and for one that is not there."""
    with alone(folder):
        record = _strict(folder)
        left = record.without_slot(label)
        if left == record:
            raise StoreError(f"there is no slot {label}: `jobfair key show` lists them")
        if not any(slot.kind == "badge" for slot in left.slots):
            raise StoreError(
                "this is the last badge: add another first, or nothing opens this kiosk without the server"
            )
        write_record(folder, left)


def move(source: ChosenKey, to: Source, main_key: bytes, badge: bytes | None = None) -> None:
    """The same main key, kept elsewhere; then the old place is emptied. At every moment one of the two is good.

    ``badge``: the first one, when the key goes into strict mode. Raises StoreError.
    """
    with alone(source.folder):
        record = read_record(source.folder)
        if record is None or record.source == to:
            raise StoreError(f"the key is kept by {to} already; nothing was changed" if record else "no database yet")
        kept = dict(source.keeper(to).keep(main_key, record.store))
        slots = (badge_slot(record.store, main_key, badge),) if to == "strict" and badge is not None else ()
        if to == "strict" and not slots:
            raise StoreError("strict mode needs a first badge")
        new = KeyRecord(source=to, store=record.store, in_use=record.in_use, kept=kept, slots=slots)
        write_record(source.folder, new)
        source.keeper(record.source).discard(record.store, record.kept)


def _strict(folder: Path) -> KeyRecord:
    record = read_record(folder)
    if record is None or record.source != "strict":
        raise StoreError("this store is not in strict mode: `jobfair key show` says which it is in")
    return record
