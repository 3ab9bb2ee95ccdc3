"""工作台: what waits for me, for whom I wait, this week, and how far the year's plan is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, TypeAlias

from django.http import HttpResponse
from django.shortcuts import render

from oversight.accounts import events as account_events
from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit import presenters as audit_presenter
from oversight.audit import selectors as audit
from oversight.audit.events import PROGRAM_RUNS
from oversight.common import moments
from oversight.inspections import progress
from oversight.registry.selectors import inspectors, items, subjects
from oversight.web import contributions, counts
from oversight.web.access import ActingRequest, page
from oversight.web.office.audit import reconciliation
from oversight.web.office.jobs.worker_health import worker_card
from oversight.web.office.overview import beginnings, deadlines
from oversight.web.office.overview.first_steps import open_guide
from oversight.web.presenters.certificate import certificate_state
from oversight.web.presenters.todos import rows_of

_DAYS, _FEW = 7, 4
# Title, number, unit, and how the number is counted.
Figure: TypeAlias = tuple[str, str, str, str]


@page()
def workbench(request: ActingRequest) -> HttpResponse:
    """Show what waits for the actor, for whom the actor waits, and what is due this week."""
    actor, today = request.actor, moments.day_of(request.at)
    todos = contributions.todos(actor, request.at)
    counts.remember(actor, todos)
    rows = rows_of(actor, todos, request.at)
    context: dict[str, Any] = {
        "todos": [row for row in rows if not row.todo.waiting_for],
        "awaited": [row for row in rows if row.todo.waiting_for],
        "beginnings": beginnings.for_actor(actor),
        **_deadlines(request),
        "progress": progress.of_year(actor, today.year),
        "year": today.year,
        "figures": _figures(actor, today),
        "guide": open_guide(request),
        "worker": worker_card(actor, request.at),
        "notices": accounts.notices(request.user.pk, unseen=True),
        "unconfirmed": accounts.unconfirmed(actor),
    }
    if actor.may(Permission.KEEP_ACCOUNTS):
        context["certificate"] = certificate_state(request.at)
    if actor.may(Permission.SEE_TRAIL):
        query = audit.AuditQuery(without=account_events.COMING_AND_GOING | PROGRAM_RUNS)
        newest = audit.entries([actor.scope], query)[:8]
        context["newest"] = [audit_presenter.render_entry(entry) for entry in newest]
    if reconciliation.may_keep(actor):
        context["check"] = reconciliation.newest(actor)
    return render(request, "office/workbench.html", context)


def _deadlines(request: ActingRequest) -> dict[str, Any]:
    """Give what is due these days, the next few after them, and how much more there is."""
    due = deadlines.rows(request)
    last = moments.day_of(request.at) + timedelta(days=_DAYS - 1)
    week = [row for row in due if row.deadline.on is None or row.deadline.on <= last]
    soon = due[len(week) : max(_FEW, len(week))]
    later = len(due) - len(week) - len(soon)
    return {"week": week, "soon": soon, "later": later, "has_deadlines": bool(due)}


def _figures(actor: Actor, today: date) -> list[Figure]:
    figures = []
    if actor.may(Permission.SEE_ITEMS):
        figures.append(_items(actor))
    if actor.may(Permission.SEE_SUBJECTS):
        figures += _subjects(actor, today)
    if actor.may(Permission.SEE_INSPECTORS):
        figures.append(_inspectors(actor, today))
    return figures


def _items(actor: Actor) -> Figure:
    valid, every = items.counts(actor)
    formula = f"全部 {every} 项，其中已公布 {valid} 项"
    return ("有效的抽查事项", str(valid), "项", formula)


def _subjects(actor: Actor, today: date) -> list[Figure]:
    listed = subjects.capped_count(subjects.find(actor, subjects.SubjectQuery(), today))
    visited = subjects.capped_count(subjects.find(actor, subjects.SubjectQuery(visits=1), today))
    unit = "家＋" if listed.is_more else "家"
    return [
        ("检查对象", f"{listed.number:,}", unit, "名录中的，不含已移出"),
        (f"{today.year} 年已检查", f"{visited.number:,}", "家", "今年被检查过至少一次的对象"),
    ]


def _inspectors(actor: Actor, today: date) -> Figure:
    rows = list(inspectors.inspector_rows(inspectors.find(actor), today))
    drawable = sum(row.is_drawable for row in rows)
    formula = f"名录 {len(rows)} 人，减去证件、请假等 {len(rows) - drawable} 人"
    return ("今天可抽取的执法人员", str(drawable), "人", formula)
