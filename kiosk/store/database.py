"""The kiosk's one database: connections, transactions, and SQLite's faults in our words.

Write-ahead log, ``synchronous=FULL``: when a transaction returns, it survives a power cut. Each thread has a
connection of its own. Writers of several threads and processes wait for each other up to ``BUSY_SECONDS``.
"""

from __future__ import annotations

import errno
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw

from jobfair.errors import Corrupt, DiskFull, InUse, StoreError, WrongKey
from kiosk.store.keys import AtRest, KeySource
from kiosk.store.migrations import SCRIPTS
from kiosk.store.salvage import save_good_rows

Database = apsw.Connection
FILE = "kiosk.sqlite3"
BUSY_SECONDS = 10
CHECKED_AT_START = 64 * 1024 * 1024
"""Up to this size (bytes) the whole database is checked at every start; a larger one after a fault, and by doctor."""
_NEARLY_FULL = 1024 * 1024
_PAGES_GIVEN_BACK = 2000
"""At a time: 8 MB, so that a writer waits for a moment only."""
_LOG_PAGES, _LOG_PAGES_HERE = 4000, 1000
"""The write-ahead log is moved into the database at 16 MB by whoever writes; at 4 MB by the thread that syncs, so that
nobody who hands something in waits for it. The file keeps 4 MB: to write over it is faster than to make it longer."""
_PROBE = b"jobfair"
_SETTINGS = """
    PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;
    PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF; PRAGMA journal_size_limit=4194304;
"""


