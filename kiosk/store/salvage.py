"""A damaged database: it is copied aside, and every sealed row that can still be read goes into a rescue file.

The rescue file has the form of ``jobfair outbox export``. Nothing is deleted and nothing is begun afresh: that is for
a person to decide.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import apsw

from jobfair.sealing import digest_of
from kiosk.store.rescue_file import SealedItem, write_rescue_file

_SIDE_FILES = ("", "-wal", "-shm")


@dataclass(frozen=True)
class Saved:
    """``items`` sealed rows are in ``file``; ``complete`` is False where rows may be missing."""

    folder: Path | None
    items: int

    @property
    def explanation(self) -> str:
        if self.folder is None:
            return "It could not even be copied aside (is the disk full?); nothing was changed"
        return (
            f"Nothing was deleted. A copy and {self.items} sealed items that are still readable are in the folder "
            f"{self.folder.name} beside it: hand that folder to the organizer, move the database aside, and pair again"
        )


def save_good_rows(database: Path) -> Saved:
    """Copies the damaged database and its log aside, once per state of the file, and reads the outbox row by row."""
    folder = database.with_name(f"damaged-{int(database.stat().st_mtime)}")
    rescue = folder / "outbox.jobfair"
    try:
        if not folder.exists():
            folder.mkdir(mode=0o700)
            for side in _SIDE_FILES:
                source = database.with_name(database.name + side)
                if source.exists():
                    shutil.copy2(source, folder / source.name)
        return Saved(folder, write_rescue_file(rescue, readable_rows(folder / database.name)))
    except OSError:
        return Saved(None, 0)


def readable_rows(database: Path) -> Iterator[SealedItem]:
    """The sealed rows of a database, damaged or not, oldest first. Needs no key: they are sealed to the server."""
    try:
        db = apsw.Connection(str(database))
    except apsw.Error:
        return
    try:
        for number in _numbers(db):
            try:
                row = db.execute(
                    "SELECT door, id, digest, state, sealed FROM outbox JOIN outbox_bytes USING(number) WHERE number=?",
                    (number,),
                ).fetchone()
            except apsw.Error:
                continue
            if row is not None and digest_of(row[4]) == row[2]:
                yield SealedItem(*row)
    finally:
        db.close()


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
