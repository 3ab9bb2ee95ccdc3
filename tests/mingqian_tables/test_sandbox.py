"""A file that breaks its reader breaks nothing else: the child is stopped, and says why."""

from __future__ import annotations

import gc
import sys
import threading
from pathlib import Path

import pytest

from mingqian_tables import errors, sandbox, spreadsheet
from mingqian_tables.errors import TableError
from tests.mingqian_tables.workbooks import MAIN, Raw, save, sheet, xlsx

TABLE = "代码,名称\nX1,甲\nX2,乙\n"


def stopped(path: Path) -> TableError:
    with pytest.raises(TableError) as caught:
        spreadsheet.read(path)
    return caught.value


def test_a_file_that_fills_the_memory_stops_its_child_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "MEMORY", 80 * 2**20)
    texts = "".join(f"<si><t>{n:0200d}</t></si>" for n in range(300_000))
    cell = Raw('<c r="@" t="s"><v>0</v></c>')
    others = {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>'}
    path = save(tmp_path, "a.xlsx", xlsx({"a": sheet([[cell]])}, others=others))

    error = stopped(path)

    assert (error.code, "内存" in str(error)) == (errors.STOPPED, True)
    assert spreadsheet.read(save(tmp_path, "b.csv", TABLE)).read_rows == 2


def test_one_text_shown_a_million_times_does_not_fill_the_disc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "OUTPUT", 2**20)
    others = {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"长" * 9000}</t></si></sst>'}
    cell = Raw('<c r="@" t="s"><v>0</v></c>')
    data = xlsx(
        {"a": sheet([["代码", "名称"], *([cell, "甲"] for _ in range(500))])}, others=others
    )

    error = stopped(save(tmp_path, "a.xlsx", data))

    assert error.code == errors.TOO_LARGE


def test_a_file_that_takes_too_long_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 0.01)

    error = stopped(save(tmp_path, "a.csv", TABLE * 1000))

    assert (error.code, "时间" in str(error)) == (errors.STOPPED, True)


def test_a_child_that_dies_without_a_word_is_an_answer_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_PROGRAM", "import os; os.kill(os.getpid(), 9)")

    error = stopped(save(tmp_path, "a.csv", TABLE))

    assert (error.code, "状态 -9" in str(error)) == (errors.STOPPED, True)


def test_a_child_that_cannot_be_started_is_an_answer_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere"))

    assert "不能另开进程" in str(stopped(save(tmp_path, "a.csv", TABLE)))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    error = stopped(tmp_path / "没有.csv")

    assert (error.code, "读不到表格" in str(error)) == (errors.UNREADABLE, True)


def test_a_file_larger_than_allowed_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_BYTES", 10)

    assert stopped(save(tmp_path, "a.csv", TABLE)).code == errors.TOO_LARGE


def test_more_rows_or_longer_cells_than_allowed_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path, "a.csv", TABLE)
    monkeypatch.setattr(spreadsheet, "MAX_CELL", 1)
    assert stopped(path).code == errors.TOO_LARGE

    monkeypatch.setattr(spreadsheet, "MAX_ROWS", 2)
    assert stopped(path).code == errors.TOO_LONG


def test_a_stream_that_nobody_reads_to_its_end_leaves_no_file_open(tmp_path: Path) -> None:
    rows = spreadsheet.stream(save(tmp_path, "a.csv", TABLE))

    assert next(rows).cells == ("代码", "名称")
    del rows
    gc.collect()


def test_several_threads_read_at_once(tmp_path: Path) -> None:
    path = save(tmp_path, "a.csv", TABLE)
    counts: list[int] = []

    def work() -> None:
        counts.append(spreadsheet.read(path).read_rows)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert counts == [2, 2, 2, 2]
