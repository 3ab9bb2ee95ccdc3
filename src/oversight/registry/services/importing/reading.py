"""Reading a file row by row into the staging area: interruptible, repeatable, nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from mingqian.errors import FormatError
from mingqian_tables import spreadsheet
from mingqian_tables.spreadsheet import Row
from oversight.accounts.selectors import Actor
from oversight.registry.models import ImportRun, StagedRow, StagedSubject
from oversight.registry.rules import imports as rules
from oversight.registry.services.importing import files, runs

BATCH = 2000
_STAGED: dict[str, type[StagedSubject | StagedRow]] = {
    ImportRun.SUBJECTS: StagedSubject,
    ImportRun.INSPECTORS: StagedRow,
    ImportRun.ITEMS: StagedRow,
}
Judge = Callable[[Sequence[Row]], list[Any]]


def read(run_id: int, actor: Actor, judge_for: Callable[[ImportRun, Actor], Judge]) -> None:
    """Read the file of an import; what a former, interrupted reading staged is dropped.

    Raises:
        FormatError: the file cannot be read as a table.
    """
    run = ImportRun.objects.get(pk=run_id)
    runs.drop_staged(run)
    path = Path(settings.UPLOADS) / run.path
    rows = spreadsheet.stream(path)
    first = next(rows, None)
    if first is None:
        raise FormatError("表格是空的：没有表头", file=run.file_name)
    columns = run.columns or rules.matched(run.kind, first.cells)
    run.headings, run.columns, run.notes = list(first.cells), columns, files.notes(path)
    if rules.missing(run.kind, columns):
        run.state = ImportRun.UPLOADED
        run.save(update_fields=["headings", "columns", "notes", "state"])
        return
    run.counts, run.done, run.problem = {}, 0, ""
    run.save(update_fields=["headings", "columns", "notes", "counts", "done", "problem"])
    _stage(run, rows, judge_for(run, actor))


def _stage(run: ImportRun, rows: Iterator[Row], judge: Judge) -> None:
    counts = {"new": 0, "changed": 0, "same": 0, "refused": 0}
    while batch := list(islice(rows, BATCH)):
        staged = judge(batch)
        for one in staged:
            counts[one.verdict] += 1
        with transaction.atomic():
            if _is_stopped(run):
                return
            _STAGED[run.kind]._default_manager.bulk_create(staged, batch_size=500)  # noqa: SLF001
            run.done += len(batch)
            ImportRun.objects.filter(pk=run.pk).update(done=run.done, counts=counts)
    with transaction.atomic():
        if not _is_stopped(run):
            ImportRun.objects.filter(pk=run.pk).update(
                state=ImportRun.READY, rows=run.done, counts=counts
            )


def _is_stopped(run: ImportRun) -> bool:
    return ImportRun.objects.select_for_update().get(pk=run.pk).is_stopping


def cell(row: Row, columns: dict[str, int], name: str) -> str:
    """Give a cell by its meaning; empty if there is no such column."""
    place = columns.get(name, -1)
    return row.cells[place] if 0 <= place < len(row.cells) else ""
