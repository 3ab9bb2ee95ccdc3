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
    context = {"versions": selectors.published(bureau.pk), "bureau": bureau, "name": site_name()}
    return render(request, "public/plans.html", context)


@public
def detail(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """Show one published version."""
    plan_version = _version(number, version)
    bureau_id = plan_version.plan.bureau_id
    names, items = selectors.section_names(bureau_id), selectors.item_names(bureau_id)
    rows = [
        {
            "task": counted.task,
            "shown": tasks.shown(counted.details, names, items),
            "total": counted.total,
        }
        for counted in selectors.counted(plan_version)
    ]
    context = {
        "version": plan_version,
        "plan": plan_version.plan,
        "rows": rows,
        "name": site_name(),
    }
    return render(request, "public/plan.html", context)


@public
def content(_: HttpRequest, number: str, version: int) -> HttpResponse:
    """Send what was approved, byte for byte: its SHA-256 is in the log (spec plan-v1)."""
    plan_version = _version(number, version)
    return HttpResponse(plan_version.content.encode(), content_type="application/json")


@public
def table(_: HttpRequest, number: str, version: int, form: str) -> HttpResponseBase:
    """Send one published version in the published columns."""
    plan_version = _version(number, version)
    if form not in {"xlsx", "csv", "json"}:
        raise Http404
    return tables.table_response(
        form, plan_version.plan.name, sheets.HEADINGS, list(sheets.rows(plan_version))
    )


def _version(number: str, version: int) -> PlanVersion:
    plan_version = selectors.published_version(number, version)
    if plan_version is None:
        raise Http404
    return plan_version
