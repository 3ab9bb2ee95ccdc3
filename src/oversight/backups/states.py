"""The states of a backup, all changed by the program."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.common.transitions import StateMachine, Transition, labels_of


class BackupState(TextChoices):
    """How far a backup is."""

    RUNNING = "running", "正在备份"
    COMPLETE = "complete", "已备份"
    FAILED = "failed", "没有备份成"


_S = BackupState

BACKUP = StateMachine(
    name="备份",
    labels=labels_of(BackupState),
    first=(_S.RUNNING,),
    transitions=(
        Transition(
            act="complete",
            label="写完并核对",
            sources=(_S.RUNNING,),
            target=_S.COMPLETE,
            guard="加密的文件已写到盘上",
        ),
        Transition(
            act="fail",
            label="没有写成",
            sources=(_S.RUNNING,),
            target=_S.FAILED,
            guard="写不了，或程序中途停下",
        ),
    ),
)
