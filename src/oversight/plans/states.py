"""The states of a version of a plan, and who may take it from one to the next."""

from __future__ import annotations

from django.db.models import TextChoices

from oversight.accounts.rules import Permission
from oversight.common.transitions import END, STAYS, StateMachine, Transition, labels_of


class PlanState(TextChoices):
    """Where a version of a plan stands."""

    DRAFT = "draft", "起草"
    SUBMITTED = "submitted", "待批准"
    APPROVED = "approved", "已批准"
    PUBLISHED = "published", "已公示"
    SUPERSEDED = "superseded", "已变更"
    ABANDONED = "abandoned", "已放弃"


_P = PlanState
IN_WORK = (_P.DRAFT, _P.SUBMITTED)
"""A plan has one version in these states."""
IN_FORCE = (_P.APPROVED, _P.PUBLISHED)
"""What a version in these states says, holds."""

PLAN = StateMachine(
    name="计划",
    labels=labels_of(PlanState),
    first=(_P.DRAFT,),
    transitions=(
        Transition(
            act="draft",
            label="起草、修改任务",
            sources=(_P.DRAFT,),
            target=STAYS,
            permission=Permission.DRAFT_PLANS,
            guard="科室只能起草自己的任务",
        ),
        Transition(
            act="submit",
            label="提交批准",
            sources=(_P.DRAFT,),
            target=_P.SUBMITTED,
            permission=Permission.MERGE_PLANS,
            guard="有任务，每项都合规则，编号不重复；基数在这时统计并固定",
        ),
        Transition(
            act="discard",
            label="放弃",
            sources=(_P.DRAFT,),
            target=END,
            permission=Permission.MERGE_PLANS,
            guard="从来没有提交过；是第一版的写明原因，年度重新空出来",
        ),
        Transition(
            act="abandon",
            label="放弃提交过的变更",
            sources=(_P.DRAFT,),
            target=_P.ABANDONED,
            permission=Permission.MERGE_PLANS,
            guard="不是第一版；提交过的都留着，以前的一版继续执行",
        ),
        Transition(
            act="rename",
            label="改名",
            sources=(_P.DRAFT,),
            target=STAYS,
            permission=Permission.MERGE_PLANS,
            guard="第一版，从来没有提交过；名称里的年度就是计划的年度",
        ),
        Transition(
            act="withdraw",
            label="撤回",
            sources=(_P.SUBMITTED,),
            target=_P.DRAFT,
            permission=Permission.MERGE_PLANS,
            guard="审批人还没有批准或退回",
        ),
        Transition(
            act="send_back",
            label="退回",
            sources=(_P.SUBMITTED,),
            target=_P.DRAFT,
            permission=Permission.APPROVE_PLANS,
            guard="写明意见",
        ),
        Transition(
            act="approve",
            label="批准",
            sources=(_P.SUBMITTED,),
            target=_P.APPROVED,
            permission=Permission.APPROVE_PLANS,
            guard="不是提交的人；写明发文字号；动态码",
        ),
        Transition(
            act="file",
            label="登记备案",
            sources=IN_FORCE,
            target=STAYS,
            permission=Permission.MERGE_PLANS,
            guard="写明备案机关和日期",
        ),
        Transition(
            act="publish",
            label="公示",
            sources=(_P.APPROVED,),
            target=_P.PUBLISHED,
            permission=Permission.MERGE_PLANS,
        ),
        Transition(
            act="change",
            label="变更计划，另起一版",
            sources=IN_FORCE,
            target=STAYS,
            permission=Permission.MERGE_PLANS,
            guard="没有别的变更在起草；写明理由",
        ),
        Transition(
            act="draw",
            label="按任务建抽取",
            sources=IN_FORCE,
            target=STAYS,
            permission=Permission.HOLD_DRAWS,
            guard="这一批还没有抽取",
        ),
        Transition(
            act="supersede",
            label="新的一版批准了",
            sources=IN_FORCE,
            target=_P.SUPERSEDED,
        ),
    ),
)
