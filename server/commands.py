"""``jobfair server …``: set up, run, and what an organizer does without the web pages.

Django is loaded only by the commands that need it. Past 400 lines because every subcommand is a parser and a few lines
of its own; they are read one at a time.
"""

from __future__ import annotations

import argparse
import getpass
import json
import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobfair.errors import ConfigError
from server.config.options import load_options, options_from_environment
from server.installing import create_data_folder, has_unapplied_migrations, migrate, start_django

if TYPE_CHECKING:
    from server.fairs.models import Fair

KIOSK_NAME = re.compile(r"[A-Za-z0-9-]{1,32}")

Run = Callable[[argparse.Namespace], int]


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "server",
        help="the central server: set up, run, import a fair, pair kiosks",
        description="The central server. First time: `jobfair server init`, `import FAIR.json`, `publish`, `run`; then"
        " `pair-code K-01` for each kiosk, and `confirm-pairing` when both show the same eight digits.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Run, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.add_argument("--config", type=Path, metavar="FILE", help="server.toml (default: ./server.toml if there)")
        made.add_argument("--data", metavar="FOLDER", help="data folder (default: JOBFAIR_SERVER_DATA or var/server)")
        made.add_argument("--json", action="store_true", help="print the result as JSON")
        made.set_defaults(run=run)
        return made

    command("init", _init, "Make the data folder, its keys (mode 0600) and the database; safe to repeat.")
    command("migrate", _migrate, "Bring the database to this version.")
    run = command("run", _run, "Serve until SIGTERM or Ctrl-C; prints `ready URL` when it answers.")
    run.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to listen on (default %(default)s); other names that reach it: `hosts` in server.toml",
    )
    run.add_argument("--port", type=int, default=8000, help="port; 0 takes a free one (default %(default)s)")
    run.add_argument("--workers", type=_at_least_one, default=1, help="processes (default %(default)s)")
    run.add_argument(
        "--threads", type=_at_least_one, default=8, help="requests at once in each process (default %(default)s)"
    )

    imported = command("import", _import, "Take in FAIR.json (again): what is gone from the file turns inactive.")
    imported.add_argument("fair_file", type=Path, metavar="FAIR.json")
    imported.add_argument("--plan", type=Path, metavar="plan.geojson", help="the floor plan")
    imported.add_argument("--organization", default="organizer", help="short name of who runs it (default %(default)s)")
    imported.add_argument("--demonstration", action="store_true", help="a demonstration: kiosks say so on the screen")
    published = command("publish", _publish, "Make the fair's snapshot anew; kiosks fetch what changed.")
    published.add_argument("--fair", help="its id, where there are several")

    code = command("pair-code", _pair_code, "Make a one-time code (10 minutes) for a kiosk.")
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

    made_pass = command("pass", _pass, "Write a seeker's pass (a QR code).")
    made_pass.add_argument("seeker", metavar="SEEKER", help="the seeker's id")
    made_pass.add_argument("--out", type=Path, metavar="FILE.png", help="also as a picture (.png or .svg)")
    erased = command("forget", _forget, "Erase what is kept of a seeker who asks for it; kiosks and employers follow.")
    erased.add_argument("seeker", metavar="SEEKER", help="her id, pass, phone number, reference, or whole name")
    erased.add_argument("--fair", help="its id, where there are several")
    command("purge", _purge, "Erase what is past its time: seekers, submissions, faces. Run it once a day.")
    staff = command("staff-code", _staff_code, "A new code for the staff page of this fair's kiosks.")
    staff.add_argument("--fair", help="its id, where there are several")

    user = command("user", _user, "Add a user: `jobfair server user add li --role organizer`.")
    user.add_argument("action", choices=["add"])
    user.add_argument("name")
    user.add_argument("--role", choices=["organizer", "employer"], required=True)
    user.add_argument("--organization", default="organizer", help="for an organizer (default %(default)s)")
    user.add_argument("--employer", help="for an employer: its id in the fair")
    user.add_argument("--fair", help="for an employer: the fair, where there are several")
    user.add_argument("--admin", action="store_true", help="may also use /admin/")
    user.add_argument("--generate", action="store_true", help="make a password and print it, instead of asking")

    keys = command("keys", _keys, "Show the keys; `recovery` makes the organizers' offline key, `rotate` a new one.")
    keys.add_argument("action", nargs="?", choices=["show", "recovery", "rotate"], default="show")
    keys.add_argument("--out", type=Path, metavar="FILE", help="recovery: where its private half goes (mode 0600)")
    demo = command("seed-demo", _seed_demo, "Take in the demonstration fair with users, seekers and passes.")
    demo.add_argument("--from", dest="source", type=Path, metavar="FOLDER", help="default: the one that came along")


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is none: 1 or more")
    return int(text)


