"""Keeping what a telephone sent: each change once, on top of the version it was made on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mingqian import canonical
from mingqian.canonical import Json
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.errors import ChangedMeanwhileError, DomainError, NotAllowedError
from oversight.files import selectors as files
from oversight.inspections import events, field_visits, selectors, signed_visits, states
from oversight.inspections.field_records import FieldPicture, FieldRecord, FieldVersion
from oversight.inspections.models import InspectionTask
from oversight.inspections.record_content import Change, PictureName, record_digest
from oversight.inspections.services.recording import record


class ConflictError(ChangedMeanwhileError):
    """The change was made on an older version; ``newest`` is what stands now."""

    def __init__(self, newest: FieldVersion) -> None:
        super().__init__(f"{newest.author}已经改过这份记录；请看过两份以后再定")
        self.newest = newest


class MissingPicturesError(DomainError):
    """The record names pictures that have not arrived; ``digests`` says which."""

    def __init__(self, digests: list[str]) -> None:
        super().__init__(f"还有 {len(digests)} 张照片没有传到；会先传照片再传记录")
        self.digests = digests


@transaction.atomic
def save(*, actor: Actor, visit_id: int, change: Change, at: datetime) -> FieldVersion:
    """Keep a change of a visit's record as its next version; sent again it is the same version.

    Raises:
        NotAllowedError: it is not the actor's own, or the actor is not in the team.
        NotFoundError: there is no such visit within reach.
        ConflictError: somebody else has changed the record since.
        MissingPicturesError: a picture that it names is not here yet.
        DomainError: the visit is over.
    """
    if change.user_id != actor.user_id:
        raise NotAllowedError("这份记录是另一位写的，不能用您的账号上传；请他登录后再传")
    return _save(field_visits.visit_of_team(actor, visit_id), actor, change, at)


@transaction.atomic
def save_typed(
    *, actor: Actor, visit_id: int, base: int, content: dict[str, Json], at: datetime
) -> FieldVersion:
    """Keep what somebody of the section typed at a desk as the next version of a visit's record.

    Raises:
        NotAllowedError: the actor takes no visits.
        NotFoundError: there is no such visit within reach.
        ConflictError: somebody has changed the record since.
        DomainError: the visit is over.
    """
    actor.require(Permission.TAKE_VISITS)
    task = selectors.visit_for(actor, visit_id)
    text = canonical.write([visit_id, actor.user_id, base, content])
    change = Change(
        user_id=actor.user_id or 0,
        base=base,
        name=canonical.digest(text)[:36],
        content=content,
        pictures=(),
        written_at=at,
    )
    return _save(task, actor, change, at)


def _save(task: InspectionTask, actor: Actor, change: Change, at: datetime) -> FieldVersion:
    field_record = _locked(task)
    known = FieldVersion.objects.filter(change=change.name).first()
    if known is not None:
        return _same(known, field_record, actor)
    _require_open(task)
    if change.base != field_record.number:
        raise ConflictError(field_record.versions.get(number=field_record.number))
    _require_same_text(task, change)
    _require_pictures(actor, change.pictures)
    version = _append(field_record, task, actor, change, at)
    _name_pictures(field_record, actor, change.pictures)
    return version


def _locked(task: InspectionTask) -> FieldRecord:
    FieldRecord.objects.get_or_create(visit=task)
    return FieldRecord.objects.select_for_update().get(visit=task)


def _same(known: FieldVersion, field_record: FieldRecord, actor: Actor) -> FieldVersion:
    """Give the version that a change became when it came for the first time."""
    if known.record_id != field_record.pk or known.author_user != actor.user_id:
        raise DomainError("这个改动编号已经用过；请刷新页面后再上传")
    return known


def _require_open(task: InspectionTask) -> None:
    if task.state in states.ENDED:
        raise DomainError("这个任务已撤回、递补或合并，记录没有收下；手机里的还在，请告诉科室")
    if task.state in states.CLOSED_ON_SITE:
        raise DomainError("现场检查已经完结，记录不能再改；手机里的还在，请告诉科室怎样补正")


def _require_same_text(task: InspectionTask, change: Change) -> None:
    """Refuse another text while one is at the signatures; signatures themselves come in."""
    minutes = signed_visits.minutes_of(task) if task.state == states.TaskState.SIGNING else None
    if minutes is not None and minutes.record_digest != record_digest(change.content):
        raise DomainError("笔录已交双方签字，内容没有收下；手机里的还在，要改请先退回修改")


def _require_pictures(actor: Actor, pictures: tuple[PictureName, ...]) -> None:
    bureau_id = files.home_of(actor)
    missing = [
        picture.digest for picture in pictures if not files.is_here(bureau_id, picture.digest)
    ]
    if missing:
        raise MissingPicturesError(missing)


def _append(
    field_record: FieldRecord, task: InspectionTask, actor: Actor, change: Change, at: datetime
) -> FieldVersion:
    field_record.number += 1
    field_record.save(update_fields=["number"])
    digest = canonical.digest(canonical.write(change.content))
    private = {"version": field_record.number, "digest": digest}
    entry = record(events.VISIT_RECORD_SAVED, task, actor, at, {}, private)
    return FieldVersion.objects.create(
        record=field_record,
        number=field_record.number,
        base=change.base,
        change=change.name,
        content=change.content,
        digest=digest,
        written_at=change.written_at,
        saved_at=at,
        author=actor.person[:40],
        author_user=actor.user_id or 0,
        entry=entry,
    )


def _name_pictures(
    field_record: FieldRecord, actor: Actor, pictures: tuple[PictureName, ...]
) -> None:
    FieldPicture.objects.bulk_create(
        (
            FieldPicture(
                record=field_record,
                version=field_record.number,
                bureau_id=files.home_of(actor),
                digest=picture.digest,
                place=picture.place,
                taken_at=picture.taken_at,
                point=picture.point,
            )
            for picture in pictures
        ),
        ignore_conflicts=True,
    )
