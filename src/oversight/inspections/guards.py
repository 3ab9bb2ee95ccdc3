"""What keeps a visit from being asked for: items, officers, recusals, caps (guide 1.2, R1–R11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Q

from oversight.common.moments import day_in_words
from oversight.inspections import caps
from oversight.inspections.caps import CapAnswer
from oversight.inspections.kinds import Kind, Source
from oversight.inspections.models import InspectionTask
from oversight.inspections.states import ReplacementState
from oversight.registry.models import Inspector, Item, Recusal
from oversight.registry.rules.inspectors import blockers
from oversight.registry.selectors import inspectors
from oversight.registry.selectors import items as items_of

LEAST_OFFICERS = 2
"""No visit is made by fewer: 劳动保障监察条例 §16, 行政处罚法 §42."""


def problems(task: InspectionTask, today: date) -> list[str]:
    """Say everything that keeps a task from being asked for, each with what to do next."""
    if task.planned_on is None:
        return ["还没有定检查日期；请先定日期"]
    officers = [slot.inspector for slot in task.slots.all() if slot.inspector is not None]
    return [
        *(
            [f"检查日期 {day_in_words(task.planned_on)} 已经过去；请改日期"]
            if task.planned_on < today
            else []
        ),
        *item_problems((row.item for row in task.results.select_related("item")), task.planned_on),
        *officer_problems(officers, task.subject_id, task.planned_on),
        *_open_requests(task),
        *cap_problems(caps.answers(task, task.planned_on), exempt=caps.is_exempt(task)),
    ]


def item_problems(items: Iterable[Item], on: date) -> Iterator[str]:
    """Name the items that are not published or not in force on a day (国办发〔2024〕54号)."""
    for item in items:
        if items_of.in_force(item, on) is None:
            yield f"事项“{item.name}”在 {day_in_words(on)} 没有公布或已经取消；请另选事项"


def officer_problems(officers: Sequence[Inspector], subject_id: int, on: date) -> Iterator[str]:
    """Say who of the team may not go on a day, and whether at least two may."""
    able = 0
    for officer in officers:
        reasons = blockers(inspectors.availability_of(officer), on)
        if not reasons:
            able += 1
        elif not officer.is_expert:
            why = "、".join(reasons)
            yield f"{officer.name}在 {day_in_words(on)} 不能检查：{why}；请换人或改日期"
    if able < LEAST_OFFICERS:
        yield f"有资格的检查人员只有 {able} 名，至少要 {LEAST_OFFICERS} 名；请补足人员"
    going = set(recused(officers, subject_id, on))
    for officer in officers:
        if officer.pk in going:
            yield f"{officer.name}对这家企业有回避关系；请换人"


def cap_problems(answers: Iterable[CapAnswer], *, exempt: bool) -> Iterator[str]:
    """Say which caps a visit would break by the rule's own count, unless it is exempt."""
    for answer in answers:
        if answer.is_over and not exempt:
            yield (
                f"{answer.name}：{answer.words}（{answer.citation}）；"
                f"请并入已有的检查，或写明不计次数的情形和依据"
            )


def warnings(task: InspectionTask) -> Iterator[str]:
    """Say what the head should weigh, though it forbids nothing (rules R8, R9, R10)."""
    if task.source == Source.CAMPAIGN and not task.campaign:
        yield "专项检查没有写方案由谁批准、向谁备案、在哪里公布（国办发〔2024〕54号）"
    if task.is_outside:
        yield f"检查地点不在本辖区，异地协助的依据：{task.assistance}"
    if task.kind == Kind.ROUTINE and task.planned_on is not None:
        first = caps.number_of(task.bureau_id, "routine_from_day", task.planned_on)
        if task.planned_on.day < first:
            yield f"每月 {first} 日以前不做日常检查；请改日期，或者写明理由"


def recused(officers: Iterable[Inspector], subject_id: int, on: date) -> list[int]:
    """Give the keys of the officers who must not go to a subject on a day."""
    rows = Recusal.objects.filter(
        Q(until=None) | Q(until__gt=on),
        subject_id=subject_id,
        inspector__in=[officer.pk for officer in officers],
        since__lte=on,
    )
    return list(rows.values_list("inspector_id", flat=True))


def _open_requests(task: InspectionTask) -> Iterator[str]:
    if task.requests.filter(state=ReplacementState.WAITING).exists():
        yield "有递补或回避的申请在等决定；请等决定以后再报请"
