"""检查码: what a subject sees of a visit without an account; objection and rating afterwards."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.cases import selectors as cases
from oversight.common.errors import DomainError
from oversight.inspections import visit_page
from oversight.inspections.arrivals import VisitCode
from oversight.inspections.services import visit_voices
from oversight.rectifications import selectors as rectifications
from oversight.results import selectors as results
from oversight.web import pace
from oversight.web.access import public, public_form
from oversight.web.public.site import site_name
from oversight.web.public.visit_forms import ObjectionForm, RatingForm


@public
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a visit, for those who cannot scan."""
    typed = request.GET.get("code", "")
    if typed and len(visit_page.normalized(typed)) == visit_page.LENGTH:
        return redirect("public:visit-code", visit_page.normalized(typed))
    context = {"name": site_name(), "typed": typed[:40]}
    return render(request, "public/visit_find.html", context)


@public
def visit(request: HttpRequest, code: str) -> HttpResponse:
    """Show who comes, why, for what; a wrong code gets the same answer as a closed one."""
    if _is_fast(request):
        return _too_fast(request)
    visit_code = visit_page.code_for(code, _now(request))
    context = {
        "name": site_name(),
        "page": visit_page.page_of(visit_code, _now(request)),
        "code": visit_code.printed,
        "results": [
            (row.item, results.content(row.in_force).result)
            for row in results.of_visit(visit_code.visit)
            if row.in_force is not None
        ],
        "rights": visit_page.RIGHTS,
        "objections": visit_page.objections(visit_code.visit),
        "today": _now(request),
        "orders": rectifications.served_of(visit_code.visit_id),
        "decisions": cases.served_decisions(visit_code.visit_id),
    }
    return render(request, "public/visit.html", context)


@public_form
def objection(request: HttpRequest, code: str) -> HttpResponse:
    """Take an objection; the page of the visit shows its receipt."""
    if _is_fast(request):
        return _too_fast(request)
    visit_code = visit_page.code_for(code, _now(request))
    form = ObjectionForm(request.POST or None)
    if form.is_valid():
        row = form.carry_out(
            lambda: visit_voices.object_to(
                typed=code, address=_address(request), at=_now(request), **form.cleaned_data
            )
        )
        if row is not None:
            messages.success(request, f"已收到，回执号 {row.number}，请记下；科室会和您联系。")
            return redirect("public:visit-code", visit_code.code)
    lead = "异议交承办科室核查。对检查行为的投诉，请打本次检查页面上的电话。"
    return _show_form(request, visit_code, form, title="提出异议", lead=lead, button="提出")


@public_form
def rating(request: HttpRequest, code: str) -> HttpResponse:
    """Take a rating; who is signed in gives none."""
    if _is_fast(request):
        return _too_fast(request)
    visit_code = visit_page.code_for(code, _now(request))
    if request.actor is not None:  # type: ignore[attr-defined] # of the middleware
        raise DomainError("工作人员不能评价检查；评价由被检查单位匿名提交")
    form = RatingForm(request.POST or None)
    if form.is_valid():
        rated = form.carry_out(
            lambda: (visit_voices.rate(typed=code, rating=form.rating(), at=_now(request)),)
        )
        if rated is not None:
            messages.success(request, "谢谢，评价已收到。")
            return redirect("public:visit-code", visit_code.code)
    lead = "评价不记名，也不记是哪一次检查的；攒满五份才汇总，检查人员看不到单独一份。"
    return _show_form(request, visit_code, form, title="评价这次检查", lead=lead, button="提交评价")


def _show_form(
    request: HttpRequest,
    visit_code: VisitCode,
    form: ObjectionForm | RatingForm,
    *,
    title: str,
    lead: str,
    button: str,
) -> HttpResponse:
    context = {
        "name": site_name(),
        "visit": visit_code.visit,
        "form": form,
        "title": title,
        "lead": lead,
        "button": button,
        "back": reverse("public:visit-code", args=[visit_code.code]),
    }
    return render(request, "public/visit_form.html", context)


def _is_fast(request: HttpRequest) -> bool:
    return pace.is_too_fast(_address(request), _now(request))


def _too_fast(request: HttpRequest) -> HttpResponse:
    context = {"name": site_name(), "too_fast": pace.TOO_FAST}
    return render(request, "public/visit_find.html", context, status=429)


def _address(request: HttpRequest) -> str:
    address: str = request.address  # type: ignore[attr-defined]
    return address


def _now(request: HttpRequest) -> datetime:
    at: datetime = request.at  # type: ignore[attr-defined]
    return at
