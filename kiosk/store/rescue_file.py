"""The rescue file: sealed rows that travel on a USB stick instead of through the network.

A ZIP file, uncompressed: ``rows.json`` (a list of door, id, digest, state) and one entry ``<door>/<id>`` for each
row's sealed bytes. It holds nothing that is readable without the server's or the organizers' key.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SealedItem:
    door: str
    id: str
    digest: str
    state: str
    sealed: bytes


def write_rescue_file(path: Path, items: Iterable[SealedItem]) -> int:
    """Writes aside, syncs, then renames; the number of rows. Raises OSError, and then leaves no half file."""
    aside = path.with_name(f".{path.name}.part")
    rows = []
    try:
        with open(aside, "wb") as file:
            os.chmod(aside, 0o600)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                for item in items:
                    archive.writestr(f"{item.door}/{item.id}", item.sealed)
                    rows.append({"door": item.door, "id": item.id, "digest": item.digest, "state": item.state})
                archive.writestr("rows.json", json.dumps(rows))
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return len(rows)


def read_rescue_file(path: Path) -> Iterator[SealedItem]:
    """The rows, one at a time."""
    with zipfile.ZipFile(path) as archive:
        for row in json.loads(archive.read("rows.json")):
            yield SealedItem(**row, sealed=archive.read(f"{row['door']}/{row['id']}"))
