"""A log client that nobody here wrote reads the log: the Go authors' tlog, as Debian packs it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from mingqian_ceremony.file_log import FileLog
from tests.mingqian_cli import kept_logs
from tests.mingqian_cli.kept_logs import Printed, grown, rewritten
from tests.mingqian_cli.site_server import serving

PROGRAM = Path(__file__).resolve().parent / "other_client" / "main.go"
PACKAGES = Path("/usr/share/gocode")
MISSING = (
    "NOT TESTED: NO LOG CLIENT OF OTHERS IS HERE. Whether others can read the log is unknown; "
    "run: apt-get install golang-go golang-golang-x-mod-dev"
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the client from Debian's packages."""
    go = shutil.which("go")
    if go is None or not (PACKAGES / "src/golang.org/x/mod/sumdb/tlog").is_dir():
        pytest.skip(MISSING)
    folder = tmp_path_factory.mktemp("client")
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    settings = {"GO111MODULE": "off", "GOPATH": str(PACKAGES), "GOCACHE": str(folder / "cache")}
    subprocess.run(
        [go, "build", "-o", str(folder / "client"), str(PROGRAM)],
        env=kept | settings | {"GOFLAGS": "", "CGO_ENABLED": "0"},
        check=True,
        timeout=600,
    )
    return folder / "client"


@pytest.fixture
def log(tmp_path: Path, capsys: Printed) -> Path:
    """A log of 300 entries, of which somebody kept an older checkpoint."""
    folder = grown(kept_logs.begun(tmp_path / "log", "log.example"), 5)
    (tmp_path / "kept").write_bytes((folder / "checkpoint").read_bytes())
    capsys.readouterr()
    return grown(folder, 300)


def read(client: Path, folder: Path, vkey: str) -> subprocess.CompletedProcess[str]:
    with serving(folder) as address:
        words = [f"{address}/log/", vkey, str(folder.parent / "kept")]
        return subprocess.run(
            [str(client), *words], capture_output=True, text=True, check=False, timeout=120
        )


def test_another_client_proves_every_entry_and_the_older_checkpoint(
    client: Path, log: Path
) -> None:
    done = read(client, log, FileLog(log).vkey)

    assert (done.stderr, done.stdout) == ("", "300\n")


def test_another_client_notices_a_rewritten_log(client: Path, log: Path) -> None:
    done = read(client, rewritten(log, 300), FileLog(log).vkey)

    assert done.returncode == 1


def test_another_client_notices_a_damaged_entry(client: Path, log: Path) -> None:
    path = log / "tile/entries/000"
    path.write_bytes(path.read_bytes().replace(b"I7", b"I8"))

    assert read(client, log, FileLog(log).vkey).returncode == 1
