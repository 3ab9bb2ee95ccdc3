"""Where inspections come from, and of which kind they are."""

from __future__ import annotations

from django.db.models import TextChoices


class Source(TextChoices):
    """Where a task comes from; only what was drawn at random is counted as random."""

    RANDOM = "random", "双随机抽查"
    COMPLAINT = "complaint", "投诉举报"
    ASSIGNED = "assigned", "上级交办"
    CAMPAIGN = "campaign", "专项部署"
    DATA = "data", "数据监测"
    RECHECK = "recheck", "整改回访"
    REQUESTED = "requested", "企业申请"
    REFERRED = "referred", "部门转办"
    LICENSING = "licensing", "许可核查"
    URGENT = "urgent", "其他紧急"


NOT_RANDOM = tuple(source for source in Source if source != Source.RANDOM)


class Kind(TextChoices):
    """The kinds of inspection by which caps count."""

    ROUTINE = "routine", "日常检查"
    CASE = "case", "个案检查"
    SPECIAL = "special", "专项检查"
