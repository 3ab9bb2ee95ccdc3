"""Validating and writing the rows of inspectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from mingqian_tables import amounts, uscc
from mingqian_tables.normalisation import plain_code
from mingqian_tables.table import Row
from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.accounts.services import numbers
from oversight.common.core_words import problem_of
from oversight.common.errors import ChangedMeanwhileError
from oversight.registry.models import Certificate, ImportRun, Inspector, StagedRecord, StagedRow
from oversight.registry.rules import inspectors as rules
from oversight.registry.rules import references, vocabulary
from oversight.registry.rules import subjects as texts
from oversight.registry.selectors import names
from oversight.registry.services.importing import cells, runs
from oversight.registry.services.importing.cells import Corrections, Problem, cell, problem
from oversight.registry.services.importing.staging import RowValidator
from oversight.registry.services.inspectors import snapshot

_PLAIN = ("name", "sex", "post", "staffing", "duty", "certificate", "issuer", "until", "is_expert")
_WORDS = ("sex", "staffing", "duty", "is_expert")
_SHOWN = 10
_USUAL = {"staffing": "行政", "duty": rules.ON_DUTY}
_CERTIFICATE = {"until", "certificate", "issuer"}
_MOST = {"name": 40, "post": 40, "certificate": 40, "issuer": 80}


@dataclass(frozen=True, slots=True, kw_only=True)
class _RowContext:
    """What a row is validated against."""

    run: ImportRun
    corrections: Corrections
    sections: Mapping[str, int]
    reach: frozenset[int]
    known: Mapping[str, Inspector]
    items: Mapping[str, str]
    regions: Sequence[str]
    seen: dict[str, int] = field(default_factory=dict)


def make_validator(run: ImportRun, actor: Actor) -> RowValidator:
    """Make the validator of an import's rows."""
    inspectors = Inspector.objects.filter(bureau_id=run.bureau_id).select_related("owner")
    context = _RowContext(
        run=run,
        corrections=cells.corrections_of(run),
        sections=dict(accounts.sections(actor).values_list("name", "pk")),
        reach=frozenset(accounts.organisations(actor).values_list("pk", flat=True)),
        known={plain_code(inspector.number): inspector for inspector in inspectors},
        items=names.items(run.bureau_id),
        regions=names.regions(run.bureau_id),
    )

    def validate(batch: Sequence[Row]) -> list[StagedRow]:
        return [_validate_row(context, row) for row in batch]

    return validate


@transaction.atomic
def write(run: ImportRun, actor: Actor, at: datetime) -> int:
    """Write what was staged, all of it or nothing.

    Raises:
        ChangedMeanwhileError: somebody changed one of them since.
    """
    rows = list(run.stagedrows.filter(verdict__in=[StagedRecord.NEW, StagedRecord.CHANGED]))
    targets = _targets(run, rows)
    codes = [[row.values["number"], target.code] for row, target in zip(rows, targets, strict=True)]
    index = runs.record_written(run, actor, at, {"inspectors": codes})
    for staged, inspector in zip(rows, targets, strict=True):
        values = dict(staged.values)
        certificate = values.pop("until", "")
        kind, issuer = values.pop("certificate", ""), values.pop("issuer", "")
        for name, value in values.items():
            setattr(inspector, name, value)
        inspector.entry = index
        inspector.save()
        _certify(inspector, kind, issuer, certificate)
        snapshot(inspector, at, index)
    return index


def notes(run: ImportRun) -> list[str]:
    """Say by what usual values new rows were completed."""
    if not run.counts.get(StagedRecord.NEW):
        return []
    return [
        *_namesakes(run),
        *_usual_value_notes(run),
    ]


def _usual_value_notes(run: ImportRun) -> list[str]:
    return [
        f"表里没有“{rules.TITLES[name]}”一栏：新登记的人员按“{value}”收，不是的请在人员页改"
        for name, value in _USUAL.items()
        if name not in run.columns
    ]


