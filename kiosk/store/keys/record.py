"""``key.json`` beside the database: where its key is. Written once, so that a later start never falls back silently.

Nothing in it opens anything by itself: not the TPM's blob without the TPM, not a slot without its badge or server.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from jobfair.errors import WrongKey
from kiosk.store.keys.files import told, write_private
from kiosk.store.keys.keepers import Source

FILE = "key.json"


class Slot(BaseModel):
    """The main key, wrapped for one badge or for the server. ``server`` and ``secret`` are for asking the latter."""

    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_bytes="base64", val_json_bytes="base64")

    kind: Literal["badge", "server"]
    label: str
    salt: bytes
    wrapped: bytes
    server: str = ""
    secret: str = ""

    def __repr__(self) -> str:
        return f"Slot({self.label})"

    __str__ = __repr__


class KeyRecord(BaseModel):
    """``store`` is the database's random id. ``in_use`` once a database was opened with the key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = 1
    source: Source
    store: str
    in_use: bool = False
    kept: dict[str, str] = {}
    slots: tuple[Slot, ...] = ()

    @property
    def server_slots(self) -> tuple[Slot, ...]:
        """The newest first: more than one while nobody knows whether the server took the newest share."""
        return tuple(slot for slot in reversed(self.slots) if slot.kind == "server")

    def with_slot(self, slot: Slot) -> KeyRecord:
        """The slot in the place of the one of the same label, else at the end. Of the server's, the first (which was
        taken) and the last two are kept."""
        others = [other for other in self.slots if other.label != slot.label]
        if slot.kind == "server" and len(pending := [other for other in others if other.kind == "server"]) > 2:
            others = [other for other in others if other not in pending[1:-1]]
        return self.model_copy(update={"slots": (*others, slot)})

    def with_server_slot_alone(self, label: str) -> KeyRecord:
        """Without the server's other slots."""
        kept = tuple(slot for slot in self.slots if slot.kind != "server" or slot.label == label)
        return self.model_copy(update={"slots": kept})

    def without_slot(self, label: str) -> KeyRecord:
        return self.model_copy(update={"slots": tuple(slot for slot in self.slots if slot.label != label)})


def new_store_id() -> str:
    return secrets.token_hex(8)


def read_record(folder: Path) -> KeyRecord | None:
    """None where there is none. Raises WrongKey for one that cannot be read."""
    try:
        return KeyRecord.model_validate_json((folder / FILE).read_bytes())
    except FileNotFoundError:
        return None
    except (ValidationError, OSError) as error:
        raise WrongKey(
            f"{FILE}, which says where the database's key is, cannot be read: put it back from a copy. Nothing was "
            "changed; sealed submissions are safe: `jobfair outbox export` works without the key",
            reason="record_damaged",
        ) from error


def write_record(folder: Path, record: KeyRecord) -> None:
    """In one step. Raises StoreError."""
    with told(f"{FILE} cannot be written; nothing was changed"):
        write_private(folder / FILE, record.model_dump_json(indent=1).encode() + b"\n", over=True)
