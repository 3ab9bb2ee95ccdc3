"""Inspection tasks with their teams, and what is asked of them after the draw."""

from __future__ import annotations

from django.db import models

from oversight.accounts.models import Organisation
from oversight.common.personal_fields import PersonalField
from oversight.draws.models import Draw
from oversight.inspections import (  # models too; found here by Django
    arrivals,  # noqa: F401
    field_records,  # noqa: F401
    signed_records,  # noqa: F401
)
from oversight.inspections.kinds import NOT_RANDOM, Kind, Source
from oversight.inspections.states import ApprovalState, ReplacementState, ResultState, TaskState
from oversight.registry.models import Inspector, Item, ItemVersion, Subject


class InspectionTask(models.Model):
    """检查任务: a subject that is to be visited once for all items, drawn or for another reason.

    ``state`` follows `states.TASK`; ``is_out``, ``accepted_at``, ``planned_on`` and ``merged_into``
    are the facts behind it. One that was replaced keeps its row with that result. ``draw`` is
    empty where no draw decided the task: then ``source`` and ``reason`` say why it is made.
    ``owner`` is the section that leads. ``exempt`` says why the visit does not count for the caps
    by the local rules, with its proof.
    """

    State = TaskState

    number = models.CharField("任务编号", max_length=60, unique=True)
    draw = models.ForeignKey(Draw, models.PROTECT, null=True, related_name="visits")
    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="主办科室"
    )
    source = models.CharField(
        "任务来源", max_length=12, choices=Source.choices, default=Source.RANDOM
    )
    kind = models.CharField("检查类型", max_length=10, choices=Kind.choices, default=Kind.ROUTINE)
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

    made_by = models.CharField(max_length=40, blank=True)
    made_user = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(null=True)
    # Of a complaint these may tell who complained: they are no more in clear than a telephone.
    reason = PersonalField("检查理由", max_length=300, blank=True)
    reference = PersonalField("来源编号", max_length=80, blank=True)
    exempt = models.CharField("不计次数的情形", max_length=60, blank=True)
    exempt_note = PersonalField("不计次数的依据", max_length=300, blank=True)
    exempt_evidence_name = models.CharField(max_length=200, blank=True)
    exempt_evidence_digest = models.CharField(max_length=64, blank=True)

    is_announced = models.BooleanField("预先通知", default=False)
    why_on_site = models.CharField("为什么要到现场", max_length=300, blank=True)
    visit_place = models.CharField("检查地点", max_length=300, blank=True)
    is_outside = models.BooleanField("辖区以外", default=False)
    assistance = models.CharField("异地协助的依据", max_length=200, blank=True)
    campaign = models.CharField("专项方案的批准、备案和公布", max_length=300, blank=True)
    helpers = models.PositiveSmallIntegerField("协助人员数", default=0)
    helper_roles = models.CharField("协助人员身份", max_length=200, blank=True)
    notified_at = models.DateTimeField("通知时间", null=True)
    notified_by = models.CharField(max_length=40, blank=True)
    notice_way = models.CharField("通知方式", max_length=60, blank=True)
    arrived_at = models.DateTimeField("到场时间", null=True)
    urgent_reason = models.CharField("紧急的理由", max_length=300, blank=True)
    urgent_reported = models.CharField("口头报告对象", max_length=60, blank=True)
    papers_due_on = models.DateField("补办期限", null=True)
    end_reason = models.CharField("终止的理由", max_length=300, blank=True)
    told_at = models.DateTimeField("告知结果时间", null=True)
    told_by = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "检查任务"
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "code"], name="one_visit_for_each_subject"),
            models.CheckConstraint(
                condition=models.Q(draw__isnull=True, source__in=NOT_RANDOM)
                | models.Q(draw__isnull=False, source=Source.RANDOM),
                name="only_drawn_tasks_are_random",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "draw"], name="visit_by_subject"),
            models.Index(fields=["bureau", "state"], name="visit_by_state"),
            models.Index(fields=["bureau", "planned_on"], name="visit_by_day"),
        ]

    @property
    def drawn_by(self) -> Draw:
        """Give the draw that decided it.

        Raises:
            ValueError: no draw did.
        """
        if self.draw is None:
            raise ValueError(self.number)
        return self.draw

    @property
    def record_number(self) -> str:
        """Give the number under which trail and ledger have it: its draw's, or its own."""
        return self.draw.number if self.draw is not None else self.number

    @property
    def is_random(self) -> bool:
        """Tell whether a draw decided it: only such tasks are in the random statistics."""
        return self.draw_id is not None

    @property
    def title(self) -> str:
        """Name it in a list; the source of one that was not drawn is not said (rule R22)."""
        return self.draw.title if self.draw is not None else str(self.get_kind_display())


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


class ItemResult(models.Model):
    """检查结果: what comes of one item at one subject; there, not entered, from the draw on.

    ``section`` is the unit whose item it is: in a joint visit that unit signs it. ``version`` is
    the item as it was published when the task was made. What was found is written when the record
    is signed: tokens of `rules.codes`, the facts, the provision.
    """

    State = ResultState

    visit = models.ForeignKey(InspectionTask, models.PROTECT, related_name="results")
    section = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    order = models.PositiveIntegerField(default=0)
    state = models.CharField(
        "状态", max_length=20, choices=State.choices, default=State.NOT_ENTERED
    )
    codes = models.JSONField("检查结果", default=list)
    finding = PersonalField("发现的问题", blank=True)
    provision = models.TextField("违反的规定", blank=True)
    kinds = models.JSONField("问题分类", default=list)
    disposition = models.JSONField("后续处置", default=list)
    methods = models.JSONField("核查方式", default=list)
    entered_by = models.CharField(max_length=40, blank=True)
    entered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "检查结果"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "item"], name="one_result_for_each_item"),
        ]


class Approval(models.Model):
    """行政检查审批: the head is asked whether a visit may be made, before it or, urgently, after.

    ``caps`` are the answers of the rules on how often the subject may be visited, as they stood
    when it was asked: name, citation, limit, count by the local rules, count of all visits.
    """

    State = ApprovalState

    visit = models.ForeignKey(InspectionTask, models.PROTECT, related_name="approvals")
    is_afterwards = models.BooleanField("补办", default=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    opinion = models.CharField("科室意见", max_length=300, blank=True)
    caps = models.JSONField(default=list)
    asked_by = models.CharField(max_length=40)
    asked_user = models.BigIntegerField()
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_user = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField("负责人意见", max_length=300, blank=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "行政检查审批"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit"],
                condition=models.Q(state=ApprovalState.WAITING),
                name="a_visit_is_asked_for_once_at_a_time",
            ),
        ]


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
    note = PersonalField("情况说明", max_length=300)
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
