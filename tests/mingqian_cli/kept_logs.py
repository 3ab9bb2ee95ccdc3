"""Logs as somebody kept them: copied, grown, rewritten with their own key, and compared."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from mingqian.log import entry
from mingqian_ceremony.file_log import FileLog
from mingqian_cli.__main__ import main
from tests.mingqian_cli.site_server import serving

Printed = pytest.CaptureFixture[str]


def begun(folder: Path, origin: str) -> Path:
    """Make an empty log with a key of its own."""
    main(["log", "init", "--origin", origin, "--log", str(folder)])
    return folder


def made(number: int, word: str = "") -> entry.Entry:
    return entry.Entry(
        type="item.published",
        at="2026-11-23T08:00:00Z",
        by=entry.Author(organisation="青禾区", role="牵头"),
        about=entry.About(kind="item", number=f"I{number}{word}"),
        public={},
        private=None,
    )


def grown(folder: Path, until: int, word: str = "") -> Path:
    """Append to a log up to a size."""
    log = FileLog(folder)
    size = log.head().size

    def leaves(start: int, count: int) -> list[bytes]:
        return [
            log.raw(number, size) if number < size else entry.write(made(number, word))
            for number in range(start, min(start + count, until))
        ]

    log.catch_up(leaves)
    return folder


def copied(folder: Path, name: str) -> Path:
    return Path(shutil.copytree(folder, folder.parent / name))


def rewritten(folder: Path, size: int, changed: int = 3) -> Path:
    """Write the past anew with the log's own key, from one entry on."""
    other = folder.parent / "rewritten"
    other.mkdir()
    shutil.copytree(folder / "private", other / "private")
    main(["log", "init", "--origin", "log.example", "--log", str(other)])
    return grown(grown(other, changed), size, "x")


def shown_as(kind: str, folder: Path, stack: ExitStack) -> str:
    """Name a log as a checkpoint file, a proof file, a folder, or a site."""
    if kind == "checkpoint":
        path = folder.parent / f"{folder.name}.checkpoint"
        path.write_bytes((folder / "checkpoint").read_bytes())
        return str(path)
    if kind == "proof":
        book = FileLog(folder)
        path = folder.parent / f"{folder.name}.proof"
        path.write_bytes(book.proof(0, book.head()))
        return str(path)
    if kind == "folder":
        return str(folder)
    return stack.enter_context(serving(folder))


def compared(first: str, second: str, capsys: Printed, *more: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = main(["log", "compare", first, second, "--json", *more])
    return code, json.loads(capsys.readouterr().out)


def undecided(first: str, second: str, capsys: Printed, *more: str) -> str:
    capsys.readouterr()
    code = main(["log", "compare", first, second, *more])
    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err.startswith("✕ 无法判断：")
    return said.err
