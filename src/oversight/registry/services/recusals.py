"""Recusals of inspectors 回避: entered with their reason, ended on a day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from mingqian_tables import uscc
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError, NotFoundError
from oversight.registry import events
from oversight.registry.models import Recusal, Subject
from oversight.registry.rules import inspectors as rules
from oversight.registry.services.inspectors import inspector_for, record_change
from oversight.registry.states import RECUSAL


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalDetails:
    """Whom somebody must not be sent to, why, on whose word, for how long."""

    code: str
    relation: str
    source: str
    reason: str
    since: date
    until: date | None


@transaction.atomic
def recuse(*, actor: Actor, inspector_id: int, details: RecusalDetails, at: datetime) -> Recusal:
    """Enter that somebody must not be sent to a subject.

    Raises:
        DomainError: no such subject, no reason, or it ends before it begins.
    """
    actor.require(Permission.KEEP_DIRECTORIES)
    inspector = inspector_for(actor, inspector_id, lock=True)
    code = uscc.normalized(details.code)
    subjects = Subject.objects.filter(bureau_id=inspector.bureau_id, code=code)
    subject = subjects.first()
    if subject is None:
        raise DomainError(f"名录中没有代码 {uscc.masked(code)}；请先登记检查对象", field="code")
    if details.until and details.until < details.since:
        raise DomainError("止日早于起日；请核对", field="until")
    if not details.reason.strip():
        raise DomainError("请写回避的说明", field="reason")
    description = f"{subject.name}：{details.relation}"
    row = rules.recusal_row(**asdict(details))
    index = record_change(
        events.INSPECTOR_RECUSED, inspector, actor, at, description, {"recusal": row}
    )
    columns = {name: value for name, value in asdict(details).items() if name != "code"}
    return Recusal.objects.create(inspector=inspector, subject=subject, entry=index, **columns)


@transaction.atomic
def end_recusal(*, actor: Actor, recusal_id: int, on: date, reason: str, at: datetime) -> int:
    """End a recusal from a day on; gives whose it was.

    Raises:
        DomainError: it has ended, or there is no reason.
    """
    actor.require_for(RECUSAL, "end")
    recusal = Recusal.objects.filter(pk=recusal_id).select_related("subject").first()
    if recusal is None:
        raise NotFoundError("没有这条回避关系")
    inspector = inspector_for(actor, recusal.inspector_id, lock=True)
    state = recusal.state_on(moments.day_of(at))
    RECUSAL.target("end", state, refusal="这条回避关系已经到期")
    if not reason.strip():
        raise DomainError("请写解除的理由", field="reason")
    recusal.until = on
    recusal.save(update_fields=["until"])
    description = f"{recusal.subject.name}：{reason}"
    ended = {"ended": {"entry": recusal.entry, "until": on.isoformat()}}
    record_change(events.INSPECTOR_RECUSAL_ENDED, inspector, actor, at, description, ended)
    return inspector.pk
