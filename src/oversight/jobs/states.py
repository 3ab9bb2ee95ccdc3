"""The states of a job, all changed by the program."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.common.transitions import StateMachine, Transition, labels_of


class JobState(TextChoices):
    """The state of a job."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"


OPEN_STATES = (JobState.WAITING, JobState.RUNNING)
"""A target has one job of a kind in these states."""

JOB = StateMachine(
    name="后台任务",
    labels=labels_of(JobState),
    first=(JobState.WAITING,),
    transitions=(
        Transition(act="start", label="开始", sources=(JobState.WAITING,), target=JobState.RUNNING),
        Transition(act="finish", label="做完", sources=(JobState.RUNNING,), target=JobState.DONE),
        Transition(
            act="fail",
            label="没有做完",
            sources=(JobState.RUNNING,),
            target=JobState.FAILED,
            guard="拒绝、出错，或后台程序意外退出",
        ),
        Transition(
            act="resume",
            label="整个程序停过，接着做",
            sources=(JobState.RUNNING,),
            target=JobState.WAITING,
            guard="最多三次",
        ),
    ),
)
