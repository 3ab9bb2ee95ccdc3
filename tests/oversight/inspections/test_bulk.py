"""Many tasks accepted and dated in one act: spread, refused with reasons, taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from oversight.audit.models import Entry
from oversight.common.errors import DomainError, NotFoundError, TamperedError
from oversight.draws.models import Draw
from oversight.inspections import spreading
from oversight.inspections.models import BulkDating, InspectionTask, TeamMember
from oversight.inspections.services import bulk, tasks
from oversight.inspections.services.bulk import Spread
from oversight.registry.models import InspectionRecord
from oversight.registry.services import visits
from oversight.registry.services.visits import VisitDetails
from tests.oversight import recorded
from tests.support import draw_factory
from tests.support.platform_factory import Bureau

AT = draw_factory.OPENS
FIRST, LAST = date(2026, 4, 7), date(2026, 4, 30)


def keys(draw: Draw) -> list[int]:
    return list(draw.visits.order_by("place").values_list("pk", flat=True))


def dated(
    own: Bureau,
    visit_ids: Sequence[int],
    act: str = "accept",
    *,
    first: date = FIRST,
    last: date = LAST,
    most: int = 2,
) -> BulkDating:
    return bulk.date_all(
        actor=own.actors["clerk"],
        act=act,
        visit_ids=visit_ids,
        spread=Spread(first=first, last=last, most=most),
        at=AT,
    )


def test_visits_of_one_team_are_spread_so_many_a_day() -> None:
    days = [date(2026, 4, 7), date(2026, 4, 8)]

    chosen = spreading.spread({1: [7], 2: [7], 3: [7], 4: [7], 5: [7]}, days, 2)

    assert chosen == {1: days[0], 2: days[1], 3: days[0], 4: days[1]}


def test_visits_of_two_teams_fall_on_different_days_while_there_are_some() -> None:
    days = [date(2026, 4, 7), date(2026, 4, 8)]

    assert spreading.spread({1: [7], 2: [8]}, days, 2) == {1: days[0], 2: days[1]}


def test_who_goes_already_on_a_day_is_counted() -> None:
    days = [date(2026, 4, 7), date(2026, 4, 8)]

    assert spreading.spread({1: [7, 8]}, days, 1, [(8, days[0])]) == {1: days[1]}


@pytest.mark.django_db
def test_all_tasks_of_a_draw_are_accepted_on_working_days(own: Bureau, draw: Draw) -> None:
    before = Entry.objects.count()

    dating = dated(own, keys(draw))

    rows = list(draw.visits.order_by("place"))
    days = [row.planned_on for row in rows]
    assert len(dating.lines) == 6
    assert dating.refused == []
    assert {row.state for row in rows} == {"accepted"}
    assert all(FIRST <= day <= LAST and day.weekday() < 5 for day in days if day)
    assert Entry.objects.count() == before + 6
    assert set(Entry.objects.order_by("-index")[:6].values_list("type", flat=True)) == {
        "visit.accepted"
    }
    ledger = InspectionRecord.objects.filter(draw_number=draw.number)
    assert sorted(str(day) for day in ledger.values_list("planned_on", flat=True)) == sorted(
        str(day) for day in days
    )


@pytest.mark.django_db
def test_nobody_goes_more_often_on_a_day_than_was_said(own: Bureau, draw: Draw) -> None:
    dated(own, keys(draw)[:3], most=1)
    dated(own, keys(draw)[3:], most=1)

    seats = TeamMember.objects.filter(visit__draw=draw, visit__state="accepted")
    load = Counter(seats.values_list("inspector_id", "visit__planned_on"))

    assert max(load.values()) == 1


@pytest.mark.django_db
def test_a_holiday_gets_no_visit_and_a_make_up_day_may(own: Bureau, draw: Draw) -> None:

    with pytest.raises(DomainError, match="这几天没有工作日"):
        dated(own, keys(draw), first=date(2026, 4, 4), last=date(2026, 4, 6))
    assert draw.visits.filter(state="drawn").count() == 6


@pytest.mark.django_db
def test_what_breaks_a_cap_stays_and_the_others_go_through(own: Bureau, draw: Draw) -> None:
    capped = draw.visits.order_by("place")[0]
    for day in (1, 2):
        visits.note_visit(
            actor=own.actors["clerk"],
            subject_id=capped.subject_id,
            visit=VisitDetails(on=date(2026, 3, day), kind="投诉举报", units="就业促进科"),
            at=draw_factory.MADE,
        )

    dating = dated(own, keys(draw))

    assert [row["name"] for row in dating.refused] == [capped.name]
    assert "会超过 2 次" in dating.refused[0]["reason"]
    assert len(dating.lines) == 5
    capped.refresh_from_db()
    assert (capped.state, capped.planned_on) == ("drawn", None)


@pytest.mark.django_db
def test_what_finds_no_room_is_listed_with_the_reason(own: Bureau, draw: Draw) -> None:

    dating = dated(own, keys(draw), last=FIRST, most=1)

    assert len(dating.lines) + len(dating.refused) == 6
    assert dating.refused
    assert "排不下（每组一天最多 1 家）" in dating.refused[0]["reason"]


@pytest.mark.django_db
def test_an_accepted_task_is_not_dated_again_by_accepting(own: Bureau, draw: Draw) -> None:
    dated(own, keys(draw)[:1])

    again = dated(own, keys(draw)[:2])

    assert [row["reason"] for row in again.refused] == ["已定2026年4月7日；要改请用“改日期”"]
    assert len(again.lines) == 1


@pytest.mark.django_db
def test_days_are_changed_in_bulk_and_each_change_is_on_record(own: Bureau, draw: Draw) -> None:
    dated(own, keys(draw)[:5])

    changed = dated(own, keys(draw), "date", first=date(2026, 5, 11), last=date(2026, 5, 29))

    assert [row["reason"] for row in changed.refused] == ["还没有接受；请用“接受并定日期”"]
    assert all(line["on"] >= "2026-05-11" for line in changed.lines)
    assert Entry.objects.filter(type="visit.dated").count() == 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spread", "match"),
    [
        ({"first": date(2026, 3, 1)}, "不能早于今天"),
        ({"last": date(2026, 4, 6)}, "最后一天不能早于第一天"),
        ({"last": date(2027, 5, 30)}, "最多排一年"),
        ({"last": date(2027, 3, 1)}, "还没有 2027 年的节假日安排"),
        ({"most": 0}, "每组一天可查 1 到 20 家"),
    ],
)
def test_days_that_cannot_be_are_refused(
    own: Bureau, draw: Draw, spread: dict[str, date], match: str
) -> None:

    with pytest.raises(DomainError, match=match):
        dated(own, keys(draw), **spread)  # type: ignore[arg-type] # one of the three

    assert draw.visits.filter(state="drawn").count() == 6


@pytest.mark.django_db
def test_nothing_selected_too_much_or_out_of_reach_is_refused(own: Bureau, draw: Draw) -> None:

    with pytest.raises(DomainError, match="请先在检查任务中选中企业"):
        dated(own, [])
    with pytest.raises(DomainError, match="一次最多 500 家"):
        dated(own, range(1, 600))
    with pytest.raises(DomainError, match="不在您的范围内"):
        dated(own, [*keys(draw), 99_999])


@pytest.mark.django_db
def test_a_task_that_is_not_what_was_drawn_stops_the_whole_act(own: Bureau, draw: Draw) -> None:
    InspectionTask.objects.filter(pk=keys(draw)[3]).update(place=77)

    with pytest.raises(TamperedError):
        dated(own, keys(draw))

    assert draw.visits.filter(state="drawn").count() == 6


@pytest.mark.django_db
def test_a_bulk_act_is_taken_back_until_the_days_begin(own: Bureau, draw: Draw) -> None:
    dating = dated(own, keys(draw))
    early = [line["visit"] for line in dating.lines if line["on"] == "2026-04-07"]

    undone = bulk.undo(
        actor=own.actors["clerk"], dating_id=dating.pk, at=AT.replace(month=4, day=7)
    )

    assert {row["reason"] for row in undone.kept} == {"检查日已经到了"}
    assert sorted(row["visit"] for row in undone.kept) == sorted(early)
    rest = draw.visits.exclude(pk__in=early)
    assert set(rest.values_list("state", "planned_on", "accepted_by")) == {("drawn", None, "")}
    assert Entry.objects.filter(type="visit.returned").count() == 6 - len(early)
    with pytest.raises(DomainError, match="已经撤回过"):
        bulk.undo(actor=own.actors["clerk"], dating_id=dating.pk, at=AT)


@pytest.mark.django_db
def test_undoing_a_change_gives_the_former_days_back(own: Bureau, draw: Draw) -> None:
    dated(own, keys(draw))
    before = list(draw.visits.order_by("pk").values_list("planned_on", flat=True))
    changed = dated(own, keys(draw), "date", first=date(2026, 5, 11), last=date(2026, 5, 29))

    bulk.undo(actor=own.actors["clerk"], dating_id=changed.pk, at=AT + timedelta(minutes=5))

    assert list(draw.visits.order_by("pk").values_list("planned_on", flat=True)) == before


@pytest.mark.django_db
def test_a_task_changed_since_is_not_taken_back(own: Bureau, draw: Draw) -> None:
    dating = dated(own, keys(draw)[:2])
    clerk = own.actors["clerk"]
    tasks.accept(actor=clerk, visit_id=keys(draw)[0], on=date(2026, 6, 1), at=AT)

    undone = bulk.undo(actor=clerk, dating_id=dating.pk, at=AT)

    assert [row["reason"] for row in undone.kept] == ["以后又改过"]
    assert draw.visits.get(pk=keys(draw)[0]).planned_on == date(2026, 6, 1)


@pytest.mark.django_db
def test_nobody_takes_back_what_somebody_else_did(own: Bureau, draw: Draw) -> None:
    dating = dated(own, keys(draw))

    with pytest.raises(NotFoundError, match="不是您做的"):
        bulk.undo(actor=own.actors["inspector"], dating_id=dating.pk, at=AT)


@pytest.mark.django_db
def test_rows_agree_with_the_log_after_a_bulk_act_and_its_undo(own: Bureau, draw: Draw) -> None:
    dated(own, keys(draw)[:3])
    dating = dated(own, keys(draw)[3:])
    bulk.undo(actor=own.actors["clerk"], dating_id=dating.pk, at=AT)

    assert recorded.checked() == []
