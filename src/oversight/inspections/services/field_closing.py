"""A telephone closes the record that both sides signed on it: one act, and only once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts.selectors import Actor
from oversight.common.errors import ChangedMeanwhileError
from oversight.inspections import field_visits, states
from oversight.inspections.models import InspectionTask
from oversight.inspections.rules.contents import read_record
from oversight.inspections.services import finishing, signing
from oversight.inspections.states import TaskState


@transaction.atomic
def close(
    *, actor: Actor, visit_id: int, version: int, at: datetime, missing: str = ""
) -> InspectionTask:
    """Close a visit with the version that the telephone shows; asked again, it is closed already.

    ``missing`` says which pictures of another telephone do not come, and why.

    Raises:
        ChangedMeanwhileError: the site has another version.
        FieldsError: something is missing, each thing at its field.
        NotAllowedError: the actor is not in the team.
        DomainError: the state is against it.
    """
    task = field_visits.visit_of_team(actor, visit_id)
    newest = field_visits.newest_version(task)
    if newest is None or newest.number != version:
        raise ChangedMeanwhileError("网站上的记录和手机里的不一样；请上传完、看过最新的再完结")
    if task.state in states.CLOSED_ON_SITE:
        return task
    if read_record(newest.content).path:
        return finishing.could_not_inspect(actor=actor, visit_id=visit_id, at=at, missing=missing)
    if task.state != TaskState.SIGNING:
        signing.begin_signing(
            actor=actor, visit_id=visit_id, at=at, version=version, missing=missing
        )
    return finishing.finish(actor=actor, visit_id=visit_id, at=at)
