"""Django's SQLite backend, in which writing transactions take turns instead of asking again and again.

SQLite lets one transaction write; the others sleep and ask anew, 1 to 100 ms apart, so that under load some are passed
by again and again, for seconds. Here each waits for a lock on a file beside the database, which the kernel hands on in
the order of asking, among the threads and processes of this machine. It is released when its process dies.
"""

from __future__ import annotations

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """The outermost ``atomic`` has the turn; a statement outside of one asks SQLite as ever."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # where it raises, Django rolls back
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._end_turn()

    def _take_turn(self) -> None:
        if self._turn is not None or self.is_in_memory_db():
            return
        handle = os.open(f"{self.settings_dict['NAME']}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except BaseException:
            os.close(handle)
            raise
        self._turn = handle

    def _end_turn(self) -> None:
        handle, self._turn = self._turn, None
        if handle is not None:
            os.close(handle)
