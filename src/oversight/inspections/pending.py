"""What is open of inspections: by section and state, since when."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Min
from django.db.models.functions import Coalesce

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, Pending
from oversight.inspections import states, task_details
from oversight.inspections.models import InspectionTask
from oversight.inspections.states import TaskState

_OVER = (*states.ENDED, TaskState.TOLD, TaskState.ARCHIVED)


def pending(actor: Actor) -> Iterator[Pending]:
    """Give the visits that are not done, by section and state."""
    if not actor.may(Permission.SEE_VISITS):
        return
    keys = task_details.tasks_to_do(actor).order_by().values("pk")
    rows = InspectionTask.objects.filter(pk__in=keys).exclude(state__in=_OVER).order_by()
    named = ("owner_id", "owner__order", "owner__name", "state")
    since = Min(Coalesce("draw__held_at", "made_at"))
    for row in rows.values(*named).annotate(count=Count("pk"), since=since):
        if row["since"] is not None:
            query = (("owner", str(row["owner_id"])), ("state", row["state"]))
            yield Pending(
                kind="检查任务",
                owner=row["owner__name"],
                place=(row["owner__order"], row["owner__name"]),
                state=states.TASK.label(row["state"]),
                count=row["count"],
                since=moments.day_of(row["since"]),
                link=Link(view="office:visits", query=query),
            )
