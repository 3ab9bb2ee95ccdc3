"""检查台账: every visit to a subject, planned or made, of whatever kind and by whomever."""

from __future__ import annotations

from django.db import models

from oversight.accounts.models import Organisation
from oversight.registry.models.inspectors import Inspector
from oversight.registry.models.subjects import Subject
from oversight.registry.states import RecordState


class InspectionRecord(models.Model):
    """检查台账: one visit of anybody to a subject, planned or made; a joint visit is one.

    All sections and kinds of inspection stand here, since caps, loads and rotation are counted of
    it. What a draw decided stands here from the moment when it is no secret: ``draw_number`` says
    which, or which task where no draw decided it, and is empty for visits entered by hand. ``year``
    is the year whose caps it counts for. ``is_hidden`` is a visit that nobody is told of before the
    arrival: draws, whose lists are public, do not see it till then.
    """

    State = RecordState

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="visits")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="发起部门"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DONE)
    year = models.PositiveIntegerField("年度")
    drawn_on = models.DateField("抽取日期", null=True)
    planned_on = models.DateField("计划日期", null=True)
    done_on = models.DateField("检查日期", null=True)
    kind = models.CharField("检查类型", max_length=20)
    units = models.CharField("检查单位", max_length=200)
    items = models.CharField("检查事项", max_length=300, blank=True)
    draw_number = models.CharField("抽取或任务编号", max_length=60, blank=True)
    task_number = models.CharField("任务编号", max_length=40, blank=True)
    result = models.CharField("检查结果", max_length=60, blank=True)
    exempt = models.CharField("不计次数的理由", max_length=60, blank=True)
    is_hidden = models.BooleanField("到场前不公开", default=False)
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "检查台账"
        ordering = ["-done_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw_number", "subject"],
                condition=~models.Q(draw_number=""),
                name="a_draw_plans_one_visit",
            ),
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=False) | ~models.Q(state=RecordState.DONE),
                name="what_is_done_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["year", "state"], name="record_by_year"),
            models.Index(fields=["drawn_on"], name="record_by_draw_day"),
        ]


class RecordMember(models.Model):
    """A place in the team of a visit in the ledger: its section, and who goes or nobody yet.

    Of a visit entered by hand only the sections are known; the caps count by their keys.
    """

    record = models.ForeignKey(InspectionRecord, models.CASCADE, related_name="members")
    section = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    inspector = models.ForeignKey(Inspector, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "检查台账的派员"
        ordering = ["pk"]
