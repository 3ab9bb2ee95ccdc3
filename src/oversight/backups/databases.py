"""The site's database, of either kind, as one file of a backup; and brought to life again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from oversight.backups import dumps, rules, sqlite_copies
from oversight.backups.restoring import Restored

_REHEARSAL = "mingqian_rehearsal"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredDatabase:
    """A database that came out of a backup: its address (empty: SQLite), rows, and its state."""

    address: str
    counts: dict[str, int]
    problem: str


def member_name() -> str:
    """Give the name of the database's copy in a backup, by the kind of database."""
    return rules.SQLITE_MEMBER if connection.vendor == "sqlite" else rules.POSTGRES_MEMBER


def copy_to(path: Path) -> dict[str, int]:
    """Write the database as of one moment into a file; gives the rows of every table then.

    Who writes meanwhile is not held up.

    Raises:
        DomainError: the program that copies PostgreSQL is missing, or failed.
    """
    names = connection.introspection.django_table_names()
    if connection.vendor == "sqlite":
        sqlite_copies.copy(Path(connection.settings_dict["NAME"]), path)
        return sqlite_copies.counts(path, names)
    settings = connection.settings_dict
    with dumps.connected(settings) as run:
        run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        (snapshot,) = run("SELECT pg_export_snapshot()").fetchone()
        dumps.dump(settings, snapshot, path)
        counts = {name: run(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
        run("COMMIT")
    return counts


@contextlib.contextmanager
def brought_to_life(restored: Restored) -> Iterator[RestoredDatabase]:
    """Give the database of a restored backup as one that can be asked, for as long as needed.

    Raises:
        DomainError: PostgreSQL's programs are missing, or a database beside cannot be made.
    """
    path, tables = restored.database, restored.tables
    if path.name == rules.SQLITE_MEMBER:
        counts = sqlite_copies.counts(path, tables)
        yield RestoredDatabase(address="", counts=counts, problem=sqlite_copies.problem(path))
        return
    with dumps.empty_database(connection.settings_dict, _REHEARSAL) as settings:
        dumps.restore(path, settings)
        counts = dumps.counts(settings, tables)
        yield RestoredDatabase(address=dumps.url_of(settings), counts=counts, problem="")
