"""案件: what is investigated, what was done when by whom, and the evidence."""

from __future__ import annotations

from django.db import models

from oversight.accounts.models import Organisation
from oversight.cases.kinds import EvidenceKind
from oversight.cases.rules.decisions import Penalty
from oversight.cases.rules.findings import FINDINGS
from oversight.cases.states import CaseState, EvidenceState
from oversight.common.personal_fields import PersonalField
from oversight.documents.models import Document
from oversight.inspections.models import InspectionTask
from oversight.rectifications.models import CaseClue
from oversight.registry.models import Inspector, Subject


class Case(models.Model):
    """案件: a breach that an inspection found, from the clue to the closing.

    ``state`` follows `states.CASE`. The moments are those that the clocks of the law run from and
    to. ``clue`` is there where an order was not obeyed. What was intended when the party was told
    stays beside the decision, so that nobody gets a heavier penalty for a defence. ``lead`` and
    ``second`` are the two officers.
    """

    State = CaseState

    number = models.CharField("案件编号", max_length=60, unique=True)
    bureau = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    visit = models.ForeignKey(InspectionTask, models.PROTECT, related_name="cases")
    clue = models.OneToOneField(CaseClue, models.PROTECT, null=True, related_name="case")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="cases")
    code = models.CharField(max_length=64)
    name = models.CharField("当事人", max_length=200)
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.CLUE)
    finding = models.CharField(
        "案由", max_length=4, choices=[(row.token, row.title) for row in FINDINGS.values()]
    )
    facts = PersonalField("违法事实", max_length=2000)
    basis = models.CharField("违反的规定", max_length=300)
    discovered_on = models.DateField("发现日期")
    act_ended_on = models.DateField("违法行为终了日期", null=True)
    is_grave = models.BooleanField("危害生命健康、金融安全", default=False)
    made_by = models.CharField(max_length=40)
    made_user = models.BigIntegerField()
    made_at = models.DateTimeField()

    asked_user = models.BigIntegerField(null=True)
    filed_at = models.DateTimeField("立案时间", null=True)
    lead = models.ForeignKey(Inspector, models.PROTECT, null=True, related_name="+")
    second = models.ForeignKey(Inspector, models.PROTECT, null=True, related_name="+")
    extended_at = models.DateTimeField("延期时间", null=True)
    inquired_on = models.DateField("调查询问书送达日期", null=True)
    answered_on = models.DateField("答复询问日期", null=True)
    suspected_at = models.DateTimeField("登记涉嫌犯罪时间", null=True)
    suspicion = PersonalField("涉嫌犯罪的情况", max_length=500, blank=True)

    told_on = models.DateField("告知日期", null=True)
    heard_until = models.DateField("陈述申辩期限", null=True)
    has_hearing_right = models.BooleanField("告知了听证权利", default=False)
    needs_review = models.BooleanField("须法制审核", default=False)
    intended_kinds = models.JSONField("拟处罚种类", default=list)
    intended_fine = models.BigIntegerField("拟罚款（分）", default=0)
    intended_confiscated = models.BigIntegerField("拟没收（分）", default=0)
    has_defence = models.BooleanField("有陈述申辩", default=False)
    was_waived = models.BooleanField("放弃陈述申辩", default=False)
    hearing_asked_on = models.DateField("要求听证日期", null=True)
    heard_on = models.DateField("听证日期", null=True)
    investigated_at = models.DateTimeField("调查终结时间", null=True)
    closed_at = models.DateTimeField("结案时间", null=True)

    class Meta:
        verbose_name = "案件"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["bureau", "state"], name="case_by_state"),
            models.Index(fields=["visit"], name="case_by_visit"),
        ]

    @property
    def title(self) -> str:
        """Name the case in a list."""
        return f"{self.name}　{self.get_finding_display()}"

    @property
    def intended(self) -> Penalty:
        """Give the penalty that the party was told of."""
        return Penalty(
            kinds=frozenset(self.intended_kinds),
            fine=self.intended_fine,
            confiscated=self.intended_confiscated,
        )


class CaseAct(models.Model):
    """办理记录: one act on a case: who, when, what was said, and the document that came of it.

    ``text`` is what people read, line by line; ``entry`` is the entry of the trail.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="acts")
    act = models.CharField(max_length=20)
    text = PersonalField(max_length=4000, blank=True)
    made_by = models.CharField(max_length=40)
    made_user = models.BigIntegerField()
    made_at = models.DateTimeField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "案件办理记录"
        ordering = ["pk"]


class Evidence(models.Model):
    """证据: a piece of evidence, its file by digest, and whether it is accepted."""

    State = EvidenceState

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence")
    kind = models.CharField("种类", max_length=12, choices=EvidenceKind.choices)
    title = models.CharField("名称", max_length=120)
    source = models.CharField("来源", max_length=200)
    taken_on = models.DateField("取得日期")
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField("审查", max_length=10, choices=State.choices, default=State.COLLECTED)
    reason = models.CharField("审查的理由", max_length=300, blank=True)
    judged_by = models.CharField(max_length=40, blank=True)
    judged_at = models.DateTimeField(null=True)
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "证据"
        ordering = ["pk"]


class Seizure(models.Model):
    """先行登记保存: goods kept as evidence, to be decided on within seven working days."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="seizures")
    goods = PersonalField("物品", max_length=2000)
    place = models.CharField("地点", max_length=200)
    approved_by = models.CharField("批准的负责人", max_length=40)
    seized_on = models.DateField("登记保存日期")
    handled_on = models.DateField("处理日期", null=True)
    handling = models.CharField("怎样处理", max_length=300, blank=True)
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "先行登记保存"
        ordering = ["pk"]
