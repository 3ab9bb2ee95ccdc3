"""The fifteen edge cases of the guide (inspection.md §7), each as the guide wants it.

Cases 7, 12, 13 and 14 go on where results are published: their tests there are in ``results``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from oversight.accounts.rules import Role
from oversight.cases import standing
from oversight.cases.services import revoking
from oversight.cases.services.revoking import Revocation
from oversight.common.errors import ChangedMeanwhileError, DomainError, FieldsError, NotAllowedError
from oversight.documents.rules.service import ServiceFacts
from oversight.inspections import caps, document_data, selectors, todos
from oversight.inspections.arrivals import SiteAct, SiteActKind
from oversight.inspections.field_records import FieldVersion
from oversight.inspections.models import InspectionTask, ReplacementRequest
from oversight.inspections.record_content import Change, record_digest
from oversight.inspections.rules import minutes as minutes_rules
from oversight.inspections.rules.contents import read_record
from oversight.inspections.rules.facts import ItemFacts, Officer, VisitFacts
from oversight.inspections.services import (
    approvals,
    arrival,
    defects,
    field_records,
    finishing,
    phone_reports,
    registering,
    requests,
    signing,
    suspending,
    tasks,
    telling,
)
from oversight.inspections.services.approvals import ApprovalInput
from oversight.inspections.services.registering import NewVisit
from oversight.inspections.services.requests import ReplacementInput
from oversight.inspections.services.telling import OutcomeInput
from oversight.inspections.site_acts import SiteNote
from oversight.inspections.states import TaskState
from oversight.rectifications import selectors as rectifications
from oversight.rectifications.rules import NewPoint
from oversight.rectifications.services import opening, orders, rechecks
from oversight.registry.models import Certificate, InspectionRecord, Inspector, Item, Subject
from oversight.web import clock
from tests.oversight.cases import making
from tests.oversight.inspections import record_samples as samples
from tests.oversight.inspections import record_visits as visits
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
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
OPENS = draw_factory.OPENS
DAY = datetime.fromisoformat("2026-04-07T09:30:00+08:00")
ASKED = ApprovalInput(why_on_site="要看原件", visit_place="青禾区和顺路18号")
POINT = NewPoint(what="两名员工没有订立书面劳动合同", provision="《劳动合同法》第十条")


@pytest.fixture(scope="module")
def shared_bureau(module_site: Any) -> Bureau:  # noqa: ARG001 - its files are there
    """Make a bureau with a draw; both officers of its first visit have accounts."""
    return visits.bureau()


@pytest.fixture
def task(own: Bureau) -> InspectionTask:
    """Give the first visit of the draw."""
    return InspectionTask.objects.filter(bureau=own.organisation).order_by("place")[0]


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


# 9
def test_minutes_wait_for_the_pictures_of_the_other_telephone(
    own: Bureau, task: InspectionTask
) -> None:
    approved(own, task)
    late = DAY + timedelta(hours=5)
    act = note(own, task, "officer-1", noted_at=DAY, reason="地下室没有信号", at=late)
    note(own, task, "officer-2", noted_at=DAY, at=late)
    note(own, task, "officer-1", "start", noted_at=DAY, at=late)
    save(own, task, samples.signed(clean(task), *names(task)))
    with pytest.raises(DomainError, match="手机还没有报照片数") as refused:
        call(own, task, signing.begin_signing)
    call(own, task, phone_reports.report, who="officer-2", taken=40, waiting=17)
    with pytest.raises(DomainError, match=r"手机还有 17 张照片没有传到（共 40 张）"):
        call(own, task, signing.begin_signing)

    call(own, task, signing.begin_signing, missing="手机没电，17 张是同一面墙的照片")

    assert (act.is_late, act.reason, act.at) == (True, "地下室没有信号", DAY)
    assert refused.value.field == "missing"
    assert task.minutes.get().missing_reason == "手机没电，17 张是同一面墙的照片"
    call(own, task, finishing.finish)
    assert state_of(task) == "finished"


# 9
def test_both_drafts_are_kept_when_two_wrote(own: Bureau, task: InspectionTask) -> None:
    moved(task, TaskState.INSPECTING)
    save(own, task, clean(task))
    actor = own.actors["officer-2"]
    change = Change(
        user_id=actor.user_id or 0,
        base=0,
        name="00000000-0000-4000-8000-000000000099",
        content=clean(task),
        pictures=(),
        written_at=None,
    )
    with pytest.raises(ChangedMeanwhileError):
        field_records.save(actor=actor, visit_id=task.pk, change=change, at=AT)
    field_records.save(actor=actor, visit_id=task.pk, change=replace(change, base=1), at=AT)

    assert list(FieldVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


# 10
def test_in_a_joint_visit_each_unit_has_and_signs_its_own_result() -> None:
    facts = VisitFacts(
        items=(
            ItemFacts(code="RS", name="劳动合同", points=("签订",), section="劳动科"),
            ItemFacts(code="SC", name="公示信息", points=("年报",), section="市场科"),
        ),
        officers=(
            Officer(name="支行舟", section="劳动科"),
            Officer(name="罗听雪", section="劳动科"),
            Officer(name="路遥", section="市场科"),
        ),
    )
    content = samples.with_breach(samples.clean(("RS", 1), ("SC", 1)), "SC")
    ours = samples.signed(content, "支行舟", "罗听雪")
    both = samples.signed(content, "支行舟", "路遥")

    assert read_record(content).codes_of("RS") == ("WFX",)
    assert read_record(content).codes_of("SC") == ("ZLGZ",)
    digest = record_digest(content)
    problems = minutes_rules.signature_problems(read_record(ours), digest, facts)
    assert [text for _, text in problems] == ["市场科的事项由市场科的人员签字；请补签"]
    assert minutes_rules.signature_problems(read_record(both), digest, facts) == []


# 11
def test_a_complaint_about_a_capped_subject_is_decided_with_both_counts(
    own: Bureau, task: InspectionTask
) -> None:
    for day in (9, 10):
        InspectionRecord.objects.create(
            subject_id=task.subject_id,
            year=2026,
            done_on=date(2026, 1, day),
            kind="双随机",
            entry=1,
        )
    drawn, clerk = selectors.times_drawn(own.organisation.pk), own.actors["clerk"]
    visit = NewVisit(
        subject_id=task.subject_id,
        source="complaint",
        item_ids=[Item.objects.get(code=CODE).pk],
        officer_ids=list(Inspector.objects.order_by("number").values_list("pk", flat=True)[:2]),
        on=date(2026, 3, 25),
        reason="反映拖欠工资",
        reference="12345-2026-0317",
    )
    with pytest.raises(DomainError, match="上限 2 次"):
        registering.register(actor=clerk, visit=visit, at=OPENS)
    exempt = replace(visit, exempt="投诉举报/12345", exempt_note="12345-2026-0317")
    complaint = registering.register(actor=clerk, visit=exempt, at=OPENS)
    approval = approvals.submit(actor=clerk, visit_id=complaint.pk, asked=ASKED, at=OPENS)
    key: dict[str, Any] = {"actor": own.actors["approver"], "approval_id": approval.pk, "at": OPENS}

    with pytest.raises(DomainError, match="批准请写明理由"):
        approvals.approve(answer="", **key)
    approvals.approve(answer="投诉必须核查", **key)

    (answer, *_) = caps.answers(complaint, date(2026, 3, 25))
    assert (answer.counted, answer.all_visits, answer.limit) == (3, 4, 2)
    assert document_data.origin(complaint, is_outside=True) == "个案检查"
    assert selectors.times_drawn(own.organisation.pk) == drawn


# 12
def test_an_annulled_penalty_says_what_must_be_undone_until_when(own: Bureau) -> None:
    case = making.closed(own)
    decided = making.later(10)
    revocation = Revocation(
        by="court", number="（2026）豫0181行初1号", on=decided.date(), reason="程序违法"
    )

    revoking.revoke(
        actor=own.actors["approver"], case_id=case.pk, revocation=revocation, at=decided
    )

    case.refresh_from_db()
    kinds = [row.kind for row in case.decision.consequences.all()]
    assert kinds == ["takedown", "credit", "refund", "grade", "party"]
    clocks = {row.term.key: row.on for row in standing.case_clocks(case, decided)}
    assert clocks["case_credit"] == date(2026, 3, 30)
    assert clocks["case_takedown"] == date(2026, 4, 1)


# 13
def test_a_correction_never_makes_it_another_enterprise(own: Bureau, task: InspectionTask) -> None:
    done = finished(own, moved(task, TaskState.INSPECTING), breach(own, task))
    before = (done.subject_id, done.name, done.code, done.minutes.get().text)

    call(own, task, suspending.correct, what="应当是另一家企业", reason="写错了企业")

    done.refresh_from_db()
    assert (done.subject_id, done.name, done.code, done.minutes.get().text) == before
    assert done.corrections.get().what == "应当是另一家企业"


# 14
def test_a_trade_secret_keeps_no_result_from_being_told(own: Bureau, task: InspectionTask) -> None:
    content = samples.signed(clean(task), *names(task))
    content["minutes"]["statement"] = "全部内容都是商业秘密，不得公开。"
    content = samples.signed({**content, "signatures": []}, *names(task))

    done = finished(own, moved(task, TaskState.INSPECTING), content)
    call(own, task, telling.tell, who="clerk", outcome=outcome(done))

    assert done.results.get().codes == ["WFX"]
    assert "全部内容都是商业秘密" in done.minutes.get().text


# 15
def test_a_certificate_out_of_date_found_later_stops_what_follows(
    own: Bureau, task: InspectionTask
) -> None:
    started = begun(own, task)
    call(own, task, phone_reports.report, who="officer-2", taken=0, waiting=0)
    done = finished(own, started, breach(own, task))
    assert not [title for title in titles(own, "clerk") if title.startswith("核实程序瑕疵")]
    officer = task.slots.all()[0].inspector
    assert officer is not None
    Certificate.objects.filter(inspector=officer).update(until=date(2026, 4, 6))
    assert titles(own, "clerk").count(f"核实程序瑕疵：{task.name}") == 1

    call(own, task, defects.flag, who="clerk", what=f"{officer.name}的执法证已经过期")

    key: dict[str, Any] = {"who": "approver", "is_redo": True}
    assert f"决定程序瑕疵：{task.name}" in titles(own, "approver")
    with pytest.raises(DomainError, match="后续处置先停下"):
        call(own, task, telling.tell, who="clerk", outcome=outcome(done))
    with pytest.raises(DomainError, match="后续处置先停下"):
        opening.open_for(
            actor=own.actors["clerk"],
            result=done.results.get(),
            finding_code="ZLGZ",
            points=[POINT],
            at=AT,
        )
    with pytest.raises(DomainError, match="请写决定的理由"):
        call(own, task, defects.decide, answer=" ", **key)
    call(own, task, defects.decide, answer="证据不能用，重新检查", **key)
    assert f"重新检查：{task.name}" in titles(own, "clerk")
    row = InspectionRecord.objects.get(draw_number=task.record_number, subject=task.subject)
    assert (row.state, row.done_on, row.subject.visit_count) == ("done", date(2026, 4, 7), 1)
