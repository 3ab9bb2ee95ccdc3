"""What the app that publishes says of a result: put before the public, taken from it, followed up.

Its own permissions decide who may publish; here it is kept that nobody publishes what they wrote
or reviewed (R23).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.audit.services import AuditActor
from oversight.common.errors import DomainError
from oversight.results import events, selectors, states
from oversight.results.models import InspectionResult, Publication
from oversight.results.services.recording import record
from oversight.results.states import RESULT, FollowUp


@transaction.atomic
def publish(*, actor: Actor, result_id: int, at: datetime) -> InspectionResult:
    """Note that the version in force is before the public.

    Raises:
        DomainError: the state, or the publisher wrote or reviewed it.
    """
    row = selectors.result_for(actor, result_id, lock=True)
    target = RESULT.target(states.PUBLISH, row.state)
    version = selectors.in_force_of(row)
    if problem := refusal(actor, row):
        raise DomainError(problem)
    row.state, row.published = target, version
    row.published_at = row.published_at or at
    row.save(update_fields=["state", "published", "published_at"])
    Publication.objects.create(
        result=row, version=version, made_by=actor.person[:40], made_user=actor.user_id, made_at=at
    )
    record(events.RESULT_PUBLISHED, row, actor.author, at, {"version": version.edition})
    return row


@transaction.atomic
def withdraw(*, actor: Actor, result_id: int, reason: str, at: datetime) -> InspectionResult:
    """Note that a result was taken from the public; the reason stays.

    Raises:
        DomainError: the state, or no reason.
    """
    row = selectors.result_for(actor, result_id, lock=True)
    row.state = RESULT.target(states.WITHDRAW, row.state)
    if not reason.strip():
        raise DomainError("请写撤下的理由；理由会公开", field="reason")
    row.save(update_fields=["state"])
    Publication.objects.create(
        result=row,
        version=selectors.in_force_of(row),
        is_withdrawal=True,
        reason=reason.strip()[:300],
        made_by=actor.person[:40],
        made_user=actor.user_id,
        made_at=at,
    )
    record(events.RESULT_WITHDRAWN, row, actor.author, at, {"reason": reason.strip()[:300]})
    return row


@transaction.atomic
def follow_up(
    *, row: InspectionResult, outcome: str, by: AuditActor, at: datetime
) -> InspectionResult:
    """Note that what a finding led to is over: corrected, decided, handed over (R30).

    To be called by the app that saw to it, in its own transaction. Once noted it stays.

    Raises:
        DomainError: the result is not approved.
    """
    locked = InspectionResult.objects.select_for_update().get(pk=row.pk)
    locked.state = RESULT.target(states.FOLLOW_UP, locked.state)
    if locked.follow_up == FollowUp.DONE:
        return locked
    locked.follow_up, locked.follow_up_note = FollowUp.DONE, outcome[:300]
    locked.save(update_fields=["follow_up", "follow_up_note"])
    record(events.RESULT_FOLLOWED_UP, locked, by, at, {"reason": locked.follow_up_note})
    return locked


def refusal(actor: Actor, row: InspectionResult) -> str:
    """Say why somebody may not publish the version in force; empty if they may."""
    version = selectors.in_force_of(row)
    if actor.user_id in {version.made_user, version.reviewed_user}:
        return "录入、审核过的人不能公示同一个结果；请别人来公示"
    return ""
