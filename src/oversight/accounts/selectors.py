"""Actors, and the organisations, accounts and requests within their reach."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from oversight.accounts import rules
from oversight.accounts.actors import Actor
from oversight.accounts.models import (
    AccountRequest,
    ApiKey,
    Appointment,
    Notice,
    Organisation,
    SignIn,
    User,
)
from oversight.accounts.rules import Permission, Role
from oversight.accounts.states import REQUEST
from oversight.common.errors import NotFoundError

__all__ = ["Actor"]


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """Give the organisations within reach: one's own and all below it."""
    return Organisation.objects.filter(path__startswith=actor.scope)


def sections(actor: Actor) -> QuerySet[Organisation]:
    """Give the sections within reach that still exist."""
    return organisations(actor).filter(kind=Organisation.SECTION, ended_at=None)


def within(actor: Actor) -> Q:
    """Give the condition for the rows of a directory that are within reach.

    A row belongs to a section, or to the bureau itself as long as no section has it.
    """
    if actor.organisation_id == actor.bureau_id:
        return Q(bureau_id=actor.bureau_id)
    reach = organisations(actor)
    if actor.bureau_id is not None:
        return Q(bureau_id=actor.bureau_id, owner_id__in=list(reach.values_list("pk", flat=True)))
    bureaus = reach.filter(kind=Organisation.BUREAU)
    return Q(bureau_id__in=list(bureaus.values_list("pk", flat=True)))


def section_codes(bureau_id: int) -> dict[int, str]:
    """Give the public codes of a bureau and its sections, also of ended ones, by their keys."""
    rows = Organisation.objects.filter(Q(pk=bureau_id) | Q(parent_id=bureau_id))
    return dict(rows.values_list("pk", "code"))


def named_sections(bureau_id: int, names: Collection[str]) -> frozenset[int]:
    """Find a bureau and its sections by their exact names or codes; gives their keys."""
    of_bureau = Organisation.objects.filter(Q(pk=bureau_id) | Q(parent_id=bureau_id))
    matching = of_bureau.filter(Q(name__in=names) | Q(code__in=names))
    return frozenset(matching.values_list("pk", flat=True))


def bureaus(actor: Actor) -> QuerySet[Organisation]:
    """Give the bureaus whose directories are within reach, or to which one's section belongs."""
    if actor.bureau_id is not None:
        return Organisation.objects.filter(pk=actor.bureau_id)
    return organisations(actor).filter(kind=Organisation.BUREAU)


def actor_of(appointment: Appointment, address: str) -> Actor:
    """Give the actor of an appointment."""
    organisation = appointment.organisation
    return Actor(
        user_id=appointment.user_id,
        username=appointment.user.username,
        person=appointment.user.name,
        role=Role(appointment.role),
        organisation_id=organisation.pk,
        organisation=full_name(organisation),
        scope=organisation.path,
        bureau_id=bureau_id(organisation),
        appointment_id=appointment.pk,
        address=address,
        is_at_seat=organisation.is_seat,
    )


def actor_for(appointment_id: int, address: str) -> Actor:
    """Give the actor of an appointment that still stands, by its key.

    Raises:
        NotFoundError: it has ended.
    """
    living = Appointment.objects.filter(pk=appointment_id, until=None)
    appointment = living.select_related("organisation__parent", "user").first()
    if appointment is None:
        raise NotFoundError("发起人的任职已经结束；请由在任的人重新发起")
    return actor_of(appointment, address)


def actor_of_key(key: ApiKey, address: str) -> Actor:
    """Give the actor of a machine's key: a clerk who may only read what its scopes name."""
    return Actor(
        user_id=None,
        username=f"key:{key.prefix}",
        person=f"接口密钥 {key.name}",
        role=Role.SUPERVISOR,
        organisation_id=key.organisation_id,
        organisation=full_name(key.organisation),
        scope=key.organisation.path,
        bureau_id=bureau_id(key.organisation),
        address=address,
        scopes=frozenset(key.scopes),
    )


def bureau_id(organisation: Organisation) -> int | None:
    """Give the bureau an organisation is or belongs to; None above the bureaus."""
    chain = [int(key) for key in organisation.path.strip("/").split("/")]
    bureau = Organisation.objects.filter(pk__in=chain, kind=Organisation.BUREAU).first()
    return bureau.pk if bureau else None


def full_name(organisation: Organisation) -> str:
    """Name a section with its bureau, anything else by itself."""
    if organisation.kind == Organisation.SECTION and organisation.parent:
        return f"{organisation.parent.name}{organisation.name}"
    return organisation.name


