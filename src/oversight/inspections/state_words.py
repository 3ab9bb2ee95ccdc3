"""The states of inspection tasks, of their approval, results and replacements, in words."""

from __future__ import annotations

from django.db.models import TextChoices


class TaskState(TextChoices):
    """Where an inspection task is."""

    DRAWN = "drawn", "已抽取"
    REGISTERED = "registered", "已立项"
    ACCEPTED = "accepted", "已接受"
    AWAITING = "awaiting", "待审批"
    APPROVED = "approved", "已批准"
    NOTIFIED = "notified", "已通知"
    PAPERS_LATER = "papers_later", "补办中"
    ARRIVED = "arrived", "已到场"
    INSPECTING = "inspecting", "检查中"
    SIGNING = "signing", "待签字"
    FINISHED = "finished", "现场完结"
    TOLD = "told", "已告知结果"
    ARCHIVED = "archived", "已归档"
    SUSPENDED = "suspended", "中止"
    NOT_INSPECTED = "not_inspected", "未能检查"
    REFUSED = "refused", "不予批准"
    WITHDRAWN = "withdrawn", "已撤回"
    REPLACED = "replaced", "已递补"
    MERGED = "merged", "已合并"


class ApprovalState(TextChoices):
    """Whether a visit's approval is decided, and how."""

    WAITING = "waiting", "待审批"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "不予批准"


class ResultState(TextChoices):
    """How far the result of an item is."""

    NOT_ENTERED = "not_entered", "未录入"
    ENTERING = "entering", "录入中"
    ENTERED = "entered", "已录入"


class ReplacementState(TextChoices):
    """Whether a request for replacement or recusal is decided, and how."""

    WAITING = "waiting", "待决定"
    GRANTED = "granted", "同意"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"
