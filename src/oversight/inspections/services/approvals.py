"""Visits approved before they are made: asked for, approved or refused, withdrawn, announced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.inspections import caps, drawn_visits, events, guards, selectors, states
from oversight.inspections.document_data import NoticeTerms
from oversight.inspections.models import Approval, InspectionTask
from oversight.inspections.services import papers, visit_codes
from oversight.inspections.services.recording import record
from oversight.inspections.states import TaskState
from oversight.registry.services import ledger

_MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalInput:
    """What the section says of a visit when it asks for approval (行政检查审批表).

    Outside of the bureau's area a visit needs the other bureau's assistance (rule R8).
    """

    why_on_site: str
    visit_place: str
    is_announced: bool = False
    helpers: int = 0
    helper_roles: str = ""
    opinion: str = ""
    is_outside: bool = False
    assistance: str = ""


@transaction.atomic
def submit(*, actor: Actor, visit_id: int, asked: ApprovalInput, at: datetime) -> Approval:
    """Ask the head to approve a visit; after an urgent arrival this is the 补办.

    Raises:
        DomainError: the state, a missing answer, or what `guards.problems` says.
    """
    actor.require(Permission.TAKE_VISITS)
    task = selectors.visit_for(actor, visit_id, lock=True)
    is_afterwards, was_refused = task.papers_due_on is not None, task.state == TaskState.REFUSED
    if is_afterwards:
        _require_unratified(task)
    else:
        states.TASK.target(states.SUBMIT, task.state)
    drawn_visits.require_drawn(task)
    _require_said(asked)
    if not is_afterwards:
        _require_sound(task, at)
        task.state = states.TASK.target(states.SUBMIT, task.state)
        task.is_announced = asked.is_announced
    _set_fields(task, asked)
    approval = Approval.objects.create(
        visit=task,
        is_afterwards=is_afterwards,
        opinion=asked.opinion,
        caps=[
            answer.as_json() for answer in caps.answers(task, task.planned_on or moments.day_of(at))
        ],
        asked_by=actor.person,
        asked_user=actor.user_id or 0,
        asked_at=at,
    )
    entry = record(events.VISIT_SUBMITTED, task, actor, at, {}, _submitted(task, approval))
    if was_refused:
        ledger.resume(draw_number=task.record_number, subject_id=task.subject_id, entry=entry)
    return approval


@transaction.atomic
def approve(*, actor: Actor, approval_id: int, answer: str, at: datetime) -> Approval:
    """Approve a visit, as somebody who neither asked nor goes.

    Raises:
        DomainError: decided already, one's own visit, or two ways of counting differ and no
            reason is given.
    """
    approval = _decided_by(actor, approval_id)
    task = approval.visit
    if _needs_reason(approval) and not answer.strip():
        raise DomainError(
            "各类检查都计入时超过了上限；批准请写明理由，它会记入审批表和留痕", field="answer"
        )
    act = states.RATIFY if approval.is_afterwards else states.APPROVE
    task.state = states.TASK.target(act, task.state)
    task.save(update_fields=["state"])
    _decide(approval, states.GRANT, actor, answer, at)
    papers.issue_approval(approval, actor, at)
    visit_codes.ensure(task, actor, at)
    return approval


@transaction.atomic
def refuse(*, actor: Actor, approval_id: int, answer: str, at: datetime) -> Approval:
    """Refuse a visit with the reason; one that was made already stays without papers.

    Raises:
        DomainError: no reason, decided already, or one's own visit.
    """
    approval = _decided_by(actor, approval_id)
    if not answer.strip():
        raise DomainError("请写不予批准的理由", field="answer")
    task = approval.visit
    if not approval.is_afterwards:
        task.state = states.TASK.target(states.REFUSE_VISIT, task.state)
        task.save(update_fields=["state"])
    entry = _decide(approval, states.REFUSE, actor, answer, at)
    if not approval.is_afterwards:
        ledger.cancel(draw_number=task.record_number, subject_id=task.subject_id, entry=entry)
    return approval


@transaction.atomic
def withdraw(*, actor: Actor, visit_id: int, reason: str, at: datetime) -> InspectionTask:
    """Take a visit back before anybody arrived; its number stays, with the reason.

    Raises:
        DomainError: somebody arrived, or no reason.
    """
    actor.require(Permission.APPROVE_VISITS)
    task = selectors.visit_for(actor, visit_id, lock=True)
    former, task.state = task.state, states.TASK.target(states.WITHDRAW, task.state)
    if not reason.strip():
        raise DomainError("请写撤回的理由", field="reason")
    _require_apart(task, actor)
    task.end_reason = reason
    task.save(update_fields=["state", "end_reason"])
    entry = record(events.VISIT_WITHDRAWN, task, actor, at, {}, {"reason": reason})
    if former == TaskState.NOTIFIED:
        papers.withdraw_notices(task, f"检查已撤回：{reason}", actor, at)
    if former == TaskState.AWAITING:
        waiting = task.approvals.get(state=Approval.State.WAITING)
        waiting.state = states.APPROVAL.target(states.REFUSE, waiting.state)
        _close(waiting, actor, reason, at, entry)
    if former != TaskState.REFUSED:
        ledger.cancel(draw_number=task.record_number, subject_id=task.subject_id, entry=entry)
    return task


@transaction.atomic
def notify(
    *, actor: Actor, visit_id: int, way: str, terms: NoticeTerms, at: datetime
) -> InspectionTask:
    """Note that the subject was told of an announced visit, and how: its 通知书 is issued.

    Raises:
        DomainError: the visit is not announced or not approved, it is not said how, or the notice
            asks for what can be had by sharing.
    """
    actor.require(Permission.TAKE_VISITS)
    task = selectors.visit_for(actor, visit_id, lock=True)
    state = states.TASK.target(states.NOTIFY, task.state)
    if not task.is_announced:
        raise DomainError("这次检查批准为不预先通知，到场前不能告知企业")
    if not way.strip():
        raise DomainError("请写怎样通知的、谁签收", field="way")
    task.state, task.notified_at, task.notified_by = state, at, actor.person
    task.notice_way = way
    task.save(update_fields=["state", "notified_at", "notified_by", "notice_way"])
    notice = papers.issue_notice(task, terms, actor, at)
    private = {"way": way, "paper": notice.number}
    entry = record(events.VISIT_NOTIFIED, task, actor, at, {}, private)
    show_in_ledger(task, entry)
    return task


def show_in_ledger(task: InspectionTask, entry: int) -> None:
    """Let draws see a visit from now on: the subject was told of it, or somebody arrived."""
    if not task.is_random:
        ledger.set_hidden(
            draw_number=task.number, subject_id=task.subject_id, is_hidden=False, entry=entry
        )


def is_papered(task: InspectionTask) -> bool:
    """Tell whether a visit has its approval, before it or afterwards."""
    return task.approvals.filter(state=Approval.State.APPROVED).exists()


def is_asked_for(task: InspectionTask) -> bool:
    """Tell whether the head was asked to approve a visit and has not decided."""
    return task.approvals.filter(state=Approval.State.WAITING).exists()


def waiting_for(task: InspectionTask) -> Approval | None:
    """Give the approval of a visit that the head has to decide, if there is one."""
    return task.approvals.filter(state=Approval.State.WAITING).first()


def _require_unratified(task: InspectionTask) -> None:
    if is_papered(task):
        raise DomainError("这次检查的审批已经补办")
    states.TASK.target(states.RATIFY, task.state)
    if is_asked_for(task):
        raise DomainError("补办审批已经报请，正在等负责人决定")


def _require_said(asked: ApprovalInput) -> None:
    if not asked.why_on_site.strip():
        raise DomainError(
            "请写为什么要到现场：书面核查、信息共享能解决的，不到现场检查", field="why_on_site"
        )
    if not asked.visit_place.strip():
        raise DomainError("请写检查地点", field="visit_place")
    if asked.is_outside and not asked.assistance.strip():
        raise DomainError(
            "检查地点不在本辖区：请写异地协助函的文号；没有的，函告用工所在地的人社部门，不去检查",
            field="assistance",
        )
    if asked.helpers and not asked.helper_roles.strip():
        raise DomainError("请写协助人员的身份，例如“注册会计师”", field="helper_roles")


def _require_sound(task: InspectionTask, at: datetime) -> None:
    if problems := guards.problems(task, moments.day_of(at)):
        raise DomainError("；".join(problems))


def _set_fields(task: InspectionTask, asked: ApprovalInput) -> None:
    task.why_on_site, task.visit_place = asked.why_on_site[:_MOST], asked.visit_place[:_MOST]
    task.helpers, task.helper_roles = asked.helpers, asked.helper_roles
    task.is_outside = asked.is_outside
    task.assistance = asked.assistance.strip()[:200] if asked.is_outside else ""
    task.save(
        update_fields=[
            *("state", "is_announced", "why_on_site", "visit_place", "helpers", "helper_roles"),
            *("is_outside", "assistance"),
        ]
    )


def _submitted(task: InspectionTask, approval: Approval) -> dict[str, object]:
    return {
        "afterwards": approval.is_afterwards,
        "why": task.why_on_site,
        "site": task.visit_place,
        "announced": task.is_announced,
        "helpers": f"{task.helpers} 人 {task.helper_roles}".strip(),
        "opinion": approval.opinion,
        "exempt": task.exempt,
        "note": task.exempt_note,
        "assistance": task.assistance,
    }


def _decided_by(actor: Actor, approval_id: int) -> Approval:
    """Load a waiting approval that somebody may decide."""
    actor.require(Permission.APPROVE_VISITS)
    approval = selectors.approval_for(actor, approval_id, lock=True)
    states.APPROVAL.target(states.GRANT, approval.state, refusal="这个审批已经决定过")
    if approval.asked_user == actor.user_id:
        raise DomainError("报请的人不能自己审批；请另一位来决定")
    _require_apart(approval.visit, actor)
    drawn_visits.require_drawn(approval.visit)
    return approval


def _require_apart(task: InspectionTask, actor: Actor) -> None:
    if task.slots.filter(inspector__user_id=actor.user_id or 0).exists():
        raise DomainError("您是这次检查的检查人员，不能自己审批；请另一位负责人来决定")


def _needs_reason(approval: Approval) -> bool:
    """Tell whether the national count is over a cap that the local one is not (edge case 11)."""
    return any(cap["all_visits"] > cap["limit"] for cap in approval.caps)


def _decide(approval: Approval, act: str, actor: Actor, answer: str, at: datetime) -> int:
    approval.state = states.APPROVAL.target(act, approval.state)
    event = events.VISIT_APPROVED if act == states.GRANT else events.VISIT_REFUSED
    private = {"afterwards": approval.is_afterwards, "answer": answer}
    entry = record(event, approval.visit, actor, at, {}, private)
    _close(approval, actor, answer, at, entry)
    return entry


def _close(approval: Approval, actor: Actor, answer: str, at: datetime, entry: int) -> None:
    approval.decided_by, approval.decided_user = actor.person, actor.user_id
    approval.decided_at, approval.answer, approval.entry = at, answer[:_MOST], entry
    approval.save()
