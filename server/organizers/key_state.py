"""The keys as an organizer sees them: what there is, and the one thing that somebody has to do about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from server.core.keys import KeyRing, Recovery


@dataclass(frozen=True)
class KeyState:
    """What the page and the board tell. ``following`` is a new recovery key that waits for its drill; ``former`` are
    those before, whose shares are still needed until that day.

    ``warning``: ``recovery``, ``drill``, ``demonstration``, ``following``, ``backup``, ``old_backup`` or empty.
    """

    sealing: str
    older: int
    recovery: Recovery | None
    following: Recovery | None
    former: dict[str, datetime]
    backup_at: datetime | None
    warning: str

    @property
    def drilled_next(self) -> Recovery | None:
        """The key that a drill is held with now."""
        return self.following or self.recovery


def state_of(keys: KeyRing, demonstration: bool) -> KeyState:
    """As it is for a fair that is a ``demonstration``, or one with real people."""
    recovery, following, backup = keys.recovery, keys.next_recovery, keys.backup
    if recovery is None:
        warning = "drill" if following else "recovery"
    elif recovery.demonstration and not demonstration:
        warning = "demonstration"
    elif recovery.drilled_at is None:
        warning = "drill"
    elif following is not None:
        warning = "following"
    elif backup is None:
        warning = "backup"
    else:
        warning = "" if keys.is_backed_up else "old_backup"
    now = datetime.now(UTC)
    return KeyState(
        sealing=keys.sealing_key.id,
        older=len(keys.opening_keys) - 1,
        recovery=recovery,
        following=following,
        former={key: old.needed_until for key, old in keys.former_recoveries.items() if old.needed_until > now},
        backup_at=backup.at if backup else None,
        warning=warning,
    )
