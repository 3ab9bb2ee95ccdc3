"""Somebody with the disc edits a draw's files after the sealing: every later step refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mingqian import canonical
from mingqian_cli.__main__ import main
from tests.mingqian_cli import bureau_files as bureau

FRIEND = "91990107MA0000010X"
Attack = Callable[[Path], None]


def rewrite_manifest(folder: Path, **changes: object) -> None:
    path = folder / "manifest.json"
    read = canonical.parse(path.read_bytes(), "manifest.json")
    assert isinstance(read, dict)
    path.write_bytes(canonical.write({**read, **changes}))  # type: ignore[dict-item] # as given


def without_the_friend(draw: Path) -> None:
    """Take a friend off the list, and make the manifest fit again."""
    path = draw / "subjects.csv"
    kept = [
        line for line in path.read_bytes().splitlines(keepends=True) if FRIEND.encode() not in line
    ]
    path.write_bytes(b"".join(kept))
    files = json.loads((draw / "manifest.json").read_bytes())["files"]
    for entry in files:
        if entry["name"] == "subjects.csv":
            entry |= {"rows": len(kept) - 1, "sha256": canonical.digest(path.read_bytes())}
    rewrite_manifest(draw, files=files)


def a_roster_alone(draw: Path) -> None:
    path = draw / "subjects.csv"
    path.write_bytes(path.read_bytes().replace(b",1,A", b",9,A", 1))


def another_title(draw: Path) -> None:
    rewrite_manifest(draw, title="别的抽查")


def a_later_deadline(draw: Path) -> None:
    rewrite_manifest(draw, deadline="2023-08-30T08:00:00Z")


def another_number(draw: Path) -> None:
    rewrite_manifest(draw, draw="2023-0004")


def a_manifest_that_is_none(draw: Path) -> None:
    (draw / "manifest.json").write_bytes(b"{}")


def no_manifest(draw: Path) -> None:
    (draw / "manifest.json").unlink()


def no_roster(draw: Path) -> None:
    (draw / "conflicts.csv").unlink()


def an_inspector_with_less_room(draw: Path) -> None:
    path = draw / "inspectors.csv"
    path.write_bytes(path.read_bytes().replace(b",0,", b",5,", 1))


ATTACKS = [
    without_the_friend,
    a_roster_alone,
    another_title,
    a_later_deadline,
    another_number,
    a_manifest_that_is_none,
    no_manifest,
    no_roster,
    an_inspector_with_less_room,
]
LATER = ["seal", "witness", "drand", "hold", "open", "export"]


def refused(commands: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(commands) == 1
    return capsys.readouterr().err


def until(tmp_path: Path, step: str) -> dict[str, list[str]]:
    """Go as far as the step before this one, in sealed mode."""
    steps = bureau.steps(tmp_path, mode="sealed")
    bureau.write(tmp_path / "资料", mode="sealed")
    before = list(steps)[: list(steps).index(step)]
    # The list is sealed in any case; a repeated sealing is a later step, too.
    names = before if step != "seal" else [*before, "seal"]
    assert set(bureau.run([steps[name] for name in names])) == {0}
    return steps


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("step", LATER)
def test_every_step_refuses_files_that_are_not_those_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], step: str, attack: Attack
) -> None:
    steps = until(tmp_path, step)
    attack(tmp_path / bureau.DRAW)

    said = refused(steps[step], capsys)

    assert "封存后文件被改动" in said
    assert "请保留现场" in said


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("mark", ["marked", "mark-removed"])
def test_void_and_replace_refuse_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], attack: Attack, mark: str
) -> None:
    bureau.held(tmp_path)
    draw, log = str(tmp_path / bureau.DRAW), ["--log", str(tmp_path / "log"), "--at", bureau.HELD]
    result = json.loads((tmp_path / bureau.DRAW / "result.json").read_bytes())
    attack(tmp_path / bureau.DRAW)
    if mark == "mark-removed":
        (tmp_path / bureau.DRAW / "private" / "sealing").unlink()

    void = ["void", draw, "--why", "X", "--by", "甲", "乙", *log]
    replace = ["replace", draw, result["visits"][0]["subject"], "--why", "MOVED", *log]

    for commands in (void, replace):
        said = refused(commands, capsys)
        if mark == "marked":
            assert "请保留现场" in said


@pytest.mark.parametrize("step", ["open", "export", "replace"])
def test_a_result_that_is_not_the_logged_one_goes_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], step: str
) -> None:
    steps = until(tmp_path, "open")
    path = tmp_path / bureau.DRAW / "private" / "result.json"
    if step != "open":
        assert main(steps["open"]) == 0
        path = tmp_path / bureau.DRAW / "result.json"
    read = json.loads(path.read_bytes())
    read["visits"] = read["visits"][1:]
    path.write_bytes(canonical.write(read))
    replace = ["replace", str(tmp_path / bureau.DRAW), read["visits"][0]["subject"], "--why", "X"]
    replace += ["--log", str(tmp_path / "log"), "--at", bureau.HELD]

    said = refused(replace if step == "replace" else steps[step], capsys)

    assert "result.json 摘要是" in said
    assert "请保留现场" in said


def test_a_second_result_laid_beside_the_sealed_one_is_not_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = until(tmp_path, "open")
    (tmp_path / bureau.DRAW / "result.json").write_bytes(b"{}")

    assert "请保留现场" in refused(steps["open"], capsys)


@pytest.mark.parametrize("name", ["private/secret", "private/given-1.json", "private/given-2.json"])
def test_what_was_given_cannot_be_exchanged_before_the_holding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    steps = until(tmp_path, "hold")
    path = tmp_path / bureau.DRAW / name
    if name == "private/secret":
        path.write_bytes(b"0" * 64 + b"\n")
    else:
        given = json.loads(path.read_bytes())
        given["value"] = given["value"][8:] + given["value"][:8]
        path.write_bytes(json.dumps(given, sort_keys=True).encode())

    assert "封存后文件被改动" in refused(steps["hold"], capsys)


def test_what_lies_beside_the_evidence_is_not_published(tmp_path: Path) -> None:
    bureau.held(tmp_path)
    (tmp_path / bureau.DRAW / "log" / "extra.entry").write_bytes(b"planted")
    (tmp_path / bureau.DRAW / "evidence").mkdir(exist_ok=True)
    (tmp_path / bureau.DRAW / "evidence" / "planted.pdf").write_bytes(b"planted")
    steps = bureau.steps(tmp_path)

    assert main(steps["export"]) == 0
    assert main(["verify", str(tmp_path / "证据.zip"), "--log", str(tmp_path / "log")]) == 3


@pytest.mark.parametrize("name", ["sealed.proof", "reveal-1-early.proof", "held-early.proof"])
def test_a_proof_that_was_exchanged_dates_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    bureau.held(tmp_path)
    path = tmp_path / bureau.DRAW / "log" / name
    other = "held-early.proof" if name != "held-early.proof" else "sealed.proof"
    path.write_bytes((path.parent / other).read_bytes())

    said = refused(bureau.steps(tmp_path)["export"], capsys)

    assert f"{name} 证明不了" in said
