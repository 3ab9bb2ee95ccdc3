"""Reading a file row by row into the staged rows; it may be interrupted and repeated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from mingqian_tables import spreadsheet
from mingqian_tables.errors import CHOOSE_SHEET, NO_HEADINGS, NO_SHEET, TableError
from mingqian_tables.table import Row, SkippedRow, Stream, WantedColumns
from oversight.accounts.selectors import Actor
from oversight.common import encrypted_files
from oversight.common.core_words import problem_of
from oversight.registry.models import ImportRun, StagedRecord, StagedRow, StagedSubject
from oversight.registry.rules import imports as rules
from oversight.registry.services.importing import cells, files, runs
from oversight.registry.states import IMPORT

BATCH = 2000
# A person chooses among these on the page; everything else ends the import.
_CHOICES = {CHOOSE_SHEET, NO_SHEET, NO_HEADINGS}
_MOST_WORDS = 300
_STAGED: dict[str, type[StagedSubject | StagedRow]] = {
    ImportRun.SUBJECTS: StagedSubject,
    ImportRun.INSPECTORS: StagedRow,
    ImportRun.ITEMS: StagedRow,
}
RowValidator = Callable[[Sequence[Row]], list[Any]]


def read(
    run_id: int, actor: Actor, make_validator: Callable[[ImportRun, Actor], RowValidator]
) -> None:
    """Read the file of an import; what a former, interrupted reading staged is dropped.

    Where more than one sheet or row of headings may be meant, the import waits for a person.

    Raises:
        FormatError: the file cannot be read as a table.
    """
    run = ImportRun.objects.get(pk=run_id)
    runs.drop_staged(run)
    run.counts, run.done, run.rows, run.problem, run.unknown = {}, 0, 0, "", {}
    with encrypted_files.opened(Path(settings.UPLOADS) / run.path) as path:
        _read(run, path, actor, make_validator)


def _read(
    run: ImportRun,
    path: Path,
    actor: Actor,
    make_validator: Callable[[ImportRun, Actor], RowValidator],
) -> None:
    wanted_columns = WantedColumns(
        synonyms=rules.SYNONYMS[run.kind], required=rules.REQUIRED[run.kind]
    )
    run.sheets = _sheets(path, wanted_columns)
    try:
        rows = _open(run, path, wanted_columns)
    except TableError as error:
        if error.code not in _CHOICES:
            raise
        _propose_headings(run, path, wanted_columns, error)
        return
    doubled = [] if run.columns else rules.doubled_headings(run.kind, run.headings)
    run.columns = run.columns or rules.match_columns(run.kind, run.headings)
    question = rules.open_question(run.kind, run.columns, doubled)
    if question:
        _close(rows)
        _wait_for_person(run, question)
        return
    run.save()
    _stage(run, rows, make_validator(run, actor))


def _propose_headings(
    run: ImportRun, path: Path, wanted_columns: WantedColumns, error: TableError
) -> None:
    """Show the first row of the sheet as headings, if that is all there is to ask about."""
    chosen_sheet = next((sheet for sheet in run.sheets if sheet["name"] == run.sheet), None)
    only_sheet = chosen_sheet or (run.sheets[0] if len(run.sheets) == 1 else None)
    if error.code == NO_HEADINGS and only_sheet is not None and only_sheet["first_rows"]:
        run.sheet, run.heading_row = only_sheet["name"], only_sheet["first_rows"][0][0]
        _close(_open(run, path, wanted_columns))
    _wait_for_person(run, problem_of(error))


def _close(rows: Stream) -> None:
    """Close the file behind rows that are not read further."""
    next(rows, None)


def _sheets(path: Path, wanted_columns: WantedColumns) -> list[dict[str, Any]]:
    workbook = spreadsheet.inspect(path, wanted=wanted_columns)
    return [
        {
            "name": sheet.name,
            "rows": sheet.rows,
            "is_visible": sheet.is_visible,
            "is_current": sheet.is_current,
            "heading_row": sheet.heading_row,
            "first_rows": [[row.number, list(row.cells[:8])] for row in sheet.first_rows[:5]],
        }
        for sheet in workbook.sheets
    ]


def _open(run: ImportRun, path: Path, wanted_columns: WantedColumns) -> Stream:
    rows = spreadsheet.stream(
        path, wanted=wanted_columns, sheet=run.sheet or None, heading_row=run.heading_row
    )
    about = rows.about
    next(rows)  # the headings
    run.sheet, run.heading_row = about.sheet[:100], about.heading_row
    run.headings, run.notes = list(about.headings), _notes(path, rows)
    return rows


def _notes(path: Path, rows: Stream) -> list[str]:
    return list(dict.fromkeys([*files.notes(path), *rows.about.notes]))


def _wait_for_person(run: ImportRun, problem: str) -> None:
    run.state, run.problem = IMPORT.target("ask", run.state), problem[:500]
    run.save()


def _stage(run: ImportRun, rows: Stream, validate: RowValidator) -> None:
    counts = dict.fromkeys(("new", "changed", "same", "refused", "aside"), 0)
    unknown: dict[str, dict[str, int]] = {}
    corrections = cells.corrections_of(run)
    while batch := list(islice(rows, BATCH)):
        staged = validate([cells.apply_corrections(row, run.columns, corrections) for row in batch])
        for staged_row in staged:
            counts[staged_row.verdict] += 1
            _count_words(unknown, staged_row)
        with transaction.atomic():
            if _is_stopped(run):
                return
            _STAGED[run.kind]._default_manager.bulk_create(staged, batch_size=500)  # noqa: SLF001
            run.done += len(batch)
            ImportRun.objects.filter(pk=run.pk).update(done=run.done, counts=counts)
    aside: list[Any] = [_set_aside(run, skipped) for skipped in rows.about.aside]
    counts["aside"] = rows.about.counts.aside
    with transaction.atomic():
        if _is_stopped(run):
            return
        _STAGED[run.kind]._default_manager.bulk_create(aside, batch_size=500)  # noqa: SLF001
        ImportRun.objects.filter(pk=run.pk).update(
            state=IMPORT.target("stage", run.state),
            rows=rows.about.counts.rows - 1,
            counts=counts,
            unknown=unknown,
        )


def _set_aside(run: ImportRun, aside: SkippedRow) -> StagedSubject | StagedRow:
    """Keep a row that is no record (a title, a total, who filled it in), so that all add up."""
    problem = {"column": "", "value": aside.text[:60], "reason": aside.cause}
    own = {"bureau_id": run.bureau_id} if run.kind == ImportRun.SUBJECTS else {}
    return _STAGED[run.kind](
        run=run,
        line=aside.line,
        verdict=StagedRecord.ASIDE,
        problems=[problem],
        raw=[aside.text],
        **own,
    )


def _count_words(unknown: dict[str, dict[str, int]], staged: StagedRecord) -> None:
    for problem in staged.problems:
        words = unknown.setdefault(problem["column"], {}) if problem.get("asks") else {}
        if problem.get("asks") and (problem["value"] in words or len(words) < _MOST_WORDS):
            words[problem["value"]] = words.get(problem["value"], 0) + 1


def _is_stopped(run: ImportRun) -> bool:
    return ImportRun.objects.select_for_update().get(pk=run.pk).is_stopping
