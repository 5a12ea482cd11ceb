"""A lease on a store: a lock that the operating system takes back when its holder dies.

Two leases. ``kiosk``: one kiosk program per store. ``sync``: one process that pushes and pulls. A kiosk holds both;
``jobfair sync --once`` takes ``sync`` only. Commands that only read, and ``jobfair submit``, need neither: SQLite
itself keeps writers apart.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Literal

from jobfair.errors import InUse

LeaseName = Literal["kiosk", "sync"]
_WHO = {"kiosk": "a kiosk is running", "sync": "another process is syncing"}


class Lease:
    """Holds ``<folder>/<name>.lock`` until closed. Raises InUse at once when another process has it."""

    def __init__(self, folder: Path, name: LeaseName) -> None:
        self._handle: int | None = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._handle, 16, 0).decode("ascii", "replace").strip()
            self.close()
            raise InUse(
                f"{_WHO[name]} on this store already (process {holder or 'unknown'}): end it first, "
                "or give this one a data folder of its own"
            ) from error
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, str(os.getpid()).encode(), 0)

    def close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Lease:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
