"""What is open of rectifications: by section and state, since when."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Min

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.contributions import Link, Pending
from oversight.rectifications import awaiting
from oversight.rectifications.models import Rectification
from oversight.rectifications.states import RECTIFICATION


def pending(actor: Actor) -> Iterator[Pending]:
    """Give the rectifications that have not ended, by section and state."""
    if not actor.may(Permission.SEE_VISITS):
        return
    keys = awaiting.open_rows(actor).order_by().values("pk")
    named = ("owner_id", "owner__order", "owner__name", "state")
    rows = Rectification.objects.filter(pk__in=keys).order_by().values(*named)
    for row in rows.annotate(count=Count("pk"), since=Min("opened_at")):
        query = (("section", str(row["owner_id"])), ("state", row["state"]))
        yield Pending(
            kind="责令改正",
            owner=row["owner__name"],
            place=(row["owner__order"], row["owner__name"]),
            state=RECTIFICATION.label(row["state"]),
            count=row["count"],
            since=moments.day_of(row["since"]),
            link=Link(view="office:rectifications", query=query),
        )
