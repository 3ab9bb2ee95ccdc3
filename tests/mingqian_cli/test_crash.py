"""A process that dies at any write leaves the step undone or done; running it again goes on."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from mingqian_cli.__main__ import main
from tests.mingqian_cli import bureau_files as bureau

STEPS = ("init", "prepare", "seal", "witness", "drand", "hold", "open", "export")
_WRITES = {"os.rename", "os.remove", "os.mkdir", "os.chmod"}
_DIED = 9


def dies_at(words: list[str], nth: int) -> bool:
    """Run a command in a child that is killed at its n-th write; tell whether it was."""
    child = os.fork()
    if child == 0:
        _silence()
        left = nth

        def watch(event: str, args: tuple[object, ...]) -> None:
            nonlocal left
            if event in _WRITES or (event == "open" and _is_writing(args)):
                left -= 1
                if left == 0:
                    os._exit(_DIED)

        sys.addaudithook(watch)
        os._exit(main(words))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == _DIED


def _silence() -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)


def _is_writing(args: tuple[object, ...]) -> bool:
    flags = args[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def evidence_of(place: Path) -> dict[str, bytes]:
    """Read what counts: the draw folder and the log, without reading copies and left-overs."""
    found = {}
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        is_left_over = path.name.endswith(".tmp") or "阅读" in name or name.endswith("lock")
        if path.is_file() and not is_left_over and "资料" not in name:
            found[name] = path.read_bytes()
    return found


@pytest.mark.parametrize("step", STEPS)
def test_dying_at_any_write_loses_nothing_and_the_step_goes_on(tmp_path: Path, step: str) -> None:
    start, whole, broken = (tmp_path / name / "b" for name in ("start", "whole", "broken"))
    steps = _prepared(start, step)
    shutil.copytree(start, whole)
    assert _in(whole, steps[step]) == 0
    expected = evidence_of(whole)
    deaths = 0
    while True:
        shutil.rmtree(broken.parent, ignore_errors=True)
        shutil.copytree(start, broken)
        words = _moved(steps[step], start, broken)
        if not dies_at(words, deaths + 1):
            break
        deaths += 1

        assert main(words) == 0

        assert evidence_of(broken) == expected, f"{step} died at write {deaths}"
    assert deaths >= (1 if step == "init" else 2)


def _prepared(start: Path, step: str) -> dict[str, list[str]]:
    bureau.write(start / "资料", mode="sealed")
    steps = bureau.steps(start, mode="sealed")
    for name in STEPS[: STEPS.index(step)]:
        assert main(steps[name]) == 0
    if step in {"init", "prepare"}:
        # Key and secret are entropy: made before, so that two runs can be compared.
        assert main(steps["init"]) == 0
    if step == "prepare":
        assert main(steps["prepare"]) == 0
        (start / bureau.DRAW / "manifest.json").unlink()
        (start / bureau.DRAW / "subjects.csv").unlink()
    if step == "init":
        (start / "log" / "vkey").unlink()
        (start / "log" / "checkpoint").unlink()
    return steps


def _moved(words: list[str], old: Path, new: Path) -> list[str]:
    return [word.replace(str(old), str(new)) for word in words]


def _in(place: Path, words: list[str]) -> int:
    start = place.parent.parent / "start" / "b"
    return main(_moved(words, start, place))
