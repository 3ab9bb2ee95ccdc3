"""Inspection tasks with their teams, and what is asked of them after the draw."""

from __future__ import annotations

from django.db import models

from oversight.accounts.models import Organisation
from oversight.draws.models import Draw
from oversight.inspections.states import ReplacementState, TaskState
from oversight.registry.models import Inspector, Subject


class InspectionTask(models.Model):
    """检查任务: a subject that was drawn (or took over) and is to be visited once for all items.

    ``state`` follows `states.TASK`; ``is_out``, ``accepted_at``, ``planned_on`` and ``merged_into``
    are the facts behind it. One that was replaced keeps its row with that result.
    """

    State = TaskState

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="visits")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="drawn")
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    strata = models.JSONField(default=list)
    place = models.PositiveIntegerField("序号")
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.DRAWN)
    is_out = models.BooleanField(default=False)
    out_why = models.CharField(max_length=60, blank=True)
    came_for = models.CharField(max_length=64, blank=True)
    accepted_by = models.CharField(max_length=40, blank=True)
    accepted_at = models.DateTimeField(null=True)
    planned_on = models.DateField("检查日期", null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    done_on = models.DateField(null=True)

    class Meta:
        verbose_name = "检查任务"
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "code"], name="one_visit_for_each_subject"),
        ]
        indexes = [models.Index(fields=["subject", "draw"], name="visit_by_subject")]


class TeamMember(models.Model):
    """派员: a place in the team of a task; empty where nobody could be sent."""

    visit = models.ForeignKey(InspectionTask, models.CASCADE, related_name="slots")
    section = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    pool = models.CharField(max_length=64)
    order = models.PositiveIntegerField(default=0)
    inspector = models.ForeignKey(Inspector, models.PROTECT, null=True, related_name="slots")
    is_leader = models.BooleanField(default=False)

    class Meta:
        verbose_name = "派员"
        ordering = ["order", "pk"]


class BulkDating(models.Model):
    """批量定日期: many tasks accepted and dated in one act, and those that could not be.

    ``lines`` are what was set: task, day and the day before, empty for a task that was not
    accepted yet; ``refused`` and ``kept`` are the tasks that the act, or its undo, left as they
    were, with the reason.
    """

    made_user = models.BigIntegerField()
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    lines = models.JSONField(default=list)
    refused = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    kept = models.JSONField(default=list)

    class Meta:
        verbose_name = "批量定日期"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["made_user"], name="dating_by_user")]


class ReplacementRequest(models.Model):
    """递补申请: somebody asks for a replacement or a recusal; the head decides, the next comes."""

    SUBJECT, INSPECTOR, OPEN_SLOT = "subject", "inspector", "open"

    State = ReplacementState

    visit = models.ForeignKey(InspectionTask, models.PROTECT, related_name="requests")
    slot = models.ForeignKey(TeamMember, models.PROTECT, null=True, related_name="requests")
    kind = models.CharField(max_length=10)
    is_recusal = models.BooleanField(default=False)
    by_enterprise = models.BooleanField(default=False)
    why = models.CharField("原因代码", max_length=40)
    note = models.CharField("情况说明", max_length=300)
    evidence_name = models.CharField(max_length=200, blank=True)
    evidence_digest = models.CharField(max_length=64, blank=True)
    asked_by = models.CharField(max_length=40)
    asked_user = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    came_in = models.CharField(max_length=64, blank=True)
    went_out = models.CharField(max_length=64, blank=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "递补申请"
        ordering = ["-pk"]
