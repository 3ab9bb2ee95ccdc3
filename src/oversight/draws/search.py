"""What the search finds in draws: draws, and the visits that somebody has to do with."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link, SearchGroup, SearchQuery, SearchResult, group
from oversight.draws import records, selectors, task_details
from oversight.draws.models import Draw, InspectionTask


def search(actor: Actor, query: SearchQuery) -> Iterator[SearchGroup]:
    """Find draws and visits; those of a sealed draw exist from the opening on."""
    words = (("q", query.words),)
    if actor.may(Permission.SEE_DRAWS):
        draws = selectors.find(actor, query.words)[: query.limit + 1]
        results = [_draw(draw) for draw in records.headings(draws)]
        yield group("抽取", results, query.limit, Link(view="office:draws", query=words))
    if actor.may(Permission.SEE_VISITS):
        yield visit_group(actor, query)


def _draw(draw: Draw) -> SearchResult:
    return SearchResult(
        title=draw.title,
        detail=f"{draw.number}，{draw.owner.name}，{draw.get_state_display()}",
        link=Link(view="office:draw", args=(draw.pk,)),
    )


def visit_group(actor: Actor, query: SearchQuery) -> SearchGroup:
    """Find visits by the subject or the draw."""
    tasks = task_details.tasks_to_do(actor, query.words)[: query.limit + 1]
    results = [_visit(task) for task in tasks]
    more = Link(view="office:visits", query=(("q", query.words),))
    return group("检查任务", results, query.limit, more)


def _visit(visit: InspectionTask) -> SearchResult:
    day = visit.planned_on.isoformat() if visit.planned_on else "还没有定检查日期"
    return SearchResult(
        title=visit.name,
        detail=f"{visit.draw.title}，{day}",
        link=Link(view="office:visit", args=(visit.pk,)),
    )
