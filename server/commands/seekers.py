"""Seekers: ``pass``, ``forget``, ``purge``, ``consent``."""

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
    purged = command(
        "purge",
        _purge,
        "Erase what is past its time: seekers, submissions, faces. Run it once a day. It writes a statement signed by "
        "this server's key, chained to the one before; organizers download them on their page of proofs.",
    )
    purged.add_argument("--verify", type=Path, metavar="FILE", help="erase nothing: check a downloaded proof")
    purged.add_argument("--id", metavar="ID", help="with --verify: was the record with this id among them")
    receipt = command(
        "consent",
        _consent,
        "Read a consent receipt (the code on a seeker's slip), or print the exact words of a version.",
    )
    receipt.add_argument("receipt", nargs="?", metavar="CODE", help="as scanned: JFC1.…, with or without the address")
    receipt.add_argument("--version", metavar="N", help="print the consent texts of this version")
    receipt.add_argument("--language", choices=("zh", "en"), default="zh")


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
    from server.erasing import purge_all, verify_proof

    if args.verify:
        result, text = verify_proof(args.verify, args.id)
        say(args, result, text)
        return 0 if result["valid"] else 1
    return say(args, *purge_all())


def _consent(args: argparse.Namespace) -> int:
    start(args)
    from server.paper.receipts import read_to, words_of

    if args.receipt:
        result, text = read_to(args.receipt)
        say(args, result, text)
        return 0 if result["valid"] else 1
    return say(args, *words_of(args.version, args.language))
