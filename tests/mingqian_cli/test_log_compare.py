"""What outsiders kept, against what the bureau shows now: a rewritten log is found in every way."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from mingqian_cli.__main__ import main
from tests.mingqian_cli import kept_logs
from tests.mingqian_cli.kept_logs import (
    Printed,
    compared,
    copied,
    grown,
    rewritten,
    shown_as,
    undecided,
)

Files = Callable[[Path], object]


@pytest.fixture
def log(tmp_path: Path, capsys: Printed) -> Path:
    """A log of five entries."""
    folder = kept_logs.begun(tmp_path / "log", "log.example")
    capsys.readouterr()
    return grown(folder, 5)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as held:
        yield held


PAIRS = [
    ("folder", "folder"),
    ("folder", "site"),
    ("site", "folder"),
    ("site", "site"),
    ("checkpoint", "folder"),
    ("checkpoint", "site"),
    ("proof", "folder"),
    ("proof", "site"),
]


@pytest.mark.parametrize(("a", "b"), PAIRS)
@pytest.mark.parametrize("size", [5, 8, 300])
def test_an_honest_log_is_consistent_or_older(
    log: Path, stack: ExitStack, capsys: Printed, a: str, b: str, size: int
) -> None:
    first = shown_as(a, copied(log, "kept"), stack)
    second = shown_as(b, grown(log, size), stack)

    code, said = compared(first, second, capsys)

    assert (code, said["relation"]) == (0, "consistent" if size == 5 else "older")


@pytest.mark.parametrize(("a", "b"), PAIRS)
@pytest.mark.parametrize("size", [5, 8, 300])
@pytest.mark.parametrize("changed", [0, 3, 4])
def test_a_past_rewritten_with_the_logs_own_key_is_a_fork_with_evidence(
    log: Path, stack: ExitStack, capsys: Printed, a: str, b: str, size: int, changed: int
) -> None:
    evidence = str(log.parent / "fork.json")
    first = shown_as(a, log, stack)
    second = shown_as(b, rewritten(log, size, changed), stack)

    code, said = compared(first, second, capsys, "--out", evidence)
    proven = main(["log", "check-fork", evidence, "--json"])

    assert (code, said["relation"], proven) == (1, "fork", 0)
    can_be_read = {a, b} <= {"folder", "site"}
    assert said["index"] == (changed if can_be_read else None)
    assert json.loads(capsys.readouterr().out)["sizes"] == sorted([5, size])


def test_a_longer_log_kept_proves_that_a_shorter_one_was_rewritten(
    log: Path, capsys: Printed
) -> None:
    other = rewritten(log, 4)

    assert compared(str(log), str(other), capsys)[0] == 1
    assert compared(str(other), str(log), capsys)[0] == 1


def test_two_kept_checkpoints_of_one_size_are_enough(
    log: Path, stack: ExitStack, capsys: Printed
) -> None:
    first = shown_as("checkpoint", log, stack)
    second = shown_as("checkpoint", rewritten(log, 5), stack)
    vkey = (log / "vkey").read_text().strip()

    assert compared(first, second, capsys, "--vkey", vkey)[0] == 1
    assert compared(first, first, capsys, "--vkey", vkey)[0] == 0


def test_people_read_what_it_means_and_what_to_do(log: Path, capsys: Printed) -> None:
    other, out = str(rewritten(log, 8)), str(log.parent / "fork.json")

    main(["log", "compare", str(log), other])
    without = capsys.readouterr().out
    main(["log", "compare", str(log), other, "--out", out])
    with_file = capsys.readouterr().out
    main(["log", "check-fork", out])
    checked = capsys.readouterr().out
    main(["log", "compare", str(log), str(log)])
    same = capsys.readouterr().out
    main(["log", "compare", str(grown(copied(log, "more"), 6)), str(log)])
    newer = capsys.readouterr().out

    assert "分叉 fork：同一把密钥签了两部不能并存的历史(A 5 条，B 8 条)" in without
    assert "第 3 条(从 0 数起)起不同" in without
    assert "I3x" in without
    assert "--out" in without
    assert f"证据已写入 {out}" in with_file
    assert "证据成立" in checked
    assert "请与公示网站、纪要上的核对：log.example+" in checked
    assert "一致 consistent：两边是同一个日志，5 条" in same
    assert "较旧 older：B(5 条)是 A(6 条)的开头" in newer


# -- what cannot be told -------------------------------------------------------------------------


def test_two_checkpoints_without_a_key_cannot_be_compared(
    log: Path, stack: ExitStack, capsys: Printed
) -> None:
    first = shown_as("checkpoint", log, stack)

    assert "--vkey" in undecided(first, first, capsys)


def test_a_site_shorter_than_the_kept_checkpoint_is_said_to_be_rolled_back(
    log: Path, stack: ExitStack, capsys: Printed
) -> None:
    before = copied(log, "before")
    first = shown_as("checkpoint", grown(log, 8), stack)

    assert "被退回或截短" in undecided(first, shown_as("site", before, stack), capsys)


@pytest.mark.parametrize("kind", ["checkpoint", "folder", "site"])
def test_another_log_and_another_key_are_refused_with_words(
    log: Path, stack: ExitStack, capsys: Printed, kind: str
) -> None:
    other, namesake = log.parent / "other", log.parent / "namesake"
    main(["log", "init", "--origin", "log.other", "--log", str(other)])
    main(["log", "init", "--origin", "log.example", "--log", str(namesake)])
    grown(namesake, 5)

    assert "不是同一个日志" in undecided(str(log), shown_as(kind, other, stack), capsys)
    assert "另一把密钥签的" in undecided(str(log), shown_as(kind, namesake, stack), capsys)


def test_the_key_that_the_reader_brings_along_is_the_one_that_counts(
    log: Path, capsys: Printed
) -> None:
    namesake = log.parent / "namesake"
    main(["log", "init", "--origin", "log.example", "--log", str(namesake)])
    vkey = (namesake / "vkey").read_text().strip()
    policy = log.parent / "policy"
    policy.write_text(f"log {vkey}\nquorum none\n")
    own = log.parent / "own"
    own.write_text(f"log {(log / 'vkey').read_text().strip()}\nquorum none\n")

    assert "另一把密钥签的" in undecided(str(log), str(log), capsys, "--vkey", vkey)
    assert "另一把密钥签的" in undecided(str(log), str(log), capsys, "--policy", str(policy))
    assert main(["log", "compare", str(log), str(log), "--policy", str(own)]) == 0
    assert main(["log", "compare", str(log), str(log), "--vkey", "nonsense"]) == 2


DAMAGED: dict[str, Files] = {
    "cut off": lambda log: (log / "tile/0/001.p/44").write_bytes(b"x"),
    "gone": lambda log: (log / "tile/0/001.p/44").unlink(),
    "another": lambda log: (log / "tile/0/001.p/44").write_bytes(b"x" * 44 * 32),
    "the upper one another": lambda log: (log / "tile/1/000.p/1").write_bytes(b"x" * 32),
    "no checkpoint": lambda log: (log / "checkpoint").unlink(),
    "a cut checkpoint": lambda log: (log / "checkpoint").write_bytes(b"log.example\n300\n"),
    "no tiles": lambda log: shutil.rmtree(log / "tile"),
}


@pytest.mark.parametrize("damage", DAMAGED)
@pytest.mark.parametrize("kind", ["folder", "site"])
def test_a_damaged_log_never_looks_well(
    log: Path, stack: ExitStack, capsys: Printed, damage: str, kind: str
) -> None:
    kept, later = copied(log, "kept"), grown(log, 300)
    DAMAGED[damage](later)

    undecided(str(kept), shown_as(kind, later, stack), capsys)


@pytest.mark.parametrize("name", ["tile/0/000", "tile/entries/000", "tile/entries/001.p/44"])
@pytest.mark.parametrize("other", ["folder", "checkpoint"])
def test_damage_deep_in_a_folder_at_hand_is_found(
    log: Path, stack: ExitStack, capsys: Printed, name: str, other: str
) -> None:
    grown(log, 300)
    kept = shown_as(other, copied(log, "kept"), stack)
    data = bytearray((log / name).read_bytes())
    data[40] ^= 1
    (log / name).write_bytes(bytes(data))

    assert "自己就不完整" in undecided(kept, str(log), capsys)


def test_a_name_that_is_nothing_is_said_to_be_that(log: Path, capsys: Printed) -> None:
    (log.parent / "empty").mkdir()
    (log.parent / "notes.txt").write_text("hello\n")

    assert "读不到检查点" in undecided(str(log), str(log.parent / "nowhere"), capsys)
    assert "没有 checkpoint" in undecided(str(log), str(log.parent / "empty"), capsys)
    assert "签名行" in undecided(str(log), str(log.parent / "notes.txt"), capsys)


def test_evidence_against_another_log_is_not_taken_for_ours(log: Path, capsys: Printed) -> None:
    out = str(log.parent / "fork.json")
    other = log.parent / "other"
    main(["log", "init", "--origin", "log.other", "--log", str(other)])
    main(["log", "compare", str(log), str(rewritten(log, 8)), "--out", out])
    capsys.readouterr()

    assert main(["log", "check-fork", out, "--vkey", (log / "vkey").read_text().strip()]) == 0
    assert main(["log", "check-fork", out, "--vkey", (other / "vkey").read_text().strip()]) == 1
    assert "不是您给出的公钥" in capsys.readouterr().err
    Path(out).write_bytes(Path(out).read_bytes().replace(b'"index":3', b'"index":2'))
    assert main(["log", "check-fork", out]) == 1
