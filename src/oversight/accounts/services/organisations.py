"""The tree of organisations."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from oversight.accounts import events, names, selectors
from oversight.accounts.models import Appointment, Organisation, User
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.accounts.services import numbers, people, recording
from oversight.accounts.services.people import Person
from oversight.common.errors import DomainError

# What may stand directly below what.
_BELOW = {
    Organisation.CITY: {Organisation.CITY, Organisation.DISTRICT, Organisation.BUREAU},
    Organisation.DISTRICT: {Organisation.BUREAU},
    Organisation.BUREAU: {Organisation.SECTION},
    Organisation.SECTION: set(),
}


@transaction.atomic
def make(
    *,
    actor: Actor,
    parent_id: int,
    kind: str,
    name: str,
    at: datetime,
    region: str = "",
    is_lead: bool = False,
) -> Organisation:
    """Make an organisation below another.

    Raises:
        DomainError: the kinds do not go together, or the name is in use there.
    """
    actor.require(Permission.KEEP_ACCOUNTS)
    parent = selectors.organisation_for(actor, parent_id)
    if kind not in _BELOW[parent.kind]:
        kinds = dict(Organisation.KINDS)
        raise DomainError(f"“{kinds[parent.kind]}”下面不能设“{kinds[kind]}”", field="kind")
    if parent.children.filter(name=name).exists():
        raise DomainError(f"{parent.name}下面已有{name}", field="name")
    organisation = Organisation.objects.create(
        parent=parent,
        kind=kind,
        code=numbers.organisation_code(parent, region or parent.region),
        name=name,
        region=region or parent.region,
        is_lead=is_lead,
        order=parent.children.count(),
        path=f"{parent.path}new/",
        made_at=at,
    )
    organisation.path = f"{parent.path}{organisation.pk}/"
    organisation.save(update_fields=["path"])
    recording.record_organisation(events.ORGANISATION_MADE, organisation, actor.author, at)
    return organisation


@transaction.atomic
def make_bureau(
    *, actor: Actor, name: str, region: str, administrator: Person, at: datetime
) -> Organisation:
    """Make another bureau in this installation, with its first administrator.

    The bureau is a tree of its own: who made it does not reach into it.

    Raises:
        NotAllowedError: the actor does not keep the installation.
        DomainError: the name is in use, or the account cannot be made.
    """
    actor.require(Permission.KEEP_BUREAUS)
    title = names.cleaned(name)
    roots = Organisation.objects.filter(parent=None)
    if any(names.folded(root.name) == names.folded(title) for root in roots):
        raise DomainError(f"已有{title}", field="name")
    bureau = Organisation.objects.create(
        kind=Organisation.BUREAU,
        code=numbers.organisation_code(None, region),
        name=title,
        region=region,
        order=roots.count(),
        path="/new/",
        made_at=at,
    )
    bureau.path = f"/{bureau.pk}/"
    bureau.save(update_fields=["path"])
    recording.record_organisation(events.ORGANISATION_MADE, bureau, actor.author, at)
    user = people.new_user(administrator, bureau, at)
    by = User.objects.get(pk=actor.user_id or 0)
    people.note_first(user, bureau, by, actor.author, at)
    return bureau


@transaction.atomic
def rename(*, actor: Actor, organisation_id: int, name: str, at: datetime) -> None:
    """Change a name.

    Raises:
        DomainError: the name is in use there.
    """
    actor.require(Permission.KEEP_ACCOUNTS)
    organisation = selectors.organisation_for(actor, organisation_id)
    siblings = Organisation.objects.filter(parent=organisation.parent, name=name).exclude(
        pk=organisation.pk
    )
    if siblings.exists():
        raise DomainError(f"同级已有{name}", field="name")
    before, organisation.name = organisation.name, name
    organisation.save(update_fields=["name"])
    recording.record_organisation(
        events.ORGANISATION_CHANGED, organisation, actor.author, at, before=before
    )


@transaction.atomic
def set_voice(
    *, actor: Actor, organisation_id: int, phone: str, address: str, at: datetime
) -> Organisation:
    """Set where the public tells a bureau what it has to say: a telephone, an address or both.

    Raises:
        DomainError: it is no bureau, both are empty, or nothing changes.
    """
    actor.require(Permission.KEEP_ACCOUNTS)
    bureau = selectors.organisation_for(actor, organisation_id)
    voice = (phone.strip(), address.strip())
    if bureau.kind != Organisation.BUREAU:
        raise DomainError("监督电话和渠道由局登记；科室用局的")
    if not any(voice):
        raise DomainError("请至少填监督电话；公示网站上要有地方可以反映", field="phone")
    if voice == (bureau.voice_phone, bureau.voice_address):
        raise DomainError("没有改动任何内容")
    bureau.voice_phone, bureau.voice_address = voice
    bureau.save(update_fields=["voice_phone", "voice_address"])
    recording.record_voice(bureau, actor.author, at)
    return bureau


@transaction.atomic
def end(*, actor: Actor, organisation_id: int, at: datetime) -> None:
    """End an organisation that nobody works in any more; it stays on record.

    Raises:
        DomainError: it is one's own, or has people or organisations.
    """
    actor.require(Permission.KEEP_ACCOUNTS)
    organisation = selectors.organisation_for(actor, organisation_id)
    if organisation.pk == actor.organisation_id:
        raise DomainError("不能撤销自己所在的机构")
    if organisation.children.filter(ended_at=None).exists():
        raise DomainError(f"{organisation.name}下面还有机构；请先撤销它们")
    if Appointment.objects.filter(organisation=organisation, until=None).exists():
        raise DomainError(f"{organisation.name}还有任职的人；请先免去他们的角色")
    organisation.ended_at = at
    organisation.save(update_fields=["ended_at"])
    recording.record_organisation(events.ORGANISATION_ENDED, organisation, actor.author, at)
