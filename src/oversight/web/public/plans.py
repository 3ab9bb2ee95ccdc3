"""年度计划 for everybody: the published versions, with their reasons."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from oversight.plans import selectors
from oversight.plans.models import PlanVersion
from oversight.plans.services import sheets, tasks
from oversight.web import tables
from oversight.web.access import public
from oversight.web.public.site import bureau_of, site_name


@public
def listing(request: HttpRequest) -> HttpResponse:
    """Show the published plans with all their versions."""
    bureau = bureau_of(request)
    told = {"versions": selectors.published(bureau.pk), "bureau": bureau, "name": site_name()}
    return render(request, "public/plans.html", told)


@public
def detail(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """Show one published version."""
    found = _version(number, version)
    names = selectors.section_names(found.plan.bureau_id)
    rows = [
        {"task": one.task, "shown": tasks.shown(one.details, names), "total": one.total}
        for one in selectors.counted(found)
    ]
    told = {"version": found, "plan": found.plan, "rows": rows, "name": site_name()}
    return render(request, "public/plan.html", told)


@public
def content(_: HttpRequest, number: str, version: int) -> HttpResponse:
    """Send what was approved, byte for byte: its SHA-256 is in the log (spec plan-v1)."""
    found = _version(number, version)
    return HttpResponse(found.content.encode(), content_type="application/json")


@public
def table(_: HttpRequest, number: str, version: int, form: str) -> HttpResponseBase:
    """Send one published version in the published columns."""
    found = _version(number, version)
    if form not in {"xlsx", "csv", "json"}:
        raise Http404
    return tables.table_response(form, found.plan.name, sheets.HEADINGS, list(sheets.rows(found)))


def _version(number: str, version: int) -> PlanVersion:
    found = selectors.published_version(number, version)
    if found is None:
        raise Http404
    return found
