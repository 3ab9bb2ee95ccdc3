"""检查对象名录库: one subject, entering, changing, bulk acts, past days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from oversight.accounts.rules import Permission
from oversight.audit import event_types
from oversight.audit import presenters as audit_presenter
from oversight.audit import selectors as audit
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.registry.models import Subject
from oversight.registry.rules import subjects as rules
from oversight.registry.selectors import history, ledger, subjects
from oversight.registry.services import bulk_undo, looks
from oversight.registry.services import subjects as changes
from oversight.results import selectors as results
from oversight.web import contributions
from oversight.web.access import ActingRequest, act, back, form, page
from oversight.web.action_form import Action, run_action
from oversight.web.forms import Form
from oversight.web.office.registry.subject_forms import BulkForm, SubjectForm, initial_of
from oversight.web.paging import paginate
from oversight.web.personal_looks import show_whole

_BULK_ACTS = ("label", "unlabel", "move", "delist", "relist")


@page(Permission.SEE_SUBJECTS)
def detail(request: ActingRequest, subject_id: int) -> HttpResponse:
    """Show one subject with its visits, recusals, versions and audit entries."""
    subject = changes.subject_for(request.actor, subject_id)
    today = moments.day_of(request.at)
    states = history.states_of(subject)
    context = {
        "subject": subject,
        "fault": rules.code_fault(subject.code),
        "visits": ledger.visits_to(subject),
        "results": results.of_subject(request.actor, subject.pk),
        "visits_this_year": subjects.visits_in(subject, today.year),
        "recusals": subjects.recusals_of(subject, today),
        "states": states,
        "entries": _entries(subject, states),
        "happenings": contributions.history(request.actor, subject.pk),
        "may_keep": request.actor.may(Permission.KEEP_DIRECTORIES),
        "year": today.year,
    }
    return render(request, "office/registry/subject.html", context)


@form(Permission.SEE_SUBJECTS)
def phone_number(request: ActingRequest, subject_id: int) -> HttpResponse:
    """Show the whole telephone number of a subject, once it was asked for."""
    subject = changes.subject_for(request.actor, subject_id)
    crumbs = (
        ("检查对象", reverse("office:subjects")),
        (subject.name, reverse("office:subject", args=[subject.pk])),
    )
    return show_whole(
        request,
        Action(title=f"看{subject.name}的完整电话", button="看号码", crumbs=crumbs),
        "电话",
        lambda: looks.show_phone(actor=request.actor, subject_id=subject.pk, at=request.at),
    )


@form(Permission.KEEP_DIRECTORIES)
def new(request: ActingRequest) -> HttpResponse:
    """Enter a subject."""
    bound = SubjectForm(request.actor, request.POST or None, initial={"state": "存续"})
    if bound.is_valid():
        values, typed = bound.values(), bound.cleaned_data
        subject = bound.carry_out(
            lambda: changes.add(
                actor=request.actor,
                owner_id=int(typed["owner"]),
                values=values,
                reason=typed["reason"],
                keeps_bad_code=typed["keeps_bad_code"],
                at=request.at,
            ),
        )
        if subject is not None:
            messages.success(request, f"{subject.name} 已登记。")
            return redirect("office:subject", subject.pk)
    context = {"form": bound, "facets": subjects.facets(request.actor.bureau_id or 0)}
    return render(request, "office/registry/subject_form.html", context)


@form(Permission.KEEP_DIRECTORIES)
def edit(request: ActingRequest, subject_id: int) -> HttpResponse:
    """Change a subject."""
    subject = changes.subject_for(request.actor, subject_id)
    bound = SubjectForm(request.actor, request.POST or None, initial=initial_of(subject))
    if bound.is_valid():
        values, typed = bound.values(), bound.cleaned_data
        changed = bound.carry_out(
            lambda: changes.change(
                actor=request.actor,
                subject_id=subject_id,
                owner_id=int(typed["owner"]),
                values=values,
                reason=typed["reason"],
                seen_entry=typed["seen_entry"] or 0,
                keeps_bad_code=typed["keeps_bad_code"],
                at=request.at,
            ),
        )
        if changed is not None:
            messages.success(request, f"{changed.name} 已改好，改动前后都记入留痕。")
            return redirect("office:subject", changed.pk)
    context = {"form": bound, "subject": subject, "facets": subjects.facets(subject.bureau_id)}
    return render(request, "office/registry/subject_form.html", context)


@act(Permission.KEEP_DIRECTORIES)
def bulk(request: ActingRequest) -> HttpResponse:
    """Run a bulk action on all selected subjects."""
    bound = BulkForm(request.actor, request.POST)
    wanted = request.POST.get("act", "")
    if wanted not in _BULK_ACTS:
        raise DomainError("请选要做的事：贴标签、改科室或移出名录")
    if not bound.is_valid():
        raise DomainError("请先选中检查对象，并写明原因")
    count = _bulk(request, wanted, bound.cleaned_data)
    messages.success(request, f"已改 {count} 家，改动前后都记入留痕。")
    return back(request)


@form(Permission.KEEP_DIRECTORIES)
def undo_bulk(request: ActingRequest, index: int) -> HttpResponse:
    """Take a bulk act back, once it was looked at what becomes of it."""
    undoing = bulk_undo.undoing_for(request.actor, index)
    action = Action(
        title="撤销批量改动",
        button="撤销",
        crumbs=(("检查对象", reverse("office:subjects")),),
        lead="改回原来的样子，撤销本身也记入留痕。以后又改过的不动，请逐家改。",
        facts=(
            ("改动", event_types.title_of(undoing.entry.type)),
            ("时间", moments.in_words(undoing.entry.at)),
            ("对象", undoing.entry.title),
            ("改回去", f"{undoing.unchanged:,} 家"),
            ("不动的", f"{undoing.changed_since:,} 家"),
        ),
    )
    return run_action(
        request,
        Form(request.POST if request.method == "POST" else None),
        lambda: bulk_undo.undo(actor=request.actor, index=index, at=request.at),
        action,
        success=lambda count: f"已撤销，{count:,} 家改回原来的样子。",
    )


@page(Permission.SEE_SUBJECTS)
def on_day(request: ActingRequest) -> HttpResponse:
    """Show the directory as it stood at the end of a past day."""
    today = moments.day_of(request.at)
    day = _day(request, "day", today - timedelta(days=1))
    present, past = history.on_day(request.actor, day)
    context = {
        "day": day,
        "today": today,
        "count": present.count() + past.count(),
        "page": paginate(request, present),
        "past": past[:200],
        "past_count": past.count(),
    }
    return render(request, "office/registry/subjects_on_day.html", context)


@page(Permission.SEE_SUBJECTS)
def differences(request: ActingRequest) -> HttpResponse:
    """Show the subjects that differ between two days."""
    today = moments.day_of(request.at)
    first = _day(request, "from", today - timedelta(days=30))
    last = _day(request, "to", today)
    rows = history.between(request.actor, first, last) if first < last else []
    context = {"first": first, "last": last, "rows": rows, "most": history.MOST_DIFFERENCES}
    return render(request, "office/registry/subjects_differences.html", context)


def _bulk(request: ActingRequest, wanted: str, typed: dict[str, Any]) -> int:
    common = {
        "actor": request.actor,
        "subject_ids": typed["selected"],
        "reason": typed["reason"],
        "at": request.at,
    }
    if wanted == "label":
        return changes.label(added=typed["label"], **common)
    if wanted == "unlabel":
        return changes.label(removed=typed["label"], **common)
    if wanted == "move":
        if not typed["owner"]:
            raise DomainError("请选要改到的科室")
        return changes.move(owner_id=int(typed["owner"]), **common)
    return changes.set_listed(is_listed=wanted == "relist", **common)


def _entries(subject: Subject, states: list[history.State]) -> list[audit_presenter.EntryView]:
    """Give a subject's audit entries, newest first: its own, and those of bulk actions."""
    entries = {entry.index: entry for entry in audit.about("subject", subject.code)[:50]}
    entries |= {state.entry.index: state.entry for state in states if state.entry is not None}
    return [audit_presenter.render_entry(entries[index]) for index in sorted(entries, reverse=True)]


def _day(request: ActingRequest, name: str, usual: date) -> date:
    return rules.day_of(request.GET.get(name, "")) or usual
