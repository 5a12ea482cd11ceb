"""Keys at rest: what the kiosk must be able to read lies encrypted in its database, under one main key.

Where that key is kept is chosen once: a file, the TPM, the system's keyring, or, in strict mode, nowhere.
"""

from __future__ import annotations

from kiosk.store.keys.at_rest import KEY_BYTES, AtRest
from kiosk.store.keys.chosen import Choice, ChosenKey
from kiosk.store.keys.keepers import FileKeeper, Keeper, KeyFile, KeySource, Source
from kiosk.store.keys.record import KeyRecord, Slot, read_record

__all__ = [
    "KEY_BYTES",
    "AtRest",
    "Choice",
    "ChosenKey",
    "FileKeeper",
    "Keeper",
    "KeyFile",
    "KeyRecord",
    "KeySource",
    "Slot",
    "Source",
    "read_record",
]
