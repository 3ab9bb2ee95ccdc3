"""The states of draws and of what belongs to them, with one table of transitions each."""

from oversight.draws.states.draw import DRAW, DrawState
from oversight.draws.states.preparing import (
    EXEMPTION,
    INVITATION,
    SEAT,
    ExemptionState,
    InvitationState,
    OpeningOutcome,
    SeatState,
)
from oversight.draws.states.sealed import VALUE, VOID, ValueState, VoidState

__all__ = [
    "DRAW",
    "EXEMPTION",
    "INVITATION",
    "SEAT",
    "VALUE",
    "VOID",
    "DrawState",
    "ExemptionState",
    "InvitationState",
    "OpeningOutcome",
    "SeatState",
    "ValueState",
    "VoidState",
]
