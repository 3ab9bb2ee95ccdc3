"""Questions of the pages that keep accounts, and of forms that name sections."""

from __future__ import annotations

from django.db.models import QuerySet

from oversight.accounts.models import AccountRequest, ApiKey, Appointment, Organisation, User
from oversight.accounts.selectors import (
    Actor,
    account_requests,
    appointments,
    keys,
    organisations,
    sections,
    unconfirmed,
)
from oversight.common.errors import NotFoundError


def open_organisations(actor: Actor) -> QuerySet[Organisation]:
    """Give the organisations within reach that go on."""
    return organisations(actor).filter(ended_at=None)


def undecided_requests(actor: Actor) -> QuerySet[AccountRequest]:
    """Give the requests within reach that nobody has decided yet."""
    return account_requests(actor).filter(state=AccountRequest.State.REQUESTED)


def requests_on(actor: Actor, user: User) -> QuerySet[AccountRequest]:
    """Give the requests within reach that are about somebody."""
    return account_requests(actor).filter(user=user)


def unconfirmed_appointment(actor: Actor, appointment_id: int) -> Appointment:
    """Load a first appointment that no second person confirmed yet.

    Raises:
        NotFoundError: there is none within reach.
    """
    appointment = unconfirmed(actor).filter(pk=appointment_id).first()
    if appointment is None:
        raise NotFoundError("没有要补认的首任，或不在您的范围内")
    return appointment


def appointment_of(user_id: int, appointment_id: int) -> Appointment | None:
    """Load a role that somebody holds now."""
    return appointments(user_id).filter(pk=appointment_id).first()


def section_choices(actor: Actor, bureau_id: int | None = None) -> list[tuple[int, str]]:
    """Give the sections within reach, or those of them in a bureau: key and name."""
    rows = sections(actor)
    rows = rows if bureau_id is None else rows.filter(parent_id=bureau_id)
    return list(rows.values_list("pk", "name"))


def open_children(organisation: Organisation) -> int:
    """Count the organisations directly below one that go on."""
    return organisation.children.filter(ended_at=None).count()


def people_in(organisation: Organisation) -> int:
    """Count the roles that are held in an organisation now."""
    return Appointment.objects.filter(organisation=organisation, until=None).count()


def held_appointment(actor: Actor, appointment_id: int) -> Appointment:
    """Load an appointment that stands.

    Raises:
        NotFoundError: it has ended, or is beyond reach.
    """
    reach = Appointment.objects.filter(organisation__path__startswith=actor.scope, until=None)
    appointment = reach.select_related("user", "organisation").filter(pk=appointment_id).first()
    if appointment is None:
        raise NotFoundError("这个任命已经免去，或不在您的管理范围内")
    return appointment


def other_holders(appointment: Appointment) -> int:
    """Count the others who hold the same role in the same organisation."""
    same = Appointment.objects.filter(
        organisation=appointment.organisation, role=appointment.role, until=None
    )
    return same.exclude(pk=appointment.pk).count()


def key_for(actor: Actor, key_id: int) -> ApiKey:
    """Load a machine's key within reach.

    Raises:
        NotFoundError: there is none.
    """
    key = keys(actor).filter(pk=key_id).first()
    if key is None:
        raise NotFoundError("没有这个密钥，或不在您的范围内")
    return key
