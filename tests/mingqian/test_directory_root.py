"""The directory's root: one digest over all rows, of which none can be guessed (draw-v1 2.7)."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mingqian import canonical, directory_root
from mingqian.errors import FormatError
from mingqian.log import tree
from tests import directory_rows
from tests.directory_rows import FIRST, KEY

VECTOR = Path(__file__).parents[2] / "spec" / "vectors" / "directory.json"


def lines(key: str = KEY) -> list[tuple[str, bytes]]:
    rows = sorted(directory_rows.rows(), key=lambda row: row.id)
    return [(row.id, directory_root.line(key, row.id, row.write())) for row in rows]


def test_the_published_vector_is_what_the_program_computes() -> None:
    vector = json.loads(VECTOR.read_bytes())

    assert [line.decode() for _, line in lines()] == vector["lines"]
    assert directory_root.root(lines()) == vector["root"]
    assert vector["root"] == "4a29249785c01e3cd10e3d18c40616bd899c224b3180496e4da52cfb83cb93ce"


def test_a_row_is_written_as_canonical_json_has_it() -> None:
    for row in directory_rows.rows():
        read = canonical.parse(row.write(), "row")
        assert canonical.write(read) == row.write()


@pytest.mark.parametrize(
    "change",
    [
        {"state": "注销"},
        {"kind": "其他"},
        {"industry": "建筑业"},
        {"region": ""},
        {"owner": "U13"},
        {"grade": "B"},
        {"risk": "D"},
        {"labels": ("重点监管",)},
        {"last_visit": None},
        {"visits": (("CAP-ALL", 2), ("CAP-LABOUR", 1))},
        {"is_usable": False},
        {"is_listed": False},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_field_that_a_draw_reads_changes_the_root(change: dict[str, Any]) -> None:
    moved = replace(FIRST, **change)
    before = lines()
    after = [
        (row_id, directory_root.line(KEY, row_id, moved.write()) if row_id == moved.id else line)
        for row_id, line in before
    ]

    assert directory_root.root(after) != directory_root.root(before)


def test_a_shown_row_proves_itself_and_betrays_no_other() -> None:
    vector = json.loads(VECTOR.read_bytes())

    line = directory_root.salted(vector["salts"][1], vector["rows"][1].encode())

    tree.require_inclusion(
        tree.leaf_hash(line),
        index=1,
        size=5,
        root=bytes.fromhex(vector["root"]),
        proof=[bytes.fromhex(one) for one in vector["proof_of_1"]],
    )
    assert vector["rows"][0] not in json.dumps(vector["proof_of_1"])


def test_without_the_key_a_line_cannot_be_guessed_from_its_few_values() -> None:
    other_key = canonical.digest("another key")

    mine, other = dict(lines()), dict(lines(other_key))

    assert not set(mine.values()) & set(other.values())
    assert directory_root.salt(KEY, "A") != directory_root.salt(KEY, "B")


@pytest.mark.parametrize(
    ("ids", "says"),
    [
        (["B", "A"], "应按代码排列"),
        (["A", "A"], "应按代码排列"),
        (["名"], "不是代码"),
    ],
)
def test_rows_out_of_order_have_no_root(ids: list[str], says: str) -> None:
    with pytest.raises(FormatError, match=says):
        directory_root.root((one, b"0" * 64) for one in ids)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": "名"}, "不是代码"),
        ({"region": "a\nb"}, "控制字符"),
        ({"industry": "\ud800"}, "控制字符"),
        ({"labels": ("长" * 1001,)}, "太长"),
        ({"labels": ("乙", "丙")}, "没有排好"),
        ({"visits": (("B", 1), ("A", 1))}, "没有排好"),
        ({"visits": (("A", 0),)}, "不小于 1"),
    ],
)
def test_a_row_that_no_manifest_could_hold_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(FormatError, match=says):
        replace(FIRST, **change).write()


def test_an_empty_directory_has_the_root_of_an_empty_tree() -> None:
    assert directory_root.root([]) == tree.EMPTY_ROOT.hex()


def test_the_rows_stream_through_and_are_not_kept() -> None:
    def many() -> Iterator[tuple[str, bytes]]:
        for number in range(100_000):
            yield f"R{number:07d}", b"0" * 64

    tracemalloc.start()
    directory_root.root(many())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 2_000_000
