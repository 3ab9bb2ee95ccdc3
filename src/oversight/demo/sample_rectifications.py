"""Rectifications of the fictional bureau: a term that runs, and one closed after its 回访."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.documents.rules.service import ServiceFacts
from oversight.inspections.kinds import Source
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import registering, urgent
from oversight.inspections.services.registering import NewVisit
from oversight.rectifications.kinds import FindingCode
from oversight.rectifications.models import CaseClue, Rectification
from oversight.rectifications.rules import NewPoint
from oversight.rectifications.services import extensions, opening, orders, rechecks, reporting
from oversight.rectifications.services.orders import OrderInput
from oversight.rectifications.services.rechecks import Conclusion, RecheckPlan
from oversight.rectifications.services.reporting import ReportInput
from oversight.rectifications.states import PointState
from oversight.registry.models import Item, Subject
from oversight.registry.selectors import inspectors

_CLERK = "ren"
_POINTS = (
    NewPoint(
        what="与3名职工没有订立书面劳动合同",
        provision="《中华人民共和国劳动合同法》第十条",
        demand="补订书面劳动合同，并交付文本",
    ),
    NewPoint(what="没有建立职工名册", provision="《中华人民共和国劳动合同法》第七条"),
)
_ADDRESS = "示例路6号"


def closed(actors: Mapping[str, Actor], at: datetime) -> None:
    """Order corrections after an urgent inspection; nine days later all is put right."""
    clerk = actors[_CLERK]
    row = _served(clerk, _visited(clerk, "12345-示例-0288", at), at)
    _closed(clerk, row, at)


def running(actors: Mapping[str, Actor], at: datetime) -> None:
    """Order corrections after another one; the term runs, and the enterprise has its link."""
    clerk = actors[_CLERK]
    row = _served(clerk, _visited(clerk, "12345-示例-0301", at), at)
    orders.send_link(actor=clerk, rectification_id=row.pk, at=at)


def escalated(actors: Mapping[str, Actor], at: datetime) -> CaseClue:
    """Order corrections within two days; nobody answers, and a clue for a case is handed over."""
    clerk = actors[_CLERK]
    row = _served(clerk, _visited(clerk, "12345-示例-0295", at), at, days=2)
    return extensions.escalate(
        actor=clerk,
        rectification_id=row.pk,
        reason="期满没有报告，电话催促两次没有结果",
        at=at + timedelta(days=3),
    )


def _visited(clerk: Actor, reference: str, at: datetime) -> InspectionTask:
    subjects = Subject.objects.filter(owner_id=clerk.organisation_id, last_visited_on=None)
    subject = subjects.exclude(rectifications__isnull=False).order_by("pk")[3]
    item = Item.objects.filter(bureau_id=clerk.bureau_id, owner_id=clerk.organisation_id)[0]
    visit = NewVisit(
        subject_id=subject.pk,
        source=Source.COMPLAINT,
        item_ids=[item.pk],
        officer_ids=_officers(clerk, at),
        on=moments.day_of(at),
        reason="核实是否订立劳动合同",
        reference=reference,
    )
    task = registering.register(actor=clerk, visit=visit, at=at)
    return _arrived(clerk, task, at)


def _arrived(clerk: Actor, task: InspectionTask, at: datetime) -> InspectionTask:
    return urgent.arrive(
        actor=clerk,
        visit_id=task.pk,
        reason="职工正在门前聚集",
        reported="局长郑怀瑾，电话",
        at=at,
    )


def _served(clerk: Actor, visit: InspectionTask, at: datetime, days: int = 15) -> Rectification:
    row = opening.open_by_hand(
        actor=clerk,
        visit_id=visit.pk,
        finding_code=FindingCode.ORDERED,
        points=_POINTS,
        at=at,
    )
    order = OrderInput(
        days=days,
        basis="《劳动保障监察条例》第十八条",
        contact="任清和 0379-0000003",
        address=visit.subject.address or _ADDRESS,
        follow_up="请在期满前书面报告改正情况，附证明材料；本机关将派人复查。",
    )
    orders.issue(actor=clerk, rectification_id=row.pk, order=order, at=at)
    facts = ServiceFacts(way="direct", place=order.address, receiver="柳南星", relation="会计")
    return orders.serve(actor=clerk, rectification_id=row.pk, facts=facts, served_at=at, at=at)


def _closed(clerk: Actor, row: Rectification, at: datetime) -> None:
    """Let the enterprise report after a week, go there again, and close it."""
    key: dict[str, Any] = {"actor": clerk, "rectification_id": row.pk}
    _, token = orders.send_link(**key, at=at)
    report = ReportInput(text="已与3名职工补订劳动合同，建立职工名册。", reporter="柳南星")
    week, fortnight = at + timedelta(days=7), at + timedelta(days=9)
    reporting.report(token=token, report=report, address="", at=week)
    plan = RecheckPlan(officer_ids=_officers(clerk, fortnight)[::-1], on=moments.day_of(fortnight))
    row = rechecks.arrange(**key, plan=plan, at=week)
    if row.recheck is not None:
        _arrived(clerk, row.recheck, fortnight)
    seen = Conclusion(state=PointState.CORRECTED, note="看了合同和名册的原件")
    conclusions = {point.pk: seen for point in row.points.all()}
    rechecks.conclude(**key, conclusions=conclusions, at=fortnight)


def _officers(clerk: Actor, at: datetime) -> list[int]:
    rows = inspectors.inspector_rows(inspectors.find(clerk), moments.day_of(at))
    return [row.inspector.pk for row in rows if row.is_drawable][:2]
