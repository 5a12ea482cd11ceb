"""Small files that must be whole or not there: key file and key record. Mode 0600, synced with their folder."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jobfair.errors import DiskFull, StoreError

_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""What file systems without hard links answer: vfat and exFAT (the sticks that people have) EPERM."""


def write_private(path: Path, data: bytes, *, over: bool = False) -> None:
    """Aside, synced, then in its place. Raises FileExistsError where something is there and ``over`` is False.

    Whatever is cut short, ``path`` is as it was, or whole; where the file system knows no links (FAT), or empty.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if over:
            os.replace(aside, path)
        else:
            _put_in_place(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(path.parent)


def _put_in_place(aside: Path, path: Path) -> None:
    """Of several at once only one does it; the others get FileExistsError."""
    try:
        os.link(aside, path)
        return
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # the name is ours; now what it stands for
    try:
        os.replace(aside, path)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def knows_modes(path: Path) -> bool:
    """False on FAT and the like, where every file has the modes that its mount was given. By proc_pid_mountinfo(5)."""
    device = os.stat(path).st_dev
    wanted = f"{os.major(device)}:{os.minor(device)}"
    try:
        lines = Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return True
    kinds = {line.partition(" - ")[2].split(" ")[0] for line in lines if line.split(" ")[2:3] == [wanted]}
    return not kinds & {"vfat", "msdos", "exfat", "ntfs3", "fuseblk"}


def is_empty(path: Path) -> bool:
    """What ``write_private`` leaves when it is cut short where there are no links. False where nothing is."""
    try:
        return path.stat().st_size == 0
    except FileNotFoundError:
        return False


def destroy(path: Path) -> None:
    """Overwritten, synced, unlinked; harmless when gone. A flash disk may still hold an older copy of the block."""
    try:
        handle = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return
    try:
        os.write(handle, os.urandom(os.fstat(handle).st_size))
        os.fsync(handle)
    finally:
        os.close(handle)
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Of several processes that begin or move a key at once, one at a time."""
    handle = os.open(folder / "key.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def told(what: str) -> Iterator[None]:
    """The system's fault, in a sentence that begins with ``what``. FileExistsError is the caller's to understand."""
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        kind = DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else StoreError
        raise kind(f"{what} ({error.strerror})") from error
