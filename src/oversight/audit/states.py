"""The states of a check of the database against the log, and of what it found."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.common.transitions import STAYS, StateMachine, Transition, labels_of


class RunState(TextChoices):
    """The state of a check, and its outcome."""

    RUNNING = "running", "正在校验"
    SAME = "same", "一样"
    DIFFERENT = "different", "不一样"
    STOPPED = "stopped", "中途停下"


class DifferenceState(TextChoices):
    """Whether a difference is still there."""

    STANDING = "standing", "不一样"
    GONE = "gone", "已恢复"


RUN = StateMachine(
    name="数据核对",
    labels=labels_of(RunState),
    first=(RunState.RUNNING,),
    transitions=(
        Transition(
            act="find_same",
            label="核对完，全都一样",
            sources=(RunState.RUNNING,),
            target=RunState.SAME,
        ),
        Transition(
            act="find_different",
            label="核对完，有不一样",
            sources=(RunState.RUNNING,),
            target=RunState.DIFFERENT,
        ),
        Transition(
            act="stop",
            label="中途停下",
            sources=(RunState.RUNNING,),
            target=RunState.STOPPED,
        ),
    ),
)
DIFFERENCE = StateMachine(
    name="一处不一样",
    labels=labels_of(DifferenceState),
    first=(DifferenceState.STANDING,),
    transitions=(
        Transition(
            act="acknowledge",
            label="写明看过",
            sources=(DifferenceState.STANDING,),
            target=STAYS,
            guard="监督或系统管理员，写明查了什么、怎么处理；是否看过以留痕为准",
        ),
        Transition(
            act="mend",
            label="整体核对时已一样",
            sources=(DifferenceState.STANDING,),
            target=DifferenceState.GONE,
        ),
        Transition(
            act="recur",
            label="又不一样",
            sources=(DifferenceState.GONE,),
            target=DifferenceState.STANDING,
        ),
    ),
)
