"""What the kiosk's commands share: the options, the opened kiosk, and printing."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jobfair.errors import ConfigError
from kiosk.bootstrap import Kiosk, build
from kiosk.config import Config, load_config
from kiosk.memory import stay_out_of_dumps


def add_options(parser: argparse.ArgumentParser) -> None:
    """``--config`` and ``--json``, as everywhere."""
    parser.add_argument(
        "--config", metavar="FILE", type=Path, help="the kiosk's settings (default: $JOBFAIR_CONFIG or ./kiosk.toml)"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.add_argument(
        "--badge",
        metavar="FILE",
        help="strict mode, when the server gives no key: a staff badge, as a picture or text; - reads a scanner's line",
    )


def config_of(args: argparse.Namespace) -> Config:
    """Raises ConfigError."""
    return load_config(args.config)


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Kiosk]:
    """The kiosk's parts beside a running kiosk; closed at the end."""
    config = config_of(args)
    badge = bool(getattr(args, "badge", None))
    kiosk = build(config, released=released_for(config, args), renew_share=badge)
    try:
        yield kiosk
    finally:
        kiosk.close()


def released_for(config: Config, args: argparse.Namespace) -> bytes | None:
    """The main key in strict mode, by ``--badge`` or from the server; None otherwise. Raises Locked."""
    if config.key not in ("auto", "strict"):
        return None
    from kiosk.unlocking import released_for_command

    badge = getattr(args, "badge", None)
    key = released_for_command(config, badge_text(badge) if badge else None)
    if key is not None:
        stay_out_of_dumps()
    return key


def badge_text(source: str) -> str:
    """Of a badge: a line of standard input (``-``), a picture of its code, or a text file. Raises ConfigError."""
    if source == "-":
        return sys.stdin.readline()
    try:
        if Path(source).suffix.lower() not in (".png", ".jpg", ".jpeg"):
            return Path(source).read_text("utf-8")
        import numpy as np
        from PIL import Image

        from kiosk.identity.documents import CodeReader
        from kiosk.ports import Frame

        picture = np.asarray(Image.open(source).convert("RGB"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"--badge: {source} cannot be read") from error
    return next(iter(CodeReader().read(Frame(picture, 0.0, 0))), "")


def show(result: object, as_json: bool, text: str) -> None:
    """One JSON document on one line, or the text."""
    sys.stdout.write((json.dumps(result, ensure_ascii=False, default=str) if as_json else text) + "\n")
    sys.stdout.flush()
