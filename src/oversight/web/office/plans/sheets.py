"""The plan as a table: tasks read from one, the published columns written."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from mingqian_ceremony import durable_files
from mingqian_tables import spreadsheet
from mingqian_tables.errors import CHOOSE_SHEET, NO_HEADINGS, NO_SHEET, TableError
from mingqian_tables.table import Sheet, WantedColumns
from oversight.accounts.rules import Permission
from oversight.common import encrypted_files
from oversight.common.core_words import problem_of
from oversight.common.errors import DomainError
from oversight.plans import selectors
from oversight.plans.services import sheets, versions
from oversight.registry.services.importing import files
from oversight.web import documents, tables
from oversight.web.access import ActingRequest, form, page
from oversight.web.action_form import show_action
from oversight.web.office.plans.forms import SheetForm
from oversight.web.office.plans.views import plan_action, requested_version


@form(Permission.DRAFT_PLANS)
def read_sheet(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Import the tasks of a table, all or none, and report which sheet and headings were read."""
    plan = selectors.plan_for(request.actor, plan_id)
    bound = SheetForm(request.POST or None, request.FILES or None)
    if bound.is_valid():
        typed = bound.cleaned_data
        sheet = bound.carry_out(lambda: _sheet(typed))
        if sheet is not None:
            taken = bound.carry_out(
                lambda: sheets.read(
                    actor=request.actor, plan_id=plan_id, sheet=sheet, at=request.at
                )
            )
            if taken is not None:
                messages.success(request, _summary(sheet, taken))
                return redirect("office:plan", plan_id)
            bound.add_error("file", _refusal(sheet))
    lead = format_html(
        '一行一个任务；表头和填法照<a href="{}">导出的任务表</a>。有一行要改，就一行也不导入。',
        reverse("office:plan-export", args=[plan_id, "xlsx"]),
    )
    action = plan_action(plan, title="导入计划任务", button="导入", lead=lead)
    return show_action(request, bound, action)


@page(Permission.SEE_PLANS)
def document(request: ActingRequest, plan_id: int) -> HttpResponse:
    """Give the plan as an official document."""
    plan = selectors.plan_for(request.actor, plan_id)
    version = requested_version(request, plan)
    versions.record_export(actor=request.actor, version=version, form="docx", at=request.at)
    content = documents.plan(version, printed_by=request.actor.person, at=request.at)
    response = HttpResponse(content, content_type=documents.DOCX)
    response["Content-Disposition"] = f'attachment; filename="{plan.number}-{version.number}.docx"'
    return response


@page(Permission.SEE_PLANS)
def export(request: ActingRequest, plan_id: int, form: str) -> HttpResponseBase:
    """Export the plan in the published columns."""
    plan = selectors.plan_for(request.actor, plan_id)
    version = requested_version(request, plan)
    kind = form if form in {"xlsx", "csv", "json"} else "xlsx"
    versions.record_export(actor=request.actor, version=version, form=kind, at=request.at)
    return tables.table_response(kind, plan.name, sheets.HEADINGS, list(sheets.rows(version)))


def _sheet(typed: dict[str, Any]) -> Sheet:
    """Read the table that was sent.

    Raises:
        DomainError: it cannot be read, or more than one sheet may be meant.
    """
    uploaded = typed["file"]
    shared = Path(settings.UPLOADS) / "plans"
    durable_files.make_folder(shared)
    wanted = WantedColumns(synonyms=sheets.SYNONYMS, required=sheets.NEEDED)
    # A folder of its own: somebody else may send the very same table at this moment.
    with tempfile.TemporaryDirectory(dir=shared) as own:
        stored = files.store(uploaded.chunks(), Path(own))
        try:
            with encrypted_files.opened(stored.path) as plain:
                sheet = spreadsheet.read(
                    plain,
                    sheet=typed["sheet"] or None,
                    heading_row=typed["heading_row"],
                    wanted=wanted,
                )
        except TableError as error:
            at = "sheet" if error.code in {CHOOSE_SHEET, NO_SHEET} else "file"
            at = "heading_row" if error.code == NO_HEADINGS else at
            raise DomainError(f"读不了这张表：{problem_of(error)}", field=at) from error
    return replace(sheet, file=Path(uploaded.name).name[:200])


def _summary(sheet: Sheet, taken: sheets.SheetOutcome) -> str:
    """Write how many rows were read, added, changed, unchanged and set aside."""
    summary = (
        f"读的是{_where(sheet)}：{taken.read} 行任务，新增 {taken.added}、"
        f"修改 {taken.changed}、不变 {taken.same}{_aside(sheet)}。"
    )
    return f"{summary}没有用到的栏目：{'、'.join(taken.unused)}。" if taken.unused else summary


def _refusal(sheet: Sheet) -> str:
    return (
        f"读的是{_where(sheet)}：{sheet.read_rows} 行任务{_aside(sheet)}；"
        "有要改的，所以一行也没有导入。请按上面说的改好，再上传整张表"
    )


def _where(sheet: Sheet) -> str:
    name = f"工作表“{sheet.sheet}”" if sheet.sheet else "这张表"
    return f"{name}，表头在第 {sheet.heading_row} 行"


def _aside(sheet: Sheet) -> str:
    rows = sheet.about.aside if sheet.about else ()
    if not rows:
        return ""
    lines = "、".join(f"第 {row.line} 行" for row in rows[:5])
    return f"，不是任务的 {len(rows)} 行（{lines}{'等' if len(rows) > 5 else ''}）"  # noqa: PLR2004
