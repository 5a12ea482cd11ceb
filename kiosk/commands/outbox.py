"""``jobfair outbox``: what this kiosk still has to hand over, and how to carry it out by hand."""

from __future__ import annotations

import argparse
import shutil
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from jobfair.errors import DiskFull, StoreError
from kiosk.commands.common import add_options, config_of, opened, show
from kiosk.outbox import Row
from kiosk.store.database import FILE
from kiosk.store.rescue_file import write_rescue_file
from kiosk.store.salvage import readable_rows

_DEFAULT_STATES = ("waiting", "parked")


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
        description="Writes what waits and what is parked into one file, for the organizer to keep: no command takes "
        "it in yet. It changes nothing here, so doing it twice is harmless. Works without the kiosk's key, on a "
        "revoked kiosk and on a damaged database.",
    )
    exporting.add_argument("to", metavar="FILE_OR_FOLDER", type=Path)
    exporting.add_argument("--all", action="store_true", help="settled rows too")
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
    database = config_of(args).data / FILE
    if not database.is_file():
        raise StoreError("there is no database in the data folder yet: nothing to export")
    target: Path = args.to
    if target.is_dir():
        target = target / f"outbox-{time.strftime('%Y%m%d-%H%M%S')}.jobfair"
    wanted = None if args.all else _DEFAULT_STATES
    try:
        count = write_rescue_file(target, (row for row in readable_rows(database) if not wanted or row.state in wanted))
    except OSError as error:
        free = shutil.disk_usage(target.parent).free if target.parent.is_dir() else 1
        kind = DiskFull if not free else StoreError
        raise kind(f"{target} cannot be written ({error.strerror}); nothing in the outbox was changed") from error
    show({"file": str(target), "rows": count}, args.json, f"{count} sealed rows are in {target}")
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
