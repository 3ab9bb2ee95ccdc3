"""The states of records in the ledger of inspections, and what leads from one to another."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.common.transitions import StateMachine, Transition


class RecordState(TextChoices):
    """Whether a visit in the ledger is still to come, or was made."""

    PLANNED = "planned", "待检查"
    DONE = "done", "已检查"
    MERGED = "merged", "已并入另一次检查"
    CANCELLED = "cancelled", "已取消"


# The program moves records with the acts on inspection tasks: no permission stands here.
RECORD = StateMachine(
    name="检查台账的记录",
    labels={state.value: str(state.label) for state in RecordState},
    first=(RecordState.PLANNED, RecordState.DONE),
    transitions=(
        Transition(
            act="date",
            label="定检查日期",
            sources=(RecordState.PLANNED,),
            target=RecordState.PLANNED,
        ),
        Transition(
            act="merge",
            label="并入另一次检查",
            sources=(RecordState.PLANNED,),
            target=RecordState.MERGED,
        ),
        Transition(
            act="cancel",
            label="取消",
            sources=(RecordState.PLANNED, RecordState.MERGED),
            target=RecordState.CANCELLED,
        ),
    ),
)
# What takes an inspector's time, and what keeps an inspector away for the rotation.
LOADING = (RecordState.PLANNED, RecordState.DONE)
ROTATING = (RecordState.PLANNED, RecordState.DONE, RecordState.MERGED)
