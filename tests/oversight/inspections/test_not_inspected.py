"""A visit that could not be made, or was broken off: closed with the evidence that it demands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from oversight.common.errors import DomainError, FieldsError
from oversight.documents.models import Document
from oversight.inspections import (
    minutes_reconciliation,
    reconciliation,
)
from oversight.inspections.models import Approval, InspectionTask
from oversight.inspections.services import finishing, signing, suspending
from oversight.inspections.signed_records import Signature
from oversight.inspections.states import TaskState
from oversight.registry.models import InspectionRecord
from tests.oversight.inspections import record_samples as samples
from tests.oversight.inspections import record_visits as visits
from tests.oversight.inspections.record_visits import (
    AT,
    call,
    clean,
    differences,
    moved,
    names,
    picture,
    save,
    state_of,
    with_files,
)
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_bureau(module_site: Any) -> Bureau:  # noqa: ARG001 - its files are there
    """Make a bureau with a draw; both officers of its first visit have accounts."""
    return visits.bureau()


@pytest.fixture
def task(own: Bureau) -> InspectionTask:
    """Give the first visit; its officers are inspecting."""
    return visits.inspecting(own)


def test_nobody_there_is_closed_with_its_evidence_and_does_not_count(
    own: Bureau, task: InspectionTask
) -> None:
    content = with_files(samples.without_anybody(clean(task)), picture(own))
    save(own, task, samples.signed(content, *names(task), subject=""))
    with pytest.raises(DomainError, match="选了未能检查的情形，不走签字"):
        call(own, task, signing.begin_signing)

    call(own, task, finishing.could_not_inspect)

    closed_task = InspectionTask.objects.get(pk=task.pk)
    assert (closed_task.state, closed_task.done_on) == ("not_inspected", date(2026, 4, 7))
    assert closed_task.results.get().codes == ["WLX"]
    row = InspectionRecord.objects.get(draw_number=task.record_number, subject=task.subject)
    assert (row.state, row.done_on, row.subject.visit_count) == ("cancelled", None, 0)
    assert Document.objects.get(type="site-minutes").data["person"] == "现场没有人员"


def test_a_gone_subject_is_closed_before_anybody_goes(own: Bureau, task: InspectionTask) -> None:
    facts = {"status": "ZX", "as_of": "2026-04-07", "source": "国家企业信用信息公示系统"}
    moved(task, TaskState.DRAWN)
    extract = {"digest": picture(own), "name": "登记信息", "pages": 1, "point": "path.extract"}
    result = {"codes": ["ZX"], "path": "deregistered", "path_facts": facts}
    minutes = {"facts": "4月1日注销登记。"}
    content = {"v": 1, "answers": {}, "result": result, "minutes": minutes, "evidence": [extract]}
    save(own, task, content)

    call(own, task, finishing.could_not_inspect)

    gone = InspectionTask.objects.get(pk=task.pk)
    assert (gone.state, gone.results.get().codes) == ("not_inspected", ["ZX"])
    assert Signature.objects.count() == Document.objects.count() == 0
    assert InspectionRecord.objects.get(subject=task.subject).state == "cancelled"
    assert differences(reconciliation.check) == differences(minutes_reconciliation.check) == []


def test_whom_nobody_visited_is_not_closed_as_out_of_reach(
    own: Bureau, task: InspectionTask
) -> None:
    save(own, task, clean(task))
    with pytest.raises(DomainError, match="请先选未能检查的情形"):
        call(own, task, finishing.could_not_inspect)
    save(own, task, with_files(samples.without_anybody(clean(task)), picture(own)))
    with pytest.raises(FieldsError, match="要两名检查人员签字"):
        call(own, task, finishing.could_not_inspect)
    moved(task, TaskState.ACCEPTED)

    with pytest.raises(DomainError, match="不能未能检查"):
        call(own, task, finishing.could_not_inspect)


def test_a_refusal_for_one_certificate_is_a_suspension_not_uncooperative(
    own: Bureau, task: InspectionTask
) -> None:
    moved(task, TaskState.PAPERS_LATER)
    call(own, task, suspending.suspend, reason="证件不符，企业拒绝检查")
    facts = {
        "basis_read": True,
        "consequence_read": True,
        "refused_at": "2026-04-07T09:20:00+08:00",
        "words": "只有一个证件，不让查",
        "witness": "路遥",
    }
    result = {"codes": ["BPH"], "path": "uncooperative", "path_facts": facts}
    content = {**clean(task), "answers": {}, "result": result}
    save(own, task, samples.signed(content, *names(task), subject=""))

    with pytest.raises(FieldsError, match="没有出示两名人员的执法证件"):
        call(own, task, finishing.could_not_inspect)
    with pytest.raises(DomainError, match="还没有开始检查；请改日再到场"):
        call(own, task, suspending.resume)
    with pytest.raises(DomainError, match="还没有补办审批"):
        call(own, task, suspending.go_again)
    Approval.objects.create(visit=task, state="approved", asked_by="", asked_user=0, asked_at=AT)
    call(own, task, suspending.go_again)
    assert state_of(task) == "approved"


def test_a_visit_broken_off_goes_on_where_it_was(own: Bureau, task: InspectionTask) -> None:
    with pytest.raises(DomainError, match="请写中止的理由"):
        call(own, task, suspending.suspend, reason="")
    call(own, task, suspending.suspend, reason="停电")
    assert state_of(task) == "suspended"
    with pytest.raises(DomainError, match="请恢复检查"):
        call(own, task, suspending.go_again)
    call(own, task, suspending.resume)

    (suspension,) = task.suspensions.all()
    assert (state_of(task), suspension.reason, suspension.ended_at) == ("inspecting", "停电", AT)
