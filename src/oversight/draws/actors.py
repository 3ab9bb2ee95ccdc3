"""Who acted on a draw, and since when each of them has had the role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from oversight.accounts import selectors as accounts
from oversight.accounts.models import Appointment
from oversight.accounts.rules import ROLE_NAMES, Role
from oversight.audit import selectors as audit
from oversight.common import moments
from oversight.common.errors import DomainError
from oversight.draws.models import Draw
from oversight.regulations import selectors as regulations

YOUNG_RULE = "young_role_days"
_YOUNG_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawActor:
    """Somebody who acted on a draw in a role; ``days`` is how long they had it by then."""

    role: str
    organisation: str
    name: str
    since: datetime | None
    days: int
    is_young: bool
    is_unconfirmed: bool


def young_days(draw: Draw) -> int:
    """Give below how many days a role is pointed out: a rule of the bureau."""
    try:
        return regulations.number(draw.bureau_id, YOUNG_RULE, moments.day_of(draw.made_at))
    except DomainError:
        return _YOUNG_DAYS


def draw_actors(draw: Draw) -> list[DrawActor]:
    """Give everybody who acted on a draw, each role once, in the order of their first acts."""
    first_entries: dict[tuple[str, str, str], audit.Entry] = {}
    for entry in _entries(draw):
        account = str((entry.private or {}).get("account", ""))
        if account:
            first_entries.setdefault((account, entry.role, entry.organisation), entry)
    terms = list(accounts.terms({account for account, _, _ in first_entries}))
    limit = young_days(draw)
    return [
        _actor(account, entry, terms, limit) for (account, _, _), entry in first_entries.items()
    ]


def _entries(draw: Draw) -> list[audit.Entry]:
    both = [*audit.about("drawing", draw.number), *audit.about("draw", draw.number)]
    return sorted(both, key=lambda entry: entry.index)


def _actor(account: str, entry: audit.Entry, terms: Iterable[Appointment], limit: int) -> DrawActor:
    term = next(
        (appointment for appointment in terms if _covers(appointment, account, entry)), None
    )
    days = (entry.at - term.since).days if term else 0
    is_first = term is not None and term.is_first
    confirmed_at = term.confirmed_at if term else None
    return DrawActor(
        role=entry.role,
        organisation=entry.organisation,
        name=entry.person,
        since=term.since if term else None,
        days=days,
        is_young=days < limit,
        is_unconfirmed=is_first and (confirmed_at is None or confirmed_at > entry.at),
    )


def _covers(appointment: Appointment, account: str, entry: audit.Entry) -> bool:
    is_role = ROLE_NAMES[Role(appointment.role)] == entry.role
    is_place = accounts.full_name(appointment.organisation) == entry.organisation
    is_then = appointment.since <= entry.at and (
        appointment.until is None or appointment.until >= entry.at
    )
    return appointment.user.username == account and is_role and is_place and is_then
