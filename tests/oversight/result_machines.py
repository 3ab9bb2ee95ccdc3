"""The state machine of results, with the services of its acts."""

from __future__ import annotations

from typing import Any

from oversight.accounts.rules import Role
from oversight.inspections.models import InspectionTask, ItemResult
from oversight.inspections.services.record_receivers import SignedRecord
from oversight.registry.models import Inspector
from oversight.results.models import InspectionResult
from oversight.results.services import entering, publishing, reviewing
from oversight.results.states import RESULT
from tests.oversight.draw_machines import Case, actors_of
from tests.oversight.results.approvals import BREACH, CLEAN
from tests.support import draw_factory, platform_factory
from tests.support.draw_factory import OPENS
from tests.support.platform_factory import Bureau


def result_case(own: Bureau) -> Case:
    """Enter a result, and approve it once; each state has the facts that go with it."""
    draw = draw_factory.whole(own)
    task = InspectionTask.objects.filter(draw=draw).order_by("place")[0]
    officer = platform_factory.actor("result-officer", own.organisation, Role.INSPECTOR)
    slot = task.slots.exclude(inspector=None)[0]
    Inspector.objects.filter(pk=slot.inspector_id or 0).update(user_id=officer.user_id)
    ItemResult.objects.filter(visit=task).update(**CLEAN.document())
    entering.receive(SignedRecord(task=task, actor=officer, at=OPENS))
    head, lead = actors_of(own, "approver", "coordinator")
    row = InspectionResult.objects.filter(visit=task)[0]
    key: dict[str, Any] = {"result_id": row.pk, "at": OPENS}
    reviewing.accept(actor=head, version_number=1, **key)
    rows = InspectionResult.objects.filter(pk=row.pk)
    change: dict[str, Any] = {"actor": officer, "content": BREACH, "reason": "核对", **key}

    return Case(
        machine=RESULT,
        put=lambda state: rows.update(state=state),
        read=lambda: rows.get().state,
        acts={
            "submit": lambda: entering.resubmit(**change),
            "accept": lambda: reviewing.accept(actor=head, version_number=1, **key),
            "return": lambda: reviewing.send_back(actor=head, remarks="不清楚", **key),
            "correct": lambda: entering.correct(**change),
            "publish": lambda: publishing.publish(actor=lead, **key),
            "withdraw": lambda: publishing.withdraw(actor=lead, reason="错了", **key),
            "follow_up": lambda: publishing.follow_up(
                row=row, outcome="合格", by=head.author, at=OPENS
            ),
        },
    )
