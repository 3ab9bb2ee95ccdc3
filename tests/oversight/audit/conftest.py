"""Databases of their own for tests with several processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from oversight import serving

SOURCES = Path(__file__).resolve().parents[3]
PROGRAM = Path(__file__).with_name("appending.py")


class Site:
    """A site of its own, for programs that append to its trail."""

    def __init__(self, home: Path, database: str) -> None:
        self.home = home
        self.environment = {
            **os.environ,
            "PYTHONPATH": f"{SOURCES / 'src'}{os.pathsep}{SOURCES}",
            "MINGQIAN_HOME": str(home),
            "MINGQIAN_DATABASE": database,
            "DJANGO_SETTINGS_MODULE": "oversight.settings.demo",
            "PYTHONUTF8": "1",
        }
        serving.prepare_folder(home)
        self.run("prepare")

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(PROGRAM), *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> list[str]:
        process = self.start(*words)
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        return said.splitlines()


@pytest.fixture
def site(tmp_path: Path, db: None) -> Iterator[Site]:  # noqa: ARG001
    """Give a site with a fresh database of the kind under test."""
    if connection.vendor == "sqlite":
        yield Site(tmp_path / "site", "")
        return
    told = connection.settings_dict
    name = f"appending_{os.getpid()}_{tmp_path.name.replace('-', '_')}"[:60]
    with psycopg.connect(
        host=told["HOST"],
        port=told["PORT"] or None,
        user=told["USER"],
        password=told["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        password = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
        where = f"/{name}?host={told['HOST']}"
        port = f":{told['PORT']}" if told["PORT"] else ""
        yield Site(
            tmp_path / "site", f"postgresql://{told['USER']}{password}@localhost{port}{where}"
        )
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
        admin.execute(drop.format(sql.Identifier(name)))
