"""导入 as a list: filtered, saved, exported, printed."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from oversight.accounts.rules import Permission
from oversight.common import moments
from oversight.registry.models import ImportRun
from oversight.registry.selectors import imports
from oversight.web import lists
from oversight.web.access import ActingRequest, page
from oversight.web.lists import Column, Filter, ListKind, ListState
from oversight.web.paging import paginate


def _count(title: str, name: str) -> Column:
    return Column(title=title, cell=lambda run: str(run.counts.get(name, 0)))


KIND = ListKind(
    key="imports",
    title="导入记录",
    unit="次",
    hint="文件、经办人",
    columns=(
        Column(title="文件", cell=lambda run: run.file_name),
        Column(title="导入到", cell=lambda run: str(run.get_kind_display())),
        Column(title="经办人", cell=lambda run: str(run.user.name)),
        Column(title="时间", cell=lambda run: moments.in_words(run.made_at)),
        *(_count("新增", "new"), _count("更新", "changed"), _count("要改", "refused")),
        Column(title="状态", cell=lambda run: str(run.get_state_display())),
    ),
)


@page(Permission.KEEP_DIRECTORIES)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the imports so far."""
    runs = _find(request)
    context = {"list": state_of(request), "page": paginate(request, runs), "count": runs.count()}
    return render(request, "office/registry/imports.html", context)


@page(Permission.KEEP_DIRECTORIES)
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the imports as filtered."""
    runs = _find(request)
    return lists.export(request, KIND, form, runs, runs.count())


@page(Permission.KEEP_DIRECTORIES)
def printout(request: ActingRequest) -> HttpResponse:
    """Show the imports as filtered on a page to be printed."""
    runs = _find(request)
    return lists.printout(request, state_of(request), runs[: lists.MOST_PRINTED], runs.count())


def state_of(request: ActingRequest) -> ListState:
    """Read the list as the address asks for it."""
    filters = (
        Filter(name="kind", every="全部名录", choices=ImportRun.KINDS),
        Filter(name="state", every="全部状态", choices=ImportRun.State.choices),
    )
    return lists.state_of(request, KIND, filters)


def _find(request: ActingRequest) -> QuerySet[ImportRun]:
    state = state_of(request)
    kind, status = state.asked.get("kind", ""), state.asked.get("state", "")
    return imports.find(request.actor, state.words, kind, status)
