"""Who logs in: ``user add``."""

from __future__ import annotations

import argparse
import getpass
import secrets

from jobfair.errors import ConfigError
from server.commands.common import Command, chosen_fair, say, start


def add(command: Command) -> None:
    user = command("user", _user, "Add a user: `jobfair server user add li --role organizer`.")
    user.add_argument("action", choices=["add"])
    user.add_argument("name")
    user.add_argument("--role", choices=["organizer", "employer"], required=True)
    user.add_argument("--organization", default="organizer", help="for an organizer (default %(default)s)")
    user.add_argument("--employer", help="for an employer: its id in the fair")
    user.add_argument("--fair", help="for an employer: the fair, where there are several")
    user.add_argument("--admin", action="store_true", help="may also use /admin/")
    user.add_argument("--generate", action="store_true", help="make a password and print it, instead of asking")


def _user(args: argparse.Namespace) -> int:
    start(args)
    from django.db import transaction

    from server.core.models import Organization, User
    from server.employers.models import Membership
    from server.fairs.models import Employer

    if User.objects.filter(username=args.name).exists():
        raise ConfigError(f"there is a user {args.name!r} already")
    employer = organization = None
    if args.role == "employer":
        employer = Employer.objects.filter(fair=chosen_fair(args.fair), code=args.employer or "").first()
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
    return say(args, {"user": args.name, "password": shown}, f"{args.name}{'  ' + shown if shown else ''}")
