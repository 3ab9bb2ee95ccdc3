"""What is decided in a case, how it is carried out, and what follows when it is revoked."""

from __future__ import annotations

from django.db import models

from oversight.cases.kinds import Annuller, Manner, Outcome, Performance
from oversight.cases.models.cases import Case
from oversight.cases.rules.decisions import CREDIT_CLASSES, Penalty
from oversight.cases.states import DecisionState
from oversight.common.personal_fields import PersonalField
from oversight.documents.models import Document


class Decision(models.Model):
    """决定: what a case was decided to be; amounts are whole fen.

    ``heavier_reason`` is there where the penalty is heavier than the one told. A revoked decision
    keeps its row with who revoked it and why.
    """

    State = DecisionState

    case = models.OneToOneField(Case, models.PROTECT, related_name="decision")
    state = models.CharField("效力", max_length=10, choices=State.choices, default=State.STANDING)
    outcome = models.CharField("决定", max_length=12, choices=Outcome.choices)
    kinds = models.JSONField("处罚种类", default=list)
    fine = models.BigIntegerField("罚款（分）", default=0)
    confiscated = models.BigIntegerField("没收（分）", default=0)
    grounds = PersonalField("理由", max_length=2000)
    basis = models.CharField("依据", max_length=300)
    heavier_reason = models.CharField("比告知更重的理由", max_length=300, blank=True)
    discussion = models.CharField("集体讨论", max_length=300, blank=True)
    credit_class = models.CharField(
        "信用信息类别", max_length=10, choices=list(CREDIT_CLASSES.items()), blank=True
    )
    credit_reason = models.CharField("类别的理由", max_length=300, blank=True)
    has_repair_notice = models.BooleanField("附信用修复告知", default=False)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    decided_by = models.CharField(max_length=40)
    decided_user = models.BigIntegerField()
    decided_at = models.DateTimeField("决定时间")
    served_on = models.DateField("送达日期", null=True)
    manner = models.CharField("送达方式", max_length=12, choices=Manner.choices, blank=True)
    receiver = models.CharField("签收人", max_length=60, blank=True)
    performance = models.CharField(
        "执行方式", max_length=10, choices=Performance.choices, blank=True
    )
    executed_on = models.DateField("执行完毕日期", null=True)
    revoked_by = models.CharField("撤销的机关", max_length=10, choices=Annuller.choices, blank=True)
    revoked_number = models.CharField("撤销的文号", max_length=80, blank=True)
    revoked_on = models.DateField("撤销日期", null=True)
    revoked_why = models.CharField("撤销的理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "案件决定"

    @property
    def penalty(self) -> Penalty:
        """Give the penalty that was imposed."""
        kinds = frozenset(self.kinds)
        return Penalty(kinds=kinds, fine=self.fine, confiscated=self.confiscated)


class Instalment(models.Model):
    """分期: a part of the fine and the day until which it is paid."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="instalments")
    due_on = models.DateField("缴纳期限")
    amount = models.BigIntegerField("数额（分）")
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "分期缴纳"
        ordering = ["due_on", "pk"]


class Payment(models.Model):
    """缴款: what was paid, when, by which receipt."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="payments")
    paid_on = models.DateField("缴款日期")
    amount = models.BigIntegerField("数额（分）")
    reference = models.CharField("票据号", max_length=60)
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "缴款"
        ordering = ["paid_on", "pk"]


class Consequence(models.Model):
    """撤销的后果: what must be undone because a decision was revoked, and how it was."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="consequences")
    kind = models.CharField(max_length=20)
    text = models.CharField("要办的事", max_length=200)
    settled_on = models.DateField("办理日期", null=True)
    settled_by = models.CharField(max_length=40, blank=True)
    note = models.CharField("怎样办的", max_length=300, blank=True)
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "撤销的后果"
        ordering = ["pk"]
