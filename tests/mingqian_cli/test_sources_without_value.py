"""Nobody re-rolls by saying that a number never came; who was silent is shown as missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mingqian import canonical
from mingqian.errors import MingqianError
from mingqian.result import SourceValue
from mingqian_ceremony import steps
from mingqian_ceremony.draw_folder import Folder
from mingqian_ceremony.draw_log import StepContext
from mingqian_ceremony.file_log import FileLog
from mingqian_cli.__main__ import main
from tests.mingqian_cli import bureau_files as bureau
from tests.support import examples
from tests.support.words import refused

Printed = pytest.CaptureFixture[str]
DEADLINE = "2023-08-25T01:00:00Z"
AFTER_DRAND = "2023-08-24T08:00:00Z"
_DRAND = 'kind = "drand"\nround = 1000'
_KENO = 'kind = "lottery"\ngame = "快乐8"\nissue = "2023226"\ntime = "2023-08-24T13:30:00Z"'
_BLUE = 'kind = "lottery"\ngame = "双色球"\nissue = "2023097"\ntime = "2023-08-24T13:15:00Z"'
_LATER = {"2023-08-24T08:00:00Z": DEADLINE}


def drawing(place: Path, *sources: str) -> list[str]:
    """Seal a draw with these public sources; give the words that name its log."""
    declared = "\n\n[[sources]]\n".join(sources)
    bureau.write(place / "资料", **{_DRAND: declared}, **_LATER)
    words = bureau.steps(place)
    assert set(bureau.run([words["init"], words["prepare"], words["seal"]])) == {0}
    return ["--log", str(place / "log")]


def notice(place: Path) -> str:
    path = place / "notice.txt"
    path.write_text("停开公告(虚构)\n", encoding="utf-8")
    return str(path)


def witnessed(place: Path, position: int, at: str) -> list[str]:
    draw, log = str(place / bureau.DRAW), str(place / "log")
    return ["reveal", draw, str(position), "--value", bureau.VALUE, "--log", log, "--at", at]


NONE = [["--missing"], ["--value", "none"]]


@pytest.mark.parametrize("word", NONE)
@pytest.mark.parametrize("is_declared", [False, True])
@pytest.mark.parametrize("at", ["2023-08-23T16:00:00Z", DEADLINE, "2023-08-26T01:00:00Z"])
def test_a_drand_round_is_never_none(
    tmp_path: Path, capsys: Printed, word: list[str], at: str, *, is_declared: bool
) -> None:
    log = drawing(tmp_path, _DRAND)
    draw = str(tmp_path / bureau.DRAW)
    main(bureau.steps(tmp_path)["witness"])
    more = ["--by", "韩静", "周岚", "--evidence", notice(tmp_path)] if is_declared else []

    code = main(["reveal", draw, "1", *word, *more, *log, "--at", at])

    assert code == 1
    assert "drand 第 1000 轮一定存在" in capsys.readouterr().err
    assert main(["hold", draw, *log, "--at", "2023-08-25T00:00:00Z"]) == 1
    entries = [logged.entry.type for logged in FileLog(tmp_path / "log").entries()]
    assert entries == ["draw.sealed", "draw.revealed"]


def test_without_its_round_a_draw_ends_as_missing_and_is_never_drawn_again(
    tmp_path: Path, capsys: Printed
) -> None:
    log = drawing(tmp_path, _DRAND)
    draw = str(tmp_path / bureau.DRAW)
    main(bureau.steps(tmp_path)["witness"])
    late = ["--at", "2023-08-25T01:00:01Z"]
    value = ["--value", examples.ROUND_VALUE, "--signature", examples.ROUND_SIGNATURE]
    again = tmp_path / "再来"
    bureau.write(
        again / "资料", **_LATER, **{'"2023-0003"': '"2023-0004"', bureau.DRAW: "2023-0004"}
    )
    main(["prepare", str(again / "资料" / "计划.toml"), str(again / "D")])
    capsys.readouterr()

    codes = [
        main(["reveal", draw, "1", *value, *log, *late]),
        main(["hold", draw, *log, *late]),
        main(["void", draw, "--why", "X", "--by", "甲", "乙", *log, *late]),
    ]
    main(["status", draw, *log, *late, "--json"])

    said = capsys.readouterr()
    assert codes == [1, 1, 1]
    assert json.loads(said.out.splitlines()[-1])["is_overdue"] is True
    with refused(MingqianError, match="一个任务只抽一次"):
        steps.seal(
            Folder(path=again / "D"),
            StepContext(book=FileLog(tmp_path / "log"), at="2023-08-23T15:20:00Z"),
        )


def test_the_signature_may_be_handed_in_until_the_last_moment(tmp_path: Path) -> None:
    log = drawing(tmp_path, _DRAND)
    draw = str(tmp_path / bureau.DRAW)
    main(bureau.steps(tmp_path)["witness"])
    value = ["--value", examples.ROUND_VALUE, "--signature", examples.ROUND_SIGNATURE]

    codes = bureau.run(
        [
            ["reveal", draw, "1", *value, *log, "--at", DEADLINE, "--role", "来访群众"],
            ["hold", draw, *log, "--at", DEADLINE],
        ]
    )

    assert codes == [0, 0]


@pytest.mark.parametrize("word", NONE)
@pytest.mark.parametrize(
    ("more", "says"),
    [
        ([], "两个不同的人"),
        (["--by", "韩静", "韩静"], "两个不同的人"),
        (["--by", "韩静", " 韩 静"], "两个不同的人"),
        (["--by", "韩静", "韩静\u200b"], "两个不同的人"),
        (["--by", "Han", "ＨＡＮ"], "两个不同的人"),
        (["--by", "韩静", ""], "两个不同的人"),
        (["--by", "韩静", "周岚"], "要有证据"),
    ],
)
def test_a_lottery_is_not_none_by_one_person_or_without_a_file(
    tmp_path: Path, capsys: Printed, word: list[str], more: list[str], says: str
) -> None:
    log = drawing(tmp_path, _KENO, _BLUE)
    main(witnessed(tmp_path, 3, "2023-08-24T13:00:00Z"))
    capsys.readouterr()
    evidence = [] if says == "要有证据" else ["--evidence", notice(tmp_path)]

    draw = str(tmp_path / bureau.DRAW)
    code = main(["reveal", draw, "2", *word, *more, *evidence, *log, "--at", DEADLINE])

    assert code == 1
    assert says in capsys.readouterr().err


def test_two_persons_declare_with_a_file_and_all_of_it_is_in_the_evidence(
    tmp_path: Path, capsys: Printed
) -> None:
    log = drawing(tmp_path, _KENO, _BLUE)
    draw, path = str(tmp_path / bureau.DRAW), notice(tmp_path)
    words = ["--missing", "--by", "韩静", "周岚", "--evidence", path, *log, "--at", DEADLINE]

    codes = bureau.run(
        [
            witnessed(tmp_path, 3, "2023-08-24T13:00:00Z"),
            [
                *("reveal", draw, "1", "--value", examples.KENO_VALUE),
                *(*log, "--at", "2023-08-24T14:00:00Z"),
            ],
            ["reveal", draw, "2", *words],
            ["reveal", draw, "2", *words],
            ["hold", draw, *log, "--at", "2023-08-25T09:00:00Z"],
            bureau.steps(tmp_path)["export"],
        ]
    )
    capsys.readouterr()
    status = main(["verify", str(tmp_path / "证据.zip"), *log, "--signed-printouts"])

    said = capsys.readouterr().out
    assert (codes, status) == ([0] * 6, 0)
    assert "lottery 至截止确无公布，由 周岚、韩静 声明，证据 evidence/notice.txt" in said


def test_other_persons_cannot_take_over_a_declaration(tmp_path: Path, capsys: Printed) -> None:
    log = drawing(tmp_path, _KENO, _BLUE)
    draw, words = str(tmp_path / bureau.DRAW), ["--missing", "--evidence", notice(tmp_path), "--by"]
    at = [*log, "--at", DEADLINE]
    main(witnessed(tmp_path, 3, "2023-08-24T13:00:00Z"))

    assert main(["reveal", draw, "2", *words, "韩静", "周岚", *at]) == 0
    assert main(["reveal", draw, "2", *words, "韩静", "陆明", *at]) == 1
    assert "已经记录" in capsys.readouterr().err


def test_a_number_is_not_declared_by_persons(tmp_path: Path, capsys: Printed) -> None:
    log = drawing(tmp_path, _KENO)
    draw = str(tmp_path / bureau.DRAW)
    words = ["--value", examples.KENO_VALUE, "--by", "韩静", "周岚", *log]

    assert main(["reveal", draw, "1", *words, "--at", "2023-08-24T14:00:00Z"]) == 1
    assert "只有没有公布" in capsys.readouterr().err


def test_a_step_takes_no_file_that_is_not_the_one_declared(tmp_path: Path) -> None:
    drawing(tmp_path, _KENO, _BLUE)
    office = StepContext(book=FileLog(tmp_path / "log"), at=DEADLINE)
    folder = Folder(path=tmp_path / bureau.DRAW)

    for shown in ({}, {"notice.txt": b"another"}):
        with refused(MingqianError, match="没有交来"):
            steps.reveal(folder, office, 2, examples.NOT_DRAWN, shown, persons=("韩静", "周岚"))


def swapped(folder: Folder) -> None:
    folder.put_shown(2, "notice.txt", b"another")


def swapped_with_its_digest(folder: Folder) -> None:
    swapped(folder)
    given = folder.given(2)
    assert given is not None
    other = replace(given.evidence[0], sha256=canonical.digest(b"another"))
    folder.put_given(2, replace(given, evidence=(other,)))


def withdrawn(folder: Folder) -> None:
    folder.put_given(2, SourceValue(value="none"))


def lost(folder: Folder) -> None:
    next(folder.path.rglob("*notice.txt")).unlink()


@pytest.mark.parametrize("attack", [swapped, swapped_with_its_digest, withdrawn, lost])
def test_the_papers_of_a_none_cannot_be_exchanged_before_the_holding(
    tmp_path: Path, capsys: Printed, attack: Callable[[Folder], None]
) -> None:
    log = drawing(tmp_path, _KENO, _BLUE)
    draw = str(tmp_path / bureau.DRAW)
    words = ["--missing", "--by", "韩静", "周岚", "--evidence", notice(tmp_path), *log]
    main(witnessed(tmp_path, 3, "2023-08-24T13:00:00Z"))
    keno = ["--value", examples.KENO_VALUE, *log, "--at", "2023-08-24T14:00:00Z"]
    assert main(["reveal", draw, "1", *keno]) == 0
    assert main(["reveal", draw, "2", *words, "--at", DEADLINE]) == 0
    attack(Folder(path=Path(draw)))

    code = main(["hold", draw, *log, "--at", "2023-08-25T09:00:00Z"])

    assert code == 1
    assert "请保留现场" in capsys.readouterr().err
    entries = [logged.entry.type for logged in FileLog(tmp_path / "log").entries()]
    assert entries[-1] == "draw.revealed"


def test_a_value_changed_on_the_disc_after_it_was_logged_stops_the_draw(
    tmp_path: Path, capsys: Printed
) -> None:
    """A second seed by putting ``none`` into the folder, behind the back of the log."""
    log = drawing(tmp_path, _KENO, _BLUE)
    draw = str(tmp_path / bureau.DRAW)
    for position, value, at in (
        (3, bureau.VALUE, "2023-08-24T13:00:00Z"),
        (2, examples.BLUE, "2023-08-24T13:40:00Z"),
        (1, examples.KENO_VALUE, "2023-08-24T14:00:00Z"),
    ):
        main(["reveal", draw, str(position), "--value", value, *log, "--at", at])
    Folder(path=Path(draw)).put_given(2, SourceValue(value="none"))

    code = main(["hold", draw, *log, "--at", "2023-08-24T15:00:00Z"])

    assert code == 1
    assert "来源 2 的数 和日志里记录的不一样" in capsys.readouterr().err


def test_a_draw_is_overdue_when_nothing_can_bring_its_result_any_more(tmp_path: Path) -> None:
    drawing(tmp_path, _KENO, _BLUE)
    folder = Folder(path=tmp_path / bureau.DRAW)
    second, day = "2023-08-25T01:00:01Z", "2023-08-26T01:00:01Z"

    assert steps.is_overdue(folder, [], day) is False
    assert steps.is_overdue(folder, ["sealed"], DEADLINE) is False
    assert steps.is_overdue(folder, ["sealed"], second) is True  # nobody logged the absence
    folder.put_given(3, SourceValue(value="absent"))
    assert steps.is_overdue(folder, ["sealed"], second) is False  # none may still be declared
    assert steps.is_overdue(folder, ["sealed"], day) is True
    assert steps.is_overdue(folder, ["sealed", "held"], day) is False
    assert steps.is_overdue(folder, ["sealed", "voided"], day) is False
    folder.put_given(1, SourceValue(value=examples.KENO_VALUE))
    folder.put_given(2, SourceValue(value=examples.BLUE))
    assert steps.is_overdue(folder, ["sealed"], second) is True


def test_a_void_is_not_decided_by_one_person_under_two_spellings(
    tmp_path: Path, capsys: Printed
) -> None:
    log = drawing(tmp_path, _DRAND)
    words = ["void", str(tmp_path / bureau.DRAW), "--why", "X", "--by", "韩静", "韩 静", *log]

    assert main([*words, "--at", bureau.SEALED]) == 1
    assert "两个人" in capsys.readouterr().err


def test_verify_ends_with_what_it_found(tmp_path: Path, capsys: Printed) -> None:
    evidence = str(bureau.held(tmp_path))
    log = ["--log", str(tmp_path / "log")]
    forged = tmp_path / bureau.DRAW / "subjects.csv"

    assert main(["verify", evidence, *log]) == 3
    assert "仅为自述：除了本机构自己的话没有别的证明" in capsys.readouterr().out
    assert main(["verify", evidence, *log, "--signed-printouts"]) == 0
    forged.write_bytes(forged.read_bytes().replace(b",1,A", b",9,A", 1))
    assert main(["verify", str(tmp_path / bureau.DRAW), *log]) == 1
    assert main(["verify"]) == 2
    assert "请给出一份证据，或用 --site 给出一个网址" in capsys.readouterr().err
