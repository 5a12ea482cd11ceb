"""``jobfair outbox``: what this kiosk still has to hand over, and how to carry it out by hand."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from kiosk.commands.common import add_options, config_of, opened, show
from kiosk.outbox import Row
from kiosk.store.export import export_outbox


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair outbox``."""
    parser = subparsers.add_parser(
        "outbox",
        help="see and rescue what waits to be delivered",
        description="Shows what waits, what the server refused (parked) and what it holds (settled). The bytes are "
        "sealed to the server: nobody here can read them, and nothing here deletes them.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="one line a row", description="One line a row, oldest first.")
    listing.add_argument("--state", choices=("waiting", "parked", "settled"), help="only these")
    add_options(listing)
    listing.set_defaults(run=_list)
    showing = actions.add_parser("show", help="all about one id", description="The rows of one id, with the receipt.")
    showing.add_argument("id", metavar="ID")
    add_options(showing)
    showing.set_defaults(run=_show)
    exporting = actions.add_parser(
        "export",
        help="write the sealed rows to a file, for instance on a USB stick",
        description="Writes what is held here into one file: what waits, what is parked, and what was delivered of "
        "late, in case the server was restored from an older backup. Carry it to the organizer: the server's page "
        "Rescue, or `jobfair server rescue FILE`, takes it in. It changes nothing here, so doing it twice is harmless, "
        "and what was rescued may be delivered over the network later all the same. Works without the kiosk's key, on "
        "a revoked kiosk, on a damaged database, and while the kiosk runs.",
    )
    exporting.add_argument("to", metavar="FILE_OR_FOLDER", type=Path)
    exporting.add_argument(
        "--waiting-only", action="store_true", help="without what the server has given a receipt for"
    )
    add_options(exporting)
    exporting.set_defaults(run=_export)
    retrying = actions.add_parser(
        "retry", help="let parked rows be tried again", description="Parked rows wait again; one row or all."
    )
    retrying.add_argument("number", metavar="NUMBER", type=int, nargs="?", help="as `outbox list` shows it")
    add_options(retrying)
    retrying.set_defaults(run=_retry)


def _list(args: argparse.Namespace) -> int:
    with opened(args) as kiosk:
        rows, counts = kiosk.outbox.rows(args.state), kiosk.outbox.counts()
    lines = [
        f"{row.number:>6}  {row.state:<8} {row.door:<13} {row.id}  {row.size:>8} bytes  "
        f"{_time(row.created_at)}  tries {row.attempts}{'  ' + row.reason if row.reason else ''}"
        for row in rows
    ]
    summary = f"waiting {counts.waiting}, parked {counts.parked}, delivered today {counts.delivered_today}"
    show({**asdict(counts), "rows": [_as_dict(row) for row in rows]}, args.json, "\n".join([*lines, summary]))
    return 0


def _show(args: argparse.Namespace) -> int:
    with opened(args) as kiosk:
        rows = kiosk.outbox.row(args.id)
    text = "\n\n".join("\n".join(f"{name}: {value}" for name, value in _as_dict(row).items()) for row in rows)
    show([_as_dict(row) for row in rows], args.json, text or "There is no such row.")
    return 0 if rows else 1


def _export(args: argparse.Namespace) -> int:
    done = export_outbox(config_of(args).data, args.to, waiting_only=args.waiting_only)
    lines = [f"{done.rows} sealed rows are in {done.file}, safe to unplug."]
    if done.unreadable:
        lines.append(f"{done.unreadable} more are damaged and are not in it: keep this kiosk's disk.")
    lines.append("Next: on the organizer's page open Rescue and upload it, or run `jobfair server rescue FILE` there.")
    lines.append("Keep this kiosk as it is; what the server has by then it will not take twice.")
    told = {"file": str(done.file), "rows": done.rows, "unreadable": done.unreadable}
    show(told, args.json, "\n".join(lines))
    return 0


def _retry(args: argparse.Namespace) -> int:
    with opened(args) as kiosk:
        count = kiosk.outbox.unpark(args.number)
    show({"waiting_again": count}, args.json, f"{count} rows wait again")
    return 0


def _as_dict(row: Row) -> dict[str, object]:
    times = {name: _time(getattr(row, name)) for name in ("created_at", "next_due", "settled_at")}
    return {**asdict(row), **times}


def _time(seconds: float | None) -> str | None:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds") if seconds else None
