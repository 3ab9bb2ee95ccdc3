"""Nobody else on the machine reads the site's folder, and uploads do not mix."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mingqian_ceremony import durable_files
from oversight import serving
from oversight.common import encrypted_files
from oversight.registry.models import ImportRun
from oversight.registry.services.importing import files, runs
from oversight.registry.services.importing.files import UnreadableError
from tests.support import platform_factory
from tests.support.platform_factory import NOON, Bureau

pytestmark = pytest.mark.any_database

SOURCES = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def open_ones(home: Path) -> list[str]:
    return [
        f"{path.relative_to(home)} {stat.S_IMODE(path.lstat().st_mode):o}"
        for path in (home, *home.rglob("*"))
        if path.lstat().st_mode & 0o077
    ]


def serve(home: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("TEST_")},
        "PYTHONPATH": str(SOURCES),
        "MINGQIAN_TLS": "False",
    }
    return subprocess.run(
        [sys.executable, "-m", "oversight", "serve", "--home", str(home), "--prepare-only"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        umask=0o022,
    )


def test_a_new_site_is_closed_to_everybody_else(tmp_path: Path) -> None:
    home = tmp_path / "site"

    done = serve(home)

    assert done.returncode == 0, done.stderr
    assert (home / "mingqian.sqlite3").is_file()
    assert open_ones(home) == []


@pytest.mark.parametrize(
    "name",
    ["mingqian.sqlite3", "keys/secret-key", "log/private/key.pem", "uploads/a.xlsx", "draws/D/x"],
)
def test_what_stands_open_is_closed_at_the_start(tmp_path: Path, name: str) -> None:
    home = tmp_path / "site"
    path = home / name
    path.parent.mkdir(parents=True, mode=0o755)
    path.write_bytes(b"x")
    path.chmod(0o666)
    home.chmod(0o777)

    told = serving.keep_private(home)

    assert open_ones(home) == []
    assert "别的用户能读，已改为只有本程序能读" in told[0]
    assert serving.keep_private(home) == []


@pytest.fixture
def foreign_home() -> Iterator[Path]:
    """Give a folder that stands open and belongs to another user than the test's."""
    if os.geteuid():
        yield Path("/etc")
        return
    home = Path(tempfile.mkdtemp())
    home.chmod(0o755)
    os.seteuid(65534)
    yield home
    os.seteuid(0)
    home.rmdir()


def test_what_cannot_be_closed_is_refused_with_words(foreign_home: Path) -> None:
    with pytest.raises(PermissionError, match="改不了权限；请用系统管理员身份执行 chown -R"):
        serving.keep_private(foreign_home)


@pytest.mark.parametrize(("mask", "mode"), [(0o077, 0o600), (0o022, 0o644), (0o027, 0o640)])
def test_files_obey_the_umask(tmp_path: Path, mask: int, mode: int) -> None:
    os.umask(mask)

    durable_files.put(tmp_path / "a" / "public", b"x")
    durable_files.put(tmp_path / "a" / "private", b"x", is_private=True)

    assert stat.S_IMODE((tmp_path / "a" / "public").stat().st_mode) == mode
    assert stat.S_IMODE((tmp_path / "a" / "private").stat().st_mode) == 0o600


def half_by_half(text: bytes, other: threading.Event, own: threading.Event) -> Iterator[bytes]:
    """Send the first half, wait for the other to have sent theirs, then send the second."""
    yield text[: len(text) // 2]
    own.set()
    other.wait(10)
    yield text[len(text) // 2 :]


def test_two_uploads_of_one_name_at_one_time_do_not_mix(tmp_path: Path) -> None:
    texts = [f"名称,代码\n{mark * 5000},1\n".encode() for mark in ("甲", "乙")]
    events = [threading.Event(), threading.Event()]
    kept: dict[int, bytes] = {}

    def send(place: int) -> None:
        chunks = half_by_half(texts[place], events[1 - place], events[place])
        path = files.store(chunks, tmp_path / "up").path
        with encrypted_files.opened(path) as plain:
            kept[place] = plain.read_bytes()

    threads = [threading.Thread(target=send, args=(place,)) for place in (0, 1)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert [kept[0], kept[1]] == texts
    assert sorted(one.suffix for one in (tmp_path / "up").iterdir()) == [".csv", ".csv"]


@pytest.mark.usefixtures("own")
def test_two_imports_of_one_name_at_one_moment_keep_their_own_files(own: Bureau) -> None:
    inner: list[ImportRun] = []

    def upload(chunks: Any) -> ImportRun:
        return runs.upload(
            actor=own.actors["clerk"],
            kind=ImportRun.SUBJECTS,
            owner_id=own.sections[platform_factory.SECTIONS[0]].pk,
            name="名录.csv",
            chunks=chunks,
            at=NOON,
        )

    def outer() -> Iterator[bytes]:
        yield "名称,统一社会信用代码\n".encode()
        inner.append(upload(["名称,统一社会信用代码\n乙公司,1\n".encode()]))
        yield "甲公司,2\n".encode()

    first = upload(outer())

    assert first.size == len("名称,统一社会信用代码\n甲公司,2\n".encode())
    assert first.digest != inner[0].digest


@pytest.mark.parametrize("chunks", [[b""], [b"MZ\x90\x00"], [b"\x7fELF"], [b"PK\x03\x04 broken"]])
def test_a_refused_upload_leaves_nothing_behind(tmp_path: Path, chunks: list[bytes]) -> None:
    with pytest.raises(UnreadableError):
        files.store(chunks, tmp_path / "up")

    assert list((tmp_path / "up").iterdir()) == []


def test_an_upload_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"a"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        files.store(broken(), tmp_path / "up")

    assert list((tmp_path / "up").iterdir()) == []
