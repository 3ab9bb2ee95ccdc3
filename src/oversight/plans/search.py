"""What the search finds in plans: plans by year and number, tasks by title and number."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link, SearchGroup, SearchQuery, SearchResult, group
from oversight.plans import selectors
from oversight.plans.models import Plan, PlanVersion, Task

_FORMER = (PlanVersion.SUPERSEDED, PlanVersion.ABANDONED)


def search(actor: Actor, query: SearchQuery) -> Iterator[SearchGroup]:
    """Find plans, and tasks of the versions in force or drafted."""
    if not actor.may(Permission.SEE_PLANS):
        return
    plans = _find_plans(actor, query.words)[: query.limit + 1]
    tasks = _find_tasks(actor, query.words)[: query.limit + 1]
    more = Link(view="office:plans")
    yield group("年度计划", [_plan(plan) for plan in plans], query.limit, more)
    yield group("计划任务", [_task(task) for task in tasks], query.limit, more)


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


def _find_plans(actor: Actor, words: str) -> QuerySet[Plan]:
    """Find plans within reach by their name or number."""
    asked = words.strip()
    return selectors.plans(actor).filter(Q(name__icontains=asked) | Q(number__startswith=asked))


def _find_tasks(actor: Actor, words: str) -> QuerySet[Task]:
    """Find tasks by title or number, in the versions that hold or are being drafted."""
    asked = words.strip()
    versions = PlanVersion.objects.filter(plan__in=selectors.plans(actor))
    rows = Task.objects.filter(version__in=versions.exclude(state__in=_FORMER))
    rows = rows.filter(Q(title__icontains=asked) | Q(number__startswith=asked))
    return rows.select_related("owner", "version__plan").order_by("-version__plan__year", "number")
