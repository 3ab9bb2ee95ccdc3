"""What the log says of plans, their versions and who approved them, against the rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mingqian import canonical
from oversight.accounts.reconciliation import former_names
from oversight.audit import selectors as audit
from oversight.audit.differences import Difference, Subject
from oversight.audit.reconciliation import Range, Step
from oversight.audit.selectors import Entry
from oversight.plans import events
from oversight.plans.models import Plan, PlanVersion
from oversight.plans.services import versions
from oversight.plans.states import IN_FORCE, PLAN

_FIELDS = {
    "reason": "变更理由",
    "made_by": "起草人",
    "submitted_by": "提交人",
    "approved_by": "批准人",
    "document_number": "发文字号",
    "digest": "内容封存码",
    "filed_on": "备案日期",
    "filed_with": "备案机关",
    "published_url": "公示网址",
}


@dataclass(kw_only=True)
class _Version:
    """A version as the log has it."""

    made_by: str
    state: str = PlanVersion.DRAFT
    reason: str = ""
    submitted_by: str = ""
    approved_by: str = ""
    document_number: str = ""
    digest: str = ""
    filed_on: str = ""
    filed_with: str = ""
    published_url: str = ""


@dataclass(kw_only=True)
class _Plan:
    """A plan as the log has it."""

    begun: Entry
    name: str
    versions: dict[int, _Version] = field(default_factory=dict)


def check(_: Range) -> Iterator[Step]:
    """Compare all plans every time: they are few."""
    logged = _logged()
    rows = {plan.number: plan for plan in Plan.objects.select_related("bureau")}
    names = former_names()
    for done, (number, plan) in enumerate(rows.items(), start=1):
        about = Subject(kind="plan", number=number, scope=plan.bureau.path)
        entry = logged.get(number)
        differences = (
            [about.is_unexplained()] if entry is None else _plan(about, entry, plan, names)
        )
        yield done, len(rows), list(differences)
    gone = [Subject(kind="plan", number=n).is_missing() for n in logged.keys() - rows.keys()]
    yield len(rows), len(rows), gone


def _logged() -> dict[str, _Plan]:
    plans: dict[str, _Plan] = {}
    for row in audit.of_types(_REPLAYED).order_by("index"):
        if row.about_kind != "plan":
            continue
        if row.type == events.PLAN_BEGUN.type:
            first = _Version(made_by=row.person)
            plans[row.about_number] = _Plan(begun=row, name=row.title, versions={1: first})
        elif row.type == events.PLAN_DISCARDED.type:
            plans.pop(row.about_number, None)
        elif row.about_number in plans:
            _replay(plans[row.about_number], row)
    return plans


def _replay(plan: _Plan, row: Entry) -> None:
    public: Mapping[str, Any] = row.public
    number = int(public.get("version", 0))
    if row.type == events.PLAN_CHANGE_BEGUN.type:
        plan.versions[number] = _Version(made_by=row.person, reason=public.get("reason", ""))
    elif row.type == events.PLAN_CHANGE_DROPPED.type:
        _dropped(plan, number)
    elif number in plan.versions:
        _REPLAYED[row.type](plan, plan.versions[number], row)


def _dropped(plan: _Plan, number: int) -> None:
    """Take a change away; one that was submitted once stays, given up."""
    version = plan.versions.get(number)
    if version is not None and version.submitted_by:
        version.state = PlanVersion.ABANDONED
    else:
        plan.versions.pop(number, None)


def _submitted(_: _Plan, version: _Version, row: Entry) -> None:
    version.state, version.submitted_by = PlanVersion.SUBMITTED, row.person
    version.digest = row.public["content"]


def _renamed(plan: _Plan, _: _Version, row: Entry) -> None:
    plan.name = row.title


def _returned(_: _Plan, version: _Version, __: Entry) -> None:
    version.state = PlanVersion.DRAFT


def _approved(plan: _Plan, version: _Version, row: Entry) -> None:
    for other in plan.versions.values():
        if other.state in IN_FORCE:
            other.state = PlanVersion.SUPERSEDED
    version.state, version.approved_by = PlanVersion.APPROVED, row.person
    version.document_number = row.public["document"]


def _filed(_: _Plan, version: _Version, row: Entry) -> None:
    version.filed_on, version.filed_with = row.public["on"], row.public["with"]


def _published(_: _Plan, version: _Version, row: Entry) -> None:
    version.state = PlanVersion.PUBLISHED
    version.published_url = row.public.get("url", "")


def _nothing(_: _Plan, __: _Version, ___: Entry) -> None:
    """Stand for what `_replay` does itself."""


_REPLAYED = {
    events.PLAN_BEGUN.type: _nothing,
    events.PLAN_DISCARDED.type: _nothing,
    events.PLAN_RENAMED.type: _renamed,
    events.PLAN_CHANGE_BEGUN.type: _nothing,
    events.PLAN_CHANGE_DROPPED.type: _nothing,
    events.PLAN_SUBMITTED.type: _submitted,
    events.PLAN_WITHDRAWN.type: _returned,
    events.PLAN_RETURNED.type: _returned,
    events.PLAN_APPROVED.type: _approved,
    events.PLAN_FILED.type: _filed,
    events.PLAN_PUBLISHED.type: _published,
}


def _plan(
    about: Subject, logged: _Plan, plan: Plan, names: Mapping[int, set[str]]
) -> Iterator[Difference]:
    yield from about.differs("名称", logged.name, plan.name)
    yield from about.differs("年度", logged.begun.public.get("year"), plan.year)
    bureau = (logged.begun.private or {}).get("state", {}).get("bureau")
    if bureau is not None:
        yield from about.differs("所属局", bureau, plan.bureau.code)
    rows = {row.number: row for row in plan.versions.all()}
    for number, row in rows.items():
        name = f"{plan.number} 第 {number} 版"
        of_version = Subject(kind="plan", number=name, scope=about.scope)
        version = logged.versions.get(number)
        if version is None:
            yield of_version.is_unexplained()
        else:
            yield from _version(of_version, version, row, names)
    for number in logged.versions.keys() - rows.keys():
        name = f"{plan.number} 第 {number} 版"
        yield Subject(kind="plan", number=name, scope=about.scope).is_missing()


def _version(
    about: Subject, logged: _Version, row: PlanVersion, names: Mapping[int, set[str]]
) -> Iterator[Difference]:
    state = PLAN.label(logged.state)
    yield from about.differs("状态", state, PLAN.label(row.state))
    for column, name in _FIELDS.items():
        value = getattr(row, column)
        stored = value.isoformat() if column == "filed_on" and value else value or ""
        yield from about.differs(name, getattr(logged, column), stored)
    # A draft may have been changed since it was returned.
    if logged.digest and logged.state not in {PlanVersion.DRAFT, PlanVersion.ABANDONED}:
        yield from _content(about, logged.digest, row, names)


def _content(
    about: Subject, digest: str, row: PlanVersion, names: Mapping[int, set[str]]
) -> Iterator[Difference]:
    """Compare the content with its digest, and the tasks' rows with the content."""
    stored_digest = canonical.digest(row.content)
    if stored_digest != digest:
        yield from about.differs("内容的摘要", digest, stored_digest)
        return
    logged = {task["number"]: task for task in json.loads(row.content)["tasks"]}
    owners = {task.number: task.owner_id for task in row.tasks.all()}
    stored = {task["number"]: task for task in versions.content(row)["tasks"]}
    for number, task in stored.items():
        of_task = Subject(kind="task", number=number, scope=about.scope)
        if number not in logged:
            yield of_task.is_unexplained()
            continue
        for name, value in logged[number].items():
            # A section may have been renamed since; its rows keep pointing to it.
            is_renamed = name == "owner" and value in names.get(owners[number], set())
            if not is_renamed:
                yield from of_task.differs(name, value, _as_json(task.get(name)))
    for number in logged.keys() - stored.keys():
        yield Subject(kind="task", number=number, scope=about.scope).is_missing()


def _as_json(value: Any) -> Any:  # noqa: ANN401 - any value of a task
    return json.loads(json.dumps(value, ensure_ascii=False, default=str))
