"""Validating the rows of subjects, and writing them by set: a loop over 300,000 is too slow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef

from mingqian_tables import uscc
from mingqian_tables.table import Row
from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.common import finding
from oversight.common.errors import ChangedMeanwhileError
from oversight.registry.models import Facet, ImportRun, StagedRecord, StagedSubject, Subject
from oversight.registry.rules import subjects as rules
from oversight.registry.rules.references import advice, match, plain
from oversight.registry.services.importing import cells, runs
from oversight.registry.services.importing.cells import Corrections, Problem, cell, problem
from oversight.registry.services.importing.staging import RowValidator

_WORDS = ("state", "grade", "risk", "kind")
_PLACES = ("region", "industry")
# Blanks between two Chinese characters say nothing.
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_SHOWN = 8
_COPIED = (*rules.VERSIONED, "initials", "tokens", "plain")


@dataclass(frozen=True, slots=True, kw_only=True)
class _RowContext:
    """What a row is validated against; ``places`` has regions and industries as written."""

    run: ImportRun
    corrections: Corrections
    sections: Mapping[str, int]
    reach: frozenset[int]
    places: Mapping[str, dict[str, str]]
    seen: dict[str, int] = field(default_factory=dict)


def make_validator(run: ImportRun, actor: Actor) -> RowValidator:
    """Make the validator of an import's rows; it remembers the codes it has seen."""
    context = _RowContext(
        run=run,
        corrections=cells.corrections_of(run),
        sections=dict(accounts.sections(actor).values_list("name", "pk")),
        reach=frozenset(accounts.organisations(actor).values_list("pk", flat=True)),
        places={name: _spellings(run.bureau_id, name) for name in _PLACES},
    )

    def validate(batch: Sequence[Row]) -> list[StagedSubject]:
        codes = [uscc.normalized(cell(row, run.columns, "code")) for row in batch]
        rows = Subject.objects.filter(bureau_id=run.bureau_id, code__in=codes)
        subject_by_code = {subject.code: subject for subject in rows.select_related("owner")}
        return [
            _validate_row(context, row, subject_by_code.get(code))
            for row, code in zip(batch, codes, strict=True)
        ]

    return validate


def notes(run: ImportRun) -> list[str]:
    """Say what a person should look at: usual values, and regions that are new."""
    sentences = []
    if "state" not in run.columns and run.counts.get(StagedRecord.NEW):
        sentences.append("表里没有“登记状态”一栏：新增的按“存续”收，不是的请改")
    for name in _PLACES:
        staged = run.stagedsubjects.filter(verdict__in=[StagedRecord.NEW, StagedRecord.CHANGED])
        known_values = Facet.objects.filter(bureau_id=run.bureau_id, field=name).values("value")
        new_values = staged.exclude(**{name: ""}).exclude(**{f"{name}__in": known_values})
        values = list(new_values.order_by(name).values_list(name, flat=True).distinct()[:_SHOWN])
        if values and known_values.exists():
            title = rules.TITLES[name]
            sentences.append(f"名录里以前没有的{title}：{'、'.join(values)}；请核对不是写错")
    return sentences


@transaction.atomic
def write(run: ImportRun, actor: Actor, at: datetime) -> int:
    """Write what was staged, all of it or nothing; gives the entry's place in the trail.

    Raises:
        ChangedMeanwhileError: the directory moved since the rows were compared.
    """
    _require_unmoved(run)
    index = runs.record_written(run, actor, at)
    with connection.cursor() as cursor:
        cursor.execute(*_keep_past(run, index, at))
        cursor.execute(*_update(run, index, at))
        cursor.execute(*_insert(run, index, at))
    _note_facets(run)
    return index


