"""名录体检 (底数清楚): what in the directories must be mended, each with the way there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.registry.models import Item
from oversight.registry.rules import items as item_rules
from oversight.registry.selectors import inspectors, items, subjects
from oversight.web.access import ActingRequest, page

_WAYS = {
    "bad_code": "去核对",
    "same_name": "去合并",
    "no_address": "去补充",
    "no_contact": "导出补充",
    "closed": "批量移出",
    "never": "看名单",
    "stale": "看名单",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many rows have one kind of trouble, and where to mend it."""

    title: str
    number: int
    is_more: bool
    way: str
    address: str
    must_be_mended: bool


@page(Permission.SEE_SUBJECTS)
def health(request: ActingRequest) -> HttpResponse:
    """Show the state of the directories."""
    today = moments.day_of(request.at)
    people = list(inspectors.inspector_rows(inspectors.find(request.actor), today))
    context = {
        "figures": figures(request.actor, today),
        "hindered": [person for person in people if person.blockers],
        "expiring": [person for person in people if person.is_expiring and not person.blockers],
        "drafts": _lacking(request.actor),
    }
    return render(request, "office/registry/health.html", context)


def figures(actor: Actor, today: date) -> list[Figure]:
    """Count each kind of trouble among the subjects."""
    listed = subjects.find(actor, subjects.SubjectQuery(), today)
    troubles = []
    for key, title in subjects.HEALTH.items():
        count = subjects.capped_count(subjects.with_health_problem(listed, key, today))
        troubles.append(
            Figure(
                title=title,
                number=count.number,
                is_more=count.is_more,
                way=_WAYS[key],
                address=f"{reverse('office:subjects')}?health={key}",
                must_be_mended=key in subjects.MUST_BE_MENDED,
            )
        )
    return troubles


def _lacking(actor: Actor) -> list[tuple[Item, list[str]]]:
    return [
        (draft.item, item_rules.missing(item_rules.read(draft.content)))
        for draft in items.drafts(actor)
    ]
