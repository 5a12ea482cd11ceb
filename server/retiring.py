"""When an old private key may go: only when no kiosk can still hold a row that is sealed to it.

Both must hold: as long as a fair keeps things (``days_kept``) has passed since the key was replaced, and every kiosk
has said, with a snapshot of after the rotation in hand, that nothing waits there. A kiosk that is not trusted any more
counts too: what it holds can still be rescued. What is left to say is which kiosk is gone for good.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from jobfair.errors import ConfigError
from server.core.keys import KeyRing, Replaced
from server.fairs.models import Fair
from server.fairs.overrides import settings_with
from server.fairs.publishing import raise_version
from server.kiosks.models import Credential, Kiosk

LEAST_DAYS = 30
"""A kiosk keeps delivered rows for a week at least and offers them again to a server that was restored."""

NOT_WRITTEN_DOWN = "nobody wrote down since when kiosks do not seal to it; with --yes that is: since now"


@dataclass(frozen=True)
class Verdict:
    """An old key, and why it stays; without a reason it may go."""

    key: str
    replaced_at: datetime | None
    reasons: tuple[str, ...]


def rotate(keys: KeyRing) -> str:
    """A new sealing key, told to all kiosks; what they sealed to the former one still opens. Returns its id."""
    former = keys.sealing_key.id
    made = keys.rotate()
    note(keys, former, keys.replaced[former].at)
    return made


def note(keys: KeyRing, key: str, at: datetime) -> None:
    """Have all kiosks fetch a snapshot with the new key, and write down which snapshots those are.

    The key on disk comes first: a snapshot of such a version never names the former one.
    """
    for fair in Fair.objects.all():
        raise_version(fair.pk)
    versions = dict(Fair.objects.values_list("pk", "snapshot_version"))
    keys.note_replaced(key, Replaced(at=at, snapshots=versions))


def days_kept() -> int:
    """How old a sealed row can be that still comes: what waits, and what was delivered and is offered again."""
    settings = [settings_with(fair.settings) for fair in Fair.objects.all()]
    return max([LEAST_DAYS, *(max(one.keep_days, one.delivered_keep_days) for one in settings)])


def gone_kiosks(named: Collection[str]) -> list[Kiosk]:
    """The kiosks that are meant: ``FAIR/K-02``, or ``K-02`` where one fair alone has it.

    Raises ConfigError for a name that nobody has, or that several have: a key is not removed on a slip of the pen.
    """
    found = []
    for name in named:
        fair, _, kiosk = name.rpartition("/")
        meant = Kiosk.objects.filter(name=kiosk).order_by("fair_id")
        listed = list(meant.filter(fair_id=fair) if fair else meant)
        if not listed:
            raise ConfigError(f"--gone: there is no kiosk {name!r}")
        if len(listed) > 1:
            raise ConfigError(f"--gone: {name} is at several fairs, say which: {', '.join(map(str, listed))}")
        found += listed
    return found


def verdicts(keys: KeyRing, gone: Collection[Kiosk] = (), now: datetime | None = None) -> list[Verdict]:
    """Of every old key. ``gone`` are the kiosks of which nothing will come any more."""
    current, replaced, days = keys.sealing_key.id, keys.replaced, days_kept()
    kiosks = list(Kiosk.objects.exclude(pk__in=[kiosk.pk for kiosk in gone]).order_by("fair_id", "name"))
    return [
        _verdict(key.id, replaced.get(key.id), kiosks, days, now or datetime.now(UTC))
        for key in keys.opening_keys
        if key.id != current
    ]


def retire(keys: KeyRing, gone: Collection[Kiosk] = ()) -> list[Verdict]:
    """Remove the old keys that may go, and write down what is missing of those that stay; what was found before."""
    found = verdicts(keys, gone)
    for verdict in found:
        if not verdict.reasons:
            keys.remove(verdict.key)
        elif verdict.reasons == (NOT_WRITTEN_DOWN,):
            note(keys, verdict.key, verdict.replaced_at or datetime.now(UTC))
    return found


def _verdict(key: str, replaced: Replaced | None, kiosks: list[Kiosk], days: int, now: datetime) -> Verdict:
    if replaced is None or not replaced.snapshots:
        return Verdict(key, replaced.at if replaced else None, (NOT_WRITTEN_DOWN,))
    reasons = []
    until = replaced.at + timedelta(days=days)
    if now < until:
        reasons.append(f"rows can be this old until {until:%Y-%m-%d} ({days} days)")
    for kiosk in kiosks:
        why = _may_hold(kiosk, replaced)
        if why:
            reasons.append(f"{kiosk}: {why}")
    return Verdict(key, replaced.at, tuple(reasons))


def _may_hold(kiosk: Kiosk, replaced: Replaced) -> str:
    """Why this kiosk may still have a row that is sealed to the former key; empty when it cannot."""
    if kiosk.last_seen is None:
        was_there = Credential.objects.filter(kiosk=kiosk, created_at__lte=replaced.at).exists()
        return "paired before, and not seen since" if was_there else ""
    if kiosk.last_seen <= replaced.at:
        return f"not seen since {kiosk.last_seen:%Y-%m-%d}"
    wanted = replaced.snapshots.get(kiosk.fair_id, 0)  # 0: its fair is newer and never named the former key
    if kiosk.snapshot < wanted:
        return f"holds snapshot {kiosk.snapshot}, the new key came with {wanted}"
    if kiosk.rows_waiting or kiosk.parked:  # of every door: a registration waits as a submission does
        return f"{kiosk.rows_waiting + kiosk.parked} not delivered yet"
    return ""