def _validate_row(context: _RowContext, row: Row, old: Subject | None) -> StagedSubject:
    run = context.run
    raw = {name: cell(row, run.columns, name) for name in rules.FIELDS if name in run.columns}
    if old is not None and "phone" in raw:
        raw["phone"] = rules.phone_meant(raw["phone"], old.phone)
    filled = {name for name, text in raw.items() if rules.clean_cell(text)}
    for name in _WORDS[1:]:  # an unknown state is asked about, whatever the word
        raw[name] = rules.clean_cell(raw.get(name, ""))
    problems = cells.words(run, raw, _WORDS)
    if old is None:
        problems += cells.unfilled(run, raw, _WORDS[:1], problems)
    for name, spellings in context.places.items():
        raw[name] = _known_spelling(spellings, rules.clean_cell(raw.get(name, "")))
    row_check = rules.check_row(raw, keeps_bad_code=row.number in context.corrections.reasons)
    problems += [_problem(fault, row_check.values["code"]) for fault in row_check.faults]
    problems += _code_problems(context, row_check.values["code"], row.number, old)
    owner_id = _owner(context, rules.clean_cell(cell(row, run.columns, "owner")), problems)
    problems = cells.with_reader_faults(row, run.columns, problems)
    if problems:
        staged = _refused(run, row, row_check.values, problems)
    else:
        staged = _stage_row(run, row, row_check.values, filled, owner_id, old)
    staged.corrected = context.corrections.names(row.number)
    if row.number in context.corrections.reasons:
        staged.corrected = [*staged.corrected, "code"]
    return staged


def _problem(fault: rules.FieldError, code: str) -> Problem:
    """Tell a fault; a code that was issued with another check character may be taken as it is."""
    cell_problem = problem(fault.field, fault.value, fault.reason)
    is_takeable = fault.field == "code" and rules.differs_in_check(code)
    return {**cell_problem, "takes": True} if is_takeable else cell_problem


def _spellings(bureau_id: int, name: str) -> dict[str, str]:
    rows = Facet.objects.filter(bureau_id=bureau_id, field=name).values_list("value", flat=True)
    return {plain(value): value for value in rows}


def _known_spelling(spellings: dict[str, str], text: str) -> str:
    """Write a region as it is written already; width, blanks and marks make no other one."""
    packed = _BETWEEN.sub("", text)
    return spellings.setdefault(plain(packed), packed) if plain(packed) else packed


def _code_problems(
    context: _RowContext, code: str, number: int, old: Subject | None
) -> list[Problem]:
    if not code or rules.holds_identity(code):
        return []
    if code in context.seen:
        reason = f"与第 {context.seen[code]} 行的代码重复；请只留一行"
        return [problem("code", code, reason)]
    context.seen[code] = number
    if old is not None and old.owner_id not in context.reach:
        return [problem("code", code, f"这一家归{old.owner.name}保管；请他们来改")]
    return []


def _owner(context: _RowContext, unit: str, problems: list[Problem]) -> int | None:
    if not unit:
        return None
    section_name = context.run.meanings.get("owner", {}).get(unit, unit)
    name = match(section_name, context.sections)
    if name is None:
        problems.append(problem("owner", unit, advice(unit, context.sections), asks=True))
        return None
    return context.sections[name]


def _refused(
    run: ImportRun, row: Row, values: dict[str, Any], problems: list[Problem]
) -> StagedSubject:
    return StagedSubject(
        run=run,
        bureau_id=run.bureau_id,
        line=row.number,
        verdict=StagedRecord.REFUSED,
        code="" if rules.holds_identity(values["code"]) else values["code"][:40],
        name=values["name"][:200],
        problems=problems,
        raw=cells.masked_cells(row, run.columns),
    )


def _stage_row(
    run: ImportRun,
    row: Row,
    values: dict[str, Any],
    filled: set[str],
    owner_id: int | None,
    old: Subject | None,
) -> StagedSubject:
    final = _merge(run, values, filled, owner_id, old)
    staged = StagedSubject(run=run, line=row.number, bureau_id=run.bureau_id, **final)
    staged.is_listed = old.is_listed if old else True
    if old is None:
        staged.verdict = StagedRecord.NEW
    else:
        before = {name: getattr(old, name) for name in final}
        changed_names = [name for name in final if before[name] != final[name]]
        staged.verdict = StagedRecord.CHANGED if changed_names else StagedRecord.SAME
        staged.target, staged.target_entry = old.pk, old.entry
        staged.changes = _display_changes(before, final, changed_names)
    if staged.verdict in {StagedRecord.NEW, StagedRecord.CHANGED}:
        _index_words(staged)
    return staged


