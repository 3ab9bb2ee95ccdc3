"""What waits in inspection tasks: requests to decide, visits to accept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oversight.accounts.awaiting import people_for
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, Todo
from oversight.draws.models import Draw
from oversight.inspections import selectors
from oversight.inspections.models import InspectionTask, ReplacementRequest
from oversight.inspections.states import ApprovalState, TaskState
from oversight.inspections.untaken import awaited_sections, untaken

_NAMED = 5


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:  # noqa: ARG001 - as all are asked
    """Give what waits in visits: requests to decide, visits to accept; and who is awaited."""
    if actor.may(Permission.DECIDE_REPLACEMENT):
        yield from _decide_requests(actor)
    elif actor.may(Permission.ASK_REPLACEMENT):
        yield from _await_decisions(actor)
    if actor.may(Permission.APPROVE_VISITS):
        yield from _approve_visits(actor)
    if actor.may(Permission.TAKE_VISITS):
        yield from _accept_visits(actor)
        yield from _submit_papers(actor)
    elif actor.may(Permission.HOLD_DRAWS):
        yield from _await_acceptance(actor)


def _decide_requests(actor: Actor) -> Iterator[Todo]:
    for request in selectors.requests(actor).exclude(asked_user=actor.user_id or 0):
        yield Todo(
            title=f"决定{'回避' if request.is_recusal else '递补'}：{request.visit.name}",
            reason=f"{request.asked_by}：{request.note}",
            link=Link(view="office:visit", args=(request.visit_id,)),
            button="去看",
            key=_key(request),
        )


def _await_decisions(actor: Actor) -> Iterator[Todo]:
    own = selectors.requests(actor).filter(asked_user=actor.user_id or 0)
    for request in own.filter(visit__in=selectors.my_visits(actor)):
        yield Todo(
            title=f"{'回避' if request.is_recusal else '递补'}申请：{request.visit.name}",
            reason=request.note,
            link=Link(view="office:visit", args=(request.visit_id,)),
            button="看任务",
            waiting_for=_deciders(request),
            key=_key(request),
            withdrawal=Link(view="office:request-withdraw", args=(request.pk,)),
        )


def _approve_visits(actor: Actor) -> Iterator[Todo]:
    """Name the visits to approve, one by one while they are few."""
    waiting = list(selectors.approvals(actor)[: _NAMED + 1])
    if len(waiting) > _NAMED:
        yield Todo(
            title=f"审批检查 {selectors.approvals(actor).count()} 家",
            reason="检查以前须经负责人批准",
            link=Link(view="office:approvals"),
            button="去看",
        )
        return
    for approval in waiting:
        yield Todo(
            title=f"{'补办审批' if approval.is_afterwards else '审批检查'}：{approval.visit.name}",
            reason=f"{approval.asked_by} 报请",
            link=Link(view="office:approval-approve", args=(approval.pk,)),
            button="看审批表",
        )


def _submit_papers(actor: Actor) -> Iterator[Todo]:
    for visit in selectors.without_papers(actor).exclude(approvals__state=ApprovalState.WAITING):
        yield Todo(
            title=f"补办审批：{visit.name}",
            reason=f"应在{_until(visit)}以前补办",
            until=visit.papers_due_on,
            link=Link(view="office:visit-submit", args=(visit.pk,)),
            button="补办",
        )


def _key(request: ReplacementRequest) -> str:
    return f"request/{request.visit_id}/{request.pk}"


def _deciders(request: ReplacementRequest) -> str:
    barred = frozenset({request.asked_user or 0})
    return people_for(request.visit.bureau, Permission.DECIDE_REPLACEMENT, barred=barred)


def _accept_visits(actor: Actor) -> Iterator[Todo]:
    for tasks in untaken(actor):
        yield Todo(
            title=f"接受检查任务 {tasks.number} 家：{tasks.draw.title}",
            reason="定下检查日期",
            link=_list(tasks.draw),
            button="去看",
            key=_visits_key(tasks.draw),
        )


def _await_acceptance(actor: Actor) -> Iterator[Todo]:
    for tasks in untaken(actor):
        yield Todo(
            title=f"接受检查任务 {tasks.number} 家：{tasks.draw.title}",
            reason="科室接受任务、定下日期以后才去检查",
            link=_list(tasks.draw),
            button="看任务",
            waiting_for=awaited_sections(actor, tasks.draw),
            key=_visits_key(tasks.draw),
        )


def _visits_key(draw: Draw) -> str:
    return f"visits/{draw.number}"


def _list(draw: Draw) -> Link:
    query = (("draw", str(draw.pk)), ("state", TaskState.DRAWN.value))
    return Link(view="office:visits", query=query)


def _until(visit: InspectionTask) -> str:
    return moments.day_in_words(visit.papers_due_on) if visit.papers_due_on else "期限"
