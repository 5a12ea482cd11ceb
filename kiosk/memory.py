"""What is only in memory must not come to lie on the disk by a crash."""

from __future__ import annotations

import ctypes
import os
import resource
from pathlib import Path

_PR_SET_DUMPABLE = 4


def no_core_dumps() -> None:
    """A crash of this process, or of one that it starts, writes none: what a seeker has typed would be in it.

    One byte, not none: where the system hands cores to a program (systemd-coredump, apport), Linux heeds no limit but
    this one (fs/coredump.c); to a file it writes none below a page.
    """
    most = 0 if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0 else 1  # nobody may raise a limit that was set
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


def stay_out_of_dumps() -> None:
    """No core dump, and no other process of this user may read this one's memory: it holds the main key.

    Swap is the system's: doctor looks for it (``swaps_on_disk``).
    """
    no_core_dumps()
    try:
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    except (AttributeError, OSError):
        pass  # not Linux: the limit above holds


def swaps_on_disk(listed: Path = Path("/proc/swaps"), devices: Path = Path("/sys/class/block")) -> tuple[str, ...]:
    """Where the system may write memory to a disk in clear: neither compressed memory (zram) nor dm-crypt.

    By proc(5); empty where there is no such list.
    """
    try:
        lines = listed.read_text("utf-8", "replace").splitlines()[1:]
    except OSError:
        return ()
    places = [line.split()[0] for line in lines if line.strip()]
    return tuple(place for place in places if not _stays_secret(place, devices))


def _stays_secret(place: str, devices: Path) -> bool:
    name = os.path.basename(os.path.realpath(place))
    if name.startswith("zram"):
        return _first_line(devices / name / "backing_dev") in ("", "none")
    if _first_line(devices / name / "dm" / "uuid").startswith("CRYPT-"):
        return True
    below = [found.name for found in (devices / name / "slaves").glob("*")]  # as LVM on LUKS
    return bool(below) and all(_stays_secret(device, devices) for device in below)


def _first_line(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
