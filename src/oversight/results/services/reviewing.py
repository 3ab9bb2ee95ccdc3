"""The review of a result: accepted, and sealed in the log at once, or returned with remarks."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.inspections import code_systems
from oversight.inspections.models import TeamMember
from oversight.results import events, rules, sealing, selectors, states
from oversight.results.models import InspectionResult, ResultVersion, VersionState
from oversight.results.services import receivers
from oversight.results.services.receivers import ApprovedResult
from oversight.results.services.recording import record
from oversight.results.states import RESULT, FollowUp

LONGEST = 300


@transaction.atomic
def accept(*, actor: Actor, result_id: int, version_number: int, at: datetime) -> InspectionResult:
    """Accept the version that the reviewer saw; the digest of its sealed record is logged.

    Raises:
        DomainError: the state, another version than the one that was seen, or the reviewer wrote
            it or was at the visit (R23).
    """
    row, version = _load(actor, result_id, states.ACCEPT)
    if version.number != version_number:
        raise DomainError("录入的人刚刚又改过；请先看现在的一稿，再决定")
    row.state = RESULT.target(states.ACCEPT, row.state)
    content = rules.read(version.content)
    _seal(row, version, content)
    _review(version, actor, VersionState.ACCEPTED, "", at)
    row.in_force, row.formed_on = version, moments.day_of(at)
    row.follow_up = FollowUp.OPEN if content.is_followed_up else FollowUp.NONE
    row.save(update_fields=["state", "in_force", "formed_on", "follow_up"])
    record(
        events.RESULT_APPROVED,
        row,
        actor.author,
        at,
        {
            "result": content.result,
            "place": version.number,
            "follow_up": str(FollowUp(row.follow_up).label),
        },
        {
            "record": version.digest,
            "kind": sealing.KIND,
            "number": row.number,
            "version": version.edition,
        },
    )
    receivers.deliver(ApprovedResult(row=row, version=version, content=content, actor=actor, at=at))
    _tell_code_system(row, at)
    return row


@transaction.atomic
def send_back(*, actor: Actor, result_id: int, remarks: str, at: datetime) -> InspectionResult:
    """Return a version with remarks; what was approved before it stands.

    Raises:
        DomainError: the state, no remarks, or the reviewer wrote it or was at the visit (R23).
    """
    row, version = _load(actor, result_id, states.RETURN)
    target = RESULT.target(states.RETURN, row.state)
    if not remarks.strip():
        raise DomainError("请写哪里不对、要怎样改", field="remarks")
    row.state = target
    _review(version, actor, VersionState.RETURNED, remarks.strip()[:LONGEST], at)
    row.save(update_fields=["state"])
    private = {"place": version.number, "remarks": version.remarks}
    record(events.RESULT_RETURNED, row, actor.author, at, private)
    return row


def refusal(actor: Actor, row: InspectionResult) -> str:
    """Say why somebody may not review the newest version of a result; empty if they may."""
    if actor.user_id == selectors.newest_of(row).made_user:
        return "录入的人不能审核自己录入的结果；请别人来审核"
    slots = TeamMember.objects.filter(visit_id=row.visit_id)
    if slots.filter(inspector__user_id=actor.user_id or 0).exists():
        return "检查组成员不能审核这次检查的结果；请别人来审核"
    return ""


def _load(actor: Actor, result_id: int, act: str) -> tuple[InspectionResult, ResultVersion]:
    actor.require_for(RESULT, act)
    row = selectors.result_for(actor, result_id, lock=True)
    if problem := refusal(actor, row):
        raise DomainError(problem)
    return row, selectors.newest_of(row)


def _seal(row: InspectionResult, version: ResultVersion, content: rules.ResultContent) -> None:
    version.result = row
    editions = selectors.editions(row)
    version.edition = len(editions) + 1
    version.fields = sealing.fields_of(row, content)
    version.salts = sealing.salts_for(version.fields)
    version.digest = sealing.digest_of(version, editions[-1].digest if editions else "")


def _review(
    version: ResultVersion, actor: Actor, state: VersionState, remarks: str, at: datetime
) -> None:
    version.state, version.remarks = state, remarks
    version.reviewed_by, version.reviewed_user = actor.person[:40], actor.user_id
    version.reviewed_at = at
    version.save()


def _tell_code_system(row: InspectionResult, at: datetime) -> None:
    """Tell the city's code system the result of a visit, once all of it is approved."""
    if text := selectors.visit_words(row.visit):
        code_systems.tell_result(row.visit, text, at)
