"""Drafting the tasks of a plan: sections their own, the lead section all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from mingqian_tables.normalisation import plain_line, plain_text
from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditEvent
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError, NotFoundError
from oversight.plans import events, rules, selectors
from oversight.plans.models import Plan, PlanVersion, Task
from oversight.plans.rules import TaskDetails
from oversight.plans.services import numbers, task_rows
from oversight.plans.states import PLAN

TITLES = {
    "owner": "发起部门", "title": "任务名称",
    "kind": "抽查类型", "items": "抽查事项", "scope": "检查对象范围",
    "ratio_by": "差异化依据", "split_by": "分层依据", "ratio": "抽查比例", "ratios": "按分类的比例",
    "frequency": "抽查频次",
    "methods": "检查方式", "people": "本科室人数", "partners": "配合部门", "months": "抽取月份",
    "starts_on": "开始日期", "ends_on": "结束日期", "mode": "抽查模式", "level": "组织/实施层级",
    "reserve": "递补数", "note": "备注",
}  # fmt: skip


_MOST = {"title": 120, "level": 20, "note": 300}
_WITHIN = {"people": (0, 9), "frequency": (1, 366), "reserve": (0, 1000)}


@transaction.atomic
def add(*, actor: Actor, plan_id: int, owner_id: int, details: TaskDetails, at: datetime) -> Task:
    """Draft a task.

    Raises:
        DomainError: the plan is not being drafted, or a field cannot be so.
    """
    version = draft_for(actor, plan_id)
    owner = _owner(actor, version.plan, owner_id)
    _require_sound(details, version.plan)
    number = _number(version.plan, at)
    task = Task(version=version, owner=owner, number=number)
    _write(task, _normalised(details), at)
    public = {"task": number, "version": version.number}
    _record(events.PLAN_TASK_ADDED, version, actor, at, details.title, public)
    return task


@transaction.atomic
def change(
    *, actor: Actor, task_id: int, owner_id: int, details: TaskDetails, at: datetime
) -> Task:
    """Change a drafted task.

    Raises:
        DomainError: nothing changes, or the plan is not being drafted.
    """
    task = task_for(actor, task_id)
    version = draft_for(actor, task.version.plan_id)
    if task.version_id != version.pk:
        raise DomainError("这是已批准的任务，不能修改；请先“变更计划”")
    _owner(actor, version.plan, task.owner_id)
    owner = _owner(actor, version.plan, owner_id)
    _require_sound(details, version.plan)
    after = _normalised(details)
    changed = _changes(task, owner, after)
    if not changed:
        raise DomainError("没有改动任何内容")
    task.owner = owner
    _write(task, after, at)
    public = {"task": task.number, "fields": [field[0] for field in changed]}
    _record(
        events.PLAN_TASK_CHANGED, version, actor, at, details.title, public, {"changes": changed}
    )
    return task


@transaction.atomic
def remove(*, actor: Actor, task_id: int, at: datetime) -> PlanVersion:
    """Take a task out of the draft; its number is not given again."""
    task = task_for(actor, task_id)
    version = draft_for(actor, task.version.plan_id)
    if task.version_id != version.pk:
        raise DomainError("这是已批准的任务，不能删去；请先“变更计划”")
    _owner(actor, version.plan, task.owner_id)
    _record(events.PLAN_TASK_REMOVED, version, actor, at, task.title, {"task": task.number})
    task.delete()
    return version


def task_for(actor: Actor, task_id: int) -> Task:
    """Load a task of a plan within reach.

    Raises:
        NotFoundError: there is none.
    """
    tasks = Task.objects.filter(version__plan__in=selectors.plans(actor), pk=task_id)
    task = selectors.with_rows(tasks).first()
    if task is None:
        raise NotFoundError("没有这个任务，或不在您的范围内")
    return task


def draft_for(actor: Actor, plan_id: int) -> PlanVersion:
    """Load the draft of a plan for changing.

    Raises:
        DomainError: nothing is being drafted.
    """
    actor.require_for(PLAN, "draft")
    plan = selectors.plan_for(actor, plan_id)
    states = PLAN.sources(["draft"])
    version = plan.versions.select_for_update().filter(state__in=states).first()
    if version is None:
        raise DomainError("计划不在起草中；已批准的计划请牵头机构先“变更计划”")
    return version


def shown(
    details: TaskDetails, names: Mapping[int, str], items: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Write what a task says for people, field by field.

    ``names`` are those of the sections; ``items`` those of the items; else codes stand.
    """
    plain = ("title", "kind", "frequency", "people", "starts_on", "ends_on", "level")
    texts = {name: str(getattr(details, name)) for name in (*plain, "reserve", "note")}
    partners = [
        f"{names.get(partner['owner'], '')} {partner['people']} 人" for partner in details.partners
    ]
    ratios = [f"{code} {value / 100:g}%" for code, value in details.ratios.items()]
    return {
        **texts,
        "items": "、".join((items or {}).get(code, code) for code in details.items),
        "scope": "；".join(selectors.scope_words(details.scope, names)) or "名录库全部对象",
        "ratio_by": dict(rules.RATIO_BASES)[details.ratio_by],
        "split_by": dict(rules.SPLITS)[details.split_by],
        "ratio": f"{details.ratio / 100:g}%",
        "ratios": "、".join(ratios),
        "methods": "、".join(details.methods),
        "partners": "、".join(partners),
        "months": "、".join(f"{month}月" for month in details.months),
        "mode": dict(rules.MODES)[details.mode],
    }


