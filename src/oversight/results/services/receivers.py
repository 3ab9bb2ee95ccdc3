"""Who works with an approved result: told in the transaction that approves it.

The apps above (rectifications, cases, disclosures) register here, as they start. A receiver must
bear to be told of every edition of a result: a correction comes as one more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from oversight.accounts.selectors import Actor
from oversight.results.models import InspectionResult, ResultVersion
from oversight.results.rules import ResultContent


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedResult:
    """A result with the version that was approved, what it says, who approved it, and when."""

    row: InspectionResult
    version: ResultVersion
    content: ResultContent
    actor: Actor
    at: datetime


Receiver = Callable[[ApprovedResult], None]
_RECEIVERS: list[Receiver] = []


def register(receiver: Receiver) -> None:
    """Call a receiver with every approved result; twice registered, it is called once."""
    if receiver not in _RECEIVERS:
        _RECEIVERS.append(receiver)


def deliver(approved: ApprovedResult) -> None:
    """Call every receiver with a result that was approved."""
    for receiver in _RECEIVERS:
        receiver(approved)
