"""Sites of their own for tests with several programs at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from oversight import serving
from tests.support import databases

SOURCES = Path(__file__).resolve().parents[2]


class Site:
    """A site of its own, for programs that work on it at once."""

    def __init__(self, home: Path, database: str, address: str, program: Path) -> None:
        self.home = home
        self.database = database
        self.program = program
        self.said: list[str] = []
        self.environment = {
            **os.environ,
            "PYTHONPATH": f"{SOURCES / 'src'}{os.pathsep}{SOURCES}",
            "MINGQIAN_HOME": str(home),
            "MINGQIAN_DATABASE": address,
            "DJANGO_SETTINGS_MODULE": "oversight.settings.demo",
            "PYTHONUTF8": "1",
        }

    def start(self, *words: str) -> subprocess.Popen[str]:
        # What such a program reaches the tests of this process reach too: it is not measured.
        environment = {k: v for k, v in self.environment.items() if not k.startswith("COVERAGE_")}
        return subprocess.Popen(
            [sys.executable, str(self.program), *words],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> list[str]:
        process = self.start(*words)
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        return output.splitlines()


@contextmanager
def site_for(program: Path, tmp_path: Path, *words: str) -> Iterator[Site]:
    """Give a site with a fresh database of the kind under test; run the program on it at first."""
    with _site(program, tmp_path) as site:
        serving.prepare_folder(site.home)
        databases.copy(site.database)
        site.run("prepare")
        if words:
            site.said = site.run(*words)
        yield site


@contextmanager
def copy_of(site: Site, tmp_path: Path) -> Iterator[Site]:
    """Give a site that is like another, on which no program runs."""
    with _site(site.program, tmp_path) as copy:
        shutil.copytree(site.home, copy.home)
        if connection.vendor != "sqlite":
            databases.copy(copy.database, site.database)
        copy.said = site.said
        yield copy


@contextmanager
def _site(program: Path, tmp_path: Path) -> Iterator[Site]:
    home = tmp_path / "site"
    if connection.vendor == "sqlite":
        yield Site(home, str(home / "mingqian.sqlite3"), "", program)
        return
    settings = connection.settings_dict
    name = f"appending_{os.getpid()}_{tmp_path.name.replace('-', '_')}"[:60]
    password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    where = f"localhost{port}/{name}?host={settings['HOST']}"
    yield Site(home, name, f"postgresql://{settings['USER']}{password}@{where}", program)
    databases.remove(name)