def _namesakes(run: ImportRun) -> list[str]:
    """Name those who come in under a second number: one person twice could be sent as a pair."""
    registered = Inspector.objects.filter(bureau_id=run.bureau_id).values_list("name", "number")
    people: dict[str, set[str]] = {}
    for name, number in registered:
        people.setdefault(references.plain(name), set()).add(number)
    new_rows = run.stagedrows.filter(verdict=StagedRecord.NEW).order_by("line")
    names = {}
    for values in new_rows.values_list("values", flat=True):
        plain = references.plain(values["name"])
        people.setdefault(plain, set()).add(values["number"])
        names[plain] = values["name"]
    several = [name for plain, name in names.items() if len(people[plain]) > 1]
    if not several:
        return []
    listing = "、".join(several[:_SHOWN])
    return [f"同一个姓名有几个证号：{listing}；是同一个人的请只留一个证号，不是的可以照收"]


def _targets(run: ImportRun, rows: Sequence[StagedRow]) -> list[Inspector]:
    """Give the inspector of each row; new ones with their codes, and not saved yet."""
    targets = [_target(run, staged) for staged in rows]
    new_targets = [target for target in targets if not target.code]
    for inspector, code in zip(
        new_targets, numbers.inspector_codes(run.bureau, len(new_targets)), strict=True
    ):
        inspector.code = code
    return targets


def _target(run: ImportRun, staged: StagedRow) -> Inspector:
    inspector = Inspector.objects.filter(bureau_id=run.bureau_id, pk=staged.target or 0).first()
    same_number = Inspector.objects.filter(bureau_id=run.bureau_id, number=staged.values["number"])
    is_moved = (inspector.entry if inspector else None) != staged.target_entry
    if is_moved or same_number.exclude(pk=staged.target or 0).exists():
        raise ChangedMeanwhileError("核对以后名录又有改动；请点“重新核对”再写入")
    return inspector or Inspector(bureau_id=run.bureau_id)


def _certify(inspector: Inspector, kind: str, issuer: str, until: str) -> None:
    day = texts.day_of(until)
    if day is not None and not inspector.certificates.filter(until__gte=day).exists():
        Certificate.objects.create(
            inspector=inspector,
            kind=kind or "执法证",
            number=inspector.number,
            issuer=issuer,
            until=day,
        )


def _validate_row(context: _RowContext, row: Row) -> StagedRow:
    run = context.run
    number = plain_code(cell(row, run.columns, "number"))
    raw = {name: texts.clean_cell(cell(row, run.columns, name)) for name in _PLAIN}
    filled = {name for name in run.columns if texts.clean_cell(cell(row, run.columns, name))}
    old = context.known.get(number)
    problems = [*cells.words(run, raw, _WORDS), *_number(context, number, row)]
    if old is None:
        problems += cells.unfilled(run, raw, ("staffing",), problems)
        raw = {**raw, **{name: raw[name] or value for name, value in _USUAL.items()}}
    asks_sex = old is None and not any(cell_problem["column"] == "sex" for cell_problem in problems)
    problems += _problems(raw, asks_sex=asks_sex)
    owner_id = _owner(context, texts.clean_cell(cell(row, run.columns, "owner")), problems)
    lists = {
        "items": _items(context, cell(row, run.columns, "items"), problems),
        "regions": _regions(context, cell(row, run.columns, "regions"), problems),
    }
    problems = cells.with_reader_faults(row, run.columns, problems)
    values: dict[str, Any] = {"number": number, **raw, **lists}
    values["is_expert"] = raw["is_expert"] == vocabulary.YES
    values["owner_id"] = owner_id or (old.owner_id if old else run.owner_id)
    staged = StagedRow(
        run=run, line=row.number, problems=problems, raw=cells.masked_cells(row, run.columns)
    )
    staged.corrected = context.corrections.names(row.number)
    if problems:
        staged.verdict = StagedRecord.REFUSED
        staged.values = {"name": raw["name"], "number": number if _is_safe(number) else ""}
        return staged
    return _compare(staged, values, filled, old)


