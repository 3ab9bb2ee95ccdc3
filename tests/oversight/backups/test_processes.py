"""Backups of a site that is written to, by programs that are killed; restored and compared."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from oversight.backups import dumps
from tests.oversight.backups.site_program import IDENTITY
from tests.support.sites import Site, site_for

MOMENTS = (0.5, 1.2, 1.6)


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,  # noqa: ARG001
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("backed")
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        site_for(Path(__file__).with_name("site_program.py"), folder) as made,
    ):
        made.run("key")
        yield made


def backups(site: Site) -> list[Path]:
    return sorted((site.home / "backups").glob("*.tar.age"))


@contextlib.contextmanager
def empty_database() -> Iterator[str]:
    """Give the address of an empty database; nothing with SQLite, where it is a file."""
    if connection.vendor == "sqlite":
        yield ""
        return
    with dumps.empty_database(connection.settings_dict, f"restored_{os.getpid()}") as settings:
        yield dumps.url_of(settings)


def run(site: Site, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "oversight", *words]
    environment = {**site.environment, **more}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def restore(
    site: Site, backup: Path, folder: Path, *words: str, key: str = IDENTITY
) -> subprocess.CompletedProcess[str]:
    identity = folder.parent / "identity.txt"
    identity.write_text(f"备份的钥匙 {key}\n")
    words = (*words, "--identity", str(identity), "--home", str(folder))
    return run(site, "restore", str(backup), *words)


def test_a_rehearsal_opens_the_backup_and_finds_all_the_same(site: Site) -> None:
    lines = site.run("rehearse")

    assert [line.split(" ", 1)[0] for line in lines] == ["True"] * 6
    assert [line.split()[1] for line in lines] == [
        "文件",
        "数据库的行数",
        "数据库自身的检查",
        "日志的链头",
        "现在日志的前",
        "留痕、数据库、抽取、文件逐条核对",
    ]


def test_a_backup_made_while_others_write_is_whole_and_restores(site: Site, tmp_path: Path) -> None:
    writing = site.start("write", "100000")
    assert writing.stdout is not None
    for _ in range(5):
        writing.stdout.readline()
    (name,) = site.run("backup")
    acknowledged = int(writing.stdout.readline())
    writing.kill()
    writing.stdout.close()
    writing.wait(timeout=30)

    folder = tmp_path / "restored"
    with empty_database() as address:
        words = ["--database", address] if address else []
        done = restore(site, site.home / "backups" / name, folder, *words)
        assert done.returncode == 0, done.stderr
        checked = run(site, "fsck", "--home", str(folder), MINGQIAN_DATABASE=address)
    assert checked.returncode == 0, checked.stdout
    assert acknowledged >= 5


def test_a_program_killed_at_any_moment_leaves_no_half_backup(site: Site) -> None:
    whole = [path.name for path in backups(site)]
    for moment in MOMENTS:
        program = site.start("backup")
        time.sleep(moment)
        program.kill()
        program.communicate(timeout=30)

    (name,) = site.run("backup")

    (line,) = site.run("counts")
    states = line.split()[1:]
    assert "running" not in states
    assert states[-1] == "complete"
    assert len(backups(site)) == states.count("complete")
    assert name in {path.name for path in backups(site)}.difference(whole)
    assert [path.name for path in (site.home / "backups").iterdir() if path.suffix == ".tmp"] == []


def test_what_is_cut_off_or_altered_or_another_keys_is_refused(site: Site, tmp_path: Path) -> None:
    (name,) = site.run("backup")
    data = (site.home / "backups" / name).read_bytes()
    cut, altered = tmp_path / "cut.tar.age", tmp_path / "altered.tar.age"
    cut.write_bytes(data[:-1000])
    altered.write_bytes(data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])

    outcomes = [restore(site, path, tmp_path / "restored") for path in (cut, altered)]

    assert [done.returncode for done in outcomes] == [2, 2]
    assert all("不完整或被改过" in done.stderr for done in outcomes)
    assert not (tmp_path / "restored").exists()
    done = restore(site, cut, tmp_path / "restored", key="没有")
    assert (done.returncode, "没有备份的钥匙" in done.stderr) == (2, True)


def test_a_folder_that_holds_something_is_never_restored_over(site: Site, tmp_path: Path) -> None:
    (name,) = site.run("backup")
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "note.txt").write_text("keep me")

    done = restore(site, site.home / "backups" / name, folder)

    assert (done.returncode, "不是空的" in done.stderr) == (2, True)
    assert (folder / "note.txt").read_text() == "keep me"


def test_a_second_place_has_the_same_bytes_or_says_why_not(site: Site, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    site.environment["MINGQIAN_BACKUP_SECOND"] = str(second)
    (name,) = site.run("backup")
    assert (second / name).read_bytes() == (site.home / "backups" / name).read_bytes()

    site.environment["MINGQIAN_BACKUP_SECOND"] = str(tmp_path / "gone")
    (again,) = site.run("backup")
    del site.environment["MINGQIAN_BACKUP_SECOND"]

    assert (site.home / "backups" / again).is_file()
    assert json.dumps([path.name for path in second.iterdir()]) == json.dumps([name])
