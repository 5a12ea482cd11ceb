"""Seekers: ``pass``, ``forget``, ``purge``."""

from __future__ import annotations

import argparse
from pathlib import Path

from jobfair.errors import ConfigError
from server.commands.common import Command, chosen_fair, say, start


def add(command: Command) -> None:
    made = command("pass", _pass, "Write a seeker's pass (a QR code).")
    made.add_argument("seeker", metavar="SEEKER", help="the seeker's id")
    made.add_argument("--out", type=Path, metavar="FILE.png", help="also as a picture (.png or .svg)")
    erased = command("forget", _forget, "Erase what is kept of a seeker who asks for it; kiosks and employers follow.")
    erased.add_argument("seeker", metavar="SEEKER", help="her id, pass, phone number, reference, or whole name")
    erased.add_argument("--fair", help="its id, where there are several")
    command("purge", _purge, "Erase what is past its time: seekers, submissions, faces. Run it once a day.")


def _pass(args: argparse.Namespace) -> int:
    start(args)
    from server.seekers.models import Seeker
    from server.seekers.passes import pass_for

    seeker = Seeker.objects.select_related("fair").filter(pk=args.seeker).first()
    if seeker is None:
        raise ConfigError(f"there is no seeker {args.seeker!r}")
    text = pass_for(seeker)
    if args.out:
        import segno

        segno.make(text, error="m", micro=False).save(str(args.out), scale=6)
    return say(args, {"seeker": seeker.pk, "pass": text}, text)


def _forget(args: argparse.Namespace) -> int:
    start(args)
    from server.erasing import forget_seeker

    result, text = forget_seeker(chosen_fair(args.fair), args.seeker)
    say(args, result, text)
    return 0 if result["forgotten"] else 1


def _purge(args: argparse.Namespace) -> int:
    start(args)
    from server.erasing import purge_all

    return say(args, *purge_all())
