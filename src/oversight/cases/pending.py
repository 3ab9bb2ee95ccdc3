"""What is open of cases and referrals: by section and state, since when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, QuerySet

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.cases import selectors, states
from oversight.cases.models import Case, Referral
from oversight.cases.states import CASE, REFERRAL
from oversight.common import moments
from oversight.common.contributions import Link, Pending
from oversight.common.transitions import StateMachine

_NAMED = ("owner_id", "owner__order", "owner__name", "state")


def pending(actor: Actor) -> Iterator[Pending]:
    """Give the cases that are not closed and the referrals without an end."""
    if not actor.may(Permission.SEE_CASES):
        return
    keys = selectors.cases(actor).order_by().values("pk")
    cases = Case.objects.filter(pk__in=keys, state__in=states.OPEN)
    yield from _rows(cases, "案件", CASE, "office:cases")
    referral_keys = selectors.referrals(actor).order_by().values("pk")
    referrals = Referral.objects.filter(pk__in=referral_keys, state__in=states.WAITING)
    yield from _rows(referrals, "移送", REFERRAL, "office:referrals")


def _rows(rows: QuerySet[Any], kind: str, machine: StateMachine, view: str) -> Iterator[Pending]:
    grouped = rows.order_by().values(*_NAMED).annotate(count=Count("pk"), since=Min("made_at"))
    for row in grouped:
        query = (("owner", str(row["owner_id"])), ("state", row["state"]))
        yield Pending(
            kind=kind,
            owner=row["owner__name"],
            place=(row["owner__order"], row["owner__name"]),
            state=machine.label(row["state"]),
            count=row["count"],
            since=moments.day_of(row["since"]),
            link=Link(view=view, query=query),
        )
