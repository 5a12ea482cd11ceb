"""Which encoder a command measures with: the options, and what they choose."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.identity.models.making import EngineChoice


def add_face_options(parser: argparse.ArgumentParser) -> None:
    """``--encoder``, ``--models`` and ``--config``."""
    parser.add_argument(
        "--encoder", metavar="ID", help="dlib, or a model of `jobfair models list` (default: as in the settings, dlib)"
    )
    add_models_option(parser)


def add_models_option(parser: argparse.ArgumentParser) -> None:
    """``--models`` and ``--config``."""
    parser.add_argument("--models", metavar="DIR", type=Path, help="folder of added models (default: $JOBFAIR_MODELS)")
    parser.add_argument(
        "--config", metavar="FILE", type=Path, help="the kiosk's settings (default: $JOBFAIR_CONFIG or ./kiosk.toml)"
    )


def add_visits_option(parser: argparse.ArgumentParser) -> None:
    """``--visits``: the rule's one setting."""
    parser.add_argument(
        "--visits",
        metavar="N",
        type=_visits,
        default=10_000,
        help="at most one false candidate in so many visits of strangers (default: 10000)",
    )


def _visits(text: str) -> int:
    if not text.isdecimal() or not 100 <= int(text) <= 10**6:
        raise argparse.ArgumentTypeError("a number from 100 to 1000000")
    return int(text)


def choice_from(args: argparse.Namespace) -> EngineChoice:
    """Raises ConfigError for settings that cannot be read."""
    from kiosk.config import load_config
    from kiosk.identity.models.making import choice_of

    choice = choice_of(load_config(args.config), args.encoder)
    return replace(choice, models=args.models) if args.models else choice
