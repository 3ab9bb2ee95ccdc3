"""The filtered list of inspection tasks as a table to take along, and in print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote_plus

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.common.errors import NotFoundError
from oversight.inspections import states, task_lists
from oversight.inspections.models import InspectionTask
from oversight.registry.services import exports
from oversight.web import tables
from oversight.web.access import ActingRequest, page
from oversight.web.office.inspections import task_filters

_HEADINGS = (
    *("任务编号", "抽取或检查类型", "统一社会信用代码", "检查对象", "地址"),
    *("检查人员", "状态", "检查日期", "接受人"),
)
_MOST_PRINTED = 1000


@page(Permission.EXPORT)
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the tasks as filtered."""
    if form not in tables.FORMS:
        raise NotFoundError("只能导出 xlsx、csv 或 json")
    selected = _find(request)
    exports.note(
        actor=request.actor,
        directory="visits",
        form=form,
        rows=len(selected),
        query=unquote_plus(request.GET.urlencode()),
        at=request.at,
    )
    return tables.table_response(form, "检查任务", _HEADINGS, _rows(selected))


@page(Permission.SEE_VISITS)
def printout(request: ActingRequest) -> HttpResponse:
    """Show the tasks as filtered on a page that is made to be printed."""
    selected = _find(request)
    context = {
        "visits": selected[:_MOST_PRINTED],
        "number": len(selected),
        "is_cut": len(selected) > _MOST_PRINTED,
        "most": _MOST_PRINTED,
        "filters": task_filters.in_words(request),
        "query": task_filters.query_of(request),
        "who": request.actor.person,
        "at": request.at,
    }
    return render(request, "office/inspections/visits_print.html", context)


def _find(request: ActingRequest) -> list[InspectionTask]:
    question, today = task_filters.question_of(request), moments.day_of(request.at)
    return list(task_lists.find(request.actor, question, today))


def _rows(selected: Iterable[InspectionTask]) -> Iterator[Sequence[str]]:
    for task in selected:
        team = [slot.inspector.name if slot.inspector else "空缺" for slot in task.slots.all()]
        yield [
            *(task.number, task.title, task.code, task.name),
            *(task.subject.address, "、".join(team), states.TASK.labels[task.state]),
            *(str(task.planned_on or ""), task.accepted_by),
        ]
