"""The record of a visit is closed: rows, ledger, documents and the trail, in one transaction."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from mingqian import canonical
from mingqian.canonical import Json
from oversight.accounts.selectors import Actor
from oversight.audit.event_types import EventType
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError
from oversight.documents.services import issuing
from oversight.documents.services.issuing import About
from oversight.files import selectors as files
from oversight.inspections import (
    events,
    minutes_data,
    record_facts,
    signed_visits,
    states,
    task_details,
)
from oversight.inspections.models import InspectionTask, ItemResult
from oversight.inspections.record_content import record_digest
from oversight.inspections.rules import minutes as minutes_rules
from oversight.inspections.rules.codes import UNVISITED, Path, ResultCode
from oversight.inspections.rules.contents import ItemAnswer, Record, read_record
from oversight.inspections.services import phone_reports, record_receivers, signing
from oversight.inspections.services.recording import KIND
from oversight.inspections.services.recording import record as put_on_record
from oversight.inspections.signed_records import Minutes, PointAnswer, Signature, SignatureWay
from oversight.inspections.states import ResultState
from oversight.registry.services import ledger


@transaction.atomic
def finish(*, actor: Actor, visit_id: int, at: datetime) -> InspectionTask:
    """Close a record that both sides have signed, or one side refused to sign (R17, R18).

    Raises:
        FieldsError: whose signature is missing.
        DomainError: the state, or another record than the one that went to the signatures.
    """
    task = signing.load(actor, visit_id)
    state = states.TASK.target(states.SIGN, task.state)
    newest, minutes = signing.newest_of(task), signed_visits.minutes_of(task)
    digest = record_digest(newest.content)
    if minutes is None or minutes.record_digest != digest:
        raise DomainError("记录和交签字的不一样；请退回修改，改好重新交签字")
    signing.require_whole(task, newest, actor, at)
    record = _signed(task, read_record(newest.content), digest, at)
    _close(task, record, minutes, actor, at, state, events.VISIT_FINISHED)
    return task


@transaction.atomic
def could_not_inspect(
    *, actor: Actor, visit_id: int, at: datetime, missing: str = ""
) -> InspectionTask:
    """Close the record of a visit on which nothing could be inspected, with its evidence (2.2).

    A subject that is gone from the register is closed before anybody goes, too. ``missing`` says
    which pictures of another telephone do not come, and why.

    Raises:
        FieldsError: what the reason demands and the record lacks.
        DomainError: the state, or no reason was chosen.
    """
    task = signing.load(actor, visit_id)
    newest = signing.newest_of(task)
    record = read_record(newest.content)
    if record.path == Path.INSPECTED:
        raise DomainError("请先选未能检查的情形；能检查的走签字")
    is_gone = record.path == Path.DEREGISTERED and task.state in states.BEFORE_ARRIVAL
    act = states.STRIKE if is_gone else states.FAIL
    state = states.TASK.target(act, task.state)
    signing.require_whole(task, newest, actor, at)
    if not is_gone:
        record = _signed(task, record, record_digest(newest.content), at)
    phone_reports.require_all_here(task, actor, missing, at)
    minutes = signing.compose(task, newest, record, actor, at, missing)
    event = events.VISIT_STRUCK if is_gone else events.VISIT_NOT_INSPECTED
    _close(task, record, minutes, actor, at, state, event)
    return task


def _signed(task: InspectionTask, record: Record, digest: str, at: datetime) -> Record:
    """Give the record with all its signatures, once none is missing."""
    whole = signed_visits.with_kept(record, task, digest)
    facts = record_facts.of_visit(task, at)
    if lacking := minutes_rules.signature_problems(whole, digest, facts):
        raise FieldsError(lacking)
    return whole


def _close(
    task: InspectionTask,
    record: Record,
    minutes: Minutes,
    actor: Actor,
    at: datetime,
    state: str,
    event: EventType,
) -> None:
    _write_results(task, record, actor, at)
    _keep_signatures(task, record, minutes, actor, at)
    day = _day(record, at)
    entry = put_on_record(event, task, actor, at, {}, _private(task, record, minutes, day))
    task.state, task.done_on = state, day
    task.save(update_fields=["state", "done_on"])
    task.merged.update(done_on=day)
    minutes.closed_at = at
    minutes.save(update_fields=["closed_at"])
    _tell_ledger(task, record, day, entry)
    if record.minutes.start is not None:
        _issue(task, record, actor, at)
    record_receivers.deliver(record_receivers.SignedRecord(task=task, actor=actor, at=at))


def _write_results(task: InspectionTask, record: Record, actor: Actor, at: datetime) -> None:
    for result in task_details.results(task):
        code = result.item.code
        answer = record.answers.get(code, ItemAnswer())
        result.state = ResultState.ENTERED
        result.codes = list(record.codes_of(code))
        result.finding, result.provision = answer.finding, answer.provision
        result.kinds, result.disposition = list(answer.kinds), list(answer.disposition)
        result.methods = list(answer.methods)
        result.entered_by, result.entered_at = actor.person[:40], at
        result.save()
        _write_points(result, answer)


def _write_points(result: ItemResult, answer: ItemAnswer) -> None:
    given = {point.n: point for point in answer.points}
    PointAnswer.objects.bulk_create(
        PointAnswer(result=result, n=n, answer=point.answer, why=point.why)
        for n, point in sorted(given.items())
    )


def _keep_signatures(
    task: InspectionTask, record: Record, minutes: Minutes, actor: Actor, at: datetime
) -> None:
    """Write the signatures that the record itself brought, beside those that are rows already."""
    kept = signed_visits.signatures_of(task, minutes.record_digest)
    names = set(kept.values_list("who", "name"))
    home = files.home_of(actor)
    rows = [
        Signature(
            who=row.who,
            name=row.name[:60],
            strokes=list(row.strokes),
            way=SignatureWay.DRAWN,
            signed_at=row.at,
        )
        for row in record.signatures
        if row.signed == minutes.record_digest and (row.who, row.name) not in names
    ]
    papers = set(kept.values_list("file", flat=True))
    rows += [
        Signature(file=digest, way=SignatureWay.PAPER)
        for digest in record.paper
        if digest not in papers
    ]
    for row in rows:
        row.visit, row.bureau_id, row.signed, row.kept_at = task, home, minutes.record_digest, at
    Signature.objects.bulk_create(rows)


def signatures_digest(task: InspectionTask, digest: str) -> str:
    """Give the digest of all signatures under a record, as the trail keeps it."""
    rows = signed_visits.signatures_of(task, digest).order_by("pk")
    document: list[Json] = [
        [row.way, row.who, row.name, row.strokes, row.file, row.signed] for row in rows
    ]
    return canonical.digest(canonical.write(document))


def _private(
    task: InspectionTask, record: Record, minutes: Minutes, day: date
) -> dict[str, object]:
    private: dict[str, object] = {
        "result": _result_words(record),
        "on": str(day),
        "digest": minutes.digest,
        "record": minutes.record_digest,
        "signatures": signatures_digest(task, minutes.record_digest),
    }
    return private | ({"path": record.path} if record.path else {})


def _result_words(record: Record) -> str:
    return "；".join(ResultCode(code).label for code in record.codes)


def _day(record: Record, at: datetime) -> date:
    """Give the day of the visit, as the officers wrote it; of one never made, today."""
    start = record.minutes.start
    return moments.day_of(start if start is not None else at)


def _tell_ledger(task: InspectionTask, record: Record, day: date, entry: int) -> None:
    number, subject_id = task.record_number, task.subject_id
    if record.path in UNVISITED:
        ledger.cancel(draw_number=number, subject_id=subject_id, entry=entry)
        return
    words = _result_words(record)
    ledger.finish(draw_number=number, subject_id=subject_id, on=day, result=words, entry=entry)


def _issue(task: InspectionTask, record: Record, actor: Actor, at: datetime) -> None:
    """Issue the 现场检查笔录, and lists of evidence and recordings where there are any."""
    facts = record_facts.of_visit(task, at)
    papers = [(minutes_data.MINUTES, minutes_data.minutes_data(task, record, facts))]
    if record.evidence:
        papers.append((minutes_data.EVIDENCE, minutes_data.evidence_data(task, record, at)))
    if record.recordings:
        papers.append((minutes_data.RECORDINGS, minutes_data.recordings_data(task, record, at)))
    about = About(kind=KIND, key=task.number, words=f"{task.name}（{task.number}）")
    for type_code, data in papers:
        issuing.issue_document(
            type_code=type_code,
            organisation=task.bureau,
            data=data,
            about=about,
            actor=actor,
            at=at,
        )
