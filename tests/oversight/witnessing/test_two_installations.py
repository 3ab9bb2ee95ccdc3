"""Two installations watch each other after one command on each side: real programs, served."""
# ruff: noqa: S310 - the addresses are those of servers on this machine

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from mingqian.log import checkpoint, note, witness
from mingqian.log.tiles import Tiles
from mingqian_cli import site
from mingqian_cli.__main__ import main
from mingqian_crypto import default_crypto

pytestmark = pytest.mark.any_database
SOURCES = Path(__file__).resolve().parents[3] / "src"
_OURS = ("DJANGO_SETTINGS_MODULE", "MINGQIAN_HOME", "TEST_DATABASE_URL", "MINGQIAN_DATABASE")
_QUICK = {"MINGQIAN_WITNESS_INTERVAL": "1", "MINGQIAN_WITNESS_RETRY": "1", "MINGQIAN_TLS": "False"}
SECONDS = 240


@dataclass(frozen=True, kw_only=True)
class Installation:
    """A site of its own that is served on the loopback."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "oversight", *words, "--home", str(self.home)],
            env=environment(),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"{self.address}{path}", timeout=30) as answer:
            data: bytes = answer.read()
        return data

    def key(self, path: str) -> note.Key:
        return note.parse_vkey(self.get(path).decode().strip())


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _OURS}
    return kept | {"PYTHONPATH": str(SOURCES), "PYTHONUTF8": "1"} | _QUICK


@contextmanager
def served(home: Path, origin: str) -> Iterator[Installation]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["serve", "--home", str(home), "--port", str(port), "--origin", origin]
    process = subprocess.Popen(
        [sys.executable, "-m", "oversight", *words],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Installation(home=home, port=port, process=process)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(10 * SECONDS):
        with socket.socket() as probe:
            if process.poll() is None and probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the site did not start")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, Installation]]:
    """Serve two bureaus that run the documented command once each."""
    folder = tmp_path_factory.mktemp("pair")
    with ExitStack() as stack:
        first = stack.enter_context(served(folder / "a", "log.qinghe.example"))
        second = stack.enter_context(served(folder / "b", "log.linxian.example"))
        for installation in (first, second):
            _wait(installation.port, installation.process)
        first.run("witness", second.address, "--name", "邻县", "--operator", "祁运维")
        second.run("witness", first.address, "--name", "青禾", "--operator", "林运维")
        yield first, second


def cosigned_by(log: Installation, other: Installation) -> int:
    """Wait until one has published a checkpoint that the other cosigned; give its size."""
    known = [log.key("/log/vkey"), other.key("/log-witness/vkey")]
    for _ in range(SECONDS):
        try:
            signed = log.get("/log/cosigned")
        except urllib.error.HTTPError as error:
            error.close()
            time.sleep(1)
            continue
        head, read = checkpoint.parse_note(signed, "cosigned")
        assert len(note.verified(read, known, default_crypto(), "cosigned")) == 2
        return head.size
    return 0


def test_each_has_the_other_cosign_its_log(pair: tuple[Installation, Installation]) -> None:
    first, second = pair

    assert cosigned_by(first, second) > 0
    assert cosigned_by(second, first) > 0
    page = first.get("/log/").decode()
    assert "够数" in page
    assert "要求邻县签名" in page


def test_a_command_given_twice_changes_nothing(pair: tuple[Installation, Installation]) -> None:
    first, second = pair
    before = (first.home / "witnesses.policy").read_text()

    said = first.run("witness", second.address, "--name", "邻县", "--operator", "祁运维")

    assert second.key("/log-witness/vkey").vkey in said
    assert (first.home / "witnesses.policy").read_text() == before


def test_of_requests_at_once_only_one_continues_a_checkpoint(
    pair: tuple[Installation, Installation],
) -> None:
    first, second = pair
    cosigned_by(first, second)
    first.run("witness", second.address, "--name", "邻县", "--operator", "祁运维")
    source, signed = site.find(f"{first.address}/log/")
    head = checkpoint.parse_note(signed, "checkpoint")[0]
    log_tiles = Tiles(source.read, head.size)
    bodies = [
        witness.write(
            witness.Request(old=old, hashes=log_tiles.consistency_proof(old), checkpoint=signed)
        )
        for old in range(head.size + 1)
    ]
    answers: list[tuple[int, bytes]] = []

    def send(body: bytes) -> None:
        address = f"{second.address}/log-witness/add-checkpoint"
        request = urllib.request.Request(address, data=body, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                answers.append((answer.status, answer.read()))
        except urllib.error.HTTPError as error:
            with error:
                answers.append((error.code, error.read()))

    threads = [threading.Thread(target=send, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {status for status, _ in answers} <= {200, 409}
    assert 200 in {status for status, _ in answers}
    stored = second.get(
        f"/log-witness/{hashlib.sha256(head.origin.encode()).hexdigest()}/checkpoint"
    )
    assert checkpoint.parse_note(stored, "checkpoint")[0].size == head.size


def test_a_monitor_and_the_verifier_of_a_site_find_nothing_wrong(
    pair: tuple[Installation, Installation],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, _ = pair

    assert main(["monitor", first.address, "--state", str(tmp_path / "m"), "--once"]) == 0
    assert "没有新的警报" in capsys.readouterr().out
