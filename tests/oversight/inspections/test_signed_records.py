"""A record goes to the signatures, is signed or refused, and closes with all that follows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from oversight.audit import selectors as audit
from oversight.common.errors import ChangedMeanwhileError, DomainError, FieldsError
from oversight.documents.models import Document
from oversight.inspections import (
    file_uses,
    minutes_reconciliation,
    progress,
    replaying,
    states,
)
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import finishing, signing, suspending
from oversight.inspections.services.signing import SignatureInput
from oversight.inspections.signed_records import Minutes, PointAnswer, Signature
from oversight.plans import selectors as plans
from oversight.plans.models import Plan
from oversight.registry.models import InspectionRecord
from tests.oversight.inspections import record_samples as samples
from tests.oversight.inspections import record_visits as visits
from tests.oversight.inspections.record_visits import (
    CODE,
    call,
    clean,
    closed,
    differences,
    drawn,
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


def test_a_signed_record_closes_with_rows_ledger_and_documents(
    own: Bureau, task: InspectionTask
) -> None:
    content = with_files(samples.with_breach(clean(task), CODE), picture(own))
    save(own, task, samples.signed(content, *names(task)))

    minutes = call(own, task, signing.begin_signing)
    call(own, task, finishing.finish)

    finished = InspectionTask.objects.get(pk=task.pk)
    assert (finished.state, finished.done_on) == ("finished", date(2026, 4, 7))
    result = finished.results.get()
    assert (result.state, result.codes, result.disposition, result.kinds, result.methods) == (
        *("entered", ["ZLGZ"], ["order"], ["V02"], ["site"]),
    )
    assert (result.finding, result.provision) == (
        "两名员工没有订立书面劳动合同",
        "《中华人民共和国劳动合同法》第十条",
    )
    points = PointAnswer.objects.filter(result=result)
    assert points.count() == len(result.version.content["points"])
    assert points.get(n=1).answer == "bad"
    assert [(row.who, row.way) for row in Signature.objects.all()] == [
        *(("officer", "drawn"), ("officer", "drawn"), ("subject", "drawn")),
    ]
    assert {row.signed for row in Signature.objects.all()} == {minutes.record_digest}
    papers = Document.objects.order_by("pk")
    kinds = [paper.type for paper in papers]
    assert kinds == ["site-minutes", "evidence-list", "recording-list"]
    assert papers[0].data["findings"][0]["result"] == "发现问题已责令改正"
    row = InspectionRecord.objects.get(draw_number=task.record_number, subject=task.subject)
    assert (row.state, row.done_on, row.result) == (
        *("done", date(2026, 4, 7), "发现问题已责令改正"),
    )
    assert (row.subject.last_visited_on, row.subject.visit_count) == (date(2026, 4, 7), 1)


def test_a_finished_visit_counts_in_the_progress_of_the_plan(
    own: Bureau, task: InspectionTask
) -> None:
    closed(own, task)
    version = plans.in_force(Plan.objects.get(number=task.drawn_by.plan_number))
    assert version is not None

    (line,) = progress.of_batches(plans.batches(version))

    assert (line.drawn, line.inspected) == (6, 1)


def test_an_open_record_does_not_go_to_the_signatures(own: Bureau, task: InspectionTask) -> None:
    with pytest.raises(DomainError, match="还没有现场记录"):
        call(own, task, signing.begin_signing)
    content = clean(task)
    content["answers"][CODE]["methods"] = []
    content["minutes"]["end"] = ""
    save(own, task, content)

    with pytest.raises(FieldsError) as refused:
        call(own, task, signing.begin_signing)

    fields = [field for field, _ in refused.value.problems]
    assert fields == [f"answers.{CODE}.methods", "minutes.end"]
    assert state_of(task) == "inspecting"


def test_evidence_that_has_not_arrived_keeps_the_record_open(
    own: Bureau, task: InspectionTask
) -> None:
    save(own, task, samples.with_breach(clean(task), CODE))

    with pytest.raises(FieldsError, match="“劳动合同登记簿”的文件还没有传到"):
        call(own, task, signing.begin_signing)


def test_a_newer_version_is_looked_at_before_it_goes_to_the_signatures(
    own: Bureau, task: InspectionTask
) -> None:
    save(own, task, clean(task))
    save(own, task, clean(task))

    with pytest.raises(ChangedMeanwhileError, match="officer-1先生又改过这份记录"):
        call(own, task, signing.begin_signing, version=1)
    assert call(own, task, signing.begin_signing, version=2).version == 2


def test_the_text_that_is_signed_says_what_the_paper_says(
    own: Bureau, task: InspectionTask
) -> None:
    save(own, task, clean(task))

    text = call(own, task, signing.begin_signing).text

    for words in (
        "现场检查笔录",
        f"检查对象：{task.name}",
        "开始时间：2026年4月7日9时05分",
        "检查结果：未发现问题",
        "当事人意见：以上情况属实。",
        "现场负责人：何时雨",
    ):
        assert words in text
    assert "法定代表人" not in text


def test_while_a_text_is_at_the_signatures_only_signatures_come_in(
    own: Bureau, task: InspectionTask
) -> None:
    content = clean(task)
    save(own, task, content)
    call(own, task, signing.begin_signing)

    with pytest.raises(DomainError, match="笔录已交双方签字，内容没有收下"):
        save(own, task, {**content, "v": 2})
    save(own, task, samples.signed(content, *names(task)))
    call(own, task, finishing.finish)

    assert state_of(task) == "finished"


def test_a_record_taken_back_is_signed_anew(own: Bureau, task: InspectionTask) -> None:
    content = clean(task)
    save(own, task, samples.signed(content, *names(task)))
    call(own, task, signing.begin_signing)

    with pytest.raises(DomainError, match="请写为什么退回修改"):
        call(own, task, signing.reopen, reason=" ")
    call(own, task, signing.reopen, reason="人数写错")
    changed = {**content, "minutes": {**content["minutes"], "facts": "店内有员工13人。"}}
    save(own, task, {**changed, "signatures": samples.signed(content, *names(task))["signatures"]})
    second = call(own, task, signing.begin_signing)

    with pytest.raises(FieldsError, match="签的不是现在这份笔录"):
        call(own, task, finishing.finish)
    assert (second.number, Minutes.objects.count()) == (2, 2)


def test_officers_confirm_on_their_own_accounts_and_the_subject_draws(
    own: Bureau, task: InspectionTask
) -> None:
    save(own, task, clean(task))
    with pytest.raises(DomainError, match="笔录还没有交签字"):
        call(own, task, signing.confirm)
    call(own, task, signing.begin_signing)
    call(own, task, signing.confirm)
    call(own, task, signing.sign, given=drawn("subject", "何时雨"))

    with pytest.raises(FieldsError, match=f"还没有签的：{names(task)[1]}"):
        call(own, task, finishing.finish)
    call(own, task, signing.confirm, who="officer-2")
    call(own, task, finishing.finish)

    ways = [(row.who, row.way, bool(row.user)) for row in Signature.objects.all()]
    assert ways == [
        ("officer", "own_login", True),
        ("subject", "drawn", False),
        ("officer", "own_login", True),
    ]


def test_nobody_confirms_or_signs_for_somebody_else(own: Bureau, task: InspectionTask) -> None:
    save(own, task, clean(task))
    call(own, task, signing.begin_signing)
    wrong: list[tuple[SignatureInput, str]] = [
        (drawn("boss", "何时雨"), "请选签名人的身份"),
        (drawn("subject", " "), "请写签名人的姓名"),
        (SignatureInput(who="subject", name="何时雨", strokes=[]), "还没有签名"),
        (drawn("officer", "路遥"), "检查人员只能是"),
    ]

    with pytest.raises(DomainError, match="只有这次检查的人员能用自己的账号确认"):
        call(own, task, signing.confirm, who="clerk")
    for given, words in wrong:
        with pytest.raises(DomainError, match=words):
            call(own, task, signing.sign, given=given)


def test_a_refused_signature_needs_reason_and_witness(own: Bureau, task: InspectionTask) -> None:
    save(own, task, samples.signed({**clean(task), "recordings": []}, *names(task), subject=""))
    with pytest.raises(DomainError, match="笔录还没有交签字"):
        call(own, task, signing.refuse_signature, reason="要请示总部", witness="路遥")
    call(own, task, signing.begin_signing)
    wrong = [
        ("", "路遥", "请写拒绝签字的理由"),
        ("要请示总部", names(task)[0], "见证人不能是这次检查的人员"),
        ("要请示总部", "", "拒绝签字要有见证人"),
    ]

    for reason, witness, words in wrong:
        with pytest.raises(DomainError, match=words):
            call(own, task, signing.refuse_signature, reason=reason, witness=witness)
    call(own, task, signing.refuse_signature, reason="要请示总部", witness="社区工作人员路遥")
    call(own, task, finishing.finish)

    paper = Document.objects.get(type="site-minutes")
    assert paper.data["refusal"] == "要请示总部；见证人：社区工作人员路遥。"


def test_photographed_paper_stands_for_all_signatures(own: Bureau, task: InspectionTask) -> None:
    save(own, task, clean(task))
    call(own, task, signing.begin_signing)
    with pytest.raises(DomainError, match="纸质签字的照片没有传到"):
        call(own, task, signing.attach_paper, digest=samples.DIGEST)
    digest = picture(own)
    call(own, task, signing.attach_paper, digest=digest)
    call(own, task, finishing.finish)

    assert [(row.way, row.file) for row in Signature.objects.all()] == [("paper", digest)]
    assert digest in {use.digest for use in file_uses.file_uses()}


def test_what_is_wrong_in_a_signed_record_goes_beside_it(own: Bureau, task: InspectionTask) -> None:
    with pytest.raises(DomainError, match="签字以前的记录直接改"):
        call(own, task, suspending.correct, what="12人应为13人", reason="笔误")
    closed(own, task)
    for what, reason, words in (("", "笔误", "请写哪里错了"), ("12人应为13人", "", "更正的理由")):
        with pytest.raises(DomainError, match=words):
            call(own, task, suspending.correct, what=what, reason=reason)

    correction = call(own, task, suspending.correct, what="12人应为13人", reason="笔误")

    assert (correction.what, state_of(task)) == ("12人应为13人", "finished")
    assert [entry.index for entry in audit.of_types(["visit.corrected"])] == [correction.entry]
    with pytest.raises(DomainError, match="现场检查已经完结，记录不能再改"):
        save(own, task, {"v": 1})


def test_a_text_or_signature_changed_with_sql_is_named(own: Bureau, task: InspectionTask) -> None:
    closed(own, task)
    call(own, task, suspending.correct, what="12人应为13人", reason="笔误")
    assert differences(minutes_reconciliation.check) == []

    Minutes.objects.update(text="改过")
    Signature.objects.filter(who="subject").update(name="别人")
    task.corrections.update(what="改过")

    assert differences(minutes_reconciliation.check) == [
        f"现场检查笔录 {task.code} 的文字",
        f"现场检查笔录 {task.code} 的签名",
        f"笔录更正 {task.code}",
    ]


def test_the_acts_of_a_closed_visit_are_those_of_the_table() -> None:
    assert states.TASK.target(states.CLOSE_CHECKLIST, "inspecting") == "signing"
    assert replaying.ledger_state("finished") == "done"
    assert replaying.ledger_state("not_inspected", "closed") == "cancelled"
    assert replaying.ledger_state("merged") == "merged"
    assert not any(
        states.TASK.allows(act, "finished")
        for act in (states.REOPEN, states.SIGN, states.FAIL, states.SUSPEND)
    )