def _kiosk_name(text: str) -> str:
    if not KIOSK_NAME.fullmatch(text):
        raise argparse.ArgumentTypeError("letters, digits and hyphens, 1 to 32 of them")
    return text


def _options(args: argparse.Namespace) -> Path:
    options = load_options(args.config)
    if args.data:
        options = replace(options, data=args.data)
    options = replace(options, data=str(options.data_folder))
    options.export()
    return options.data_folder


def _start(args: argparse.Namespace) -> Path:
    folder = _options(args)
    start_django()
    return folder


def _say(args: argparse.Namespace, result: dict[str, Any], text: str) -> int:
    print(json.dumps(result, ensure_ascii=False) if args.json else text)
    return 0


def _init(args: argparse.Namespace) -> int:
    folder = _options(args)
    try:
        create_data_folder(folder)
    except OSError as error:
        raise ConfigError(f"{folder} cannot be made: {error.strerror}") from error
    start_django()
    migrate()
    return _say(args, {"data": str(folder)}, f"ready in {folder}")


def _migrate(args: argparse.Namespace) -> int:
    _start(args)
    migrate()
    return _say(args, {"migrated": True}, "the database is up to date")


def _run(args: argparse.Namespace) -> int:
    from server.running import serve

    folder = _options(args)
    if args.host not in ("127.0.0.1", "localhost", "::1", "0.0.0.0", ""):  # noqa: S104
        options = options_from_environment()
        replace(options, hosts=f"{options.hosts},{args.host}").export()
    if not (folder / "secret_key").exists():
        raise ConfigError(f"{folder} is not set up: run `jobfair server init`")
    start_django()
    if has_unapplied_migrations():
        raise ConfigError("the database is of another version: run `jobfair server migrate`")
    from django.db import connections

    connections.close_all()
    return serve(args.host, args.port, args.workers, args.threads)


def _import(args: argparse.Namespace) -> int:
    from pydantic import ValidationError

    from jobfair.fair import Fair as Content

    _start(args)
    from server.core.models import Organization
    from server.fairs.importing import import_fair

    try:
        content = Content.model_validate_json(args.fair_file.read_bytes())
        plan = args.plan.read_text(encoding="utf-8") if args.plan else None
        json.loads(plan or "{}")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{args.fair_file}: {where}: {first['msg']}") from error
    except (OSError, ValueError) as error:
        raise ConfigError(f"{args.plan or args.fair_file}: {error}") from error
    organization, _ = Organization.objects.get_or_create(
        code=args.organization, defaults={"name": _plain(content.organizer)}
    )
    try:
        fair, code = import_fair(content, organization, plan)
    except ValueError as error:
        raise ConfigError(f"{args.fair_file}: {error}") from error
    if args.demonstration:
        fair.demonstration = True
        fair.save(update_fields=["demonstration"])
    text = f"{fair.pk}: {len(content.booths)} booths, {len(content.openings)} openings"
    if code:
        text += f"\nthe staff's code at its kiosks is {code} (shown once)"
    return _say(args, {"fair": fair.pk, "openings": len(content.openings), "staff_code": code}, text)


def _publish(args: argparse.Namespace) -> int:
    _start(args)
    from server.core.models import AuditEntry, record
    from server.fairs.publishing import publish

    fair = _fair(args.fair)
    parts = publish(fair)
    fair.refresh_from_db()
    record(AuditEntry.Action.PUBLISHED, f"fair {fair.pk}")
    listed = {part.name: part.digest for part in parts}
    return _say(
        args,
        {"fair": fair.pk, "version": fair.snapshot_version, "parts": listed},
        f"{fair.pk}: snapshot {fair.snapshot_version} with {', '.join(listed)}",
    )


def _pair_code(args: argparse.Namespace) -> int:
    _start(args)
    from server.kiosks.models import Kiosk
    from server.kiosks.pairing import create_code

    kiosk, _ = Kiosk.objects.get_or_create(fair=_fair(args.fair), name=args.kiosk, defaults={"position": args.position})
    pairing, code = create_code(kiosk)
    return _say(
        args,
        {"code": code, "kiosk": kiosk.name, "fair": kiosk.fair_id, "expires": pairing.expires_at.isoformat()},
        f"{code}\nfor {kiosk.name}, ten minutes, once. At the kiosk: jobfair pair {code}",
    )


