"""The states of items, imports, reviews, recusals and the ledger, and what leads to the next."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.accounts.rules import Permission
from oversight.common.transitions import STAYS, StateMachine, Transition, labels_of


class ItemState(TextChoices):
    """The state of an item."""

    UNPUBLISHED = "unpublished", "未公布"
    VALID = "valid", "有效"
    CHANGING = "changing", "调整"
    CANCELLED = "cancelled", "取消"


class ImportState(TextChoices):
    """The state of an import."""

    UPLOADED = "uploaded", "待核对表头"
    READING = "reading", "正在核对"
    READY = "ready", "待写入"
    WRITING = "writing", "正在写入"
    WRITTEN = "written", "已写入"
    UNDONE = "undone", "已撤销"
    STOPPED = "stopped", "已放弃"
    FAILED = "failed", "读不了"


class ReviewState(TextChoices):
    """Whether a second person looked at an act that changed the directory."""

    WAITING = "waiting", "待核对"
    CONFIRMED = "confirmed", "已核对"


class RecusalState(TextChoices):
    """Whether a recusal counts on a day."""

    STANDING = "standing", "有效"
    ENDED = "ended", "已解除"


_I, _R = ItemState, ImportState
_KEEP = Permission.KEEP_DIRECTORIES

ITEM = StateMachine(
    name="事项",
    labels=labels_of(ItemState),
    first=(_I.UNPUBLISHED,),
    transitions=(
        Transition(
            act="change_draft",
            label="修改草稿",
            sources=(_I.UNPUBLISHED, _I.CHANGING),
            target=STAYS,
            permission=_KEEP,
            guard="有待公布的草稿",
        ),
        Transition(
            act="publish",
            label="公布",
            sources=(_I.UNPUBLISHED, _I.CHANGING),
            target=_I.VALID,
            permission=Permission.PUBLISH_ITEMS,
            guard="该写的都写了；不是起草的人；动态码",
        ),
        Transition(
            act="revise",
            label="开始调整",
            sources=(_I.VALID,),
            target=_I.CHANGING,
            permission=_KEEP,
            guard="写明理由",
        ),
        Transition(
            act="cancel",
            label="取消",
            sources=(_I.UNPUBLISHED, _I.VALID, _I.CHANGING),
            target=_I.CANCELLED,
            permission=Permission.PUBLISH_ITEMS,
            guard="写明理由；动态码",
        ),
    ),
)
IMPORT = StateMachine(
    name="这次导入",
    labels=labels_of(ImportState),
    first=(_R.READING,),
    transitions=(
        Transition(
            act="ask",
            label="表头认不全，请人指明",
            sources=(_R.READING,),
            target=_R.UPLOADED,
        ),
        Transition(act="stage", label="核对完", sources=(_R.READING,), target=_R.READY),
        Transition(act="reject", label="读不了", sources=(_R.READING,), target=_R.FAILED),
        Transition(
            act="change",
            label="改（指明表和列、词语、单元格）",
            sources=(_R.UPLOADED, _R.READY),
            target=_R.READING,
            permission=_KEEP,
        ),
        Transition(
            act="begin_writing",
            label="写入",
            sources=(_R.READY,),
            target=_R.WRITING,
            permission=_KEEP,
            guard="有新增或更新的行",
        ),
        Transition(act="write", label="写完", sources=(_R.WRITING,), target=_R.WRITTEN),
        Transition(
            act="refuse_writing",
            label="写入被拒",
            sources=(_R.WRITING,),
            target=_R.READY,
            guard="核对以后名录又有改动，或程序出错",
        ),
        Transition(
            act="stop",
            label="放弃",
            sources=(_R.UPLOADED, _R.READING, _R.READY),
            target=_R.STOPPED,
            permission=_KEEP,
        ),
        Transition(
            act="undo",
            label="撤销",
            sources=(_R.WRITTEN,),
            target=_R.UNDONE,
            permission=_KEEP,
            guard="不是事项；写入的行没有再改，也没有用过",
        ),
    ),
)
REVIEW = StateMachine(
    name="名录改动的核对",
    labels=labels_of(ReviewState),
    first=(ReviewState.WAITING,),
    transitions=(
        Transition(
            act="confirm",
            label="核对",
            sources=(ReviewState.WAITING,),
            target=ReviewState.CONFIRMED,
            permission=Permission.CONFIRM_CHANGES,
            guard="不是改动的人",
        ),
    ),
)
RECUSAL = StateMachine(
    name="回避关系",
    labels=labels_of(RecusalState),
    first=(RecusalState.STANDING,),
    transitions=(
        Transition(
            act="end",
            label="解除",
            sources=(RecusalState.STANDING,),
            target=RecusalState.ENDED,
            permission=_KEEP,
            guard="写明理由；定了止日的到期自然解除",
        ),
    ),
)


class RecordState(TextChoices):
    """Whether a visit in the ledger is still to come, or was made."""

    PLANNED = "planned", "待检查"
    DONE = "done", "已检查"
    MERGED = "merged", "已并入另一次检查"
    CANCELLED = "cancelled", "已取消"


# The program moves records with the acts on inspection tasks: no permission stands here.
RECORD = StateMachine(
    name="检查台账的记录",
    labels=labels_of(RecordState),
    first=(RecordState.PLANNED, RecordState.DONE),
    transitions=(
        Transition(
            act="date",
            label="定检查日期",
            sources=(RecordState.PLANNED,),
            target=STAYS,
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
        Transition(
            act="finish",
            label="检查完结",
            sources=(RecordState.PLANNED,),
            target=RecordState.DONE,
        ),
        Transition(
            act="resume",
            label="重新报请",
            sources=(RecordState.CANCELLED,),
            target=RecordState.PLANNED,
        ),
    ),
)
# What takes an inspector's time, and what keeps an inspector away for the rotation.
LOADING = (RecordState.PLANNED, RecordState.DONE)
ROTATING = (RecordState.PLANNED, RecordState.DONE, RecordState.MERGED)
