"""``jobfair pair CODE``: makes this machine a kiosk of a fair."""

from __future__ import annotations

import argparse
import sys
import time

from jobfair.errors import ConfigError, JobFairError, Refused, Unreachable
from kiosk.bootstrap import Kiosk
from kiosk.commands.common import add_options, opened, show
from kiosk.config import check_server_url
from kiosk.pairing import Paired, Pairing

POLL_SECONDS = 1.0


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair pair``."""
    parser = subparsers.add_parser(
        "pair",
        help="make this machine a kiosk of a fair",
        description="Gives the one-time code from the organizer's page to the server, shows eight digits, and waits "
        "until the organizer has compared them with those on the page and confirmed. Then the server's identity is "
        "pinned and this kiosk's credential is stored, encrypted. Pairing again replaces the credential; what waits "
        "in the outbox stays.",
        epilog="example: jobfair pair ABCD-2345 --server https://fair.example",
    )
    parser.add_argument("code", metavar="CODE", help="the one-time code; it is good for ten minutes")
    parser.add_argument("--server", metavar="URL", help="the central server (default: the config's, else the last one)")
    parser.add_argument("--wait", metavar="SECONDS", type=float, default=600, help="how long to wait for the organizer")
    add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when paired, 1 when the code or the organizer said no."""
    with opened(args) as kiosk:
        before = kiosk.paired()
        url = args.server or kiosk.config.server or (before.server if before else "")
        if not url:
            raise ConfigError("server: no address: give --server, or set it in kiosk.toml")
        url = check_server_url(url, "--server" if args.server else "server")
        pairing = kiosk.pairing(url)
        try:
            code = _pair(pairing, args)
        finally:
            pairing.close()
        if code == 0 and kiosk.released is not None:
            _leave_share(kiosk)
    return code


def _leave_share(kiosk: Kiosk) -> None:
    """Strict mode: from now on the server can open this kiosk too."""
    try:
        kiosk.leave_share()
    except JobFairError as fault:
        print(
            f"The server has not got its share of this kiosk's key yet ({fault}): only a badge opens it until the next "
            "hour's try succeeds.",
            file=sys.stderr,
        )


def _pair(pairing: Pairing, args: argparse.Namespace) -> int:
    try:
        if not 4 <= len(args.code) <= 32:
            raise Refused("pairing_refused", "no code is as short or long as this")
        begun = pairing.begin(args.code)
    except Refused as refusal:
        if refusal.reason != "pairing_refused":
            raise
        return _no(args, "code_refused", "The code is wrong, used or expired. Ask the organizer for a new one.")
    if not args.json:
        print(f"Compare these digits with the organizer's page, and confirm there:\n\n    {begun.fingerprint}\n")
    else:
        print(f"fingerprint: {begun.fingerprint}", file=sys.stderr, flush=True)
    end = time.monotonic() + args.wait
    while time.monotonic() < end:
        try:
            answer = pairing.ask(begun)
        except Unreachable:
            answer = "waiting"
        if isinstance(answer, Paired):
            result = {"paired": True, "kiosk": answer.kiosk, "fair": answer.fair, "server": answer.server}
            show(result, args.json, f"Paired: this is {answer.kiosk} of the fair {answer.fair}. Next: jobfair kiosk")
            return 0
        if answer == "refused":
            return _no(args, "refused", "The organizer refused this pairing. Nothing was changed.")
        if answer == "expired":
            return _no(args, "expired", "The code has expired. Ask the organizer for a new one.")
        time.sleep(POLL_SECONDS)
    return _no(args, "not_confirmed", "Nobody confirmed in time. Nothing was changed; ask for a new code.")


def _no(args: argparse.Namespace, reason: str, text: str) -> int:
    show({"paired": False, "reason": reason}, args.json, text)
    return 1
