"""What the search finds in inspections: the visits that somebody has to do with."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, SearchGroup, SearchQuery, SearchResult, group
from oversight.inspections import task_details
from oversight.inspections.models import InspectionTask


def search(actor: Actor, query: SearchQuery) -> Iterator[SearchGroup]:
    """Find visits by the subject or the draw; those of a sealed draw exist from the opening on."""
    if not actor.may(Permission.SEE_VISITS):
        return
    tasks = task_details.tasks_to_do(actor, query.words)
    results = [_visit(task) for task in tasks[: query.limit + 1]]
    more = Link(view="office:visits", query=(("q", query.words),))
    yield group("检查任务", results, query.limit, more, tasks.count())


def _visit(visit: InspectionTask) -> SearchResult:
    day = moments.day_in_words(visit.planned_on) if visit.planned_on else "还没有定检查日期"
    return SearchResult(
        title=visit.name,
        detail=f"{visit.title}，{day}",
        link=Link(view="office:visit", args=(visit.pk,)),
    )
