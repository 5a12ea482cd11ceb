"""Kiosks and whether they are trusted: ``pair-code``, ``confirm-pairing``, ``revoke``."""

from __future__ import annotations

import argparse
import re
from datetime import datetime

from server.commands.common import Command, chosen_fair, say, start, typed

KIOSK_NAME = re.compile(r"[A-Za-z0-9-]{1,32}")


def add(command: Command) -> None:
    code = command(
        "pair-code",
        _pair_code,
        "Make a one-time code (10 minutes) for a kiosk; then `jobfair pair CODE` there, and `confirm-pairing` here.",
    )
    code.add_argument(
        "kiosk",
        type=_kiosk_name,
        metavar="NAME",
        help="the kiosk's name, such as K-01 (letters, digits and hyphens, at most 32); made if it is new",
    )
    code.add_argument("--position", default="", help="where it stands")
    code.add_argument("--fair", help="its id, where there are several")
    confirm = command(
        "confirm-pairing",
        _confirm_pairing,
        "Without FINGERPRINT: list kiosks that wait. With it: trust the kiosk that shows these eight digits.",
    )
    confirm.add_argument("fingerprint", nargs="?", metavar="FINGERPRINT", help='eight digits, such as "1234 5678"')
    revoke = command("revoke", _revoke, "Stop trusting a kiosk; what it holds stays on it.")
    revoke.add_argument("kiosk", metavar="NAME")
    revoke.add_argument("--fair", help="its id, where there are several")
    revoke.add_argument(
        "--stolen",
        nargs="?",
        const="",
        type=_time,
        metavar="SINCE",
        help="also take résumés that came through it since then (2027-04-20T09:30; today, if not given) out of the "
        "cards: whoever had its token could hand one in for anybody. Also for a kiosk that was revoked before",
    )


def _kiosk_name(text: str) -> str:
    if not KIOSK_NAME.fullmatch(text):
        raise argparse.ArgumentTypeError("letters, digits and hyphens, 1 to 32 of them")
    return text


def _time(text: str) -> str:
    """As it is; nothing, which stands for today, too."""
    try:
        datetime.fromisoformat(text or "2000-01-01")
    except ValueError:
        raise argparse.ArgumentTypeError("a time such as 2027-04-20T09:30") from None
    return text


def _pair_code(args: argparse.Namespace) -> int:
    start(args)
    from server.kiosks.models import Kiosk
    from server.kiosks.pairing import create_code

    kiosk, _ = Kiosk.objects.get_or_create(
        fair=chosen_fair(args.fair), name=args.kiosk, defaults={"position": args.position}
    )
    pairing, code = create_code(kiosk)
    return say(
        args,
        {"code": code, "kiosk": kiosk.name, "fair": kiosk.fair_id, "expires": pairing.expires_at.isoformat()},
        f"{code}\nfor {kiosk.name}, ten minutes, once. At the kiosk: jobfair pair {code} --server {_address()}\n"
        f"Leave it open there; when it shows eight digits: {typed(args, 'confirm-pairing')}",
    )


def _address() -> str:
    """Where kiosks reach this server, as far as it was told; a word for it where it was not."""
    from server.config.options import options_from_environment

    return next(iter(options_from_environment().origin_list), "https://ADDRESS-OF-THIS-SERVER")


def _confirm_pairing(args: argparse.Namespace) -> int:
    start(args)
    from django.utils import timezone

    from server.kiosks.models import Pairing
    from server.kiosks.pairing import confirm, fingerprint

    waiting = [
        (fingerprint(pairing), pairing)
        for pairing in Pairing.objects.select_related("kiosk").filter(
            state=Pairing.State.WAITING, expires_at__gt=timezone.now()
        )
    ]
    if args.fingerprint is None:
        listed = [{"fingerprint": digits, "kiosk": p.kiosk.name, "fair": p.kiosk.fair_id} for digits, p in waiting]
        lines = [f"{entry['fingerprint']}  {entry['kiosk']}" for entry in listed] or ["no kiosk waits"]
        return say(args, {"waiting": listed}, "\n".join(lines))
    wanted = args.fingerprint.replace(" ", "")
    for digits, pairing in waiting:
        if digits.replace(" ", "") == wanted and confirm(pairing):
            return say(args, {"confirmed": pairing.kiosk.name}, f"{pairing.kiosk.name} is trusted")
    say(args, {"confirmed": None}, "no kiosk with these digits waits: compare again, or make a new code")
    return 1


def _revoke(args: argparse.Namespace) -> int:
    start(args)
    from server.kiosks.models import Kiosk
    from server.kiosks.pairing import revoke
    from server.seekers.stolen import set_aside, since_of

    kiosk = Kiosk.objects.select_related("fair").filter(fair=chosen_fair(args.fair), name=args.kiosk).first()
    count = revoke(kiosk) if kiosk else 0
    told = f"{args.kiosk}: {'no longer trusted' if count else 'there was nothing to revoke'}"
    if kiosk is None or args.stolen is None:
        say(args, {"revoked": count}, told)
        return 0 if count else 1
    since = since_of(args.stolen)
    out = set_aside(kiosk, since)
    told += f"; résumés taken out of the cards: {out}, since {since.isoformat(timespec='minutes')}"
    return say(args, {"revoked": count, "set_aside": out, "since": since.isoformat()}, told)
