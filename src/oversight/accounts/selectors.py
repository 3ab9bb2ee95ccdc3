"""Who is acting, and how far that reaches."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from oversight.accounts import rules
from oversight.accounts.models import ApiKey, Appointment, Organisation, SignIn, User
from oversight.accounts.rules import Power, Role
from oversight.audit.services import Author
from oversight.common.errors import NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody acting in one role of one organisation; how far it reaches is ``scope``."""

    user_id: int | None
    username: str
    person: str
    role: Role
    organisation_id: int
    organisation: str
    scope: str
    bureau_id: int | None
    appointment_id: int | None = None
    address: str = ""
    scopes: frozenset[str] | None = None

    def may(self, power: Power) -> bool:
        """Tell whether the role has a power; a machine's key may have fewer."""
        if self.scopes is not None and power.value not in self.scopes:
            return False
        return power in rules.POWERS[self.role]

    def require(self, power: Power) -> None:
        """Refuse what the role may not do.

        Raises:
            NotAllowedError: it may not.
        """
        rules.require(self.role, power)

    @property
    def author(self) -> Author:
        """Give what the trail writes of the actor."""
        return Author(
            organisation=self.organisation,
            role=rules.ROLE_NAMES[self.role],
            scope=self.scope,
            person=self.person,
            address=self.address,
        )


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """Give the organisations within reach: one's own and all below it."""
    return Organisation.objects.filter(path__startswith=actor.scope)


def sections(actor: Actor) -> QuerySet[Organisation]:
    """Give the sections within reach that still exist."""
    return organisations(actor).filter(kind=Organisation.SECTION, ended_at=None)


def within(actor: Actor) -> Q:
    """Say which rows of a directory are within reach: those of one's organisation and below.

    A row belongs to a section, or to the bureau itself as long as no section has it.
    """
    if actor.organisation_id == actor.bureau_id:
        return Q(bureau_id=actor.bureau_id)
    found = organisations(actor)
    if actor.bureau_id is not None:
        return Q(bureau_id=actor.bureau_id, owner_id__in=list(found.values_list("pk", flat=True)))
    bureaus = found.filter(kind=Organisation.BUREAU)
    return Q(bureau_id__in=list(bureaus.values_list("pk", flat=True)))


def bureaus(actor: Actor) -> QuerySet[Organisation]:
    """Give the bureaus whose directories are within reach, or to which one's section belongs."""
    if actor.bureau_id is not None:
        return Organisation.objects.filter(pk=actor.bureau_id)
    return organisations(actor).filter(kind=Organisation.BUREAU)


def actor_of(appointment: Appointment, address: str) -> Actor:
    """Describe who acts under an appointment."""
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
    )


def actor_for(appointment_id: int, address: str) -> Actor:
    """Describe who acts under an appointment that still stands, by its key.

    Raises:
        NotFoundError: it has ended.
    """
    living = Appointment.objects.filter(pk=appointment_id, until=None)
    appointment = living.select_related("organisation__parent", "user").first()
    if appointment is None:
        raise NotFoundError("发起人的任职已经结束；请由在任的人重新发起")
    return actor_of(appointment, address)


def actor_of_key(key: ApiKey, address: str) -> Actor:
    """Describe a machine that acts with a key: it reads what its scopes name, as a clerk sees."""
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
    found = Organisation.objects.filter(pk__in=chain, kind=Organisation.BUREAU).first()
    return found.pk if found else None


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
    """Give the accounts within reach of an administrator, and those without any role yet."""
    actor.require(Power.KEEP_ACCOUNTS)
    held = Q(appointments__organisation__path__startswith=actor.scope)
    return User.objects.filter(held | Q(appointments=None)).distinct().order_by("username")


def user_for(actor: Actor, user_id: int) -> User:
    """Load an account that the actor may keep.

    Raises:
        NotFoundError: there is none within reach.
    """
    found = users(actor).filter(pk=user_id).first()
    if found is None:
        raise NotFoundError("没有这个账号，或不在您的管理范围内")
    return found


def organisation_for(actor: Actor, organisation_id: int) -> Organisation:
    """Load an organisation within reach.

    Raises:
        NotFoundError: there is none.
    """
    found = organisations(actor).filter(pk=organisation_id).first()
    if found is None:
        raise NotFoundError("没有这个机构，或不在您的范围内")
    return found


def keys(actor: Actor) -> QuerySet[ApiKey]:
    """Give the machines' keys within reach."""
    actor.require(Power.KEEP_KEYS)
    return ApiKey.objects.filter(organisation__path__startswith=actor.scope)


def live_sign_ins(user_id: int) -> QuerySet[SignIn]:
    """Give somebody's sessions that are still open."""
    return SignIn.objects.filter(user_id=user_id, ended_at=None)
