"""抽取记录: every draw that was ever sealed, for everybody, with the means to verify it."""

from __future__ import annotations

import json
from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse

from mingqian import roster
from mingqian_tables import uscc
from oversight.draws import actors, draw_details, explanations, fairness, records, selectors
from oversight.draws import rules as draw_rules
from oversight.draws.records import Record
from oversight.draws.services import bundles, change_lists, dating, overlap
from oversight.inspections import drawn_visits
from oversight.inspections import selectors as inspections
from oversight.inspections.drawn_visits import DrawnVisit
from oversight.inspections.services import rechecking
from oversight.registry.models import Subject
from oversight.registry.selectors import subjects
from oversight.web import pace, tables
from oversight.web.access import public
from oversight.web.paging import paginate
from oversight.web.presenters import charts, verification
from oversight.web.presenters.draws import ASSURANCE, class_rows, is_overdue, qr, stepper
from oversight.web.public.site import bureau_of, site_name

_ROWS = 200
_SEARCHED, _MATCHES = 200, 20


@public
def listing(request: HttpRequest) -> HttpResponse:
    """Show all draws of a bureau, void ones too."""
    bureau = bureau_of(request)
    page = paginate(request, draw_details.newest_first(bureau.pk))
    context = {
        "page": page,
        "rows": records.headings(page.rows),
        "bureau": bureau,
        "voids": selectors.voids(bureau.pk),
        "missing": draw_details.without_result(bureau.pk, request.at),  # type: ignore[attr-defined]
        "name": site_name(),
    }
    return render(request, "public/draws.html", context)


@public
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one draw: its steps with their times, the result, why, verification."""
    record = records.read(selectors.public_draw(number))
    draw, manifest = record.draw, record.manifest
    is_fast = _is_fast(request) if request.GET.get("q") else False
    is_shown, is_open = selectors.is_list_shown(draw), selectors.is_content_shown(draw)
    visits = drawn_visits.visits_of(record) if is_shown else []
    context = {
        "draw": draw,
        "name": site_name(),
        "stepper": stepper(draw, is_content_shown=is_open),
        "is_open": is_open,
        "is_record": True,
        "figures": draw.figures if is_open else {},
        "rows": class_rows(draw.figures["strata"]) if is_open else [],
        "sources": record.source_states(),
        "assurance": ASSURANCE[draw.assurance or ""],
        "seed": explanations.seed_of(record),
        "is_shown": is_shown,
        "visits": visits[: _limit(request)],
        "charts": charts.of_draw(record),
        "all_visits": len(visits),
        "in_place": sum(not visit.is_out for visit in visits),
        "changes": record.changes() if is_shown else [],
        "beside": overlap.shown_beside(draw),
        "clashes": rechecking.clashes(draw),
        "voids": selectors.voids(draw.bureau_id),
        "own_voids": manifest.voids,
        "task_voids": selectors.task_voids(draw),
        "is_overdue": is_overdue(draw, request.at),  # type: ignore[attr-defined] # of the middleware
        "why": _why(request, record) if is_shown and not is_fast else None,
        "too_fast": pace.TOO_FAST if is_fast else "",
        "actors": actors.draw_actors(draw),
        "young_days": actors.young_days(draw),
        "asked": request.GET.get("q", ""),
        "words": draw_rules.WORDS,
        "sentences": verification.SENTENCES,
        "not_applicable": json.dumps(verification.NOT_APPLICABLE, ensure_ascii=False),
        "moved": change_lists.read(record) if is_open else None,
    }
    return render(request, "public/draw.html", context, status=429 if is_fast else 200)


@public
def proof(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Prove that a code's row is in the sealed list, as JSON (draw-v1 2.4)."""
    if _is_fast(request):
        return JsonResponse({"problem": pace.TOO_FAST}, status=429)
    record = records.read(selectors.public_draw(number))
    if not selectors.is_list_shown(record.draw):
        raise Http404
    explanation = explanations.explain(record, uscc.normalized(code))
    if explanation.leaf < 0:
        raise Http404
    manifest = record.manifest
    size = sum(
        file.rows for file in manifest.files if file.name in {"subjects.csv", "exclusions.csv"}
    )
    return JsonResponse(
        {
            "draw": number,
            "row": explanation.row,
            "index": explanation.leaf,
            "size": size,
            "root": manifest.candidates_root,
            "hashes": list(explanations.proof(record, explanation.leaf)),
        }
    )


@public
def evidence(_: HttpRequest, number: str) -> HttpResponseBase:
    """Send the evidence that anybody can verify."""
    draw = selectors.public_draw(number)
    path = bundles.evidence(draw)
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{number}-evidence.zip",
        content_type="application/zip",
    )


@public
def sealed_files(_: HttpRequest, number: str) -> HttpResponseBase:
    """Send manifest and rosters of an open draw: public from the sealing on."""
    draw = selectors.public_draw(number)
    path = bundles.commitment_files(draw)
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{number}-sealed.zip",
        content_type="application/zip",
    )


