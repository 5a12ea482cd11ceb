"""What the kiosk's commands share: the options, the opened kiosk, and printing."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.bootstrap import Kiosk, build
from kiosk.config import Config, load_config


def add_options(parser: argparse.ArgumentParser) -> None:
    """``--config`` and ``--json``, as everywhere."""
    parser.add_argument(
        "--config", metavar="FILE", type=Path, help="the kiosk's settings (default: $JOBFAIR_CONFIG or ./kiosk.toml)"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def config_of(args: argparse.Namespace) -> Config:
    """Raises ConfigError."""
    return load_config(args.config)


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Kiosk]:
    """The kiosk's parts beside a running kiosk; closed at the end."""
    kiosk = build(config_of(args))
    try:
        yield kiosk
    finally:
        kiosk.close()


def show(result: object, as_json: bool, text: str) -> None:
    """One JSON document on one line, or the text."""
    sys.stdout.write((json.dumps(result, ensure_ascii=False, default=str) if as_json else text) + "\n")
    sys.stdout.flush()
