"""The first draft of a plan: begun as a copy of a former year, renamed, given up."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from mingqian_tables.normalisation import plain_line
from oversight.accounts import selectors as accounts
from oversight.accounts.models import Organisation
from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError
from oversight.plans import events, rules, selectors
from oversight.plans.models import Plan, PlanVersion, Task
from oversight.plans.rules import TaskDetails
from oversight.plans.services import names, tasks, versions
from oversight.plans.states import PLAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A plan begun as a copy: how many tasks it took over, and what could not stay as it was."""

    plan: Plan
    count: int
    notes: tuple[str, ...]


@transaction.atomic
def begin_as_copy(*, actor: Actor, year: int, former_id: int, at: datetime) -> Copy:
    """Begin the plan of a year with the tasks of another year's, moved by the years between.

    A task gets a new number, and so do its batches; bases are counted anew. What a section that
    has ended should do is given to another one, or left out, and told.

    Raises:
        DomainError: the year has a plan, the former one has no tasks, or it is of the same year.
    """
    former = selectors.plan_for(actor, former_id)
    source = selectors.newest(former)
    if source is None or not source.tasks.exists():
        raise DomainError(f"{former.year} 年的计划里没有任务可抄；请从空白开始", field="former")
    name = rules.name_for(former.name, former.year, year)
    plan = versions.begin(actor=actor, year=year, name=name, at=at)
    notes: list[str] = []
    rows = list(selectors.tasks_of(source))
    sections = list(accounts.sections(actor).filter(parent_id=plan.bureau_id))
    if not sections:
        raise DomainError("本局现在没有科室，任务没有人承担；请系统管理员先设科室")
    for task in rows:
        owner_id = _owner(task, sections, notes)
        details = _moved(task, year, {row.pk for row in sections} - {owner_id})
        notes.extend(_left_out(task, details))
        tasks.add(actor=actor, plan_id=plan.pk, owner_id=owner_id, details=details, at=at)
    public = {"from": former.number, "count": len(rows), "version": 1}
    versions.record(events.PLAN_COPIED, plan, actor, at, public)
    return Copy(plan=plan, count=len(rows), notes=tuple(notes))


@transaction.atomic
def rename(*, actor: Actor, plan_id: int, name: str, at: datetime) -> Plan:
    """Give a plan that was never submitted another name; an empty one is the usual of its year.

    Raises:
        DomainError: it was submitted once, the name stays, or it speaks of another year.
    """
    actor.require_for(PLAN, "rename")
    version = _never_submitted(actor, plan_id, "rename")
    plan = version.plan
    before, after = plan.name, plain_line(name) or rules.usual_name(plan.year)
    if after == before:
        raise DomainError("名称没有改动；请写新的名称，或点“不做了”", field="name")
    names.require_name(after, plan.year)
    plan.name = after
    plan.save(update_fields=["name"])
    changes = {"changes": [["计划名称", before, after]]}
    versions.record(events.PLAN_RENAMED, plan, actor, at, {"version": version.number}, changes)
    return plan


@transaction.atomic
def discard(*, actor: Actor, plan_id: int, reason: str, at: datetime) -> int:
    """Give up a plan that was never submitted, and give its year, which is free again.

    The trail keeps that there was one.

    Raises:
        DomainError: it was submitted once, or there is no reason.
    """
    actor.require_for(PLAN, "discard")
    version = _never_submitted(actor, plan_id, "discard")
    if not reason.strip():
        raise DomainError("请写放弃的原因，它会记入留痕", field="reason")
    plan = version.plan
    public = {"year": plan.year, "count": version.tasks.count()}
    versions.record(events.PLAN_DISCARDED, plan, actor, at, public, {"reason": reason})
    version.tasks.all().delete()
    version.delete()
    plan.delete()
    return plan.year


def _never_submitted(actor: Actor, plan_id: int, act: str) -> PlanVersion:
    version = versions.version_for(actor, plan_id, act)
    if not selectors.is_first_draft(version):
        raise DomainError(
            f"这份计划提交过，不能{PLAN.act_label(act)}；要改请改任务再提交，或“变更计划”"
        )
    return version


def _owner(task: Task, sections: list[Organisation], notes: list[str]) -> int:
    """Give the section that begins a task: the same, or the lead one in place of one that ended."""
    if task.owner_id in {section.pk for section in sections}:
        return task.owner_id
    other = next((section for section in sections if section.is_lead), sections[0])
    notes.append(
        f"“{task.title}”：发起部门“{task.owner.name}”已撤销，先记在“{other.name}”名下；请改"
    )
    return other.pk


def _moved(task: Task, year: int, partners: Collection[int]) -> TaskDetails:
    """Give a task in another year, with those of its partners that may still be ones."""
    details = rules.moved(selectors.details_of(task), task.version.plan.year, year)
    staying = [partner for partner in details.partners if partner["owner"] in partners]
    return replace(details, partners=staying)


def _left_out(task: Task, details: TaskDetails) -> Iterator[str]:
    """Name the partners of a task that its copy has no more."""
    staying = {partner["owner"] for partner in details.partners}
    for row in task.partners.all():
        if row.section_id not in staying:
            name = row.section.name
            yield f"“{task.title}”：配合部门“{name}”没有抄，它已撤销或改作发起部门；请另选"
