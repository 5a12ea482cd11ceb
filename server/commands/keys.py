"""The server's keys: ``keys show | rotate | recovery | drill | backup | restore | retire``. Prints ids, never a key."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobfair.errors import ConfigError
from server.commands.common import Command, Run, add_common, options_of, say, start

if TYPE_CHECKING:
    from server.core.keys import KeyRing, Recovery

PASSPHRASE = "JOBFAIR_KEYS_PASSPHRASE"  # noqa: S105


def add(command: Command) -> None:
    keys = command(
        "keys",
        _show,
        "The keys: what there is (`show`), a new sealing key (`rotate`), the organizers' offline key in shares"
        " (`recovery`) and its drill (`drill`), a copy under a passphrase (`backup`, `restore`), old keys (`retire`).",
    )
    actions = keys.add_subparsers(title="actions", metavar="ACTION")

    def action(name: str, run: Run, text: str) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=text, description=text)
        add_common(made, below=True)
        made.set_defaults(run=run)
        return made

    action("show", _show, "What keys there are, whether the drill has passed, when they were backed up. The default.")
    action("rotate", _rotate, "A new sealing key from now on; what kiosks sealed to the former one still opens.")
    recovery = action(
        "recovery",
        _recovery,
        "Make the organizers' offline key anew and split it: one file a share, for paper. It replaces the former one"
        " when all shares are written; then a drill has to pass before a fair can be published.",
    )
    recovery.add_argument("--shares", type=int, default=3, metavar="N", help="how many shares (default %(default)s)")
    recovery.add_argument(
        "--needed", type=int, default=2, metavar="K", help="how many of them open together (default %(default)s)"
    )
    recovery.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where the shares' files go")
    drill = action(
        "drill",
        _drill,
        "Open a test submission with the shares, as on the worst day; only then a fair can be published.",
    )
    drill.add_argument(
        "--share",
        type=Path,
        nargs="+",
        action="extend",
        metavar="FILE",
        help="the shares' files; without: their words are asked for, or read from standard input, a share on a line",
    )
    drill.add_argument("--by", metavar="NAME", default="", help="who holds the drill (default: who is logged in)")
    backup = action("backup", _backup, "Write all keys to FILE under a passphrase; the database has its own backup.")
    backup.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new file")
    restore = action(
        "restore", _restore, "Put the keys of a backup into a new data folder; other keys stay as they are."
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    for made in (backup, restore):
        made.add_argument(
            "--passphrase-file",
            type=Path,
            metavar="FILE",
            help=f"its first line is the passphrase (default: {PASSPHRASE}, else it is asked for)",
        )
    retire = action("retire", _retire, "Say of each old private key whether it may go; --yes removes those that may.")
    retire.add_argument("--yes", action="store_true", help="remove them")
    retire.add_argument(
        "--gone",
        nargs="+",
        action="extend",
        default=[],
        metavar="KIOSK",
        help="kiosks of which nothing will come any more",
    )


def _ring(args: argparse.Namespace) -> KeyRing:
    folder = start(args)
    from server.core.keys import KeyRing

    return KeyRing(folder / "keys")


def _show(args: argparse.Namespace) -> int:
    keys = _ring(args)
    recovery, backup = keys.recovery, keys.backup
    old = [key.id for key in keys.opening_keys if key.id != keys.sealing_key.id]
    result = {
        "identity": keys.identity.id,
        "sealing": keys.sealing_key.id,
        "opening": [key.id for key in keys.opening_keys],
        "recovery": recovery.key if recovery else None,
        "shares": recovery.shares if recovery else None,
        "needed": recovery.needed if recovery else None,
        "made_at": _iso(recovery.made_at if recovery else None),
        "drilled_at": _iso(recovery.drilled_at if recovery else None),
        "drilled_by": recovery.drilled_by if recovery else None,
        "backup_at": _iso(backup.at if backup else None),
        "backup_is_whole": keys.is_backed_up,
    }
    lines = [
        f"identity  {keys.identity.id}  signs snapshots and receipts; kiosks pinned it when they were paired",
        f"sealing   {keys.sealing_key.id}  kiosks seal to this one",
        *(f"old       {key}  opens what was sealed before" for key in old),
        *_recovery_lines(recovery),
    ]
    if backup is None:
        lines.append("backup    none: without it a lost disk ends this server; jobfair server keys backup --out FILE")
    else:
        since = "" if keys.is_backed_up else "; a key was made since then: make a new backup"
        lines.append(f"backup    made {_day(backup.at)}{since}")
    return say(args, result, "\n".join(lines))


def _recovery_lines(recovery: Recovery | None) -> list[str]:
    if recovery is None:
        return ["recovery  none: no fair can be published; jobfair server keys recovery --out FOLDER"]
    split = f"{recovery.needed} of {recovery.shares} shares open" if recovery.shares else "split as nobody wrote down"
    line = f"recovery  {recovery.key}  {split}, made {_day(recovery.made_at)}"
    if recovery.drilled_at is None:
        return [
            line,
            f"{'':10}no drill has passed: no fair can be published; jobfair server keys drill --share FILE FILE",
        ]
    return [line, f"{'':10}the drill passed {_day(recovery.drilled_at)} ({recovery.drilled_by})"]


def _rotate(args: argparse.Namespace) -> int:
    keys = _ring(args)
    from server.core.models import AuditEntry, record
    from server.retiring import rotate

    former = keys.sealing_key.id
    made = rotate(keys)
    record(AuditEntry.Action.KEYS_CHANGED, f"sealing {made}")
    text = f"kiosks seal to {made} from their next round on; {former} still opens what they sealed before"
    return say(args, {"sealing": made, "former": former}, f"{text}\nmake a new backup of the keys")


def _recovery(args: argparse.Namespace) -> int:
    keys = _ring(args)
    from server.core.models import AuditEntry, record
    from server.core.shares import make_shares
    from server.fairs.models import Fair
    from server.fairs.publishing import raise_version

    recovery, files = make_shares(keys, args.out, args.shares, args.needed)
    for fair in Fair.objects.all():
        raise_version(fair.pk)  # kiosks seal to the new key from their next round on
    record(AuditEntry.Action.KEYS_CHANGED, f"recovery {recovery.key}")
    result = {
        "recovery": recovery.key,
        "shares": recovery.shares,
        "needed": recovery.needed,
        "files": [str(path) for path in files],
    }
    text = "\n".join(
        [
            *(str(path) for path in files),
            f"Print each, give it to one person, delete the file: any {recovery.needed} of {recovery.shares} open"
            " together.",
            "Then hold the drill: jobfair server keys drill --share FILE FILE",
        ]
    )
    return say(args, result, text)


def _drill(args: argparse.Namespace) -> int:
    keys = _ring(args)
    from jobfair.recovery import SharesError
    from server.core.drill import drill
    from server.core.models import AuditEntry, record

    shares = _shares(args.share, keys.recovery)
    try:
        recovery = drill(keys, shares, args.by or _user())
    except SharesError as error:
        raise ConfigError(f"the drill has not passed: {error}") from error
    record(AuditEntry.Action.DRILL_PASSED, f"recovery {recovery.key}")
    result = {"recovery": recovery.key, "drilled_at": _iso(recovery.drilled_at), "drilled_by": recovery.drilled_by}
    return say(args, result, "the drill has passed: the shares opened a test submission; fairs can be published")


def _shares(files: list[Path] | None, recovery: Recovery | None) -> list[str]:
    if files:
        try:
            return [path.read_text("utf-8") for path in files]
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"--share: {error}") from error
    if not sys.stdin.isatty():
        return [line for line in sys.stdin.read().splitlines() if line.strip()]
    needed = recovery.needed if recovery and recovery.needed else 2
    print(f"The words of {needed} shares, one share after the other; then clear this screen.", file=sys.stderr)
    shares = []
    for number in range(1, needed + 1):
        print(f"share {number} of {needed}: ", end="", file=sys.stderr, flush=True)
        shares.append(input())
    return shares


def _backup(args: argparse.Namespace) -> int:
    keys = _ring(args)
    from server.core.key_backup import packed
    from server.core.keys import write_new_secret

    if args.out.exists():
        raise ConfigError(f"--out: {args.out} is there already; nothing was written")
    data, made_at = packed(keys.folder.parent, _passphrase(args, twice=True))
    try:
        write_new_secret(args.out, data)
    except OSError as error:
        raise ConfigError(f"--out: {args.out} cannot be written ({error.strerror})") from error
    keys.note_backup(made_at)
    text = f"{args.out}: keep it off this machine, the passphrase elsewhere, and the database's backup with it"
    return say(args, {"file": str(args.out), "at": _iso(made_at), "keys": list(keys.ids)}, text)


def _restore(args: argparse.Namespace) -> int:
    from server.core.key_backup import unpack
    from server.installing import create_data_folder

    folder = options_of(args)
    try:
        made_at = unpack(args.file.read_bytes(), _passphrase(args, twice=False), folder)
        create_data_folder(folder)
    except OSError as error:
        raise ConfigError(f"{error.filename or args.file}: {error.strerror}") from error
    text = (
        f"the keys of {_day(made_at)} are in {folder}. Put the database's backup there (server.db, or"
        " restore PostgreSQL) with the folders sealed, pdf and parts; then `jobfair server migrate` and `run`"
    )
    return say(args, {"data": str(folder), "made_at": _iso(made_at)}, text)


def _retire(args: argparse.Namespace) -> int:
    keys = _ring(args)
    from server.core.models import AuditEntry, record
    from server.retiring import retire, verdicts

    found = retire(keys, args.gone) if args.yes else verdicts(keys, args.gone)
    going = [verdict.key for verdict in found if not verdict.reasons]
    for key in going if args.yes else []:
        record(AuditEntry.Action.KEYS_CHANGED, f"retired {key}")
    result: dict[str, Any] = {
        "removed": going if args.yes else [],
        "may_go": going,
        "stay": {verdict.key: list(verdict.reasons) for verdict in found if verdict.reasons},
    }
    lines = [f"{key}  {'removed' if args.yes else 'may go: repeat with --yes'}" for key in going]
    lines += [f"{verdict.key}  stays: {'; '.join(verdict.reasons)}" for verdict in found if verdict.reasons]
    return say(args, result, "\n".join(lines) or "there is no old key")


def _passphrase(args: argparse.Namespace, twice: bool) -> str:
    """From --passphrase-file, the environment, or the person: then asked twice when it is a new one."""
    if args.passphrase_file:
        try:
            lines = args.passphrase_file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"--passphrase-file: {error}") from error
        return lines[0] if lines else ""
    if os.environ.get(PASSPHRASE):
        return os.environ[PASSPHRASE]
    if not sys.stdin.isatty():
        raise ConfigError(f"no passphrase: name a --passphrase-file or set {PASSPHRASE}")
    given = getpass.getpass("passphrase: ")
    if twice and getpass.getpass("again: ") != given:
        raise ConfigError("these were two different passphrases; nothing was written")
    return given


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _day(at: datetime | None) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}" if at else "at an unknown time"
