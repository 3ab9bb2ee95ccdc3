"""常用筛选: the views that somebody keeps of the lists: save, rename, drop."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from oversight.accounts import saved_views
from oversight.accounts.models import SavedView
from oversight.accounts.services import views
from oversight.common.errors import DomainError
from oversight.web.access import ActingRequest, act, back, page

# The lists whose filters can be kept, by their address.
LISTS = {
    "office:subjects": "检查对象",
    "office:inspectors": "执法检查人员",
    "office:items": "抽查事项",
    "office:plans": "年度计划",
    "office:draws": "抽取",
    "office:visits": "检查任务",
    "office:imports": "导入",
    "office:documents": "文书",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownView:
    """A saved view with the name of its list and its address."""

    view: SavedView
    list_name: str
    address: str


@page()
def listing(request: ActingRequest) -> HttpResponse:
    """Show the views that the person keeps, by list."""
    rows = [_shown(view) for view in saved_views.of_user(request.user.pk)]
    return render(request, "office/overview/views.html", {"rows": rows})


@act()
def save(request: ActingRequest) -> HttpResponse:
    """Keep the filters of a list under a name."""
    place = request.POST.get("place", "")
    if place not in LISTS:
        raise DomainError("没有这个列表；请在列表上点“存为常用”")
    name, query = request.POST.get("name", ""), request.POST.get("query", "")
    view = views.save(user=request.user, place=place, name=name, query=query)
    messages.success(request, f"已存为常用筛选“{view.name}”，只有您自己看得到。")
    return back(request)


@act()
def rename(request: ActingRequest, view_id: int) -> HttpResponse:
    """Give a view another name."""
    view = views.rename(user=request.user, view_id=view_id, name=request.POST.get("name", ""))
    messages.success(request, f"已改名为“{view.name}”。")
    return redirect("office:views")


@act()
def drop(request: ActingRequest, view_id: int) -> HttpResponse:
    """Drop a view."""
    views.drop(user=request.user, view_id=view_id)
    messages.success(request, "已删去这个常用筛选。")
    return redirect("office:views")


def _shown(view: SavedView) -> ShownView:
    try:
        address = f"{reverse(view.place)}?{view.query}"
    except NoReverseMatch:
        address = ""
    return ShownView(view=view, list_name=LISTS.get(view.place, ""), address=address)
