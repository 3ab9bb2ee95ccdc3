"""The first visit of a draw, brought as far as an edge case needs it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from oversight.inspections import todos
from oversight.inspections.arrivals import SiteAct, SiteActKind
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import (
    approvals,
    arrival,
    finishing,
    signing,
    tasks,
)
from oversight.inspections.services.approvals import ApprovalInput
from oversight.inspections.services.telling import OutcomeInput
from oversight.inspections.site_acts import SiteNote
from oversight.rectifications.rules import NewPoint
from tests.oversight.inspections import record_samples as samples
from tests.oversight.inspections.record_visits import (
    AT,
    CODE,
    call,
    clean,
    names,
    picture,
    save,
    with_files,
)
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

OPENS = draw_factory.OPENS
DAY = datetime.fromisoformat("2026-04-07T09:30:00+08:00")
ASKED = ApprovalInput(why_on_site="要看原件", visit_place="青禾区和顺路18号")
POINT = NewPoint(what="两名员工没有订立书面劳动合同", provision="《劳动合同法》第十条")


def approved(own: Bureau, task: InspectionTask) -> InspectionTask:
    clerk, approver = own.actors["clerk"], own.actors["approver"]
    tasks.accept(actor=clerk, visit_id=task.pk, on=date(2026, 4, 7), at=OPENS)
    approval = approvals.submit(actor=clerk, visit_id=task.pk, asked=ASKED, at=OPENS)
    return approvals.approve(actor=approver, approval_id=approval.pk, answer="", at=OPENS).visit


def note(
    own: Bureau,
    task: InspectionTask,
    who: str,
    kind: str = "arrive",
    at: datetime = DAY,
    **values: Any,
) -> SiteAct:
    """Send an act as the telephone of an officer does."""
    actor = own.actors[who]
    change = f"00000000-0000-4000-8000-{SiteAct.objects.count():012}"
    details = {"noted_at": at, "reason": "", "user_id": actor.user_id, **values}
    site_note = SiteNote(kind=SiteActKind(kind), change=change, **details)
    return arrival.note(actor=actor, visit_id=task.pk, site_note=site_note, at=at)


def begun(own: Bureau, task: InspectionTask) -> InspectionTask:
    """Let both officers arrive and begin."""
    approved(own, task)
    note(own, task, "officer-1")
    note(own, task, "officer-2")
    note(own, task, "officer-1", "start")
    return InspectionTask.objects.get(pk=task.pk)


def breach(own: Bureau, task: InspectionTask) -> dict[str, Any]:
    """Give a signed record with a breach."""
    content = with_files(samples.with_breach(clean(task), CODE), picture(own))
    return samples.signed(content, *names(task))


def finished(own: Bureau, task: InspectionTask, content: dict[str, Any]) -> InspectionTask:
    save(own, task, content)
    call(own, task, signing.begin_signing)
    return InspectionTask.objects.get(pk=call(own, task, finishing.finish).pk)


def outcome(task: InspectionTask) -> OutcomeInput:
    return OutcomeInput(
        results={row.pk: "发现问题已责令改正" for row in task.results.all()},
        notes={},
        outcome="发现问题已责令改正",
        follow_up="期满复查。",
        publication="结果将依法公示。",
        remedy="可以向青禾区司法局反映。",
        contact="尤星野 0379-3",
    )


def titles(own: Bureau, who: str) -> list[str]:
    return [row.title for row in todos.todos(own.actors[who], AT)]
