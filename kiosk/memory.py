"""What is only in memory must not come to lie on the disk by a crash."""

from __future__ import annotations

import ctypes
import resource

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

    Swap is the system's: switch it off, or encrypt it, on kiosks in strict mode.
    """
    no_core_dumps()
    try:
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    except (AttributeError, OSError):
        pass  # not Linux: the limit above holds
