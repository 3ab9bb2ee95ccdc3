"""Many tasks accepted and dated in one act, and the undo of it until the days begin."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError, NotFoundError
from oversight.draws.rules import Cap
from oversight.draws.services import sampling_frame
from oversight.inspections import caps, drawn_visits, events, selectors, spreading, states
from oversight.inspections.models import BulkDating, InspectionTask, TeamMember
from oversight.inspections.services import tasks as single
from oversight.inspections.services.recording import record
from oversight.inspections.states import TaskState
from oversight.registry.services import ledger
from oversight.regulations import selectors as regulations

MOST_TASKS = 500
MOST_A_DAY = 20
_LONGEST = timedelta(days=366)

Reasons = dict[int, str]
CapsOn = Callable[[int, frozenset[int], date], list[Cap]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The days to spread visits over, and how many a team makes at most on one of them."""

    first: date
    last: date
    most: int


@transaction.atomic
def date_all(
    *, actor: Actor, act: str, visit_ids: Collection[int], spread: Spread, at: datetime
) -> BulkDating:
    """Accept the tasks and spread them over working days, or change their days (``act``).

    Those that cannot have a day stay as they are, each with its reason; of the others each has an
    event of its own.

    Raises:
        DomainError: nothing or too much is selected, or the days are no sound span.
        TamperedError: a task is not what the draw's result says; nothing is changed.
    """
    actor.require(Permission.TAKE_VISITS)
    chosen = _tasks(actor, visit_ids)
    _require_sound(spread, moments.day_of(at))
    refused = {task.pk: problem for task in chosen if (problem := state_problem(task, act))}
    caps_on = functools.cache(sampling_frame.caps_for)
    _refuse_capped(chosen, refused, lambda _: spread.first, caps_on)
    days = _spread([task for task in chosen if task.pk not in refused], spread)
    _refuse_crowded(chosen, refused, days, spread)
    _refuse_capped(chosen, refused, lambda task: days[task.pk], caps_on)
    going = [task for task in chosen if task.pk not in refused]
    drawn_visits.require_all_drawn(going)
    lines = [_line(task, days[task.pk]) for task in going]
    for task in going:
        single.set_day(task, days[task.pk], actor, at)
    return BulkDating.objects.create(
        made_user=actor.user_id or 0,
        made_by=actor.person,
        made_at=at,
        lines=lines,
        refused=_named(chosen, refused),
    )


@transaction.atomic
def undo(*, actor: Actor, dating_id: int, at: datetime) -> BulkDating:
    """Take a bulk act of one's own back: each task has again the day, or none, that it had.

    A task whose day began, or that was changed since, stays as it is, with the reason.

    Raises:
        NotFoundError: there is none of the actor's.
        DomainError: it was taken back already, or none of its tasks can be.
    """
    actor.require(Permission.TAKE_VISITS)
    dating = dating_for(actor, dating_id, lock=True)
    if dating.undone_at is not None:
        raise DomainError("这一次批量定的日期已经撤回过")
    lines = {line["visit"]: line for line in dating.lines}
    chosen = _reachable(actor, lines)
    today = moments.day_of(at)
    problems = ((task.pk, _undo_problem(task, lines[task.pk], today)) for task in chosen)
    kept = {pk: problem for pk, problem in problems if problem}
    going = [task for task in chosen if task.pk not in kept]
    if not going:
        raise DomainError("没有可以撤回的：检查日已经到了，或者以后又改过；请逐家改日期")
    for task in going:
        before = lines[task.pk]["before"]
        if before:
            single.set_day(task, date.fromisoformat(before), actor, at)
        else:
            _return(task, actor, at)
    dating.undone_at, dating.kept = at, _named(chosen, kept)
    dating.save(update_fields=["undone_at", "kept"])
    return dating


def dating_for(actor: Actor, dating_id: int, *, lock: bool = False) -> BulkDating:
    """Load a bulk act of the actor's own.

    Raises:
        NotFoundError: there is none.
    """
    rows = BulkDating.objects.select_for_update() if lock else BulkDating.objects.all()
    dating = rows.filter(pk=dating_id, made_user=actor.user_id or 0).first()
    if dating is None:
        raise NotFoundError("没有这一次批量定日期，或不是您做的")
    return dating


def state_problem(task: InspectionTask, act: str) -> str:
    """Say why a task's state does not allow the act; empty if it does."""
    if task.done_on is not None:
        return "已经检查过"
    if states.TASK.allows(act, task.state):
        return ""
    if task.state == TaskState.ACCEPTED:
        return f"已定{_planned(task)}；要改请用“改日期”"
    if task.state == TaskState.DRAWN:
        return "还没有接受；请用“接受并定日期”"
    return f"{states.TASK.labels[task.state]}，不再检查"


def _planned(task: InspectionTask) -> str:
    return moments.day_in_words(task.planned_on) if task.planned_on else "日期"


def team_of(task: InspectionTask) -> list[int]:
    """Name who goes; a section, as a negative number, where nobody is sent yet."""
    return [slot.inspector_id or -slot.section_id for slot in task.slots.all()]


