"""A whole draw by the commands that people type."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mingqian.log import note, proof
from mingqian_cli.__main__ import main
from tests.mingqian_cli import bureau_files as bureau
from tests.support.evidence_factory import WITNESS, Key

VOID = ["void", "D", "--why", "X", "--by"]
REVEALED = ["prepare", "seal", "witness", "drand"]
Printed = pytest.CaptureFixture[str]


@pytest.mark.parametrize("mode", ["open", "sealed"])
def test_a_draw_goes_from_plan_to_verified_evidence(
    tmp_path: Path, capsys: Printed, mode: str
) -> None:
    evidence = bureau.held(tmp_path, mode=mode)
    capsys.readouterr()

    code = main(["verify", str(evidence), "--log", str(tmp_path / "log")])

    assert code == 3  # the times are the bureau's own word
    assert "没有不通过的项目" in capsys.readouterr().out


@pytest.mark.parametrize("step", ["init", "seal", "witness", "drand", "hold", "export"])
def test_a_repeated_step_changes_nothing(tmp_path: Path, capsys: Printed, step: str) -> None:
    evidence = bureau.held(tmp_path)
    before = evidence.read_bytes()
    capsys.readouterr()

    code = main(bureau.steps(tmp_path)[step])
    main(bureau.steps(tmp_path)["export"])

    assert code == 0
    assert evidence.read_bytes() == before


def test_sealed_results_stay_unseen_until_the_opening(tmp_path: Path, capsys: Printed) -> None:
    bureau.write(tmp_path / "资料", mode="sealed")
    steps = bureau.steps(tmp_path, mode="sealed")
    bureau.run([steps[name] for name in ("init", "prepare", "seal", "witness", "drand", "hold")])

    refused = main(steps["export"])

    assert refused == 1
    assert "开封之前不能导出" in capsys.readouterr().err
    assert not (tmp_path / bureau.DRAW / "result.json").exists()
    assert (tmp_path / bureau.DRAW / "private" / "secret").stat().st_mode & 0o077 == 0


def test_an_enterprise_is_told_why(tmp_path: Path, capsys: Printed) -> None:
    evidence = bureau.held(tmp_path)
    result = json.loads((tmp_path / bureau.DRAW / "result.json").read_bytes())
    drawn = result["visits"][0]["subject"]
    capsys.readouterr()

    main(["explain", str(evidence), drawn.lower()])
    main(["explain", str(evidence), "91990107MA0000050X"])
    main(["explain", str(evidence), "91990107MA9999990X"])

    said = capsys.readouterr().out
    assert "不高于入选线，抽中" in said
    assert "不参加这次抽取:已注销" in said.replace("：", ":")
    assert "不在这次抽取的名单里" in said


def test_a_row_is_proven_under_the_committed_root(tmp_path: Path, capsys: Printed) -> None:
    evidence = bureau.held(tmp_path)
    capsys.readouterr()

    assert main(["prove", str(evidence), "91990107MA0000010X"]) == 0

    proof = json.loads(capsys.readouterr().out)
    assert proof["row"] == "91990107MA0000010X,1,A"
    assert main(["prove", str(evidence), "NOBODY"]) == 1


def test_the_next_in_order_take_over_and_all_still_verifies(
    tmp_path: Path, capsys: Printed
) -> None:
    evidence = bureau.held(tmp_path)
    draw, log = str(tmp_path / bureau.DRAW), ["--log", str(tmp_path / "log"), "--at", bureau.HELD]
    result = json.loads((tmp_path / bureau.DRAW / "result.json").read_bytes())
    first, second = (visit["subject"] for visit in result["visits"][:2])
    incoming = next(
        one["id"]
        for one in result["strata"][0]["reserves"]
        if one["id"] not in {visit["subject"] for visit in result["visits"]}
    )
    leaving = result["visits"][1]["team"][0]["inspector"]

    codes = bureau.run(
        [
            ["replace", draw, first, "--why", "MOVED", *log],
            ["replace", draw, incoming, "--why", "NEW", "--pool", "JC", *log],
            ["replace", draw, second, "--why", "LEAVE", "--pool", "JC", "--out", leaving, *log],
            bureau.steps(tmp_path)["export"],
            ["verify", str(evidence), "--log", str(tmp_path / "log")],
        ]
    )

    assert codes == [0, 0, 0, 0, 3]
    assert "3 次递补都按规则" in capsys.readouterr().out
    assert main(["replace", draw, first, "--why", "MOVED", *log]) == 1


def test_a_forged_folder_is_not_verified(tmp_path: Path, capsys: Printed) -> None:
    bureau.held(tmp_path)
    path = tmp_path / bureau.DRAW / "subjects.csv"
    path.write_bytes(path.read_bytes().replace(b",1,A", b",9,A", 1))

    code = main(["verify", str(tmp_path / bureau.DRAW), "--json"])

    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    failed = [check["name"] for check in report["checks"] if check["outcome"] == "failed"]
    assert code == 1
    assert "roster-digests" in failed


def test_strict_verification_asks_for_more_than_the_bureaus_word(
    tmp_path: Path, capsys: Printed
) -> None:
    evidence = bureau.held(tmp_path)
    vkey = (tmp_path / "log" / "vkey").read_text().strip()
    policy = tmp_path / "policy"
    policy.write_text(f"log {vkey}\nquorum none\n")

    assert main(["verify", str(evidence), "--policy", str(policy)]) == 3
    assert main(["verify", str(evidence), "--policy", str(policy), "--strict"]) == 1
    assert main(["verify", str(evidence), "--strict"]) == 1
    assert "--strict 要有 --policy" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("done", "words", "says"),
    [
        ([], ["seal", "D"], "没有清单"),
        (["prepare"], ["reveal", "D", "2", "--value", bureau.VALUE], "还没有封存"),
        (["prepare"], ["seal", "D", "--at", "2023-08-23T15:29:25Z"], "封存应不晚于"),
        (["prepare", "seal"], ["reveal", "D", "9", "--value", "x"], "没有第 9 个来源"),
        (["prepare", "seal"], ["reveal", "D", "2", "--value", "0" * 32], "承诺不一样"),
        (["prepare", "seal"], ["reveal", "D", "2", "--missing"], "还不到时间"),
        (["prepare", "seal"], ["reveal", "D", "1", "--value", "0" * 64], "连同签名"),
        (["prepare", "seal"], ["hold", "D"], "还没有给出数"),
        (["prepare", "seal"], ["prepare", "P", "D"], "已经封存"),
        (["prepare", "seal"], [*VOID, "甲", "甲"], "两个人"),
        (
            ["prepare", "seal", "witness", "drand"],
            ["void", "D", "--why", "X", "--by", "甲", "乙", "--at", "2023-08-23T16:10:00Z"],
            "t0",
        ),
        (
            ["prepare", "seal", "witness", "drand"],
            ["hold", "D", "--at", "2023-08-24T08:00:01Z"],
            "已过截止时间",
        ),
        (["prepare", "seal", "witness", "drand", "hold"], ["open", "D"], "公开方式"),
        (["prepare", "seal"], ["seal", "D", "--at", "yesterday"], "不是时间"),
    ],
)
def test_a_step_that_may_not_be_taken_says_why(
    tmp_path: Path, capsys: Printed, done: list[str], words: list[str], says: str
) -> None:
    plan = bureau.write(tmp_path / "资料")
    steps = bureau.steps(tmp_path)
    bureau.run([steps["init"], *(steps[name] for name in done)])
    named = {"D": str(tmp_path / bureau.DRAW), "P": str(plan)}
    words = [named.get(word, word) for word in words]
    if words[0] != "prepare":
        words += ["--log", str(tmp_path / "log")]
        words += [] if "--at" in words else ["--at", bureau.SEALED]

    code = main(words)

    assert code == 1
    assert says in capsys.readouterr().err


def test_a_task_is_drawn_once_unless_its_draw_was_voided(tmp_path: Path, capsys: Printed) -> None:
    bureau.write(tmp_path / "资料")
    steps = bureau.steps(tmp_path)
    bureau.run([steps["init"], steps["prepare"], steps["seal"]])
    again = tmp_path / "again"
    bureau.write(again / "资料", **{'code = "2023-0003"': 'code = "2023-0004"\nvoids = []'})
    log = ["--log", str(tmp_path / "log"), "--at", "2023-08-23T15:05:00Z"]
    main(["prepare", str(again / "资料" / "计划.toml"), str(again / "D")])
    capsys.readouterr()

    refused = main(["seal", str(again / "D"), *log])
    main(["void", str(tmp_path / bureau.DRAW), "--why", "ROSTER", "--by", "甲", "乙", *log])
    accepted = main(["seal", str(again / "D"), *log])

    assert (refused, accepted) == (1, 0)
    assert "一个任务只抽一次" in capsys.readouterr().err


def test_wrong_usage_is_told_from_refusal(capsys: Printed) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["seel"])

    assert caught.value.code == 2
    assert "用法不对" in capsys.readouterr().err


def test_machines_are_told_one_object_of_a_named_format(tmp_path: Path, capsys: Printed) -> None:
    bureau.held(tmp_path)
    capsys.readouterr()

    main([*bureau.steps(tmp_path)["seal"], "--json"])

    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["is_new"]) == ("mingqian-cli/1", False)


def test_the_demo_runs_and_only_clears_what_it_made(tmp_path: Path, capsys: Printed) -> None:
    place = tmp_path / "demo"

    assert main(["demo", "--folder", str(place)]) == 0
    assert main(["demo", "--folder", str(place)]) == 0
    assert "没有不通过的项目" in capsys.readouterr().out

    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    assert main(["demo", "--folder", str(tmp_path / "mine")]) == 1
    assert (tmp_path / "mine" / "thesis.txt").exists()


def test_a_witness_makes_a_slip_that_fits_the_draw(capsys: Printed) -> None:
    from mingqian.sources.witness import commit  # noqa: PLC0415

    main(["witness", "D1", "周岚", "--json"])

    slip = json.loads(capsys.readouterr().out)
    assert slip["commitment"] == commit("D1", "周岚", slip["value"])


def test_a_neighbours_cosignature_dates_the_sealing(tmp_path: Path, capsys: Printed) -> None:
    evidence = bureau.held(tmp_path)
    draw, key = tmp_path / bureau.DRAW, Key(WITNESS, note.COSIGNATURE)
    early = proof.parse((draw / "log" / "sealed.proof").read_bytes(), "x")
    signed = note.parse(early.checkpoint, "x")
    line = note.cosigned(signed.text, key, at="2023-08-23T15:00:10Z").line()
    (tmp_path / "lines").write_text(line, encoding="utf-8")
    vkey = (tmp_path / "log" / "vkey").read_text().strip()
    policy = tmp_path / "policy"
    policy.write_text(f"log {vkey}\nwitness linjiang {key.vkey}\nquorum linjiang\n")

    assert main(["attach", str(draw), "sealed", str(tmp_path / "lines")]) == 0
    assert main(bureau.steps(tmp_path)["export"]) == 0
    capsys.readouterr()
    main(["verify", str(evidence), "--policy", str(policy), "--json"])

    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    outcomes = {check["name"]: check["outcome"] for check in report["checks"]}
    assert outcomes["sealed-before-t0"] == "passed"
    assert "failed" not in outcomes.values()
