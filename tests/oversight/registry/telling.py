"""Rows of the three directories as files have them, and what a person says of them."""

from __future__ import annotations

from typing import Any

from oversight.registry.models import ImportRun
from oversight.registry.services.importing import pipeline, runs
from oversight.registry.services.importing.runs import Cell
from tests.oversight.registry import files
from tests.oversight.registry.test_import import read
from tests.support.platform_factory import NOON, Bureau, code

SUBJECTS = ("统一社会信用代码", "企业名称", "登记状态", "区域", "守法诚信等级", "所属科室")
PEOPLE = (
    *("监察证号", "姓名", "性别", "单位", "编制类型", "状态", "有效期至", "是否专家"),
    *("可查事项", "管辖区域"),
)
ITEMS = ("事项编码", "事项名称", "事项类别", "检查依据", "实施层级", "检查方式")
# Made up: the region 990107 does not exist; the check characters are right.
IDENTITY = "110101199003070003"
OLD_CODE = "91990107MA00000110"


def subject(number: int, **cells: str) -> tuple[str, ...]:
    told = {"统一社会信用代码": code(number), "企业名称": f"青禾区第{number}厂", "登记状态": "在业"}
    return tuple({**told, **cells}.get(name, "") for name in SUBJECTS)


def person(number: int, **cells: str) -> tuple[str, ...]:
    told = {
        "监察证号": f"QH{number:05d}",
        "姓名": f"检查员{number}",
        "性别": "女",
        "编制类型": "行政",
    }
    told |= {"状态": "在岗", "有效期至": "2030-12-31"}
    return tuple({**told, **cells}.get(name, "") for name in PEOPLE)


def listed(number: int, **cells: str) -> tuple[str, ...]:
    told = {"事项编码": f"TST-{number:02d}", "事项名称": f"事项{number}", "事项类别": "一般"}
    told["检查依据"] = "《劳动法》第八十五条"
    return tuple({**told, **cells}.get(name, "") for name in ITEMS)


def quoted(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [tuple(f'"{cell}"' if cell else "" for cell in row) for row in rows]


def imported(own: Bureau, *rows: tuple[str, ...], kind: str = "subjects") -> ImportRun:
    headings = {"subjects": SUBJECTS, "inspectors": PEOPLE, "items": ITEMS}[kind]
    return read(own, files.csv(quoted(list(rows)), headings=headings), kind=kind)


def staged(run: ImportRun, line: int = 2) -> Any:
    return runs.staged(run).get(line=line)


def reasons(run: ImportRun, line: int = 2) -> list[tuple[str, str]]:
    return [(one["column"], one["reason"]) for one in staged(run, line).problems]


def explained(own: Bureau, run: ImportRun, **meanings: dict[str, str]) -> ImportRun:
    clerk = own.actors["clerk"]
    runs.explain(actor=clerk, run_id=run.pk, meanings=meanings, at=NOON)
    pipeline.read(actor=clerk, run_id=run.pk)
    return ImportRun.objects.get(pk=run.pk)


def corrected(
    own: Bureau, run: ImportRun, *cells: Cell, reasons: dict[int, str] | None = None
) -> ImportRun:
    clerk = own.actors["clerk"]
    runs.correct(actor=clerk, run_id=run.pk, cells=cells, reasons=reasons or {}, at=NOON)
    pipeline.read(actor=clerk, run_id=run.pk)
    return ImportRun.objects.get(pk=run.pk)
