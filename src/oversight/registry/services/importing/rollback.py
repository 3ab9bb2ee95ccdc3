"""Undoing an import as a whole, as long as nothing refers to its rows or changed them since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, models, transaction

from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError
from oversight.registry import events
from oversight.registry.models import (
    ImportRun,
    Inspector,
    InspectorVersion,
    Subject,
    SubjectVersion,
)
from oversight.registry.rules.subjects import VERSIONED, day_of
from oversight.registry.services import history, uses
from oversight.registry.services.importing import runs
from oversight.registry.services.subjects import index_words
from oversight.registry.states import IMPORT

_BATCH = 2000
_EXAMPLES = 3
_WORDS = ("initials", "tokens", "plain")
# What may refer to a row, by the name of its model; an unknown one is told as what it is called.
_REFERENCES = {
    "inspectionrecord": "已有检查或回避记录",
    "recusal": "已有检查或回避记录",
    "inspectiontask": "已被抽中",
    "frequencycapexemption": "已有超频次的申请",
    "teammember": "已派去检查",
    "recordmember": "已派去检查",
}
# They came with the inspector and go with it.
_OWN = {"certificate", "leave"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why rows cannot be taken back: how many, and a few of them by name."""

    says: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What an undoing would do: rows that go, rows that become what they were, rows in the way."""

    removed: int
    restored: int
    reasons: tuple[Reason, ...]

    @property
    def is_possible(self) -> bool:
        """Tell whether the import can be undone."""
        return not self.reasons

    @property
    def kept(self) -> int:
        """Count the rows in the way; one with two reasons counts for each."""
        return sum(reason.count for reason in self.reasons)


def prospect(*, actor: Actor, run_id: int) -> Prospect:
    """Give what an undoing would do, without doing it.

    Raises:
        DomainError: nothing was written, it is undone already, or it was of items.
    """
    actor.require_for(IMPORT, "undo")
    run = runs.run_for(actor, run_id)
    return _prospect(run, _require_written(run))


@transaction.atomic
def undo(*, actor: Actor, run_id: int, at: datetime) -> int:
    """Bring the directory back to what it was; what was written stays in the history.

    Raises:
        DomainError: not written, undone already, or rows were changed or used since.
    """
    actor.require_for(IMPORT, "undo")
    run = runs.run_for(actor, run_id, lock=True)
    entry = _require_written(run)
    is_subjects = run.kind == ImportRun.SUBJECTS
    preview = _prospect(run, entry)
    if not preview.is_possible:
        obstacles = "；".join(reason.says for reason in preview.reasons)
        raise DomainError(f"{obstacles}，不能整批撤销；请逐条改正")
    codes = Inspector.objects.filter(bureau_id=run.bureau_id, entry=entry)
    private = (
        {} if is_subjects else {"inspectors": [*map(list, codes.values_list("number", "code"))]}
    )
    index = runs.record(events.DIRECTORY_IMPORT_UNDONE, run, actor, at, {}, private)
    if is_subjects:
        _undo_subjects(entry, index, at)
    else:
        _undo_inspectors(run, entry, index, at)
    run.state, run.undone_at = IMPORT.target("undo", run.state), at
    run.save(update_fields=["state", "undone_at"])
    return preview.removed + preview.restored


def _require_written(run: ImportRun) -> int:
    if run.kind == ImportRun.ITEMS:
        raise DomainError("事项导入后是草稿；请在事项页逐项修改或取消")
    refusal = f"这次导入{run.get_state_display()}，没有可撤销的写入"
    IMPORT.target("undo", run.state, refusal=refusal)
    if run.entry is None:
        raise DomainError(refusal)
    return run.entry


def _prospect(run: ImportRun, entry: int) -> Prospect:
    is_subjects = run.kind == ImportRun.SUBJECTS
    return _subjects(run, entry) if is_subjects else _inspectors(run, entry)


def _subjects(run: ImportRun, entry: int) -> Prospect:
    standing = Subject.objects.filter(entry=entry)
    old = SubjectVersion.objects.filter(until_entry=entry).values("subject_id")
    new_rows = standing.exclude(pk__in=old)
    names = dict(new_rows.values_list("code", "name"))
    count_changed = run.counts["new"] + run.counts["changed"] - standing.count()
    reasons = [_reason("导入的行后来又改过", _since(entry), count_changed)] if count_changed else []
    reasons += _referring(Subject, new_rows)
    reasons += _in_use(uses.of(uses.SUBJECT, run.bureau_id, names), names)
    return Prospect(
        removed=len(names), restored=standing.count() - len(names), reasons=tuple(reasons)
    )


def _since(entry: int) -> list[str]:
    """Name the rows of an import that were changed after it."""
    left = SubjectVersion.objects.filter(entry=entry).exclude(until_entry=entry)
    return list(left.order_by("pk").values_list("name", flat=True)[:_EXAMPLES])


def _inspectors(run: ImportRun, entry: int) -> Prospect:
    staged = run.stagedrows.filter(verdict__in=["new", "changed"])
    numbers = {row.values["number"]: row.verdict for row in staged}
    standing = Inspector.objects.filter(bureau_id=run.bureau_id, entry=entry)
    own = standing.filter(number__in=numbers)
    unchanged = set(own.values_list("number", flat=True))
    changed_names = [row.values["name"] for row in staged if row.values["number"] not in unchanged]
    reasons = (
        [_reason("导入的人员后来又改过", changed_names, len(changed_names))]
        if changed_names
        else []
    )
    new_rows = own.filter(
        number__in=[number for number, verdict in numbers.items() if verdict == "new"]
    )
    names = dict(new_rows.values_list("code", "name"))
    reasons += _referring(Inspector, new_rows)
    reasons += _in_use(uses.of(uses.INSPECTOR, run.bureau_id, names), names)
    return Prospect(
        removed=len(names), restored=len(unchanged) - len(names), reasons=tuple(reasons)
    )


def _referring(model: type[Subject | Inspector], new_rows: models.QuerySet[Any]) -> list[Reason]:
    """Find new rows that other rows refer to, whatever these are."""
    names_by_reason: dict[str, dict[int, str]] = {}
    for relation in _relations(model):
        other = relation.related_model
        kind = other._meta.model_name or ""  # noqa: SLF001 - Django's own name for it
        if kind in _OWN:
            continue
        rows = other._default_manager.filter(**{f"{relation.field.name}__in": new_rows})  # noqa: SLF001
        keys = rows.values(relation.field.attname)
        says = _REFERENCES.get(kind, f"已有“{other._meta.verbose_name}”")  # noqa: SLF001
        names_by_reason.setdefault(says, {}).update(
            new_rows.filter(pk__in=keys).values_list("pk", "name")
        )
    return [
        _reason(f"新增的行{says}", [names[key] for key in sorted(names)], len(names))
        for says, names in names_by_reason.items()
        if names
    ]


def _relations(model: type[Subject | Inspector]) -> list[models.ForeignObjectRel]:
    """Give whatever refers to a row, also what has no name on this side."""
    fields = model._meta.get_fields(include_hidden=True)  # noqa: SLF001 - Django's own name for it
    return [field for field in fields if isinstance(field, models.ForeignObjectRel)]


def _in_use(used: Mapping[str, str], names: Mapping[str, str]) -> list[Reason]:
    by_use: dict[str, list[str]] = {}
    for key, use in used.items():
        by_use.setdefault(use, []).append(names[key])
    return [
        _reason(f"新增的行在已封存的{use}的名单里", rows, len(rows)) for use, rows in by_use.items()
    ]


def _reason(says: str, names: list[str], count: int) -> Reason:
    return Reason(says=says, count=count, names=tuple(names[:_EXAMPLES]))


def _undo_subjects(entry: int, index: int, at: datetime) -> None:
    restored = SubjectVersion.objects.filter(until_entry=entry)
    old_ids = list(restored.values_list("subject_id", flat=True))
    with connection.cursor() as cursor:
        for statement, values in _steps(entry, index, at):
            cursor.execute(statement, values)
    for start in range(0, len(old_ids), _BATCH):
        _index(old_ids[start : start + _BATCH])


def _steps(entry: int, index: int, at: datetime) -> list[tuple[str, list[Any]]]:
    """Keep what was written, drop what was new, restore what was changed: by set."""
    names = ", ".join(VERSIONED)
    columns = ", ".join(f"{name} = p.{name}" for name in VERSIONED)
    keep = (
        f"INSERT INTO registry_subjectversion ({names}, subject_id, since, entry, until,"
        f" until_entry) SELECT {names}, id, since, entry, %s, %s FROM registry_subject"
        " WHERE entry = %s"
    )
    drop = (
        "DELETE FROM registry_subject WHERE entry = %s AND id NOT IN"
        " (SELECT subject_id FROM registry_subjectversion WHERE until_entry = %s)"
    )
    restore = (
        f"UPDATE registry_subject SET {columns}, since = %s, entry = %s"
        " FROM registry_subjectversion p"
        " WHERE p.subject_id = registry_subject.id AND p.until_entry = %s"
    )
    return [(keep, [at, index, entry]), (drop, [entry, entry]), (restore, [at, index, entry])]


def _index(pks: list[int]) -> None:
    reindexed = []
    for subject in Subject.objects.filter(pk__in=pks):
        before = [getattr(subject, name) for name in _WORDS]
        index_words(subject)
        if before != [getattr(subject, name) for name in _WORDS]:
            reindexed.append(subject)
    Subject.objects.bulk_update(reindexed, _WORDS, batch_size=200)


def _undo_inspectors(run: ImportRun, entry: int, index: int, at: datetime) -> None:
    for row in run.stagedrows.filter(verdict__in=["new", "changed"]):
        inspector = Inspector.objects.get(bureau_id=run.bureau_id, number=row.values["number"])
        if "until" in row.changes:  # the certificate that the import brought
            inspector.certificates.filter(
                until=day_of(row.values["until"]) or date.max, since=None
            ).delete()
        if row.verdict == "new":
            _drop(inspector, at)
        else:
            _restore(inspector, entry, index, at)


def _drop(inspector: Inspector, at: datetime) -> None:
    InspectorVersion.objects.filter(kind="inspector", row=inspector.pk, until=None).update(until=at)
    inspector.certificates.all().delete()
    inspector.leaves.all().delete()
    inspector.delete()


def _restore(inspector: Inspector, entry: int, index: int, at: datetime) -> None:
    snapshots = InspectorVersion.objects.filter(kind="inspector", row=inspector.pk)
    before = snapshots.exclude(entry=entry).first()
    if before is None:
        raise DomainError(f"没有{inspector.name}的原状，不能整批撤销；请逐条改正")
    for name in ("name", "sex", "post", "staffing", "duty", "is_expert", "items", "regions"):
        setattr(inspector, name, before.content[name])
    inspector.owner_id, inspector.entry = before.owner_id, index
    inspector.save()
    # Whose account it is was not imported, so it is not taken back.
    account = inspector.user.username if inspector.user is not None else ""
    history.snapshot(
        kind="inspector",
        row=inspector.pk,
        bureau_id=inspector.bureau_id,
        owner_id=inspector.owner_id,
        content={**before.content, "account": account},
        at=at,
        entry=index,
    )
