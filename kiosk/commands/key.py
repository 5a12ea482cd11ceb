"""``jobfair key``: where the database's key is, what a thief would get, and moving it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from jobfair.errors import ConfigError, JobFairError, StoreError, WrongKey
from kiosk.bootstrap import build, key_of
from kiosk.commands.badge import write_picture
from kiosk.commands.common import add_options, config_of, released_for, show
from kiosk.config import Config
from kiosk.doctor_words import WORDS, said
from kiosk.memory import stay_out_of_dumps, swaps_on_disk
from kiosk.store import Lease, Store
from kiosk.store.keys import KeySource, read_record
from kiosk.store.keys.chosen import move
from kiosk.store.keys.slots import badge_secret, new_badge


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair key``."""
    parser = subparsers.add_parser(
        "key",
        help="where this kiosk's key is kept, and what a thief would get",
        description="What the kiosk must read (seekers' cards, the fair, its token) lies encrypted in its database. "
        "The key of that is kept in a file, by the TPM, in the system's keyring, or, in strict mode, nowhere.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    showing = actions.add_parser(
        "show", help="where it is, and what a thief would get", description="Says it in a sentence; changes nothing."
    )
    showing.add_argument("--language", choices=("zh", "en"), help="default: the config's")
    add_options(showing)
    showing.set_defaults(run=_show)
    moving = actions.add_parser(
        "move",
        help="keep it elsewhere",
        description="The same key is kept elsewhere, then the old place is emptied; the data stays. End the kiosk "
        "first. A flash disk may keep an old copy of a key file for a while: for a kiosk that must be safe from a "
        "laboratory, choose before the first start instead.",
        epilog="examples: jobfair key move --to tpm; jobfair key move --to strict --out badge.png. "
        "Afterwards set `key` in kiosk.toml to the same word, or leave it at auto.",
    )
    moving.add_argument("--to", choices=("file", "tpm", "keyring", "strict"), required=True)
    moving.add_argument("--out", metavar="FILE", type=Path, help="with strict: the first staff badge, as a PNG picture")
    add_options(moving)
    moving.set_defaults(run=_move)


def _show(args: argparse.Namespace) -> int:
    config = config_of(args)
    record = read_record(config.data)
    if record is None and not config.store_key.exists():
        raise WrongKey("there is no key here yet: it is chosen when the kiosk starts for the first time")
    keys = key_of(config)
    code = keys.name or keys.keeper("file").code
    slots = [slot.label for slot in record.slots] if record else []
    language = args.language or config.language
    sentence = said(WORDS, f"at_rest_{code}", language)
    if code == "strict" and (swaps := swaps_on_disk()):
        sentence += "\n" + said(WORDS, "swap_on", language, {"where": ", ".join(swaps)})
    opened = f"\n{', '.join(slots)}" if slots else ""
    show({"at_rest": code, "text": sentence, "slots": slots}, args.json, sentence + opened)
    return 0


def _move(args: argparse.Namespace) -> int:
    config = config_of(args)
    if args.to == "strict" and (args.out is None or args.out.exists()):
        raise ConfigError("--out: name a new file for the first staff badge; nothing was changed")
    if not config.data.is_dir():
        raise StoreError("there is no database in the data folder yet: set `key` in kiosk.toml instead")
    stay_out_of_dumps()
    with Lease(config.data, "kiosk"), Lease(config.data, "sync"):
        as_it_is = replace(config, key="auto")  # where the key is says its record; the settings may be ahead or behind
        keys = key_of(as_it_is, released_for(as_it_is, args))
        main_key = keys.key(fresh=False)
        _prove(config, main_key)
        badge = None
        if args.to == "strict":
            text = new_badge()
            badge = badge_secret(text)
            write_picture(text, args.out)
        move(keys, args.to, main_key, badge)
    told = f"The key is kept by {args.to} now." if args.to != "strict" else (
        f"Strict mode: from now on this kiosk asks the server, or a badge, at every start. Print {args.out}, then "
        "delete the file."
    )  # fmt: skip
    if args.to == "strict":
        told += _left(config, main_key)
    if config.key not in ("auto", args.to):
        told += f' Set key = "{args.to}" in {config.source or "kiosk.toml"}: it says "{config.key}" still.'
    show({"at_rest": args.to}, args.json, told)
    return 0


def _prove(config: Config, main_key: bytes) -> None:
    """That the key opens the database, before anything is moved. Raises WrongKey."""
    Store(config.data, _Known(main_key)).close()


class _Known(KeySource):
    def __init__(self, key: bytes) -> None:
        self._key = key

    @property
    def name(self) -> str:
        return ""

    def key(self, *, fresh: bool) -> bytes:
        return self._key


def _left(config: Config, main_key: bytes) -> str:
    kiosk = build(replace(config, key="strict"), released=main_key)
    try:
        done = kiosk.leave_share()
    except JobFairError as fault:
        return f" The server has no share of it yet ({fault}): only the badge opens this kiosk until it has."
    finally:
        kiosk.close()
    return " The server has its share." if done else " Pair this kiosk, and the server gets its share."
