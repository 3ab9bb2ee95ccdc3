"""Roster files: every row in its one form, or refused by file and line (spec draw-v1 1.5, 2.1)."""

from __future__ import annotations

import pytest

from mingqian import roster
from mingqian.errors import FormatError
from tests.support import examples

GOOD = examples.drand_and_witness().prepared.files
HEADER = b"id,tickets,strata\n"


def test_what_is_written_is_read_again() -> None:
    rosters = roster.read(GOOD)

    assert roster.write(rosters) == GOOD
    assert [rosters.rows(name) for name in roster.NAMES] == [2, 2, 9, 40]


def test_rows_are_put_in_their_order() -> None:
    rosters = roster.read(GOOD)
    mixed = roster.Rosters(
        subjects=rosters.subjects[::-1],
        exclusions=rosters.exclusions[::-1],
        inspectors=rosters.inspectors[::-1],
        conflicts=rosters.conflicts[::-1],
    )

    assert roster.write(mixed) == GOOD


@pytest.mark.parametrize(
    ("name", "data", "line", "says"),
    [
        ("subjects.csv", b"\xef\xbb\xbf" + HEADER, 1, "BOM"),
        ("subjects.csv", HEADER + b"S1,1,A\r\n", 2, "回车符"),
        ("subjects.csv", HEADER + "S一,1,A\n".encode(), 2, "ASCII 以外"),
        ("subjects.csv", HEADER + b"S1,1,A", 2, "没有以换行符"),
        ("subjects.csv", b"", 1, "表头应为 id,tickets,strata"),
        ("subjects.csv", b"id,strata\n", 1, "表头应为"),
        ("subjects.csv", HEADER + b"\n", 2, "空行"),
        ("subjects.csv", HEADER + b"S1,1," + b"A" * 10_000_000 + b"\n", 2, "超过一行最多"),
        ("subjects.csv", HEADER + b"S1,1\n", 2, "应有 3 个字段，实有 2 个"),
        ("subjects.csv", HEADER + b'"S1",1,A\n', 2, "代码"),
        ("subjects.csv", HEADER + b"S2,1,A\nS1,1,A\n", 3, "没有按升序"),
        ("subjects.csv", HEADER + b"S1,1,A\nS1,1,A\n", 3, "重复"),
        ("subjects.csv", HEADER + b"S1,0,A\n", 2, "签数应为 1 到 10"),
        ("subjects.csv", HEADER + b"S1,11,A\n", 2, "签数应为 1 到 10"),
        ("subjects.csv", HEADER + b"S1,1.0,A\n", 2, "不是 0 到 999999"),
        ("subjects.csv", HEADER + b"S1,01,A\n", 2, "不是 0 到 999999"),
        ("subjects.csv", HEADER + b"S1,1,\n", 2, "代码"),
        ("subjects.csv", HEADER + b"S1,1,A  B\n", 2, "代码"),
        ("subjects.csv", HEADER + b"S1,1,B A\n", 2, "列表"),
        ("subjects.csv", HEADER + b"S1,1,A A\n", 2, "列表"),
        ("exclusions.csv", b"id,reason\nX 1,ZX\n", 2, "代码"),
        ("inspectors.csv", b"id,pools,load,limit\nJ1,JC,0,1000000\n", 2, "不是 0 到 999999"),
        (
            "conflicts.csv",
            b"inspector,subject,class\nJ001,X,medium\n",
            2,
            "class 应为 hard 或 soft",
        ),
        ("conflicts.csv", b"inspector,subject,class\nJ999,S1,hard\n", 2, "J999 不在 inspectors"),
        ("conflicts.csv", b"inspector,subject,class\nJ001,S1,hard\n", 2, "S1 不在 subjects"),
        ("exclusions.csv", b"id,reason\n91990107MA0000010X,ZX\n", 2, "同时在 subjects.csv"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(name: str, data: bytes, line: int, says: str) -> None:
    with pytest.raises(FormatError, match=says) as caught:
        roster.read({**GOOD, name: data})

    assert (caught.value.file, caught.value.line) == (name, line)
    assert len(str(caught.value)) < 300


def test_conflicts_are_ordered_by_inspector_then_subject() -> None:
    header = b"inspector,subject,class\n"
    rows = b"J001,91990107MA0000020X,hard\nJ001,91990107MA0000010X,hard\n"

    with pytest.raises(FormatError, match="升序"):
        roster.read({**GOOD, "conflicts.csv": header + rows})


def test_the_candidates_are_subjects_then_exclusions_without_headers() -> None:
    lines = list(roster.candidate_lines(GOOD))

    assert lines[0] == b"91990107MA0000010X,1,A"
    assert lines[-1] == b"91990107MA0000920X,CAP2"
    assert len(lines) == 42