def _changes(task: Task, owner: Organisation, after: TaskDetails) -> list[list[str]]:
    """Give what a change says of a task: title, before and after of each field that moves."""
    bureau_id = task.version.plan.bureau_id
    names, items = selectors.section_names(bureau_id), selectors.item_names(bureau_id)
    before = {**shown(selectors.details_of(task), names, items), "owner": task.owner.name}
    later = {**shown(after, names, items), "owner": owner.name}
    return [[TITLES[n], before[n], later[n]] for n in TITLES if before[n] != later[n]]


def _normalised(details: TaskDetails) -> TaskDetails:
    return replace(
        details,
        title=plain_line(details.title),
        level=plain_line(details.level),
        note=plain_text(details.note),
        items=list(dict.fromkeys(details.items)),
        months=sorted(details.months),
    )


def _write(task: Task, details: TaskDetails, at: datetime) -> None:
    """Write a task and its rows; batches keep the numbers that were given to them."""
    for name in selectors.COLUMNS:
        value = getattr(details, name)
        setattr(task, name, list(value) if isinstance(value, tuple) else value)
    task.base = None
    task.save()
    given_numbers = _batch_numbers(task, len(details.months), at)
    task_rows.write(task, details, given_numbers)
    task.refresh_from_db()


def _batch_numbers(task: Task, count: int, at: datetime) -> list[str]:
    """Keep the numbers that were given; a task with one batch lends it its own."""
    given = [row.number for row in task.batches.all()] or [task.number]
    while len(given) < count:
        given.append(_number(task.version.plan, at))
    return given


def _number(plan: Plan, at: datetime) -> str:
    region = Organisation.objects.get(pk=plan.bureau_id).region
    return numbers.task_number(region, moments.day_of(at))


def _owner(actor: Actor, plan: Plan, owner_id: int) -> Organisation:
    section = accounts.sections(actor).filter(pk=owner_id, parent_id=plan.bureau_id).first()
    if section is None:
        raise DomainError("请选本局的一个科室；科室只能起草自己的任务", field="owner")
    return section


def _require_sound(details: TaskDetails, plan: Plan) -> None:
    """Refuse what no program could enforce; what the rules object to is said before submitting."""
    problems = []
    if not plain_line(details.title):
        problems.append(("title", "请写任务名称"))
    if details.kind not in rules.KINDS:
        problems.append(("kind", "请选不定向或定向"))
    allowed = rules.classes(details.ratio_by)
    values = [details.ratio] if not details.ratio_by else list(details.ratios.values())
    if any(not 0 <= value <= rules.WHOLE for value in values):
        problems.append(("ratio", "比例应在 0 到 100% 之间"))
    if details.ratio_by and not set(details.ratios) <= set(allowed):
        problems.append(("ratio", f"分类应为 {'、'.join(allowed)}"))
    if len(set(details.months)) != len(details.months):
        problems.append(("months", "同一个月只能有一批"))
    if any(not 1 <= month <= rules.MONTHS for month in details.months):
        problems.append(("months", "月份应为 1 到 12"))
    problems += _out_of_bounds(details)
    own = set(selectors.section_names(plan.bureau_id))
    partners = [partner["owner"] for partner in details.partners]
    if not set(partners) <= own:
        problems.append(("partners", "配合部门应为本局的科室"))
    if len(set(partners)) != len(partners):
        problems.append(("partners", "同一个配合部门只能写一次"))
    if problems:
        raise FieldsError(problems)


def _out_of_bounds(details: TaskDetails) -> list[tuple[str, str]]:
    """Find what does not fit its column, by length or by size."""
    problems = [
        (name, f"{TITLES[name]}超过 {most} 个字；请缩短")
        for name, most in _MOST.items()
        if len(getattr(details, name)) > most
    ]
    return problems + [
        (name, f"{TITLES[name]}应在 {least} 到 {most} 之间")
        for name, (least, most) in _WITHIN.items()
        if not least <= getattr(details, name) <= most
    ]


def _record(
    event: EventType,
    version: PlanVersion,
    actor: Actor,
    at: datetime,
    title: str,
    public: Mapping[str, Any],
    private: Mapping[str, Any] | None = None,
) -> int:
    number = version.plan.number
    act = AuditEvent(type=event, number=number, title=title, public=public, private=private or {})
    return audit.record(act, by=actor.author, at=at)