def _compare(
    staged: StagedRow, values: dict[str, Any], filled: set[str], old: Inspector | None
) -> StagedRow:
    if old is None:
        staged.values, staged.verdict = values, StagedRecord.NEW
        return staged
    for name in tuple(values):
        if name not in filled and name not in {"owner_id", *_CERTIFICATE}:
            values[name] = getattr(old, name)
    changed_names = [n for n in values if n not in _CERTIFICATE and getattr(old, n) != values[n]]
    day = texts.day_of(values["until"])
    is_renewed = day is not None and not old.certificates.filter(until__gte=day).exists()
    staged.verdict = StagedRecord.CHANGED if changed_names or is_renewed else StagedRecord.SAME
    staged.changes = {
        name.removesuffix("_id"): [_text(getattr(old, name)), _text(values[name])]
        for name in changed_names
    }
    if is_renewed:
        staged.changes["until"] = ["", values["until"]]
    staged.values, staged.target, staged.target_entry = values, old.pk, old.entry
    return staged


def _text(value: object) -> str:
    if isinstance(value, bool):
        return vocabulary.YES if value else vocabulary.NO
    return "、".join(value) if isinstance(value, list) else str(value)


def _number(context: _RowContext, number: str, row: Row) -> list[Problem]:
    fault = rules.number_fault(number) or _changed(number, row.kind(context.run.columns["number"]))
    if fault:
        return [problem("number", number if _is_safe(number) else "", fault)]
    if number in context.seen:
        return [problem("number", number, f"与第 {context.seen[number]} 行重复；请只留一行")]
    context.seen[number] = row.number
    old = context.known.get(number)
    if old is not None and old.owner_id not in context.reach:
        return [problem("number", number, f"归{old.owner.name}保管；请他们来改")]
    return []


def _changed(number: str, kind: str) -> str:
    """Say that a spreadsheet made something else of a number; empty if it did not."""
    try:
        amounts.code(number, kind)
    except amounts.UnclearError as error:
        return problem_of(error)
    return ""


def _is_safe(number: str) -> bool:
    return not uscc.is_identity(number)


def _problems(values: dict[str, str], *, asks_sex: bool) -> list[Problem]:
    problems = []
    if not references.plain(values["name"]):
        problems.append(problem("name", values["name"], "没有姓名；请补上"))
    if asks_sex and not values["sex"]:
        problems.append(problem("sex", "", "应为 男 或 女"))
    if values["until"] and texts.day_of(values["until"]) is None:
        reason = "看不懂的日期；请写作 2026-12-31（长期有效的写发证机关定的止日）"
        problems.append(problem("until", values["until"], reason))
    return problems + [
        problem(name, values[name], f"超过 {most} 个字；请缩短")
        for name, most in _MOST.items()
        if len(values[name]) > most
    ]


def _owner(context: _RowContext, unit: str, problems: list[Problem]) -> int | None:
    if not unit:
        return None
    section_name = context.run.meanings.get("owner", {}).get(unit, unit)
    name = references.match(section_name, context.sections)
    if name is None:
        reason = references.advice(unit, context.sections)
        problems.append(problem("owner", unit, reason, asks=True))
        return None
    return context.sections[name]


def _items(context: _RowContext, text: str, problems: list[Problem]) -> list[str]:
    codes = []
    for word in references.pieces(texts.clean_cell(text), context.items):
        name = references.match(word, context.items)
        if name is None:
            problems.append(problem("items", word, references.advice(word, context.items)))
        else:
            codes.append(context.items[name])
    return sorted(set(codes))


def _regions(context: _RowContext, text: str, problems: list[Problem]) -> list[str]:
    region_names = []
    for word in references.pieces(texts.clean_cell(text), context.regions):
        name = references.match(word, context.regions)
        if name is None:
            problems.append(problem("regions", word, references.advice(word, context.regions)))
        else:
            region_names.append(name)
    return sorted(set(region_names))
