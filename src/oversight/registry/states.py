"""The states of items, imports, reviews and recusals, and who may take what to the next."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.accounts.rules import Permission
from oversight.common.transitions import STAYS, StateMachine, Transition, labels_of


class ItemState(TextChoices):
    """Where an item stands."""

    UNPUBLISHED = "unpublished", "未公布"
    VALID = "valid", "有效"
    CHANGING = "changing", "调整"
    CANCELLED = "cancelled", "取消"


class ImportState(TextChoices):
    """How far an import is."""

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
