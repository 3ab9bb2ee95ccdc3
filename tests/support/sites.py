"""Sites of their own for tests with several programs at once."""

from __future__ import annotations

import os
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

    def __init__(self, home: Path, database: str, program: Path) -> None:
        self.home = home
        self.program = program
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
            [sys.executable, str(self.program), *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> list[str]:
        process = self.start(*words)
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        return output.splitlines()


@contextmanager
def site_for(program: Path, tmp_path: Path) -> Iterator[Site]:
    """Give a site with a fresh database of the kind under test."""
    home = tmp_path / "site"
    if connection.vendor == "sqlite":
        databases.copy(str(home / "mingqian.sqlite3"))
        yield Site(home, "", program)
        return
    database = connection.settings_dict
    name = f"appending_{os.getpid()}_{tmp_path.name.replace('-', '_')}"[:60]
    password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    where = f"/{name}?host={database['HOST']}"
    port = f":{database['PORT']}" if database["PORT"] else ""
    databases.copy(name)
    yield Site(home, f"postgresql://{database['USER']}{password}@localhost{port}{where}", program)
    databases.remove(name)
