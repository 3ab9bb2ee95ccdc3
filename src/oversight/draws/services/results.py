"""Who works with what a draw decided: told in the transaction that puts it on record.

Draws know nothing of inspections; what makes tasks of a result registers here, as the app starts.
A receiver that refuses takes the holding back with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mingqian.result import Result
from oversight.audit.services import AuditActor
from oversight.draws.models import Draw


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawResult:
    """What was decided: the draw as it is now, its result, who acted, and the entry of the act."""

    draw: Draw
    result: Result
    author: AuditActor
    entry: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """What to do when a draw is held, and when a sealed one is opened."""

    on_held: Callable[[DrawResult], None]
    on_opened: Callable[[DrawResult], None]


_RECEIVERS: list[Receiver] = []


def register(receiver: Receiver) -> None:
    """Call a receiver with every result from now on; registering it again changes nothing."""
    if receiver not in _RECEIVERS:
        _RECEIVERS.append(receiver)


def deliver_held(decided: DrawResult) -> None:
    """Call every receiver with the result of a draw that was held."""
    for receiver in _RECEIVERS:
        receiver.on_held(decided)


def deliver_opened(decided: DrawResult) -> None:
    """Call every receiver with the result of a sealed draw that was opened."""
    for receiver in _RECEIVERS:
        receiver.on_opened(decided)
