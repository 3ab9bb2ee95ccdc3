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
from oversight.inspections import procedure_defects, selectors
from oversight.inspections.models import InspectionTask, ReplacementRequest
from oversight.inspections.rules.codes import Path
from oversight.inspections.states import ApprovalState, TaskState
from oversight.inspections.untaken import awaited_sections, untaken

_NAMED = 5


_IN_BUSINESS = ("", "存续")
"""What the directory says of a subject that is in business."""


def todos(actor: Actor, at: datetime) -> Iterator[Todo]:  # noqa: ARG001 - as all are asked
    """Give what waits in visits: requests to decide, visits to accept; and who is awaited."""
    if actor.may(Permission.DECIDE_REPLACEMENT):
        yield from _decide_requests(actor)
    elif actor.may(Permission.ASK_REPLACEMENT):
        yield from _await_decisions(actor)
    if actor.may(Permission.APPROVE_VISITS):
        yield from _approve_visits(actor)
        yield from _lead_on(actor)
    if actor.may(Permission.TAKE_VISITS):
        yield from _accept_visits(actor)
        yield from _submit_papers(actor)
        yield from _defects(actor)
    elif actor.may(Permission.HOLD_DRAWS):
        yield from _await_acceptance(actor)
    if actor.may(Permission.KEEP_DIRECTORIES):
        yield from _gone(actor)


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


def _lead_on(actor: Actor) -> Iterator[Todo]:
    """Tell the head of visits broken off, and of defects on which to decide."""
    for visit in selectors.my_visits(actor).filter(state=TaskState.SUSPENDED):
        last = visit.suspensions.first()
        yield Todo(
            title=f"检查中止：{visit.name}",
            reason=last.reason if last else "",
            link=Link(view="office:visit", args=(visit.pk,)),
            button="去看",
        )
    for defect in procedure_defects.undecided(actor):
        yield Todo(
            title=f"决定程序瑕疵：{defect.visit.name}",
            reason=defect.what,
            link=Link(view="office:visit-defect-decide", args=(defect.visit_id,)),
            button="去决定",
        )


def _defects(actor: Actor) -> Iterator[Todo]:
    """Name the visits with a certificate out of date on the day, and those to be made again."""
    for act in procedure_defects.suspected(actor):
        yield Todo(
            title=f"核实程序瑕疵：{act.visit.name}",
            reason=f"{act.name}的执法证在检查当天（{moments.minute_in_words(act.at)}）无效",
            link=Link(view="office:visit-defect", args=(act.visit_id,)),
            button="登记",
        )
    for defect in procedure_defects.to_redo(actor):
        yield Todo(
            title=f"重新检查：{defect.visit.name}",
            reason=f"来源编号写 {defect.visit.number}；{defect.answer}",
            link=Link(view="office:visit-register", args=(defect.visit.subject_id,)),
            button="登记检查",
        )


def _gone(actor: Actor) -> Iterator[Todo]:
    """Name the subjects that a visit found gone while the directory has them in business."""
    gone = selectors.my_visits(actor).filter(minutes__path=Path.DEREGISTERED)
    for visit in gone.filter(minutes__closed_at__isnull=False, subject__state__in=_IN_BUSINESS):
        yield Todo(
            title=f"更新名录：{visit.name}",
            reason="检查登记为注销、吊销、撤销或迁出，以后的抽取不应再有它",
            link=Link(view="office:subject-edit", args=(visit.subject_id,)),
            button="改登记状态",
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
