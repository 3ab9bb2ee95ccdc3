"""What is written of an act on an account: an entry of the trail, and a notice to its holder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from oversight.accounts import events
from oversight.accounts.models import AccountRequest, Appointment, Notice, Organisation, User
from oversight.accounts.rules import ROLE_NAMES, Role
from oversight.audit import services as audit
from oversight.audit.event_types import EventType
from oversight.audit.services import AuditActor, AuditEvent
from oversight.common import moments

KIND = "account"


def record(
    event_type: EventType,
    user: User,
    author: AuditActor,
    at: datetime,
    *,
    title: str = "",
    public: Mapping[str, Any] | None = None,
    private: Mapping[str, Any] | None = None,
) -> int:
    """Put an act on an account on record under its random number (log-v1 5)."""
    act = AuditEvent(
        type=event_type,
        number=user.number,
        title=title or user.name,
        public=dict(public or {}),
        private={"username": user.username, **(private or {})},
    )
    return audit.record(act, by=author, at=at)


def record_organisation(
    event_type: EventType,
    organisation: Organisation,
    author: AuditActor,
    at: datetime,
    *,
    before: str = "",
) -> int:
    """Put an act on an organisation on record, with all that its row says."""
    columns = ("kind", "path", "region", "is_lead")
    state = {name: getattr(organisation, name) for name in columns}
    act = AuditEvent(
        type=event_type,
        number=organisation.code,
        title=organisation.name,
        public={"name": organisation.name},
        private={"state": state, **({"before": {"name": before}} if before else {})},
    )
    return audit.record(act, by=author, at=at)


def record_voice(bureau: Organisation, author: AuditActor, at: datetime) -> int:
    """Put on record where the public reaches a bureau."""
    act = AuditEvent(
        type=events.ORGANISATION_VOICE_SET,
        number=bureau.code,
        title=bureau.name,
        public={"phone": bureau.voice_phone, "address": bureau.voice_address},
    )
    return audit.record(act, by=author, at=at)


def refusal_of(request: AccountRequest) -> EventType:
    """Give the type of event that a request was refused."""
    is_role = request.kind == AccountRequest.APPOINT
    return events.ACCOUNT_APPOINTMENT_REFUSED if is_role else events.ACCOUNT_RESET_REFUSED


def withdrawal_of(request: AccountRequest) -> EventType:
    """Give the type of event that a request was taken back."""
    is_role = request.kind == AccountRequest.APPOINT
    return events.ACCOUNT_APPOINTMENT_WITHDRAWN if is_role else events.ACCOUNT_RESET_WITHDRAWN


def tell(user: User, text: str, at: datetime) -> None:
    """Leave a notice for the holder of an account."""
    Notice.objects.create(user=user, at=at, text=text[:300])


def public_fields(appointment: Appointment) -> dict[str, Any]:
    """Give what the public is told of an appointment."""
    role = ROLE_NAMES[Role(appointment.role)]
    return {"role": role, "organisation": appointment.organisation.name}


def private_fields(appointment: Appointment) -> dict[str, Any]:
    """Give everything that an appointment's row says, so that it can be made again from the log."""
    return {
        "appointment": appointment.pk,
        "organisation_path": appointment.organisation.path,
        "role_code": appointment.role,
        "since": moments.written(appointment.since),
        "is_first": appointment.is_first,
        "appointed_by": _name(appointment.appointed_by),
        "confirmed_by": _name(appointment.confirmed_by),
    }


def _name(user: User | None) -> str:
    return user.username if user else ""
