"""Results of inspections that need no visit: one by one, or many in which nothing was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from oversight.common.errors import DomainError, FieldsError, NotAllowedError
from oversight.inspections import reconciliation as inspections_reconciliation
from oversight.inspections.models import InspectionTask, ItemResult
from oversight.inspections.services import desk_review, tasks
from oversight.inspections.services.desk_review import DeskReview
from oversight.registry.models import InspectionRecord
from oversight.results import reconciliation
from oversight.results.models import InspectionResult
from oversight.results.rules import ResultContent
from oversight.results.services import desk
from oversight.web import clock
from tests.oversight.inspections import record_visits as visits
from tests.oversight.results.approvals import AT, BREACH
from tests.oversight.web.furnishing import client_of
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
REVIEW = DeskReview(method="papers", basis="2025年度劳动用工年报、工资表", on=date(2026, 4, 7))
CLEAN = ResultContent(codes=("WFX",), disposition=("none",))


@pytest.fixture(scope="module")
def shared_bureau(module_site: Any) -> Bureau:  # noqa: ARG001 - its files are there
    """Make a bureau with a draw; both officers of its first visit have accounts."""
    return visits.bureau()


@pytest.fixture
def accepted(own: Bureau) -> list[InspectionTask]:
    """Give three visits that were accepted and are not yet made."""
    rows = InspectionTask.objects.filter(bureau=own.organisation).order_by("place")[:3]
    for row in rows:
        tasks.accept(actor=own.actors["clerk"], visit_id=row.pk, on=date(2026, 4, 9), at=AT)
    return list(rows)


def item(task: InspectionTask) -> ItemResult:
    return task.results.get()


def enter(own: Bureau, task: InspectionTask, content: ResultContent, **more: Any) -> Any:
    values: dict[str, Any] = {"review": REVIEW, "contents": {item(task).pk: content}, **more}
    return desk.enter(actor=own.actors["clerk"], visit_id=task.pk, at=AT, **values)


def differences() -> list[str]:
    checks = (reconciliation.check, inspections_reconciliation.check)
    return [field for check in checks for field in visits.differences(check)]


def test_papers_that_suffice_lead_to_a_result_without_a_visit(
    own: Bureau, accepted: list[InspectionTask]
) -> None:
    enter(own, accepted[0], replace(BREACH, methods=()))

    task = InspectionTask.objects.get(pk=accepted[0].pk)
    assert (task.state, task.done_on) == ("finished", date(2026, 4, 7))
    assert (item(task).codes, item(task).methods) == (["ZLGZ"], ["papers"])
    row = InspectionResult.objects.get(visit=task)
    assert (row.state, row.newest and row.newest.says) == (
        *("waiting", replace(BREACH, methods=("papers",))),
    )
    record = InspectionRecord.objects.get(draw_number=task.record_number, subject=task.subject)
    assert (record.state, record.result) == ("done", "发现问题已责令改正")
    assert differences() == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"method": "site"}, "不到现场的核查方式"),
        ({"method": "1"}, "不到现场的核查方式"),
        ({"basis": " "}, "请写核对了什么材料"),
        ({"on": date(2026, 4, 8)}, "不能在今天以后"),
    ],
)
def test_a_desk_review_says_how_and_of_what(
    own: Bureau, accepted: list[InspectionTask], changes: dict[str, Any], problem: str
) -> None:
    with pytest.raises((DomainError, FieldsError), match=problem):
        desk_review.conclude(
            actor=own.actors["clerk"],
            visit_id=accepted[0].pk,
            review=replace(REVIEW, **changes),
            answers={},
            at=AT,
        )


def test_what_only_a_visit_can_show_is_not_entered_at_a_desk(
    own: Bureau, accepted: list[InspectionTask]
) -> None:
    gone = ResultContent(codes=("GBT",), disposition=("daily",))
    with pytest.raises(DomainError, match="要到现场才能认定"):
        enter(own, accepted[0], gone)
    with pytest.raises(DomainError, match="还没有结果"):
        enter(own, accepted[0], CLEAN, contents={})
    with pytest.raises(FieldsError) as refused:
        enter(own, accepted[0], replace(BREACH, finding=""))

    fields = [field for field, _ in refused.value.problems]
    assert fields == [f"finding_{item(accepted[0]).pk}"]
    assert not InspectionResult.objects.exists()


def test_only_those_who_take_visits_enter_results(
    own: Bureau, accepted: list[InspectionTask]
) -> None:
    with pytest.raises(NotAllowedError):
        desk.enter_clean(
            actor=own.actors["coordinator"], visit_ids=[accepted[0].pk], review=REVIEW, at=AT
        )


def test_of_many_those_that_cannot_be_entered_stay_as_they_are(
    own: Bureau, accepted: list[InspectionTask]
) -> None:
    enter(own, accepted[0], CLEAN)
    keys = [task.pk for task in accepted]

    entry = desk.enter_clean(actor=own.actors["clerk"], visit_ids=keys, review=REVIEW, at=AT)

    assert [task.pk for task in entry.done] == keys[1:]
    ((refused, problem),) = entry.refused
    assert refused.pk == keys[0]
    assert "现在是“现场完结”" in problem
    with pytest.raises(DomainError, match="请逐家核对"):
        desk.enter_clean(actor=own.actors["clerk"], visit_ids=[], review=REVIEW, at=AT)
    with pytest.raises(DomainError, match="一次最多 100 家，现在 101 家"):
        desk.enter_clean(actor=own.actors["clerk"], visit_ids=range(101), review=REVIEW, at=AT)
    assert differences() == []


def test_each_subject_is_confirmed_on_a_page_of_its_own(
    own: Bureau, accepted: list[InspectionTask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    clerk, page = client_of(own, "clerk"), "/office/results/bulk/"
    typed = {"method": "papers", "basis": "年报", "on": "2026-04-07"}
    assert accepted[0].name in clerk.get(page).content.decode()
    assert "请先选要录入的检查对象" in clerk.post(page, typed).content.decode()
    typed["selected"] = [str(task.pk) for task in accepted]  # type: ignore[assignment]

    check = clerk.post(page, typed).content.decode()
    assert "没有打勾的不录入" in check
    assert not InspectionResult.objects.exists()
    none = clerk.post(page, {**typed, "stage": "check"}).content.decode()
    assert "请逐家核对" in none
    clerk.post(page, {**typed, "stage": "check", "confirmed": [str(accepted[1].pk)]})

    assert [row.visit_id for row in InspectionResult.objects.all()] == [accepted[1].pk]


def test_a_finding_of_papers_is_entered_item_by_item(
    own: Bureau, accepted: list[InspectionTask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    key, clerk = item(accepted[0]).pk, client_of(own, "clerk")
    page = f"/office/visits/{accepted[0].pk}/desk/"
    content = {f"{name}_{key}": value for name, value in BREACH.document().items()}
    typed = {"method": "network", "basis": "招聘网页", "on": "2026-04-07", **content}
    refused = clerk.post(page, {**typed, f"provision_{key}": ""}).content.decode()
    assert "没有依据的不能提交" in refused

    clerk.post(page, typed)

    row = InspectionResult.objects.get()
    assert row.newest is not None
    assert row.newest.says.methods == ("network",)
