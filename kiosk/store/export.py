"""The outbox onto a stick: its sealed rows in one rescue file.

Also what was delivered and is still held: a server that was restored from a backup may have lost it, and does not take
twice what it has.
"""

from __future__ import annotations

import errno
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from jobfair.errors import DiskFull, StoreError
from jobfair.rescue_file import size_of, write_rescue_file
from kiosk.disk_guard import free_bytes
from kiosk.store.database import FILE
from kiosk.store.salvage import held_in, readable_rows

UNDELIVERED = ("waiting", "parked")
_LOOKED_AT = 100


@dataclass(frozen=True)
class Exported:
    """``unreadable`` rows are in the database, but their bytes are damaged."""

    file: Path
    rows: int
    unreadable: int


def export_outbox(
    data: Path, target: Path, *, waiting_only: bool = False, free: Callable[[Path], int] = free_bytes
) -> Exported:
    """Into ``target``, a file or a folder, durably. It changes nothing in the outbox, so twice is harmless.

    ``waiting_only`` leaves out what the server has given a receipt for. Needs no key, and works beside a running kiosk
    and on a damaged database. Raises StoreError and DiskFull.
    """
    database = data / FILE
    if not database.is_file():
        raise StoreError("there is no database in the data folder yet: nothing to export")
    states = UNDELIVERED if waiting_only else None
    try:
        held = held_in(database, states)
        if target.is_dir():
            named = re.sub(r"[^A-Za-z0-9-]", "", held.kiosk)[:32]
            target = target / f"outbox{f'-{named}' if named else ''}-{time.strftime('%Y%m%d-%H%M%S')}.jobfair"
        needed = size_of(held.rows or 0, held.bytes)
        if target.parent.is_dir() and (room := free(target.parent)) < needed:
            raise DiskFull(
                f"{target.parent} has room for {room // 2**20} MB, and {needed // 2**20 + 1} MB are needed: take "
                "another stick. Nothing in the outbox was changed"
            )
        count = write_rescue_file(target, readable_rows(database, states), held.about())
    except OSError as error:
        kind = DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else StoreError
        raise kind(f"{target} cannot be written ({error.strerror}); nothing in the outbox was changed") from error
    after = held_in(database, states)  # some may have been delivered meanwhile
    return Exported(target, count, max(0, min(held.rows or 0, after.rows or 0) - count))


def sticks_in(folder: Path, is_mount: Callable[[Path], bool] = Path.is_mount) -> list[Path]:
    """Where something is plugged in at or below ``folder``, which sticks appear in (such as /media/kiosk)."""
    try:
        inside = [path for path in islice(folder.iterdir(), _LOOKED_AT) if path.is_dir() and not path.is_symlink()]
        return [path for path in (*sorted(inside), folder) if is_mount(path)]
    except OSError:  # pulled out while being looked at
        return []
