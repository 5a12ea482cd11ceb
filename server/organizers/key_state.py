"""The keys as an organizer sees them: what there is, and the one thing that somebody has to do about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.core.keys import KeyRing, Recovery


@dataclass(frozen=True)
class KeyState:
    """What the page and the board tell. ``warning``: ``recovery``, ``drill``, ``backup``, ``old_backup`` or empty."""

    sealing: str
    older: int
    recovery: Recovery | None
    backup_at: datetime | None
    warning: str


def state_of(keys: KeyRing) -> KeyState:
    recovery, backup = keys.recovery, keys.backup
    if recovery is None:
        warning = "recovery"
    elif recovery.drilled_at is None:
        warning = "drill"
    elif backup is None:
        warning = "backup"
    else:
        warning = "" if keys.is_backed_up else "old_backup"
    older = len(keys.opening_keys) - 1
    return KeyState(keys.sealing_key.id, older, recovery, backup.at if backup else None, warning)
