"""The record of a visit goes to the signatures, is taken back, and signed or refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from mingqian import canonical
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.errors import ChangedMeanwhileError, DomainError, FieldsError
from oversight.files import selectors as files
from oversight.inspections import (
    events,
    field_visits,
    minutes_data,
    record_facts,
    selectors,
    signed_visits,
    states,
)
from oversight.inspections.field_records import FieldVersion
from oversight.inspections.models import InspectionTask
from oversight.inspections.record_content import record_digest
from oversight.inspections.rules.codes import Path
from oversight.inspections.rules.contents import Record, read_record
from oversight.inspections.rules.facts import Problem
from oversight.inspections.rules.problems import problems
from oversight.inspections.services import phone_reports
from oversight.inspections.services.recording import record as put_on_record
from oversight.inspections.signed_records import Minutes, Signature, SignatureWay
from oversight.inspections.states import TaskState

_SIGNERS = ("officer", "subject", "witness")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureInput:
    """A signature as it comes in: who it is, and the strokes."""

    who: str
    name: str
    strokes: list[Any]


@transaction.atomic
def begin_signing(
    *, actor: Actor, visit_id: int, at: datetime, version: int = 0, missing: str = ""
) -> Minutes:
    """Give a whole record to the signatures: its text is composed and fixed by its digest.

    ``version`` is the version that the actor has seen, where that is known; ``missing`` says which
    pictures of another telephone do not come, and why.

    Raises:
        ChangedMeanwhileError: somebody saved a newer version.
        FieldsError: something is open, at its field.
        DomainError: the state, or nothing could be inspected.
    """
    task = load(actor, visit_id)
    state = states.TASK.target(states.CLOSE_CHECKLIST, task.state)
    newest = newest_of(task)
    if version and version != newest.number:
        raise ChangedMeanwhileError(f"{newest.author}又改过这份记录；请看过最新的再交签字")
    record = read_record(newest.content)
    if record.path != Path.INSPECTED:
        raise DomainError("选了未能检查的情形，不走签字；请按“登记未能检查”")
    require_whole(task, newest, actor, at)
    phone_reports.require_all_here(task, actor, missing, at)
    minutes = compose(task, newest, record, actor, at, missing)
    task.state = state
    task.save(update_fields=["state"])
    private = {"digest": minutes.digest, "record": minutes.record_digest}
    put_on_record(events.VISIT_SIGNING_BEGUN, task, actor, at, {}, private)
    return minutes


@transaction.atomic
def reopen(*, actor: Actor, visit_id: int, reason: str, at: datetime) -> InspectionTask:
    """Take a record back from the signatures to be changed; what was signed is void with its text.

    Raises:
        DomainError: no reason, or it is not at the signatures.
    """
    task = load(actor, visit_id)
    task.state = states.TASK.target(states.REOPEN, task.state)
    if not reason.strip():
        raise DomainError("请写为什么退回修改", field="reason")
    task.save(update_fields=["state"])
    put_on_record(events.VISIT_REOPENED, task, actor, at, {}, {"reason": reason.strip()})
    return task


@transaction.atomic
def sign(*, actor: Actor, visit_id: int, given: SignatureInput, at: datetime) -> Signature:
    """Keep a signature that was drawn under the record as it stands.

    Raises:
        DomainError: no name, no strokes, or an officer who is not in the team.
    """
    task = load(actor, visit_id)
    digest = _signable(task)
    name = given.name.strip()
    if given.who not in _SIGNERS:
        raise DomainError("请选签名人的身份", field="who")
    if not name:
        raise DomainError("请写签名人的姓名", field="name")
    if not given.strokes:
        raise DomainError("还没有签名；请在框里手写", field="strokes")
    if given.who == "officer":
        _require_officer(task, name)
    signature = Signature(who=given.who, name=name[:60], strokes=given.strokes)
    return _keep(signature, SignatureWay.DRAWN, task, digest, actor, at)


@transaction.atomic
def confirm(*, actor: Actor, visit_id: int, at: datetime) -> Signature:
    """Keep an officer's confirmation of the record on the own account.

    Raises:
        DomainError: the actor is no officer of this visit.
    """
    task = load(actor, visit_id)
    digest = _signable(task)
    own = [row for row in record_facts.officers(task) if row.user_id == (actor.user_id or 0)]
    if not own:
        raise DomainError("只有这次检查的人员能用自己的账号确认；协助人员不签")
    signature = Signature(who="officer", name=own[0].name, user=actor.user_id)
    return _keep(signature, SignatureWay.OWN_LOGIN, task, digest, actor, at)


@transaction.atomic
def attach_paper(*, actor: Actor, visit_id: int, digest: str, at: datetime) -> Signature:
    """Keep a picture of the minutes that all parties signed by hand.

    Raises:
        DomainError: the picture is not here.
    """
    task = load(actor, visit_id)
    record = _signable(task)
    if not files.is_here(files.home_of(actor), digest):
        raise DomainError("纸质签字的照片没有传到；请重新上传", field="file")
    return _keep(Signature(file=digest), SignatureWay.PAPER, task, record, actor, at)


@transaction.atomic
def refuse_signature(
    *, actor: Actor, visit_id: int, reason: str, witness: str, at: datetime
) -> Minutes:
    """Note that the subject does not sign: why, and who saw it (R18).

    Raises:
        DomainError: no reason, neither a witness nor a recording, or the witness is an officer.
    """
    task = load(actor, visit_id)
    minutes = signed_visits.minutes_of(task)
    if task.state != TaskState.SIGNING or minutes is None:
        raise DomainError("笔录还没有交签字；请先交签字")
    if not reason.strip():
        raise DomainError("请写拒绝签字的理由", field="reason")
    if witness.strip() in {officer.name for officer in record_facts.officers(task)}:
        raise DomainError("见证人不能是这次检查的人员；请另写一位", field="witness")
    if not witness.strip() and not read_record(newest_of(task).content).recordings:
        raise DomainError("拒绝签字要有见证人，或者录音录像", field="witness")
    minutes.refusal_reason, minutes.refusal_witness = reason.strip()[:300], witness.strip()[:60]
    minutes.save(update_fields=["refusal_reason", "refusal_witness"])
    private = {"reason": minutes.refusal_reason, "record": minutes.record_digest}
    put_on_record(events.VISIT_SIGNATURE_REFUSED, task, actor, at, {}, private)
    return minutes


def load(actor: Actor, visit_id: int) -> InspectionTask:
    """Load a visit within reach, locked, for somebody who takes visits.

    Raises:
        NotAllowedError: the actor does not.
        NotFoundError: there is none within reach.
    """
    actor.require(Permission.TAKE_VISITS)
    return selectors.visit_for(actor, visit_id, lock=True)


def newest_of(task: InspectionTask) -> FieldVersion:
    """Give the newest version of a visit's record.

    Raises:
        DomainError: nothing was written.
    """
    newest = field_visits.newest_version(task)
    if newest is None:
        raise DomainError("还没有现场记录；请先填记录，或让手机联网上传")
    return newest


def require_whole(task: InspectionTask, newest: FieldVersion, actor: Actor, at: datetime) -> None:
    """Refuse a record that lacks something, or whose files have not arrived.

    Raises:
        FieldsError: each thing at its field.
    """
    record = read_record(newest.content)
    lacking = problems(newest.content, record_facts.of_visit(task, at))
    if lacking := [*lacking, *_missing_files(record, actor)]:
        raise FieldsError(lacking)


def compose(
    task: InspectionTask,
    newest: FieldVersion,
    record: Record,
    actor: Actor,
    at: datetime,
    missing: str = "",
) -> Minutes:
    """Write the text of the minutes of a record, and fix it by its digest."""
    bare = replace(record, refusal_reason="")
    text = minutes_data.minutes_text(
        minutes_data.minutes_data(task, bare, record_facts.of_visit(task, at))
    )
    last = signed_visits.minutes_of(task)
    return Minutes.objects.create(
        visit=task,
        number=(last.number if last else 0) + 1,
        version=newest.number,
        text=text,
        digest=canonical.digest(text),
        record_digest=record_digest(newest.content),
        path=record.path,
        codes=list(record.codes),
        refusal_reason=record.refusal_reason[:300],
        refusal_witness=record.refusal_witness[:60],
        missing_reason=missing.strip()[:300],
        made_by=actor.person[:40],
        made_at=at,
    )


def _missing_files(record: Record, actor: Actor) -> list[Problem]:
    bureau_id = files.home_of(actor)
    return [
        ("evidence", f"“{row.name}”的文件还没有传到；等手机传完，或去掉这一件并在改动里说明")
        for row in record.evidence
        if not files.is_here(bureau_id, row.digest)
    ]


def _signable(task: InspectionTask) -> str:
    """Give the digest that is signed now: at the signatures, or where nothing was inspected."""
    newest = newest_of(task)
    if task.state == TaskState.SIGNING:
        return record_digest(newest.content)
    if task.state in states.ON_SITE and read_record(newest.content).path:
        return record_digest(newest.content)
    raise DomainError("笔录还没有交签字；请先交签字")


def _require_officer(task: InspectionTask, name: str) -> None:
    names = [officer.name for officer in record_facts.officers(task)]
    if name not in names:
        raise DomainError(f"检查人员只能是{'、'.join(names)}；协助人员不签", field="name")


def _keep(
    signature: Signature,
    way: SignatureWay,
    task: InspectionTask,
    digest: str,
    actor: Actor,
    at: datetime,
) -> Signature:
    signature.visit, signature.way, signature.signed = task, way, digest
    signature.bureau_id = files.home_of(actor)
    signature.signed_at, signature.kept_at = at, at
    signature.save()
    private = {"name": signature.name, "way": way.label, "record": digest}
    put_on_record(events.VISIT_SIGNED, task, actor, at, {}, {**private, "evidence": signature.file})
    return signature
