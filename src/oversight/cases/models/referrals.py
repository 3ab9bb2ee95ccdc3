"""移送: a matter handed to another authority, until that one has answered."""

from __future__ import annotations

from django.db import models

from oversight.accounts.models import Organisation
from oversight.cases.kinds import ReferralKind
from oversight.cases.models.cases import Case
from oversight.cases.rules.findings import FINDINGS
from oversight.cases.states import ReferralState
from oversight.common.personal_fields import PersonalField, PersonalJSONField
from oversight.documents.models import Document
from oversight.inspections.models import InspectionTask
from oversight.registry.models import Inspector, Subject


class Referral(models.Model):
    """移送: to whom, what, why; sent is not done: it waits for the receipt and for the answer.

    ``attempts`` are the fruitless visits of a subject that cannot be found, day and what was done.
    ``decision`` is what the other authority decided, in its own words.
    """

    State = ReferralState

    number = models.CharField("移送编号", max_length=60, unique=True)
    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    visit = models.ForeignKey(InspectionTask, models.PROTECT, related_name="referrals")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="referrals")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="referrals")
    code = models.CharField(max_length=64)
    name = models.CharField("当事人", max_length=200)
    kind = models.CharField("种类", max_length=12, choices=ReferralKind.choices)
    receiver = models.CharField("移送给", max_length=80)
    finding = models.CharField(
        "事项",
        max_length=4,
        choices=[(row.token, row.title) for row in FINDINGS.values()],
        blank=True,
    )
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFTED)
    facts = PersonalField("事实", max_length=2000)
    basis = models.CharField("依据", max_length=300)
    enclosures = models.TextField("附件", max_length=1000, blank=True)
    attempts = PersonalJSONField("联系的经过", default=list)
    lead = models.ForeignKey(Inspector, models.PROTECT, null=True, related_name="+")
    second = models.ForeignKey(Inspector, models.PROTECT, null=True, related_name="+")
    made_by = models.CharField(max_length=40)
    made_user = models.BigIntegerField()
    made_at = models.DateTimeField("报告时间")
    approved_at = models.DateTimeField("批准时间", null=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField("送出时间", null=True)
    received_on = models.DateField("回执日期", null=True)
    received_by = models.CharField("签收人", max_length=60, blank=True)
    declined_on = models.DateField("不受理日期", null=True)
    appealed_on = models.DateField("提请日期", null=True)
    answered_on = models.DateField("答复日期", null=True)
    answer_number = models.CharField("答复文号", max_length=80, blank=True)
    decision = models.CharField("对方的决定", max_length=300, blank=True)
    is_accepted = models.BooleanField("对方立案、受理", default=False)
    handed_over_on = models.DateField("移交物品日期", null=True)

    class Meta:
        verbose_name = "移送"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["bureau", "state"], name="referral_by_state")]

    @property
    def title(self) -> str:
        """Name the referral in a list."""
        return f"{self.name}　{self.receiver}"


class ReferralAct(models.Model):
    """移送记录: one act on a referral: who, when, what was said."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="acts")
    act = models.CharField(max_length=20)
    text = PersonalField(max_length=4000, blank=True)
    made_by = models.CharField(max_length=40)
    made_user = models.BigIntegerField()
    made_at = models.DateTimeField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "移送记录"
        ordering = ["pk"]


class ReferralPackage(models.Model):
    """移送材料: everything that goes with a referral in one PDF, kept by its digest.

    ``document`` is its cover with the list of what is in it.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="packages")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    pages = models.PositiveIntegerField("页数")
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "移送材料"
        ordering = ["pk"]
