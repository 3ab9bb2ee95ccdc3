"""Judging and writing the rows of items: each becomes a draft that the approver publishes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from mingqian_tables.spreadsheet import Row
from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.accounts.selectors import Actor
from oversight.registry.models import ImportRun, Item, Staged, StagedRow
from oversight.registry.rules import items as rules
from oversight.registry.rules.items import Basis, Content, Point
from oversight.registry.rules.subjects import known
from oversight.registry.services import items as changes
from oversight.registry.services.importing import runs
from oversight.registry.services.importing.reading import Judge, cell

_BASIS = re.compile(r"(《[^》]+》)\s*(第[^；;。\n]*条)?")
_LINES = re.compile(r"[\n；;]+")
_WORDS = re.compile(r"[、,，/\s]+")
_CODE = re.compile(r"[A-Za-z0-9._-]{2,40}")
_NAME = 120


def judge_for(run: ImportRun, actor: Actor) -> Judge:
    """Make the judge of an import's rows."""
    sections = dict(accounts.sections(actor).values_list("name", "pk"))
    taken = set(Item.objects.filter(bureau_id=run.bureau_id).values_list("code", flat=True))

    def judge(batch: Sequence[Row]) -> list[StagedRow]:
        return [_judged(run, row, sections, taken) for row in batch]

    return judge


@transaction.atomic
def write(run: ImportRun, actor: Actor, at: datetime) -> int:
    """Draft an item for each staged row."""
    index = runs.record("directory.imported", run, actor, at, run.counts)
    for staged in run.stagedrows.filter(verdict=Staged.NEW):
        owner = Organisation.objects.get(pk=staged.values["owner_id"])
        changes.draft(
            actor=actor,
            owner_id=owner.pk,
            code=staged.values["code"],
            content=rules.read(staged.values["content"]),
            at=at,
        )
    return index


def _judged(run: ImportRun, row: Row, sections: dict[str, int], taken: set[str]) -> StagedRow:
    values = {name: known(cell(row, run.columns, name)) for name in run.columns}
    code, unit = values.get("code", ""), values.get("owner", "")
    problems = []
    if _CODE.fullmatch(code) is None:
        problems.append(_problem("code", code, "事项编码应为 2 到 40 个字母、数字或 . _ -"))
    elif code in taken:
        problems.append(_problem("code", code, "已有这个编码；要改内容请在事项页“开始调整”"))
    taken.add(code)
    if not values.get("name"):
        problems.append(_problem("name", "", "没有事项名称；请补上"))
    if len(values.get("name", "")) > _NAME:
        problems.append(_problem("name", values["name"], f"超过 {_NAME} 个字；请缩短"))
    if unit and unit not in sections:
        problems.append(_problem("owner", unit, f"应为 {'、'.join(sections)} 之一"))
    staged = StagedRow(run=run, line=row.number, problems=problems, raw=list(row.cells))
    staged.verdict = Staged.REFUSED if problems else Staged.NEW
    if not problems:
        content = rules.stored(_content(values))
        owner_id = sections.get(unit, run.owner_id)
        staged.values = {"code": code, "owner_id": owner_id, "content": content}
        staged.values["name"] = values["name"]
    return staged


def _content(values: dict[str, str]) -> Content:
    category = values.get("category", "")
    return Content(
        field=values.get("field", ""),
        name=values["name"],
        category=category if category in rules.CATEGORIES else "一般",
        authority=values.get("authority", ""),
        basis=tuple(
            Basis(level="规范性文件", title=title, article=article)
            for title, article in _BASIS.findall(values.get("basis", ""))
        ),
        levels=_among(values.get("levels", ""), rules.LEVELS),
        subject_kinds=tuple(one for one in _WORDS.split(values.get("subject_kinds", "")) if one),
        points=tuple(
            Point(title=one.strip())
            for one in _LINES.split(values.get("points", ""))
            if one.strip()
        ),
        methods=_among(values.get("methods", ""), rules.METHODS),
        note=values.get("note", ""),
    )


def _among(text: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in allowed if one in text)


def _problem(column: str, value: str, reason: str) -> dict[str, str]:
    return {"column": column, "value": value[:60], "reason": reason}
