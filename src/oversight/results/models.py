"""Results with their versions: each change is a row, none is ever rewritten."""

from __future__ import annotations

from django.db import models
from django.db.models import TextChoices

from oversight.accounts.models import Organisation
from oversight.common.personal_fields import PersonalJSONField
from oversight.inspections.models import InspectionTask, ItemResult
from oversight.registry.models import Subject
from oversight.results import rules
from oversight.results.states import EntryState, FollowUp


class VersionState(TextChoices):
    """What a reviewer said of a version."""

    WAITING = "waiting", "待审核"
    ACCEPTED = "accepted", "通过"
    RETURNED = "returned", "退回"


class InspectionResult(models.Model):
    """检查结果: what comes of an item at a subject, from the signed record on.

    ``result`` is the item as it was signed; it stays. ``newest`` is the version that was written
    last, ``in_force`` the approved one, ``published`` the one the public sees. ``ended_on`` is the
    end of the inspection, ``formed_on`` the day on which the version in force was approved: from
    each of them a term for the publication runs.
    """

    State = EntryState
    FollowUp = FollowUp

    number = models.CharField("结果编号", max_length=60, unique=True)
    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="承办科室"
    )
    visit = models.ForeignKey(InspectionTask, models.PROTECT, related_name="reviewed_results")
    result = models.OneToOneField(ItemResult, models.PROTECT, related_name="reviewed")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="results")
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    item = models.CharField("检查事项", max_length=200)
    state = models.CharField(
        "状态", max_length=24, choices=State.choices, default=EntryState.WAITING
    )
    follow_up = models.CharField(
        "后续处置", max_length=10, choices=FollowUp.choices, default=FollowUp.NONE
    )
    follow_up_note = models.CharField("后续处置的结果", max_length=300, blank=True)
    ended_on = models.DateField("检查结束日期")
    entered_at = models.DateTimeField("录入时间")
    formed_on = models.DateField("结果形成日期", null=True)
    published_at = models.DateTimeField("首次公示时间", null=True)
    newest = models.ForeignKey("ResultVersion", models.PROTECT, null=True, related_name="+")
    in_force = models.ForeignKey("ResultVersion", models.PROTECT, null=True, related_name="+")
    published = models.ForeignKey("ResultVersion", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "检查结果"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["bureau", "state"], name="result_by_state"),
            models.Index(fields=["bureau", "ended_on"], name="result_by_day"),
        ]


class ResultVersion(models.Model):
    """结果版本: what a result said at a time, who wrote it and why, and what the reviewer said.

    ``content`` is plain JSON (`rules.ResultContent`). An approved version has the number of its
    ``edition``, the ``fields`` it was sealed with, the ``salts`` that open them, which leave the
    database with what is published only, and the ``digest`` of its sealed record, as it is logged.
    """

    State = VersionState

    result = models.ForeignKey(InspectionResult, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("第几稿")
    content = PersonalJSONField(default=dict)
    # The result codes of the content, each between blanks: what is encrypted is not looked for.
    codes = models.CharField(max_length=200, blank=True)
    reason = models.CharField("修改的理由", max_length=300, blank=True)
    made_by = models.CharField("录入人", max_length=40)
    made_user = models.BigIntegerField(null=True)
    made_at = models.DateTimeField("录入时间")
    state = models.CharField(
        "审核", max_length=10, choices=State.choices, default=VersionState.WAITING
    )
    reviewed_by = models.CharField("审核人", max_length=40, blank=True)
    reviewed_user = models.BigIntegerField(null=True)
    reviewed_at = models.DateTimeField("审核时间", null=True)
    remarks = models.CharField("审核意见", max_length=300, blank=True)
    edition = models.PositiveSmallIntegerField("第几版", null=True)
    fields = PersonalJSONField(default=dict)
    salts = PersonalJSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "结果版本"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "number"], name="result_versions_are_counted"
            ),
            models.UniqueConstraint(fields=["result", "edition"], name="editions_are_counted"),
        ]

    @property
    def says(self) -> rules.ResultContent:
        """Give what it says."""
        return rules.read(self.content)

    @property
    def result_words(self) -> str:
        """Give its result in the national wording."""
        return self.says.result


class Publication(models.Model):
    """公示记录: which version was put before the public, or taken from it, by whom and why."""

    result = models.ForeignKey(InspectionResult, models.PROTECT, related_name="publications")
    version = models.ForeignKey(ResultVersion, models.PROTECT, related_name="publications")
    is_withdrawal = models.BooleanField("撤下", default=False)
    reason = models.CharField("理由", max_length=300, blank=True)
    made_by = models.CharField(max_length=40)
    made_user = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "公示记录"
        ordering = ["pk"]
