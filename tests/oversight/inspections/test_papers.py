"""The papers of a visit: issued with the act that they state, served, and read by the team."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from mingqian.log import entry
from oversight.audit import reconciliation as audit
from oversight.audit import selectors as trail
from oversight.common.errors import DomainError, FieldsError, NotFoundError
from oversight.documents import selectors as documents
from oversight.documents.models import Document, Service
from oversight.documents.rules.service import ServiceFacts
from oversight.documents.services import issuing
from oversight.draws.models import Draw
from oversight.inspections import materials, task_details, visit_page, visit_papers
from oversight.inspections.document_data import NoticeTerms
from oversight.inspections.models import InspectionTask, ReplacementRequest
from oversight.inspections.services import approvals, papers, requests, tasks, telling, urgent
from oversight.inspections.services.approvals import ApprovalInput
from oversight.inspections.services.requests import ReplacementInput
from oversight.inspections.services.telling import OutcomeInput
from oversight.registry.models import Inspector
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
AT = draw_factory.OPENS
LATER = AT + timedelta(hours=2)
TERMS = NoticeTerms(
    contact="尤星野 0379-3",
    complaints="青禾区司法局 0379-0",
    materials=[{"title": "2026年1月至2月工资支付台账", "why": "不能共享取得"}],
)
ASKED = ApprovalInput(why_on_site="看原件", visit_place="和顺路18号", is_announced=True)
DIRECT = ServiceFacts(way="direct", place="和顺路18号", receiver="李静", relation="前台")


def submitted(own: Bureau, draw: Draw, place: int = 0) -> int:
    clerk = own.actors["clerk"]
    task = draw.visits.order_by("place")[place]
    tasks.accept(actor=clerk, visit_id=task.pk, on=date(2026, 4, 7), at=AT)
    return approvals.submit(actor=clerk, visit_id=task.pk, asked=ASKED, at=AT).pk


def approved(own: Bureau, draw: Draw, place: int = 0) -> InspectionTask:
    approval_id = submitted(own, draw, place)
    approver = own.actors["approver"]
    return approvals.approve(actor=approver, approval_id=approval_id, answer="", at=AT).visit


def notified(own: Bureau, draw: Draw, terms: NoticeTerms = TERMS) -> InspectionTask:
    task, clerk = approved(own, draw), own.actors["clerk"]
    return approvals.notify(actor=clerk, visit_id=task.pk, way="当面送达", terms=terms, at=AT)


def served(own: Bureau, task: InspectionTask, facts: ServiceFacts, at: datetime = LATER) -> Service:
    notice = paper(task, "notice")
    return papers.serve(
        actor=own.actors["clerk"],
        visit_id=task.pk,
        document_id=notice.pk,
        facts=facts,
        served_at=at,
        at=LATER,
    )


def paper(task: InspectionTask, type_code: str) -> Document:
    return next(row for row in visit_papers.papers(task) if row.type == type_code)


def finished(own: Bureau, draw: Draw) -> InspectionTask:
    task = notified(own, draw)
    InspectionTask.objects.filter(pk=task.pk).update(
        state="finished", arrived_at=AT + timedelta(days=17), done_on=date(2026, 4, 7)
    )
    return InspectionTask.objects.get(pk=task.pk)


def outcome(task: InspectionTask, result: str = "未发现问题") -> OutcomeInput:
    return OutcomeInput(
        results={row.pk: result for row in task_details.results(task)},
        notes={},
        outcome=result,
        follow_up="没有后续处置。",
        publication="结果将依法公示。",
        remedy="可以向青禾区司法局反映。",
        contact="尤星野 0379-3",
    )


def test_an_approved_visit_has_its_approval_form(own: Bureau, draw: Draw) -> None:
    task = approved(own, draw)

    form = paper(task, "approval")
    assert form.number == "青禾区人力资源和社会保障局检审字〔2026〕第0001号"
    assert form.data["head"] == "own-approver先生"
    assert "urgent" not in form.data
    assert issuing.render_pdf(form).startswith(b"%PDF-")


def test_a_refused_visit_has_no_approval_form(own: Bureau, draw: Draw) -> None:
    approval_id = submitted(own, draw)
    approvals.refuse(
        actor=own.actors["approver"], approval_id=approval_id, answer="先书面核查", at=AT
    )

    assert not Document.objects.exists()


def test_the_form_made_up_for_an_urgent_visit_says_so(own: Bureau, draw: Draw) -> None:
    task = draw.visits.order_by("place")[0]
    clerk, approver = own.actors["clerk"], own.actors["approver"]
    tasks.accept(actor=clerk, visit_id=task.pk, on=date(2026, 3, 23), at=AT)
    urgent.arrive(
        actor=clerk, visit_id=task.pk, reason="举报称正在销毁工资表", reported="郑局长", at=AT
    )
    approval = approvals.submit(actor=clerk, visit_id=task.pk, asked=ASKED, at=AT)

    approvals.approve(actor=approver, approval_id=approval.pk, answer="", at=LATER)

    urgency = paper(task, "approval").data["urgent"]
    assert urgency.startswith("3月21日 16:00 向 郑局长 口头报告")


def test_a_notified_visit_has_its_notice(own: Bureau, draw: Draw) -> None:
    task = notified(own, draw)

    notice = paper(task, "notice")
    assert (notice.data["nth"], notice.data["limit"]) == (1, 2)
    assert notice.data["contact"] == "尤星野 0379-3"
    assert notice.data["materials"] == [
        {"title": "2026年1月至2月工资支付台账", "why": "不能共享取得"}
    ]
    assert len(notice.data["people"]) == 2


def test_a_notice_carries_the_code_of_its_visit_and_its_address(own: Bureau, draw: Draw) -> None:
    task = notified(own, draw, replace(TERMS, address_of="https://draws.example/v/{}/".format))

    notice, code = paper(task, "notice"), task.visit_code.code
    assert notice.data["visit_code"] == f"{code[:4]}-{code[4:8]}-{code[8:]}"
    assert notice.data["visit_address"] == f"https://draws.example/v/{code}/"
    assert visit_page.code_for(code, AT).visit == task
    assert b"/Alt" in issuing.render_pdf(notice)


def test_a_notice_asks_for_nothing_that_can_be_shared(own: Bureau, draw: Draw) -> None:
    terms = NoticeTerms(contact="1", complaints="2", materials=[{"title": "营业执照复印件"}])

    with pytest.raises(DomainError, match="“营业执照复印件”能通过数据共享取得") as refused:
        notified(own, draw, terms)

    assert refused.value.field == "materials"
    assert draw.visits.order_by("place")[0].state == "approved"


def test_materials_are_read_line_by_line() -> None:
    assert materials.read("工资台账｜看原件\n\n考勤表 \n合同|") == [
        {"title": "工资台账", "why": "看原件"},
        {"title": "考勤表"},
        {"title": "合同|"},
    ]


def test_another_day_makes_the_notice_void(own: Bureau, draw: Draw) -> None:
    task = notified(own, draw)

    tasks.accept(actor=own.actors["clerk"], visit_id=task.pk, on=date(2026, 4, 9), at=LATER)

    notice = paper(task, "notice")
    assert (notice.state, notice.void_reason) == ("void", "检查日期改了，另行通知")


def test_a_withdrawn_visit_makes_the_notice_void(own: Bureau, draw: Draw) -> None:
    task = notified(own, draw)

    approvals.withdraw(actor=own.actors["approver"], visit_id=task.pk, reason="停产", at=LATER)

    assert paper(task, "notice").void_reason == "检查已撤回：停产"


def test_the_public_log_names_no_paper_before_the_visit(own: Bureau, draw: Draw) -> None:
    task = notified(own, draw)

    rows = trail.of_types(["document.issued-covered"])
    leaves = [entry.parse(bytes(row.leaf), "log") for row in rows]
    assert len(leaves) == len(visit_papers.papers(task)) == 2
    assert {leaf.type for leaf in leaves} == {"private.noted"}


def test_a_granted_recusal_has_its_decision(own: Bureau, draw: Draw) -> None:
    request, approver = recusal(own, draw), own.actors["approver"]

    requests.refuse(actor=approver, request_id=request.pk, answer="没有利害关系", at=LATER)

    decision = paper(request.visit, "recusal").data
    officer = draw.visits.order_by("place")[0].slots.exclude(inspector=None)[0].inspector
    assert officer is not None
    assert (decision["person"], decision["decision"]) == (officer.name, "不同意回避")
    assert (decision["grounds"], decision["applicant"]) == ("没有利害关系", request.visit.name)


def recusal(own: Bureau, draw: Draw) -> ReplacementRequest:
    task = draw.visits.order_by("place")[0]
    slot = task.slots.exclude(inspector=None)[0]
    asked = ReplacementInput(
        visit_id=task.pk,
        kind="inspector",
        why="RECUSAL",
        note="近亲属",
        slot_id=slot.pk,
        is_recusal=True,
        by_enterprise=True,
    )
    return requests.ask(actor=own.actors["clerk"], asked=asked, at=AT)


def test_a_served_notice_has_its_receipt(own: Bureau, draw: Draw) -> None:
    task = notified(own, draw)

    service = served(own, task, DIRECT)

    receipt = paper(task, "receipt")
    assert (service.receipt, service.served_on) == (receipt, date(2026, 3, 21))
    assert receipt.data["document"] == f"行政检查通知书 {paper(task, 'notice').number}"
    assert receipt.data["receiver"] == "李静"
    assert documents.services_of(visit_papers.papers(task)) == {service.document_id: [service]}
    list(audit.run(is_whole=True, at=LATER))
    assert audit.standing_sentences(9) == []


def test_a_changed_service_differs_from_the_trail(own: Bureau, draw: Draw) -> None:
    service = served(own, notified(own, draw), DIRECT)

    Service.objects.filter(pk=service.pk).update(served_on=date(2026, 3, 20))
    list(audit.run(is_whole=True, at=LATER))

    assert "2026-03-21" in "".join(audit.standing_sentences(9))


def test_a_public_notice_is_served_when_its_time_is_over(own: Bureau, draw: Draw) -> None:
    facts = ServiceFacts(way="public", place="本局公告栏", reference="局网站公告2026-3")

    assert served(own, notified(own, draw), facts).served_on == date(2026, 4, 20)


@pytest.mark.parametrize(
    ("way", "says"),
    [
        ("direct", "直接送达请写签收人"),
        ("left", "留置送达请写拒收的理由；留置送达请写见证人"),
        ("posted", "请写邮件号"),
        ("electronic", "电子送达须经当事人同意"),
        ("else", "请选送达方式"),
    ],
)
def test_each_way_of_service_asks_for_its_own(own: Bureau, draw: Draw, way: str, says: str) -> None:
    with pytest.raises(FieldsError, match=says):
        served(own, notified(own, draw), ServiceFacts(way=way, place="和顺路18号"))


def test_nothing_is_served_before_it_was_issued(own: Bureau, draw: Draw) -> None:
    with pytest.raises(DomainError, match="送达时间应在文书出具以后"):
        served(own, notified(own, draw), DIRECT, at=AT - timedelta(days=1))


def test_the_approval_form_stays_in_the_bureau(own: Bureau, draw: Draw) -> None:
    task = notified(own, draw)

    with pytest.raises(DomainError, match="由本单位留存，不送达"):
        papers.serve(
            actor=own.actors["clerk"],
            visit_id=task.pk,
            document_id=paper(task, "approval").pk,
            facts=DIRECT,
            served_at=LATER,
            at=LATER,
        )


def test_the_team_reads_the_papers_of_its_visit(own: Bureau, draw: Draw) -> None:
    task, inspector = approved(own, draw), own.actors["inspector"]
    form = paper(task, "approval")
    with pytest.raises(NotFoundError):
        visit_papers.paper_for(inspector, task.pk, form.pk)

    going = task.slots.exclude(inspector=None)[0]
    Inspector.objects.filter(slots=going).update(user_id=inspector.user_id)

    assert visit_papers.paper_for(inspector, task.pk, form.pk) == form


def test_a_paper_of_another_visit_is_none_of_this_one(own: Bureau, draw: Draw) -> None:
    first, second = approved(own, draw), approved(own, draw, place=1)

    with pytest.raises(NotFoundError, match="这次检查没有这份文书"):
        visit_papers.paper_for(own.actors["clerk"], first.pk, paper(second, "approval").pk)


def test_the_result_is_told_with_its_notice(own: Bureau, draw: Draw) -> None:
    task = finished(own, draw)

    telling.tell(actor=own.actors["clerk"], visit_id=task.pk, outcome=outcome(task), at=LATER)

    task.refresh_from_db()
    data = paper(task, "outcome-notice").data
    assert (task.state, task.told_by) == ("told", "own-clerk先生")
    assert (data["outcome"], data["inspected_on"]) == ("未发现问题", "2026-04-07")
    assert [row["result"] for row in data["findings"]] == ["未发现问题"] * len(data["findings"])


def test_no_result_is_told_without_one_for_each_item(own: Bureau, draw: Draw) -> None:
    task, clerk = finished(own, draw), own.actors["clerk"]

    with pytest.raises(DomainError, match="还没有结果"):
        telling.tell(actor=clerk, visit_id=task.pk, outcome=outcome(task, ""), at=LATER)

    assert InspectionTask.objects.get(pk=task.pk).state == "finished"


def test_a_result_is_told_only_after_the_visit(own: Bureau, draw: Draw) -> None:
    task, clerk = approved(own, draw), own.actors["clerk"]

    with pytest.raises(DomainError, match="不能告知检查结果"):
        telling.tell(actor=clerk, visit_id=task.pk, outcome=outcome(task), at=LATER)