def appointments(user_id: int) -> QuerySet[Appointment]:
    """Give the roles somebody holds now, oldest first."""
    held = Appointment.objects.filter(user_id=user_id, until=None, organisation__ended_at=None)
    return held.select_related("organisation__parent", "user").order_by("since", "pk")


def users(actor: Actor) -> QuerySet[User]:
    """Give the accounts within reach of an administrator.

    Those with a living appointment there; without any living appointment, an account belongs to
    the organisation that made it.
    """
    actor.require(Permission.KEEP_ACCOUNTS)
    living = Appointment.objects.filter(user=OuterRef("pk"), until=None)
    within_reach = living.filter(organisation__path__startswith=actor.scope)
    made_here = Q(home__path__startswith=actor.scope) & ~Exists(living)
    return User.objects.filter(Q(Exists(within_reach)) | made_here).order_by("username")


def users_without_role(actor: Actor) -> QuerySet[User]:
    """Give the living accounts within reach that hold no role and are not to get one."""
    living = Appointment.objects.filter(user=OuterRef("pk"), until=None)
    asked = AccountRequest.objects.filter(
        user=OuterRef("pk"), state__in=REQUEST.sources(["confirm"])
    )
    return users(actor).filter(~Exists(living), ~Exists(asked), is_active=True)


def users_with_roles(actor: Actor) -> QuerySet[User]:
    """Give the accounts within reach with those of their living roles that are."""
    living_appointments = Appointment.objects.filter(
        until=None, organisation__path__startswith=actor.scope
    )
    living_roles = Prefetch(
        "appointments", living_appointments.select_related("organisation"), to_attr="held"
    )
    return users(actor).prefetch_related(living_roles)


def appointments_within(actor: Actor, user: User) -> QuerySet[Appointment]:
    """Give somebody's appointments within reach, ended ones too."""
    reach = Appointment.objects.filter(user=user, organisation__path__startswith=actor.scope)
    return reach.select_related("organisation", "appointed_by", "confirmed_by")


def is_whole_within(actor: Actor, user: User) -> bool:
    """Tell whether somebody holds no living role beyond the actor's reach."""
    roles = appointments(user.pk)
    return not roles.exclude(organisation__path__startswith=actor.scope).exists()


def has_business(user: User) -> bool:
    """Tell whether somebody holds a living role that may do more than read."""
    return any(rules.is_business(Role(appointment.role)) for appointment in appointments(user.pk))


def confirmers(path: str) -> QuerySet[Appointment]:
    """Give the living appointments whose holders may confirm what concerns a place in the tree."""
    chain = [int(key) for key in path.strip("/").split("/")]
    return Appointment.objects.filter(
        until=None, user__is_active=True, organisation_id__in=chain, role__in=rules.CONFIRMING
    )


def holders(organisation: Organisation, permission: Permission) -> list[User]:
    """Give the people who have a permission in a bureau: appointed there, above it or below."""
    chain = [int(key) for key in organisation.path.strip("/").split("/")]
    roles = [role for role in Role if permission in rules.ROLE_PERMISSIONS[role]]
    rows = Appointment.objects.filter(
        Q(organisation_id__in=chain) | Q(organisation__path__startswith=organisation.path),
        until=None,
        user__is_active=True,
        organisation__ended_at=None,
        role__in=roles,
    )
    users_of_rows = [row.user for row in rows.select_related("user").order_by("user_id")]
    return list(dict.fromkeys(users_of_rows))


def had_confirmer(path: str) -> bool:
    """Tell whether anybody ever could confirm what concerns a place in the tree."""
    chain = [int(key) for key in path.strip("/").split("/")]
    appointments_above = Appointment.objects.filter(
        organisation_id__in=chain, role__in=rules.CONFIRMING
    )
    return appointments_above.exists()


def same_people(user: User, path: str) -> list[User]:
    """Give the other accounts of a bureau with the same name or telephone, closed ones too."""
    root = f"/{path.strip('/').split('/')[0]}/"
    same = Q(folded_name=user.folded_name)
    if user.phone:
        same |= Q(phone=user.phone)
    within_bureau = Q(home__path__startswith=root) | Q(
        appointments__organisation__path__startswith=root
    )
    return list(User.objects.filter(same, within_bureau).exclude(pk=user.pk).distinct())


