"""The draw of inspectors for visits, its replacements and its reasons (spec draw-v1 5, 6.3).

Quotas share the work as equally as the rosters allow (`quotas`), then the persons are drawn one
by one, nobody who would spoil a whole assignment (`guarded`). Whether one exists decides, never
how it was searched for (spec draw-v1 5.6): any correct matching code gives the same teams.
"""

from __future__ import annotations

from mingqian.assignment.assigning import assign
from mingqian.assignment.reasons import ForcedSlot, PassedOver, forced, passed_over
from mingqian.assignment.replacement import next_person
from mingqian.assignment.shortage import (
    Blocking,
    Shortage,
    Uncoverable,
    blocking_set,
    uncoverable,
)
from mingqian.assignment.team import Assignment, Slot, Team, Visit

__all__ = [
    "Assignment",
    "Blocking",
    "ForcedSlot",
    "PassedOver",
    "Shortage",
    "Slot",
    "Team",
    "Uncoverable",
    "Visit",
    "assign",
    "blocking_set",
    "forced",
    "next_person",
    "passed_over",
    "uncoverable",
]
