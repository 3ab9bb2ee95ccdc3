"""An import from the upload to its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from mingqian_tables import uscc
from mingqian_tables.normalisation import plain_text
from oversight.accounts import selectors as accounts
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditEvent
from oversight.common import personal_numbers
from oversight.common.errors import DomainError, NotFoundError
from oversight.registry import events
from oversight.registry.models import Correction, ImportRun, StagedRecord
from oversight.registry.rules import imports as rules
from oversight.registry.rules import vocabulary
from oversight.registry.rules.subjects import holds_identity
from oversight.registry.services.importing import files
from oversight.registry.services.importing.cells import TAKEN
from oversight.registry.states import IMPORT

MOST_CELL = 300
MOST_CORRECTIONS = 2000
MOST_HEADING_ROW = 1000
_MOST_REASON = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell as it should be, by its line in the file and the meaning of its column."""

    line: int
    column: str
    value: str


def upload(
    *,
    actor: Actor,
    kind: str,
    owner_id: int,
    name: str,
    chunks: Iterable[bytes],
    at: datetime,
) -> ImportRun:
    """Store a file for an import, and give the import; no directory is changed.

    Raises:
        DomainError: it is no table, too large, or the section is not within reach.
    """
    actor.require(Permission.KEEP_DIRECTORIES)
    owner = accounts.organisation_for(actor, owner_id)
    bureau_id = accounts.bureau_id(owner)
    if bureau_id is None or actor.user_id is None:
        raise DomainError("请选一个科室", field="owner")
    stored_upload = files.store(chunks, Path(settings.UPLOADS))
    return ImportRun.objects.create(
        bureau_id=bureau_id,
        owner=owner,
        user_id=actor.user_id,
        kind=kind,
        file_name=Path(name).name[:200],
        path=stored_upload.path.name,
        digest=stored_upload.digest,
        size=stored_upload.size,
        state=ImportRun.READING,
        made_at=at,
    )


@transaction.atomic
def choose_sheet(*, actor: Actor, run_id: int, sheet: str, heading_row: int | None) -> ImportRun:
    """Say which sheet is meant, and which of its rows has the headings; the file is read again.

    Raises:
        DomainError: there is no such sheet or row.
    """
    actor.require_for(IMPORT, "change")
    run = _open_for(actor, run_id)
    chosen_sheet = next((candidate for candidate in run.sheets if candidate["name"] == sheet), None)
    if chosen_sheet is None:
        raise DomainError("没有这张工作表；请重新选择")
    if heading_row is not None and not 1 <= heading_row <= MOST_HEADING_ROW:
        raise DomainError(f"表头的行号应在 1 到 {MOST_HEADING_ROW} 之间；请核对")
    run.sheet, run.heading_row = sheet, heading_row
    run.headings, run.columns, run.meanings = [], {}, {}
    run.corrections.all().delete()
    return _reread(run, "sheet", "heading_row", "headings", "columns", "meanings")


@transaction.atomic
def choose_columns(*, actor: Actor, run_id: int, columns: Mapping[str, int]) -> ImportRun:
    """Correct which column means what; the file is read again.

    Raises:
        DomainError: a needed column is missing, or one column has two meanings.
    """
    actor.require_for(IMPORT, "change")
    run = _open_for(actor, run_id)
    lacking = rules.missing_columns(run.kind, columns)
    if lacking:
        raise DomainError(f"请指明哪一列是{'、'.join(lacking)}")
    if len(set(columns.values())) < len(columns):
        raise DomainError("同一列不能有两个意思；请核对")
    if any(not 0 <= place < len(run.headings) for place in columns.values()):
        raise DomainError("没有这一列；请重新选择")
    run.columns = dict(columns)
    return _reread(run, "columns")


