"""Telling another code system what waits in the queue: in order, each once, again when cut."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from oversight.common.errors import DomainError
from oversight.inspections import code_systems
from oversight.inspections.arrivals import CodeSystemMessage, CodeSystemMessageState, VisitCode
from oversight.inspections.code_client import HttpCodeSystem
from oversight.inspections.code_systems import CodeSystem
from oversight.jobs import selectors as jobs
from oversight.jobs import services as job_services

KIND = "visit.code-messages"
PAUSE = timedelta(minutes=1)
_LONGEST = 300


def ask_due(*, enqueue: Callable[[int], object], at: datetime) -> None:
    """Ask the worker to tell what waits, at most once a minute."""
    if not code_systems.is_told() or not code_systems.waiting():
        return
    last = jobs.latest([KIND], 0)
    if last is None or (not last.is_open and last.asked_at <= at - PAUSE):
        job_services.ask(kind=KIND, target=0, appointment=0, address="", enqueue=enqueue, at=at)


def send_all(at: datetime) -> None:
    """Tell the system of the settings all that waits."""
    if code_systems.is_told():
        send(HttpCodeSystem(settings.CODE_SYSTEM, settings.CODE_SYSTEM_KEY), at)


def send(system: CodeSystem, at: datetime) -> int:
    """Tell a system all that waits, the oldest first; gives how much it took.

    Where it is not reached, the rest waits; what it refuses is marked and holds up nothing.
    """
    count = 0
    for message in code_systems.waiting():
        try:
            foreign_code = system.send(message.method, message.key, message.content)
        except OSError as error:
            _note(message, CodeSystemMessageState.WAITING, f"没有连上：{error}", None)
            break
        except DomainError as error:
            _note(message, CodeSystemMessageState.REFUSED, error.problem, None)
            continue
        _note(message, CodeSystemMessageState.SENT, "", at)
        if foreign_code:
            VisitCode.objects.filter(visit=message.visit_id).update(foreign_code=foreign_code[:80])
        count += 1
    return count


def _note(message: CodeSystemMessage, state: str, problem: str, sent_at: datetime | None) -> None:
    message.state, message.problem, message.sent_at = state, problem[:_LONGEST], sent_at
    message.attempts += 1
    message.save(update_fields=["state", "problem", "sent_at", "attempts"])