class Store:
    """Open it once per process and hand it in. Raises StoreError's kinds, wherever SQLite fails."""

    def __init__(self, folder: Path, keys: KeySource, *, vfs: str | None = None) -> None:
        """Opens, checks and migrates. ``vfs`` names a virtual file system (fault tests).

        Raises WrongKey; Corrupt, after the good rows were saved aside; DiskFull; StoreError for a newer database.
        """
        self.folder = folder
        self.path = folder / FILE
        self._vfs = vfs
        self._local = threading.local()
        self._connections: list[Database] = []
        self._guard = threading.Lock()
        self._writing = threading.Lock()  # SQLite would have our own threads look again every so often, for up to 0.1 s
        self._closed = False
        make_folder(folder)
        try:
            fresh = not self.path.exists() or self.path.stat().st_size == 0
            key = keys.key(fresh=fresh)
            self.at_rest_by = keys.name
            if fresh:
                os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))  # the log files inherit this mode
        except OSError as error:
            raise _of_system(error) from error
        self.box = AtRest(key)
        try:
            with self._faults():
                self._check_pages()
            self._migrate()
            self._check_key()
            keys.opened()
        except Corrupt as fault:
            self.close()
            saved = save_good_rows(self.path)
            reason = "damaged_not_copied"
            if saved.folder:
                reason = "damaged" if saved.items is not None else "damaged_not_written"
            raise Corrupt(
                f"{fault}. {saved.explanation}",
                reason=reason,
                folder=saved.folder.name if saved.folder else "",
                items=str(saved.items or 0),
            ) from fault
        except StoreError:
            self.close()
            raise

    # --- using it ---------------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[Database]:
        """One transaction for writing; all or nothing. Within one, joins it."""
        with self._faults():
            db = self._connection()
            if db.in_transaction:
                yield db
                return
            if not self._writing.acquire(timeout=BUSY_SECONDS):
                raise InUse("another thread has been writing to this store for too long")
            try:
                db.execute("BEGIN IMMEDIATE")
                try:
                    yield db
                    db.execute("COMMIT")
                except BaseException:
                    if db.in_transaction:  # SQLite rolls back on its own when the disk is full
                        db.execute("ROLLBACK")
                    raise
            finally:
                self._writing.release()

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """For queries; each statement sees the newest committed state."""
        with self._faults():
            yield self._connection()

    def meta(self, name: str, default: Any = None) -> Any:
        """A plain number or word that says nothing of a person."""
        with self.reading() as db:
            row = db.execute("SELECT value FROM meta WHERE name=?", (name,)).fetchone()
        return default if row is None else row[0]

    def set_meta(self, name: str, value: int | float | str) -> None:
        with self.transaction() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES(?,?)", (name, value))

    def count_up(self, name: str, by: int = 1) -> int:
        """A counter, which begins at 0, after it went up."""
        with self.transaction() as db:
            db.execute(
                "INSERT INTO meta VALUES(?1,?2) ON CONFLICT(name) DO UPDATE SET value=value+?2",
                (name, by),
            )
            return int(self.meta(name))

    def secret(self, name: str) -> bytes | None:
        """A value that lies encrypted: token, keys, manifest."""
        with self.reading() as db:
            row = db.execute("SELECT value FROM secret WHERE name=?", (name,)).fetchone()
        return None if row is None else self.box.open("secret", name, row[0])

    def set_secret(self, name: str, value: bytes) -> None:
        with self.transaction() as db:
            db.execute("INSERT OR REPLACE INTO secret VALUES(?,?)", (name, self.box.seal("secret", name, value)))

    def piece(self, table: str, column: str, row: int, at: int, most: int) -> bytes:
        """At most so many bytes of one value, from ``at`` on: no more of it comes into memory, and no reader stays
        open who would keep the write-ahead log from being emptied. Raises Corrupt where the row is gone."""
        with self.reading() as db:
            try:
                blob = db.blob_open("main", table, column, row, False)
            except apsw.SQLError as error:
                raise self._suspect("a value that belongs to a row is missing") from error
            try:
                blob.seek(at)
                return blob.read(most)
            finally:
                blob.close()

    def keep_log_short(self) -> None:
        """From now on the calling thread's transactions move the write-ahead log into the database early."""
        with self.reading() as db:
            db.wal_autocheckpoint(_LOG_PAGES_HERE)

    def checkpoint(self) -> None:
        """Moves the write-ahead log into the database and empties it; where somebody reads or writes for too long, the
        next one does."""
        with self.reading() as db, suppress(apsw.BusyError, apsw.LockedError):
            db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)

    def give_back_space(self) -> bool:
        """One step: gives pages that nothing uses back to the disk, and empties the write-ahead log. Whether there are
        more of them."""
        with self.reading() as db:
            before = self._unused_pages(db)
            if before:
                db.execute(f"PRAGMA incremental_vacuum({_PAGES_GIVEN_BACK})").fetchall()
            after = self._unused_pages(db)
        self.checkpoint()
        return 0 < after < before

    @staticmethod
    def _unused_pages(db: Database) -> int:
        return int(db.execute("PRAGMA freelist_count").fetchone()[0])  # type: ignore[index]

    def check(self) -> None:
        """Reads every page. Raises Corrupt. Slow: a second for a gigabyte."""
        with self.reading() as db:
            found = db.execute("PRAGMA integrity_check(1)").fetchone()
        if found is None or found[0] != "ok":
            raise self._suspect("the database is damaged")

    def close(self) -> None:
        """Closes the connections of all threads. What another thread is writing, or reading with one statement, ends
        first; what it asks after that is a StoreError. Raises InUse where it takes too long."""
        if not self._writing.acquire(timeout=BUSY_SECONDS):
            raise InUse("another thread has been writing to this store for too long")
        try:
            with self._guard:
                self._closed = True
                connections, self._connections = self._connections, []
            for connection in connections:
                self._close_when_free(connection)
        finally:
            self._writing.release()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _connection(self) -> Database:
        found: Database | None = getattr(self._local, "connection", None)
        if found is not None and not self._closed:
            return found
        if self._closed:
            raise StoreError("the store is closed")
        connection = apsw.Connection(str(self.path), vfs=self._vfs)
        connection.set_busy_timeout(BUSY_SECONDS * 1000)
        if self.path.stat().st_size == 0:  # it counts before the first page is written, and would write into any other
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL").fetchall()
        connection.execute("PRAGMA journal_mode=WAL").fetchall()
        connection.execute(_SETTINGS).fetchall()  # apsw stops at the first row that nobody fetches
        connection.wal_autocheckpoint(_LOG_PAGES)
        with self._guard:
            if self._closed:
                connection.close()
                raise StoreError("the store is closed")
            self._connections.append(connection)
        self._local.connection = connection
        return connection

    @staticmethod
    def _close_when_free(connection: Database) -> None:
        end = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                return connection.close()
            except apsw.ThreadingViolationError as error:
                if time.monotonic() > end:
                    raise InUse("another thread has been reading from this store for too long") from error
                time.sleep(0.005)

    def release_thread(self) -> None:
        """Closes the calling thread's connection; for threads that end before the store does."""
        connection: Database | None = getattr(self._local, "connection", None)
        if connection is not None:
            with self._guard:
                if connection in self._connections:
                    self._connections.remove(connection)
            connection.close()
            self._local.connection = None

    @property
    def _mark(self) -> Path:
        return self.folder / f"{FILE}.suspect"

    def _suspect(self, message: str) -> Corrupt:
        """Remember for the next start that every page is to be read."""
        try:
            self._mark.touch(mode=0o600)
        except OSError:
            pass  # a full disk must not hide the damage
        return Corrupt(message)

    def _check_pages(self) -> None:
        if self.path.stat().st_size > CHECKED_AT_START and not self._mark.exists():
            return
        found = self._connection().execute("PRAGMA quick_check(1)").fetchone()
        if found is None or found[0] != "ok":
            raise Corrupt("the database is damaged")
        self._mark.unlink(missing_ok=True)

    def _migrate(self) -> None:
        with self.transaction() as db:
            version = int(db.execute("PRAGMA user_version").fetchone()[0])  # type: ignore[index]
            if version > len(SCRIPTS):
                raise StoreError(
                    "the database was written by a newer version of this program: update the program", reason="newer"
                )
            for script in SCRIPTS[version:]:
                db.execute(script)
            if version < len(SCRIPTS):
                db.execute(f"PRAGMA user_version={len(SCRIPTS)}")
            if version == 0:
                db.execute("INSERT INTO secret VALUES('probe',?)", (self.box.seal("secret", "probe", _PROBE),))

    def _check_key(self) -> None:
        try:
            right = self.secret("probe") == _PROBE
        except Corrupt:
            right = False
        if not right:
            raise WrongKey(
                "this key does not open the database: put the right key file back, "
                "or move the data folder aside and pair again. Nothing was changed; sealed submissions are safe",
                reason="other_key",
            )

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except apsw.FullError as error:
            raise DiskFull("the disk is full: nothing was changed; free some space") from error
        except (apsw.CorruptError, apsw.NotADBError) as error:
            raise self._suspect("the database is damaged") from error
        except (apsw.BusyError, apsw.LockedError) as error:
            raise InUse("another program has been writing to this store for too long") from error
        except (apsw.IOError, apsw.CantOpenError) as error:
            if shutil.disk_usage(self.folder).free < _NEARLY_FULL:
                raise DiskFull("the disk is full: nothing was changed; free some space") from error
            raise StoreError(f"the database cannot be read or written: {error}") from error
        except apsw.ConnectionClosedError as error:
            raise StoreError("the store is closed") from error
        except apsw.ReadOnlyError as error:
            raise StoreError(
                "the database cannot be written: the file or its folder is read-only", reason="read_only"
            ) from error


def make_folder(folder: Path) -> None:
    """The data folder, for this user alone. Raises StoreError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _of_system(error) from error


def _of_system(error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("the disk is full")
    return StoreError(f"the data folder cannot be used: {error.strerror}")
