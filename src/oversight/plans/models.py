"""Plans with their versions, and the tasks of each version as rows that a program can enforce."""

from __future__ import annotations

from django.db import models

from oversight.accounts.models import Organisation
from oversight.plans.rules import KINDS, MODES, RATIO_BASES, SPLITS
from oversight.plans.states import IN_WORK, PlanState


class NumberSeries(models.Model):
    """The last number given under a prefix; whoever wants the next one locks the row."""

    prefix = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Plan(models.Model):
    """A bureau's plan of a year; what it says stands in its versions."""

    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.CharField("计划编号", max_length=14, unique=True)
    year = models.PositiveIntegerField("年度")
    name = models.CharField("名称", max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["bureau", "year"], name="one_plan_each_year"),
        ]


class PlanVersion(models.Model):
    """What a plan says; once approved its tasks are never changed, a change is a new version."""

    State = PlanState
    DRAFT, SUBMITTED, APPROVED, PUBLISHED, SUPERSEDED = PlanState

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    reason = models.CharField("变更理由", max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    counted_at = models.DateTimeField("基数统计时间", null=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=40, blank=True)
    submitted_user = models.BigIntegerField(null=True)
    returned = models.CharField("退回意见", max_length=300, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=40, blank=True)
    document_number = models.CharField("发文字号", max_length=60, blank=True)
    filed_on = models.DateField("备案日期", null=True)
    filed_with = models.CharField("备案机关", max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)
    published_url = models.CharField("公示网址", max_length=300, blank=True)
    # What was submitted, as canonical JSON (spec plan-v1), and its SHA-256.
    content = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    entry = models.BigIntegerField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_plan_version_each_number"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(state__in=IN_WORK),
                name="one_plan_draft_at_a_time",
            ),
        ]


class Task(models.Model):
    """A line of the plan: whom, for which items, how many, when, by whom.

    Shares are in 1/10000. ``base`` counts the subjects in scope, ``bases`` those of each class;
    both are frozen when the plan is submitted. ``batches``: [{"number", "month"}], a draw each.
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="tasks")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="发起部门"
    )
    number = models.CharField("任务编号", max_length=18)
    title = models.CharField("任务名称", max_length=120)
    kind = models.CharField("抽查类型", max_length=10, choices=[(k, k) for k in KINDS])
    items = models.JSONField("抽查事项", default=list)
    scope = models.JSONField("检查对象范围", default=dict)
    base = models.IntegerField("抽查基数", null=True)
    bases = models.JSONField(default=dict)
    ratio_by = models.CharField("差异化依据", max_length=10, choices=RATIO_BASES, blank=True)
    split_by = models.CharField("分层依据", max_length=10, choices=SPLITS, blank=True)
    ratio = models.IntegerField("抽查比例", default=0)
    ratios = models.JSONField("按分类的比例", default=dict)
    frequency = models.PositiveIntegerField("抽查频次", default=1)
    methods = models.JSONField("检查方式", default=list)
    people = models.PositiveIntegerField("本科室人数", default=2)
    # [{"owner": key of a section, "people": how many it sends to each visit}]
    partners = models.JSONField("配合部门", default=list)
    batches = models.JSONField("批次", default=list)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    mode = models.CharField("抽查模式", max_length=10, choices=MODES, default="open")
    level = models.CharField("组织/实施层级", max_length=20, default="县")
    reserve = models.PositiveIntegerField("递补数", default=0)
    note = models.CharField("备注", max_length=300, blank=True)

    class Meta:
        ordering = ["owner__order", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_task_each_number"),
        ]
