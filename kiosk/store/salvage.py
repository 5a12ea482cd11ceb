"""What can still be read of a database without its key: for ``jobfair outbox export``, and where it is damaged.

A damaged one is copied aside, and every sealed row that can still be read goes into a rescue file. Nothing is deleted
and nothing is begun afresh: that is for a person to decide.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw

from jobfair.errors import SealError
from jobfair.rescue_file import About, SealedItem, write_rescue_file
from jobfair.sealing import digest_of, read_header
from jobfair.wire import Door

RESCUED = "outbox.jobfair"
_UNFINISHED = ".unfinished"
_SIDE_FILES = ("", "-wal", "-shm")
_DOORS = frozenset(Door)
_MAGIC = b"SQLite format 3\0"
_PAGE = 4096
_STATES = frozenset({"waiting", "parked", "settled"})


@dataclass(frozen=True)
class Saved:
    """``items`` sealed rows are in ``folder``; None where there was no room to write them out of the copy, and
    ``folder`` None where not even a copy could be made."""

    folder: Path | None
    items: int | None

    @property
    def explanation(self) -> str:
        if self.folder is None:
            return "It could not even be copied aside (is the disk full?); nothing was changed. Make room, start again"
        if self.items is None:
            return (
                f"Nothing was deleted. A copy is in the folder {self.folder.name} beside it, but there is no room to "
                "write out what can still be read of it: make room and start again, or run `jobfair outbox export` "
                "to a stick. Leave the data folder as it is"
            )
        return (
            f"Nothing was deleted. A copy and {self.items} sealed items that are still readable are in the folder "
            f"{self.folder.name} beside it: hand outbox.jobfair in that folder to the organizer (the server's page "
            "Rescue takes it in), move the whole data folder aside, and pair again"
        )


@dataclass(frozen=True)
class Held:
    """What a database says of its outbox without a key; ``kiosk`` and ``fair`` are empty where it does not say."""

    kiosk: str = ""
    fair: str = ""
    rows: int | None = None
    bytes: int = 0

    def about(self) -> About:
        return About(kiosk=self.kiosk, fair=self.fair, rows=self.rows, made_at=datetime.now(UTC))


def save_good_rows(database: Path) -> Saved:
    """Copies the damaged database and its log aside, once per state of the file, and reads the outbox row by row."""
    folder = database.with_name(f"damaged-{int(database.stat().st_mtime)}")
    try:
        if not folder.exists():
            _copy_aside(database, folder)
    except OSError:
        return Saved(None, None)
    copy = folder / database.name
    try:
        return Saved(folder, write_rescue_file(folder / RESCUED, readable_rows(copy), held_in(copy).about()))
    except OSError:  # the copy has it all; `jobfair outbox export` reads the database where there is room
        return Saved(folder, None)


def _copy_aside(database: Path, folder: Path) -> None:
    """The folder has its name only once all of it is on the disk. What was broken off begins anew."""
    unfinished = folder.with_name(f"{folder.name}{_UNFINISHED}")
    try:
        for left in database.parent.glob(f"damaged-*{_UNFINISHED}"):
            shutil.rmtree(left)
        unfinished.mkdir(mode=0o700)
        for side in _SIDE_FILES:
            source = database.with_name(database.name + side)
            if source.exists():
                shutil.copy2(source, unfinished / source.name)
                _sync(unfinished / source.name)
        _sync(unfinished)
        unfinished.rename(folder)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)  # the kiosk needs the room
        raise
    _sync(folder.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def held_in(database: Path, states: tuple[str, ...] | None = None) -> Held:
    """How much there is to save, by the database's own word; of a damaged one perhaps nothing."""
    with _opened(database) as db:
        named = dict(_asked(db, "SELECT name, value FROM meta WHERE name IN ('kiosk', 'fair')"))
        counted = _asked(db, "SELECT state, COUNT(*), SUM(size) FROM outbox GROUP BY state")
    try:
        wanted = [(rows, size) for state, rows, size in counted if states is None or state in states]
        return Held(
            str(named.get("kiosk", ""))[:64],
            str(named.get("fair", ""))[:64],
            sum(int(rows) for rows, _ in wanted) if counted else None,
            sum(int(size) for _, size in wanted),
        )
    except (TypeError, ValueError):  # a damaged page may hold anything
        return Held()


