"""Two officers arrive, each on the own login, with certificates that hold today; then begin."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from oversight.accounts.actors import Actor
from oversight.accounts.rules import Role
from oversight.audit import reconciliation as audit_reconciliation
from oversight.audit import selectors as audit
from oversight.audit.reconciliation import Range
from oversight.common.errors import DomainError, NotAllowedError
from oversight.draws.models import Draw
from oversight.inspections import routes, site_acts, site_reconciliation
from oversight.inspections.arrivals import SiteAct, SiteActKind, VisitCode
from oversight.inspections.models import InspectionTask
from oversight.inspections.services import approvals, arrival, tasks, urgent
from oversight.inspections.services.approvals import ApprovalInput
from oversight.inspections.site_acts import SiteNote
from oversight.registry.models import Certificate, Inspector
from tests.support import draw_factory, platform_factory
from tests.support.platform_factory import Bureau

pytestmark = pytest.mark.django_db
AT = draw_factory.OPENS
DAY = datetime.fromisoformat("2026-04-07T09:30:00+08:00")
CHANGE = "00000000-0000-4000-8000-00000000000"
ASKED = ApprovalInput(why_on_site="要看考勤和工资支付的原件", visit_place="和顺路18号")


@pytest.fixture(scope="module")
def officers(shared_draw: Draw, shared_bureau: Bureau) -> None:
    """Give both officers of the first visit accounts."""
    for number, slot in enumerate(first_visit(shared_draw).slots.all(), start=1):
        name = f"officer-{number}"
        actor = platform_factory.actor(name, shared_bureau.organisation, Role.INSPECTOR)
        shared_bureau.actors[name] = actor
        Inspector.objects.filter(pk=slot.inspector_id or 0).update(user_id=actor.user_id)


@pytest.fixture
def task(officers: None, own: Bureau, draw: Draw) -> InspectionTask:  # noqa: ARG001
    """Give an approved visit."""
    visit, clerk = first_visit(draw), own.actors["clerk"]
    tasks.accept(actor=clerk, visit_id=visit.pk, on=date(2026, 4, 7), at=AT)
    approval = approvals.submit(actor=clerk, visit_id=visit.pk, asked=ASKED, at=AT)
    approver = own.actors["approver"]
    return approvals.approve(actor=approver, approval_id=approval.pk, answer="", at=AT).visit


def first_visit(draw: Draw) -> InspectionTask:
    return draw.visits.order_by("place")[0]


def note(
    actor: Actor, task: InspectionTask, kind: str = "arrive", number: int = 1, **values: Any
) -> SiteAct:
    """Send an act as the telephone of an officer does."""
    at = values.pop("at", DAY)
    details = {"noted_at": at, "reason": "", "user_id": actor.user_id, **values}
    site_note = SiteNote(kind=SiteActKind(kind), change=f"{CHANGE}{number}", **details)
    return arrival.note(actor=actor, visit_id=task.pk, site_note=site_note, at=at)


def both(own: Bureau, task: InspectionTask) -> None:
    note(own.actors["officer-1"], task)
    note(own.actors["officer-2"], task, number=2, at=DAY + timedelta(minutes=2))


def differences() -> list[str]:
    steps = site_reconciliation.check(Range(is_whole=True, first=0))
    return [f"{line.field}: {line.stored}" for _, _, lines in steps for line in lines]


def test_a_visit_is_arrived_when_the_second_officer_confirms(
    own: Bureau, task: InspectionTask
) -> None:
    note(own.actors["officer-1"], task)
    task.refresh_from_db()
    assert (task.state, task.arrived_at) == ("approved", None)

    second = note(own.actors["officer-2"], task, number=2, at=DAY + timedelta(minutes=2))

    task.refresh_from_db()
    assert (task.state, task.arrived_at) == ("arrived", DAY + timedelta(minutes=2))
    assert (second.certificate, second.is_late) == (second.inspector.number, False)
    types = ["visit.certificate-shown", "visit.arrived"]
    assert {entry.type for entry in audit.of_types(types)} == set(types)
    assert all(entry.public == {} for entry in audit.of_types(types))
    assert differences() == []


def test_one_officer_twice_is_not_two(own: Bureau, task: InspectionTask) -> None:
    first = note(own.actors["officer-1"], task)
    again = note(own.actors["officer-1"], task)
    other_name = note(own.actors["officer-1"], task, number=5)

    task.refresh_from_db()
    assert first.pk == again.pk == other_name.pk
    assert task.state == "approved"


def test_nobody_confirms_for_another(own: Bureau, task: InspectionTask) -> None:
    with pytest.raises(NotAllowedError, match="请他登录后再传"):
        note(own.actors["officer-2"], task, user_id=own.actors["officer-1"].user_id)
    with pytest.raises(NotAllowedError, match="只有检查组的人能确认到场"):
        note(own.actors["clerk"], task)


def test_a_certificate_that_ended_yesterday_is_refused_with_the_way_on(
    own: Bureau, task: InspectionTask
) -> None:
    note(own.actors["officer-1"], task)
    user_id = own.actors["officer-2"].user_id or 0
    Certificate.objects.filter(inspector__user_id=user_id).update(until=date(2026, 4, 6))

    with pytest.raises(DomainError, match="证件已于2026年4月6日到期；请不要开始检查，告诉科室递补"):
        note(own.actors["officer-2"], task, number=2)

    task.refresh_from_db()
    assert (task.state, SiteAct.objects.count()) == ("approved", 1)


def test_a_certificate_of_the_last_day_holds_that_day(own: Bureau, task: InspectionTask) -> None:
    Certificate.objects.all().update(until=date(2026, 4, 7))

    both(own, task)

    task.refresh_from_db()
    assert task.state == "arrived"
    assert {act.valid_until for act in SiteAct.objects.all()} == {date(2026, 4, 7)}


def test_with_one_officer_the_inspection_does_not_begin(own: Bureau, task: InspectionTask) -> None:
    note(own.actors["officer-1"], task)

    with pytest.raises(DomainError, match="证件当天有效、已确认到场的检查人员只有 1 名"):
        note(own.actors["officer-1"], task, "start", 3)


def test_the_inspection_begins_once(own: Bureau, task: InspectionTask) -> None:
    both(own, task)

    begun = note(own.actors["officer-1"], task, "start", 3)
    again = note(own.actors["officer-2"], task, "start", 4)

    task.refresh_from_db()
    assert (task.state, again.pk) == ("inspecting", begun.pk)
    assert len(list(audit.of_types(["visit.started"]))) == 1
    list(audit_reconciliation.run(is_whole=True, at=DAY))
    sentences = audit_reconciliation.standing_sentences(99)
    assert [sentence for sentence in sentences if "检查任务" in sentence] == []


def test_an_urgent_visit_begins_only_after_both_showed_certificates(
    own: Bureau,
    officers: None,  # noqa: ARG001
    draw: Draw,
) -> None:
    visit = urgent.arrive(
        actor=own.actors["clerk"],
        visit_id=first_visit(draw).pk,
        reason="正在销毁工资表",
        reported="王局长",
        at=DAY,
    )
    note(own.actors["officer-1"], visit)

    with pytest.raises(DomainError, match="已确认到场的检查人员只有 1 名，至少要 2 名"):
        note(own.actors["officer-1"], visit, "start", 3)
    with pytest.raises(DomainError, match="您还没有确认到场"):
        note(own.actors["officer-2"], visit, "start", 3)
    note(own.actors["officer-2"], visit, number=2)
    note(own.actors["officer-2"], visit, "start", 3)

    visit.refresh_from_db()
    assert visit.state == "inspecting"


def test_what_comes_late_counts_from_the_telephones_time_and_says_so(
    own: Bureau, task: InspectionTask
) -> None:
    later = DAY + timedelta(hours=5)

    act = note(own.actors["officer-1"], task, noted_at=DAY, at=later)

    assert (act.is_late, act.at, act.noted_at, act.saved_at) == (True, DAY, DAY, later)
    assert act.reason == "现场没有网络，联网后上传"
    private = next(iter(audit.of_types(["visit.certificate-shown"]))).private or {}
    assert (private["late"], private["noted"]) == (True, "2026-04-07T01:30:00Z")


def test_after_ten_days_a_late_entry_is_refused(own: Bureau, task: InspectionTask) -> None:
    with pytest.raises(DomainError, match="超过了补录的期限（10 天）"):
        note(own.actors["officer-1"], task, noted_at=DAY, at=DAY + timedelta(days=10, seconds=1))
    assert note(own.actors["officer-1"], task, noted_at=DAY, at=DAY + timedelta(days=10)).is_late


def test_a_telephone_whose_clock_runs_ahead_is_not_believed(
    own: Bureau, task: InspectionTask
) -> None:
    act = note(own.actors["officer-1"], task, noted_at=DAY + timedelta(days=2))

    assert (act.is_late, act.at) == (False, DAY)


def test_after_a_visit_was_broken_off_both_show_certificates_anew(
    own: Bureau, task: InspectionTask
) -> None:
    both(own, task)
    InspectionTask.objects.filter(pk=task.pk).update(state="approved")

    first = note(own.actors["officer-1"], task, number=5)
    task.refresh_from_db()
    assert (first.attempt, task.state) == (2, "approved")
    note(own.actors["officer-2"], task, number=6)

    task.refresh_from_db()
    assert (task.state, SiteAct.objects.count()) == ("arrived", 4)


def test_officers_of_two_days_are_no_team(own: Bureau, task: InspectionTask) -> None:
    note(own.actors["officer-1"], task)
    second = note(own.actors["officer-2"], task, number=2, at=DAY + timedelta(days=1))

    task.refresh_from_db()
    assert (second.attempt, task.state) == (2, "approved")


def test_who_was_replaced_after_arriving_no_longer_counts(
    own: Bureau, task: InspectionTask
) -> None:
    first = note(own.actors["officer-1"], task)
    other = Inspector.objects.exclude(slots__visit=task)[0]
    assert site_acts.arrivals(task) == [first]

    task.slots.filter(inspector=first.inspector).update(inspector=other)

    assert site_acts.arrivals(InspectionTask.objects.get(pk=task.pk)) == []


def test_an_announced_visit_waits_for_its_notice(own: Bureau, task: InspectionTask) -> None:
    InspectionTask.objects.filter(pk=task.pk).update(is_announced=True)

    with pytest.raises(DomainError, match="还没有登记通知"):
        note(own.actors["officer-1"], task)


def test_nobody_leaves_before_the_inspection_began(own: Bureau, task: InspectionTask) -> None:
    both(own, task)
    with pytest.raises(DomainError, match="还没有开始检查，不用登记离开"):
        note(own.actors["officer-1"], task, "leave", 4)
    note(own.actors["officer-1"], task, "start", 3)

    assert note(own.actors["officer-1"], task, "leave", 4).kind == "leave"


def test_an_arrival_that_was_changed_with_sql_is_named(own: Bureau, task: InspectionTask) -> None:
    both(own, task)
    SiteAct.objects.filter(change=f"{CHANGE}1").update(certificate="伪造", is_late=True)
    VisitCode.objects.update(code="000000000000")

    lines = differences()
    assert len(lines) == 3
    assert any("的证号: 伪造" in line for line in lines)
    SiteAct.objects.filter(change=f"{CHANGE}2").delete()
    assert any("没有这一行" in line for line in differences())


def test_the_visits_of_a_day_follow_the_street(draw: Draw) -> None:
    rows = list(draw.visits.order_by("place")[:4])
    places = ["青禾区和顺路102号", "青禾区安康路7号", "青禾区和顺路18号", "青禾区和顺路9号"]
    for row, place in zip(rows, places, strict=True):
        row.visit_place, row.planned_on = place, date(2026, 4, 7)
    rows[3].planned_on = date(2026, 4, 8)

    ordered = [row.visit_place for row in routes.in_order(rows)]

    assert ordered == [
        "青禾区和顺路18号",
        "青禾区和顺路102号",
        "青禾区安康路7号",
        "青禾区和顺路9号",
    ]
    assert routes.stops(rows) == {rows[2].pk: 1, rows[0].pk: 2, rows[1].pk: 3}
