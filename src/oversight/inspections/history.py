"""What inspections did about a subject: drawn, visited, found, told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Happening, Link
from oversight.inspections import selectors, states
from oversight.inspections.models import InspectionTask


def history(actor: Actor, subject_id: int) -> Iterator[Happening]:
    """Give what was done; of a sealed draw nothing before its opening."""
    if not actor.may(Permission.SEE_VISITS):
        return
    for visit in selectors.my_visits(actor).filter(subject_id=subject_id).order_by("pk"):
        yield from _drawn(visit, is_linked=actor.may(Permission.SEE_DRAWS))
        yield from _visited(visit)


def _drawn(visit: InspectionTask, *, is_linked: bool) -> Iterator[Happening]:
    draw = visit.draw
    if draw is None or draw.held_at is None:
        return
    yield Happening(
        on=moments.day_of(draw.held_at),
        kind="抽取",
        title=f"抽中：{draw.title}",
        detail=draw.number,
        link=Link(view="office:draw", args=(draw.pk,)) if is_linked else None,
    )


def _visited(visit: InspectionTask) -> Iterator[Happening]:
    link = Link(view="office:visit", args=(visit.pk,))
    people = "、".join(selectors.officers_of(visit))
    came_on = _came_on(visit)
    if came_on is not None:
        words = f"检查：{states.TASK.label(visit.state)}"
        yield Happening(
            on=came_on, kind="检查", title=words, detail=f"{visit.number}　{people}", link=link
        )
    for result in visit.results.select_related("item"):
        if not result.finding:
            continue
        entered_on = moments.day_of(result.entered_at) if result.entered_at else came_on
        if entered_on is not None:
            title = f"发现问题：{result.item.name}"
            yield Happening(
                on=entered_on, kind="检查结果", title=title, detail=result.finding, link=link
            )
    if visit.told_at is not None:
        on = moments.day_of(visit.told_at)
        yield Happening(on=on, kind="检查", title="告知检查结果", detail=visit.number, link=link)


def _came_on(visit: InspectionTask) -> date | None:
    if visit.done_on is not None:
        return visit.done_on
    return moments.day_of(visit.arrived_at) if visit.arrived_at is not None else None
