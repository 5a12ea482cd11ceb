"""What every ``jobfair server`` command has: where the server is, how it answers, which fair is meant."""

from __future__ import annotations

import argparse
import json
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from jobfair.errors import ConfigError
from server.config.options import load_options
from server.installing import start_django

if TYPE_CHECKING:
    from server.fairs.models import Fair

Run = Callable[[argparse.Namespace], int]


class Command(Protocol):
    """Registers one subcommand: its parser, with --config, --data and --json already there."""

    def __call__(self, name: str, run: Run, text: str) -> argparse.ArgumentParser: ...


def add_common(parser: argparse.ArgumentParser, below: bool = False) -> None:
    """``below``: a command of a command, which must not undo what was given before its name."""
    default: dict[str, Any] = {"default": argparse.SUPPRESS} if below else {}
    config = "server.toml (default: ./server.toml if there)"
    data = "data folder (default: JOBFAIR_SERVER_DATA or var/server)"
    parser.add_argument("--config", type=Path, metavar="FILE", help=config, **default)
    parser.add_argument("--data", metavar="FOLDER", help=data, **default)
    parser.add_argument("--json", action="store_true", help="print the result as JSON", **default)


def at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is none: 1 or more")
    return int(text)


def options_of(args: argparse.Namespace) -> Path:
    options = load_options(args.config)
    if args.data:
        options = replace(options, data=args.data)
    options = replace(options, data=str(options.data_folder))
    options.export()
    return options.data_folder


def start(args: argparse.Namespace) -> Path:
    folder = options_of(args)
    start_django()
    return folder


def typed(args: argparse.Namespace, step: str) -> str:
    """The next command as it must be typed here: with this command's own --data and --config."""
    options = [part for name in ("data", "config") if (value := getattr(args, name)) for part in (f"--{name}", value)]
    return " ".join(["jobfair server", step, *(shlex.quote(str(part)) for part in options)])


def say(args: argparse.Namespace, result: dict[str, Any], text: str) -> int:
    print(json.dumps(result, ensure_ascii=False) if args.json else text)
    return 0


def chosen_fair(wanted: str | None) -> Fair:
    from server.fairs.models import Fair

    found = list(Fair.objects.filter(pk=wanted) if wanted else Fair.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    if wanted or not found:
        raise ConfigError(
            f"there is no fair {wanted!r}" if wanted else "there is no fair yet. Next: jobfair server import FAIR.json"
        )
    raise ConfigError("there are several fairs: say which with --fair")
