"""What stands once the record of a visit is signed: minutes, signatures, answers, corrections."""

from __future__ import annotations

from django.db import models
from django.db.models import TextChoices

from oversight.common.personal_fields import PersonalField, PersonalJSONField


class Minutes(models.Model):
    """现场检查笔录: the text that goes to the signatures, made from the record and the task.

    ``digest`` is that of ``text``, ``record_digest`` that of the record, which the telephones know
    and the signatures name. A record that was taken back to be changed gets the next number.
    """

    visit = models.ForeignKey("inspections.InspectionTask", models.PROTECT, related_name="minutes")
    number = models.PositiveIntegerField("次序")
    version = models.PositiveIntegerField("记录版本")
    text = PersonalField("笔录")
    digest = models.CharField(max_length=64)
    record_digest = models.CharField(max_length=64)
    path = models.CharField("未能检查的情形", max_length=20, blank=True)
    codes = models.JSONField("检查结果", default=list)
    refusal_reason = models.CharField("拒签理由", max_length=300, blank=True)
    refusal_witness = PersonalField("见证人", blank=True)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    missing_reason = models.CharField("没有传到的照片", max_length=300, blank=True)

    class Meta:
        verbose_name = "现场检查笔录"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="one_text_of_each_number"),
        ]


class SignatureWay(TextChoices):
    """How a signature was given."""

    DRAWN = "drawn", "屏幕手写"
    OWN_LOGIN = "own_login", "本人账号确认"
    PAPER = "paper", "纸质签字照片"


class Signature(models.Model):
    """签名: somebody's under a text; a later text makes it void, the row stays.

    ``signed`` is the digest of the record that was signed, ``file`` of the picture of paper.
    ``signed_at`` is the telephone's clock, ``kept_at`` ours.
    """

    Way = SignatureWay

    visit = models.ForeignKey(
        "inspections.InspectionTask", models.PROTECT, related_name="signatures"
    )
    way = models.CharField("方式", max_length=10, choices=SignatureWay.choices)
    who = models.CharField("身份", max_length=10)
    name = models.CharField("签名人", max_length=60, blank=True)
    user = models.BigIntegerField(null=True)
    strokes = PersonalJSONField(default=list)
    file = models.CharField(max_length=64, blank=True)
    bureau = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    signed = models.CharField(max_length=64)
    signed_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = "签名"
        ordering = ["pk"]


class PointAnswer(models.Model):
    """要点答案: what was answered to one point of an item, once the record is signed."""

    result = models.ForeignKey("inspections.ItemResult", models.PROTECT, related_name="points")
    n = models.PositiveIntegerField("序号")
    answer = models.CharField("答案", max_length=10)
    why = PersonalField("理由", blank=True)

    class Meta:
        verbose_name = "要点答案"
        ordering = ["result", "n"]
        constraints = [
            models.UniqueConstraint(fields=["result", "n"], name="one_answer_for_each_point"),
        ]


class Suspension(models.Model):
    """中止: why a visit was broken off, and from which state."""

    visit = models.ForeignKey(
        "inspections.InspectionTask", models.PROTECT, related_name="suspensions"
    )
    was = models.CharField(max_length=20)
    reason = models.CharField("理由", max_length=300)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "中止"
        ordering = ["-pk"]


class RecordCorrection(models.Model):
    """笔录更正: what is wrong in a signed record; the signed text itself stays as it is."""

    visit = models.ForeignKey(
        "inspections.InspectionTask", models.PROTECT, related_name="corrections"
    )
    what = PersonalField("更正内容")
    reason = models.CharField("理由", max_length=300)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "笔录更正"
        ordering = ["pk"]


class ProcedureDefect(models.Model):
    """程序瑕疵: what was not lawful about a visit, found later; the head decides whether to redo.

    Until then nothing follows from the visit. It counts for the caps: the subject was visited.
    """

    visit = models.ForeignKey("inspections.InspectionTask", models.PROTECT, related_name="defects")
    what = models.CharField("瑕疵", max_length=300)
    found_by = models.CharField(max_length=40)
    found_user = models.BigIntegerField()
    found_at = models.DateTimeField()
    is_redo = models.BooleanField("重新检查", default=False)
    answer = models.CharField("负责人意见", max_length=300, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)
    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "程序瑕疵"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit"],
                condition=models.Q(decided_at=None),
                name="one_defect_of_a_visit_waits",
            ),
        ]
