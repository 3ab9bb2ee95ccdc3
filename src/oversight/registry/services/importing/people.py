"""Judging and writing the rows of inspectors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from mingqian_tables.spreadsheet import Row
from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.common.errors import ChangedMeanwhileError
from oversight.registry.models import Certificate, ImportRun, Inspector, Staged, StagedRow
from oversight.registry.rules import inspectors as rules
from oversight.registry.rules import subjects as words
from oversight.registry.services.importing import runs
from oversight.registry.services.importing.reading import Judge, cell
from oversight.registry.services.inspectors import photograph

_PLAIN = ("number", "name", "sex", "post", "staffing", "duty", "certificate", "issuer", "until")
_STAFFING = {"行政编制": "行政", "参公编制": "参公", "事业编制": "事业", "在编": "行政", "": "行政"}
_DUTY = {"": "在岗", "在职": "在岗", "正常": "在岗"}
_LENGTHS = range(5, 21)
_MOST = {"name": 40, "post": 40, "certificate": 40, "issuer": 80}


def judge_for(run: ImportRun, actor: Actor) -> Judge:
    """Make the judge of an import's rows."""
    sections = dict(accounts.sections(actor).values_list("name", "pk"))
    reach = frozenset(accounts.organisations(actor).values_list("pk", flat=True))
    known = {one.number: one for one in Inspector.objects.filter(bureau_id=run.bureau_id)}
    seen: dict[str, int] = {}

    def judge(batch: Sequence[Row]) -> list[StagedRow]:
        return [_judged(run, row, sections, reach, known, seen) for row in batch]

    return judge


@transaction.atomic
def write(run: ImportRun, actor: Actor, at: datetime) -> int:
    """Write what was staged, all of it or nothing.

    Raises:
        ChangedMeanwhileError: somebody changed one of them since.
    """
    index = runs.record("directory.imported", run, actor, at, run.counts)
    for staged in run.stagedrows.filter(verdict__in=[Staged.NEW, Staged.CHANGED]):
        inspector = _target(run, staged)
        values = dict(staged.values)
        certificate = values.pop("until", "")
        kind, issuer = values.pop("certificate", ""), values.pop("issuer", "")
        for name, value in values.items():
            setattr(inspector, name, value)
        inspector.entry = index
        inspector.save()
        _certify(inspector, kind, issuer, certificate)
        photograph(inspector, at, index)
    return index


def _target(run: ImportRun, staged: StagedRow) -> Inspector:
    found = Inspector.objects.filter(bureau_id=run.bureau_id, number=staged.values["number"])
    inspector = found.first()
    if (inspector.entry if inspector else None) != staged.target_entry:
        raise ChangedMeanwhileError("核对以后名录又有改动；请点“重新核对”再写入")
    return inspector or Inspector(bureau_id=run.bureau_id)


def _certify(inspector: Inspector, kind: str, issuer: str, until: str) -> None:
    day = words.day_of(until)
    if day is not None and not inspector.certificates.filter(until__gte=day).exists():
        Certificate.objects.create(
            inspector=inspector,
            kind=kind or "执法证",
            number=inspector.number,
            issuer=issuer,
            until=day,
        )


def _judged(
    run: ImportRun,
    row: Row,
    sections: dict[str, int],
    reach: frozenset[int],
    known: dict[str, Inspector],
    seen: dict[str, int],
) -> StagedRow:
    raw = {name: words.known(cell(row, run.columns, name)) for name in _PLAIN}
    raw["staffing"] = _STAFFING.get(raw["staffing"], raw["staffing"])
    raw["duty"] = _DUTY.get(raw["duty"], raw["duty"])
    unit = words.known(cell(row, run.columns, "owner"))
    problems = _problems(raw, unit, sections)
    if raw["number"] in seen:
        problems.append(_problem("number", raw["number"], f"与第 {seen[raw['number']]} 行重复"))
    seen.setdefault(raw["number"], row.number)
    old = known.get(raw["number"])
    if old is not None and old.owner_id not in reach:
        problems.append(_problem("number", raw["number"], f"归{old.owner.name}保管；请他们来改"))
    problems += _too_long(raw)
    staged = StagedRow(run=run, line=row.number, problems=problems, raw=list(row.cells))
    if problems:
        staged.verdict = Staged.REFUSED
        return staged
    told = {name for name in run.columns if words.known(cell(row, run.columns, name))}
    lists = {name: _list(cell(row, run.columns, name)) for name in ("items", "regions")}
    expert = cell(row, run.columns, "is_expert") in {"是", "1", "专家"}
    values: dict[str, Any] = {**raw, **lists, "is_expert": expert}
    values["owner_id"] = sections.get(unit) or (old.owner_id if old else run.owner_id)
    return _compared(staged, values, told, old)


def _compared(
    staged: StagedRow, values: dict[str, Any], told: set[str], old: Inspector | None
) -> StagedRow:
    if old is None:
        staged.values, staged.verdict = values, Staged.NEW
        return staged
    for name in tuple(values):
        if name not in told and name not in {"owner_id", "until", "certificate", "issuer"}:
            values[name] = getattr(old, name)
    extra = {"until", "certificate", "issuer"}
    moved = [n for n in values if n not in extra and getattr(old, n) != values[n]]
    day = words.day_of(values["until"])
    is_renewed = day is not None and not old.certificates.filter(until__gte=day).exists()
    staged.verdict = Staged.CHANGED if moved or is_renewed else Staged.SAME
    staged.changes = {n.removesuffix("_id"): [str(getattr(old, n)), str(values[n])] for n in moved}
    if is_renewed:
        staged.changes["until"] = ["", values["until"]]
    staged.values, staged.target, staged.target_entry = values, old.pk, old.entry
    return staged


def _problems(raw: dict[str, str], unit: str, sections: dict[str, int]) -> list[dict[str, str]]:
    found = []
    if len(raw["number"]) not in _LENGTHS:
        found.append(_problem("number", raw["number"], "证号应为 5 到 20 个字符"))
    if not raw["name"]:
        found.append(_problem("name", "", "没有姓名；请补上"))
    if raw["sex"] not in {"男", "女"}:
        found.append(_problem("sex", raw["sex"], "应为 男 或 女"))
    for name, allowed in (("staffing", rules.STAFFINGS), ("duty", rules.DUTY_STATES)):
        if raw[name] not in allowed:
            found.append(_problem(name, raw[name], f"应为 {'、'.join(allowed)} 之一"))
    if unit and unit not in sections:
        found.append(_problem("owner", unit, f"应为 {'、'.join(sections)} 之一"))
    if raw["until"] and words.day_of(raw["until"]) is None:
        found.append(_problem("until", raw["until"], "看不懂的日期；请写作 2026-12-31"))
    return found


def _problem(column: str, value: str, reason: str) -> dict[str, str]:
    return {"column": column, "value": value[:60], "reason": reason}


def _too_long(raw: dict[str, str]) -> list[dict[str, str]]:
    return [
        _problem(name, raw[name], f"超过 {most} 个字；请缩短")
        for name, most in _MOST.items()
        if len(raw[name]) > most
    ]


def _list(text: str) -> list[str]:
    return [one for one in words.labels_of(text).split("|") if one]
