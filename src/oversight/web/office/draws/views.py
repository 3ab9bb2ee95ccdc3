"""抽取准备: what a draw is about, until it is sealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from mingqian import roster
from mingqian.manifest import Manifest
from mingqian.sources import LEVELS
from oversight.accounts.rules import Permission, permission_of
from oversight.audit import presenters as audit_presenter
from oversight.audit import selectors as audit
from oversight.common.errors import DomainError
from oversight.draws import (
    actors,
    draw_details,
    next_act,
    records,
    secrecy,
    selectors,
    signed_scans,
)
from oversight.draws.files import folder
from oversight.draws.models import Draw
from oversight.draws.records import Record
from oversight.draws.rules import feasibility
from oversight.draws.services import (
    drafting,
    overlap,
    preparation,
)
from oversight.draws.states import DRAW
from oversight.inspections import selectors as inspections
from oversight.inspections.services import rechecking
from oversight.plans.states import PLAN
from oversight.registry.selectors.names import subject_names
from oversight.web import jobs, tables
from oversight.web.access import ActingRequest, act, form, page
from oversight.web.action_form import Action, show_action
from oversight.web.office.draws.forms import (
    SetupForm,
    TemporaryForm,
    initial_setup,
)
from oversight.web.office.draws.papers import papers_of
from oversight.web.presenters import charts, draw_page
from oversight.web.presenters.draws import (
    ASSURANCE,
    OPENINGS,
    checks,
    class_rows,
    is_overdue,
    may,
    stepper,
)

_MOST_EXCLUSIONS = 500


@act(permission_of(PLAN, "draw"))
def begin(request: ActingRequest, task_number: str) -> HttpResponse:
    """Begin the draw of a planned batch."""
    draw = drafting.begin(actor=request.actor, task_number=task_number, at=request.at)
    messages.success(request, "已按计划建好抽取；先定随机数从哪里来。")
    return redirect("office:draw-setup", draw.pk)


@form(Permission.HOLD_DRAWS)
def temporary(request: ActingRequest) -> HttpResponse:
    """Begin an unplanned draw."""
    bound = TemporaryForm(request.actor, request.POST or None)
    if bound.is_valid():
        draw = bound.carry_out(
            lambda: drafting.begin_temporary(
                actor=request.actor, details=bound.details(), at=request.at
            )
        )
        if draw is not None:
            messages.success(request, f"已建立临时抽取 {draw.number}。")
            return redirect("office:draw", draw.pk)
    action = Action(title="临时抽取", button="建立", crumbs=(("抽取", reverse("office:draws")),))
    return show_action(request, bound, action)


@page(Permission.SEE_DRAWS)
def detail(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Show a draw: what is decided, counted and still missing, or how it went."""
    draw = selectors.draw_for(request.actor, draw_id)
    record = records.read(draw) if draw.sealed_at is not None else None
    draw = draw if record is None else record.draw
    manifest = selectors.manifest_of(draw)
    is_current = draw.prepared_of and preparation.is_current(draw)
    step = next_act.next_act(draw, request.actor, request.at)
    result = draw_page.result_figures(record)
    context = {
        "draw": draw,
        "job": selectors.current_job(draw),
        "figures": draw.figures if is_current or draw.is_fixed else {},
        "rows": class_rows(draw.figures.get("strata", [])),
        "stepper": stepper(draw),
        "checks": (check_rows := checks(draw, request.at)),
        "open_checks": sum(not is_ok for is_ok, _, _ in check_rows),
        "is_record": record is not None,
        "sources": _sources(record, draw, manifest),
        "witnesses": draw_details.witnesses(draw),
        "partners": draw_details.invitations(draw),
        "exceptions": draw_details.exemptions(draw),
        "assurance": ASSURANCE[draw.assurance if draw.assurance in LEVELS else ""],
        "entries": _entries(draw),
        "actors": actors.draw_actors(draw),
        "papers": papers_of(draw),
        "may_write_record": request.actor.may(Permission.HOLD_DRAWS),
        "young_days": actors.young_days(draw),
        "public_url": _public_url(request, draw),
        "list_is_shown": selectors.is_list_shown(draw),
        "may_see_list": selectors.may_see_list(request.actor, draw),
        "signed_scans": signed_scans.scans_of(draw),
        "overlaps": inspections.overlaps(draw),
        "populations": draw_details.population_overlaps(draw),
        "is_overdue": is_overdue(draw, request.at),
        "opening_words": OPENINGS,
        "foreseen": _foreseen(draw),
        "clashes": rechecking.clashes(draw),
        "waiting_beside": secrecy.waiting_beside(draw),
        "now": request.at,
        "tasks": [] if draw.is_fixed else draw_page.tasks(draw, step),
        "sections": draw_page.sections(draw, result.get("drawn")),
        "result": result,
        "charts": charts.of_draw(record),
        **draw_page.now_context(step, request.at),
        **may(request, draw),
    }
    return render(request, "office/draws/draw.html", context)