def readable_rows(database: Path, states: tuple[str, ...] | None = None) -> Iterator[SealedItem]:
    """The sealed rows of a database, damaged or not, oldest first. Needs no key: they are sealed to the server.

    May run beside the kiosk that uses it.
    """
    with _opened(database) as db:
        for number in _numbers(db):
            found = _asked(
                db,
                "SELECT door, id, digest, state, sealed FROM outbox JOIN outbox_bytes USING(number) WHERE number=?",
                number,
            )
            item = _item(found[0]) if found else _item_of_bytes(db, number)
            if item is not None and (states is None or item.state in states):
                yield item


@contextmanager
def _opened(database: Path) -> Iterator[apsw.Connection]:
    """Only for reading. From a copy where the file cannot be opened as it is, as far as there is room for one: a disk
    that fails is often made read-only by the system, and SQLite opens no database with a log there; and a damaged
    header hides pages that are whole."""
    db = _connected(database)
    with tempfile.TemporaryDirectory(prefix="jobfair-") as folder:
        try:
            db.execute("PRAGMA schema_version").fetchall()
        except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.NotADBError):
            db.close()
            for side in ("", "-wal"):
                source = database.with_name(database.name + side)
                if source.exists():
                    shutil.copyfile(source, Path(folder, source.name))
            _mend_header(Path(folder, database.name))
            db = _connected(Path(folder, database.name))
        except apsw.Error:
            pass  # damaged: every question is asked by itself
        try:
            yield db
        finally:
            db.close()


def _connected(database: Path) -> apsw.Connection:
    db = apsw.Connection(str(database))
    db.set_busy_timeout(10_000)
    with suppress(apsw.Error):
        db.execute("PRAGMA writable_schema=ON")  # a file that was cut off is else refused as a whole
    return db


def _mend_header(database: Path) -> None:
    """Writes the first 100 bytes anew where they are no header (https://sqlite.org/fileformat2.html#the_database_header);
    what is left at zero does not matter to who only reads."""
    with database.open("r+b") as file:
        if file.read(16) == _MAGIC:
            return
        pages = database.stat().st_size // _PAGE
        header = bytearray(100)
        header[0:24] = _MAGIC + _PAGE.to_bytes(2, "big") + bytes([2, 2, 0, 64, 32, 32])
        for place, value in ((24, 1), (28, pages), (40, 1), (44, 4), (56, 1), (92, 1)):
            header[place : place + 4] = value.to_bytes(4, "big")
        file.seek(0)
        file.write(header)


def _item(row: tuple[Any, ...]) -> SealedItem | None:
    door, item_id, digest, state, sealed = row
    if not isinstance(sealed, bytes) or digest_of(sealed) != digest:
        return None
    if door not in _DOORS or state not in _STATES or len(str(item_id)) > 64:
        return None
    return SealedItem(str(door), str(item_id), str(digest), str(state), sealed)


def _item_of_bytes(db: apsw.Connection, number: int) -> SealedItem | None:
    """Where the row is lost and its bytes are not: an envelope names its door and id. Whether it waited, nobody knows;
    the server does not take it twice."""
    for (sealed,) in _asked(db, "SELECT sealed FROM outbox_bytes WHERE number=?", number):
        with suppress(SealError, TypeError):
            header, _ = read_header(sealed)
            return _item((header.kind, header.id, digest_of(sealed), "waiting", sealed))
    return None


def _numbers(db: apsw.Connection) -> Iterator[int]:
    """The row numbers, from whichever of both tables tells more: each may stop at a damaged page."""
    found: set[int] = set()
    for table in ("outbox", "outbox_bytes"):
        for direction in ("ASC", "DESC"):
            try:
                for (number,) in db.execute(f"SELECT number FROM {table} ORDER BY number {direction}"):  # noqa: S608
                    found.add(number)
            except apsw.Error:
                continue
    return iter(sorted(found))


def _asked(db: apsw.Connection, question: str, *values: int) -> list[tuple[Any, ...]]:
    """The answer's rows; none where the database cannot give it."""
    try:
        return list(db.execute(question, values))
    except apsw.Error:
        return []
