"""Statements in plain SQL: for what runs with every item or every request of a kiosk, where Django's query compiler
takes longer than the database. Each must be one that both databases read alike."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model


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


def insert(row: Model) -> None:
    """A row with a primary key of its own, as ``save(force_insert=True)`` keeps it. Raises IntegrityError."""
    statement, fields = _insertion(type(row))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@lru_cache
def _insertion(model: type[Model]) -> tuple[str, list[Any]]:
    fields = list(model._meta.concrete_fields)
    columns = ", ".join(field.column for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})", fields  # noqa: S608


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
