"""Results of the fictional bureau: overdue, approved, with a finding, returned, and waiting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.inspections import task_details
from oversight.inspections.kinds import Source
from oversight.inspections.services import registering
from oversight.inspections.services.desk_review import DeskReview
from oversight.inspections.services.registering import NewVisit
from oversight.registry.models import Item, Subject
from oversight.registry.selectors import inspectors
from oversight.results.models import InspectionResult
from oversight.results.rules import ResultContent
from oversight.results.services import desk, reviewing

_CLERK, _REVIEWER = "ren", "zheng"
_PLACE = 8
_CLEAN = ResultContent(codes=("WFX",), disposition=("none",))
_BREACH = ResultContent(
    codes=("DHC",),
    finding="工资支付台账缺少2026年7月、8月两个月的记录，没有保存到规定的年限。",
    provision="《工资支付暂行规定》第六条",
    kinds=("V99",),
    disposition=("order",),
)


def overdue(actors: Mapping[str, Actor], at: datetime) -> None:
    """Approve a result that nobody has put before the public since."""
    _approved(actors, _entered(actors, 0, "papers", _CLEAN, at), at)


def lately(actors: Mapping[str, Actor], at: datetime) -> None:
    """Enter four results in the last days: two are approved, one is returned, one waits."""
    _approved(actors, _entered(actors, 1, "network", _CLEAN, at), at)
    _approved(actors, _entered(actors, 2, "papers", _BREACH, at), at)
    row = _entered(actors, 3, "opinion", _CLEAN, at + timedelta(days=1))
    reviewing.send_back(
        actor=actors[_REVIEWER],
        result_id=row.pk,
        remarks="专业意见没有写由谁出具，请补写意见的文号。",
        at=at + timedelta(days=2),
    )
    _entered(actors, 4, "papers", _CLEAN, at + timedelta(days=2))


def _entered(
    actors: Mapping[str, Actor], place: int, method: str, content: ResultContent, at: datetime
) -> InspectionResult:
    """Register an inspection that data gave reason for, and enter what papers showed."""
    clerk = actors[_CLERK]
    subjects = Subject.objects.filter(owner_id=clerk.organisation_id).order_by("pk")
    item = Item.objects.filter(bureau_id=clerk.bureau_id, owner_id=clerk.organisation_id)[0]
    on = moments.day_of(at)
    able = [row for row in inspectors.inspector_rows(inspectors.find(clerk), on) if row.is_drawable]
    task = registering.register(
        actor=clerk,
        visit=NewVisit(
            subject_id=subjects.filter(last_visited_on=None)[_PLACE + place].pk,
            source=Source.DATA,
            item_ids=[item.pk],
            officer_ids=[row.inspector.pk for row in able[:2]],
            on=on,
            reason="社会保险参保人数和用工备案人数不一致",
        ),
        at=at,
    )
    desk.enter(
        actor=clerk,
        visit_id=task.pk,
        review=DeskReview(method=method, basis="2026年度用工备案表、工资支付台账", on=on),
        contents={row.pk: content for row in task_details.results(task)},
        at=at,
    )
    return InspectionResult.objects.get(visit=task)


def _approved(actors: Mapping[str, Actor], row: InspectionResult, at: datetime) -> None:
    reviewing.accept(
        actor=actors[_REVIEWER], result_id=row.pk, version_number=1, at=at + timedelta(days=1)
    )
