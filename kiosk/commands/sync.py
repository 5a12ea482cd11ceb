"""``jobfair sync``: pushes the outbox and pulls fair and cards."""

from __future__ import annotations

import argparse
import threading

from jobfair.errors import Incompatible, NotTrusted
from kiosk.commands.common import add_options, opened, show
from kiosk.snapshot import NotReady
from kiosk.sync import RoundReport


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair sync``."""
    parser = subparsers.add_parser(
        "sync",
        help="deliver what waits, fetch what is new",
        description="Delivers what waits in the outbox, and fetches the fair, its settings and the seekers' cards. "
        "A running kiosk does this by itself; only one process syncs a store at a time, so end the kiosk first.",
        epilog="exit code: 0 when the server was reached and nothing failed. example: jobfair sync --once --json",
    )
    parser.add_argument("--once", action="store_true", help="one round, at once, and say what it did")
    add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """One round, or rounds until interrupted."""
    with opened(args) as kiosk:
        if args.once:
            report = kiosk.syncer.one_round()
            show(report.as_dict(), args.json, told(report))
            return 0 if report.reached and not report.problems else 1
        kiosk.syncer.run_forever(
            threading.Event(), threading.Event(), lambda report: show(report.as_dict(), args.json, told(report))
        )
    return 0


def told(report: RoundReport) -> str:
    """What a round did, in a few lines."""
    lines = [
        f"delivered {report.delivered}, parked {report.parked}, waiting {report.waiting}",
        f"fair: version {report.snapshot}, {report.parts} parts fetched; cards: {report.cards} changed",
    ]
    if report.offered_again:
        lines.append(f"the server was restored from a backup: {report.offered_again} are offered again")
    if report.clock_skew is not None and abs(report.clock_skew) > 60:
        lines.append(f"this machine's clock is {report.clock_skew:+.0f} s off the server's")
    if why := _not_synced(report):
        lines.append(why)
    pairs = zip(report.problems, report.explanations, strict=False)
    return "\n".join([*lines, *(f"{code}: {text}" for code, text in pairs)])


def _not_synced(report: RoundReport) -> str:
    """What happened, what was kept, what to do; empty where the server took this kiosk's word."""
    kept = f"what waits ({report.waiting}) is kept on this kiosk"
    if NotReady.code in report.problems:
        return f"this kiosk is not paired, so no server was asked; {kept}. Pair it: jobfair pair CODE"
    if NotTrusted.code in report.problems:
        return (
            f"the server answered, but it and this kiosk do not trust each other (revoked, or another server); {kept}. "
            "Pair it again with a new code: jobfair pair CODE"
        )
    if Incompatible.code in report.problems:
        return f"the server answered, but speaks another version; {kept}. Update this program"
    return "" if report.reached else f"the server was not reached; {kept} and tried again"