@page(Permission.SEE_DRAWS)
def progress(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Give the fragment that shows the progress of the job."""
    draw = selectors.draw_for(request.actor, draw_id)
    context = {"draw": draw, "job": selectors.current_job(draw)}
    return render(request, "office/draws/_progress.html", context)


@form(permission_of(DRAW, "change"))
def setup(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Set sources, deadline and the rest."""
    draw = drafting.preparing_for(request.actor, draw_id)
    bound = SetupForm(request.at, request.POST or None, initial=initial_setup(draw, request.at))
    if bound.is_valid():
        typed = bound.cleaned_data
        changed_draw = bound.carry_out(
            lambda: drafting.change(
                actor=request.actor,
                draw_id=draw_id,
                sources=bound.sources(),
                deadline=typed["deadline"],
                opens_at=typed["opens_at"],
                values=bound.values(),
                at=request.at,
            )
        )
        if changed_draw is not None:
            messages.success(request, "方案已存。")
            if "prepare" in request.POST:
                _go_on(request, draw_id)
            return redirect("office:draw", draw_id)
    context = {"form": bound, "draw": draw, "foreseen": _foreseen(draw)}
    return render(request, "office/draws/setup.html", context)


def _foreseen(draw: Draw) -> list[Draw]:
    """Say which sealed draws may go over the same subjects, until the preparation counts them."""
    return [] if draw.is_fixed or draw.prepared_of else overlap.foreseen(draw)


def _go_on(request: ActingRequest, draw_id: int) -> None:
    """Request the preparation at once; what stands against it is said on the draw's page."""
    try:
        preparation.ask(actor=request.actor, draw_id=draw_id, enqueue=jobs.enqueue, at=request.at)
    except DomainError as error:
        messages.warning(request, f"还没有备料：{error.problem}")


@act(permission_of(DRAW, "prepare"))
def prepare(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Request the preparation job."""
    preparation.ask(actor=request.actor, draw_id=draw_id, enqueue=jobs.enqueue, at=request.at)
    return redirect("office:draw", draw_id)


@act(permission_of(DRAW, "drop"))
def drop(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Discard a draw that was never sealed."""
    reason = request.POST.get("reason", "")
    drafting.drop(actor=request.actor, draw_id=draw_id, reason=reason, at=request.at)
    messages.success(request, "已放弃；这个任务可以重新准备。")
    return redirect("office:draws")


@act(permission_of(DRAW, "rehearse"))
def rehearse(request: ActingRequest, draw_id: int) -> HttpResponse:
    """Show a rehearsal of the draw on made-up random numbers; nothing is stored."""
    draw = selectors.draw_for(request.actor, draw_id)
    manifest = selectors.manifest_of(draw)
    if manifest is None or not DRAW.allows("rehearse", draw.state):
        raise DomainError("备料以后、提交复核以前才能试抽")
    preparation.note_rehearsal(actor=request.actor, draw=draw, at=request.at)
    visits = feasibility.rehearse(
        manifest, folder(draw.number).rosters(), int(request.at.timestamp())
    )
    codes = [visit.subject for visit in visits[:50]]
    names = subject_names(draw.bureau_id, codes)
    context = {
        "draw": draw,
        "count": len(visits),
        "rows": [(code, names.get(code, "")) for code in codes],
        "slots": sum(count for visit in visits for _, count in visit.demand),
    }
    return render(request, "office/draws/rehearsal.html", context)


@page(Permission.SEE_DRAWS)
def exclusions(request: ActingRequest, draw_id: int) -> HttpResponseBase:
    """List who takes no part, and why; as a page or a table."""
    draw = selectors.draw_for(request.actor, draw_id)
    if not draw.prepared_of:
        raise DomainError("还没有备料")
    draw, rosters = _rosters_of(draw)
    rows = roster.read_exclusions(rosters[roster.EXCLUSIONS])
    reason = request.GET.get("reason", "")
    rows = [exclusion for exclusion in rows if not reason or exclusion.reason == reason]
    texts = {kind["code"]: kind["text"] for kind in draw.figures["exclusions"]}
    if request.GET.get("form") in {"xlsx", "csv", "json"}:
        cells = (
            [exclusion.id, texts.get(exclusion.reason, exclusion.reason)] for exclusion in rows
        )
        return tables.table_response(
            request.GET["form"], f"{draw.number}不参加", ("代码", "原因"), cells
        )
    first_rows = rows[:_MOST_EXCLUSIONS]
    names = subject_names(draw.bureau_id, [exclusion.id for exclusion in first_rows])
    table_rows = [
        (exclusion.id, names.get(exclusion.id, ""), texts.get(exclusion.reason, exclusion.reason))
        for exclusion in first_rows
    ]
    context = {"draw": draw, "rows": table_rows, "count": len(rows), "shown": len(first_rows)}
    return render(request, "office/draws/excluded.html", context)


@page(Permission.SEE_DRAWS)
def inclusion_probabilities(request: ActingRequest, draw_id: int) -> HttpResponseBase:
    """Send the inclusion probability of every subject as CSV."""
    draw = selectors.draw_for(request.actor, draw_id)
    if not draw.prepared_of:
        raise DomainError("还没有备料")
    draw, rosters = _rosters_of(draw)
    strata = {stratum["code"]: stratum for stratum in draw.figures["strata"]}
    rows = roster.read_subjects(rosters[roster.SUBJECTS])
    cells = (
        [
            subject.id,
            str(subject.tickets),
            strata[code]["name"],
            strata[code]["item"],
            _chance(strata[code], subject.tickets),
        ]
        for subject in rows
        for code in subject.strata
    )
    headings = ("代码", "签数", "分类", "事项", "抽中机会")
    return tables.table_response("csv", f"{draw.number}机会", headings, cells)


def _rosters_of(draw: Draw) -> tuple[Draw, Mapping[str, bytes]]:
    """Give the draw and its rosters by name; of a sealed draw as they were sealed."""
    if draw.sealed_at is not None:
        record = records.read(draw)
        return record.draw, record.files.rosters
    return draw, {name: folder(draw.number).data(name) for name in roster.NAMES}


def _entries(draw: Draw) -> list[audit_presenter.EntryView]:
    entries = [*audit.about("drawing", draw.number)[:40], *audit.about("draw", draw.number)[:40]]
    ordered = sorted(entries, key=lambda entry: -entry.index)
    return [audit_presenter.render_entry(entry) for entry in ordered[:40]]


def _public_url(request: ActingRequest, draw: Draw) -> str:
    return request.build_absolute_uri(reverse("public:draw", args=[draw.number]))


def _sources(
    record: Record | None, draw: Draw, manifest: Manifest | None
) -> list[selectors.SourceState]:
    if record is not None:
        return record.source_states()
    return selectors.source_states(draw, manifest) if manifest else []


def _chance(stratum: dict[str, Any], tickets: int) -> str:
    row = next(chance for chance in stratum["chances"] if chance[0] == tickets)
    return f"{row[2]}/{row[3]}"
