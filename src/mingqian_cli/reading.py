"""Spreadsheets for people, which are no evidence: the result, and the problems in the files."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from mingqian.manifest import Manifest
from mingqian.result import Result
from mingqian_cli.formatting import titles
from mingqian_cli.problems import Problem

_RISKY = ("=", "+", "-", "@", "\t")


def problems_book(problems: Sequence[Problem]) -> bytes:
    """Write what must be mended, row by row."""
    rows = [(p.file, str(p.row or ""), p.column, p.value, p.reason, p.advice) for p in problems]
    return _book({"问题": (("文件", "行", "列", "原值", "问题", "怎么办"), rows)})


def result_book(manifest: Manifest, result: Result, names: Mapping[str, str]) -> bytes:
    """Write the result for reading."""
    title = titles(manifest)
    heads = ("代码", "名称", "层", "人员组", "人员编号", "姓名", "组长")
    return _book(
        {
            "抽取结果": (heads, _team_rows(result, title, names)),
            "备选": (("层", "次序", "代码", "名称", "签值"), _reserve_rows(result, title, names)),
        }
    )


def _team_rows(
    result: Result, title: Mapping[str, str], names: Mapping[str, str]
) -> list[tuple[str, ...]]:
    return [
        (
            visit.subject,
            names.get(visit.subject, ""),
            "、".join(title[code] for code in visit.strata),
            slot.pool,
            slot.inspector or "",
            names.get(slot.inspector or "", "空缺"),
            "组长" if slot.leader else "",
        )
        for visit in result.visits
        for slot in visit.team
    ]


def _reserve_rows(
    result: Result, title: Mapping[str, str], names: Mapping[str, str]
) -> list[tuple[str, ...]]:
    return [
        (title[stratum.code], str(rank), reserve.id, names.get(reserve.id, ""), reserve.number)
        for stratum in result.strata
        for rank, reserve in enumerate(stratum.reserves, start=1)
    ]


def _book(sheets: Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]]]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"bold": True, "bottom": 1})
    for name, (headings, rows) in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headings) - 1, 22, text)
        for at, heading in enumerate(headings):
            sheet.write_string(0, at, heading, head)
        for number, row in enumerate(rows, start=1):
            for at, value in enumerate(row):
                sheet.write_string(number, at, _harmless(value), text)
    book.close()
    return buffer.getvalue()


def _harmless(value: str) -> str:
    # A cell that begins like a formula could run in somebody's spreadsheet.
    return f"'{value}" if value.startswith(_RISKY) else value
