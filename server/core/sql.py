"""Statements in plain SQL: for what runs with every item or every request of a kiosk, where Django's query compiler
takes longer than the database. Each must be one that both databases read alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection


def one_row(statement: str, *values: Any) -> Any:
    """The first row as a tuple, or None."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [_adapted(value) for value in values])
        return cursor.fetchone()


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [_adapted(value) for value in values])


def one_at_a_time(*names: str) -> None:
    """Wait until no other transaction that named one of these is under way; within a transaction, before it reads what
    it decides by. All name them in the same order, before anything else is locked. SQLite's writers take turns anyway.
    """
    if connection.vendor == "postgresql":
        for name in names:
            run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", name)


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
