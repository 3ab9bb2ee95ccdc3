"""Validating and writing the rows of items: each becomes a draft for the approver."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from mingqian_tables import amounts
from mingqian_tables.normalisation import plain_code, plain_number
from mingqian_tables.table import Row
from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.accounts.selectors import Actor
from oversight.common.core_words import problem_of
from oversight.registry.models import ImportRun, Item, StagedRecord, StagedRow
from oversight.registry.rules import bases, references, vocabulary
from oversight.registry.rules import items as rules
from oversight.registry.rules.items import Content, Point
from oversight.registry.rules.subjects import clean_cell
from oversight.registry.services import items as changes
from oversight.registry.services.importing import cells, runs
from oversight.registry.services.importing.cells import Corrections, Problem, cell, problem
from oversight.registry.services.importing.staging import RowValidator

_LINES = re.compile(r"[\n；;]+")
_WORDS = re.compile(r"[、,，/\s]+")
_CODE = re.compile(r"[A-Za-z0-9._-]{2,40}")
_MOST = {"name": 120, "code": 40}


@dataclass(frozen=True, slots=True, kw_only=True)
class _RowContext:
    """What a row is validated against; ``taken`` has the codes in use, in capitals."""

    run: ImportRun
    corrections: Corrections
    sections: Mapping[str, int]
    taken: dict[str, str] = field(default_factory=dict)


def make_validator(run: ImportRun, actor: Actor) -> RowValidator:
    """Make the validator of an import's rows."""
    codes = Item.objects.filter(bureau_id=run.bureau_id).values_list("code", flat=True)
    context = _RowContext(
        run=run,
        corrections=cells.corrections_of(run),
        sections=dict(accounts.sections(actor).values_list("name", "pk")),
        taken={plain_code(code): f"已有这个编码（{code}）" for code in codes},
    )

    def validate(batch: Sequence[Row]) -> list[StagedRow]:
        return [_validate_row(context, row) for row in batch]

    return validate


@transaction.atomic
def write(run: ImportRun, actor: Actor, at: datetime) -> int:
    """Draft an item for each staged row."""
    index = runs.record_written(run, actor, at)
    for staged in run.stagedrows.filter(verdict=StagedRecord.NEW):
        owner = Organisation.objects.get(pk=staged.values["owner_id"])
        changes.draft(
            actor=actor,
            owner_id=owner.pk,
            code=staged.values["code"],
            content=rules.read(staged.values["content"]),
            at=at,
        )
    return index


def notes(run: ImportRun) -> list[str]:
    """Say by what usual values new rows were completed."""
    if "category" in run.columns or not run.counts.get(StagedRecord.NEW):
        return []
    return ["表里没有“类别”一栏：事项按“一般”收，重点事项请在事项页改"]


def _validate_row(context: _RowContext, row: Row) -> StagedRow:
    run = context.run
    values = {name: clean_cell(cell(row, run.columns, name)) for name in run.columns}
    values["code"] = plain_number(values.get("code", ""))
    problems = _code(context, row, values["code"])
    problems += cells.words(run, values, ("category",))
    problems += cells.unfilled(run, values, ("category",), problems)
    if not references.plain(values.get("name", "")):
        problems.append(problem("name", values.get("name", ""), "没有事项名称；请补上"))
    problems += [
        problem(name, values[name], f"超过 {most} 个字；请缩短")
        for name, most in _MOST.items()
        if len(values.get(name, "")) > most
    ]
    owner_id = _owner(context, values.get("owner", ""), problems)
    content = _content(run, values, problems)
    problems = cells.with_reader_faults(row, run.columns, problems)
    staged = StagedRow(
        run=run, line=row.number, problems=problems, raw=cells.masked_cells(row, run.columns)
    )
    staged.corrected = context.corrections.names(row.number)
    staged.values = {"code": values["code"], "name": values.get("name", "")}
    staged.verdict = StagedRecord.REFUSED if problems else StagedRecord.NEW
    if not problems:
        staged.values |= {"owner_id": owner_id, "content": rules.stored(content)}
    return staged


def _code(context: _RowContext, row: Row, code: str) -> list[Problem]:
    if _CODE.fullmatch(code) is None:
        return [problem("code", code, "事项编码应为 2 到 40 个字母、数字或 . _ -")]
    try:
        amounts.code(code, row.kind(context.run.columns["code"]))
    except amounts.UnclearError as error:
        return [problem("code", code, problem_of(error))]
    same = context.taken.get(plain_code(code))
    if same:
        return [problem("code", code, f"{same}；要改内容请在事项页“开始调整”")]
    context.taken[plain_code(code)] = f"与第 {row.number} 行的编码重复（{code}）"
    return []


def _owner(context: _RowContext, unit: str, problems: list[Problem]) -> int:
    if not unit:
        return context.run.owner_id
    section_name = context.run.meanings.get("owner", {}).get(unit, unit)
    name = references.match(section_name, context.sections)
    if name is None:
        reason = references.advice(unit, context.sections)
        problems.append(problem("owner", unit, reason, asks=True))
        return context.run.owner_id
    return context.sections[name]


def _content(run: ImportRun, values: Mapping[str, str], problems: list[Problem]) -> Content:
    basis, rest = bases.read(values.get("basis", ""))
    if rest:
        reason = "看不懂的依据；请写作 《名称》（文号）第几条，几项之间用“；”隔开"
        problems.append(problem("basis", rest, reason))
    return Content(
        field=values.get("field", ""),
        name=values.get("name", ""),
        category=values.get("category") or "一般",
        authority=values.get("authority", ""),
        basis=basis,
        levels=_several(run, "levels", values, problems),
        subject_kinds=tuple(
            subject_kind
            for subject_kind in _WORDS.split(values.get("subject_kinds", ""))
            if subject_kind
        ),
        points=tuple(
            Point(title=line.strip())
            for line in _LINES.split(values.get("points", ""))
            if line.strip()
        ),
        methods=_several(run, "methods", values, problems),
        note=values.get("note", ""),
    )


def _several(
    run: ImportRun, column: str, values: Mapping[str, str], problems: list[Problem]
) -> tuple[str, ...]:
    meanings, unknown = vocabulary.meanings(run.kind, column, values.get(column, ""), run.meanings)
    problems += [
        problem(column, word, vocabulary.reason(run.kind, column, word), asks=True)
        for word in unknown
    ]
    return meanings