@transaction.atomic
def explain(
    *, actor: Actor, run_id: int, meanings: Mapping[str, Mapping[str, str]], at: datetime
) -> ImportRun:
    """Say once what unknown words of a file mean; it holds for all its rows, and for it alone.

    Raises:
        DomainError: a word was not asked about, or the value is none.
    """
    actor.require_for(IMPORT, "change")
    run = _open_for(actor, run_id)
    all_meanings = {name: dict(words) for name, words in run.meanings.items()}
    for column, words in meanings.items():
        values_allowed = choices(actor, run, column)
        for word, value in words.items():
            if word not in run.unknown.get(column, {}):
                raise DomainError(f"表里没有“{word}”，或它的意思已经说过；请刷新后再选")
            if value not in values_allowed:
                raise DomainError(f"“{word}”的意思应为 {'、'.join(values_allowed)} 之一")
            all_meanings.setdefault(column, {})[word] = value
    if all_meanings == run.meanings:
        raise DomainError("还没有给任何一个词选定意思")
    run.meanings = all_meanings
    changes = [
        [rules.SYNONYMS[run.kind][column][0], word, value]
        for column, words in meanings.items()
        for word, value in words.items()
    ]
    record(events.DIRECTORY_IMPORT_EXPLAINED, run, actor, at, {}, {"changes": changes})
    return _reread(run, "meanings")


@transaction.atomic
def correct(
    *, actor: Actor, run_id: int, cells: Sequence[Cell], reasons: Mapping[int, str], at: datetime
) -> ImportRun:
    """Put single cells right, or take a code as it is with a reason; the file stays as it is.

    Raises:
        DomainError: nothing is told, a row or column is not there, or there are too many.
    """
    actor.require_for(IMPORT, "change")
    run = _open_for(actor, run_id)
    refused = {row.line: row for row in staged(run).filter(verdict=StagedRecord.REFUSED)}
    corrections = [
        *(_cell(run, refused, cell) for cell in cells),
        *(_acceptance(refused, line, reason) for line, reason in reasons.items()),
    ]
    if not corrections:
        raise DomainError("还没有改任何一格")
    if run.corrections.count() + len(corrections) > MOST_CORRECTIONS:
        raise DomainError(f"一次导入最多改 {MOST_CORRECTIONS} 格；请在文件里改好再上传")
    for correction in corrections:
        key: dict[str, Any] = {"line": correction.line, "column": correction.column}
        values = {
            "before": correction.before,
            "value": correction.value,
            "reason": correction.reason,
        }
        run.corrections.update_or_create(**key, defaults={**values, "by": actor.person, "at": at})
    changes = [_display_correction(run, correction) for correction in corrections]
    record(
        events.DIRECTORY_IMPORT_CORRECTED,
        run,
        actor,
        at,
        {"cells": len(corrections)},
        {"changes": changes},
    )
    return _reread(run)


def choices(actor: Actor, run: ImportRun, column: str) -> list[str]:
    """Give the values that an unknown word of a column may stand for."""
    if column == "owner":
        return list(accounts.sections(actor).values_list("name", flat=True))
    return list(vocabulary.CHOICES[run.kind].get(column, ()))


def staged(run: ImportRun) -> QuerySet[Any]:
    """Give the staged rows of an import."""
    if run.kind == ImportRun.SUBJECTS:
        return run.stagedsubjects.all()
    return run.stagedrows.all()


@transaction.atomic
def stop(*, actor: Actor, run_id: int, at: datetime) -> None:
    """Give an import up; the directories stay as they are.

    Raises:
        DomainError: it is written already, or being written.
    """
    actor.require_for(IMPORT, "stop")
    run = run_for(actor, run_id, lock=True)
    refusal = f"这次导入{run.get_state_display()}，不能放弃"
    run.is_stopping, run.state = True, IMPORT.target("stop", run.state, refusal=refusal)
    run.save(update_fields=["is_stopping", "state"])
    drop_staged(run)
    record(events.DIRECTORY_IMPORT_STOPPED, run, actor, at, {})


def run_for(actor: Actor, run_id: int, *, lock: bool = False) -> ImportRun:
    """Load an import within reach.

    Raises:
        NotFoundError: there is none.
    """
    reach = ImportRun.objects.filter(accounts.within(actor), pk=run_id)
    run = (reach.select_for_update() if lock else reach.select_related("owner", "user")).first()
    if run is None:
        raise NotFoundError("没有这次导入，或不在您的范围内")
    return run


