"""The hub's kind of database."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from .copiers import DatabaseCopier
from .postgresql_copier import PostgresqlCopier
from .sqlite_copier import SqliteCopier

KINDS = {"sqlite": ("SQLite", SqliteCopier), "postgresql": ("PostgreSQL", PostgresqlCopier)}


def copier() -> DatabaseCopier:
    """Return what copies the hub's kind of database. Raises ImproperlyConfigured if it is another."""
    if connection.vendor not in KINDS:
        raise ImproperlyConfigured(f"The hub runs on SQLite and PostgreSQL, not on {connection.vendor}.")
    return KINDS[connection.vendor][1]()


def kind_named(vendor: str) -> str:
    """Return the name of a kind of database as people know it."""
    return KINDS[vendor][0] if vendor in KINDS else vendor
