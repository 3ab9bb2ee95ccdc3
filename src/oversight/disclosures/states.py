"""Machine E: the states of publications, and who may do what in them."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.accounts.rules import Permission
from oversight.common.transitions import END, STAYS, StateMachine, Transition, labels_of


class DisclosureState(TextChoices):
    """Where a version of a publication is; whether it is late is computed from its day."""

    DRAFT = "draft", "草稿"
    REVIEW = "review", "审查中"
    APPROVED = "approved", "已批准"
    PUBLISHED = "published", "已公示"
    CORRECTED = "corrected", "已更正"
    WITHDRAWN = "withdrawn", "已撤下"
    ARCHIVED = "archived", "到期转档案"


_S = DisclosureState
IN_WORK = (_S.DRAFT, _S.REVIEW, _S.APPROVED)
"""Not public yet: one version of a publication at a time."""
SHOWN = (_S.PUBLISHED, _S.CORRECTED, _S.WITHDRAWN)
"""What the public site lists."""

CHANGE, SUBMIT, DROP = "change", "submit", "drop"
SEND_BACK, APPROVE = "send_back", "approve"
PUBLISH, CORRECT, SUPERSEDE, WITHDRAW, ARCHIVE = (
    "publish",
    "correct",
    "supersede",
    "withdraw",
    "archive",
)

_DRAFT = Permission.DRAFT_DISCLOSURES
_REVIEW = Permission.REVIEW_DISCLOSURES
_RELEASE = Permission.RELEASE_DISCLOSURES

DISCLOSURE = StateMachine(
    name="公示",
    labels=labels_of(DisclosureState),
    first=(_S.DRAFT,),
    transitions=(
        Transition(
            act=CHANGE,
            label="写明哪些不公开",
            sources=(_S.DRAFT,),
            target=STAYS,
            permission=_DRAFT,
            guard="不公开的写明理由；公开的个人信息写明法律依据",
        ),
        Transition(
            act=SUBMIT,
            label="提交审查",
            sources=(_S.DRAFT,),
            target=_S.REVIEW,
            permission=_DRAFT,
            guard="没有证件号码、电话、银行卡号；个人信息都有依据；原件没有变",
        ),
        Transition(
            act=DROP,
            label="删除草稿",
            sources=(_S.DRAFT,),
            target=END,
            permission=_DRAFT,
            guard="还没有批准过",
        ),
        Transition(
            act=SEND_BACK,
            label="退回",
            sources=(_S.REVIEW,),
            target=_S.DRAFT,
            permission=_REVIEW,
            guard="写明理由；审查的人不是起草的人",
        ),
        Transition(
            act=APPROVE,
            label="批准公示",
            sources=(_S.REVIEW,),
            target=_S.APPROVED,
            permission=_REVIEW,
            guard="审查清单逐项确认；审查的人不是起草的人；原件没有变",
        ),
        Transition(
            act=PUBLISH,
            label="公示",
            sources=(_S.APPROVED,),
            target=_S.PUBLISHED,
            permission=_RELEASE,
            guard="公示的人不是起草的人，也不是审查的人；内容与批准时封存的一样",
        ),
        Transition(
            act=CORRECT,
            label="更正",
            sources=(_S.PUBLISHED,),
            target=STAYS,
            permission=_DRAFT,
            guard="写明理由；没有正在办理的一版；新的一版另走审查",
        ),
        Transition(
            act=SUPERSEDE,
            label="新版公示，旧版划去",
            sources=(_S.PUBLISHED,),
            target=_S.CORRECTED,
        ),
        Transition(
            act=WITHDRAW,
            label="撤下",
            sources=(_S.APPROVED, _S.PUBLISHED, _S.CORRECTED),
            target=_S.WITHDRAWN,
            permission=_REVIEW,
            guard="写明理由；内容删去，封存摘要留下",
        ),
        Transition(
            act=ARCHIVE,
            label="到期转档案",
            sources=(_S.PUBLISHED, _S.CORRECTED),
            target=_S.ARCHIVED,
            permission=_RELEASE,
            guard="公示期满",
        ),
    ),
)
