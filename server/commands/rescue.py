"""A kiosk's rescue file into the server: ``rescue``."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from jobfair.errors import ConfigError
from server.commands.common import Command, chosen_fair, say, start

if TYPE_CHECKING:
    from jobfair.rescue_file import About
    from jobfair.sealing import OpeningKey
    from server.intake.rescue import Rescued
    from server.kiosks.models import Kiosk

_STOPPED = {
    "busy": "The database did not answer: the rest was not tried. Give the same file again.",
    "disk": "This server's disk does not take more: make room, then give the same file again.",
    "file": "The file could be read no further (was the stick pulled out?): give it again.",
    "too_many": "The file holds more rows than any kiosk: the rest was not tried.",
}


def add(command: Command) -> None:
    rescued = command(
        "rescue",
        _rescue,
        "Take in what `jobfair outbox export` wrote at a kiosk. Twice is harmless, and so is a later delivery over the "
        "network.",
    )
    rescued.add_argument(
        "file", type=Path, metavar="FILE", nargs="?", help="such as outbox-K-03-20270320-181500.jobfair"
    )
    rescued.add_argument(
        "--orphans",
        action="store_true",
        help="instead of a file: the sealed bytes in this server's own folder that its database does not know, after "
        "the database was restored from a backup (`purge` does it too, a day later)",
    )
    rescued.add_argument("--kiosk", default="", metavar="K-03", help="whose it is, where the file does not say it")
    rescued.add_argument("--fair", help="its id, where there are several and the file does not say it")
    rescued.add_argument(
        "--share",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="FILE",
        help="where the server's keys are lost: the files with the shares of the recovery key, as many as are needed",
    )


def _rescue(args: argparse.Namespace) -> int:
    if bool(args.file) == args.orphans:
        raise ConfigError("name a FILE to take in, or --orphans, and not both")
    start(args)
    if args.orphans:
        return _orphans(args)
    from jobfair.rescue_file import NotARescueFile, RescueFile
    from server.intake.rescue import rescue

    keys = [_recovery_key(args.share)] if args.share else []
    try:
        with args.file.open("rb") as stream:
            file = RescueFile(stream)
            kiosk = _kiosk(args, file.about)
            done = rescue(file, kiosk, more_keys=keys)
    except NotARescueFile as error:
        raise ConfigError(f"{args.file}: {error}") from error
    except OSError as error:
        raise ConfigError(f"{args.file} cannot be read ({error.strerror}); what came in before stays") from error
    say(args, {"kiosk": kiosk.name, "fair": kiosk.fair_id, **done.as_dict()}, _told(kiosk, done))
    return 1 if done.stopped or done.refusals or not done.whole else 0


def _orphans(args: argparse.Namespace) -> int:
    from server.intake.orphans import take_in_orphans

    done = take_in_orphans(time.time())
    lines = [f"{done.new} taken in, {done.refused.total()} refused, {len(done.failed)} not possible now"]
    lines += [f"  refused: {code} ({count})" for code, count in sorted(done.refused.items())]
    if done.refused:
        lines.append("What is refused is erased by the next `purge` that finds it older than a day.")
    say(args, done.as_dict(), "\n".join(lines))
    return 1 if done.refused or done.failed else 0


def _kiosk(args: argparse.Namespace, about: About) -> Kiosk:
    from server.fairs.models import Fair
    from server.intake.rescue import kiosk_for
    from server.kiosks.models import Kiosk

    named = about.fair if Fair.objects.filter(pk=about.fair).exists() else None
    fair = chosen_fair(args.fair or named)
    kiosk = kiosk_for(about, fair, args.kiosk)
    if kiosk is None:
        there = ", ".join(Kiosk.objects.filter(fair=fair).values_list("name", flat=True))
        wanted = args.kiosk or about.kiosk
        why = f"the fair {fair.pk} has no kiosk {wanted!r}" if wanted else "the file does not say whose it is"
        raise ConfigError(f"{why}: say it with --kiosk; there are: {there or 'none'}")
    return kiosk


def _recovery_key(shares: list[Path]) -> OpeningKey:
    from jobfair.errors import SealError
    from jobfair.recovery import join, words_of

    try:
        return join([words_of(path.read_text(encoding="utf-8")) for path in shares])
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"--share: {error}; nothing was taken in") from error
    except SealError as error:
        raise ConfigError(f"--share: {error}; nothing was taken in") from error


def _told(kiosk: Kiosk, done: Rescued) -> str:
    lines = [f"{kiosk.name}: {done.new} new, {done.before} had come before, {done.refusals} refused"]
    lines += [f"  refused: {code} ({count})" for code, count in sorted(done.refused.items())]
    if done.refused.get("unknown_key"):
        lines.append(
            "  unknown_key: sealed to a key that is not here. With the recovery key: --share FILE --share FILE"
        )
    if done.damaged or done.missing:
        lines.append(
            f"The file is not whole: {done.damaged} damaged places, {done.missing} rows missing. "
            "Export again at the kiosk; what came in stays."
        )
    elif not done.whole and not done.stopped:
        lines.append("The file has no end: the stick was pulled out early. Export again at the kiosk.")
    if done.stopped:
        lines.append(_STOPPED[done.stopped])
    else:
        lines.append(
            "If the kiosk works again: what it has parked stays so, even what has come in now. "
            'There, press "Send now" on the staff page, or run `jobfair outbox retry`.'
        )
    return "\n".join(lines)
