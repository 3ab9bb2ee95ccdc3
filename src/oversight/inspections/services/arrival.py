"""Arriving with certificates, beginning and leaving: each officer on the own login (guide 1.2, R2).

A telephone without network keeps the act and sends it later: then it counts from the telephone's
time and is marked as entered afterwards (补录), with both times kept.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit.event_types import EventType
from oversight.common import moments
from oversight.common.errors import DomainError, NotAllowedError
from oversight.inspections import (
    code_systems,
    drawn_visits,
    events,
    guards,
    selectors,
    site_acts,
    states,
)
from oversight.inspections.arrivals import SiteAct, SiteActKind
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import approvals, visit_codes
from oversight.inspections.services.recording import record
from oversight.inspections.site_acts import SiteNote
from oversight.inspections.states import TaskState
from oversight.registry.models import Inspector
from oversight.regulations import selectors as regulations

ON_TIME = timedelta(minutes=10)
"""What comes within it was not kept back; a clock that runs ahead says nothing."""
NO_NETWORK = "现场没有网络，联网后上传"


@transaction.atomic
def note(*, actor: Actor, visit_id: int, site_note: SiteNote, at: datetime) -> SiteAct:
    """Keep an act of an officer on the spot; sent again it is the same act.

    Raises:
        NotAllowedError: it is another person's, or the actor does not go.
        NotFoundError: there is no such visit within reach.
        DomainError: the state, the certificate, or the term for late entries is against it.
    """
    actor.require(Permission.TAKE_VISITS)
    if site_note.user_id != actor.user_id:
        raise NotAllowedError("这是另一位的到场登记，不能用您的账号上传；请他登录后再传")
    task = selectors.visit_for(actor, visit_id, lock=True)
    officer = _officer(task, actor)
    act = _act(task, officer, site_note, at)
    known = _known(act)
    if known is not None:
        return known
    if act.is_late:
        _require_in_time(task, act)
    event = _ACTS[site_note.kind](task, officer, act)
    act.entry = record(event, task, actor, at, {}, _private(act))
    act.save()
    if site_note.kind == SiteActKind.ARRIVE:
        visit_codes.ensure(task, actor, at)
        approvals.show_in_ledger(task, act.entry)
    code_systems.tell(task, act, at)
    return act


def _officer(task: InspectionTask, actor: Actor) -> Inspector:
    slot = task.slots.filter(inspector__user_id=actor.user_id or 0).first()
    if slot is None or slot.inspector is None:
        raise NotAllowedError("只有检查组的人能确认到场")
    return slot.inspector


def _known(act: SiteAct) -> SiteAct | None:
    """Give the act that was kept before; a visit begins once, whoever says so."""
    same = SiteAct.objects.filter(change=act.change).first()
    if same is not None:
        if (same.visit_id, same.inspector_id) != (act.visit_id, act.inspector_id):
            raise DomainError("这个登记编号已经用过；请刷新页面后再登记")
        return same
    rows = SiteAct.objects.filter(visit=act.visit, kind=act.kind, attempt=act.attempt)
    if act.kind != SiteActKind.START:
        rows = rows.filter(inspector=act.inspector)
    return rows.first()


def _act(task: InspectionTask, officer: Inspector, site_note: SiteNote, at: datetime) -> SiteAct:
    noted_at = site_note.noted_at
    is_late = noted_at is not None and at - noted_at > ON_TIME
    counted_at = noted_at if is_late and noted_at is not None else at
    return SiteAct(
        visit=task,
        kind=site_note.kind,
        inspector=officer,
        name=officer.name,
        certificate=officer.number,
        attempt=site_acts.attempt(task, moments.day_of(counted_at)),
        valid_until=site_acts.valid_until(officer, moments.day_of(counted_at)),
        change=site_note.change,
        noted_at=noted_at,
        saved_at=at,
        at=counted_at,
        is_late=is_late,
        reason=(site_note.reason or NO_NETWORK) if is_late else "",
    )


def _require_in_time(task: InspectionTask, act: SiteAct) -> None:
    days = regulations.number(task.bureau_id, "late_entry_days", moments.day_of(act.saved_at))
    if act.saved_at - act.at > timedelta(days=days):
        raise DomainError(
            f"{moments.minute_in_words(act.at)}的登记超过了补录的期限（{days} 天），没有收下；"
            "请告诉科室，由科室书面说明"
        )


def _arrive(task: InspectionTask, officer: Inspector, act: SiteAct) -> EventType:
    """Take the certificate; with the second one the visit is 已到场."""
    _require_may_arrive(task)
    drawn_visits.require_drawn(task)
    if problems := site_acts.obstacles(officer, moments.day_of(act.at)):
        raise DomainError(
            f"{officer.name}不能检查：{'、'.join(problems)}；"
            "请不要开始检查，告诉科室递补一名检查人员，或者改日期"
        )
    if guards.recused([officer], task.subject_id, moments.day_of(act.at)):
        raise DomainError(f"{officer.name}对这家企业有回避关系，不能检查；请告诉科室递补")
    others = site_acts.arrivals(task, act.attempt)
    is_whole = len(others) + 1 >= guards.LEAST_OFFICERS
    if not is_whole or not states.TASK.allows(states.ARRIVE, task.state):
        return events.VISIT_CERTIFICATE_SHOWN
    task.state = states.TASK.target(states.ARRIVE, task.state)
    task.arrived_at = max(act.at, *(other.at for other in others))
    task.save(update_fields=["state", "arrived_at"])
    return events.VISIT_ARRIVED


def _require_may_arrive(task: InspectionTask) -> None:
    if task.state not in site_acts.ARRIVING:
        state = task.get_state_display()
        raise DomainError(f"检查任务现在是“{state}”，不能确认到场；没有批准的请先报请审批")
    if task.is_announced and task.state == TaskState.APPROVED:
        raise DomainError("这次检查批准为预先通知，还没有登记通知；请先通知企业并登记，再确认到场")


def _start(task: InspectionTask, officer: Inspector, act: SiteAct) -> EventType:
    """Begin: two officers have shown certificates that hold on the day."""
    shown = site_acts.arrivals(task)
    if officer.pk not in {row.inspector_id for row in shown}:
        raise DomainError("您还没有确认到场；请先出示证件、确认到场，再开始检查")
    on = moments.day_of(act.at)
    able = [row for row in shown if not site_acts.obstacles(row.inspector, on)]
    if len(able) < guards.LEAST_OFFICERS:
        raise DomainError(
            f"证件当天有效、已确认到场的检查人员只有 {len(able)} 名，至少要 "
            f"{guards.LEAST_OFFICERS} 名；请另一位用自己的账号确认到场，"
            "来不了的请告诉科室递补或改期"
        )
    task.state = states.TASK.target(states.START, task.state)
    task.save(update_fields=["state"])
    return events.VISIT_STARTED


def _leave(task: InspectionTask, _: Inspector, __: SiteAct) -> EventType:
    if task.state not in site_acts.LEAVING:
        state = task.get_state_display()
        raise DomainError(f"检查任务现在是“{state}”，还没有开始检查，不用登记离开")
    return events.VISIT_LEFT


_ACTS = {
    SiteActKind.ARRIVE: _arrive,
    SiteActKind.START: _start,
    SiteActKind.LEAVE: _leave,
}


def _private(act: SiteAct) -> dict[str, object]:
    return {
        "officers": f"{act.name} {act.inspector.code}",
        "certificate": act.certificate,
        "until": str(act.valid_until or ""),
        "noted": moments.written(act.noted_at) if act.noted_at else "",
        "late": act.is_late,
        "reason": act.reason,
    }
