"""The plan as the published tables have it: one task a row (domain 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mingqian_tables import headings
from mingqian_tables.table import Sheet
from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.services import AuditEvent
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError
from oversight.plans import events, rules, selectors
from oversight.plans.models import PlanVersion, Task
from oversight.plans.services import sheet_rows, tasks
from oversight.plans.services.sheet_rows import SheetRow

HEADINGS = (
    *("计划编号", "年度", "计划名称", "任务编号", "任务名称", "抽查类型", "抽查事项"),
    *("检查对象范围", "抽查基数", "抽查比例", "抽查数量", "抽查频次", "差异化比例", "检查方式"),
    *("发起部门", "配合部门", "开始时间", "结束时间", "抽取月份", "抽查模式", "组织/实施层级"),
    *("备注", "分层依据", "递补数", "差异化依据", "本科室人数"),
)
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "任务编号": ("任务编号",),
    "任务名称": ("任务名称", "抽查任务名称", "抽查任务", "检查任务"),
    "抽查类型": ("抽查类型", "类型", "定向/不定向"),
    "抽查事项": ("抽查事项", "检查事项", "事项"),
    "检查对象范围": ("检查对象范围", "抽查对象范围", "检查对象", "抽查对象"),
    "抽查比例": ("抽查比例", "比例", "抽查比例（%）"),
    "差异化比例": ("差异化比例", "分类比例", "信用分类比例"),
    "差异化依据": ("差异化依据", "分类依据"),
    "抽查频次": ("抽查频次", "频次"),
    "检查方式": ("检查方式", "抽查方式", "方式"),
    "发起部门": ("发起部门", "牵头部门", "实施机构", "责任科室", "科室"),
    "配合部门": ("配合部门", "参与部门", "联合部门"),
    "本科室人数": ("本科室人数", "每家派几人", "检查人数"),
    "开始时间": ("开始时间", "开始日期", "任务开始时间"),
    "结束时间": ("结束时间", "结束日期", "任务结束时间"),
    "抽取月份": ("抽取月份", "实施月份", "批次月份"),
    "抽查模式": ("抽查模式", "模式"),
    "组织/实施层级": ("组织/实施层级", "实施层级", "组织层级", "层级"),
    "备注": ("备注",),
    "分层依据": ("分层依据",),
    "递补数": ("递补数", "备选数"),
}
NEEDED = ("任务名称", "抽查事项", "发起部门", "开始时间", "结束时间")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOutcome:
    """How many rows of a table were added, changed and the same, and the columns left out."""

    added: int
    changed: int
    same: int
    unused: tuple[str, ...]

    @property
    def read(self) -> int:
        """Give how many rows were read."""
        return self.added + self.changed + self.same


def rows(version: PlanVersion) -> Iterator[list[str]]:
    """Write a version in the published columns, with names instead of codes."""
    plan = version.plan
    names, items = selectors.section_names(plan.bureau_id), selectors.item_names(plan.bureau_id)
    for task in selectors.tasks_of(version):
        details, bases = selectors.details_of(task), selectors.frozen_bases(task)
        texts = tasks.shown(details, names, items)
        days = [moments.day_in_words(day) for day in (details.starts_on, details.ends_on)]
        total = rules.total(details, bases) if bases else 0
        yield [
            *(plan.number, str(plan.year), plan.name, task.number, task.title, task.kind),
            *(texts["items"], texts["scope"], str(task.base or ""), texts["ratio"], str(total)),
            *(texts["frequency"], texts["ratios"], texts["methods"], task.owner.name),
            *(texts["partners"], *days, texts["months"]),
            *("密封" if task.mode == rules.SEALED else "公开", task.level, task.note),
            *(texts["split_by"], texts["reserve"], texts["ratio_by"], texts["people"]),
        ]


@transaction.atomic
def read(*, actor: Actor, plan_id: int, sheet: Sheet, at: datetime) -> SheetOutcome:
    """Take the tasks of a table into the draft, all or none.

    A row with the number of a task of this draft changes that task; any other is a further one.

    Raises:
        FieldsError: rows that cannot be so, each with its number, column and the reason.
    """
    version = tasks.draft_for(actor, plan_id)
    columns = _columns(sheet)
    names = sheet_rows.name_lists(version)
    problems = [
        ("file", f"第 {fault.line} 行：{fault.cause}；{fault.advice}") for fault in sheet.faults
    ]
    counts = {"added": 0, "changed": 0, "same": 0}
    for row in sheet.rows:
        cells = SheetRow(row=row, columns=columns)
        try:
            counts[_put(actor, version, cells, names, at)] += 1
        except FieldsError as error:
            problems += [("file", f"第 {row.number} 行：{text}") for _, text in error.problems]
        except DomainError as error:
            problems.append(("file", f"第 {row.number} 行：{error.problem}"))
    if problems:
        raise FieldsError(problems)
    if not sum(counts.values()):
        raise DomainError("表里没有任务；请核对工作表", field="file")
    _record(actor, version, sheet, counts, at)
    used = set(columns.values())
    left = [heading for place, heading in enumerate(sheet.headings) if place not in used]
    return SheetOutcome(
        **counts, unused=tuple(heading for heading in left if heading and heading not in HEADINGS)
    )


def _put(
    actor: Actor, version: PlanVersion, row: SheetRow, names: sheet_rows.NameLists, at: datetime
) -> str:
    owner_id, details = sheet_rows.details(row, names)
    former = _former(version, row)
    if former is None:
        tasks.add(actor=actor, plan_id=version.plan_id, owner_id=owner_id, details=details, at=at)
        return "added"
    if (former.owner_id, selectors.details_of(former)) == (owner_id, details):
        return "same"
    tasks.change(actor=actor, task_id=former.pk, owner_id=owner_id, details=details, at=at)
    return "changed"


def _former(version: PlanVersion, row: SheetRow) -> Task | None:
    number = row.text("任务编号")
    rows = selectors.with_rows(version.tasks.filter(number=number))
    return rows.first() if number else None


def _columns(sheet: Sheet) -> dict[str, int]:
    columns: dict[str, int] = {}
    for name, words in SYNONYMS.items():
        at = headings.places(sheet.headings, words)
        free = [place for place in at if place not in columns.values()]
        if len(free) > 1:
            raise DomainError(f"有两列都叫“{sheet.headings[free[0]]}”；请删去或改名", field="file")
        if free:
            columns[name] = free[0]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise DomainError(f"表头里没有“{'”“'.join(missing)}”；请照导出的表填写", field="file")
    return columns


def _record(
    actor: Actor, version: PlanVersion, sheet: Sheet, counts: Mapping[str, int], at: datetime
) -> None:
    plan = version.plan
    act = AuditEvent(
        type=events.PLAN_TASKS_IMPORTED,
        number=plan.number,
        title=plan.name,
        public={"count": sum(counts.values()), **counts},
        private={"file_name": sheet.file, "sheet": sheet.sheet},
    )
    audit.record(act, by=actor.author, at=at)
