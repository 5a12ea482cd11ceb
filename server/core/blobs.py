"""Bytes kept by their SHA-256, durable before anyone refers to them."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jobfair.sealing import digest_of

_DIGEST = re.compile(r"[0-9a-f]{64}")
_ASIDE = ".swept-"


@dataclass(frozen=True)
class BlobStore:
    """A folder of files ``ab/<digest>``, mode 0600. Writing twice is harmless; readers see whole files only."""

    folder: Path

    def path_of(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise ValueError("not a digest")
        return self.folder / digest[:2] / digest

    def put(self, data: bytes, digest: str | None = None) -> str:
        """Write to a temporary file, fsync, rename, fsync the folder; then the digest may stand in a row.

        ``digest`` spares computing it again. Raises OSError (a full disk) with nothing left behind.
        """
        digest = digest or digest_of(data)
        path = self.path_of(digest)
        if not path.parent.exists():
            self._make_folders()
        if not _touched(path):
            temporary = path.with_name(f".new-{secrets.token_hex(8)}")
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(temporary, path)
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
        _sync_folder(path.parent)  # also when it was there: the one who renamed it may not have come so far yet
        return digest

    def _make_folders(self) -> None:
        """All 256 at once: each for itself would be synced for itself, in the first hour of a fair."""
        for number in range(256):
            (self.folder / f"{number:02x}").mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(self.folder)

    def get(self, digest: str) -> bytes:
        """Raises FileNotFoundError where the bytes are missing."""
        return self.path_of(digest).read_bytes()

    def has(self, digest: str) -> bool:
        return self.path_of(digest).exists()

    def remove(self, digest: str) -> bool:
        """Erase the bytes; False where there were none."""
        path = self.path_of(digest)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        _sync_folder(path.parent)
        return True

    def unwanted(self, wanted: Collection[str], older_than: float) -> Iterator[str]:
        """The digests of the files that ``sweep`` would erase; the unfinished ones are not among them."""
        self._put_back()
        for path in self.folder.glob("??/*"):
            if _DIGEST.fullmatch(path.name) and path.name not in wanted and _older(path, older_than):
                yield path.name

    def sweep(self, wanted: Collection[str], older_than: float) -> int:
        """Erase the files, unfinished ones too, that are not ``wanted`` and were last written before ``older_than``
        (seconds since 1970, longer ago than any transaction lasts); how many.

        It may run while others ``put``: a file is set aside first, and put back where it was touched meanwhile."""
        count = 0
        self._put_back()
        for path in self.folder.glob("??/*"):
            if path.name in wanted or not _older(path, older_than):
                continue
            aside = path.with_name(f"{_ASIDE}{path.name.removeprefix(_ASIDE)}")
            try:
                os.replace(path, aside)
                if _older(aside, older_than):
                    aside.unlink()
                    count += 1
                else:
                    os.replace(aside, path)
            except FileNotFoundError:  # erased meanwhile, or another one sweeps too
                continue
        return count

    def _put_back(self) -> None:
        """What a sweep that was killed had set aside. One that runs now sees it as offered again."""
        for aside in self.folder.glob(f"??/{_ASIDE}*"):
            path = aside.with_name(aside.name.removeprefix(_ASIDE))
            with suppress(FileNotFoundError):
                if _DIGEST.fullmatch(path.name) and not path.exists():
                    os.replace(aside, path)


def _touched(path: Path) -> bool:
    """In use again, so that ``sweep`` leaves it: it is young now. False where there is no such file."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _older(path: Path, than: float) -> bool:
    try:
        return path.stat().st_mtime < than
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
