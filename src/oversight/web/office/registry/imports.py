"""导入: file → headings → preview → write; undo."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from oversight.accounts.rules import Permission, permission_of
from oversight.accounts.selectors import Actor
from oversight.common import personal_numbers
from oversight.common.errors import DomainError
from oversight.registry.jobs import READ_IMPORT, WRITE_IMPORT
from oversight.registry.models import ImportRun, StagedRecord
from oversight.registry.rules import imports as rules
from oversight.registry.rules import inspectors as inspector_rules
from oversight.registry.rules import items as item_rules
from oversight.registry.rules import subjects as subject_rules
from oversight.registry.rules import vocabulary
from oversight.registry.selectors import imports
from oversight.registry.services.importing import rollback, runs
from oversight.registry.services.importing.runs import Cell
from oversight.registry.states import IMPORT
from oversight.web import jobs, tables
from oversight.web.access import ActingRequest, act, form, page
from oversight.web.forms import Form, owner_choices
from oversight.web.paging import paginate

_TITLES = {
    **item_rules.TITLES,
    **inspector_rules.TITLES,
    **subject_rules.TITLES,
    "certificate": "证件类型",
    "issuer": "发证机关",
    "until": "证件有效期至",
}
_VERDICTS = {
    "refused": "要改",
    "changed": "更新",
    "new": "新增",
    "same": "不变",
    "aside": "不是数据",
}


# What one form can take; the others are asked about when these are answered.
_MOST_ASKED = 200


class UploadForm(Form):
    """A file, what it holds, and for which section."""

    kind = forms.ChoiceField(label="导入到", choices=ImportRun.KINDS)
    owner = forms.ChoiceField(label="归入科室", help_text="文件里没有“所属科室”一列时用这个")
    file = forms.FileField(label="文件", help_text="Excel（.xlsx、.xls）或 CSV，最大 100 MB")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owner_choices(actor)  # type: ignore[attr-defined]


@form(Permission.KEEP_DIRECTORIES)
def new(request: ActingRequest) -> HttpResponse:
    """Upload a file; it is read by the worker."""
    bound = UploadForm(
        request.actor,
        request.POST or None,
        request.FILES or None,
        initial={"kind": request.GET.get("kind", "")},
    )
    if bound.is_valid():
        run = bound.carry_out(lambda: _upload(request, bound.cleaned_data))
        if run is not None:
            _ask_reading(request, run)
            return redirect("office:import", run.pk)
    return render(
        request, "office/registry/import_new.html", {"form": bound, "synonyms": rules.SYNONYMS}
    )


@page(Permission.KEEP_DIRECTORIES)
def detail(request: ActingRequest, run_id: int) -> HttpResponse:
    """Show where an import stands, and what its rows would do."""
    run = runs.run_for(request.actor, run_id)
    chosen = request.GET.get("show", "")
    if chosen not in _VERDICTS:
        chosen = next((verdict for verdict in _VERDICTS if run.counts.get(verdict)), "new")
    titles = {name: _TITLES.get(name, name) for name in rules.SYNONYMS[run.kind]}
    page = paginate(request, imports.with_verdict(runs.staged(run), chosen))
    context = {
        "run": run,
        "chosen": chosen,
        "tabs": [(key, word, run.counts.get(key, 0)) for key, word in _VERDICTS.items()],
        "page": page,
        "rows": [
            (row, list(_editable(run, row, titles)), list(_changes(request, row, titles)))
            for row in page.rows
        ],
        "titles": titles,
        "columns": _columns(run, titles),
        "unused": rules.unused_headings(run.headings, run.columns),
        "asked": _word_questions(request, run, titles),
        "may_choose": IMPORT.allows("change", run.state),
        "may_correct": IMPORT.allows("begin_writing", run.state) and chosen == "refused",
        "corrections": run.corrections.count(),
        "is_working": run.is_working,
        "writes": run.counts.get("new", 0) + run.counts.get("changed", 0),
    }
    return render(request, "office/registry/import.html", context)


@page(Permission.KEEP_DIRECTORIES)
def progress(request: ActingRequest, run_id: int) -> HttpResponse:
    """Give the part of the page that says how far it is."""
    run = runs.run_for(request.actor, run_id)
    context = {"run": run, "is_working": run.is_working}
    return render(request, "office/registry/_import_progress.html", context)


@act(permission_of(IMPORT, "change"))
def choose(request: ActingRequest, run_id: int) -> HttpResponse:
    """Set the meaning of the columns, and read the file again."""
    columns = {
        name.removeprefix("column-"): int(place)
        for name, place in request.POST.dict().items()
        if name.startswith("column-") and place.isdecimal() and len(place) < 5  # noqa: PLR2004
    }
    kind = runs.run_for(request.actor, run_id).kind
    known = {name: place for name, place in columns.items() if name in rules.SYNONYMS[kind]}
    run = runs.choose_columns(actor=request.actor, run_id=run_id, columns=known)
    _ask_reading(request, run)
    return redirect("office:import", run_id)


@act(permission_of(IMPORT, "change"))
def choose_sheet(request: ActingRequest, run_id: int) -> HttpResponse:
    """Set the sheet and the row of the headings, and read the file again."""
    row = request.POST.get("heading_row", "").strip()
    if row and not _is_number(row):
        raise DomainError("表头的行号请写数字，例如 2；不写就由系统认")
    run = runs.choose_sheet(
        actor=request.actor,
        run_id=run_id,
        sheet=request.POST.get("sheet", ""),
        heading_row=int(row) if row else None,
    )
    _ask_reading(request, run)
    return redirect("office:import", run_id)


@act(permission_of(IMPORT, "change"))
def explain(request: ActingRequest, run_id: int) -> HttpResponse:
    """Set the meaning of unknown words for all rows, and read the file again."""
    run = runs.run_for(request.actor, run_id)
    words = list(_unknown(run))
    meanings: dict[str, dict[str, str]] = {}
    for place, (column, word, _) in enumerate(words):
        value = request.POST.get(f"word-{place}", "")
        if request.POST.get(f"of-{place}", "") == f"{column} {word}" and value:
            meanings.setdefault(column, {})[word] = value
    run = runs.explain(actor=request.actor, run_id=run_id, meanings=meanings, at=request.at)
    _ask_reading(request, run)
    return redirect("office:import", run_id)


@act(permission_of(IMPORT, "change"))
def correct(request: ActingRequest, run_id: int) -> HttpResponse:
    """Correct single cells, and read the file again."""
    typed = request.POST.dict()
    cells, reasons = [], {}
    for name, value in typed.items():
        kind, _, rest = name.partition("-")
        line, _, column = rest.partition("-")
        if not _is_number(line) or not value.strip():
            continue
        if kind == "cell" and value != typed.get(f"was-{rest}"):
            cells.append(Cell(line=int(line), column=column, value=value))
        elif kind == "reason":
            reasons[int(line)] = value
    run = runs.correct(
        actor=request.actor, run_id=run_id, cells=cells, reasons=reasons, at=request.at
    )
    _ask_reading(request, run)
    return redirect("office:import", run_id)


@act(Permission.KEEP_DIRECTORIES)
def again(request: ActingRequest, run_id: int) -> HttpResponse:
    """Compare again with the directory as it is now."""
    run = runs.run_for(request.actor, run_id)
    run = runs.choose_columns(actor=request.actor, run_id=run_id, columns=run.columns)
    _ask_reading(request, run)
    return redirect("office:import", run_id)


@act(permission_of(IMPORT, "begin_writing"))
def write(request: ActingRequest, run_id: int) -> HttpResponse:
    """Request the job that writes the shown rows to the directory."""
    run = runs.begin_writing(actor=request.actor, run_id=run_id)
    jobs.ask(request, WRITE_IMPORT, run.pk)
    return redirect("office:import", run_id)


@act(permission_of(IMPORT, "stop"))
def stop(request: ActingRequest, run_id: int) -> HttpResponse:
    """Cancel an import."""
    runs.stop(actor=request.actor, run_id=run_id, at=request.at)
    messages.success(request, "已放弃这次导入，名录没有变化。")
    return redirect("office:imports")


@form(permission_of(IMPORT, "undo"))
def undo(request: ActingRequest, run_id: int) -> HttpResponse:
    """Show what an undo of a written import would do; undo it on POST."""
    run = runs.run_for(request.actor, run_id)
    if request.method == "POST":
        count = rollback.undo(actor=request.actor, run_id=run_id, at=request.at)
        messages.success(request, f"已撤销，{count} 行恢复到导入以前；写入和撤销都在留痕中。")
        return redirect("office:import", run_id)
    prospect = rollback.prospect(actor=request.actor, run_id=run_id)
    return render(request, "office/registry/import_undo.html", {"run": run, "prospect": prospect})


@page(Permission.KEEP_DIRECTORIES)
def faults(request: ActingRequest, run_id: int) -> HttpResponseBase:
    """Send the refused rows as .xlsx, with the reasons in a last column."""
    run = runs.run_for(request.actor, run_id)
    refused = imports.refused(runs.staged(run))
    if not refused.exists():
        raise DomainError("没有要改的行")
    headings = [*run.headings, "原行号", "要改的原因"]
    name = f"{run.file_name.rsplit('.', 1)[0]}-要改的行"
    return tables.table_response("xlsx", name, headings, _refused_rows(run, refused))


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


def _ask_reading(request: ActingRequest, run: ImportRun) -> None:
    jobs.ask(request, READ_IMPORT, run.pk)


def _unknown(run: ImportRun) -> Iterator[tuple[str, str, int]]:
    """Give unknown words, most frequent first: column, word, number of rows."""
    unknown = [
        (column, word, count)
        for column, words in run.unknown.items()
        for word, count in words.items()
    ]
    yield from sorted(unknown, key=lambda entry: (entry[0], -entry[2], entry[1]))[:_MOST_ASKED]


def _word_questions(
    request: ActingRequest, run: ImportRun, titles: dict[str, str]
) -> list[dict[str, Any]]:
    """Give a question for each unknown word: its choices, and the suggested one."""
    if run.state != ImportRun.READY:
        return []
    return [
        {
            "place": place,
            "column": column,
            "title": titles.get(column, column),
            "word": word,
            "count": count,
            "choices": runs.choices(request.actor, run, column),
            "suggested": _suggested(request, run, column, word),
        }
        for place, (column, word, count) in enumerate(_unknown(run))
    ]


def _editable(run: ImportRun, row: Any, titles: dict[str, str]) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - staged
    """Give the cells of a refused row that can be corrected on the page, each once."""
    if run.state != ImportRun.READY or row.verdict != StagedRecord.REFUSED:
        return
    for name in dict.fromkeys(problem["column"] for problem in row.problems):
        place = run.columns.get(name)
        if place is not None:
            takes = any(
                problem.get("takes") for problem in row.problems if problem["column"] == name
            )
            value = row.raw[place] if place < len(row.raw) else ""
            yield {"name": name, "title": titles.get(name, name), "value": value, "takes": takes}


def _changes(
    request: ActingRequest, row: StagedRecord, titles: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Give what would change, column by column; a section by its name."""
    for name, (before, after) in row.changes.items():
        values = (before, after)
        if name == "owner":
            names = {str(pk): title for pk, title in owner_choices(request.actor)}
            values = (names.get(before, before), names.get(after, after))
        elif name == "phone":
            values = (personal_numbers.masked(before), personal_numbers.masked(after))
        yield titles.get(name, name), *values


def _suggested(request: ActingRequest, run: ImportRun, column: str, word: str) -> str:
    if column == "owner":
        names = runs.choices(request.actor, run, column)
        return next(iter(difflib.get_close_matches(word, names, n=1, cutoff=0.5)), "")
    return vocabulary.suggested(run.kind, column, word)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 8  # noqa: PLR2004


def _columns(run: ImportRun, titles: dict[str, str]) -> list[tuple[str, str, int, bool]]:
    required = rules.REQUIRED[run.kind]
    return [
        (name, title, run.columns.get(name, -1), name in required) for name, title in titles.items()
    ]


def _refused_rows(run: ImportRun, refused: QuerySet[Any]) -> Iterator[Sequence[str]]:
    width = len(run.headings)
    for row in refused.iterator(chunk_size=2000):
        cells = [*row.raw, *[""] * width][:width]
        problems = "；".join(
            f"{_TITLES.get(problem['column'], problem['column'])}：{problem['reason']}"
            for problem in row.problems
        )
        yield [*cells, str(row.line), problems]
