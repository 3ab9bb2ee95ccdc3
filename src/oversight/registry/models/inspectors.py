"""执法检查人员: who may be sent, and to whom they may not."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from oversight.accounts.models import Organisation, User
from oversight.registry.models.subjects import Subject
from oversight.registry.rules.inspectors import DUTY_STATES, ON_DUTY, STAFFINGS
from oversight.registry.states import RecusalState


class Inspector(models.Model):
    """A person who holds certificates; five fields are published, the rest is for the office.

    ``code`` names the person in the files of draws: given once, never changed.
    """

    SEXES: ClassVar = [("男", "男"), ("女", "女")]

    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="单位（科室）"
    )
    user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField("人员编码", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    sex = models.CharField("性别", max_length=1, choices=SEXES)
    post = models.CharField("职务", max_length=40)
    number = models.CharField("监察证号", max_length=20)
    staffing = models.CharField("编制类型", max_length=10, choices=[(s, s) for s in STAFFINGS])
    duty = models.CharField(
        "状态", max_length=10, choices=[(s, s) for s in DUTY_STATES], default=ON_DUTY
    )
    is_expert = models.BooleanField("专家（只协助，不计入两人）", default=False)
    # Codes of items and names of regions; empty means all.
    items = models.JSONField("可查事项", default=list, blank=True)
    regions = models.JSONField("管辖区域", default=list, blank=True)
    load_year = models.IntegerField(default=0)
    load = models.IntegerField("本年度派出次数", default=0)
    entry = models.BigIntegerField()

    class Meta:
        ordering = ["owner__path", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="one_inspector_for_each_certificate"
            ),
        ]


class Certificate(models.Model):
    """A certificate with its term; drawn are only those whose term covers the day."""

    inspector = models.ForeignKey(Inspector, models.PROTECT, related_name="certificates")
    kind = models.CharField("证件类型", max_length=40)
    number = models.CharField("证件编号", max_length=20)
    issuer = models.CharField("发证机关", max_length=80, blank=True)
    since = models.DateField("有效期自", null=True, blank=True)
    until = models.DateField("有效期至")

    class Meta:
        ordering = ["-until"]


class Leave(models.Model):
    """Days on which somebody cannot be sent: leave or other duties."""

    KINDS: ClassVar = [(k, k) for k in ("请假", "公务", "培训", "其他")]

    inspector = models.ForeignKey(Inspector, models.PROTECT, related_name="leaves")
    kind = models.CharField("类别", max_length=10, choices=KINDS)
    since = models.DateField("自")
    until = models.DateField("至")
    reason = models.CharField("事由", max_length=120, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")),
                name="a_leave_ends_after_it_began",
            ),
        ]


class Recusal(models.Model):
    """回避: somebody must not be sent to a subject, why, on whose word, for how long."""

    RELATIONS: ClassVar = [
        (r, r) for r in ("本人利害关系", "近亲属", "曾任职", "片区管理人", "其他")
    ]
    SOURCES: ClassVar = [(s, s) for s in ("本人申报", "对象申请", "单位核查", "举报核实")]

    inspector = models.ForeignKey(Inspector, models.PROTECT, related_name="recusals")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="recusals")
    relation = models.CharField("关系", max_length=20, choices=RELATIONS)
    source = models.CharField("来源", max_length=20, choices=SOURCES)
    reason = models.CharField("说明", max_length=200)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    entry = models.BigIntegerField()

    class Meta:
        ordering = ["-since", "-pk"]

    def state_on(self, day: date) -> RecusalState:
        """Tell whether it still counts on a day."""
        is_over = self.until is not None and self.until <= day
        return RecusalState.ENDED if is_over else RecusalState.STANDING
