"""导入: file → headings → preview → write; undo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Power
from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError
from oversight.registry.jobs import READ_IMPORT, WRITE_IMPORT
from oversight.registry.models import ImportRun
from oversight.registry.rules import imports as rules
from oversight.registry.rules import inspectors as inspector_rules
from oversight.registry.rules import items as item_rules
from oversight.registry.rules import subjects as subject_rules
from oversight.registry.services.importing import runs, undoing
from oversight.web import jobs, tables
from oversight.web.access import ActingRequest, act, form, page
from oversight.web.forms import Form, owner_choices
from oversight.web.paging import turned

_TITLES = {
    **item_rules.TITLES,
    **inspector_rules.TITLES,
    **subject_rules.TITLES,
    "certificate": "证件类型",
    "issuer": "发证机关",
    "until": "证件有效期至",
}
_VERDICTS = {"refused": "要改", "changed": "更新", "new": "新增", "same": "不变"}


class UploadForm(Form):
    """A file, what it holds, and for which section."""

    kind = forms.ChoiceField(label="导入到", choices=ImportRun.KINDS)
    owner = forms.ChoiceField(label="归入科室", help_text="文件里没有“所属科室”一列时用这个")
    file = forms.FileField(label="文件", help_text="Excel（.xlsx、.xls）或 CSV，最大 100 MB")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owner_choices(actor)  # type: ignore[attr-defined]


@page(Power.KEEP_DIRECTORIES)
def listing(request: ActingRequest) -> HttpResponse:
    """Show the imports so far."""
    found = ImportRun.objects.filter(accounts.within(request.actor)).select_related("user", "owner")
    return render(request, "office/imports.html", {"page": turned(request, found)})


@form(Power.KEEP_DIRECTORIES)
def new(request: ActingRequest) -> HttpResponse:
    """Upload a file; it is read by the worker."""
    bound = UploadForm(request.actor, request.POST or None, request.FILES or None)
    if bound.is_valid():
        run = bound.done(lambda: _upload(request, bound.cleaned_data))
        if run is not None:
            _read(request, run)
            return redirect("office:import", run.pk)
    return render(request, "office/import_new.html", {"form": bound, "synonyms": rules.SYNONYMS})


@page(Power.KEEP_DIRECTORIES)
def detail(request: ActingRequest, run_id: int) -> HttpResponse:
    """Show where an import stands, and what its rows would do."""
    run = runs.run_for(request.actor, run_id)
    chosen = request.GET.get("show", "")
    if chosen not in _VERDICTS:
        chosen = next((one for one in _VERDICTS if run.counts.get(one)), "new")
    titles = {one: _TITLES.get(one, one) for one in rules.SYNONYMS[run.kind]}
    told = {
        "run": run,
        "chosen": chosen,
        "tabs": [(key, word, run.counts.get(key, 0)) for key, word in _VERDICTS.items()],
        "page": turned(request, _staged(run).filter(verdict=chosen)),
        "titles": titles,
        "columns": _columns(run, titles),
        "is_working": run.state in {ImportRun.READING, ImportRun.WRITING},
        "writes": run.counts.get("new", 0) + run.counts.get("changed", 0),
    }
    return render(request, "office/import.html", told)


@page(Power.KEEP_DIRECTORIES)
def progress(request: ActingRequest, run_id: int) -> HttpResponse:
    """Give the part of the page that says how far it is."""
    run = runs.run_for(request.actor, run_id)
    is_working = run.state in {ImportRun.READING, ImportRun.WRITING}
    told = {"run": run, "is_working": is_working}
    return render(request, "office/_import_progress.html", told)


@act(Power.KEEP_DIRECTORIES)
def choose(request: ActingRequest, run_id: int) -> HttpResponse:
    """Correct which column means what, and read again."""
    columns = {
        name.removeprefix("column-"): int(place)
        for name, place in request.POST.dict().items()
        if name.startswith("column-") and place.isdecimal() and len(place) < 5  # noqa: PLR2004
    }
    kind = runs.run_for(request.actor, run_id).kind
    known = {name: place for name, place in columns.items() if name in rules.SYNONYMS[kind]}
    run = runs.choose_columns(actor=request.actor, run_id=run_id, columns=known)
    _read(request, run)
    return redirect("office:import", run_id)


@act(Power.KEEP_DIRECTORIES)
def again(request: ActingRequest, run_id: int) -> HttpResponse:
    """Compare again with the directory as it is now."""
    run = runs.run_for(request.actor, run_id)
    run = runs.choose_columns(actor=request.actor, run_id=run_id, columns=run.columns)
    _read(request, run)
    return redirect("office:import", run_id)


@act(Power.KEEP_DIRECTORIES)
def write(request: ActingRequest, run_id: int) -> HttpResponse:
    """Write what was shown."""
    run = runs.begin_writing(actor=request.actor, run_id=run_id)
    jobs.ask(request, WRITE_IMPORT, run.pk)
    return redirect("office:import", run_id)


@act(Power.KEEP_DIRECTORIES)
def stop(request: ActingRequest, run_id: int) -> HttpResponse:
    """Give an import up."""
    runs.stop(actor=request.actor, run_id=run_id, at=request.at)
    messages.success(request, "已放弃这次导入，名录没有变化。")
    return redirect("office:imports")


@act(Power.KEEP_DIRECTORIES)
def undo(request: ActingRequest, run_id: int) -> HttpResponse:
    """Take a written import back."""
    count = undoing.undo(actor=request.actor, run_id=run_id, at=request.at)
    messages.success(request, f"已撤销，{count} 行恢复到导入以前；写入和撤销都在留痕中。")
    return redirect("office:import", run_id)


@page(Power.KEEP_DIRECTORIES)
def faults(request: ActingRequest, run_id: int) -> HttpResponseBase:
    """Give back the rows that must be mended, with the reason in a column."""
    run = runs.run_for(request.actor, run_id)
    refused = _staged(run).filter(verdict="refused").order_by("line")
    if not refused.exists():
        raise DomainError("没有要改的行")
    headings = [*run.headings, "原行号", "要改的原因"]
    name = f"{run.file_name.rsplit('.', 1)[0]}-要改的行"
    return tables.answered("xlsx", name, headings, _faulty(run, refused))


def _upload(request: ActingRequest, typed: dict[str, Any]) -> ImportRun:
    file = typed["file"]
    return runs.upload(
        actor=request.actor,
        kind=typed["kind"],
        owner_id=int(typed["owner"]),
        name=file.name,
        chunks=file.chunks(),
        at=request.at,
    )


def _read(request: ActingRequest, run: ImportRun) -> None:
    jobs.ask(request, READ_IMPORT, run.pk)


def _staged(run: ImportRun) -> QuerySet[Any]:
    if run.kind == ImportRun.SUBJECTS:
        return run.stagedsubjects.all()
    return run.stagedrows.all()


def _columns(run: ImportRun, titles: dict[str, str]) -> list[tuple[str, str, int, bool]]:
    required = rules.REQUIRED[run.kind]
    return [
        (name, title, run.columns.get(name, -1), name in required) for name, title in titles.items()
    ]


def _faulty(run: ImportRun, refused: QuerySet[Any]) -> Iterator[Sequence[str]]:
    width = len(run.headings)
    for row in refused.iterator(chunk_size=2000):
        cells = [*row.raw, *[""] * width][:width]
        told = "；".join(
            f"{_TITLES.get(one['column'], one['column'])}：{one['reason']}" for one in row.problems
        )
        yield [*cells, str(row.line), told]
