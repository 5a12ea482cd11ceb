"""A file system of a few megabytes, to be filled."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """Mounts one at ``folder``: ext4 in a file, else in memory. False where this user may not mount."""
    folder.mkdir()
    image = folder.with_suffix(".img")
    with image.open("wb") as file:
        file.truncate(megabytes * 1024 * 1024)
    made = _works("mkfs.ext4", "-q", "-m", "0", str(image)) and _works("mount", "-o", "loop", str(image), str(folder))
    mounted = made or _works("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))
    try:
        yield mounted
    finally:
        if mounted and not _works("umount", str(folder)):
            _works("umount", "--lazy", str(folder))
        image.unlink()


@contextmanager
def filled(folder: Path, leave: int) -> Iterator[None]:
    """Only ``leave`` bytes are free on the file system of this folder, as long as the block runs."""
    ballast = folder / "ballast"
    try:
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(folder).free - leave)
        yield
    finally:
        ballast.unlink()


def _works(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0
    except FileNotFoundError:
        return False
