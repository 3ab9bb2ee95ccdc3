"""One publication beside its original, and what waits to be published."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.disclosures import awaiting, selectors, states
from oversight.disclosures.checklist import CHECKS
from oversight.disclosures.models import Disclosure
from oversight.disclosures.services import drafting
from oversight.disclosures.sources import titles
from oversight.disclosures.states import DISCLOSURE, DisclosureState
from oversight.disclosures.todos import is_barred
from oversight.regulations import selectors as regulations
from oversight.web.access import ActingRequest, page
from oversight.web.paging import paginate
from oversight.web.presenters.disclosures import shown_lines

_PAGES = {
    states.APPROVE: "approve",
    states.PUBLISH: "publish",
    states.SUBMIT: "submit",
    states.CHANGE: "change",
    states.SEND_BACK: "return",
    states.CORRECT: "correct",
    states.WITHDRAW: "withdraw",
    states.ARCHIVE: "archive",
    states.DROP: "drop",
}


@page(Permission.SEE_DISCLOSURES)
def detail(request: ActingRequest, disclosure_id: int) -> HttpResponse:
    """Show one version beside its original, with what stops it."""
    row = selectors.disclosure_for(request.actor, disclosure_id)
    calendar = regulations.calendar(row.bureau_id)
    acts = _acts(request, row)
    in_work = row.state in (DisclosureState.DRAFT, DisclosureState.REVIEW)
    pairs = [] if row.state == DisclosureState.WITHDRAWN else selectors.pairs(row)
    context = {
        "row": row,
        "kind": titles().get(row.kind, row.kind),
        "first": acts[0] if acts else None,
        "others": acts[1:],
        "pairs": [
            {
                "pair": pair,
                "original": shown_lines(pair.original_words, pair.original),
                "shown": shown_lines(pair.field.words, pair.field.value),
            }
            for pair in pairs
        ],
        "has_changed": in_work and not all(pair.is_same for pair in pairs),
        "needs_correction": row.state == DisclosureState.PUBLISHED
        and not all(pair.is_same for pair in pairs),
        "problems": list(drafting.problems_of(row)) if in_work else [],
        "standing": awaiting.term_of(row, calendar, moments.day_of(request.at)),
        "versions": selectors.versions(row),
        "checks": [CHECKS.get(check, check) for check in row.checks],
        "is_public": row.published_at is not None and row.state in states.SHOWN,
    }
    return render(request, "office/disclosures/disclosure.html", context)


@page(Permission.SEE_DISCLOSURES)
def waiting(request: ActingRequest) -> HttpResponse:
    """Show what nobody has begun to publish, and how much of the year was published in time."""
    today = moments.day_of(request.at)
    rows = awaiting.waiting(request.actor, today)
    bureau_id = request.actor.bureau_id
    context = {
        "page": paginate(request, rows),
        "number": len(rows),
        "late": sum(row.is_late for row in rows),
        "rates": awaiting.rates(bureau_id, today) if bureau_id is not None else [],
        "year": today.year,
        "fallen": list(awaiting.to_take_down(request.actor)),
        "may_draft": request.actor.may(Permission.DRAFT_DISCLOSURES),
    }
    return render(request, "office/disclosures/waiting.html", context)


def _acts(request: ActingRequest, row: Disclosure) -> list[tuple[str, str]]:
    """Give the acts open to whoever looks, the one that leads on first."""
    allowed = {act.act for act in DISCLOSURE.acts(row.state, request.actor.permissions)}
    acts = [act for act in _PAGES if act in allowed and not is_barred(request.actor, row, act)]
    return [
        (DISCLOSURE.act_label(act), reverse(f"office:disclosure-{_PAGES[act]}", args=[row.pk]))
        for act in acts
    ]
