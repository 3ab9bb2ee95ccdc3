"""From the signed record to the approved result: reviewed by others, version by version."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mingqian import disclosure
from oversight.audit import selectors as audit
from oversight.audit.reconciliation import Range
from oversight.common.errors import DomainError, FieldsError, NotAllowedError
from oversight.inspections.services.record_receivers import SignedRecord
from oversight.results import reconciliation, rules, sealing, selectors
from oversight.results.models import InspectionResult, ResultVersion
from oversight.results.services import entering, publishing, receivers, reviewing
from tests.oversight.inspections import record_visits as visits
from tests.oversight.results import approvals
from tests.oversight.results.approvals import AT, BREACH, CLEAN, accept, rewrite, send_back
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_bureau(module_site: Any) -> Bureau:  # noqa: ARG001 - its files are there
    """Make a bureau with a draw; both officers of its first visit have accounts."""
    return visits.bureau()


def differences() -> list[tuple[str, str]]:
    steps = list(reconciliation.check(Range(is_whole=True, first=0)))
    return [(line.number, line.field) for _, _, lines in steps for line in lines]


def fresh(row: InspectionResult) -> InspectionResult:
    return InspectionResult.objects.get(pk=row.pk)


def test_a_signed_record_leads_to_a_result_that_waits(own: Bureau) -> None:
    row = approvals.with_breach(own)

    assert (row.state, row.number) == ("waiting", "990107-01-JG20260001")
    version = row.versions.get()
    assert (version.number, version.made_by) == (1, own.actors["officer-1"].person)
    assert rules.read(version.content) == BREACH
    assert row.newest_id == version.pk
    assert differences() == []


def test_a_visit_is_received_once_however_often_it_is_told(own: Bureau) -> None:
    row = approvals.entered(own)
    task = approvals.visit_of(row)
    signed = SignedRecord(task=task, actor=own.actors["officer-1"], at=AT)

    entering.receive(signed)

    assert InspectionResult.objects.count() == 1


def test_an_approved_result_is_sealed_in_the_log_at_once(own: Bureau) -> None:
    row = approvals.with_breach(own)

    accept(own, row)

    version = row.versions.get()
    (entry,) = audit.of_types(["result.approved"])
    assert dict(entry.public) == {
        "record": version.digest,
        "kind": "inspection-result",
        "number": row.number,
        "version": 1,
    }
    record = sealing.record_of(version, "")
    salt = bytes.fromhex(version.salts["result"])
    field = disclosure.Opened(name="result", value="发现问题已责令改正", salt=salt)
    assert disclosure.open_fields(record, [field]).opened == {"result": "发现问题已责令改正"}
    assert len(set(version.salts.values())) == len(version.fields) == 20
    stored = fresh(row)
    assert (stored.state, stored.follow_up, stored.in_force_id) == ("approved", "open", version.pk)
    assert differences() == []


@pytest.mark.parametrize("who", ["officer-1", "officer-2"])
def test_nobody_of_the_team_reviews(own: Bureau, who: str) -> None:
    row = approvals.entered(own)

    with pytest.raises(NotAllowedError, match="不能审核检查结果"):
        accept(own, row, who)


def test_an_author_does_not_review_what_they_wrote(own: Bureau) -> None:
    row = approvals.entered(own)
    ResultVersion.objects.update(made_user=own.actors["clerk"].user_id)

    with pytest.raises(DomainError, match="录入的人不能审核自己录入的结果"):
        accept(own, row, "clerk")
    with pytest.raises(DomainError, match="录入的人不能审核"):
        reviewing.send_back(actor=own.actors["clerk"], result_id=row.pk, remarks="不对", at=AT)


def test_a_reviewer_accepts_the_version_they_saw(own: Bureau) -> None:
    row = approvals.entered(own)

    with pytest.raises(DomainError, match="刚刚又改过"):
        accept(own, row, version_number=2)


def test_what_is_returned_is_written_anew_and_both_stay(own: Bureau) -> None:
    row = approvals.with_breach(own)
    with pytest.raises(DomainError, match="请写哪里不对"):
        send_back(own, row, " ")

    send_back(own, row)
    rewrite(own, fresh(row), replace(BREACH, finding="三名员工没有订立书面劳动合同"))

    first, second = row.versions.all()
    assert (first.state, first.remarks) == ("returned", "事实没有写清")
    assert (first.content["finding"], second.content["finding"]) == (
        *("两名员工没有订立书面劳动合同", "三名员工没有订立书面劳动合同"),
    )
    assert fresh(row).state == "waiting"
    accept(own, row)
    second.refresh_from_db()
    assert (second.edition, ResultVersion.objects.get(number=1).edition) == (1, None)
    assert differences() == []


def test_a_correction_keeps_the_version_before_until_it_is_approved(own: Bureau) -> None:
    row = approvals.entered(own)
    accept(own, row)

    rewrite(own, fresh(row), BREACH)
    proposed = fresh(row)
    assert (proposed.state, selectors.in_force_of(proposed).number) == ("correcting", 1)
    accept(own, proposed)

    first, second = row.versions.all()
    assert (first.edition, second.edition, second.reason) == (1, 2, "核对原件以后改")
    digests = [entry.public["record"] for entry in audit.of_types(["result.approved"])]
    assert sorted(digests) == sorted([first.digest, second.digest])
    record = disclosure.parse(sealing.record_of(second, first.digest), "record")
    assert (record.version, record.previous) == (2, first.digest)
    changed = dict.fromkeys(name for name, _, _ in rules.differences(CLEAN, BREACH))
    assert list(changed) == ["检查结果", "发现的问题", "违反的规定", "问题分类", "后续处置"]
    assert differences() == []


def test_a_correction_that_is_returned_leaves_what_stood(own: Bureau) -> None:
    row = approvals.entered(own)
    accept(own, row)
    publishing.publish(actor=own.actors["coordinator"], result_id=row.pk, at=AT)
    rewrite(own, fresh(row), BREACH)
    assert fresh(row).state == "correcting_published"

    send_back(own, row)

    stored = fresh(row)
    assert (stored.state, selectors.in_force_of(stored).number) == ("published", 1)
    assert differences() == []


def test_nobody_publishes_what_they_wrote_or_reviewed(own: Bureau) -> None:
    row = approvals.entered(own)
    accept(own, row)
    for who in ("officer-1", "approver"):
        with pytest.raises(DomainError, match="不能公示同一个结果"):
            publishing.publish(actor=own.actors[who], result_id=row.pk, at=AT)

    publishing.publish(actor=own.actors["coordinator"], result_id=row.pk, at=AT)
    publishing.withdraw(actor=own.actors["coordinator"], result_id=row.pk, reason="错了", at=AT)

    assert fresh(row).state == "withdrawn"
    assert differences() == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"codes": ("WFX", "ZLGZ")}, ("codes", "“未发现问题”和“发现问题已责令改正”不能同时选")),
        ({"codes": ("1",)}, ("codes", "“检查结果”不对；请重新选")),
        ({"finding": ""}, ("finding", "请写发现了什么问题，写事实，不写结论")),
        ({"provision": ""}, ("provision", "请写违反哪一条；没有依据的不能提交")),
        ({"disposition": ("none",)}, ("disposition", "发现了问题，请选怎样处置")),
        ({"methods": ()}, ("methods", "请选核查方式")),
        (
            {"kinds": ("V10",)},
            ("disposition", "“未按时足额缴纳社会保险费”的后续处置请选“移送社会保险费征收机构”"),
        ),
        (
            {"codes": ("WFX",)},
            ("codes", "写了问题，检查结果请选发现问题的一种；没有问题的，请删去问题"),
        ),
        ({"disposition": ("none", "order")}, ("disposition", "选了“无需后续处置”，不能再选别的")),
    ],
)
def test_a_result_that_contradicts_itself_is_refused(
    changes: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert problem in rules.problems(replace(BREACH, **changes))


def test_a_correction_needs_a_reason_and_a_difference(own: Bureau) -> None:
    row = approvals.entered(own)
    accept(own, row)

    with pytest.raises(FieldsError) as refused:
        rewrite(own, fresh(row), BREACH, reason=" ")
    assert refused.value.problems == [("reason", "请写改了什么、为什么改")]
    with pytest.raises(DomainError, match="没有改动"):
        rewrite(own, fresh(row), CLEAN)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"content": {**CLEAN.document(), "codes": ["DHC"]}}, "各版的封存码"),
        ({"digest": "0" * 64}, "各版的摘要"),
        ({"salts": {}}, "各版的封存码"),
        ({"edition": None}, "各版的封存码"),
    ],
)
def test_an_altered_version_is_found(own: Bureau, change: dict[str, Any], field: str) -> None:
    row = approvals.entered(own)
    accept(own, row)

    ResultVersion.objects.update(**change)

    assert field in [name for _, name in differences()]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"state": "published"}, "状态"),
        ({"follow_up": "done"}, "后续处置"),
        ({"name": "别家"}, "检查对象"),
        ({"in_force": None}, "现行的一版"),
    ],
)
def test_an_altered_result_is_found(own: Bureau, change: dict[str, Any], field: str) -> None:
    row = approvals.entered(own)
    accept(own, row)

    InspectionResult.objects.update(**change)

    assert differences() == [(row.number, field)]


def test_a_result_that_is_gone_is_found(own: Bureau) -> None:
    row = approvals.entered(own)
    InspectionResult.objects.update(newest=None)
    ResultVersion.objects.all().delete()
    InspectionResult.objects.all().delete()

    assert differences() == [(row.number, "整行")]


def test_whoever_registered_is_told_of_an_approved_result(
    own: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[receivers.ApprovedResult] = []
    monkeypatch.setattr(receivers, "_RECEIVERS", [])
    receivers.register(seen.append)
    receivers.register(seen.append)
    row = approvals.with_breach(own)

    accept(own, row)

    (approved,) = seen
    assert (approved.row.pk, approved.content, approved.version.edition) == (row.pk, BREACH, 1)


def test_a_follow_up_that_is_over_stays_so(own: Bureau) -> None:
    row = approvals.with_breach(own)
    accept(own, row)
    assert not selectors.is_followed_up(row.visit_id)

    for _ in range(2):
        publishing.follow_up(row=row, outcome="复查合格", by=own.actors["clerk"].author, at=AT)

    assert selectors.is_followed_up(row.visit_id)
    assert len(audit.of_types(["result.followed-up"])) == 1
    assert differences() == []


def test_the_result_of_a_visit_is_said_once_all_is_approved(own: Bureau) -> None:
    row = approvals.with_breach(own)
    assert selectors.visit_words(approvals.visit_of(row)) == ""

    accept(own, row)

    assert selectors.visit_words(approvals.visit_of(row)) == "发现问题已责令改正"
