"""Rectifications of the tests' bureau, brought so far as a test needs them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from oversight.documents.rules.service import ServiceFacts
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import registering, urgent
from oversight.inspections.services.registering import NewVisit
from oversight.rectifications.models import Rectification
from oversight.rectifications.rules import NewPoint
from oversight.rectifications.services import opening, orders, rechecks, reporting
from oversight.rectifications.services.orders import OrderInput
from oversight.rectifications.services.rechecks import Conclusion, RecheckPlan
from oversight.rectifications.services.recording import Upload
from oversight.rectifications.services.reporting import ReportInput
from oversight.registry.models import Inspector, Item, Subject
from tests.oversight.files import samples
from tests.support.platform_factory import NOON, Bureau

TODAY = date(2026, 3, 18)
POINTS = (
    NewPoint(what="与3名职工没有订立书面劳动合同", provision="《劳动合同法》第十条"),
    NewPoint(what="没有建立职工名册", provision="《劳动合同法》第七条", demand="建立职工名册"),
)
ORDER = OrderInput(
    days=15,
    basis="《劳动保障监察条例》第十八条",
    contact="尤星野 0379-0000003",
    address="青禾区和顺路18号",
)
HANDED = ServiceFacts(way="direct", place="青禾区和顺路18号", receiver="柳南星", relation="会计")
REPORT = ReportInput(text="已与3名职工补订合同，建立名册。", reporter="柳南星", phone="0379-1")


def later(days: int) -> datetime:
    """Give noon some days later."""
    return NOON + timedelta(days=days)


def picture(name: str = "改正后.png") -> Upload:
    """Give a picture as a form brings it."""
    return Upload(name=name, chunks=[samples.picture("PNG")])


def officers(bureau: Bureau) -> list[int]:
    """Give the bureau's inspectors, by their numbers."""
    rows = Inspector.objects.filter(bureau=bureau.organisation).order_by("number")
    return list(rows.values_list("pk", flat=True))


def visited(bureau: Bureau) -> InspectionTask:
    """Register an inspection to which officers came at once."""
    clerk = bureau.actors["clerk"]
    subject = Subject.objects.filter(bureau=bureau.organisation).order_by("code")[0]
    item = Item.objects.filter(bureau=bureau.organisation).order_by("code")[0]
    task = registering.register(
        actor=clerk,
        visit=NewVisit(
            subject_id=subject.pk,
            source="complaint",
            item_ids=[item.pk],
            officer_ids=officers(bureau)[:2],
            on=TODAY,
            reason="反映没有订立合同",
            reference="12345-317",
        ),
        at=NOON,
    )
    return arrived(bureau, task, NOON)


def arrived(bureau: Bureau, task: InspectionTask, at: datetime) -> InspectionTask:
    """Let the officers of an inspection be there."""
    return urgent.arrive(
        actor=bureau.actors["clerk"], visit_id=task.pk, reason="急", reported="郑局长", at=at
    )


def opened(bureau: Bureau, **changes: Any) -> Rectification:
    """Open a rectification by a person on the page of a visit."""
    values = {"finding_code": "ZLGZ", "points": POINTS, "at": NOON, **changes}
    visit = values.pop("visit", None) or visited(bureau)
    return opening.open_by_hand(actor=bureau.actors["clerk"], visit_id=visit.pk, **values)


def ordered(bureau: Bureau) -> Rectification:
    """Issue the order of a rectification."""
    row = opened(bureau)
    clerk = bureau.actors["clerk"]
    return orders.issue(actor=clerk, rectification_id=row.pk, order=ORDER, at=NOON)


def served(bureau: Bureau, facts: ServiceFacts = HANDED) -> Rectification:
    """Serve the order of a rectification."""
    row = ordered(bureau)
    return orders.serve(
        actor=bureau.actors["clerk"],
        rectification_id=row.pk,
        facts=facts,
        served_at=NOON,
        at=NOON,
    )


def linked(bureau: Bureau) -> tuple[Rectification, str]:
    """Serve an order and make the link at which the enterprise reports."""
    row = served(bureau)
    return orders.send_link(actor=bureau.actors["clerk"], rectification_id=row.pk, at=NOON)


def reported(bureau: Bureau) -> Rectification:
    """Let the enterprise report within its term, with a picture."""
    row, token = linked(bureau)
    reporting.report(
        token=token, report=REPORT, uploads=[picture()], address="10.0.0.9", at=later(3)
    )
    row.refresh_from_db()
    return row


def rechecking(bureau: Bureau) -> Rectification:
    """Arrange the 回访 with another officer, and let them be there."""
    row = reported(bureau)
    plan = RecheckPlan(officer_ids=officers(bureau)[1:3], on=date(2026, 3, 23))
    row = rechecks.arrange(
        actor=bureau.actors["clerk"], rectification_id=row.pk, plan=plan, at=later(4)
    )
    assert row.recheck is not None
    arrived(bureau, row.recheck, later(5))
    row.refresh_from_db()
    return row


def concluded(bureau: Bureau, *states: str) -> Rectification:
    """Conclude the 回访 with a state for each point."""
    row = rechecking(bureau)
    points = row.points.order_by("order")
    seen = {
        point.pk: Conclusion(state=state, note="看了合同原件")
        for point, state in zip(points, states, strict=True)
    }
    return rechecks.conclude(
        actor=bureau.actors["clerk"],
        rectification_id=row.pk,
        conclusions=seen,
        uploads=[picture("回访.png")],
        at=later(5),
    )