def is_same_human(first: User, second: User) -> bool:
    """Tell whether two accounts have one holder, as far as name and telephone show."""
    has_same_phone = bool(first.phone) and first.phone == second.phone
    return first.pk == second.pk or first.folded_name == second.folded_name or has_same_phone


def account_requests(actor: Actor) -> QuerySet[AccountRequest]:
    """Give the requests that the actor may confirm or has to know, newest first."""
    living = Appointment.objects.filter(user=OuterRef("user_id"), until=None)
    within_reach = living.filter(organisation__path__startswith=actor.scope)
    beyond = living.exclude(organisation__path__startswith=actor.scope)
    appointing = Q(organisation__path__startswith=actor.scope)
    resetting = Q(Exists(within_reach), organisation=None)
    if actor.may(Permission.CONFIRM_ACCOUNTS):
        resetting = Q(resetting, ~Exists(beyond))
    requests = AccountRequest.objects.filter(appointing | resetting)
    return requests.select_related("user", "organisation", "requested_by", "decided_by")


def request_for(actor: Actor, request_id: int) -> AccountRequest:
    """Load a request within reach.

    Raises:
        NotFoundError: there is none.
    """
    request = account_requests(actor).filter(pk=request_id).first()
    if request is None:
        raise NotFoundError("没有这项申请，或不在您的范围内")
    return request


def waiting_requests(actor: Actor) -> QuerySet[AccountRequest]:
    """Give the requests that wait for a decision of somebody else than who asked or is meant."""
    waiting = account_requests(actor).filter(state__in=REQUEST.sources(["confirm"]))
    return waiting.exclude(requested_by=actor.user_id).exclude(user=actor.user_id)


def requests_to_decide(actor: Actor) -> list[AccountRequest]:
    """Give the waiting requests that the actor may decide: neither party, nor like one."""
    second = User.objects.filter(pk=actor.user_id or 0).first()
    return [
        request
        for request in waiting_requests(actor)
        if second is None
        or not any(is_same_human(second, user) for user in (request.requested_by, request.user))
    ]


def unconfirmed(actor: Actor) -> QuerySet[Appointment]:
    """Give the living first appointments within reach that no second person confirmed yet."""
    first_appointments = Appointment.objects.filter(
        is_first=True,
        confirmed_at=None,
        until=None,
        organisation__path__startswith=actor.scope,
    )
    return first_appointments.select_related("user", "organisation", "appointed_by")


def open_requests_on(user_id: int) -> QuerySet[AccountRequest]:
    """Give what somebody asked for on an account and nobody has decided yet."""
    requests = AccountRequest.objects.filter(user_id=user_id, state__in=REQUEST.sources(["object"]))
    return requests.select_related("organisation", "requested_by")


def notices(user_id: int, *, unseen: bool = False) -> QuerySet[Notice]:
    """Give what the holder of an account was told."""
    rows = Notice.objects.filter(user_id=user_id)
    return rows.filter(seen_at=None) if unseen else rows


def bureaus_of_installation(actor: Actor) -> QuerySet[Organisation]:
    """Give all bureaus of the installation to who keeps it."""
    actor.require(Permission.KEEP_BUREAUS)
    return Organisation.objects.filter(kind=Organisation.BUREAU).order_by("path")


def user_for(actor: Actor, user_id: int) -> User:
    """Load an account that the actor may keep.

    Raises:
        NotFoundError: there is none within reach.
    """
    user = users(actor).filter(pk=user_id).first()
    if user is None:
        raise NotFoundError("没有这个账号，或不在您的管理范围内")
    return user


def organisation_for(actor: Actor, organisation_id: int) -> Organisation:
    """Load an organisation within reach.

    Raises:
        NotFoundError: there is none.
    """
    organisation = organisations(actor).filter(pk=organisation_id).first()
    if organisation is None:
        raise NotFoundError("没有这个机构，或不在您的范围内")
    return organisation


def keys(actor: Actor) -> QuerySet[ApiKey]:
    """Give the machines' keys within reach."""
    actor.require(Permission.KEEP_KEYS)
    return ApiKey.objects.filter(organisation__path__startswith=actor.scope)


def live_sign_ins(user_id: int) -> QuerySet[SignIn]:
    """Give somebody's sessions that are still open."""
    return SignIn.objects.filter(user_id=user_id, ended_at=None)


def terms(names: Iterable[str]) -> QuerySet[Appointment]:
    """Give all appointments of some accounts, for saying since when somebody has a role."""
    rows = Appointment.objects.filter(user__username__in=list(names))
    return rows.select_related("user", "organisation__parent")
