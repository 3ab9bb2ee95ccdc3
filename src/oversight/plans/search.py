"""What the search finds in plans: plans by year and number, tasks by title and number."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link, SearchGroup, SearchQuery, SearchResult, group
from oversight.plans import plan_lists
from oversight.plans.models import Plan, Task


def search(actor: Actor, query: SearchQuery) -> Iterator[SearchGroup]:
    """Find plans, and tasks of the versions in force or drafted."""
    if not actor.may(Permission.SEE_PLANS):
        return
    plans = plan_lists.find(actor, query.words)
    tasks = plan_lists.tasks(actor, query.words)
    more = Link(view="office:plans", query=(("q", query.words),))
    first, rows = plans[: query.limit + 1], tasks[: query.limit + 1]
    yield group("年度计划", [_plan(p) for p in first], query.limit, more, plans.count())
    yield group("计划任务", [_task(t) for t in rows], query.limit, more, tasks.count())


def _plan(plan: Plan) -> SearchResult:
    return SearchResult(
        title=plan.name,
        detail=f"计划编号 {plan.number}",
        link=Link(view="office:plan", args=(plan.pk,)),
    )


def _task(task: Task) -> SearchResult:
    version = task.version
    place = f"{version.plan.year} 年第 {version.number} 版"
    return SearchResult(
        title=task.title,
        detail=f"任务编号 {task.number}，{task.owner.name}，{place}",
        link=Link(
            view="office:plan",
            args=(version.plan_id,),
            query=(("version", str(version.number)),),
        ),
    )
