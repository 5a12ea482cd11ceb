"""The server's keys: ``keys``."""

from __future__ import annotations

import argparse
from pathlib import Path

from jobfair.errors import ConfigError
from server.commands.common import Command, say, start


def add(command: Command) -> None:
    keys = command("keys", _keys, "Show the keys; `recovery` makes the organizers' offline key, `rotate` a new one.")
    keys.add_argument("action", nargs="?", choices=["show", "recovery", "rotate"], default="show")
    keys.add_argument("--out", type=Path, metavar="FILE", help="recovery: where its private half goes (mode 0600)")


def _keys(args: argparse.Namespace) -> int:
    from server.core.keys import KeyRing

    ring = KeyRing(start(args) / "keys")
    if args.action == "recovery":
        if args.out is None or args.out.exists():
            raise ConfigError("keys recovery: --out FILE names a new file, best on a stick that is then locked away")
        try:
            ring.create_recovery(args.out)
        except OSError as error:
            raise ConfigError(f"--out: {args.out} cannot be written ({error.strerror}); no key was changed") from error
    elif args.action == "rotate":
        ring.rotate()
    if args.action != "show":
        from server.fairs.models import Fair
        from server.fairs.publishing import raise_version

        for fair in Fair.objects.all():
            raise_version(fair.pk)  # kiosks seal to the new key from their next round on
    recovery = ring.recovery_key
    shown = {
        "identity": ring.identity.id,
        "sealing": ring.sealing_key.id,
        "opening": [key.id for key in ring.opening_keys],
        "recovery": recovery.id if recovery else None,
    }
    lines = [f"{name:9} {', '.join(value) if isinstance(value, list) else value}" for name, value in shown.items()]
    return say(args, shown, "\n".join(lines))
