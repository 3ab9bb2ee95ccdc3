"""One act that a draw waits for: who may do it, why it cannot be done yet, who is awaited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from oversight.accounts import rules
from oversight.accounts import selectors as accounts
from oversight.accounts.awaiting import people_for
from oversight.accounts.rules import Permission
from oversight.accounts.selectors import Actor
from oversight.common.contributions import Link
from oversight.common.transitions import StateMachine
from oversight.draws.models import Draw
from oversight.draws.states import DRAW


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """An act that a draw waits for; ``machine`` and ``act`` say in which table it stands.

    ``verb`` says what somebody is awaited for, ``reason`` in short why, where ``sentence`` is too
    long for a list. ``not_before`` and ``hindrance`` say why it cannot be done yet, ``event`` what
    has to happen before. Those in ``barred`` may not do it although their role may. ``people``
    names who is awaited where it is not whoever has the permission; ``scope`` is the place in the
    tree of the section that must act. ``place`` tells acts of one name apart; ``since`` is when
    the waiting began.
    """

    act: str = ""
    verb: str = ""
    sentence: str
    button: str = ""
    view: str = ""
    args: tuple[int | str, ...] = ()
    is_post: bool = False
    machine: StateMachine = DRAW
    until: datetime | None = None
    not_before: datetime | None = None
    hindrance: str = ""
    people: str = ""
    scope: str = ""
    reason: str = ""
    event: str = ""
    place: str = ""
    since: datetime | None = None
    barred: frozenset[int] = frozenset()
    is_barred_to_hosts: bool = False

    def is_of(self, actor: Actor) -> bool:
        """Tell whether the actor is among those who may do it."""
        if not self.act or actor.user_id in self.barred:
            return False
        if self.is_barred_to_hosts and actor.may(Permission.HOLD_DRAWS):
            return False
        if self.scope and not self.scope.startswith(actor.scope):
            return False
        return actor.may(self.permission)

    @property
    def permission(self) -> Permission:
        """Give what somebody must be allowed for the act."""
        return rules.permission_of(self.machine, self.act)

    @property
    def is_blocked(self) -> bool:
        """Tell whether nobody can do it yet."""
        return bool(self.hindrance) or self.not_before is not None

    def is_awaited_by(self, actor: Actor) -> bool:
        """Tell whether somebody else than the actor can do it now."""
        return bool(self.verb) and not self.is_of(actor) and not self.is_blocked

    def awaited_people(self, draw: Draw) -> str:
        """Name who is awaited, by name where they are few."""
        if self.people:
            return self.people
        barred = self.barred
        if self.is_barred_to_hosts:
            hosts = accounts.holders(draw.bureau, Permission.HOLD_DRAWS)
            barred |= {user.pk for user in hosts}
        return people_for(draw.bureau, self.permission, barred=barred)

    def key(self, draw: Draw) -> str:
        """Name what is awaited, the same for whoever acts and whoever waits.

        Empty where no account is awaited: nobody there could be reminded.
        """
        place = f"-{self.place}" if self.place else ""
        return f"draw/{draw.number}/{self.act}{place}" if self.act else ""

    def withdrawal(self, draw: Draw, actor: Actor) -> Link | None:
        """Give where the actor takes back what waits here for somebody else."""
        if self.act == "seal" and actor.may_take(DRAW, "withdraw", draw.state):
            return Link(view="office:draw-withdraw", args=(draw.pk,))
        if self.act == "void" and draw.void_asked_user == actor.user_id:
            return Link(view="office:draw-void-withdraw", args=(draw.pk,))
        return None


def only(user_id: int | None) -> frozenset[int]:
    """Bar one person; nobody, where it is not known who."""
    return frozenset() if user_id is None else frozenset({user_id})
