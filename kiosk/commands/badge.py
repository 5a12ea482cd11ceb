"""``jobfair badge``: staff badges for kiosks in strict mode."""

from __future__ import annotations

import argparse
import io
from dataclasses import replace
from pathlib import Path

from jobfair.errors import ConfigError, StoreError
from kiosk.bootstrap import key_of
from kiosk.commands.common import add_options, badge_text, config_of, released_for, show
from kiosk.config import Config
from kiosk.memory import stay_out_of_dumps
from kiosk.store.database import FILE, make_folder
from kiosk.store.keys import read_record
from kiosk.store.keys.chosen import add_slot, begin_strict, remove_slot
from kiosk.store.keys.files import write_private
from kiosk.store.keys.slots import badge_secret, badge_slot, label_of, new_badge


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair badge``."""
    parser = subparsers.add_parser(
        "badge",
        help="staff badges that open a kiosk in strict mode",
        description="In strict mode a kiosk's key is in memory only: at every start the server releases it, or a staff "
        "badge does, where the venue's network is down. A badge is a QR code with a secret of 160 bits; one badge may "
        "open many kiosks. The first badge of a new kiosk is made before it is paired. Whoever has a badge and the "
        "kiosk's disk can read what the kiosk can read: keep badges apart from the kiosks. Removing a badge does not "
        "help against a copy of the disk that was made before: that one it still opens. Where somebody may have both, "
        "stop trusting the kiosk (organizer's page Kiosks); when all is delivered, move its data folder aside and "
        "begin anew.",
        epilog="examples: jobfair badge --out badge.png; on the next kiosk: jobfair badge --add badge.png; "
        "jobfair badge --remove badge-3f2a",
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", metavar="FILE", type=Path, help="make a new badge, as a PNG picture to print")
    what.add_argument("--add", metavar="FILE", help="let this badge open this kiosk too; - reads a scanner's line")
    what.add_argument(
        "--remove",
        metavar="LABEL",
        help="this badge opens this kiosk no more (`jobfair key show`), but still a copy of its disk made before",
    )
    add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when done."""
    config = config_of(args)
    make_folder(config.data)
    if args.remove:
        remove_slot(config.data, args.remove)
        show({"removed": args.remove}, args.json, f"{args.remove} opens this kiosk no more.")
        return 0
    if args.out is not None and args.out.exists():
        raise ConfigError(f"--out: {args.out} is there already; nothing was changed")
    main_key = None if _is_new(config) else _released(config, args)
    text = new_badge() if args.out is not None else badge_text(args.add).strip()
    secret = badge_secret(text)
    if secret is None:
        raise ConfigError("--add: this is no staff badge; nothing was changed")
    if args.out is not None:
        write_picture(text, args.out)
    keep(config, main_key, secret)
    label = label_of(secret)
    told = f"{label} opens this kiosk now."
    if args.out is not None:
        told += f" Print {args.out}, then delete the file: whoever has it has the badge."
    show({"badge": label, "file": str(args.out) if args.out else None}, args.json, told)
    return 0


def keep(config: Config, main_key: bytes | None, secret: bytes) -> None:
    """Under ``main_key``; without one, of a kiosk that begins with this badge."""
    if main_key is None:
        begin_strict(config.data, config.data / FILE, config.store_key, secret)
        return
    record = read_record(config.data)
    assert record is not None
    add_slot(config.data, badge_slot(record.store, main_key, secret))


def write_picture(text: str, to: Path) -> None:
    """Readable for this user alone. Raises StoreError."""
    import segno

    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=10, border=4)
    try:
        write_private(to, picture.getvalue())
    except OSError as error:
        raise StoreError(f"{to} cannot be written ({error.strerror}); nothing was changed") from error


def _is_new(config: Config) -> bool:
    if read_record(config.data) is not None or (config.data / FILE).exists():
        return False
    if config.key != "strict":
        raise ConfigError('key: set key = "strict" in kiosk.toml first; badges are for strict mode')
    return True


def _released(config: Config, args: argparse.Namespace) -> bytes:
    stay_out_of_dumps()
    config = replace(config, key="auto")  # strict mode or not says the record, whatever the settings say
    key = released_for(config, args)
    if key is None:
        raise StoreError("this kiosk is not in strict mode: `jobfair key move --to strict` makes it so")
    return key_of(config, key).key(fresh=False)
