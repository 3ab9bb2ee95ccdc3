"""A PostgreSQL database as one file, by the client programs of PostgreSQL itself."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from oversight.common.errors import DomainError

_NO_CLIENT = (
    "这台机器上没有 {program}，PostgreSQL 的数据库备份不了；"
    "请安装和服务器同一大版本的客户端（例如 apt install postgresql-client）"
)
_NO_RIGHT = "数据库用户不能建立演练用的数据库；请数据库管理员给它 CREATEDB 权限"

Settings = Mapping[str, Any]
"""How Django's settings describe a database."""


def dump(settings: Settings, snapshot: str, target: Path) -> None:
    """Write a database as of a snapshot into a file.

    Raises:
        DomainError: the program that does it is missing, or failed.
    """
    words = ["--format=custom", f"--snapshot={snapshot}", f"--file={target}"]
    _run("pg_dump", settings, *words, _address(settings))


def restore(source: Path, settings: Settings) -> None:
    """Restore a dump into an empty database.

    Raises:
        DomainError: the program that does it is missing, or failed.
    """
    words = ["--no-owner", "--exit-on-error", f"--dbname={_address(settings)}"]
    _run("pg_restore", settings, *words, str(source))


@contextlib.contextmanager
def empty_database(settings: Settings, name: str) -> Iterator[Settings]:
    """Make an empty database beside the real one, and drop it afterwards; gives its settings.

    Raises:
        DomainError: the user of the database may not make one.
    """
    with connected(settings) as run:
        run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        try:
            run(f'CREATE DATABASE "{name}" TEMPLATE template0')
        except psycopg.Error:
            raise DomainError(_NO_RIGHT) from None
        try:
            yield {**settings, "NAME": name}
        finally:
            run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def counts(settings: Settings, names: Iterable[str]) -> dict[str, int]:
    """Count the rows of tables; what is no table is left out."""
    with connected(settings) as run:
        rows = run("SELECT table_name FROM information_schema.tables").fetchall()
        tables = {name for (name,) in rows}
        return {
            name: run(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for name in names
            if name in tables
        }


@contextlib.contextmanager
def connected(settings: Settings) -> Iterator[Any]:
    """Connect to a database, each statement on its own; gives what runs them."""
    password = settings.get("PASSWORD") or None
    database = psycopg.connect(_address(settings), password=password, autocommit=True)
    with contextlib.closing(database):
        yield database.execute


def url_of(settings: Settings) -> str:
    """Write the settings as the address that our own settings read."""
    password = f":{quote(str(settings['PASSWORD']))}" if settings.get("PASSWORD") else ""
    port = f":{settings['PORT']}" if settings.get("PORT") else ""
    host = quote(str(settings.get("HOST") or ""), safe="")
    user = quote(str(settings.get("USER") or ""))
    return f"postgresql://{user}{password}@localhost{port}/{settings['NAME']}?host={host}"


def _address(settings: Settings) -> str:
    """Write the settings as libpq reads them, without the password."""
    parts = {"host": "HOST", "port": "PORT", "user": "USER", "dbname": "NAME"}
    pairs = {key: str(settings.get(name) or "") for key, name in parts.items()}
    return " ".join(f"{key}='{value}'" for key, value in pairs.items() if value)


def _run(program: str, settings: Settings, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise DomainError(_NO_CLIENT.format(program=program))
    password = {"PGPASSWORD": str(settings["PASSWORD"])} if settings.get("PASSWORD") else {}
    done = subprocess.run(  # noqa: S603 - a program found on the path, no shell
        [path, *arguments],
        env={**os.environ, **password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        line = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise DomainError(f"{program} 没有做成：{line[:200]}")