@transaction.atomic
def begin_writing(*, actor: Actor, run_id: int) -> ImportRun:
    """Say that the write is under way, so that it is asked for once.

    Raises:
        DomainError: it is not ready, or nothing would change.
    """
    actor.require_for(IMPORT, "begin_writing")
    run = run_for(actor, run_id, lock=True)
    refusal = f"这次导入{run.get_state_display()}，不能写入"
    state = IMPORT.target("begin_writing", run.state, refusal=refusal)
    if not run.counts.get("new", 0) + run.counts.get("changed", 0):
        raise DomainError("没有要写入的行：与名录完全一样，或都要先改")
    run.state = state
    run.save(update_fields=["state"])
    return run


def fail(run_id: int, problem: str) -> None:
    """Note that a file cannot be read, or that its writing was refused."""
    for act in ("reject", "refuse_writing"):
        (source,) = IMPORT.sources([act])
        run = ImportRun.objects.filter(pk=run_id, state=source)
        run.update(state=IMPORT.target(act, source), problem=problem[:500])


def record_written(
    run: ImportRun, actor: Actor, at: datetime, private: Mapping[str, Any] | None = None
) -> int:
    """Put the writing of a file on record: which sheet, its counts, how many cells were mended."""
    public = {**run.counts, "corrected": run.corrections.count()}
    private = {"sheet": run.sheet, "heading_row": run.heading_row or 0, **(private or {})}
    return record(events.DIRECTORY_IMPORTED, run, actor, at, public, private)


def drop_staged(run: ImportRun) -> None:
    """Delete the staged rows of an import."""
    run.stagedsubjects.all().delete()
    run.stagedrows.all().delete()


def record(
    event_type: EventType,
    run: ImportRun,
    actor: Actor,
    at: datetime,
    counts: Mapping[str, int],
    private: Mapping[str, Any] | None = None,
) -> int:
    """Put one entry for a whole file on record, with its digest."""
    event = AuditEvent(
        type=event_type,
        number=run.kind,
        title=run.file_name,
        public={"file": run.digest, **counts},
        private={"run": run.pk, **(private or {})},
    )
    return audit.record(event, by=actor.author, at=at)


def _open_for(actor: Actor, run_id: int) -> ImportRun:
    run = run_for(actor, run_id, lock=True)
    IMPORT.target("change", run.state, refusal=f"这次导入{run.get_state_display()}，不能再改")
    return run


def _reread(run: ImportRun, *fields: str) -> ImportRun:
    run.state, run.done, run.is_stopping = IMPORT.target("change", run.state), 0, False
    run.save(update_fields=["state", "done", "is_stopping", *fields])
    return run


def _cell(run: ImportRun, refused: Mapping[int, Any], cell: Cell) -> Correction:
    row, place = refused.get(cell.line), run.columns.get(cell.column)
    if row is None or place is None:
        raise DomainError(f"第 {cell.line} 行没有这一格可改；请刷新后再改")
    if len(cell.value) > MOST_CELL:
        raise DomainError(f"第 {cell.line} 行：超过 {MOST_CELL} 个字；请缩短")
    before = row.raw[place] if place < len(row.raw) else ""
    value = plain_text(cell.value)
    if holds_identity(uscc.normalized(value)):
        raise DomainError(f"第 {cell.line} 行：这是个人的身份证号，不能当作代码，没有保存")
    return Correction(line=cell.line, column=cell.column, before=before[:MOST_CELL], value=value)


def _display_correction(run: ImportRun, correction: Correction) -> list[str]:
    if correction.column == TAKEN:
        return [f"第 {correction.line} 行代码照原样收下", correction.value, correction.reason]
    title = rules.SYNONYMS[run.kind][correction.column][0]
    before, value = correction.before, correction.value
    if correction.column == "phone":
        before, value = personal_numbers.masked(before), personal_numbers.masked(value)
    return [f"第 {correction.line} 行{title}", before, value]


def _acceptance(refused: Mapping[int, Any], line: int, reason: str) -> Correction:
    row = refused.get(line)
    if row is None or not any(problem["column"] == "code" for problem in row.problems):
        raise DomainError(f"第 {line} 行没有要说明的代码；请刷新后再改")
    if not reason.strip():
        raise DomainError(f"第 {line} 行：请写照原样收下的理由")
    code = row.shown_code
    text = plain_text(reason)[:_MOST_REASON]
    return Correction(line=line, column=TAKEN, before=code, value=code, reason=text)
