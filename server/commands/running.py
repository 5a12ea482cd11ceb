"""Set up and run: ``init``, ``migrate``, ``run``."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from jobfair.errors import ConfigError
from server.commands.common import Command, at_least_one, options_of, say, start, typed
from server.config.options import options_from_environment
from server.installing import create_data_folder, has_unapplied_migrations, migrate, start_django


def add(command: Command) -> None:
    command("init", _init, "Make the data folder, its keys (mode 0600) and the database; safe to repeat.")
    command("migrate", _migrate, "Bring the database to this version.")
    run = command("run", _run, "Serve until SIGTERM or Ctrl-C; prints `ready URL` when it answers.")
    run.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to listen on (default %(default)s); other names that reach it: `hosts` in server.toml",
    )
    run.add_argument("--port", type=int, default=8000, help="port; 0 takes a free one (default %(default)s)")
    run.add_argument("--workers", type=at_least_one, default=2, help="processes (default %(default)s)")
    run.add_argument(
        "--threads", type=at_least_one, default=4, help="requests at once in each process (default %(default)s)"
    )


def _init(args: argparse.Namespace) -> int:
    folder = options_of(args)
    try:
        create_data_folder(folder)
    except OSError as error:
        raise ConfigError(f"{folder} cannot be made: {error.strerror}") from error
    start_django()
    migrate()
    text = f"ready in {folder}"
    if (step := _next(folder)) is not None:
        text += f"\nNext: {typed(args, step)}"
    return say(args, {"data": str(folder)}, text)


def _next(folder: Path) -> str | None:
    """What has to come before a fair can be published."""
    from server.core.keys import KeyRing

    keys = KeyRing(folder / "keys")
    if keys.next_recovery is not None:
        return "keys drill --share FILE FILE"
    return "keys recovery --out FOLDER" if keys.recovery is None else None


def _migrate(args: argparse.Namespace) -> int:
    start(args)
    migrate()
    return say(args, {"migrated": True}, "the database is up to date")


def _run(args: argparse.Namespace) -> int:
    from server.running import serve

    folder = options_of(args)
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
