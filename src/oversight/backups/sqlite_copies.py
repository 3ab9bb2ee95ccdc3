"""An SQLite database as one file: copied while it is written to, checked, and counted."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path


def copy(database: Path, target: Path) -> None:
    """Copy a database as of one moment; who writes meanwhile is not held up."""
    # All pages in one step: in several, every foreign commit would begin the copy anew.
    with (
        contextlib.closing(sqlite3.connect(database, timeout=60)) as source,
        contextlib.closing(sqlite3.connect(target)) as copied,
    ):
        source.backup(copied, pages=-1)


def problem(path: Path) -> str:
    """Say what SQLite itself finds wrong in a database; empty where nothing is."""
    try:
        with contextlib.closing(sqlite3.connect(path)) as database:
            ((verdict, *_), *_) = database.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if verdict == "ok" else str(verdict)


def counts(path: Path, names: Iterable[str]) -> dict[str, int]:
    """Count the rows of tables; what is no table is left out."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = {name for (name,) in rows}
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for name in names
            if name in tables
        }