def _merge(
    run: ImportRun,
    values: dict[str, Any],
    filled: set[str],
    owner_id: int | None,
    old: Subject | None,
) -> dict[str, Any]:
    """Keep what is known where the file has no column or an empty cell."""
    if old is None:
        return {**values, "owner_id": owner_id or run.owner_id}
    final = {"owner_id": owner_id or old.owner_id, "code_is_valid": values["code_is_valid"]}
    for name in rules.FIELDS:
        is_filled = name in filled and values[name] not in ("", None)
        final[name] = values[name] if is_filled else getattr(old, name)
    return final


def _display_changes(
    before: dict[str, Any], after: dict[str, Any], names: list[str]
) -> dict[str, list[str]]:
    return {
        name.removesuffix("_id"): [str(before[name] or ""), str(after[name] or "")]
        for name in names
    }


def _index_words(staged: StagedSubject) -> None:
    labels = [label for label in staged.labels.split("|") if label]
    staged.initials = finding.initials(staged.name)
    staged.tokens = rules.tokens(staged.name, staged.address, staged.initials, labels)
    staged.plain = rules.plain_words(staged.name, staged.address)


def _require_unmoved(run: ImportRun) -> None:
    staged = StagedSubject.objects.filter(run=run)
    now = Subject.objects.filter(pk=OuterRef("target"))
    changed_since = staged.filter(verdict=StagedRecord.CHANGED).exclude(
        Exists(now.filter(entry=OuterRef("target_entry")))
    )
    same_code = Subject.objects.filter(bureau_id=run.bureau_id, code=OuterRef("code"))
    now_taken = staged.filter(verdict=StagedRecord.NEW).filter(Exists(same_code))
    if changed_since.exists() or now_taken.exists():
        raise ChangedMeanwhileError("核对以后名录又有改动；请点“重新核对”再写入")


def _keep_past(run: ImportRun, index: int, at: datetime) -> tuple[str, list[Any]]:
    columns = ", ".join(f"s.{name}" for name in rules.VERSIONED)
    names = ", ".join(rules.VERSIONED)
    statement = (
        f"INSERT INTO registry_subjectversion ({names}, subject_id, since, entry, until,"
        f" until_entry) SELECT {columns}, s.id, s.since, s.entry, %s, %s FROM registry_subject s"
        " JOIN registry_stagedsubject t ON t.target = s.id"
        " WHERE t.run_id = %s AND t.verdict = 'changed'"
    )
    return statement, [at, index, run.pk]


def _update(run: ImportRun, index: int, at: datetime) -> tuple[str, list[Any]]:
    columns = ", ".join(f"{name} = t.{name}" for name in _COPIED)
    statement = (
        f"UPDATE registry_subject SET {columns}, since = %s, entry = %s"
        " FROM registry_stagedsubject t WHERE t.target = registry_subject.id"
        " AND t.run_id = %s AND t.verdict = 'changed'"
    )
    return statement, [at, index, run.pk]


def _insert(run: ImportRun, index: int, at: datetime) -> tuple[str, list[Any]]:
    names = ", ".join(_COPIED)
    statement = (
        f"INSERT INTO registry_subject ({names}, since, entry, visit_year, visit_count)"
        f" SELECT {names}, %s, %s, 0, 0 FROM registry_stagedsubject"
        " WHERE run_id = %s AND verdict = 'new' ORDER BY line"
    )
    return statement, [at, index, run.pk]


def _note_facets(run: ImportRun) -> None:
    staged = StagedSubject.objects.filter(
        run=run, verdict__in=[StagedRecord.NEW, StagedRecord.CHANGED]
    )
    values_by_field = set()
    for name in ("region", "industry"):
        values = staged.exclude(**{name: ""}).values_list(F(name), flat=True).distinct()
        values_by_field |= {(name, value[:80]) for value in values.order_by(name)[:2000]}
    for text in staged.exclude(labels="").values_list("labels", flat=True).distinct()[:2000]:
        values_by_field |= {("labels", label[:80]) for label in text.split("|") if label}
    rows = [Facet(bureau_id=run.bureau_id, field=f, value=v) for f, v in sorted(values_by_field)]
    Facet.objects.bulk_create(rows, ignore_conflicts=True)
