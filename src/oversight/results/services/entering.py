"""Results come from signed records; what was returned, or is wrong, gets another version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.accounts.services import numbers
from oversight.audit.event_types import EventType
from oversight.common import moments
from oversight.common.errors import DomainError, FieldsError
from oversight.inspections import task_details
from oversight.inspections.models import ItemResult
from oversight.inspections.services.record_receivers import SignedRecord
from oversight.registry.rules import items as item_rules
from oversight.results import events, rules, selectors, states
from oversight.results.models import InspectionResult, ResultVersion
from oversight.results.rules import ResultContent
from oversight.results.services.recording import content_digest, record
from oversight.results.states import RESULT

_PLACES = 4
_LONGEST_DIFFERENCE = 500


def receive(signed: SignedRecord) -> None:
    """Make a result of each item of a visit whose record is closed; each waits for its review.

    Told again of the same visit it makes nothing twice.
    """
    for item in task_details.results(signed.task):
        if not InspectionResult.objects.filter(result=item).exists():
            _enter(signed, item)


@transaction.atomic
def resubmit(
    *, actor: Actor, result_id: int, content: ResultContent, reason: str, at: datetime
) -> InspectionResult:
    """Write another version of a result that was returned, and hand it in again.

    Raises:
        DomainError: the state, no reason, or nothing differs.
        FieldsError: what the result lacks (R24, R25).
    """
    return _rewrite(states.SUBMIT, events.RESULT_RESUBMITTED, actor, result_id, content, reason, at)


@transaction.atomic
def correct(
    *, actor: Actor, result_id: int, content: ResultContent, reason: str, at: datetime
) -> InspectionResult:
    """Propose a correction of an approved result; the version before stays as it is (R28).

    Raises:
        DomainError: the state, no reason, or nothing differs.
        FieldsError: what the result lacks (R24, R25).
    """
    return _rewrite(states.CORRECT, events.RESULT_CORRECTED, actor, result_id, content, reason, at)


def _enter(signed: SignedRecord, item: ItemResult) -> None:
    content = content_of(item)
    task, actor, at = signed.task, signed.actor, signed.at
    row = InspectionResult.objects.create(
        number=_next_number(task.bureau.code, at),
        bureau_id=task.bureau_id,
        owner_id=item.section_id,
        visit=task,
        result=item,
        subject_id=task.subject_id,
        code=task.code,
        name=task.name,
        item=item_rules.read(item.version.content).name,
        ended_on=task.done_on or moments.day_of(at),
        entered_at=at,
    )
    version = _write(row, content, actor, "", at)
    private = {
        "name": row.name,
        "visit": task.number,
        "item": row.item,
        "result": content.result,
        "place": version.number,
        "content": content_digest(version.content),
    }
    record(events.RESULT_ENTERED, row, actor.author, at, private)


def content_of(item: ItemResult) -> ResultContent:
    """Give what the signed record says of an item."""
    return rules.read(
        {
            "codes": item.codes,
            "finding": item.finding,
            "provision": item.provision,
            "kinds": item.kinds,
            "disposition": item.disposition,
            "methods": item.methods,
        }
    )


def _rewrite(
    act: str,
    event: EventType,
    actor: Actor,
    result_id: int,
    content: ResultContent,
    reason: str,
    at: datetime,
) -> InspectionResult:
    actor.require_for(RESULT, act)
    row = selectors.result_for(actor, result_id, lock=True)
    target = RESULT.target(act, row.state)
    before = selectors.newest_of(row) if act == states.SUBMIT else selectors.in_force_of(row)
    changes = rules.differences(rules.read(before.content), content)
    _require(content, reason, changes)
    row.state = target
    version = _write(row, content, actor, reason.strip(), at)
    words = "；".join(
        f"{name}：{old or '（空）'} → {new or '（空）'}" for name, old, new in changes
    )
    private = {
        "result": content.result,
        "place": version.number,
        "reason": version.reason,
        "differs": words[:_LONGEST_DIFFERENCE],
        "content": content_digest(version.content),
    }
    record(event, row, actor.author, at, private)
    return row


def _require(content: ResultContent, reason: str, changes: list[tuple[str, str, str]]) -> None:
    lacking = rules.problems(content)
    if not reason.strip():
        lacking.append(("reason", "请写改了什么、为什么改"))
    if lacking:
        raise FieldsError(lacking)
    if not changes:
        raise DomainError("和原来的一样，没有改动；不用改的，不必再报")


def _write(
    row: InspectionResult, content: ResultContent, actor: Actor, reason: str, at: datetime
) -> ResultVersion:
    version = ResultVersion.objects.create(
        result=row,
        number=row.versions.count() + 1,
        content=content.document(),
        codes=f" {' '.join(content.codes)} ",
        reason=reason,
        made_by=actor.person[:40],
        made_user=actor.user_id,
        made_at=at,
    )
    row.newest = version
    row.save(update_fields=["newest", "state"])
    return version


def _next_number(bureau_code: str, at: datetime) -> str:
    prefix = f"{bureau_code}-JG{moments.day_of(at).year}"
    return f"{prefix}{numbers.take(prefix)[0]:0{_PLACES}d}"
