"""Anybody checks a bureau from outside: its whole log, every draw, what is missing or late."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from mingqian_ceremony.file_log import FileLog
from mingqian_cli.__main__ import main
from tests.mingqian_cli import bureau_files, kept_logs
from tests.mingqian_cli.kept_logs import Printed, grown
from tests.mingqian_cli.site_server import publish, send, serving

LATER = "2030-01-01T00:00:00Z"
Checked = tuple[int, dict[str, Any]]


class Site:
    """A bureau with one draw, and what it answers."""

    def __init__(self, log: Path, evidence: Path) -> None:
        self.log, self.evidence = log, evidence
        self.asked: list[str] = []

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append(request.path)
        if request.path.endswith("/evidence.zip"):
            there = self.evidence.is_file()
            send(request, 200 if there else 404, self.evidence.read_bytes() if there else b"")
        else:
            publish(request, self.log, "/log/")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold a draw once; the log lies beside its evidence."""
    place = tmp_path_factory.mktemp("bureau")
    shutil.copyfile(bureau_files.held(place), place / "evidence.zip")
    return place


@pytest.fixture
def bureau(held: Path, tmp_path: Path) -> Site:
    """Give a copy of the bureau, served."""
    shutil.copytree(held / "log", tmp_path / "log")
    shutil.copyfile(held / "evidence.zip", tmp_path / "evidence.zip")
    return Site(tmp_path / "log", tmp_path / "evidence.zip")


@pytest.fixture
def check(bureau: Site, tmp_path: Path, capsys: Printed) -> Iterator[Callable[..., Checked]]:
    """Give a function that checks the site and gives the exit status and the facts."""
    with ExitStack() as stack:
        address = stack.enter_context(serving(bureau.log, answer=bureau.answer))

        def check(*more: str, under: str = "/") -> Checked:
            capsys.readouterr()
            words = ["verify", "--site", address + under, "--state", str(tmp_path / "state")]
            code = main([*words, "--at", LATER, "--json", *more])
            return code, json.loads(capsys.readouterr().out)

        yield check


Check = Callable[..., Checked]


def test_a_bureau_in_order_is_checked_with_every_draw(check: Check) -> None:
    code, facts = check()

    assert code == 3  # the times are the bureau's own word
    assert facts["problems"] == []
    assert facts["draws"] == [{"draw": bureau_files.DRAW, "status": 3, "failed": []}]


def test_evidence_that_is_not_there_is_named(check: Check, bureau: Site) -> None:
    bureau.evidence.unlink()

    code, facts = check()

    assert code == 1
    assert facts["problems"] == [f"抽取 {bureau_files.DRAW} 的验证材料没有公布"]


def test_evidence_of_another_log_fails_by_the_names_of_its_checks(
    check: Check, bureau: Site, tmp_path: Path
) -> None:
    other = bureau_files.held(tmp_path / "again")
    shutil.copyfile(other, bureau.evidence)

    code, facts = check()

    assert code == 1
    assert "log-key" in facts["draws"][0]["failed"]


def test_what_was_read_is_not_read_again(check: Check, bureau: Site) -> None:
    check()
    bureau.asked.clear()

    code, facts = check()

    assert (code, facts["kept"]) == (3, "consistent")
    assert [path for path in bureau.asked if "entries" in path] == []


def test_files_kept_here_that_were_damaged_are_read_again(check: Check, tmp_path: Path) -> None:
    check()
    for path in (tmp_path / "state" / "log").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")

    assert check()[0] == 3


def test_a_log_that_does_not_continue_a_kept_checkpoint_is_a_fork(
    check: Check, bureau: Site, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes((bureau.log / "checkpoint").read_bytes())
    (tmp_path / "other").mkdir()
    shutil.copytree(bureau.log / "private", tmp_path / "other" / "private")
    origin = FileLog(bureau.log).vkey.split("+")[0]
    main(["log", "init", "--origin", origin, "--log", str(tmp_path / "other")])
    bureau.log = grown(tmp_path / "other", 30)

    code, facts = check("--kept", str(kept))

    assert code == 1
    assert facts["problems"][0].startswith("分叉：")
    assert main(["log", "check-fork", str(tmp_path / "state" / "fork.json")]) == 0


def test_a_log_that_is_shorter_than_a_kept_checkpoint_was_rolled_back(
    check: Check, bureau: Site, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    longer = shutil.copytree(bureau.log, tmp_path / "longer")
    log = FileLog(longer)
    size = log.head().size
    log.catch_up(lambda at, _: [log.raw(at, size)] if at < size else [b"x"][: size + 1 - at])
    kept.write_bytes((longer / "checkpoint").read_bytes())

    code, facts = check("--kept", str(kept))

    assert code == 1
    assert facts["problems"] == [f"日志退回了：留存的检查点有 {size + 1} 条，现在只有 {size} 条"]


def test_a_damaged_log_cannot_be_told(check: Check, bureau: Site) -> None:
    for path in (bureau.log / "tile" / "entries").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"draw.held", b"draw.helt"))

    assert check()[0] == 2


def test_another_key_than_the_known_one_cannot_be_told(check: Check, tmp_path: Path) -> None:
    vkey = FileLog(kept_logs.begun(tmp_path / "stranger", "log.example")).vkey

    code, facts = check("--vkey", vkey)

    assert code == 2
    assert "不是 log.example 的这把密钥签的" in facts["problem"]


def test_the_address_of_the_log_alone_does_not_check_the_draws(
    bureau: Site, tmp_path: Path, capsys: Printed
) -> None:
    with serving(bureau.log, "/") as address:
        state = ["--state", str(tmp_path / "state"), "--at", LATER, "--json"]
        capsys.readouterr()
        assert main(["verify", "--site", address, *state]) == 1

    assert "只给了日志的网址" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["evidence.zip", "--site", "http://127.0.0.1/"]])
def test_either_evidence_or_a_site_is_named(words: list[str], capsys: Printed) -> None:
    assert main(["verify", *words]) == 2
    assert "用法不对" in capsys.readouterr().err
