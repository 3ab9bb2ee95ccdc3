"""The other seven of the guide's edge cases (inspection.md §7): signing, and what comes after.

Cases 12, 13 and 14 go on where results are published, in ``results``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from oversight.cases import standing
from oversight.cases.services import revoking
from oversight.cases.services.revoking import Revocation
from oversight.common.errors import ChangedMeanwhileError, DomainError
from oversight.inspections import caps, document_data, selectors
from oversight.inspections.field_records import FieldVersion
from oversight.inspections.models import InspectionTask
from oversight.inspections.record_content import Change, record_digest
from oversight.inspections.rules import minutes as minutes_rules
from oversight.inspections.rules.contents import read_record
from oversight.inspections.rules.facts import ItemFacts, Officer, VisitFacts
from oversight.inspections.services import (
    approvals,
    defects,
    field_records,
    finishing,
    phone_reports,
    registering,
    signing,
    suspending,
    telling,
)
from oversight.inspections.services.registering import NewVisit
from oversight.inspections.states import TaskState
from oversight.rectifications.services import opening
from oversight.registry.models import Certificate, InspectionRecord, Inspector, Item
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
    save,
    state_of,
)
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
