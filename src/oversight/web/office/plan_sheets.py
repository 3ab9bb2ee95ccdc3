"""The plan as a table: tasks read from one, the published columns written."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from mingqian.errors import MingqianError
from mingqian_ceremony import durable_files
from mingqian_tables import spreadsheet
from oversight.accounts.rules import Power
from oversight.common.errors import DomainError
from oversight.plans import selectors
from oversight.plans.services import sheets, versions
from oversight.registry.services.importing import files
from oversight.web import documents, tables
from oversight.web.access import ActingRequest, form, page
from oversight.web.office.plan_forms import SheetForm
from oversight.web.office.plans import chosen


@form(Power.DRAFT_PLANS)
def read_sheet(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Take tasks from a table, all or none."""
    plan = selectors.plan_for(request.actor, plan_id)
    bound = SheetForm(request.POST or None, request.FILES or None)
    if bound.is_valid():
        uploaded = bound.cleaned_data["file"]

        def taken() -> int:
            table = _table(uploaded.chunks())
            return sheets.read(
                actor=request.actor,
                plan_id=plan_id,
                file_name=uploaded.name,
                table=table,
                at=request.at,
            )

        count = bound.done(taken)
        if count is not None:
            messages.success(request, f"已导入 {count} 个任务。")
            return redirect("office:plan", plan_id)
    told = {
        "form": bound,
        "title": "导入计划任务",
        "button": "导入",
        "plan": plan,
        "has_file": True,
    }
    return render(request, "office/plan_act.html", told)


@page(Power.SEE_PLANS)
def document(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Give the plan as an official document."""
    plan = selectors.plan_for(request.actor, plan_id)
    version = chosen(request, plan)
    versions.note_export(actor=request.actor, version=version, form="docx", at=request.at)
    made = documents.plan(version, printed_by=request.actor.person, at=request.at)
    response = HttpResponse(made, content_type=documents.DOCX)
    response["Content-Disposition"] = f'attachment; filename="{plan.number}-{version.number}.docx"'
    return response


@page(Power.SEE_PLANS)
def export(request: ActingRequest, plan_id: int, form: str) -> HttpResponseBase:
    """Export the plan in the published columns."""
    plan = selectors.plan_for(request.actor, plan_id)
    version = chosen(request, plan)
    kind = form if form in {"xlsx", "csv", "json"} else "xlsx"
    versions.note_export(actor=request.actor, version=version, form=kind, at=request.at)
    return tables.answered(kind, plan.name, sheets.HEADINGS, list(sheets.rows(version)))


def _table(chunks: Any) -> list[list[str]]:  # noqa: ANN401 - pieces of a file
    shared = Path(settings.UPLOADS) / "plans"
    durable_files.make_folder(shared)
    # A folder of its own: somebody else may send the very same table at this moment.
    with tempfile.TemporaryDirectory(dir=shared) as own:
        kept = files.keep(chunks, Path(own))
        try:
            return [list(row.cells) for row in spreadsheet.stream(kept.path)]
        except MingqianError as error:
            raise DomainError(f"读不了这张表：{error.problem}", field="file") from error
