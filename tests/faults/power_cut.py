"""A disk that remembers what was written and what was synced, and what is left of it after the power is cut.

::

    disk = RecordingDisk("recording")                    # an SQLite VFS over the system's own
    disk.begin(folder)
    store = Store(folder, keys, vfs="recording")
    disk.mark({"some id"})                               # from here on this was called saved
    for cut in disk.cuts():                              # after every write, truncation, deletion and sync
        for variant in VARIANTS:
            cut.leave(variant, chances, into)            # the folder as it may be found after that power cut

What SQLite has synced stays. Of what came later each write may be there, be missing, or be torn: some of its sectors of
512 bytes, in any order. A file that was not synced since it was made may be missing; one that was deleted may be back.
(Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014, for what file systems may do.)
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import apsw

SECTOR = 512
Variant = Literal["nothing", "everything", "prefix", "some", "torn"]
VARIANTS: tuple[Variant, ...] = ("nothing", "some", "torn", "prefix", "everything")
"""What becomes of what was not synced: all lost, some writes there, some sectors there, the first ones there, all."""


@dataclass(frozen=True)
class Operation:
    kind: Literal["create", "write", "truncate", "sync", "delete", "mark"]
    file: str = ""
    offset: int = 0
    data: bytes = b""
    ids: frozenset[str] = frozenset()


@dataclass
class RecordingDisk:
    """Registers itself as an SQLite VFS; records the files of one folder. Not for several threads."""

    name: str
    operations: list[Operation] = field(default_factory=list)
    begun_with: dict[str, bytes] = field(default_factory=dict)
    _vfs: Any = None

    def __post_init__(self) -> None:
        self._vfs = _Vfs(self)

    def close(self) -> None:
        self._vfs.unregister()

    def begin(self, folder: Path) -> None:
        """What lies in the folder now is durable; recording starts here."""
        self.begun_with = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        self.operations.clear()

    def mark(self, ids: frozenset[str]) -> None:
        """These are called saved from now on; what was marked before counts no more, where it is not among them."""
        self.operations.append(Operation("mark", ids=ids))

    def cuts(self) -> Iterator[Cut]:
        """The power may go after each operation."""
        cut = Cut({name: _File(data, durable=True) for name, data in self.begun_with.items()})
        for one in self.operations:
            if one.kind == "mark":
                cut.saved = one.ids
            else:
                file = cut.files.setdefault(one.file, _File())
                if one.kind == "sync" and not file.durable:  # SQLite syncs the folder with a log or journal it made
                    for other in cut.files.values():
                        other.sync_entry()
                file.do(one)
                cut.number += 1
                yield cut


@dataclass
class Cut:
    """Where the power went: after so many operations, when these had been called saved."""

    files: dict[str, _File]
    number: int = 0
    saved: frozenset[str] = frozenset()

    def leave(self, variant: Variant, chances: random.Random, into: Path) -> None:
        """Fills the empty folder ``into`` with what may be found on the disk."""
        for name, file in self.files.items():
            data = file.found(variant, chances)
            if data is not None:
                (into / name).write_bytes(data)
                (into / name).chmod(0o600)


@dataclass
class _File:
    synced: bytes = b""
    durable: bool = False
    """Whether the folder's entry is on the disk."""
    pending: list[Operation] = field(default_factory=list)

    def do(self, one: Operation) -> None:
        if one.kind == "sync":
            self.synced, self.durable = self._with(self.pending)
            self.pending = []
        else:
            self.pending.append(one)

    def sync_entry(self) -> None:
        """The folder was synced: whether there is such a file is durable now, what is in it is not."""
        kinds = [one.kind for one in self.pending]
        if "delete" in kinds:
            after = len(kinds) - kinds[::-1].index("delete")
            self.synced, self.durable, self.pending = b"", False, self.pending[after:]
        self.durable = self.durable or bool(self.pending)

    def found(self, variant: Variant, chances: random.Random) -> bytes | None:
        """Its bytes after the cut; None where there is no such file."""
        done: list[Operation] = []
        if variant in ("everything", "prefix"):
            end = len(self.pending) if variant == "everything" else chances.randint(0, len(self.pending))
            done = self.pending[:end]
        elif variant in ("some", "torn"):
            for one in self.pending:
                if chances.random() < 0.6:
                    done += _sectors(one, chances) if variant == "torn" and one.kind == "write" else [one]
                elif one.kind == "delete":
                    break  # the old file is still there, and what was written to a new one of its name is nowhere
        data, there = self._with(done)
        return data if there else None

    def _with(self, operations: list[Operation]) -> tuple[bytes, bool]:
        if not operations:
            return self.synced, self.durable
        data, there = bytearray(self.synced), self.durable
        for one in operations:
            _apply(data, one)
            there = one.kind != "delete"
        return bytes(data), there


def _apply(data: bytearray, one: Operation) -> None:
    match one.kind:
        case "write":
            data.extend(b"\0" * (one.offset - len(data)))
            data[one.offset : one.offset + len(one.data)] = one.data
        case "truncate":
            del data[one.offset :]
            data.extend(b"\0" * (one.offset - len(data)))
        case "delete":
            data.clear()


def _sectors(one: Operation, chances: random.Random) -> list[Operation]:
    """Some of the sectors that a write touches: the disk writes them whole, and in any order."""
    found, start = [], one.offset
    while start < one.offset + len(one.data):
        end = min((start // SECTOR + 1) * SECTOR, one.offset + len(one.data))
        if chances.random() < 0.5:
            found.append(Operation("write", one.file, start, one.data[start - one.offset : end - one.offset]))
        start = end
    return found


class _Vfs(apsw.VFS):
    """The system's own, with every change written down."""

    def __init__(self, disk: RecordingDisk) -> None:
        super().__init__(disk.name, "")
        self._disk = disk

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        return _VfsFile(self._disk, name, flags)

    def xDelete(self, name: str, sync_folder: bool) -> None:
        super().xDelete(name, sync_folder)
        self._disk.operations.append(Operation("delete", Path(name).name))
        if sync_folder:
            self._disk.operations.append(Operation("sync", Path(name).name))


class _VfsFile(apsw.VFSFile):
    def __init__(self, disk: RecordingDisk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        assert path, "a temporary file: temp_store should be in memory"
        self._disk, self._file = disk, Path(path).name
        fresh = not Path(path).exists()
        super().__init__("", name, flags)
        if fresh:
            disk.operations.append(Operation("create", self._file))

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self._disk.operations.append(Operation("write", self._file, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:
        super().xTruncate(size)
        self._disk.operations.append(Operation("truncate", self._file, size))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._disk.operations.append(Operation("sync", self._file))
