"""Judging the rows of subjects, and writing them by set: 300,000 at once must not be a loop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef

from mingqian_tables.spreadsheet import Row
from oversight.accounts import selectors as accounts
from oversight.accounts.selectors import Actor
from oversight.common.errors import ChangedMeanwhileError
from oversight.registry.models import Facet, ImportRun, Staged, StagedSubject, Subject
from oversight.registry.rules import subjects as rules
from oversight.registry.services import subjects as changes
from oversight.registry.services.importing import runs
from oversight.registry.services.importing.reading import Judge, cell

_COPIED = (*rules.VERSIONED, "initials", "tokens", "plain")


def judge_for(run: ImportRun, actor: Actor) -> Judge:
    """Make the judge of an import's rows; it remembers the codes it has seen."""
    sections = dict(accounts.sections(actor).values_list("name", "pk"))
    reach = frozenset(accounts.organisations(actor).values_list("pk", flat=True))
    seen: dict[str, int] = {}

    def judge(batch: Sequence[Row]) -> list[StagedSubject]:
        read = [(row, *_read(run, row, sections)) for row in batch]
        codes = [checked.values["code"] for _, checked, _ in read]
        listed = Subject.objects.filter(bureau_id=run.bureau_id, code__in=codes)
        known = {one.code: one for one in listed}
        staged = []
        for row, checked, owner_id in read:
            code = checked.values["code"]
            twice = _twice(seen, code, row.number)
            faults = [*checked.faults, *twice]
            old = known.get(code)
            if old is not None and old.owner_id not in reach:
                faults.append(_foreign(old))
            told = {name for name in rules.FIELDS if rules.known(cell(row, run.columns, name))}
            staged.append(_staged(run, row, checked.values, told, owner_id, old, faults))
        return staged

    return judge


@transaction.atomic
def write(run: ImportRun, actor: Actor, at: datetime) -> int:
    """Write what was staged, all of it or nothing; gives the entry's place in the trail.

    Raises:
        ChangedMeanwhileError: the directory moved since the rows were compared.
    """
    _require_unmoved(run)
    index = runs.record("directory.imported", run, actor, at, run.counts)
    with connection.cursor() as cursor:
        cursor.execute(*_keep_past(run, index, at))
        cursor.execute(*_update(run, index, at))
        cursor.execute(*_insert(run, index, at))
    _note_facets(run)
    return index


def _read(run: ImportRun, row: Row, sections: dict[str, int]) -> tuple[rules.Checked, int | None]:
    raw = {name: cell(row, run.columns, name) for name in rules.FIELDS}
    checked = rules.checked(raw)
    named = rules.known(cell(row, run.columns, "owner"))
    owner_id = sections.get(named)
    if named and owner_id is None:
        known = "、".join(sections)
        fault = rules.Fault(field="owner", value=named[:40], reason=f"应为 {known} 之一")
        checked.faults.append(fault)
    return checked, owner_id


def _twice(seen: dict[str, int], code: str, number: int) -> list[rules.Fault]:
    if code and code in seen:
        reason = f"与第 {seen[code]} 行的代码重复；请只留一行"
        return [rules.Fault(field="code", value=code, reason=reason)]
    seen[code] = number
    return []


def _foreign(old: Subject) -> rules.Fault:
    name = old.owner.name
    return rules.Fault(field="code", value=old.code, reason=f"这一家归{name}保管；请他们来改")


def _staged(
    run: ImportRun,
    row: Row,
    values: dict[str, Any],
    told: set[str],
    owner_id: int | None,
    old: Subject | None,
    faults: list[rules.Fault],
) -> StagedSubject:
    if faults:
        problems = [
            {"column": one.field, "value": one.value, "reason": one.reason} for one in faults
        ]
        return StagedSubject(
            run=run,
            bureau_id=run.bureau_id,
            line=row.number,
            verdict=Staged.REFUSED,
            code=values["code"][:40],
            name=values["name"][:200],
            problems=problems,
            raw=list(row.cells),
        )
    final = _merged(run, values, told, owner_id, old)
    staged = StagedSubject(run=run, line=row.number, bureau_id=run.bureau_id, **final)
    staged.is_listed = old.is_listed if old else True
    if old is None:
        staged.verdict = Staged.NEW
    else:
        before = {name: getattr(old, name) for name in final}
        moved = [name for name in final if before[name] != final[name]]
        staged.verdict = Staged.CHANGED if moved else Staged.SAME
        staged.target, staged.target_entry = old.pk, old.entry
        staged.changes = _shown(before, final, moved)
    if staged.verdict in {Staged.NEW, Staged.CHANGED}:
        _index_words(staged)
    return staged


def _merged(
    run: ImportRun,
    values: dict[str, Any],
    told: set[str],
    owner_id: int | None,
    old: Subject | None,
) -> dict[str, Any]:
    """Keep what is known where the file has no column or an empty cell."""
    if old is None:
        return {**values, "owner_id": owner_id or run.owner_id}
    final = {"owner_id": owner_id or old.owner_id, "code_is_valid": values["code_is_valid"]}
    for name in rules.FIELDS:
        is_told = name in told and values[name] not in ("", None)
        final[name] = values[name] if is_told else getattr(old, name)
    return final


def _shown(before: dict[str, Any], after: dict[str, Any], moved: list[str]) -> dict[str, list[str]]:
    return {
        name.removesuffix("_id"): [str(before[name] or ""), str(after[name] or "")]
        for name in moved
    }


def _index_words(staged: StagedSubject) -> None:
    labels = [one for one in staged.labels.split("|") if one]
    staged.initials = changes.initials(staged.name)
    staged.tokens = rules.tokens(staged.name, staged.address, staged.initials, labels)
    staged.plain = rules.plain_words(staged.name, staged.address)


def _require_unmoved(run: ImportRun) -> None:
    staged = StagedSubject.objects.filter(run=run)
    now = Subject.objects.filter(pk=OuterRef("target"))
    moved = staged.filter(verdict=Staged.CHANGED).exclude(
        Exists(now.filter(entry=OuterRef("target_entry")))
    )
    taken = Subject.objects.filter(bureau_id=run.bureau_id, code=OuterRef("code"))
    fresh = staged.filter(verdict=Staged.NEW).filter(Exists(taken))
    if moved.exists() or fresh.exists():
        raise ChangedMeanwhileError("核对以后名录又有改动；请点“重新核对”再写入")


def _keep_past(run: ImportRun, index: int, at: datetime) -> tuple[str, list[Any]]:
    columns = ", ".join(f"s.{name}" for name in rules.VERSIONED)
    names = ", ".join(rules.VERSIONED)
    statement = (
        f"INSERT INTO registry_subjectpast ({names}, subject_id, since, entry, until, until_entry)"
        f" SELECT {columns}, s.id, s.since, s.entry, %s, %s FROM registry_subject s"
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
    staged = StagedSubject.objects.filter(run=run, verdict__in=[Staged.NEW, Staged.CHANGED])
    found = set()
    for name in ("region", "industry"):
        values = staged.exclude(**{name: ""}).values_list(F(name), flat=True).distinct()
        found |= {(name, value[:80]) for value in values.order_by(name)[:2000]}
    for text in staged.exclude(labels="").values_list("labels", flat=True).distinct()[:2000]:
        found |= {("labels", label[:80]) for label in text.split("|") if label}
    rows = [Facet(bureau_id=run.bureau_id, field=f, value=v) for f, v in sorted(found)]
    Facet.objects.bulk_create(rows, ignore_conflicts=True)
