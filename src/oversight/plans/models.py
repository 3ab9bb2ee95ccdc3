"""Plans with their versions, and the tasks of each version as rows that a program can enforce."""

from __future__ import annotations

from django.db import models

from oversight.accounts.models import Organisation
from oversight.plans.rules import KINDS, MODES, RATIO_BASES, SPLITS
from oversight.plans.states import IN_WORK, PlanState


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
    DRAFT, SUBMITTED, APPROVED, PUBLISHED, SUPERSEDED, ABANDONED = PlanState

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
    both are frozen when the plan is submitted.
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="tasks")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="发起部门"
    )
    number = models.CharField("任务编号", max_length=18)
    title = models.CharField("任务名称", max_length=120)
    kind = models.CharField("抽查类型", max_length=10, choices=[(k, k) for k in KINDS])
    scope = models.JSONField("检查对象范围", default=dict)
    base = models.IntegerField("抽查基数", null=True)
    ratio_by = models.CharField("差异化依据", max_length=10, choices=RATIO_BASES, blank=True)
    split_by = models.CharField("分层依据", max_length=10, choices=SPLITS, blank=True)
    ratio = models.IntegerField("抽查比例", default=0)
    frequency = models.PositiveIntegerField("抽查频次", default=1)
    methods = models.JSONField("检查方式", default=list)
    people = models.PositiveIntegerField("本科室人数", default=2)
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


class TaskItem(models.Model):
    """An item of the list for which the subjects of a task are inspected."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="items")
    code = models.CharField("抽查事项", max_length=40)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "code"], name="one_item_of_each_code"),
        ]


class TaskPartner(models.Model):
    """A section that is to join: how many of its inspectors go to each visit."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="partners")
    section = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="配合部门"
    )
    people = models.PositiveIntegerField("人数", default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "section"], name="a_section_is_partner_once"),
        ]


class TaskRatio(models.Model):
    """How many of a class are drawn in the year, in 1/10000."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="ratios")
    code = models.CharField("分类", max_length=10)
    permyriad = models.PositiveIntegerField("比例")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "code"], name="one_ratio_for_each_class"),
        ]


class TaskBase(models.Model):
    """How many subjects a class had when the plan was submitted; divided, its part comes first."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="bases")
    code = models.CharField("分类", max_length=100)
    count = models.PositiveIntegerField("基数")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "code"], name="one_base_for_each_class"),
        ]


class TaskBatch(models.Model):
    """One draw of a task: its number and its month, in the order of the months."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="batches")
    number = models.CharField("批次编号", max_length=18, db_index=True)
    month = models.PositiveIntegerField("月份")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "month"], name="one_batch_in_a_month"),
        ]
