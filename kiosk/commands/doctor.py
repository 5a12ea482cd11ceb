"""``jobfair doctor``: what is wrong with this kiosk, in one line each, and what to do."""

from __future__ import annotations

import argparse
import sys

from jobfair.errors import StoreError
from kiosk.commands.common import add_options, config_of, released_for, show
from kiosk.doctor import Finding, examine
from kiosk.doctor_words import CHECKS, STATES, said


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair doctor``."""
    parser = subparsers.add_parser(
        "doctor",
        help="check this kiosk: devices, disk, database, server",
        description="Checks camera, scanner, printer, clock, disk, database, keys, gallery, server and certificate, "
        "and says in one line each what is wrong and what to do. Repairs nothing.",
        epilog="exit code: 1 when something failed. example: jobfair doctor --language en",
    )
    parser.add_argument("--language", choices=("zh", "en"), help="default: the config's")
    add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints each finding as soon as it is there."""
    config = config_of(args)
    language = args.language or config.language

    findings: list[Finding] = []
    released, refused = None, None
    try:
        released = released_for(config, args)
    except StoreError as fault:
        refused = fault  # said in its place
    for found in examine(config, released, refused):
        findings.append(found)
        if not args.json:
            name, state = said(CHECKS, found.check, language), said(STATES, found.state, language)
            sys.stdout.write(f"{state:<10} {name}: {found.sentence(language)}\n")
            sys.stdout.flush()
    failed = any(found.state == "failed" for found in findings)
    if args.json:
        checks = [
            {"check": f.check, "state": f.state, "code": f.word, "text": f.sentence(language), **f.values}
            | ({"reason": f.reason} if f.reason else {})
            for f in findings
        ]
        show({"ok": not failed, "checks": checks}, True, "")
    return 1 if failed else 0
