"""The operator's commands: what they say, and their exit status."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sites import Site, copy_of, site_for

pytestmark = pytest.mark.any_database

WHO = ("--operator", "祁运维", "--reason", "机房失火")


@pytest.fixture(scope="module")
def prepared_site(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,  # noqa: ARG001
) -> Iterator[Site]:
    """Prepare the site of which each test has a copy."""
    program = Path(__file__).with_name("operating_program.py")
    with site_for(program, tmp_path_factory.mktemp("prepared"), "fill") as found:
        yield found


@pytest.fixture
def site(prepared_site: Site, tmp_path: Path) -> Iterator[Site]:
    """Give a site with one bureau and its administrator."""
    with copy_of(prepared_site, tmp_path) as found:
        yield found


def run(site: Site, *words: str) -> tuple[int, str]:
    if words[0] == "serve":
        words = (*words, "--origin", "tests.example/log")
    done = subprocess.run(
        [sys.executable, "-m", "oversight", *words, "--home", str(site.home)],
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def test_fsck_gives_zero_for_the_same_and_one_for_a_difference(site: Site) -> None:
    assert run(site, "fsck")[0] == 0
    site.run("tamper")

    code, said = run(site, "fsck")

    assert code == 1
    assert "账号 admin的“姓名”：日志里是“管理员”，数据库里是“别人”" in said
    assert run(site, "fsck", "--recent")[0] == 1


def test_a_site_without_its_key_does_not_start(site: Site) -> None:
    (site.home / "log" / "private" / "key.pem").unlink()

    code, said = run(site, "serve", "--prepare-only")

    assert code == 2
    assert "不会另造新的密钥" in said
    assert not (site.home / "log" / "private" / "key.pem").exists()


def test_an_operator_confirms_a_new_key_and_the_site_starts_again(site: Site) -> None:
    (site.home / "log" / "private" / "key.pem").unlink()
    asked = run(site, "log-key", "rotate", *WHO, "--old-key-is-lost")
    done = run(site, "log-key", "rotate", *WHO, "--old-key-is-lost", "--yes-sign-with-a-new-key")

    assert asked[0] == 2
    assert "--yes-sign-with-a-new-key" in asked[1]
    assert done[0] == 0
    assert run(site, "serve", "--prepare-only")[0] == 0
    assert run(site, "fsck")[0] == 0


def test_a_rolled_back_site_starts_only_after_the_restore_is_confirmed(
    site: Site, tmp_path: Path
) -> None:
    site.environment["MINGQIAN_HEAD_COPY"] = str(tmp_path / "elsewhere" / "head")
    run(site, "serve", "--prepare-only")
    shutil.copytree(site.home, tmp_path / "backup")
    run(site, "serve", "--prepare-only")
    shutil.rmtree(site.home)
    shutil.copytree(tmp_path / "backup", site.home)

    code, said = run(site, "serve", "--prepare-only")
    confirmed = ("--yes-entries-may-be-missing",)
    done = run(site, "log-key", "restore", *WHO, *confirmed)

    assert code == 2
    assert "一起恢复成了旧的备份" in said
    assert done[0] == 0, done[1]
    assert run(site, "serve", "--prepare-only")[0] == 0
    assert run(site, "fsck")[0] == 0


def test_an_entry_is_erased_by_law_with_a_reason(site: Site) -> None:
    code, said = run(site, "erase", "0", *WHO)

    assert code == 0, said
    assert run(site, "fsck")[0] == 0
