"""The server's keys: ``keys show | rotate | recovery | drill | backup | restore | retire``. Prints ids, never a key."""

from __future__ import annotations

import argparse
import getpass
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobfair.errors import ConfigError
from server.commands.common import Command, Run, add_common, options_of, say, start, typed
from server.commands.key_report import day, drill_of, iso, report

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
        "Make the organizers' offline key anew and split it: one file a share, for paper. Nothing is sealed to it"
        " before `keys drill` has passed with its shares; until then the former one, if any, stays in use.",
    )
    recovery.add_argument("--shares", type=int, default=3, metavar="N", help="how many shares (default %(default)s)")
    recovery.add_argument(
        "--needed", type=int, default=2, metavar="K", help="how many of them open together (default %(default)s)"
    )
    recovery.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where the shares' files go")
    drill = action(
        "drill",
        _drill,
        "Open a test submission with the shares, as on the worst day. It tests the newest recovery key and brings it"
        " into use; before the first drill no fair can be published.",
    )
    drill.add_argument(
        "--share",
        type=Path,
        nargs="+",
        action="extend",
        metavar="FILE",
        help="the shares' files; without: their words are asked for and not shown, or read from"
        " standard input, a share on a line",
    )
    drill.add_argument("--by", metavar="NAME", default="", help="who holds the drill (default: who is logged in)")
    backup = action(
        "backup",
        _backup,
        "Write all keys to FILE under a passphrase of 12 characters or more; the database has its own backup.",
    )
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
        metavar="FAIR/KIOSK",
        help="kiosks of which nothing will come any more, such as spring-2027/K-02 (K-02 alone where one fair has it)",
    )


def _ring(args: argparse.Namespace) -> KeyRing:
    folder = start(args)
    from server.core.keys import KeyRing

    return KeyRing(folder / "keys")


def _show(args: argparse.Namespace) -> int:
    return say(args, *report(args, _ring(args)))


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

    made, files = make_shares(keys, args.out, args.shares, args.needed)
    record(AuditEntry.Action.KEYS_CHANGED, f"new recovery {made.key}")
    result = {
        "recovery": made.key,
        "shares": made.shares,
        "needed": made.needed,
        "files": [str(path) for path in files],
    }
    some = " ".join(shlex.quote(str(path)) for path in files[: made.needed])
    lines = [
        *(str(path) for path in files),
        f"Print each, give it to one person, delete the file: any {made.needed} of {made.shares} open together.",
        "Nothing is sealed to this key before the drill has passed; the papers' words can be typed in as well.",
        f"Next: {typed(args, f'keys drill --share {some}')}",
    ]
    if keys.recovery is not None:
        lines.insert(-1, f"Until then {keys.recovery.key} stays in use: keep its shares, they stay needed then too.")
    return say(args, result, "\n".join(lines))


def _drill(args: argparse.Namespace) -> int:
    keys = _ring(args)
    from jobfair.recovery import SharesError
    from server.rehearsing import rehearse

    former = keys.recovery_key
    shares = _shares(args.share, keys.next_recovery or keys.recovery)
    try:
        recovery = rehearse(keys, shares, args.by or _user())
    except SharesError as error:
        raise ConfigError(f"the drill has not passed: {error}") from error
    result = {"recovery": recovery.key, "drilled_at": iso(recovery.drilled_at), "drilled_by": recovery.drilled_by}
    lines = ["the drill has passed: the shares opened a test submission; fairs can be published"]
    old = keys.former_recoveries.get(former.id) if former is not None and former.id != recovery.key else None
    if former is not None and old is not None:
        lines.append(
            f"{recovery.key} replaces {former.id}. Keep the shares of the former one for"
            f" {(old.needed_until - old.at).days} days, until {old.needed_until:%Y-%m-%d}:"
            " they open what was sealed before"
        )
    if not keys.is_backed_up:
        lines.append(f"make a new backup of the keys: {typed(args, 'keys backup --out FILE')}")
    return say(args, result, "\n".join(lines))


def _shares(files: list[Path] | None, recovery: Recovery | None) -> list[str]:
    if files:
        try:
            return [path.read_text("utf-8") for path in files]
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"--share: {error}") from error
    if not sys.stdin.isatty():
        return [line for line in sys.stdin.read().splitlines() if line.strip()]
    needed = recovery.needed if recovery and recovery.needed else 2
    print(f"The words of {needed} shares, each in one line. What is typed is not shown.", file=sys.stderr)
    return [_asked(f"share {number} of {needed}: ") for number in range(1, needed + 1)]


def _asked(prompt: str) -> str:
    """A share that is one: a slip in words that nobody sees is told at once, not after the last share."""
    from jobfair.recovery import SharesError, join

    while True:
        given = getpass.getpass(prompt)
        try:
            join([given])
        except SharesError as error:
            if error.reason == "none":
                raise ConfigError("nothing was typed in: no drill was held") from error
            if error.reason != "too_few":  # of one alone that is all that can be wrong
                print(f"{error}; once more, or Enter alone to stop", file=sys.stderr)
                continue
        return given


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
    if keys.next_recovery is not None:
        text += f"\nthe recovery key {keys.next_recovery.key} waits for its drill: make a new backup after it"
    return say(args, {"file": str(args.out), "at": iso(made_at), "keys": list(keys.ids)}, text)


def _restore(args: argparse.Namespace) -> int:
    from server.core.key_backup import unpack
    from server.core.keys import KeyRing
    from server.installing import create_data_folder

    folder = options_of(args)
    try:
        made_at = unpack(args.file.read_bytes(), _passphrase(args, twice=False), folder)
        create_data_folder(folder)
    except OSError as error:
        raise ConfigError(f"{error.filename or args.file}: {error.strerror}") from error
    text = (
        f"the keys of {day(made_at)} are in {folder}. Put the database's backup there (server.db, or"
        " restore PostgreSQL) with the folders sealed, pdf and parts; then `jobfair server migrate` and `run`"
    )
    following = KeyRing(folder / "keys").next_recovery
    if following is not None:
        text += f"\nthe recovery key {following.key} was not drilled then: {typed(args, drill_of(following))}"
    return say(args, {"data": str(folder), "made_at": iso(made_at)}, text)


def _retire(args: argparse.Namespace) -> int:
    keys = _ring(args)
    from server.core.models import AuditEntry, record
    from server.retiring import gone_kiosks, retire, verdicts

    gone = gone_kiosks(args.gone)
    found = retire(keys, gone) if args.yes else verdicts(keys, gone)
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
