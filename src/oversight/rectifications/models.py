"""Rectifications with their points, reports, extensions, proofs, and clues for a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from oversight.accounts.models import Organisation
from oversight.common.personal_fields import PersonalField
from oversight.documents.models import Document, Service
from oversight.inspections.models import InspectionTask, ItemResult
from oversight.rectifications.kinds import FindingCode, ProofKind
from oversight.rectifications.states import ExtensionState, PointState, RectificationState
from oversight.registry.models import Subject


class Rectification(models.Model):
    """责令改正: what a finding of a visit obliges the subject to put right, and until when.

    ``result`` is the item result that opened it, empty where a person did on the visit's page.
    ``service`` is how the order was served. ``due_on`` is the last day of the term; it exists from
    the service on, and an extension moves it. ``link`` is the digest of the secret in the address
    at which the enterprise reports.
    ``recheck`` is the visit of the 回访 that decides, the newest one; ``recheck_record`` is the
    document of what it saw.
    """

    State = RectificationState

    number = models.CharField("责令改正编号", max_length=60, unique=True)
    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="承办科室"
    )
    visit = models.ForeignKey(InspectionTask, models.PROTECT, related_name="rectifications")
    result = models.ForeignKey(ItemResult, models.PROTECT, null=True, related_name="rectifications")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="rectifications")
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    finding_code = models.CharField("检查结果", max_length=10, choices=FindingCode.choices)
    state = models.CharField(
        "状态", max_length=20, choices=State.choices, default=RectificationState.OPENED
    )
    is_on_the_spot = models.BooleanField("当场改正", default=False)
    proved_user = models.BigIntegerField(null=True)
    opened_by = models.CharField(max_length=40)
    opened_user = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField("开立时间")
    order = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    term_days = models.PositiveSmallIntegerField("改正期限（日）", default=0)
    due_on = models.DateField("改正期满日", null=True)
    link = models.CharField(max_length=64, blank=True)
    recheck_record = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    recheck = models.ForeignKey(InspectionTask, models.PROTECT, null=True, related_name="rechecked")
    closed_on = models.DateField("完结日期", null=True)
    end_reason = models.CharField("完结的说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "责令改正"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["result"],
                condition=~Q(state=RectificationState.CANCELLED),
                name="a_result_opens_one_rectification",
            ),
            models.UniqueConstraint(
                fields=["link"], condition=~Q(link=""), name="a_report_link_is_one"
            ),
        ]
        indexes = [
            models.Index(fields=["bureau", "state"], name="rectification_by_state"),
            models.Index(fields=["bureau", "due_on"], name="rectification_by_day"),
        ]


class RectificationPoint(models.Model):
    """One thing to put right: what, which provision it breaks, and what came of it."""

    State = PointState

    rectification = models.ForeignKey(Rectification, models.PROTECT, related_name="points")
    order = models.PositiveSmallIntegerField("序号")
    what = PersonalField("存在的问题", max_length=500)
    provision = models.CharField("违反的规定", max_length=300)
    demand = models.CharField("改正要求", max_length=500, blank=True)
    state = models.CharField("结论", max_length=20, choices=State.choices, default=PointState.OPEN)
    note = models.CharField("复查情况", max_length=500, blank=True)

    class Meta:
        verbose_name = "改正事项"
        ordering = ["order", "pk"]


class EnterpriseReport(models.Model):
    """企业报告: what the enterprise says through its link that it put right; it stays."""

    rectification = models.ForeignKey(Rectification, models.PROTECT, related_name="reports")
    place = models.PositiveSmallIntegerField("第几次")
    text = PersonalField("改正情况")
    reporter = PersonalField("报告人")
    phone = PersonalField("电话", blank=True)
    reported_at = models.DateTimeField("报告时间")

    class Meta:
        verbose_name = "企业报告"
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["rectification", "place"], name="reports_are_counted_once"
            ),
        ]

    @property
    def receipt_number(self) -> str:
        """Give the number that the enterprise gets for it."""
        return f"{self.rectification.number}-{self.place}"

    @property
    def names(self) -> list[str]:
        """Give the names of its files, as their sender called them."""
        return [proof.name for proof in self.proofs.all()]


class Proof(models.Model):
    """证明材料: a file of the bureau that shows something of a rectification."""

    Kind = ProofKind

    rectification = models.ForeignKey(Rectification, models.PROTECT, related_name="proofs")
    report = models.ForeignKey(EnterpriseReport, models.PROTECT, null=True, related_name="proofs")
    kind = models.CharField("环节", max_length=10, choices=Kind.choices)
    digest = models.CharField(max_length=64)
    name = models.CharField("名称", max_length=120, blank=True)
    added_by = models.CharField(max_length=40)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = "证明材料"
        ordering = ["pk"]
        indexes = [models.Index(fields=["digest"], name="proof_by_digest")]


class Extension(models.Model):
    """延期: more days are asked for, and somebody else decides; once by default."""

    State = ExtensionState

    rectification = models.ForeignKey(Rectification, models.PROTECT, related_name="extensions")
    days = models.PositiveSmallIntegerField("延长（日）")
    reason = models.CharField("延期的理由", max_length=300)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.CharField(max_length=40)
    asked_user = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField("决定的理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "改正延期"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rectification"],
                condition=Q(state=ExtensionState.WAITING),
                name="an_extension_is_asked_for_once_at_a_time",
            ),
        ]


class CaseClue(models.Model):
    """案件线索: what was not put right is handed over; whoever keeps cases reads it from here."""

    rectification = models.OneToOneField(Rectification, models.PROTECT, related_name="clue")
    number = models.CharField("线索编号", max_length=60, unique=True)
    reason = models.CharField("移交的理由", max_length=300)
    made_by = models.CharField(max_length=40)
    made_user = models.BigIntegerField(null=True)
    made_at = models.DateTimeField("移交时间")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "案件线索"
        ordering = ["-pk"]
