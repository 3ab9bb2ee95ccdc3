"""Rules with their citations, and the State Council's calendars, as dated data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from oversight.accounts.models import Organisation


class RegulatoryParameter(models.Model):
    """A number or list that the law or the plan sets, from a day until a day.

    A change is a new row; the old one keeps its term, so the past can be judged by its own rules.
    """

    MARKS: ClassVar = [
        ("P", "工作计划"),
        ("L", "法律法规"),
        ("X", "实践做法"),
        ("?", "待核实"),
    ]

    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    name = models.CharField("名称", max_length=120)
    kind = models.CharField(max_length=20)
    value = models.JSONField("值")
    unit = models.CharField("单位", max_length=20, blank=True)
    scope = models.CharField("适用范围", max_length=200, blank=True)
    citation = models.CharField("依据", max_length=300)
    mark = models.CharField("来源", max_length=1, choices=MARKS)
    exemptions = models.JSONField("不计的情形", default=list)
    # Of a cap: {"kinds": […], "units": […]} it counts and applies to; empty means all.
    counts = models.JSONField("计入的检查", default=dict)
    effective_from = models.DateField("生效日期")
    effective_until = models.DateField("失效日期", null=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    entry = models.BigIntegerField()

    class Meta:
        ordering = ["kind", "key", "-effective_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "key", "effective_from"], name="one_rule_from_each_day"
            ),
        ]


class CalendarYear(models.Model):
    """A year's notice on days off and make-up days."""

    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveIntegerField("年份")
    holidays = models.JSONField("放假日", default=list)
    make_up_days = models.JSONField("调休上班日", default=list)
    source = models.CharField("依据", max_length=200)
    entry = models.BigIntegerField()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["bureau", "year"], name="one_calendar_each_year"),
        ]
