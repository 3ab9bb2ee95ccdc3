"""The filtered list of inspection tasks as a table to take along, and in print."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase

from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.inspections import task_lists
from oversight.inspections.models import InspectionTask
from oversight.web import lists
from oversight.web.access import ActingRequest, page
from oversight.web.office.inspections import task_filters


@page(Permission.EXPORT)
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the tasks as filtered."""
    selected = list(_find(request))
    return lists.export(request, task_filters.KIND, form, selected, len(selected))


@page(Permission.SEE_VISITS)
def printout(request: ActingRequest) -> HttpResponse:
    """Show the tasks as filtered on a page that is made to be printed."""
    selected = _find(request)
    rows, state = selected[: lists.MOST_PRINTED], task_filters.state_of(request)
    return lists.printout(request, state, rows, selected.count())


def _find(request: ActingRequest) -> QuerySet[InspectionTask]:
    question, today = task_filters.question_of(request), moments.day_of(request.at)
    return task_lists.find(request.actor, question, today)
