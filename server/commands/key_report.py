"""What ``jobfair server keys show`` says: ids and times, what each key is for, and the next command."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from server.commands.common import typed

if TYPE_CHECKING:
    from server.core.keys import Former, KeyRing, Recovery


def report(args: argparse.Namespace, keys: KeyRing) -> tuple[dict[str, Any], str]:
    """For programs, and for people."""
    recovery, following, backup = keys.recovery, keys.next_recovery, keys.backup
    old = [key.id for key in keys.opening_keys if key.id != keys.sealing_key.id]
    result: dict[str, Any] = {
        "identity": keys.identity.id,
        "sealing": keys.sealing_key.id,
        "opening": [key.id for key in keys.opening_keys],
        "recovery": recovery.key if recovery else None,
        "shares": recovery.shares if recovery else None,
        "needed": recovery.needed if recovery else None,
        "made_at": iso(recovery.made_at if recovery else None),
        "drilled_at": iso(recovery.drilled_at if recovery else None),
        "drilled_by": recovery.drilled_by if recovery else None,
        "demonstration": recovery.demonstration if recovery else False,
        "next_recovery": following.key if following else None,
        "former_recoveries": {key: iso(former.needed_until) for key, former in keys.former_recoveries.items()},
        "backup_at": iso(backup.at if backup else None),
        "backup_is_whole": keys.is_backed_up,
    }
    lines = [
        f"identity  {keys.identity.id}  signs snapshots and receipts; kiosks pinned it when they were paired",
        f"sealing   {keys.sealing_key.id}  kiosks seal to this one",
        *(f"old       {key}  opens what was sealed before" for key in old),
        *_recovery_lines(args, recovery, following),
        *_former_lines(keys.former_recoveries),
    ]
    if backup is None:
        step = typed(args, "keys backup --out FILE")
        lines.append(f"backup    none: without it a lost disk ends this server. Next: {step}")
    else:
        since = "" if keys.is_backed_up else "; a key was made since then: make a new backup"
        lines.append(f"backup    made {day(backup.at)}{since}")
    return result, "\n".join(lines)


def _recovery_lines(args: argparse.Namespace, recovery: Recovery | None, following: Recovery | None) -> list[str]:
    lines = []
    if recovery is not None:
        lines.append(f"recovery  {recovery.key}  {_split(recovery)}")
        if recovery.drilled_at is not None:
            lines.append(f"{'':10}the drill passed {day(recovery.drilled_at)} ({recovery.drilled_by})")
    if recovery is not None and recovery.demonstration:
        lines.append(f"{'':10}of the demonstration: its shares lie here in clear, no other fair can be published")
        if following is None:
            lines.append(f"{'':10}Next: {typed(args, 'keys recovery --out FOLDER')}")
    waiting = following or (recovery if recovery is not None and recovery.drilled_at is None else None)
    if following is not None:
        lines.append(f"new       {following.key}  {_split(following)}; nothing is sealed to it before its drill")
    if waiting is not None:
        stopped = "no drill has passed: no fair can be published. " if waiting is recovery or recovery is None else ""
        lines.append(f"{'':10}{stopped}Next: {typed(args, drill_of(waiting))}")
    if recovery is None and following is None:
        step = typed(args, "keys recovery --out FOLDER")
        lines.append(f"recovery  none: no fair can be published. Next: {step}")
    return lines


def _former_lines(former: dict[str, Former]) -> list[str]:
    return [
        f"former    {key}  keep its shares until {old.needed_until:%Y-%m-%d}: they open what was sealed before"
        if old.needed_until > datetime.now(UTC)
        else f"former    {key}  its shares may be destroyed: what was sealed to it is past its time"
        for key, old in former.items()
    ]


def _split(recovery: Recovery) -> str:
    split = f"{recovery.needed} of {recovery.shares} shares open" if recovery.shares else "split as nobody wrote down"
    return f"{split}, made {day(recovery.made_at)}"


def drill_of(recovery: Recovery) -> str:
    return f"keys drill --share {' '.join(['FILE'] * (recovery.needed or 2))}"


def iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def day(at: datetime | None) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}" if at else "at an unknown time"
