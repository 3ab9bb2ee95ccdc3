"""The log as a folder: kept, checked, and never forked."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mingqian.log import entry
from mingqian_ceremony.file_log import FileLog
from mingqian_cli.__main__ import main

Printed = pytest.CaptureFixture[str]


def made(number: int) -> bytes:
    return entry.write(
        entry.Entry(
            type="item.published",
            at="2026-11-23T08:00:00Z",
            by=entry.Author(organisation="青禾区", role="牵头"),
            about=entry.About(kind="item", number=f"I{number}"),
            public={},
            private=None,
        )
    )


@pytest.fixture
def log(tmp_path: Path, capsys: Printed) -> Path:
    folder = tmp_path / "log"
    main(["log", "init", "--origin", "log.example", "--log", str(folder)])
    for number in range(5):
        (tmp_path / "entry.json").write_bytes(made(number))
        main(["log", "append", str(tmp_path / "entry.json"), "--log", str(folder)])
    capsys.readouterr()
    return folder


def test_a_sound_log_is_called_so(log: Path, capsys: Printed) -> None:
    assert main(["log", "fsck", "--log", str(log)]) == 0
    assert "日志完整：5 条" in capsys.readouterr().out


def test_the_key_is_private_and_made_once(log: Path, capsys: Printed) -> None:
    before = (log / "vkey").read_bytes()

    assert main(["log", "init", "--origin", "log.example", "--log", str(log)]) == 0
    assert main(["log", "init", "--origin", "log.other", "--log", str(log)]) == 1
    assert (log / "vkey").read_bytes() == before
    assert (log / "private" / "key.pem").stat().st_mode & 0o077 == 0
    assert "已有日志 log.example" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["tile/0/000.p/5", "tile/entries/000.p/5", "checkpoint"])
def test_one_changed_byte_is_found(log: Path, capsys: Printed, name: str) -> None:
    path = log / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))

    code = main(["log", "fsck", "--log", str(log)])

    said = capsys.readouterr()
    assert code == 1
    assert said.out.startswith("✕ 日志不完整") or said.err.startswith("✕ ")


def test_an_entry_is_appended_once(log: Path, tmp_path: Path, capsys: Printed) -> None:
    assert main(["log", "append", str(tmp_path / "entry.json"), "--log", str(log), "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["is_new"] is False
    assert FileLog(log).head().size == 5


def test_entries_about_draws_come_from_the_steps_only(
    log: Path, tmp_path: Path, capsys: Printed
) -> None:
    data = made(1).replace(b'"kind":"item"', b'"kind":"draw"')
    (tmp_path / "entry.json").write_bytes(data)

    assert main(["log", "append", str(tmp_path / "entry.json"), "--log", str(log)]) == 1
    assert "不能另外追加" in capsys.readouterr().err


def test_time_does_not_run_backwards(log: Path, tmp_path: Path, capsys: Printed) -> None:
    data = made(9).replace(b"2026-11-23", b"2026-11-22")
    (tmp_path / "entry.json").write_bytes(data)

    assert main(["log", "append", str(tmp_path / "entry.json"), "--log", str(log)]) == 1
    assert "时间不能倒退" in capsys.readouterr().err


def test_proofs_checkpoint_and_entries_can_be_shown(log: Path, capsys: Printed) -> None:
    assert main(["log", "prove", "3", "--log", str(log)]) == 0
    assert capsys.readouterr().out.startswith("c2sp.org/tlog-proof@v1\nindex 3\n")
    assert main(["log", "prove", "5", "--log", str(log)]) == 1
    assert "没有第 5 条" in capsys.readouterr().err
    assert main(["log", "checkpoint", "--log", str(log)]) == 0
    assert capsys.readouterr().out.startswith("log.example\n5\n")
    assert main(["log", "show", "--log", str(log)]) == 0
    assert capsys.readouterr().out.count("item.published") == 5


def test_a_folder_without_log_says_how_to_make_one(tmp_path: Path, capsys: Printed) -> None:
    assert main(["log", "fsck", "--log", str(tmp_path)]) == 1
    assert "mingqian log init" in capsys.readouterr().err


def test_several_processes_append_to_one_log_without_fork_or_gap(log: Path) -> None:
    children = []
    for child in range(4):
        pid = os.fork()
        if pid == 0:
            book = FileLog(log)
            for number in range(10):
                book.append_once(entry.parse(made(100 + child * 10 + number), "x"), lambda _: True)
            os._exit(0)
        children.append(pid)
    for pid in children:
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0

    numbers = [one.entry.about.number for one in FileLog(log).entries()]

    assert len(numbers) == len(set(numbers)) == 45
    assert list(FileLog(log).fsck())[-1] == 45
