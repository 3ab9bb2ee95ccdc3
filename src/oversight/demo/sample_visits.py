"""Inspections of the fictional bureau that no draw decided: some wait for the head's approval."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.inspections.kinds import Source
from oversight.inspections.services import approvals, registering
from oversight.inspections.services.approvals import ApprovalInput
from oversight.inspections.services.registering import NewVisit
from oversight.registry.models import Item, Subject
from oversight.registry.selectors import inspectors

_VISITS = (
    (Source.COMPLAINT, "12345-示例-0317", "核实是否按月足额支付工资", "要看考勤和工资支付的原件"),
    (Source.ASSIGNED, "示例厅函〔2026〕7号", "上级交办核实招聘信息真实性", "要核对招聘台账原件"),
    (Source.LICENSING, "", "许可条件现场核查", "要看营业场所"),
)
_CLERK = "ren"


def waiting(actors: Mapping[str, Actor], at: datetime) -> None:
    """Register inspections in some days, and ask the head to approve all but the last."""
    clerk = actors[_CLERK]
    on = moments.day_of(at) + timedelta(days=3)
    able = [row for row in inspectors.inspector_rows(inspectors.find(clerk), on) if row.is_drawable]
    item = Item.objects.filter(bureau_id=clerk.bureau_id, owner_id=clerk.organisation_id)[0]
    subjects = Subject.objects.filter(owner_id=clerk.organisation_id, last_visited_on=None)
    for (source, reference, reason, why), subject in zip(
        _VISITS, subjects.order_by("pk")[:3], strict=True
    ):
        task = registering.register(
            actor=clerk,
            visit=NewVisit(
                subject_id=subject.pk,
                source=source,
                item_ids=[item.pk],
                officer_ids=[row.inspector.pk for row in able[:2]],
                on=on,
                reason=reason,
                reference=reference,
            ),
            at=at,
        )
        if source != Source.LICENSING:
            asked = ApprovalInput(
                why_on_site=why, visit_place=subject.address or "示例路1号", opinion="拟同意检查"
            )
            approvals.submit(actor=clerk, visit_id=task.pk, asked=asked, at=at)