@public
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """Show a slip to print: the commitment, to be signed, dated and kept by those present."""
    draw = records.read(selectors.public_draw(number)).draw
    address = request.build_absolute_uri(reverse("public:draw", args=[number]))
    context = {
        "draw": draw,
        "name": site_name(),
        "address": address,
        "qr": qr(address),
        "witnesses": draw.witnesses.all(),
        "head": dating.head(draw),
        "now": request.at,  # type: ignore[attr-defined] # of the middleware
    }
    return render(request, "public/slip.html", context)


@public
def changes(request: HttpRequest, number: str) -> HttpResponse:
    """Show what was changed in the directory in the days before the draw read it."""
    record = records.read(selectors.public_draw(number))
    if not selectors.is_content_shown(record.draw):
        raise Http404
    change_list = change_lists.read(record)
    context = {
        "draw": record.draw,
        "name": site_name(),
        "list": _published_changes(request, change_list) if change_list is not None else None,
    }
    return render(request, "public/draw_changes.html", context)


@public
def table(_: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """Send the list of the drawn as a table."""
    record = records.read(selectors.public_draw(number))
    if not selectors.is_list_shown(record.draw) or form not in {"xlsx", "csv", "json"}:
        raise Http404
    headings = ("序号", "代码", "名称", "检查人员", "组长", "情况")
    rows = (_table_row(visit) for visit in drawn_visits.visits_of(record))
    return tables.table_response(form, f"{number}抽取结果", headings, rows)


@public
def fairness_report(request: HttpRequest) -> HttpResponse:
    """Show expected and actual frequencies over all opened draws of a bureau."""
    bureau = bureau_of(request)
    draws = draw_details.held(bureau.pk)
    opened_draws = [draw for draw in draws if selectors.is_list_shown(draw)]
    context = {
        "bureau": bureau,
        "name": site_name(),
        "count": len(opened_draws),
        "lines": (lines := fairness.lines(opened_draws)),
        "charts": charts.of_fairness(lines, opened_draws),
        "times": inspections.times_drawn(bureau.pk),
        "voids": selectors.voids(bureau.pk),
    }
    return render(request, "public/fair.html", context)


@public
def how_it_works(request: HttpRequest) -> HttpResponse:
    """Show the page that explains how a draw is made and verified."""
    return render(request, "public/how.html", {"name": site_name()})


def _published_changes(request: HttpRequest, kept: dict[str, Any]) -> dict[str, Any]:
    most = None if "all" in request.GET else _ROWS
    return change_lists.cut(change_lists.masked(kept), most)


def _is_fast(request: HttpRequest) -> bool:
    return pace.is_too_fast(request.address, request.at)  # type: ignore[attr-defined]


def _why(request: HttpRequest, record: Record) -> dict[str, Any] | None:
    typed = request.GET.get("q", "").replace("\0", "").strip()
    if not typed:
        return None
    explanation = explanations.explain(record, uscc.normalized(typed)[:64])
    if explanation.outcome == explanations.UNKNOWN and not uscc.is_acceptable(explanation.code):
        matches = _matches(record, typed)
        if len(matches) != 1:
            return {
                "typed": typed,
                "matches": matches[:_MATCHES],
                "is_cut": len(matches) > _MATCHES,
            }
        explanation = explanations.explain(record, matches[0].code)
    names = records.names_of(record.draw, [explanation.code])
    subject = names.get(explanation.code, "") if explanation.outcome != explanations.UNKNOWN else ""
    place = explanation.places[0] if explanation.places else None
    ruler = _ruler(explanation) if place is not None and place.cutoff_number else None
    return {"explanation": explanation, "subject": subject, "place": place, "ruler": ruler}


def _matches(record: Record, words: str) -> list[Subject]:
    """Find by name the enterprises that stand in a draw's lists, drawn or not."""
    rows = subjects.published(words, record.draw.bureau_id)
    rosters = record.files.rosters
    lists = b"".join(rosters[name] for name in (roster.SUBJECTS, roster.EXCLUSIONS))
    return [subject for subject in rows[:_SEARCHED] if f"\n{subject.code},".encode() in lists]


def _ruler(explanation: explanations.Explanation) -> dict[str, int]:
    """Place both values on the whole scale, from 0 to 100 per cent."""
    cut = int(explanation.places[0].cutoff)
    whole = explanations.WHOLE * explanation.base
    return {
        "me": explanation.value * 1000 // whole,
        "cut": cut * 1000 // whole,
        "mine": explanation.value * 10_000 // whole,
        "line": cut * 10_000 // whole,
    }


def _limit(request: HttpRequest) -> int | None:
    return None if "all" in request.GET else 50


def _table_row(visit: DrawnVisit) -> list[str]:
    team = [slot.inspector.name for slot in visit.team if slot.inspector]
    leader = next((s.inspector.name for s in visit.team if s.is_leader and s.inspector), "")
    note = "已递补" if visit.is_out else "递补进来" if visit.came_for else ""
    return [str(visit.place), visit.code, visit.name, "、".join(team), leader, note]
