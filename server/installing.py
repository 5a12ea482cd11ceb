"""Setting a server up: the data folder, its secrets, the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from server.core.keys import KeyRing, write_secret


def create_data_folder(folder: Path) -> None:
    """Make what is missing: the folder (mode 0700), Django's secret, the keys. Nothing is ever replaced."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("keys", "sealed", "pdf", "parts"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    if not (folder / "secret_key").exists():
        write_secret(folder / "secret_key", secrets.token_urlsafe(50).encode())
    KeyRing(folder / "keys").create()


def start_django() -> None:
    """Load Django with the options that are in the environment. Raises ConfigError when nothing is set up."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "server.config.settings"
    import django

    django.setup()


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def has_unapplied_migrations() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
