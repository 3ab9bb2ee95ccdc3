"""抽查事项清单 as a list: filtered, saved, exported, printed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.registry.models import Item
from oversight.registry.selectors import items
from oversight.web import lists
from oversight.web.access import ActingRequest, page
from oversight.web.lists import Column, Filter, ListKind, ListState
from oversight.web.paging import paginate


def _content(title: str, name: str) -> Column:
    return Column(title=title, cell=lambda item: str(_newest(item).content[name]))


def _newest(item: Item) -> Any:  # noqa: ANN401 - a version, loaded with its item
    return item.versions.all()[0]


KIND = ListKind(
    key="items",
    title="抽查事项清单",
    unit="项",
    hint="名称、编码、拼音首字母",
    columns=(
        Column(title="事项编码", cell=lambda item: item.code),
        *(_content("领域", "field"), _content("事项名称", "name"), _content("类别", "category")),
        _content("检查主体", "authority"),
        Column(title="实施科室", cell=lambda item: str(item.owner.name)),
        Column(title="状态", cell=lambda item: str(item.get_state_display())),
        Column(title="版本", cell=lambda item: str(_newest(item).number)),
    ),
)


@page(Permission.SEE_ITEMS)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the items as filtered."""
    matching = _find(request)
    context = {
        "list": state_of(request),
        "page": paginate(request, matching),
        "count": matching.count(),
        "may_keep": request.actor.may(Permission.KEEP_DIRECTORIES),
    }
    return render(request, "office/registry/items.html", context)


@page(Permission.EXPORT)
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Export the items as filtered."""
    rows = list(_find(request))
    return lists.export(request, KIND, form, rows, len(rows))


@page(Permission.SEE_ITEMS)
def printout(request: ActingRequest) -> HttpResponse:
    """Show the items as filtered on a page to be printed."""
    rows = list(_find(request))
    return lists.printout(request, state_of(request), rows[: lists.MOST_PRINTED], len(rows))


def state_of(request: ActingRequest) -> ListState:
    """Read the list as the address asks for it."""
    sections = [(str(row.pk), row.name) for row in accounts.sections(request.actor)]
    filters = (
        Filter(name="state", every="全部状态", choices=Item.State.choices),
        Filter(name="owner", every="全部科室", choices=sections),
    )
    return lists.state_of(request, KIND, filters)


def _find(request: ActingRequest) -> QuerySet[Item]:
    state = state_of(request)
    owner = lists.key_of(state.asked.get("owner", ""))
    status = state.asked.get("state", "")
    return items.with_versions(items.find(request.actor, state.words, status, owner, state.sort))
