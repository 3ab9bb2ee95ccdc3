"""Undoing an import of subjects, as long as nothing has been built on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from oversight.accounts.rules import Power
from oversight.accounts.selectors import Actor
from oversight.common.errors import DomainError
from oversight.registry.models import ImportRun, Inspector, Revision, Subject, SubjectPast
from oversight.registry.rules.subjects import VERSIONED, day_of
from oversight.registry.services import histories
from oversight.registry.services.importing import runs
from oversight.registry.services.subjects import index_words

_BATCH = 2000


@transaction.atomic
def undo(*, actor: Actor, run_id: int, at: datetime) -> int:
    """Bring the directory back to what it was; what was written stays in the history.

    Raises:
        DomainError: not written, undone already, or rows were changed or used since.
    """
    actor.require(Power.KEEP_DIRECTORIES)
    run = runs.run_for(actor, run_id, lock=True)
    if run.state != ImportRun.WRITTEN or run.entry is None:
        raise DomainError(f"这次导入{run.get_state_display()}，没有可撤销的写入")
    undone = {
        ImportRun.SUBJECTS: _undo_subjects,
        ImportRun.INSPECTORS: _undo_inspectors,
    }.get(run.kind)
    if undone is None:
        raise DomainError("事项导入后是草稿；请在事项页逐项修改或取消")
    index = runs.record("directory.import-undone", run, actor, at, {})
    count: int = undone(run, run.entry, index, at)
    run.state, run.undone_at = ImportRun.UNDONE, at
    run.save(update_fields=["state", "undone_at"])
    return count


def _undo_subjects(run: ImportRun, entry: int, index: int, at: datetime) -> int:
    written: int = run.counts["new"] + run.counts["changed"]
    standing = Subject.objects.filter(entry=entry)
    _require(standing.count() == written, "导入的行后来又改过")
    restored = SubjectPast.objects.filter(until_entry=entry)
    old_ids = list(restored.values_list("subject_id", flat=True))
    fresh = standing.exclude(pk__in=restored.values("subject_id"))
    used = fresh.filter(Q(visits__isnull=False) | Q(recusals__isnull=False))
    _require(not used.exists(), "新增的对象已有检查或回避记录")
    with connection.cursor() as cursor:
        for statement, values in _steps(entry, index, at):
            cursor.execute(statement, values)
    for start in range(0, len(old_ids), _BATCH):
        _index(old_ids[start : start + _BATCH])
    return written


def _steps(entry: int, index: int, at: datetime) -> list[tuple[str, list[Any]]]:
    """Keep what was written, drop what was new, restore what was changed: by set."""
    names = ", ".join(VERSIONED)
    columns = ", ".join(f"{name} = p.{name}" for name in VERSIONED)
    keep = (
        f"INSERT INTO registry_subjectpast ({names}, subject_id, since, entry, until, until_entry)"
        f" SELECT {names}, id, since, entry, %s, %s FROM registry_subject WHERE entry = %s"
    )
    drop = (
        "DELETE FROM registry_subject WHERE entry = %s AND id NOT IN"
        " (SELECT subject_id FROM registry_subjectpast WHERE until_entry = %s)"
    )
    restore = (
        f"UPDATE registry_subject SET {columns}, since = %s, entry = %s"
        " FROM registry_subjectpast p"
        " WHERE p.subject_id = registry_subject.id AND p.until_entry = %s"
    )
    return [(keep, [at, index, entry]), (drop, [entry, entry]), (restore, [at, index, entry])]


def _index(pks: list[int]) -> None:
    moved = []
    for subject in Subject.objects.filter(pk__in=pks):
        before = (subject.initials, subject.tokens)
        index_words(subject)
        if before != (subject.initials, subject.tokens):
            moved.append(subject)
    Subject.objects.bulk_update(moved, ["initials", "tokens"], batch_size=200)


def _undo_inspectors(run: ImportRun, entry: int, index: int, at: datetime) -> int:
    staged = run.stagedrows.filter(verdict__in=["new", "changed"])
    count = 0
    for row in staged:
        inspector = Inspector.objects.filter(
            bureau_id=run.bureau_id, number=row.values["number"]
        ).first()
        is_same = inspector is not None and inspector.entry == entry
        _require(is_same, "导入的人员后来又改过")
        if inspector is None:
            continue
        if "until" in row.changes:  # the certificate that the import brought
            inspector.certificates.filter(
                until=day_of(row.values["until"]) or date.max, since=None
            ).delete()
        _take_back(inspector, row.verdict == "new", entry, index, at)
        count += 1
    return count


def _take_back(inspector: Inspector, is_new: bool, entry: int, index: int, at: datetime) -> None:  # noqa: FBT001
    photographs = Revision.objects.filter(kind="inspector", row=inspector.pk)
    if is_new:
        _require(not inspector.recusals.exists(), "新增的人员已有回避记录")
        photographs.filter(until=None).update(until=at)
        inspector.certificates.all().delete()
        inspector.leaves.all().delete()
        inspector.delete()
        return
    before = photographs.exclude(entry=entry).first()
    _require(before is not None, "没有可恢复的原状")
    if before is None:
        return
    for name in ("name", "sex", "post", "staffing", "duty", "is_expert", "items", "regions"):
        setattr(inspector, name, before.content[name])
    inspector.owner_id, inspector.entry = before.owner_id, index
    inspector.save()
    histories.photograph(
        kind="inspector",
        row=inspector.pk,
        bureau_id=inspector.bureau_id,
        owner_id=inspector.owner_id,
        content=before.content,
        at=at,
        entry=index,
    )


def _require(is_so: bool, reason: str) -> None:  # noqa: FBT001
    if not is_so:
        raise DomainError(f"{reason}，不能整批撤销；请逐条改正")
