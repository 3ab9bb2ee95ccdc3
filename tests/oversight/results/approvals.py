"""Results of the tests' bureau, brought so far as a test needs them."""

from __future__ import annotations

from typing import Any

from oversight.inspections.models import InspectionTask
from oversight.inspections.services import finishing, signing
from oversight.results.models import InspectionResult
from oversight.results.rules import ResultContent
from oversight.results.services import entering, reviewing
from tests.oversight.inspections import record_samples as samples
from tests.oversight.inspections import record_visits as visits
from tests.support.platform_factory import Bureau

AT = visits.AT
CLEAN = ResultContent(codes=("WFX",), disposition=("none",), methods=("site",))
BREACH = ResultContent(
    codes=("ZLGZ",),
    finding="两名员工没有订立书面劳动合同",
    provision="《中华人民共和国劳动合同法》第十条",
    kinds=("V02",),
    disposition=("order",),
    methods=("site",),
)


def entered(own: Bureau) -> InspectionResult:
    """Give the result of a visit whose record was signed: nothing was found."""
    task = visits.inspecting(own)
    visits.closed(own, task)
    return InspectionResult.objects.get(visit=task)


def with_breach(own: Bureau) -> InspectionResult:
    """Give the result of a visit on which a breach was found."""
    task = visits.inspecting(own)
    content = samples.with_breach(visits.clean(task), visits.CODE)
    content = visits.with_files(content, visits.picture(own))
    visits.save(own, task, samples.signed(content, *visits.names(task)))
    visits.call(own, task, signing.begin_signing)
    visits.call(own, task, finishing.finish)
    return InspectionResult.objects.get(visit=task)


def accept(own: Bureau, row: InspectionResult, who: str = "approver", **more: Any) -> Any:
    """Accept the newest version of a result."""
    number = row.versions.count()
    values: dict[str, Any] = {"version_number": number, "at": AT, **more}
    return reviewing.accept(actor=own.actors[who], result_id=row.pk, **values)


def send_back(own: Bureau, row: InspectionResult, remarks: str = "事实没有写清") -> Any:
    """Return the newest version of a result."""
    return reviewing.send_back(
        actor=own.actors["approver"], result_id=row.pk, remarks=remarks, at=AT
    )


def rewrite(own: Bureau, row: InspectionResult, content: ResultContent, **more: Any) -> Any:
    """Hand in another version: a correction where one is approved."""
    service = entering.resubmit if row.state == "returned" else entering.correct
    values: dict[str, Any] = {"reason": "核对原件以后改", "at": AT, **more}
    return service(actor=own.actors["officer-1"], result_id=row.pk, content=content, **values)


def visit_of(row: InspectionResult) -> InspectionTask:
    """Load the visit of a result."""
    return InspectionTask.objects.get(pk=row.visit_id)