def _tasks(actor: Actor, visit_ids: Collection[int]) -> list[InspectionTask]:
    if not visit_ids:
        raise DomainError("请先在检查任务中选中企业")
    if len(visit_ids) > MOST_TASKS:
        raise DomainError(f"一次最多 {MOST_TASKS} 家；请用筛选分几次做")
    chosen = _reachable(actor, visit_ids)
    if len(chosen) != len(set(visit_ids)):
        raise DomainError("选中的有些已被递补，或不在您的范围内；请回到检查任务重新选")
    return chosen


def _reachable(actor: Actor, visit_ids: Collection[int]) -> list[InspectionTask]:
    """Lock the tasks and give those within reach that still stand, in the order of the list."""
    list(InspectionTask.objects.select_for_update().filter(pk__in=visit_ids).order_by("pk"))
    rows = selectors.my_visits(actor).filter(pk__in=visit_ids, is_out=False)
    return list(rows.order_by("-draw__held_at", "place"))


def _require_sound(spread: Spread, today: date) -> None:
    if spread.first < today:
        raise DomainError("检查日期不能早于今天", field="first")
    if spread.last < spread.first:
        raise DomainError("最后一天不能早于第一天", field="last")
    if spread.last - spread.first > _LONGEST:
        raise DomainError("最多排一年；请把最后一天提前", field="last")
    if not 1 <= spread.most <= MOST_A_DAY:
        raise DomainError(f"每组一天可查 1 到 {MOST_A_DAY} 家", field="most")


def _spread(chosen: Sequence[InspectionTask], spread: Spread) -> dict[int, date]:
    days: dict[int, date] = {}
    for bureau_id in dict.fromkeys(task.bureau_id for task in chosen):
        calendar = regulations.calendar(bureau_id)
        working = spreading.working_days(calendar, spread.first, spread.last)
        if not working:
            raise DomainError("这几天没有工作日；请另选日期", field="last")
        teams = {task.pk: team_of(task) for task in chosen if task.bureau_id == bureau_id}
        days |= spreading.spread(teams, working, spread.most, _busy(chosen, spread))
    return days


def _busy(chosen: Sequence[InspectionTask], spread: Spread) -> Iterator[tuple[int, date]]:
    """Give who goes where already on which of the days, apart from the tasks that are dated."""
    seats = TeamMember.objects.filter(
        visit__state=TaskState.ACCEPTED,
        visit__done_on=None,
        visit__planned_on__range=(spread.first, spread.last),
        inspector__in={person for task in chosen for person in team_of(task) if person > 0},
    ).exclude(visit__in=[task.pk for task in chosen])
    for inspector_id, day in seats.values_list("inspector_id", "visit__planned_on"):
        if day is not None:
            yield inspector_id, day


def _refuse_capped(
    chosen: Sequence[InspectionTask],
    refused: Reasons,
    day_of: Callable[[InspectionTask], date],
    caps_on: CapsOn,
) -> None:
    for task in chosen:
        if task.pk not in refused:
            own = caps_on(task.bureau_id, caps.sections_of(task), day_of(task))
            problem = single.cap_problem(task, own)
            if problem:
                refused[task.pk] = problem


def _refuse_crowded(
    chosen: Sequence[InspectionTask], refused: Reasons, days: dict[int, date], spread: Spread
) -> None:
    for task in chosen:
        if task.pk not in refused and task.pk not in days:
            refused[task.pk] = (
                f"{spread.first} 到 {spread.last} 排不下（每组一天最多 {spread.most} 家）；"
                f"请把最后一天推后，或一天多排几家"
            )


def _undo_problem(task: InspectionTask, line: dict[str, str], today: date) -> str:
    if task.state != TaskState.ACCEPTED or str(task.planned_on) != line["on"]:
        return "以后又改过"
    if task.done_on is not None or line["on"] <= str(today):
        return "检查日已经到了"
    if line["before"] and line["before"] < str(today):
        return f"原来的日期 {line['before']} 已经过去"
    return ""


def _return(task: InspectionTask, actor: Actor, at: datetime) -> None:
    task.state = states.TASK.target(states.RETURN, task.state)
    task.accepted_by, task.accepted_at, task.planned_on = "", None, None
    task.save(update_fields=["state", "accepted_by", "accepted_at", "planned_on"])
    entry = record(events.VISIT_RETURNED, task, actor, at, {})
    ledger.set_planned_day(
        draw_number=task.record_number, subject_id=task.subject_id, on=None, entry=entry
    )


def _line(task: InspectionTask, on: date) -> dict[str, object]:
    return {"visit": task.pk, "on": str(on), "before": str(task.planned_on or "")}


def _named(chosen: Sequence[InspectionTask], reasons: Reasons) -> list[dict[str, object]]:
    return [
        {"visit": task.pk, "name": task.name, "reason": reasons[task.pk]}
        for task in chosen
        if task.pk in reasons
    ]
