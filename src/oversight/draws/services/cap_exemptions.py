"""Drawing somebody although a cap is reached: a lawful reason, and two people."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError, NotFoundError
from oversight.draws import events
from oversight.draws.models import Draw, FrequencyCapExemption
from oversight.draws.services import drafting
from oversight.draws.states import DRAW, EXEMPTION
from oversight.registry.models import Subject
from oversight.regulations import selectors as regulations


@transaction.atomic
def ask(
    *, actor: Actor, draw_id: int, code: str, reason: str, note: str, at: datetime
) -> FrequencyCapExemption:
    """Ask that a subject may take part although a cap is reached.

    Raises:
        DomainError: the reason is not one of the lawful ones, or the subject is not listed.
    """
    draw = drafting.preparing_for(actor, draw_id)
    if reason not in permitted_reasons(draw, at):
        raise DomainError("请选一个允许的情形", field="reason")
    if not note.strip():
        raise DomainError("请写明来源和编号，例如投诉登记号", field="note")
    subjects = Subject.objects.filter(bureau_id=draw.bureau_id, is_listed=True)
    subject = subjects.filter(code=code.strip().upper()).first()
    if subject is None:
        raise DomainError("名录中没有这个代码；请核对", field="code")
    if draw.exceptions.filter(subject=subject).exists():
        raise DomainError("这一家已经申请过", field="code")
    exemption = FrequencyCapExemption.objects.create(
        draw=draw,
        subject=subject,
        reason=reason,
        note=note,
        asked_by=actor.person,
        asked_user=actor.user_id or 0,
        asked_at=at,
    )
    private = {"code": subject.code, "name": subject.name, "note": note}
    drafting.record(
        events.DRAWING_EXCEPTION_ASKED, draw, actor.author, at, {"why": reason}, private
    )
    return exemption


@transaction.atomic
def decide(
    *, actor: Actor, exception_id: int, is_granted: bool, at: datetime
) -> FrequencyCapExemption:
    """Grant or refuse it, as another person than the one who asked.

    Raises:
        DomainError: the same person, decided before, or the draw is past preparing.
    """
    act = "grant" if is_granted else "refuse"
    actor.require_for(EXEMPTION, act)
    reach = FrequencyCapExemption.objects.filter(pk=exception_id, draw__bureau_id=actor.bureau_id)
    exemption = reach.select_related("draw", "subject").first()
    if exemption is None:
        raise NotFoundError("没有这个申请")
    DRAW.target("change", exemption.draw.state, refusal="抽取已经不在备料，不能再决定")
    state = EXEMPTION.target(act, exemption.state, refusal="已经决定过")
    if exemption.asked_user == actor.user_id:
        raise DomainError("申请的人不能自己同意；请另一位来决定")
    exemption.state, exemption.decided_by, exemption.decided_at = state, actor.person, at
    exemption.save(update_fields=["state", "decided_by", "decided_at"])
    event = events.DRAWING_EXCEPTION_GRANTED if is_granted else events.DRAWING_EXCEPTION_REFUSED
    private = {
        "code": exemption.subject.code,
        "name": exemption.subject.name,
        "note": exemption.note,
    }
    drafting.record(event, exemption.draw, actor.author, at, {"why": exemption.reason}, private)
    return exemption


def permitted_reasons(draw: Draw, at: datetime) -> list[str]:
    """List the lawful reasons in force."""
    rules = regulations.rules_on(draw.bureau_id, moments.day_of(at))
    rule = rules.filter(key="exempt_reasons").first()
    return list(rule.value) if rule is not None else []
