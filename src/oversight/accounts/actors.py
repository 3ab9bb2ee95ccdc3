"""The actor: a user in one role of one organisation, and what it may do."""

from __future__ import annotations

from dataclasses import dataclass

from oversight.accounts import rules
from oversight.accounts.rules import Permission, Role
from oversight.audit.services import AuditActor
from oversight.common.errors import NotAllowedError
from oversight.common.transitions import StateMachine


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
    is_at_seat: bool = False

    def may(self, permission: Permission) -> bool:
        """Tell whether the role has a permission; a machine's key may have fewer."""
        if self.scopes is not None and permission.value not in self.scopes:
            return False
        if permission in rules.OF_INSTALLATION and not self.is_at_seat:
            return False
        return permission in rules.ROLE_PERMISSIONS[self.role]

    def require(self, permission: Permission) -> None:
        """Refuse what the role may not do.

        Raises:
            NotAllowedError: it may not.
        """
        rules.require(self.role, permission)
        if not self.may(permission):
            raise NotAllowedError(
                f"您不能{rules.PERMISSION_NAMES[permission]}；请本平台首个单位的系统管理员来做"
            )

    @property
    def permissions(self) -> frozenset[Permission]:
        """Give everything the actor may do, for asking a state machine which acts are open."""
        return frozenset(permission for permission in Permission if self.may(permission))

    def may_take(self, machine: StateMachine, act: str, state: str) -> bool:
        """Tell whether an act is open to the actor in a state."""
        return machine.is_open(act, state, self.permissions)

    def require_for(self, machine: StateMachine, act: str) -> None:
        """Refuse an act that is not the actor's, whatever the state.

        Raises:
            NotAllowedError: the role may not take it.
        """
        self.require(rules.permission_of(machine, act))

    @property
    def author(self) -> AuditActor:
        """Give what the trail writes of the actor."""
        return AuditActor(
            organisation=self.organisation,
            role=rules.ROLE_NAMES[self.role],
            scope=self.scope,
            person=self.person,
            address=self.address,
            account=self.username,
        )
