"""The first eight of the guide's edge cases (inspection.md §7): before and at the visit.

Case 7 goes on where results are published, in ``results``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from oversight.accounts.rules import Role
from oversight.common.errors import DomainError, FieldsError, NotAllowedError
from oversight.documents.rules.service import ServiceFacts
from oversight.inspections.models import InspectionTask, ReplacementRequest
from oversight.inspections.services import (
    approvals,
    finishing,
    phone_reports,
    requests,
    signing,
    suspending,
    tasks,
    telling,
)
from oversight.inspections.services.requests import ReplacementInput
from oversight.inspections.states import TaskState
from oversight.rectifications import selectors as rectifications
from oversight.rectifications.services import opening, orders, rechecks
from oversight.registry.models import InspectionRecord, Inspector, Subject
from oversight.web import clock
from tests.oversight.cases import making
from tests.oversight.inspections import record_samples as samples
from tests.oversight.inspections import record_visits as visits
from tests.oversight.inspections.edge_visits import (
    ASKED,
    DAY,
    OPENS,
    POINT,
    approved,
    begun,
    breach,
    finished,
    note,
    outcome,
    titles,
)
from tests.oversight.inspections.record_visits import (
    AT,
    CODE,
    call,
    clean,
    moved,
    names,
    picture,
    save,
    state_of,
    with_files,
)
from tests.oversight.rectifications import findings
from tests.support import platform_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_bureau(module_site: Any) -> Bureau:  # noqa: ARG001 - its files are there
    """Make a bureau with a draw; both officers of its first visit have accounts."""
    return visits.bureau()


@pytest.fixture
def task(own: Bureau) -> InspectionTask:
    """Give the first visit of the draw."""
    return InspectionTask.objects.filter(bureau=own.organisation).order_by("place")[0]


# 1
def test_who_falls_ill_at_the_gate_is_followed_by_the_next_drawn(
    own: Bureau, task: InspectionTask
) -> None:
    approved(own, task)
    note(own, task, "officer-1")
    with pytest.raises(DomainError, match="证件当天有效、已确认到场的检查人员只有 1 名"):
        note(own, task, "officer-1", "start")
    ill = task.slots.get(inspector__user_id=own.actors["officer-2"].user_id or 0)
    asked = ReplacementInput(
        visit_id=task.pk,
        kind=ReplacementRequest.INSPECTOR,
        why="ILLNESS",
        note="在门口突然发病",
        slot_id=ill.pk,
    )
    request = requests.ask(actor=own.actors["clerk"], asked=asked, at=DAY)
    approver = own.actors["approver"]
    confirmed = platform_factory.confirmed(approver)

    requests.grant(actor=approver, request_id=request.pk, confirmed=confirmed, at=DAY)

    own.actors["next"] = platform_factory.actor("next", own.organisation, Role.INSPECTOR)
    ill.refresh_from_db()
    user_id = own.actors["next"].user_id
    Inspector.objects.filter(pk=ill.inspector_id or 0).update(user_id=user_id)
    note(own, task, "next", at=DAY + timedelta(minutes=40))
    task.refresh_from_db()
    assert (task.state, task.planned_on) == ("arrived", date(2026, 4, 7))
    assert task.arrived_at == DAY + timedelta(minutes=40)


# 2
def test_a_refusal_before_the_second_certificate_is_lawful(
    own: Bureau, task: InspectionTask
) -> None:
    approved(own, task)
    with pytest.raises(DomainError, match="还没有人到场"):
        call(own, task, suspending.suspend, reason="证件不符")
    note(own, task, "officer-1")

    call(own, task, suspending.suspend, reason="证件不符，企业拒绝检查")

    assert f"检查中止：{task.name}" in titles(own, "approver")
    facts = {
        "basis_read": True,
        "consequence_read": True,
        "refused_at": "2026-04-07T09:40:00+08:00",
        "words": "只有一个证件，不让查",
        "witness": "路遥",
    }
    result = {"codes": ["BPH"], "path": "uncooperative", "path_facts": facts}
    save(own, task, samples.signed({**clean(task), "answers": {}, "result": result}, *names(task)))
    with pytest.raises(FieldsError, match="没有出示两名人员的执法证件"):
        call(own, task, finishing.could_not_inspect)
    call(own, task, suspending.go_again)
    assert state_of(task) == "approved"


# 3
def test_who_works_in_another_district_is_told_of_not_visited(
    own: Bureau, task: InspectionTask
) -> None:
    clerk = own.actors["clerk"]
    tasks.accept(actor=clerk, visit_id=task.pk, on=date(2026, 4, 7), at=OPENS)
    outside = replace(ASKED, visit_place="石桥县工业路2号", is_outside=True)
    with pytest.raises(DomainError, match="函告用工所在地的人社部门") as refused:
        approvals.submit(actor=clerk, visit_id=task.pk, asked=outside, at=OPENS)
    assert refused.value.field == "assistance"
    moved(task, TaskState.INSPECTING)
    content = with_files(samples.without_anybody(clean(task)), picture(own))
    content["result"]["path_facts"]["moved_to"] = "石桥县工业路2号"
    save(own, task, samples.signed(content, *names(task), subject=""))

    call(own, task, finishing.could_not_inspect)

    assert task.results.get().codes == ["WLX"]
    assert "查明在辖区以外的经营地：石桥县工业路2号。" in task.minutes.get().text
    making.received(own, visit_id=task.pk, receiver="石桥县人力资源和社会保障局", finding="V99")
    market = making.received(
        own,
        visit_id=task.pk,
        kind="market",
        receiver="青禾区市场监督管理局",
        finding="",
        enclosures="门牌照片、通话记录",
        attempts=((date(2026, 3, 16), "大门紧锁"), (date(2026, 3, 17), "物业称已搬走")),
    )
    assert market.visit_id == task.pk


# 3
def test_a_place_outside_is_visited_with_the_other_bureaus_assistance(
    own: Bureau, task: InspectionTask
) -> None:
    clerk = own.actors["clerk"]
    tasks.accept(actor=clerk, visit_id=task.pk, on=date(2026, 4, 7), at=OPENS)
    outside = replace(ASKED, is_outside=True, assistance="石桥县人社局复函〔2026〕5号")

    approval = approvals.submit(actor=clerk, visit_id=task.pk, asked=outside, at=OPENS)

    assert approval.visit.assistance == "石桥县人社局复函〔2026〕5号"


# 4
def test_registered_dormancy_is_closed_and_not_counted(own: Bureau, task: InspectionTask) -> None:
    moved(task, TaskState.INSPECTING)
    Subject.objects.filter(pk=task.subject_id).update(state="停业", labels="歇业")
    digest = picture(own)
    nobody = with_files(samples.without_anybody(clean(task)), digest)
    save(own, task, samples.signed(nobody, *names(task), subject=""))
    with pytest.raises(FieldsError, match="歇业不是无法联系"):
        call(own, task, finishing.could_not_inspect)
    pieces = [
        {"digest": digest, "name": "场所", "pages": 1, "point": f"path.{point}"}
        for point in ("premises", "notice")
    ]
    result = {"codes": ["GBT"], "path": "closed", "path_facts": {}}
    content = {**nobody, "result": result, "evidence": pieces}
    save(own, task, samples.signed(content, *names(task), subject=""))

    call(own, task, finishing.could_not_inspect)

    row = InspectionRecord.objects.get(draw_number=task.record_number, subject=task.subject)
    assert task.results.get().codes == ["GBT"]
    assert (row.state, row.subject.visit_count) == ("cancelled", 0)


# 5
def test_a_subject_gone_since_the_draw_is_closed_without_a_visit(
    own: Bureau, task: InspectionTask
) -> None:
    Subject.objects.filter(pk=task.subject_id).update(state="存续")
    number = InspectionTask.objects.count()
    extract = {"digest": picture(own), "name": "登记信息", "pages": 1, "point": "path.extract"}
    facts = {"status": "ZX", "as_of": "2026-04-07", "source": "国家企业信用信息公示系统"}
    result = {"codes": ["ZX"], "path": "deregistered", "path_facts": facts}
    minutes = {"facts": "4月1日注销登记。"}
    save(own, task, {"v": 1, "result": result, "minutes": minutes, "evidence": [extract]})

    call(own, task, finishing.could_not_inspect)

    assert (state_of(task), task.results.get().codes) == ("not_inspected", ["ZX"])
    assert (task.approvals.count(), InspectionTask.objects.count()) == (0, number)
    assert f"更新名录：{task.name}" in titles(own, "clerk")
    Subject.objects.filter(pk=task.subject_id).update(state="注销")
    assert f"更新名录：{task.name}" not in titles(own, "clerk")


# 6
def test_what_was_cured_on_the_spot_is_closed_by_another_than_the_finder(
    own: Bureau, task: InspectionTask
) -> None:
    moved(task, TaskState.INSPECTING)
    digest = picture(own)
    content = with_files(samples.with_breach(clean(task), CODE), digest)
    content["result"]["order"] |= {"due": "", "cured": True}
    save(own, task, content)
    with pytest.raises(FieldsError, match="当场改正的，要有改正后的照片"):
        call(own, task, signing.begin_signing)
    content["evidence"].append({"digest": digest, "name": "改正后", "pages": 1, "point": "cured"})
    done = finished(own, task, samples.signed(content, *names(task)))
    clerk, approver = own.actors["clerk"], own.actors["approver"]
    row = opening.open_for(
        actor=clerk, result=done.results.get(), finding_code="YGZ", points=[POINT], at=AT
    )
    key: dict[str, Any] = {"rectification_id": row.pk, "at": AT}
    rechecks.prove_on_the_spot(actor=clerk, uploads=[findings.picture()], **key)

    with pytest.raises(NotAllowedError):
        rechecks.accept_proof(actor=clerk, **key)
    assert rechecks.accept_proof(actor=approver, **key).state == "corrected"
    assert done.results.get().codes == ["ZLGZ"]


# 7
def test_the_result_does_not_wait_for_the_correction(own: Bureau, task: InspectionTask) -> None:
    done = finished(own, moved(task, TaskState.INSPECTING), breach(own, task))
    clerk = own.actors["clerk"]
    opening.open_for(
        actor=clerk, result=done.results.get(), finding_code="ZLGZ", points=[POINT], at=AT
    )

    call(own, task, telling.tell, who="clerk", outcome=outcome(done))

    assert rectifications.open_for_visit(task.pk)
    assert (state_of(task), done.results.get().codes) == ("told", ["ZLGZ"])


# 8
def test_unpaid_wages_whose_owner_is_gone_go_to_the_police_and_stay_unsaid(
    own: Bureau, task: InspectionTask, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = breach(own, begun(own, task))
    content["answers"][CODE] |= {
        "finding": "拖欠12名职工工资86400元",
        "kinds": ["V05"],
        "disposition": ["pay", "police"],
    }
    content["result"] = {**content["result"], "codes": ["DHC"], "order": {}}
    for who in ("officer-1", "officer-2"):
        call(own, task, phone_reports.report, who=who, taken=0, waiting=0)
    done = finished(own, task, samples.signed(content, *names(task)))
    clerk = own.actors["clerk"]
    row = opening.open_for(
        actor=clerk, result=done.results.get(), finding_code="DHC", points=[POINT], at=AT
    )
    key: dict[str, Any] = {"actor": clerk, "rectification_id": row.pk, "at": AT}
    orders.issue(order=findings.ORDER, **key)
    posted = ServiceFacts(way="posted", place="青禾区和顺路18号", reference="EMS1234567890")
    served = orders.serve(facts=posted, served_at=AT, **key)
    police = making.received(
        own,
        visit_id=task.pk,
        kind="police",
        receiver="青禾区公安局",
        finding="V05",
        officer_ids=tuple(slot.inspector_id for slot in task.slots.all()),
    )

    monkeypatch.setattr(clock, "now", lambda: DAY + timedelta(days=1))
    response = client.get(f"/v/{task.visit_code.code}/")
    page = response.content.decode()
    assert (served.state, police.kind, response.status_code) == ("correcting", "police", 200)
    assert task.name in page
    assert "拖欠" not in page
    assert "86400" not in page
