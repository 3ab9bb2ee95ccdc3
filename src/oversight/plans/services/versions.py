"""A plan from its beginning to its publication, and its open changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from mingqian import canonical
from mingqian_tables.normalisation import plain_line
from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services.sessions import Confirmation
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditEvent
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.plans import events, rules, selectors
from oversight.plans.models import Plan, PlanVersion, Task
from oversight.plans.selectors import CountedTask
from oversight.plans.services import names, numbers, task_rows
from oversight.plans.states import PLAN


@transaction.atomic
def begin(*, actor: Actor, year: int, name: str = "", at: datetime) -> Plan:
    """Begin the plan of a year; without a name it is called as plans of that year usually are.

    Raises:
        DomainError: the year has one, the name is another year's, or the bureau has no region code.
    """
    actor.require(Permission.MERGE_PLANS)
    bureau = accounts.bureaus(actor).first()
    if actor.bureau_id is None or bureau is None:
        raise DomainError("请以一个局的角色来做")
    if Plan.objects.filter(bureau=bureau, year=year).exists():
        raise DomainError(f"{year} 年已有计划；要改请“变更计划”", field="year")
    name = plain_line(name) or rules.usual_name(year)
    names.require_name(name, year)
    number = numbers.plan_number(bureau.region, year)
    plan = Plan.objects.create(bureau=bureau, number=number, year=year, name=name, made_at=at)
    index = record(
        events.PLAN_BEGUN, plan, actor, at, {"year": year}, {"state": {"bureau": bureau.code}}
    )
    PlanVersion.objects.create(plan=plan, number=1, made_at=at, made_by=actor.person, entry=index)
    return plan


@transaction.atomic
def submit(*, actor: Actor, plan_id: int, at: datetime) -> PlanVersion:
    """Count and freeze the bases, and hand the plan to the approver.

    Raises:
        DomainError: a task breaks a rule, or there is none.
    """
    actor.require_for(PLAN, "submit")
    version = version_for(actor, plan_id, "submit")
    if not version.tasks.exists():
        raise DomainError("计划里还没有任务；请先起草或导入")
    _freeze_bases(version, moments.day_of(at))
    _require_once(version)
    _mark(version, "submit", submitted_at=at, submitted_by=actor.person)
    version.submitted_user, version.counted_at, version.returned = actor.user_id, at, ""
    written = canonical.write(content(version))
    version.content, version.digest = written.decode(), canonical.digest(written)
    public = {"version": version.number, "content": version.digest}
    return _save(version, events.PLAN_SUBMITTED, actor, at, public)


@transaction.atomic
def withdraw(*, actor: Actor, plan_id: int, at: datetime) -> PlanVersion:
    """Take back what was submitted, as long as the approver neither approved nor returned it.

    Raises:
        DomainError: the approver has acted, or nothing was submitted.
    """
    actor.require_for(PLAN, "withdraw")
    version = version_for(actor, plan_id, "withdraw")
    _mark(version, "withdraw")
    return _save(version, events.PLAN_WITHDRAWN, actor, at, {"version": version.number})


@transaction.atomic
def send_back(*, actor: Actor, plan_id: int, reason: str, at: datetime) -> PlanVersion:
    """Give a plan back for drafting, with the reason."""
    actor.require_for(PLAN, "send_back")
    version = version_for(actor, plan_id, "send_back")
    if not reason.strip():
        raise DomainError("请写退回的意见", field="reason")
    _mark(version, "send_back", returned=reason)
    public = {"version": version.number}
    return _save(version, events.PLAN_RETURNED, actor, at, public, {"reason": reason})


@transaction.atomic
def approve(
    *,
    actor: Actor,
    plan_id: int,
    document_number: str,
    confirmed: Confirmation,
    at: datetime,
) -> PlanVersion:
    """Approve what was submitted: from now on it holds and is never changed.

    Raises:
        DomainError: nothing was submitted, the same person submitted it, or no document number.
    """
    actor.require_for(PLAN, "approve")
    confirmed.require(actor)
    version = version_for(actor, plan_id, "approve")
    if version.submitted_user == actor.user_id:
        raise DomainError("提交的人不能批准；请另一位审批人来做")
    if not document_number.strip():
        raise DomainError("请写发文字号，例如 青人社〔2026〕3号", field="document_number")
    for former in version.plan.versions.filter(state__in=PLAN.sources(["supersede"])):
        _mark(former, "supersede")
        former.save(update_fields=["state"])
    _mark(version, "approve", approved_at=at, approved_by=actor.person)
    version.document_number = document_number.strip()
    public = {
        "version": version.number,
        "document": version.document_number,
        "content": version.digest,
        "reason": version.reason,
    }
    return _save(version, events.PLAN_APPROVED, actor, at, public)


@transaction.atomic
def record_filing(
    *, actor: Actor, plan_id: int, filed_on: date, filed_with: str, at: datetime
) -> PlanVersion:
    """Note that the plan was filed (备案) with a higher office."""
    actor.require_for(PLAN, "file")
    version = _in_force(actor, plan_id)
    if not filed_with.strip():
        raise DomainError("请写备案机关", field="filed_with")
    version.filed_on, version.filed_with = filed_on, filed_with
    public = {"version": version.number, "on": filed_on.isoformat(), "with": filed_with}
    return _save(version, events.PLAN_FILED, actor, at, public)


@transaction.atomic
def publish(*, actor: Actor, plan_id: int, url: str, at: datetime) -> PlanVersion:
    """Publish the plan that holds; the public page shows it from now on.

    Raises:
        DomainError: nothing is approved, or it is published.
    """
    actor.require_for(PLAN, "publish")
    version = _in_force(actor, plan_id)
    PLAN.target("publish", version.state, refusal="这一版已经公示")
    _mark(version, "publish", published_at=at, published_url=url)
    public = {
        "version": version.number,
        "document": version.document_number,
        "content": version.digest,
        "url": url,
    }
    return _save(version, events.PLAN_PUBLISHED, actor, at, public)


@transaction.atomic
def change(*, actor: Actor, plan_id: int, reason: str, at: datetime) -> PlanVersion:
    """Begin a further version: a copy to be changed; the former holds until it is approved.

    Raises:
        DomainError: no reason, nothing approved yet, or a change has begun.
    """
    actor.require_for(PLAN, "change")
    former = _in_force(actor, plan_id)
    if selectors.draft(former.plan):
        raise DomainError("已有正在起草的变更；请先提交或放弃它")
    if not reason.strip():
        raise DomainError("请写变更的理由，它会随新版一起公示", field="reason")
    # Above the former's number where a later version was given up after its submission.
    number = former.plan.versions.latest("number").number + 1
    public = {"version": number, "reason": reason}
    index = record(events.PLAN_CHANGE_BEGUN, former.plan, actor, at, public)
    later = PlanVersion.objects.create(
        plan=former.plan,
        number=number,
        reason=reason,
        made_at=at,
        made_by=actor.person,
        entry=index,
    )
    task_rows.copy(former, later)
    return later


@transaction.atomic
def discard_change(*, actor: Actor, plan_id: int, at: datetime) -> None:
    """Give up a change that was begun; one that was submitted once stays as a row."""
    actor.require_for(PLAN, "discard")
    version = version_for(actor, plan_id, "discard")
    if version.number == 1:
        raise DomainError("这是第一版，没有可以退回的旧版；整份不要请用“放弃这份计划”")
    public = {"version": version.number}
    record(events.PLAN_CHANGE_DROPPED, version.plan, actor, at, public)
    if version.submitted_at is not None:
        _mark(version, "abandon")
        version.save(update_fields=["state"])
        return
    # The number is taken by the trail; the next change takes the place of this one.
    version.tasks.all().delete()
    version.delete()


def content(version: PlanVersion) -> dict[str, Any]:
    """Give what a version says (spec plan-v1)."""
    plan = version.plan
    return {
        "format": "mingqian-plan/1",
        "number": plan.number,
        "year": plan.year,
        "name": plan.name,
        "version": version.number,
        "tasks": [_task_content(task) for task in selectors.tasks_of(version)],
    }


def record_export(*, actor: Actor, version: PlanVersion, form: str, at: datetime) -> None:
    """Put on record that somebody took the plan out."""
    record(
        events.PLAN_EXPORTED, version.plan, actor, at, {"format": form, "version": version.number}
    )


def _task_content(task: Task) -> dict[str, Any]:
    details = selectors.details_of(task)
    return {
        **{name: getattr(task, name) for name in selectors.COLUMNS},
        "number": task.number,
        "owner": task.owner.name,
        "items": list(details.items),
        "partners": list(details.partners),
        "batches": [{"number": row.number, "month": row.month} for row in task.batches.all()],
        "base": task.base,
        "bases": _pairs(selectors.frozen_bases(task)),
        "ratios": _pairs(details.ratios),
        "scope": [{"name": name, "values": values} for name, values in task.scope.items()],
        "starts_on": str(task.starts_on),
        "ends_on": str(task.ends_on),
    }


def _freeze_bases(version: PlanVersion, day: date) -> None:
    task_rows.forget_bases(version)
    tasks = selectors.counted(version)
    for counted in tasks:
        _require_lawful(counted, version.plan, day)
    task_rows.freeze_bases(tasks)


def _pairs(mapping: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{"class": code, "value": value} for code, value in sorted(mapping.items())]


def _require_lawful(counted: CountedTask, plan: Plan, day: date) -> None:
    for finding in selectors.findings(counted.details, counted.bases, plan, day):
        if finding.level == rules.STOP:
            citation = f"（{finding.citation}）" if finding.citation else ""
            raise DomainError(f"“{counted.task.title}”：{finding.says}{citation}")


def _require_once(version: PlanVersion) -> None:
    numbers: set[str] = set()
    for batch in selectors.batches(version):
        if batch.number in numbers:
            raise DomainError(f"任务编号 {batch.number} 用了两次；请重新保存“{batch.task.title}”")
        numbers.add(batch.number)


def version_for(actor: Actor, plan_id: int, act: str) -> PlanVersion:
    """Load the version of a plan in whose state an act is possible, for changing.

    Raises:
        DomainError: there is none.
    """
    plan = selectors.plan_for(actor, plan_id)
    states = PLAN.sources([act])
    version = plan.versions.select_for_update().filter(state__in=states).first()
    if version is None:
        words = "”或“".join(PLAN.label(state) for state in states)
        raise DomainError(f"计划现在不是“{words}”；请刷新后看现在的情况")
    return version


def _in_force(actor: Actor, plan_id: int) -> PlanVersion:
    version = selectors.in_force(selectors.plan_for(actor, plan_id))
    if version is None:
        raise DomainError("计划还没有批准")
    return version


def _mark(version: PlanVersion, act: str, **values: object) -> None:
    version.state = PLAN.target(act, version.state)
    for name, value in values.items():
        setattr(version, name, value)


def _save(
    version: PlanVersion,
    event: EventType,
    actor: Actor,
    at: datetime,
    public: Mapping[str, Any],
    private: Mapping[str, Any] | None = None,
) -> PlanVersion:
    version.entry = record(event, version.plan, actor, at, public, private)
    version.save()
    return version


def record(
    event: EventType,
    plan: Plan,
    actor: Actor,
    at: datetime,
    public: Mapping[str, Any],
    private: Mapping[str, Any] | None = None,
) -> int:
    """Record what was done to a plan, and give the entry's index."""
    act = AuditEvent(
        type=event,
        number=plan.number,
        title=plan.name,
        public=public,
        private=private or {},
    )
    return audit.record(act, by=actor.author, at=at)
