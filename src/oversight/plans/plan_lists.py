"""The list of plans as somebody filters it, and the tasks that the search finds."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from oversight.accounts.selectors import Actor
from oversight.common import finding
from oversight.plans import selectors
from oversight.plans.models import Plan, PlanVersion, Task

_FORMER = (PlanVersion.SUPERSEDED, PlanVersion.ABANDONED)


def find(actor: Actor, words: str, year: int | None = None, state: str = "") -> QuerySet[Plan]:
    """Find plans within reach: by their name, number or a task's title, by year and state."""
    plans, asked = selectors.plans(actor), words.strip()
    if asked:
        names = finding.matching(asked, plans.values_list("pk", "name"))
        of_tasks = tasks(actor, asked).order_by().values("version__plan_id")
        plans = plans.filter(Q(pk__in=names) | Q(number__startswith=asked) | Q(pk__in=of_tasks))
    if year is not None:
        plans = plans.filter(year=year)
    if state:
        plans = plans.filter(pk__in=PlanVersion.objects.filter(state=state).values("plan_id"))
    return plans


def tasks(actor: Actor, words: str) -> QuerySet[Task]:
    """Find tasks by title or number, in the versions that hold or are being drafted."""
    asked = words.strip()
    versions = PlanVersion.objects.filter(plan__in=selectors.plans(actor))
    rows = Task.objects.filter(version__in=versions.exclude(state__in=_FORMER))
    titles = finding.matching(asked, rows.order_by().values_list("pk", "title"))
    rows = rows.filter(Q(pk__in=titles) | Q(number__startswith=asked))
    return rows.select_related("owner", "version__plan").order_by("-version__plan__year", "number")
