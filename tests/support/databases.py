"""Databases with the tables of the platform, copied: to make the tables anew takes ten seconds.

The tables are made once for each state of the migrations. On SQLite the file is kept among the
temporary files of the machine, so that later runs find it; on PostgreSQL it is a database of the
server.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

_LOCK = 20260318  # of who makes the tables on a server


@contextmanager
def of_the_tests() -> Iterator[None]:
    """Let the tests of this process work on a database of their own."""
    usual = connection.settings_dict["NAME"]
    name = connection.settings_dict["TEST"]["NAME"] or f"test_{usual}"
    remove(str(name))
    copy(str(name))
    _connect_to(str(name))
    yield
    _connect_to(str(usual))
    remove(str(name))


def copy(name: str, of: str = "") -> None:
    """Copy a database that nobody uses, or the empty tables: to a path, or to a name."""
    if connection.vendor == "sqlite":
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(of or _file_with_tables(), name)
        return
    with _server() as server:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        original = sql.Identifier(of or _database_with_tables(server))
        server.execute(create.format(sql.Identifier(name), original))


def lay_in(home: Path) -> None:
    """Put the tables into the folder of a site to come; on PostgreSQL it makes its own."""
    if connection.vendor == "sqlite":
        copy(str(home / "mingqian.sqlite3"))


def remove(name: str) -> None:
    """Remove a database, if it is there."""
    if connection.vendor == "sqlite":
        for end in ("", "-wal", "-shm"):
            Path(name + end).unlink(missing_ok=True)
        return
    with _server() as server:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        server.execute(drop.format(sql.Identifier(name)))


def _file_with_tables() -> Path:
    folder = Path(tempfile.gettempdir()) / f"mingqian-tables-{os.environ.get('USER', 'tests')}"
    path = folder / f"{_state()}.sqlite3"
    if not path.is_file():
        folder.mkdir(mode=0o700, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        _make_tables(str(unfinished))
        unfinished.replace(path)
    return path


def _database_with_tables(server: psycopg.Connection) -> str:
    name = f"mingqian_tables_{_state()}"
    server.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    if known.fetchone() is None:
        unfinished = sql.Identifier(f"{name}_unfinished")
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(unfinished))
        server.execute(sql.SQL("CREATE DATABASE {}").format(unfinished))
        _make_tables(f"{name}_unfinished")
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        server.execute(rename.format(unfinished, sql.Identifier(name)))
    return name


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    database = connection.settings_dict
    with psycopg.connect(
        host=database["HOST"],
        port=database["PORT"] or None,
        user=database["USER"],
        password=database["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as server:
        yield server


def _make_tables(name: str) -> None:
    usual = connection.settings_dict["NAME"]
    _connect_to(name)
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    _connect_to(str(usual))


def _connect_to(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _state() -> str:
    """Name the state of all migrations."""
    digest = hashlib.sha256(django.__version__.encode())
    for app in apps.get_app_configs():
        digest.update(app.label.encode())
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
