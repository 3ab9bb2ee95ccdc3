"""How the worker beside the pages is, in words for the workbench."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from oversight.accounts.rules import Role
from oversight.accounts.selectors import Actor
from oversight.jobs import kinds, selectors
from oversight.jobs.selectors import WorkerHealth

_CARETAKERS = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerCard:
    """What the workbench shows of the worker: to its caretakers always, to all if it stands."""

    health: WorkerHealth
    failures: list[tuple[str, datetime | None, str]]


def worker_card(actor: Actor, at: datetime) -> WorkerCard | None:
    """Give the card, or None where there is nothing that this person needs to know."""
    health = selectors.worker_health(at)
    is_caretaker = actor.role in _CARETAKERS
    if health.is_alive and not is_caretaker:
        return None
    failures = selectors.failed_lately(at - _LATELY) if is_caretaker else []
    return WorkerCard(
        health=health,
        failures=[(kinds.get(job.kind).title, job.ended_at, job.problem) for job in failures],
    )
