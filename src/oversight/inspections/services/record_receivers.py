"""Who works with the record of a visit once it is signed: told in the same transaction.

Inspections know nothing of what becomes of a result; the apps above register here, as they start.
A receiver that refuses takes the signing back with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from oversight.accounts.selectors import Actor
from oversight.inspections.models import InspectionTask


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRecord:
    """A visit whose record is closed, with who closed it; its items have what was entered."""

    task: InspectionTask
    actor: Actor
    at: datetime


Receiver = Callable[[SignedRecord], None]
_RECEIVERS: list[Receiver] = []


def register(receiver: Receiver) -> None:
    """Call a receiver with every signed record from now on; twice registered, it is called once."""
    if receiver not in _RECEIVERS:
        _RECEIVERS.append(receiver)


def deliver(signed: SignedRecord) -> None:
    """Call every receiver with a record that was signed."""
    for receiver in _RECEIVERS:
        receiver(signed)
