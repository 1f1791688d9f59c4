"""Databases of their own, for tests whose processes work on one together."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests import migrated

KINDS = ("sqlite", "postgresql")
SERVER = "postgres://postgres@127.0.0.1:5432/"


@contextmanager
def own(kind: str, factory) -> Iterator[str]:
    """Yield the address of a migrated database, as long as the block lasts.

    Skips the test where there is no PostgreSQL, but not in CI. `factory` is the `tmp_path_factory` of pytest.
    """
    if kind == "sqlite":
        file = factory.mktemp("own") / "hub.sqlite3"
        migrated.copy(file)
        yield f"sqlite:///{file}"
        return
    name = f"hub_own_{os.getpid()}"
    try:
        server = psycopg.connect(f"{SERVER}postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"There is no PostgreSQL at 127.0.0.1:5432: {error}")
    with server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {migrated.template(f'{SERVER}postgres')}")
        # Workers are killed, the server isn't, so what it has committed stays without waiting for the disk.
        server.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        try:
            yield f"{SERVER}{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
