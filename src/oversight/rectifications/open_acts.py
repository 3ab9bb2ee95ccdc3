"""Which acts on a rectification are open to somebody now: the table's, and what else must hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from oversight.accounts.selectors import Actor
from oversight.inspections import states as visit_states
from oversight.rectifications import selectors, states
from oversight.rectifications.models import Rectification
from oversight.rectifications.services import extensions
from oversight.rectifications.services.rechecks import has_arrived
from oversight.rectifications.states import RECTIFICATION, RectificationState


def open_acts(actor: Actor, row: Rectification, today: date) -> set[str]:
    """Name the acts that somebody can take now; the services ask the same again."""
    acts = {act.act for act in RECTIFICATION.acts(row.state, actor.permissions)}
    return {act for act in acts if _CONDITIONS.get(act, _always)(row, today)}


def _always(_: Rectification, __: date) -> bool:
    return True


def _is_ordered(row: Rectification, _: date) -> bool:
    return selectors.has_order(row)


def _is_not_ordered(row: Rectification, _: date) -> bool:
    return not selectors.has_order(row)


def _counts(row: Rectification, today: date) -> bool:
    return row.service is not None and row.service.served_on <= today


def _is_on_the_spot(row: Rectification, _: date) -> bool:
    return row.is_on_the_spot


def _is_seen(row: Rectification, _: date) -> bool:
    return not row.is_on_the_spot and has_arrived(row.recheck)


def _needs_recheck(row: Rectification, today: date) -> bool:
    if row.state == RectificationState.RECHECKING:
        return row.recheck is not None and row.recheck.state in visit_states.ENDED
    is_late = row.due_on is not None and today > row.due_on
    return row.state == RectificationState.REPORTED or is_late


def _may_be_extended(row: Rectification, today: date) -> bool:
    return selectors.waiting_extension(row) is None and extensions.is_left(row, today)


def _may_be_escalated(row: Rectification, today: date) -> bool:
    waits = selectors.waiting_extension(row) is not None
    return not waits and extensions.may_be_escalated(row, today)


_CONDITIONS: Mapping[str, Callable[[Rectification, date], bool]] = {
    states.ORDER: _is_not_ordered,
    states.PROVE: _is_not_ordered,
    states.SERVE: _is_ordered,
    states.BEGIN: _counts,
    states.ACCEPT_PROOF: _is_on_the_spot,
    states.RETURN_PROOF: _is_on_the_spot,
    states.PASS: _is_seen,
    states.FAIL: _is_seen,
    states.ARRANGE: _needs_recheck,
    states.ASK_EXTENSION: _may_be_extended,
    states.ESCALATE: _may_be_escalated,
}
"""What else must hold for an act, where anything does."""