def _confirm_pairing(args: argparse.Namespace) -> int:
    _start(args)
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
        return _say(args, {"waiting": listed}, "\n".join(lines))
    wanted = args.fingerprint.replace(" ", "")
    for digits, pairing in waiting:
        if digits.replace(" ", "") == wanted and confirm(pairing):
            return _say(args, {"confirmed": pairing.kiosk.name}, f"{pairing.kiosk.name} is trusted")
    _say(args, {"confirmed": None}, "no kiosk with these digits waits: compare again, or make a new code")
    return 1


def _revoke(args: argparse.Namespace) -> int:
    _start(args)
    from server.kiosks.models import Kiosk
    from server.kiosks.pairing import revoke

    kiosk = Kiosk.objects.filter(fair=_fair(args.fair), name=args.kiosk).first()
    count = revoke(kiosk) if kiosk else 0
    _say(args, {"revoked": count}, f"{args.kiosk}: {'no longer trusted' if count else 'there was nothing to revoke'}")
    return 0 if count else 1


def _pass(args: argparse.Namespace) -> int:
    _start(args)
    from server.seekers.models import Seeker
    from server.seekers.passes import pass_for

    seeker = Seeker.objects.select_related("fair").filter(pk=args.seeker).first()
    if seeker is None:
        raise ConfigError(f"there is no seeker {args.seeker!r}")
    text = pass_for(seeker)
    if args.out:
        import segno

        segno.make(text, error="m", micro=False).save(str(args.out), scale=6)
    return _say(args, {"seeker": seeker.pk, "pass": text}, text)


def _forget(args: argparse.Namespace) -> int:
    _start(args)
    from server.erasing import forget_seeker

    result, text = forget_seeker(_fair(args.fair), args.seeker)
    _say(args, result, text)
    return 0 if result["forgotten"] else 1


def _purge(args: argparse.Namespace) -> int:
    _start(args)
    from server.erasing import purge_all

    return _say(args, *purge_all())


def _staff_code(args: argparse.Namespace) -> int:
    _start(args)
    from server.fairs.importing import new_staff_code, set_staff_code
    from server.fairs.publishing import raise_version

    fair = _fair(args.fair)
    code = new_staff_code()
    set_staff_code(fair, code)
    fair.save(update_fields=["staff_verifier"])
    raise_version(fair.pk)
    return _say(args, {"staff_code": code}, f"the staff's code is {code} (shown once)")


def _user(args: argparse.Namespace) -> int:
    _start(args)
    from django.db import transaction

    from server.core.models import Organization, User
    from server.employers.models import Membership
    from server.fairs.models import Employer

    if User.objects.filter(username=args.name).exists():
        raise ConfigError(f"there is a user {args.name!r} already")
    employer = organization = None
    if args.role == "employer":
        employer = Employer.objects.filter(fair=_fair(args.fair), code=args.employer or "").first()
        if employer is None:
            raise ConfigError(f"--employer: the fair has none with the id {args.employer!r}")
    else:
        organization = Organization.objects.filter(code=args.organization).first()
        if organization is None:
            raise ConfigError(f"--organization: there is no {args.organization!r}; import a fair first")
    password = secrets.token_urlsafe(12) if args.generate else getpass.getpass("password: ")
    if len(password) < 10:
        raise ConfigError("a password has at least 10 characters")
    with transaction.atomic():
        user = User.objects.create_user(
            args.name,
            password=password,
            role=args.role,
            organization=organization,
            is_staff=args.admin,
            is_superuser=args.admin,
        )
        if employer is not None:
            Membership.objects.create(user=user, employer=employer)
    shown = password if args.generate else None
    return _say(args, {"user": args.name, "password": shown}, f"{args.name}{'  ' + shown if shown else ''}")


def _keys(args: argparse.Namespace) -> int:
    from server.core.keys import KeyRing

    ring = KeyRing(_start(args) / "keys")
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
    return _say(args, shown, "\n".join(lines))


def _seed_demo(args: argparse.Namespace) -> int:
    folder = _start(args)
    from server.demonstration import DEMO, seed

    path = seed(args.source or DEMO, folder)
    return _say(args, {"credentials": str(path)}, f"names, passwords and visit codes are in {path} (mode 0600)")


def _fair(wanted: str | None) -> Fair:
    from server.fairs.models import Fair

    found = list(Fair.objects.filter(pk=wanted) if wanted else Fair.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    if wanted or not found:
        raise ConfigError(f"there is no fair {wanted!r}" if wanted else "there is no fair yet: jobfair server import")
    raise ConfigError("there are several fairs: say which with --fair")


def _plain(text: Any) -> Any:
    return text if isinstance(text, str) else text.model_dump()
