"""The states of a record in the ledger of inspections, and what leads from one to another.

The program moves them with the acts on inspection tasks, so no permission stands in the table.
"""

from __future__ import annotations

from oversight.common.transitions import StateMachine, Transition

PLANNED, DONE, MERGED, CANCELLED = "planned", "done", "merged", "cancelled"
DATE, MERGE, CANCEL = "date", "merge", "cancel"
# The kind of every inspection that a draw decided; the caps count by kinds.
DRAWN_KIND = "双随机"

RECORD = StateMachine(
    name="检查台账的记录",
    labels={PLANNED: "待检查", DONE: "已检查", MERGED: "已并入另一次检查", CANCELLED: "已取消"},
    first=(PLANNED, DONE),
    transitions=(
        Transition(act=DATE, label="定检查日期", sources=(PLANNED,), target=PLANNED),
        Transition(act=MERGE, label="并入另一次检查", sources=(PLANNED,), target=MERGED),
        Transition(act=CANCEL, label="取消", sources=(PLANNED, MERGED), target=CANCELLED),
    ),
)
# What still takes an inspector's time, and what keeps an inspector away for the rotation.
LOADING = (PLANNED, DONE)
ROTATING = (PLANNED, DONE, MERGED)
